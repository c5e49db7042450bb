// Rows of a batch mostly go where the row before them went, so that is asked first.
#include "app/export_partitions.h"

#include <algorithm>

#include "app/export_list.h"
#include "base/cell_form.h"
#include "base/error.h"
#include "base/text.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::TypeKind;

const char* unit_name(PartitionUnit unit) {
  switch (unit) {
    case PartitionUnit::day:
      return "day";
    case PartitionUnit::month:
      return "month";
    case PartitionUnit::year:
      return "year";
    case PartitionUnit::value:
      break;
  }
  return "";
}

constexpr PartitionUnit kUnits[] = {PartitionUnit::day, PartitionUnit::month, PartitionUnit::year};

bool has_days(TypeKind kind) {
  return kind == TypeKind::date || kind == TypeKind::timestamp || kind == TypeKind::timestamptz;
}

bool names_a_folder(TypeKind kind) {
  return kind != TypeKind::bytes && kind != TypeKind::json && kind != TypeKind::array &&
         kind != TypeKind::unsupported;
}

// The column that a folder is to those who read it.
std::string label_of(const PartitionBy& by) {
  return by.unit == PartitionUnit::value ? by.column : by.column + "_" + unit_name(by.unit);
}

// "-18", "-02-18": what a unit leaves out of a date's text.
std::size_t cut_of(PartitionUnit unit) {
  constexpr std::size_t kDay = 3, kMonthAndDay = 6;
  return unit == PartitionUnit::month ? kDay : unit == PartitionUnit::year ? kMonthAndDay : 0;
}

[[noreturn]] void refuse(const std::string& message, const std::string& hint) {
  throw Error(ErrorCode::usage, "--partition-by: " + message).with_hint(hint);
}

std::vector<std::string> names_of(const profile::ResolvedTable& table) {
  std::vector<std::string> names;
  for (const profile::ResolvedColumn& column : table.columns) names.push_back(column.name);
  return names;
}

}  // namespace

PartitionBy parse_partition_by(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return {.column = text};
  const std::string wanted = text.substr(colon + 1);
  std::vector<std::string> names;
  for (const PartitionUnit unit : kUnits) {
    if (wanted == unit_name(unit)) return {.column = text.substr(0, colon), .unit = unit};
    names.emplace_back(unit_name(unit));
  }
  refuse("a column may be followed by :day, :month or :year, not by \":" + base::printable(wanted) + "\"" +
             base::did_you_mean(wanted, names),
         "for example --partition-by created_at:day");
}

std::optional<Partitioner> Partitioner::of(const profile::ResolvedTable& table, const PartitionBy& by) {
  const std::vector<std::string> names = names_of(table);
  const auto found = std::find(names.begin(), names.end(), by.column);
  if (found == names.end()) return std::nullopt;
  const auto column = static_cast<std::size_t>(found - names.begin());
  const base::LogicalType& type = table.columns[column].type;
  const std::string what = table.name + "." + by.column;
  if (by.unit != PartitionUnit::value && !has_days(type.kind))
    refuse(what + " is " + type.str() + ", which has no " + unit_name(by.unit),
           "a date or a timestamp has; --partition-by " + by.column + " makes a folder for each value");
  if (!names_a_folder(type.kind))
    refuse(what + " is " + type.str() + ", which names no folder", "choose a column with short values");
  if (by.unit == PartitionUnit::value && names.size() == 1)
    refuse(what + " is the only column of its table, and its files would have none", "choose another column");
  if (by.unit != PartitionUnit::value && std::find(names.begin(), names.end(), label_of(by)) != names.end())
    refuse("the folders would be named " + label_of(by) + ", as another column of " + table.name + " is",
           "--partition-by " + label_of(by));
  return Partitioner(column, by);
}

std::string Partitioner::folder(std::string_view text) const {
  return path_safe(label_of(by_)) + "=" + (text.empty() ? std::string(kNullPartition) : hive_escaped(text));
}

std::string_view Partitioner::text(const base::ColumnBatch& cells, std::size_t row,
                                   std::string& memory) const {
  if (cells.is_null(row)) return {};
  memory.resize(base::kBoundedCellLength);
  char* const begin = memory.data();
  const auto written = [&](const char* end) {
    return std::string_view(begin, static_cast<std::size_t>(end - begin));
  };
  if (by_.unit == PartitionUnit::value) {
    if (const char* end = base::write_bounded_cell(begin, cells, row)) return written(end);
    if (cells.kind() != TypeKind::interval) return cells.text_at(row);
    memory = cells.interval_at(row).str();
    return memory;
  }
  const std::int64_t value = cells.integer_at(row);
  const base::Date date = cells.kind() == TypeKind::date ? base::Date{static_cast<std::int32_t>(value)}
                                                         : base::Timestamp{value}.date();
  return written(base::write_date(begin, date) - cut_of(by_.unit));
}

void require_partition_column(std::span<const profile::ResolvedTable* const> tables, const PartitionBy& by) {
  std::vector<std::string> all;
  for (const profile::ResolvedTable* table : tables) {
    std::vector<std::string> names = names_of(*table);
    if (std::find(names.begin(), names.end(), by.column) != names.end()) return;
    all.insert(all.end(), names.begin(), names.end());
  }
  refuse("no table has a column \"" + base::printable(by.column) + "\"" + base::did_you_mean(by.column, all),
         "name a column that seedctl fills");
}

std::span<const PartitionGroups::Group> PartitionGroups::group(const Partitioner& partitioner,
                                                               const base::ColumnBatch& cells) {
  places_.clear();
  std::size_t used = 0;
  std::size_t last = 0;
  std::string last_text;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const std::string_view text = partitioner.text(cells, row, memory_);
    if (used == 0 || text != last_text) {
      last_text = text;
      const auto [found, is_new] = places_.try_emplace(last_text, used);
      last = found->second;
      if (is_new) {
        if (++used > groups_.size()) groups_.emplace_back();
        groups_[last].folder = partitioner.folder(text);
        groups_[last].rows.clear();
      }
    }
    groups_[last].rows.push_back(static_cast<std::uint32_t>(row));
  }
  return std::span(groups_).first(used);
}

}  // namespace seedctl::app
