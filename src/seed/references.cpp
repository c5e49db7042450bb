// Asked before the first change, as anti-joins over the staged keys. The order children first makes one pass
// enough between tables; a table that refers to itself is asked until nothing more is found.
#include "seed/references.h"

#include <algorithm>

#include "base/error.h"
#include "base/ordered_key.h"
#include "base/text.h"
#include "sql/dialect.h"
#include "state/owned_rows.h"

namespace seedctl::seed {

namespace {

using Works = std::vector<std::unique_ptr<TableWork>>;

struct Reference {
  const schema::Table* child;
  const schema::ForeignKey* key;
};

std::vector<Reference> references_to(const schema::Table& parent, const schema::Schema& live) {
  std::vector<Reference> found;
  for (const schema::Table& child : live.tables) {
    for (const schema::ForeignKey& key : child.foreign_keys) {
      const bool here = key.parent_schema.empty() || key.parent_schema == parent.schema;
      if (key.parent == parent.name && here && key.columns.size() == key.parent_columns.size()) {
        found.push_back({&child, &key});
      }
    }
  }
  return found;
}

std::string listed(const std::string& alias, std::span<const std::string> columns) {
  std::vector<std::string> parts;
  for (const std::string& column : columns) parts.push_back(alias + "." + sql::quote_identifier(column));
  return base::join(parts, ", ");
}

// " from stage d join parent p ... join child c ... where ...": the pairs of a row to delete (p) and a row
// that stays (c).
std::string pairs_sql(const TableWork& parent, const Reference& reference, const Works& works) {
  std::vector<std::string> match;
  for (std::size_t i = 0; i < reference.key->columns.size(); ++i) {
    match.push_back("c." + sql::quote_identifier(reference.key->columns[i]) + " = p." +
                    sql::quote_identifier(reference.key->parent_columns[i]));
  }
  std::string sql = " from " + parent.deletes.sql_name() + " as d join " +
                    sql::qualified(parent.live.schema, parent.live.name) + " as p on " +
                    key_match(parent.key, "p", "d") + " join " +
                    sql::qualified(reference.child->schema, reference.child->name) + " as c on " +
                    base::join(match, " and ");
  std::string where = " where ";
  for (const auto& work : works) {
    if (work->live.name != reference.child->name) continue;
    const auto not_in = [&](const Stage& stage) {
      sql += where + "not exists (select 1 from " + stage.sql_name() + " as x where " +
             key_match(work->key, "x", "c") + ")";
      where = " and ";
    };
    if (!work->deletes.empty()) not_in(work->deletes);
    // A staged update gives generated references their new value, which is a row that stays.
    const auto filled = [&work](const std::string& column) {
      return std::find(work->columns.begin(), work->columns.end(), column) != work->columns.end();
    };
    const bool moves = std::all_of(reference.key->columns.begin(), reference.key->columns.end(), filled);
    if (!work->updates.empty() && moves) not_in(work->updates);
  }
  return sql;
}

std::string named(std::span<const std::string> columns, const db::Row& row, std::size_t first) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    parts.push_back(columns[i] + " = " + base::printable(row[first + i].value_or("NULL")));
  }
  return base::join(parts, ", ");
}

// Sentences about people's rows that refer to staged deletes of this table.
void describe(const TableWork& parent, const Reference& reference, const Works& works,
              db::Connection& connection, std::vector<std::string>& sentences) {
  const schema::UniqueKey* primary = reference.child->primary_key();
  const std::vector<std::string>& child_key = primary != nullptr ? primary->columns : reference.key->columns;
  const std::string pairs = pairs_sql(parent, reference, works);
  const std::string order = " order by " + listed("p", parent.key) + ", " + listed("c", child_key);
  for (const db::Row& row :
       connection.query("select " + listed("p", parent.key) + ", " + listed("c", child_key) + pairs + order +
                        " limit " + std::to_string(kMaxListed))) {
    if (sentences.size() == kMaxListed) return;
    sentences.push_back(parent.table.name + " (" + named(parent.key, row, 0) + ") is referred to by " +
                        reference.child->name + " (" + named(child_key, row, parent.key.size()) +
                        ") through " + base::join(reference.key->columns, ", "));
  }
}

// Takes rows that someone refers to out of the stage; their key bytes go to `kept`. Returns how many.
std::uint64_t keep_referenced(TableWork& parent, const Reference& reference, const Works& works,
                              db::Connection& connection, std::vector<std::string>& kept) {
  const std::string pairs = pairs_sql(parent, reference, works);
  const std::vector<db::ColumnInfo> infos = state::column_infos(parent.live, parent.key);
  const std::size_t before = kept.size();
  {
    const auto reader = connection.read("select distinct " + listed("p", parent.key) + pairs, infos);
    std::vector<base::ColumnBatch> cells;
    for (const db::ColumnInfo& info : infos) cells.emplace_back(info.type.kind);
    while (reader->next(cells)) {
      std::vector<const base::ColumnBatch*> parts;
      for (const base::ColumnBatch& column : cells) parts.push_back(&column);
      for (std::size_t row = 0; row < cells.front().size(); ++row) {
        base::append_ordered_key(parts, row, kept.emplace_back());
      }
    }
  }
  if (kept.size() == before) return 0;
  const std::string columns = sql::column_list(parent.key);
  connection.execute("delete from " + parent.deletes.sql_name() + " where " +
                     (parent.key.size() == 1 ? columns : "(" + columns + ")") + " in (select " +
                     listed("p", parent.key) + pairs + ")");
  return kept.size() - before;
}

// The kept rows stay seedctl's: their keys go back to the ranges, or are not erased from the ledger.
void give_back(TableWork& work, std::vector<std::string> kept) {
  std::sort(kept.begin(), kept.end());
  work.referenced = kept.size();
  work.counts.deleted -= kept.size();
  work.counts.rows += kept.size();
  if (work.table.sequential_key) {
    const base::LogicalType type = work.infos[work.table.key.front()].type;
    std::vector<std::int64_t> numbers;
    for (const std::string& key : kept) {
      numbers.push_back(std::get<std::int64_t>(base::decode_ordered_key(key, {&type, 1}).front()));
    }
    std::size_t at = 0;
    state::KeyRanges merged;
    for (const state::KeyRange& range : work.ranges.ranges()) {
      while (at < numbers.size() && numbers[at] < range.first) merged.append(numbers[at++]);
      for (std::int64_t number = range.first; number < range.last; ++number) merged.append(number);
      merged.append(range.last);
    }
    while (at < numbers.size()) merged.append(numbers[at++]);
    work.ranges = std::move(merged);
    return;
  }
  state::RecordSpool still_removed;
  std::string key;
  work.removed.rewind();
  while (work.removed.next(key)) {
    const bool stays = std::binary_search(kept.begin(), kept.end(), key);
    if (!stays)
      still_removed.append(key);
    else if (work.fresh_keys)
      work.gained.append(key);
  }
  work.removed = std::move(still_removed);
}

}  // namespace

void protect_references(Works& works, const schema::Schema& live, db::Connection& connection, bool keep) {
  std::vector<std::string> sentences;
  for (auto work = works.rbegin(); work != works.rend(); ++work) {
    TableWork& parent = **work;
    if (parent.deletes.empty()) continue;
    const std::vector<Reference> references = references_to(parent.live, live);
    if (!keep) {
      for (const Reference& reference : references) describe(parent, reference, works, connection, sentences);
      continue;
    }
    std::vector<std::string> kept;
    for (std::uint64_t found = 1; found > 0;) {
      found = 0;
      for (const Reference& reference : references)
        found += keep_referenced(parent, reference, works, connection, kept);
    }
    if (!kept.empty()) {
      parent.add_note(std::to_string(kept.size()) + " rows stay because people's rows refer to them");
      give_back(parent, std::move(kept));
    }
  }
  if (sentences.empty()) return;
  base::Error error(
      base::ErrorCode::refused,
      "rows that the profile no longer makes cannot be deleted, because rows that are not seedctl's refer "
      "to them; nothing was changed:\n  " +
          base::join(sentences, "\n  "));
  error.hint =
      "change or delete the rows that refer to them, or keep what they refer to with --keep-referenced";
  throw error;
}

}  // namespace seedctl::seed
