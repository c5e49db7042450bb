// A lock that was lost while its holder was at work: nothing may be committed after that.
#pragma once

#include "db/connection.h"

namespace seedctl::test {

class LostLock final : public db::SessionLock {
 public:
  bool still_held() override { return false; }
};

}  // namespace seedctl::test
