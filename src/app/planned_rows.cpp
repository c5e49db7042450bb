#include "app/planned_rows.h"

#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "state/external_rows.h"

namespace seedctl::app {

void PlannedRows::add(profile::ResolvedProfile profile, const std::vector<seed::TableCounts>& counts) {
  profiles_.push_back(std::move(profile));
  const profile::ResolvedProfile& kept = profiles_.back();
  for (const seed::TableCounts& table : counts) {
    if (table.inserted + table.updated + table.deleted == 0) continue;
    left_[table.table] = {kept.name, table.was_empty ? kept.table(table.table) : nullptr};
  }
}

void PlannedRows::add_unknown(const profile::Document& document) {
  for (const profile::TableEntry& table : document.tables) left_[table.name] = {document.name, nullptr};
}

profile::ReadExternalRows PlannedRows::reading(profile::ReadExternalRows stored) {
  unknown_.clear();
  if (left_.empty()) return stored;
  return [this, stored = std::move(stored)](const std::string& table,
                                            std::span<const profile::ExternalColumn> columns) {
    const auto found = left_.find(table);
    const std::string rows = "it refers to rows of " + base::printable(table) + ", which ";
    if (found == left_.end()) {
      if (stored) return stored(table, columns);
      fail_unknown(rows + "pending migrations may make");
    }
    const Left& left = found->second;
    auto made = left.table == nullptr ? std::nullopt : state::made_external_rows(*left.table, columns);
    if (!made)
      fail_unknown(rows + "are not known before profile " + base::printable(left.profile) + " is seeded");
    return *std::move(made);
  };
}

void PlannedRows::fail_unknown(const std::string& why) {
  unknown_ = why;
  throw base::Error(base::ErrorCode::failed, why);
}

}  // namespace seedctl::app
