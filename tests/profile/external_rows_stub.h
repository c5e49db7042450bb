// Rows that profiles refer to and do not make, out of nothing: what a database would be asked for.
#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "profile/external_rows.h"

namespace seedctl::test {

// A table of that many rows, numbered from 1; text is "text 1" and so on.
inline profile::ReadExternalRows rows_there(std::int64_t count, std::vector<std::string>* asked = nullptr) {
  return [count, asked](const std::string& table, std::span<const profile::ExternalColumn> columns) {
    if (asked != nullptr) {
      asked->push_back(table + ":");
      for (const profile::ExternalColumn& column : columns)
        asked->back() += " " + column.name + (column.is_key ? "*" : "");
    }
    std::vector<base::ColumnBatch> cells;
    for (const profile::ExternalColumn& column : columns) {
      cells.emplace_back(column.type.kind);
      for (std::int64_t i = 1; i <= count; ++i) {
        switch (cells.back().storage()) {
          case base::ColumnBatch::Storage::text:
            cells.back().append_text("text " + std::to_string(i));
            break;
          case base::ColumnBatch::Storage::integer:
            cells.back().append_integer(i);
            break;
          default:
            cells.back().append_null();
        }
      }
    }
    const base::ColumnBatch* key = &cells.front();
    std::vector<std::size_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto hash = [&key](std::size_t row) { return profile::external_key_hash({&key, 1}, row); };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return hash(a) < hash(b); });
    profile::ExternalRows rows;
    for (const std::size_t row : order) rows.hashes.push_back(hash(row));
    for (const base::ColumnBatch& column : cells) {
      rows.columns.emplace_back(column.kind());
      for (const std::size_t row : order) rows.columns.back().append_from(column, row);
    }
    return rows;
  };
}

}  // namespace seedctl::test
