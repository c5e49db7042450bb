// SQLite: foreign keys around table rebuilds, and where its error messages name the culprit without a place.
//
// With enforcement on, DROP TABLE deletes the table's rows first, which cascades to the children of a table
// that is only being rebuilt; and inside a transaction enforcement cannot be turned off. So it is off before
// the transaction begins, and what it would have caught is looked for before the commit.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "migrate/engine.h"
#include "sql/dialect.h"
#include "sql/lexer.h"

namespace seedctl::migrate {
namespace {

using base::Error;
using base::ErrorCode;
using sql::Token;
using sql::TokenKind;

// Violations named in a message; the rest is counted.
constexpr std::size_t kNamedViolations = 3;

// Settings that change what later migrations mean, with the values they start with.
constexpr std::array<std::string_view, 5> kSessionDefaults = {
    "pragma foreign_keys = on", "pragma legacy_alter_table = off", "pragma ignore_check_constraints = off",
    "pragma recursive_triggers = off", "pragma writable_schema = off"};

bool is_name(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::quoted_word;
}

// A possibly qualified name: its last part, in lower case, as SQLite compares names. `token` moves behind it.
std::string take_table(sql::Lexer& lexer, Token& token) {
  std::string name;
  while (is_name(token)) {
    name = base::lower_ascii(sql::identifier_of(token));
    token = lexer.next_code();
    if (!token.is_symbol('.')) break;
    token = lexer.next_code();
  }
  return name;
}

// The table that a statement drops ("" if none), or with `renames` also one that it renames.
std::string dropped_table(std::string_view statement, bool renames) {
  sql::Lexer lexer(statement, base::Engine::sqlite);
  Token token = lexer.next_code();
  const bool drop = token.is("DROP");
  if (!drop && !token.is("ALTER")) return {};
  if (!lexer.next_code().is("TABLE")) return {};
  token = lexer.next_code();
  if (drop && token.is("IF")) {
    lexer.next_code();
    token = lexer.next_code();
  }
  std::string table = take_table(lexer, token);
  if (drop) return table;
  return renames && token.is("RENAME") && lexer.next_code().is("TO") ? table : "";
}

// Tables that statements of this migration refer to: the catalog does not know those yet.
void add_referenced(std::string_view statement, std::set<std::string>& tables) {
  sql::Lexer lexer(statement, base::Engine::sqlite);
  for (Token token = lexer.next_code(); token.kind != TokenKind::end; token = lexer.next_code()) {
    if (!token.is("REFERENCES")) continue;
    token = lexer.next_code();
    if (is_name(token)) tables.insert(base::lower_ascii(sql::identifier_of(token)));
  }
}

// Pairs of child and parent table, in lower case.
std::set<std::pair<std::string, std::string>> references(db::Connection& connection) {
  std::set<std::pair<std::string, std::string>> pairs;
  for (const db::Row& row : connection.query(
           "select distinct m.name, f.\"table\" from main.sqlite_schema m, pragma_foreign_key_list(m.name) f "
           "where m.type = 'table'"))
    pairs.emplace(base::lower_ascii(row.at(0).value_or("")), base::lower_ascii(row.at(1).value_or("")));
  return pairs;
}

std::set<std::string> tables(db::Connection& connection) {
  std::set<std::string> names;
  for (const db::Row& row : connection.query("select name from main.sqlite_schema where type = 'table'"))
    names.insert(base::lower_ascii(row.at(0).value_or("")));
  return names;
}

// The second definition of a column in CREATE TABLE; the one that ALTER TABLE adds.
std::optional<std::size_t> duplicate_column(std::string_view statement, const std::string& name) {
  std::optional<std::size_t> found;
  std::size_t depth = 0, definitions = 0;
  sql::Lexer lexer(statement, base::Engine::sqlite);
  Token before;
  for (Token token = lexer.next_code(); token.kind != TokenKind::end; token = lexer.next_code()) {
    if (token.kind == TokenKind::open) ++depth;
    if (token.kind == TokenKind::close && depth > 0) --depth;
    const bool in_list = depth == 1 && (before.kind == TokenKind::open || before.is_symbol(','));
    const bool defines = in_list || (depth == 0 && (before.is("ADD") || before.is("COLUMN")));
    if (defines && is_name(token) && base::lower_ascii(sql::identifier_of(token)) == name) {
      found = token.offset;
      if (++definitions == 2) break;
    }
    before = token;
  }
  return found;
}

bool is_referenced(db::Connection& connection, const std::string& table) {
  const auto pairs = references(connection);
  return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.second == table; });
}

bool enforced(db::Connection& connection) {
  const auto rows = connection.query("pragma foreign_keys");
  return !rows.empty() && rows.front().front() == "1";
}

// What is wrong with the foreign keys of a database: violating rows, and references to tables that are not
// there.
struct ForeignKeyState {
  std::set<std::string> tables;
  std::map<std::string, std::size_t>
      violations;  // in words, with how often: tables WITHOUT ROWID name no row
  std::set<std::pair<std::string, std::string>> dangling;
};

ForeignKeyState foreign_key_state(db::Connection& connection) {
  ForeignKeyState state{.tables = tables(connection), .violations = {}, .dangling = {}};
  std::set<std::string> children;
  for (const auto& [child, parent] : references(connection)) {
    children.insert(child);
    if (!state.tables.contains(parent)) state.dangling.emplace(child, parent);
  }
  // Table by table: one whose parent has no key makes the check of the whole database fail.
  for (const std::string& child : children) {
    try {
      for (const db::Row& row :
           connection.query(fmt::format("pragma main.foreign_key_check({})", sql::quote_identifier(child))))
        ++state.violations[fmt::format(
            "{} {}refers to a row that \"{}\" does not have", base::printable(row.at(0).value_or(child)),
            row.at(1) ? fmt::format("row {} ", *row.at(1)) : "", base::printable(row.at(2).value_or("")))];
    } catch (const Error& error) {
      if (error.code() != ErrorCode::sql) throw;
      ++state.violations[error.message()];
    }
  }
  return state;
}

// Throws for what is wrong now and was not before.
void refuse_new_violations(const ForeignKeyState& before, const ForeignKeyState& after) {
  std::vector<std::string> found;
  for (const auto& [child, parent] : after.dangling)
    if (before.tables.contains(child) && !before.dangling.contains({child, parent}))
      found.push_back(fmt::format("{} refers to table \"{}\", which is no longer there",
                                  base::printable(child), base::printable(parent)));
  for (const auto& [violation, count] : after.violations) {
    const auto old = before.violations.find(violation);
    for (std::size_t i = old == before.violations.end() ? 0 : old->second; i < count; ++i)
      found.push_back(violation);
  }
  if (found.empty()) return;
  const std::size_t named = std::min(found.size(), kNamedViolations);
  std::string message = "foreign keys would be violated: " + base::join(std::span(found).first(named), "; ");
  if (found.size() > named) message += fmt::format("; and {} more", found.size() - named);
  throw Error(ErrorCode::sql, message)
      .with_hint(
          "keep the rows that others refer to; to rebuild a table, make the new one under another name, "
          "copy, drop the old "
          "one, and rename the new one last");
}

class ForeignKeysOff final : public TransactionGuard {
 public:
  explicit ForeignKeysOff(db::Connection& connection)
      : connection_(connection), was_enforced_(enforced(connection)), before_(foreign_key_state(connection)) {
    connection_.execute("pragma foreign_keys = off");
  }
  ~ForeignKeysOff() override {
    try {
      if (was_enforced_) connection_.execute("pragma foreign_keys = on");
    } catch (const Error&) {
      // The connection is gone, and the setting with it.
    }
  }
  void before_commit() override { refuse_new_violations(before_, foreign_key_state(connection_)); }

 private:
  db::Connection& connection_;
  bool was_enforced_;
  ForeignKeyState before_;
};

bool replaces_referenced_table(db::Connection& connection, std::span<const sql::Statement> statements) {
  std::set<std::string> replaced, referenced;
  for (const sql::Statement& statement : statements) {
    if (std::string table = dropped_table(statement.text, true); !table.empty())
      replaced.insert(std::move(table));
    add_referenced(statement.text, referenced);
  }
  if (replaced.empty()) return false;
  for (const auto& [child, parent] : references(connection)) referenced.insert(parent);
  return std::any_of(replaced.begin(), replaced.end(),
                     [&](const std::string& table) { return referenced.contains(table); });
}

class SqliteRules final : public EngineRules {
 public:
  void prepare_session(db::Connection&) const override {}

  void restore_session(db::Connection& connection) const override {
    for (const std::string_view pragma : kSessionDefaults) connection.execute(pragma);
  }

  void act_as_owner(db::Connection&) const override {}

  std::unique_ptr<TransactionGuard> guard(db::Connection& connection, const Section& section,
                                          std::span<const sql::Statement> statements) const override {
    if (section.foreign_keys && !replaces_referenced_table(connection, statements))
      return std::make_unique<TransactionGuard>();
    return std::make_unique<ForeignKeysOff>(connection);
  }

  void refuse_unsafe(db::Connection& connection, std::string_view statement) const override {
    const std::string table = dropped_table(statement, false);
    if (table.empty() || !enforced(connection) || !is_referenced(connection, table)) return;
    throw Error(ErrorCode::failed,
                fmt::format("dropping {} here would delete or orphan the rows that refer to it",
                            base::printable(table)))
        .with_hint(
            "drop it in a migration without transaction:false, where seedctl guards its foreign keys, or run "
            "`PRAGMA foreign_keys = off` before");
  }

  bool is_session_setting(std::string_view statement) const override {
    const std::vector<std::string> words = sql::leading_words(statement, 1);
    return !words.empty() && (words.front() == "PRAGMA" || words.front() == "ATTACH");
  }

  void before_outside(db::Connection&) const override {}

  // VACUUM, and DETACH in a session where ATTACH was run again.
  Fate settle(db::Connection&, std::string_view) const override { return Fate::run_again; }
  void clear_after_failure(db::Connection&, std::string_view, const Error&) const override {}

  bool is_contention(const Error&) const override { return false; }  // the driver has waited long enough
  std::string blocker(db::Connection&, std::string_view) const override { return {}; }

  std::vector<std::string> culprits(std::string_view message) const override {
    std::vector<std::string> names;
    const auto add = [&](std::string_view name) {
      if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos)
        names.emplace_back(name.substr(dot + 1));
      names.emplace_back(name);
    };
    for (const std::string_view before :
         {"has no column named ", "no such table: ", "no such column: ", "no such index: ", "no such view: ",
          "no such trigger: ", "no such function: ", "duplicate column name: ", "constraint failed: "})
      if (const std::size_t at = message.find(before); at != std::string_view::npos) {
        const std::string_view rest = message.substr(at + before.size());
        add(rest.substr(0, rest.find_first_of(" ,;(\n")));
      }
    for (const std::string_view before : {"table ", "index ", "view ", "near "})
      if (const std::size_t at = message.find(before); at != std::string_view::npos) {
        std::string_view rest = message.substr(at + before.size());
        if (rest.starts_with('"'))
          add(rest.substr(1, rest.find('"', 1) - 1));
        else
          add(rest.substr(0, rest.find(' ')));
      }
    return names;
  }

  std::optional<std::size_t> place_of(std::string_view message, std::string_view statement) const override {
    constexpr std::string_view kDuplicate = "duplicate column name: ";
    if (!message.starts_with(kDuplicate)) return std::nullopt;
    return duplicate_column(statement, base::lower_ascii(message.substr(kDuplicate.size())));
  }
};

}  // namespace

const EngineRules& sqlite_rules() {
  static const SqliteRules rules;
  return rules;
}

}  // namespace seedctl::migrate
