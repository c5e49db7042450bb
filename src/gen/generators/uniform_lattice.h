// Values of a lattice, each as likely as the others, or dealt out once each: what `between` and the
// coordinates make.
#pragma once

#include <memory>

#include "gen/generator.h"
#include "gen/generators/arguments.h"
#include "gen/generators/lattice.h"
#include "gen/ranks.h"

namespace seedctl::gen {

class UniformLattice final : public Generator {
 public:
  UniformLattice(const Lattice& lattice, const BuildContext& context)
      : values_(lattice, context.type), ranks_(context, lattice.count) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    values_.fill(request.rows, out, [this](std::span<const RowId> rows, std::span<std::uint64_t> ranks) {
      for (std::size_t i = 0; i < rows.size(); ++i) ranks[i] = ranks_(rows[i]);
    });
  }

  std::optional<std::uint64_t> capacity() const override { return ranks_.count(); }

  std::optional<ValueRange> range() const override {
    return ValueRange{values_.value_at(0), values_.value_at(ranks_.count() - 1)};
  }

  // Refuses more unique rows than there are values.
  static std::unique_ptr<Generator> build(const Arguments& arguments, const Lattice& lattice) {
    arguments.require_capacity(lattice.count);
    return std::make_unique<UniformLattice>(lattice, arguments.context);
  }

 private:
  LatticeValues values_;
  Ranks ranks_;
};

}  // namespace seedctl::gen
