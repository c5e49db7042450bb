// The sink for callers that have nobody to tell.
#include "base/progress.h"

namespace seedctl::base {
namespace {

class Silent final : public Progress {
 public:
  void start(std::string_view, std::uint64_t) override {}
  void advance(std::uint64_t) override {}
  void finish() override {}
  void note(std::string_view) override {}
  void warn(std::string_view) override {}
};

}  // namespace

Progress& silent_progress() {
  static Silent silent;  // holds no state, so that threads may share it
  return silent;
}

}  // namespace seedctl::base
