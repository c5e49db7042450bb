// Rows as the text of a file: what CSV, JSON lines and INSERT statements have in common, so that who writes
// files need not know which it is.
//
// Immutable; usable from any number of threads, each with its own buffer.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/column_batch.h"
#include "base/text_buffer.h"

namespace seedctl::base {

// What stands around the rows of a file. Rows are bundled by their place in the table (place / unit_rows),
// not by how they came, so that neither batches nor threads can be told from the file.
struct RowLayout {
  std::string extension;        // "csv"
  std::string head;             // first in each file, also in one without rows
  std::string open;             // before the first row of a bundle
  std::string within;           // between two rows of a bundle
  std::string close;            // after the last row of a bundle
  std::string tail;             // last in each file
  std::uint64_t unit_rows = 0;  // rows of a bundle at most; 0 = rows are not bundled

  std::uint64_t unit_of(std::uint64_t place) const { return unit_rows == 0 ? 0 : place / unit_rows; }
};

class RowEncoder {
 public:
  virtual ~RowEncoder() = default;
  virtual const RowLayout& layout() const = 0;
  // Appends these rows of the cells, one batch for each column. The row at index 0 stands at `first_place` in
  // the table. What the layout puts before the first and after the last of the rows is left to the caller.
  virtual void append(std::span<const ColumnBatch> cells, std::span<const std::uint32_t> rows,
                      std::uint64_t first_place, TextBuffer& out) const = 0;
};

}  // namespace seedctl::base
