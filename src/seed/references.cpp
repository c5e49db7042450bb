// Asked before the first change, as anti-joins over the staged keys. The order children first makes one pass
// enough between tables; a table that refers to itself is asked until nothing more is found.
#include "seed/references.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/ordered_key.h"
#include "base/text.h"
#include "sql/dialect.h"
#include "state/key_sorter.h"
#include "state/owned_rows.h"

namespace seedctl::seed {

namespace {

using Works = std::vector<std::unique_ptr<TableWork>>;

struct Reference {
  const schema::Table* child;
  const schema::ForeignKey* key;
};

// What is staged for the rows that are referred to.
enum class Fate { deleted, updated };

const Stage& stage_of(const TableWork& work, Fate fate) {
  return fate == Fate::deleted ? work.deletes : work.updates;
}

bool is_filled(const TableWork& work, const std::string& column) {
  return std::find(work.columns.begin(), work.columns.end(), column) != work.columns.end();
}

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

// The staged update d takes the referred value away from p, and no other staged update takes it over.
std::string moved_away_sql(const TableWork& parent, const schema::ForeignKey& key) {
  std::vector<std::string> differs, taken;
  for (const std::string& column : key.parent_columns) {
    if (!is_filled(parent, column)) continue;
    const std::string name = sql::quote_identifier(column);
    differs.push_back("d." + name + " is null or d." + name + " <> p." + name);
    taken.push_back("x." + name + " = p." + name);
  }
  std::string sql = "(" + base::join(differs, " or ") + ")";
  if (taken.size() == key.parent_columns.size()) {
    sql += " and not exists (select 1 from " + parent.updates.sql_name() + " as x where " +
           base::join(taken, " and ") + ")";
  }
  return sql;
}

// " from stage d join parent p ... join child c ... where ...": the pairs of a row to delete or change (p)
// and a row that stays (c).
std::string pairs_sql(const TableWork& parent, const Reference& reference, const Works& works, Fate fate) {
  std::vector<std::string> match;
  for (std::size_t i = 0; i < reference.key->columns.size(); ++i) {
    match.push_back("c." + sql::quote_identifier(reference.key->columns[i]) + " = p." +
                    sql::quote_identifier(reference.key->parent_columns[i]));
  }
  std::string sql = " from " + stage_of(parent, fate).sql_name() + " as d join " +
                    sql::qualified(parent.live.schema, parent.live.name) + " as p on " +
                    key_match(parent.key, "p", "d") + " join " +
                    sql::qualified(reference.child->schema, reference.child->name) + " as c on " +
                    base::join(match, " and ");
  std::string where = " where ";
  if (fate == Fate::updated) {
    sql += where + moved_away_sql(parent, *reference.key);
    where = " and ";
  }
  for (const auto& work : works) {
    if (work->live.name != reference.child->name || work->live.schema != reference.child->schema) continue;
    const auto not_in = [&](const Stage& stage) {
      sql += where + "not exists (select 1 from " + stage.sql_name() + " as x where " +
             key_match(work->key, "x", "c") + ")";
      where = " and ";
    };
    if (!work->deletes.empty()) not_in(work->deletes);
    // A staged update gives generated references their new value, which is a row that stays.
    const auto filled = [&work](const std::string& column) { return is_filled(*work, column); };
    const bool moves = std::all_of(reference.key->columns.begin(), reference.key->columns.end(), filled);
    if (!work->updates.empty() && moves) not_in(work->updates);
  }
  return sql;
}

// Rows that stay and refer to staged deletes or updates.
struct Found {
  std::vector<std::string> sentences;  // at most kMaxListed
  std::set<std::string> left_out;      // tables of the profile among those that refer
};

[[noreturn]] void refuse(const std::string& what, const Found& found) {
  const std::string tables = base::join(std::vector(found.left_out.begin(), found.left_out.end()), ",");
  const std::string who = tables.empty() ? "rows that this profile does not make refer to them"
                                         : "rows of tables that --only leaves out refer to them";
  base::Error error(base::ErrorCode::refused, what + ", because " + who + "; nothing was changed:\n  " +
                                                  base::join(found.sentences, "\n  "));
  error.hint = tables.empty()
                   ? "change or delete the rows that refer to them, or keep what they refer to with "
                     "--keep-referenced"
                   : "add " + tables + " to --only, or leave --only out";
  throw error;
}

std::string rows_stay(std::uint64_t rows, const char* how, const std::vector<std::string>& left_out) {
  return (rows == 1 ? "1 row stays" : std::to_string(rows) + " rows stay") + std::string(how) + " because " +
         (left_out.empty() ? "people's rows refer to " : "rows of people or of tables left out refer to ") +
         (rows == 1 ? "it" : "them");
}

// Adds sentences about rows that refer to staged deletes or updates of this table.
void describe(const TableWork& parent, const Reference& reference, const Works& works, Fate fate,
              db::Connection& connection, const std::vector<std::string>& left_out, Found& found) {
  std::vector<std::string>& sentences = found.sentences;
  const schema::UniqueKey* primary = reference.child->primary_key();
  const std::vector<std::string>& child_key = primary != nullptr ? primary->columns : reference.key->columns;
  const std::string pairs = pairs_sql(parent, reference, works, fate);
  const bool elsewhere = reference.child->schema != parent.live.schema;
  const std::string child =
      elsewhere ? reference.child->schema + "." + reference.child->name : reference.child->name;
  const std::string order = " order by " + listed("p", parent.key) + ", " + listed("c", child_key);
  for (const db::Row& row :
       connection.query("select " + listed("p", parent.key) + ", " + listed("c", child_key) + pairs + order +
                        " limit " + std::to_string(kMaxListed))) {
    const bool of_profile =
        !elsewhere && std::find(left_out.begin(), left_out.end(), child) != left_out.end();
    if (of_profile) found.left_out.insert(child);
    if (sentences.size() == kMaxListed) return;
    sentences.push_back(parent.table.name + " (" + row_text(parent.key, row, 0) + ") is referred to by " +
                        child + " (" + row_text(child_key, row, parent.key.size()) + ") through " +
                        base::join(reference.key->columns, ", "));
  }
}

// Takes rows that someone refers to out of the stage; their key bytes go to `kept`. Returns how many.
std::uint64_t keep_referenced(TableWork& parent, const Reference& reference, const Works& works,
                              db::Connection& connection, state::KeySorter& kept) {
  const std::string pairs = pairs_sql(parent, reference, works, Fate::deleted);
  const std::vector<db::ColumnInfo> infos = state::column_infos(parent.live, parent.key);
  std::uint64_t found = 0;
  std::string bytes;
  {
    const auto reader = connection.read("select distinct " + listed("p", parent.key) + pairs, infos);
    std::vector<base::ColumnBatch> cells;
    for (const db::ColumnInfo& info : infos) cells.emplace_back(info.type.kind);
    while (reader->next(cells)) {
      std::vector<const base::ColumnBatch*> parts;
      for (const base::ColumnBatch& column : cells) parts.push_back(&column);
      for (std::size_t row = 0; row < cells.front().size(); ++row, ++found) {
        bytes.clear();
        base::append_ordered_key(parts, row, bytes);
        kept.add(bytes, 0);
      }
    }
  }
  if (found == 0) return 0;
  const std::string columns = sql::column_list(parent.key);
  connection.execute("delete from " + parent.deletes.sql_name() + " where " +
                     (parent.key.size() == 1 ? columns : "(" + columns + ")") + " in (select " +
                     listed("p", parent.key) + pairs + ")");
  return found;
}

// Key bytes, ascending, with the one at hand in `key`.
struct KeptKeys {
  explicit KeptKeys(state::KeySorter& kept) : sorter(kept) {
    sorter.finish();
    next();
  }
  void next() { more = sorter.next(key, number); }

  state::KeySorter& sorter;
  std::string key;
  std::uint64_t number = 0;
  bool more = false;
};

// The kept keys go back to the ranges.
void give_back_to_ranges(TableWork& work, KeptKeys& kept) {
  const base::LogicalType type = work.infos[work.table.key.front()].type;
  const auto number = [&] {
    return std::get<std::int64_t>(base::decode_ordered_key(kept.key, {&type, 1}).front());
  };
  state::KeyRanges merged;
  for (const state::KeyRange& range : work.ranges.ranges()) {
    for (; kept.more && number() < range.first; kept.next()) merged.append(number());
    merged.append(range);
  }
  for (; kept.more; kept.next()) merged.append(number());
  work.ranges = std::move(merged);
}

// The kept rows stay seedctl's: their keys go back to the ranges, or are not erased from the ledger.
void give_back(TableWork& work, state::KeySorter& sorter, std::uint64_t rows) {
  work.referenced = rows;
  work.counts.deleted -= rows;
  work.counts.rows += rows;
  KeptKeys kept(sorter);
  if (work.table.key_in_ranges) return give_back_to_ranges(work, kept);
  state::RecordSpool still_removed;
  std::string key;
  work.removed.rewind();
  while (work.removed.next(key)) {
    while (kept.more && kept.key < key) kept.next();
    const bool stays = kept.more && kept.key == key;
    if (!stays)
      still_removed.append(key);
    else if (work.fresh_keys)
      work.gained.append(key);
  }
  work.removed = std::move(still_removed);
}

// Takes updates of rows that someone refers to out of the stage. Returns how many.
std::uint64_t keep_unchanged(TableWork& parent, const Reference& reference, const Works& works,
                             db::Connection& connection) {
  const std::string columns = sql::column_list(parent.key);
  return connection.execute("delete from " + parent.updates.sql_name() + " where " +
                            (parent.key.size() == 1 ? columns : "(" + columns + ")") + " in (select " +
                            listed("p", parent.key) + pairs_sql(parent, reference, works, Fate::updated) +
                            ")");
}

// Of the foreign keys to the table, those that its updates touch; `elsewhere` keeps what they point into.
std::vector<Reference> touched_references(const TableWork& parent, const schema::Schema& live, Recipe& recipe,
                                          std::vector<schema::Table>& elsewhere) {
  const TableChange change = parent.change();
  std::vector<Reference> touched;
  for (const Reference& reference : references_to(parent.live, live))
    if (change.moves(*reference.key)) touched.push_back(reference);
  elsewhere = recipe.references_from_elsewhere(parent.live);
  for (const schema::Table& child : elsewhere)
    for (const schema::ForeignKey& key : child.foreign_keys)
      if (change.moves(key)) touched.push_back({&child, &key});
  return touched;
}

void protect_changing(Works& works, const schema::Schema& live, db::Connection& connection, Recipe& recipe,
                      bool keep, const std::vector<std::string>& left_out) {
  Found found;
  for (auto work = works.rbegin(); work != works.rend(); ++work) {
    TableWork& parent = **work;
    if (parent.updates.empty()) continue;
    std::vector<schema::Table> elsewhere;
    const std::vector<Reference> references = touched_references(parent, live, recipe, elsewhere);
    if (!keep) {
      for (const Reference& reference : references)
        describe(parent, reference, works, Fate::updated, connection, left_out, found);
      continue;
    }
    // An update that stays out no longer takes a value over, so that others may have to stay too.
    std::uint64_t kept = 0;
    for (std::uint64_t more = 1; more > 0; kept += more) {
      more = 0;
      for (const Reference& reference : references)
        more += keep_unchanged(parent, reference, works, connection);
    }
    if (kept == 0) continue;
    parent.add_note(rows_stay(kept, " as before", left_out));
    parent.counts.updated -= kept;
    parent.counts.unchanged += kept;
    parent.referenced += kept;
  }
  if (!found.sentences.empty())
    refuse("values that the profile makes otherwise now cannot be changed", found);
}

}  // namespace

void protect_references(Works& works, const schema::Schema& live, db::Connection& connection, Recipe& recipe,
                        bool keep, const std::vector<std::string>& left_out) {
  Found found;
  for (auto work = works.rbegin(); work != works.rend(); ++work) {
    TableWork& parent = **work;
    if (parent.deletes.empty()) continue;
    const std::vector<Reference> references = references_to(parent.live, live);
    if (!keep) {
      for (const Reference& reference : references)
        describe(parent, reference, works, Fate::deleted, connection, left_out, found);
      continue;
    }
    state::KeySorter kept;
    std::uint64_t rows = 0;
    for (std::uint64_t more = 1; more > 0; rows += more) {
      more = 0;
      for (const Reference& reference : references)
        more += keep_referenced(parent, reference, works, connection, kept);
    }
    if (rows > 0) {
      parent.add_note(rows_stay(rows, "", left_out));
      give_back(parent, kept, rows);
    }
  }
  if (!found.sentences.empty()) refuse("rows that the profile no longer makes cannot be deleted", found);
  protect_changing(works, live, connection, recipe, keep, left_out);
}

}  // namespace seedctl::seed
