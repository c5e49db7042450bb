// Cells of the row that a reference picked, made by filling them in the parent's table: its key, and whatever
// expressions read of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "gen/generator.h"

namespace seedctl::gen {

struct ParentCells {
  const Table* table = nullptr;
  std::size_t column = 0;  // of that table
  std::size_t picks = 0;   // the hidden column with the numbers of the rows picked
  // Where this column of the own table is NULL there is no row.
  std::optional<std::size_t> null_where = std::nullopt;
  // How many of the table's rows may be picked; 0 = all.
  std::uint64_t rows = 0;
  // The column's name, where the table is the own one: a circle through it would have no end.
  std::string own_column = {};
};

// The table outlives the generator.
std::unique_ptr<Generator> parent_cells(ParentCells cells);

}  // namespace seedctl::gen
