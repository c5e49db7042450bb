// The address of a row: what draws are keyed by.
#pragma once

#include <cstdint>

#include "gen/random.h"

namespace seedctl::gen {

struct RowId {
  // From 1. In a table with rows `per` parent: (parent - 1) * max + ordinal. The default surrogate key.
  std::uint64_t number = 0;
  // Keys the draws: of a plain row its number, of a `per` row (parent, ordinal), of a fixed row its name.
  std::uint64_t token = 0;
  // In a `per` table the parent's number and this row's place below it (from 1); else 0 and 0.
  std::uint64_t parent = 0;
  std::uint32_t ordinal = 0;
  // Of the token; see draw_of_spread().
  std::uint64_t spread_token = spread(token);

  // Tokens of fixed rows have the top bit set, which no row's number reaches.
  bool is_fixed() const { return parent == 0 && token != number; }

  bool operator==(const RowId&) const = default;
};

}  // namespace seedctl::gen
