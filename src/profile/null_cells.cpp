// Unlike a constant NULL that a profile asks for, it says nothing about what the column may hold.
#include "profile/null_cells.h"

namespace seedctl::profile {
namespace {

class NullCells final : public gen::Generator {
 public:
  void fill(const gen::FillRequest& request, base::ColumnBatch& out) const override {
    for (std::size_t i = 0; i < request.rows.size(); ++i) out.append_null();
  }
};

}  // namespace

std::unique_ptr<gen::Generator> null_cells() { return std::make_unique<NullCells>(); }

}  // namespace seedctl::profile
