// What the encoders of rows are tested with: one cell of a kind, and a few rows of which one is long.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/column_batch.h"
#include "base/row_encoder.h"

namespace seedctl::test {

// The rows of these places, as the encoder writes them.
inline std::string encoded(const base::RowEncoder& encoder, std::span<const base::ColumnBatch> cells,
                           const std::vector<std::uint32_t>& rows) {
  base::TextBuffer out;
  encoder.append(cells, rows, 0, out);
  return std::string(out.view());
}

// A row of that one cell.
inline std::string encoded(const base::RowEncoder& encoder, base::TypeKind kind, const base::Value& value) {
  base::ColumnBatch cells(kind);
  cells.append(value);
  return encoded(encoder, {&cells, 1}, {0});
}

// Four rows: their numbers from 0, and a text that only row 2 has.
inline std::vector<base::ColumnBatch> numbers_and_text(const std::string& text) {
  std::vector<base::ColumnBatch> cells{base::ColumnBatch(base::TypeKind::integer),
                                       base::ColumnBatch(base::TypeKind::text)};
  for (std::int64_t i = 0; i < 4; ++i) {
    cells[0].append_integer(i);
    i == 2 ? cells[1].append_text(text) : cells[1].append_null();
  }
  return cells;
}

}  // namespace seedctl::test
