// A table without rows of people is not asked: there the profile's own rows are proven to differ. Where there
// are some, one join per unique key finds what they hold.
#include "seed/held_values.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "base/error.h"
#include "base/text.h"
#include "profile/uniqueness.h"
#include "sql/dialect.h"
#include "state/wanted_rows.h"

namespace seedctl::seed {

namespace {

bool is_in(const std::string& name, std::span<const std::string> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool are_in(std::span<const std::string> some, std::span<const std::string> names) {
  return std::all_of(some.begin(), some.end(),
                     [&names](const std::string& name) { return is_in(name, names); });
}

// Rows that the comparison does not see: their key is NULL.
bool has_rows_without_key(const TableWork& work, db::Connection& connection) {
  std::vector<std::string> empty;
  for (const std::string& name : work.key)
    if (work.live.column(name)->nullable) empty.push_back(sql::quote_identifier(name) + " is null");
  return !empty.empty() && !connection
                                .query("select 1 from " + sql::qualified(work.live.schema, work.live.name) +
                                       " where " + base::join(empty, " or ") + " limit 1")
                                .empty();
}

class Question {
 public:
  Question(TableWork& work, db::Connection& connection, const Recipe& recipe)
      : work_(work), connection_(connection), recipe_(recipe), change_(work.change()) {}

  // Sentences about what is held, at most `limit`.
  std::vector<std::string> ask(std::size_t limit) {
    limit_ = limit;
    for (const schema::UniqueKey& key : work_.live.unique_keys) {
      if (!can_ask(key)) continue;
      if (change_.updates > 0 &&
          std::any_of(key.columns.begin(), key.columns.end(),
                      [this](const auto& name) { return is_in(name, change_.changed_columns); }))
        ask_updates(key);
      if (change_.inserts > 0 && are_in(key.columns, work_.columns)) ask_inserts(key);
    }
    if (inserts_) inserts_->drop();
    return std::move(sentences_);
  }

 private:
  bool ignores_case(const schema::UniqueKey& key) const {
    return key.special == profile::kIgnoresCase && key.columns.size() == 1 &&
           work_.live.column(key.columns.front())->type.kind == base::TypeKind::text;
  }

  bool can_ask(const schema::UniqueKey& key) const {
    // Rows of different match keys differ in every plain key that contains the match key.
    if (key.special.empty()) return !are_in(work_.key, key.columns);
    return key.special == profile::kNullsNotDistinct || ignores_case(key);
  }

  std::string same(const schema::UniqueKey& key, const std::string& held, const std::string& needed) const {
    if (key.special == profile::kNullsNotDistinct) return held + " is not distinct from " + needed;
    return ignores_case(key) ? recipe_.same_ignoring_case(held, needed) : held + " = " + needed;
  }

  // `needed`: an expression per column of the key over the rows `newcomers`, which has the match key as s.
  void ask(const schema::UniqueKey& key, const std::string& newcomers,
           const std::vector<std::string>& needed) {
    if (sentences_.size() >= limit_) return;
    std::vector<std::string> matches;
    for (std::size_t i = 0; i < key.columns.size(); ++i)
      matches.push_back(same(key, "t." + sql::quote_identifier(key.columns[i]), needed[i]));
    std::string sql = " from " + newcomers + " join " + change_.table() + " as t on " +
                      base::join(matches, " and ") + " where (" + key_match(work_.key, "t", "s") +
                      ") is not true";
    for (const Stage* stage : {&work_.updates, &work_.deletes}) {
      if (stage->empty()) continue;
      sql += " and not exists (select 1 from " + stage->sql_name() + " as x where " +
             key_match(work_.key, "x", "t") + ")";
    }
    const schema::UniqueKey* primary = work_.live.primary_key();
    const std::vector<std::string>& holder = primary != nullptr ? primary->columns : work_.key;
    const std::string order = listed("s", work_.key) + ", " + listed("t", holder);
    for (const db::Row& row :
         connection_.query("select " + listed("s", work_.key) + ", " + base::join(needed, ", ") + ", " +
                           listed("t", holder) + sql + " order by " + order + " limit " +
                           std::to_string(limit_ - sentences_.size()))) {
      sentences_.push_back(work_.table.name + " (" + row_text(work_.key, row, 0) + ") needs " +
                           row_text(key.columns, row, work_.key.size()) + ", which " + work_.table.name +
                           " (" + row_text(holder, row, work_.key.size() + key.columns.size()) +
                           ") holds: " + profile::rule_of(key));
    }
  }

  // A column that the profile does not fill keeps its stored value.
  void ask_updates(const schema::UniqueKey& key) {
    std::vector<std::string> needed;
    for (const std::string& column : key.columns)
      needed.push_back((is_in(column, work_.columns) ? "s." : "p.") + sql::quote_identifier(column));
    ask(key,
        work_.updates.sql_name() + " as s join " + change_.table() + " as p on " +
            key_match(work_.key, "p", "s"),
        needed);
  }

  void ask_inserts(const schema::UniqueKey& key) {
    if (!inserts_) stage_inserts();
    std::vector<std::string> needed;
    for (const std::string& column : key.columns) needed.push_back("s." + sql::quote_identifier(column));
    ask(key, inserts_->sql_name() + " as s", needed);
  }

  // The match key of the rows to insert, and what any unique key wants of them.
  void stage_inserts() {
    std::vector<std::size_t> from;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < work_.columns.size(); ++i) {
      const std::string& name = work_.columns[i];
      const bool wanted = std::any_of(work_.live.unique_keys.begin(), work_.live.unique_keys.end(),
                                      [&name](const auto& key) { return is_in(name, key.columns); });
      if (!wanted && !is_in(name, work_.key)) continue;
      from.push_back(i);
      names.push_back(name);
    }
    inserts_.emplace(connection_, recipe_, "seedctl_insert_" + std::to_string(work_.number), work_.live,
                     names, work_.key);
    state::RowMaker maker(work_.table, std::cref(work_.guard));
    std::vector<std::uint64_t> numbers;
    std::string key;
    std::uint64_t number = 0;
    work_.inserts.rewind();
    for (bool more = true; more;) {
      numbers.clear();
      while (numbers.size() < base::kBatchRows && (more = work_.inserts.next(key, number)))
        numbers.push_back(number);
      maker.make(numbers);
      for (std::size_t row = 0; row < maker.size(); ++row) inserts_->add(maker.cells(), from, row);
    }
    inserts_->seal();
  }

  TableWork& work_;
  db::Connection& connection_;
  const Recipe& recipe_;
  const TableChange change_;
  std::optional<Stage> inserts_;
  std::size_t limit_ = 0;
  std::vector<std::string> sentences_;
};

}  // namespace

void refuse_held_values(const std::vector<std::unique_ptr<TableWork>>& works, db::Connection& connection,
                        const Recipe& recipe) {
  std::vector<std::string> sentences;
  for (const auto& work : works) {
    if (work->empty || work->counts.inserted + work->counts.updated == 0) continue;
    if (work->staying == 0 && work->referenced == 0 && !has_rows_without_key(*work, connection)) continue;
    for (std::string& sentence : Question(*work, connection, recipe).ask(kMaxListed - sentences.size()))
      sentences.push_back(std::move(sentence));
  }
  if (sentences.empty()) return;
  base::Error error(
      base::ErrorCode::refused,
      "rows that are not seedctl's, or are kept for them, hold unique values that the profile's "
      "rows need; nothing was changed:\n  " +
          base::join(sentences, "\n  "));
  error.hint = "change those values or delete those rows, or let the profile make other values";
  throw error;
}

}  // namespace seedctl::seed
