// The rows that the profile makes, the keys that the ledger says are seedctl's, and the stored rows, merged
// by key. Only a cell that differs is looked at closer.
#include "check/dirt.h"

#include <algorithm>

#include "base/stopwatch.h"
#include "base/text.h"
#include "check/constraints.h"
#include "check/savepoint.h"
#include "profile/manifest.h"
#include "profile/row_address.h"
#include "state/owned_rows.h"
#include "state/wanted_rows.h"

namespace seedctl::check {

namespace {

std::string shown(const base::Value& value) {
  return base::is_null(value) ? "NULL" : "\"" + base::printable(base::to_text(value)) + "\"";
}

// Cells of one kind of trouble, the first few with words.
struct Troubles {
  std::uint64_t count = 0;
  std::vector<std::string> named;

  void add(std::string words) {
    if (++count <= kMaxNamed) named.push_back(std::move(words));
  }
  std::string text(const char* one, const char* many) const {
    if (count == 0) return {};
    return counted(count, one, many) + ": " + base::join(named, "; ") + (count > kMaxNamed ? "; ..." : "");
  }
};

struct ColumnDirt {
  std::size_t column;  // of the profile's table
  std::size_t stored;  // of what is read
  Troubles missing, extra;
  bool same = false;                 // some row at the key at hand holds what it should
  std::optional<base::Value> found;  // else what the first of them holds; nullopt = cannot be read
};

class DirtComparison {
 public:
  DirtComparison(db::Connection& connection, const profile::ResolvedTable& table,
                 const state::TableRecord& record, state::Ledger& ledger, const schema::Table& live,
                 std::vector<ColumnDirt>& columns)
      : table_(table),
        columns_(columns),
        wanted_(table, profile_columns(columns)),
        owned_(ledger, record),
        stored_(connection, {live.schema, live.name}, read_columns(table, live, columns),
                key_places(table, columns)) {}

  void run() {
    bool more_owned = owned_.next(owned_key_);
    bool more_stored = stored_.next();
    while (more_owned && wanted_.next()) {
      if (owned_key_ < wanted_.key()) more_owned = owned_.next_from(wanted_.key(), owned_key_);
      if (!more_owned) return;
      if (owned_key_ != wanted_.key()) continue;  // a person's row is kept at that key
      while (more_stored && stored_.key() < wanted_.key()) more_stored = stored_.next();
      bool is_there = false;
      for (; more_stored && stored_.key() == wanted_.key(); more_stored = stored_.next()) {
        look(!is_there);
        is_there = true;
      }
      judge(is_there);
    }
  }

 private:
  static std::vector<std::size_t> profile_columns(const std::vector<ColumnDirt>& columns) {
    std::vector<std::size_t> indexes;
    for (const ColumnDirt& one : columns) indexes.push_back(one.column);
    return indexes;
  }

  // The dirty columns first, as ColumnDirt::stored counts them, then those of the key, which are never dirty.
  static std::vector<db::ColumnInfo> read_columns(const profile::ResolvedTable& table,
                                                  const schema::Table& live,
                                                  const std::vector<ColumnDirt>& columns) {
    std::vector<std::string> names;
    for (const ColumnDirt& one : columns) names.push_back(table.columns[one.column].name);
    for (const std::size_t part : table.key) names.push_back(table.columns[part].name);
    return state::column_infos(live, names);
  }
  static std::vector<std::size_t> key_places(const profile::ResolvedTable& table,
                                             const std::vector<ColumnDirt>& columns) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < table.key.size(); ++i) places.push_back(columns.size() + i);
    return places;
  }

  // One stored row at the wanted key. Of several, one that is as it should be is seedctl's.
  void look(bool first) {
    for (ColumnDirt& one : columns_) {
      const base::ColumnBatch& cells = stored_.cells()[one.stored];
      const base::ColumnBatch& made = wanted_.cells()[one.column];
      const bool same = cells.storage() == made.storage() && made.same(wanted_.row(), cells, stored_.row());
      one.same = (!first && one.same) || same;
      if (!first || same) continue;
      one.found.reset();
      if (!cells.is_unreadable(stored_.row())) one.found = cells.value_at(stored_.row());
    }
  }

  void judge(bool is_there) {
    for (ColumnDirt& one : columns_) {
      if (is_there && one.same) continue;
      const std::vector<gen::RowId> row{wanted_.row_id()};
      const std::vector<std::size_t> column{one.column};
      table_.data->fill_clean(row, column, clean_);
      const bool listed = !table_.data->dirty_cells(one.column, row, clean_[one.column]).empty();
      const std::string address =
          base::printable(table_.name) + ":" + profile::row_address(*table_.data, row[0]);
      const base::Value wanted = wanted_.cells()[one.column].value_at(wanted_.row());
      if (listed && !is_there) {
        one.missing.add(address + " is gone");
      } else if (listed) {
        one.missing.add(address + " holds " + (one.found ? shown(*one.found) : "what cannot be read") +
                        ", not " + shown(wanted));
      } else if (is_there && one.found && could_be_dirt(one.column, row, *one.found)) {
        one.extra.add(address + " holds " + shown(*one.found) + ", not " + shown(wanted));
      }
    }
  }

  bool could_be_dirt(std::size_t column, const std::vector<gen::RowId>& row, const base::Value& found) const {
    const gen::Dirt& dirt = *table_.data->columns()[column].dirt;
    std::optional<base::Value> previous;
    if (dirt.reads_previous()) previous = table_.data->previous_cells(column, row)[0];
    return dirt.could_make(found, clean_[column].value_at(0), previous);
  }

  const profile::ResolvedTable& table_;
  std::vector<ColumnDirt>& columns_;
  state::WantedRows wanted_;
  state::OwnedKeys owned_;  // copied out before another reader is open
  state::StoredRows stored_;
  std::string owned_key_;
  std::vector<base::ColumnBatch> clean_;
};

Outcome outcome_of(const profile::ResolvedTable& table, const ColumnDirt& column, std::string failure,
                   const base::Stopwatch& watch) {
  Outcome outcome;
  outcome.check = "dirty";
  outcome.table = table.name;
  outcome.column = table.columns[column.column].name;
  outcome.title = table.name + "." + outcome.column + " is dirty where the manifest says";
  outcome.duration_ms = watch.milliseconds();
  std::vector<std::string> troubles;
  for (std::string text :
       {std::move(failure), column.missing.text("dirty cell is missing", "dirty cells are missing"),
        column.extra.text("cell is dirty and not in the manifest",
                          "cells are dirty and not in the manifest")})
    if (!text.empty()) troubles.push_back(std::move(text));
  outcome.passed = troubles.empty();
  if (!outcome.passed) {
    const std::uint64_t count = std::max<std::uint64_t>(1, column.missing.count + column.extra.count);
    outcome.finding = {outcome.check, outcome.table, outcome.column, base::join(troubles, "; "), count};
  }
  return outcome;
}

}  // namespace

void check_dirt(db::Connection& connection, const profile::ResolvedTable& table,
                const state::TableRecord& record, state::Ledger& ledger, const schema::Schema& live,
                CheckResult& result) {
  const schema::Table* stored = live.table(table.name);
  if (stored == nullptr || !state::can_find_owned_rows(record, *stored)) return;  // the digest says so
  std::vector<ColumnDirt> columns;
  for (const std::size_t index : profile::dirty_columns(table)) {
    const std::string& name = table.columns[index].name;
    if (std::find(record.columns.begin(), record.columns.end(), name) == record.columns.end()) continue;
    columns.push_back({.column = index, .stored = columns.size(), .missing = {}, .extra = {}, .found = {}});
  }
  if (columns.empty()) return;
  const base::Stopwatch watch;
  const std::string failure = in_savepoint(
      connection, [&] { DirtComparison(connection, table, record, ledger, *stored, columns).run(); });
  for (const ColumnDirt& column : columns)
    result.outcomes.push_back(outcome_of(table, column, failure, watch));
}

}  // namespace seedctl::check
