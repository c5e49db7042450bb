// Values as PostgreSQL's text formats: parameters, COPY's lines, and what the server sends back.
#pragma once

#include <libpq-fe.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/column_batch.h"
#include "base/value.h"

namespace seedctl::drivers::postgres {

// The arrays that libpq wants for a statement's parameters. Text has no declared type, so that the server
// gives it the one that the statement needs (an enum's, json, name); all other values have theirs. Bytes go
// in binary.
class Parameters {
 public:
  // Throws `sql` for text with a NUL character. `values` must outlive this.
  explicit Parameters(std::span<const base::Value> values);

  int count() const { return static_cast<int>(types_.size()); }
  const Oid* types() const { return types_.data(); }
  const char* const* texts() const { return texts_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  std::vector<std::string> made_;
  std::vector<Oid> types_;
  std::vector<const char*> texts_;
  std::vector<int> lengths_, formats_;
};

// Appends row `row` of a batch in COPY's text format, escaped; NULL is \N. Throws `sql` for text with a NUL
// character, an internal error for an unreadable cell.
void append_copy_cell(const base::ColumnBatch& batch, std::size_t row, std::string& out);

// Appends a value from the server's text output; false where it is none that the type can hold (NaN,
// infinity, a date before the year 1).
bool append_from_server(std::string_view text, const base::LogicalType& type, base::ColumnBatch& out);

}  // namespace seedctl::drivers::postgres
