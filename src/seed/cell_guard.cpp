// Only limited columns are looked at, which most tables have none of.
#include "seed/cell_guard.h"

#include "base/error.h"
#include "base/text.h"

namespace seedctl::seed {

namespace {

// In months and days there is nothing to cut.
std::int64_t micros_at(const base::ColumnBatch& column, std::size_t row) {
  return column.storage() == base::ColumnBatch::Storage::interval ? column.interval_at(row).micros
                                                                  : column.integer_at(row);
}

std::int64_t unit_of(int second_digits) {
  std::int64_t unit = 1;
  for (int i = second_digits; i < ColumnLimits::kMicroseconds; ++i) unit *= 10;
  return unit;
}

// Why the column would cut the cell, "" = it keeps it.
std::string reason_of(const ColumnLimits& limits, const base::ColumnBatch& column, std::size_t row) {
  if (column.is_null(row)) return {};
  if (limits.drops_trailing_spaces) {
    return column.text_at(row).ends_with(' ') ? "it drops spaces at the end; declare it varchar or text"
                                              : std::string{};
  }
  if (column.storage() == base::ColumnBatch::Storage::decimal) {
    if (column.decimal_at(row).normalized().digits() <= limits.decimal_digits) return {};
    return "it keeps " + std::to_string(limits.decimal_digits) +
           " digits of a number; make smaller ones, or fewer digits after the point";
  }
  if (micros_at(column, row) % unit_of(limits.second_digits) == 0) return {};
  return "it keeps " + std::to_string(limits.second_digits) + " digits of a fraction of a second";
}

}  // namespace

CellGuard::CellGuard(const profile::ResolvedTable& table, std::vector<ColumnLimits> limits) : table_(table) {
  for (std::size_t i = 0; i < limits.size(); ++i) {
    if (!limits[i].keeps_all()) limited_.push_back({i, limits[i]});
  }
}

void CellGuard::operator()(std::span<const base::ColumnBatch> cells) const {
  for (const Limited& one : limited_) {
    const base::ColumnBatch& column = cells[one.column];
    for (std::size_t row = 0; row < column.size(); ++row) {
      const std::string reason = reason_of(one.limits, column, row);
      if (reason.empty()) continue;
      const base::Value value = column.value_at(row);
      throw base::Error(base::ErrorCode::refused, table_.columns[one.column].position,
                        table_.name + "." + table_.columns[one.column].name + " cannot keep \"" +
                            base::printable(base::to_text(value)) + "\": " + reason);
    }
  }
}

}  // namespace seedctl::seed
