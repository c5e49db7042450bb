// Read from the right: what stands before the last point is the address of the parent, in its own table.
#include "profile/row_address.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace seedctl::profile {
namespace {

using base::Error;
using base::ErrorCode;

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// A file can have many rows: enough names for a hint.
constexpr std::size_t kMaxNames = 20;

bool is_named(const gen::FixedRow& row) { return !row.name.starts_with('#'); }

bool has_days(const gen::Table& table) { return table.per() && table.per()->first_day; }

std::string full_address(const gen::Table& table, const gen::RowId& row) {
  return fmt::format("{}:{}", base::printable(table.name()), row_address(table, row));
}

// The rows that there are, for people who asked for another one.
std::string rows_there_are(const gen::Table& table) {
  if (table.rows() == 0) return "it has no rows";
  const gen::RowId last = table.row_at(table.rows() - 1);
  std::string text = fmt::format("the last of its {} {} is {}", base::with_thousands(table.rows()),
                                 table.rows() == 1 ? "row" : "rows", full_address(table, last));
  if (table.per()) text += fmt::format(", number {}", last.number);
  return text;
}

[[noreturn]] void fail_missing(const gen::Table& table, std::string_view address) {
  throw Error(ErrorCode::usage, fmt::format("table {} has no row {}: {}", base::printable(table.name()),
                                            base::printable(address), rows_there_are(table)));
}

[[noreturn]] void fail_malformed(const gen::Table& table, std::string_view address) {
  std::vector<std::string> names;
  for (const gen::FixedRow& row : table.fixed())
    if (is_named(row) && names.size() < kMaxNames) names.push_back(row.name);
  const std::string name = base::printable(table.name());
  std::string forms = fmt::format("write the row's number, {}:1", name);
  if (has_days(table)) {
    forms += fmt::format(", or the day and the place in it, {}:{}.1", name, table.per()->first_day->str());
  } else if (table.per()) {
    forms += fmt::format(", or that of its {} and the place below it, {}:1.1",
                         base::printable(table.per()->parent->name()), name);
  }
  if (!names.empty())
    forms += fmt::format(", or a fixed row's name: {}", base::printable(base::join(names, ", ")));
  throw Error(ErrorCode::usage,
              fmt::format("\"{}\" is no address of a row of table {}{}", base::printable(address), name,
                          base::did_you_mean(address, names)))
      .with_hint(forms);
}

// Of a row of the database's.
std::string key_of(const gen::Table& table, const gen::RowId& row) {
  std::vector<std::size_t> key;
  for (std::size_t i = 0; i < table.columns().size(); ++i)
    if (table.columns()[i].stored) key.push_back(i);
  std::vector<base::ColumnBatch> cells;
  table.fill_clean({&row, 1}, key, cells);
  std::vector<std::string> parts;
  for (const std::size_t column : key) parts.push_back(base::to_text(cells[column].value_at(0)));
  return base::join(parts, ",");
}

gen::RowId find(const gen::Table& table, std::string_view address);

// The row of the calendar: "2025-02-14", or the day's number.
gen::RowId find_day(const gen::Table& table, std::string_view address) {
  const gen::PerParent& per = *table.per();
  std::optional<std::uint64_t> number = whole_number(address);
  if (const auto date = base::Date::parse(address)) {
    const std::int64_t day = std::int64_t{date->days} - per.first_day->days;
    number = day < 0 ? 0 : static_cast<std::uint64_t>(day) + 1;
  }
  if (!number) fail_malformed(table, std::string(address) + ".1");
  if (const auto day = per.parent->row_numbered(*number)) return *day;
  const base::Date last{per.first_day->days + static_cast<std::int32_t>(per.parent->rows()) - 1};
  throw Error(ErrorCode::usage, fmt::format("table {} has no rows of day {}: its days are {} to {}",
                                            base::printable(table.name()), base::printable(address),
                                            per.first_day->str(), last.str()));
}

gen::RowId find_below(const gen::Table& table, std::string_view parent_address, std::string_view place) {
  const auto ordinal = whole_number(place);
  if (!ordinal) fail_malformed(table, fmt::format("{}.{}", parent_address, place));
  const gen::Table& parents = *table.per()->parent;
  const gen::RowId parent = has_days(table) ? find_day(table, parent_address) : find(parents, parent_address);
  const std::uint64_t count = table.per()->cardinality->count(parent);
  if (*ordinal >= 1 && *ordinal <= count)
    return *table.row_numbered((parent.number - 1) * table.per()->max() + *ordinal);
  const std::string above = has_days(table) ? fmt::format("day {}", base::printable(parent_address))
                                            : full_address(parents, parent);
  const std::string there_are =
      count == 0 ? fmt::format("{} has none", above)
                 : fmt::format("the last one of {} is {}.{}", above, base::printable(parent_address), count);
  throw Error(ErrorCode::usage, fmt::format("table {} has no row {}.{}: {}", base::printable(table.name()),
                                            base::printable(parent_address), *ordinal, there_are));
}

// Names first: keys of a file's rows are often numbers.
std::optional<gen::RowId> find_fixed(const gen::Table& table, std::string_view address) {
  for (std::size_t place = 0; place < table.fixed().size(); ++place)
    if (table.fixed()[place].name == address) return table.row_at(place);
  return std::nullopt;
}

gen::RowId find(const gen::Table& table, std::string_view address) {
  if (const auto row = find_fixed(table, address)) return *row;
  if (const auto number = whole_number(address)) {
    if (const auto row = table.row_numbered(*number)) return *row;
    fail_missing(table, address);
  }
  const std::size_t point = address.rfind('.');
  if (!table.per() || point == std::string_view::npos) fail_malformed(table, address);
  return find_below(table, address.substr(0, point), address.substr(point + 1));
}

}  // namespace

std::string row_address(const gen::Table& table, const gen::RowId& row) {
  if (table.ring() != nullptr) return key_of(table, row);
  if (row.is_fixed() && is_named(table.fixed()[row.number - 1])) return table.fixed()[row.number - 1].name;
  if (row.parent == 0) return std::to_string(row.number);
  if (!has_days(table)) {
    const gen::Table& parents = *table.per()->parent;
    return fmt::format("{}.{}", row_address(parents, parents.row_numbered(row.parent).value()), row.ordinal);
  }
  const base::Date day{table.per()->first_day->days + static_cast<std::int32_t>(row.parent) - 1};
  return fmt::format("{}.{}", day.str(), row.ordinal);
}

gen::RowId find_row(const ResolvedTable& table, std::string_view address) {
  const auto number = whole_number(address);
  // What people see as its number then is the row's place.
  if (table.renumbers && number) {
    if (*number < 1 || *number > table.data->rows()) fail_missing(*table.data, address);
    return table.data->row_at(*number - 1);
  }
  return find(*table.data, address);
}

}  // namespace seedctl::profile
