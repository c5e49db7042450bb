// Whose the content of a database is: see the header.
//
// What a migration made is not written down anywhere, and those that are no longer in the folder may have
// made something too. So a schema that no migration names stops the reset, and a table that no migration
// names is told of, and goes.
#include "app/reset_belongings.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "migrate/history.h"
#include "sql/lexer.h"

namespace seedctl::app {
namespace {

using sql::Token;
using sql::TokenKind;

constexpr std::size_t kListed = 5;     // in a message; the rest is counted
constexpr int kDeepestBody = 3;        // SQL in a string in a function's body in a DO
constexpr std::size_t kModifiers = 6;  // CREATE OR REPLACE TEMPORARY RECURSIVE VIEW ...

bool is_name(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::quoted_word;
}

std::string name_of(const Token& token) { return base::lower_ascii(sql::identifier_of(token)); }

// What stands between the quotes of a string of any kind.
std::string_view inside(std::string_view text) {
  const std::size_t open = text.find_first_of("'$");
  if (open == std::string_view::npos) return {};
  const std::size_t begin = text[open] == '\'' ? open + 1 : text.find('$', open + 1) + 1;
  const std::size_t closing = begin - open;
  return text.size() < begin + closing ? std::string_view{}
                                       : text.substr(begin, text.size() - begin - closing);
}

class NameReader {
 public:
  NameReader(base::Engine engine, MigrationNames& names) : engine_(engine), names_(names) {}

  void read(std::string_view text, int depth = 0) {
    sql::Lexer lexer(text, engine_);
    Token before;
    for (Token token = lexer.next_code(); token.kind != TokenKind::end; token = lexer.next_code()) {
      if (is_name(token)) names_.words.insert(name_of(token));
      if (token.kind == TokenKind::text && depth < kDeepestBody) read(inside(token.text), depth + 1);
      if (token.is("CREATE")) read_created(text, token.end());
      if (token.is("SEARCH_PATH")) read_path(text, token.end());
      if (before.is("SET") && token.is("SCHEMA"))
        add_schema(sql::Lexer(text, engine_, token.end()).next_code());
      before = token;
    }
  }

 private:
  void add_schema(const Token& token) {
    if (is_name(token)) names_.schemas.insert(name_of(token));
  }

  // CREATE SCHEMA name, CREATE TABLE schema.name: not what stands behind ON, FROM or REFERENCES.
  void read_created(std::string_view text, std::size_t offset) {
    constexpr std::array kKinds{"TABLE",    "VIEW",      "SEQUENCE",  "TYPE",      "DOMAIN",
                                "FUNCTION", "PROCEDURE", "AGGREGATE", "COLLATION", "OPERATOR"};
    sql::Lexer lexer(text, engine_, offset);
    Token token = lexer.next_code();
    for (std::size_t i = 0; i < kModifiers && is_name(token); ++i, token = lexer.next_code()) {
      const bool schema = token.is("SCHEMA");
      if (!schema &&
          std::none_of(kKinds.begin(), kKinds.end(), [&token](const char* kind) { return token.is(kind); }))
        continue;
      token = lexer.next_code();
      while (token.is("IF") || token.is("NOT") || token.is("EXISTS") || token.is("AUTHORIZATION"))
        token = lexer.next_code();
      if (schema || lexer.next_code().is_symbol('.')) add_schema(token);
      return;
    }
  }

  // SET search_path = a, b
  void read_path(std::string_view text, std::size_t offset) {
    sql::Lexer lexer(text, engine_, offset);
    Token token = lexer.next_code();
    if (!token.is_symbol('=') && !token.is("TO")) return;
    do {
      token = lexer.next_code();
      if (token.kind == TokenKind::text) names_.schemas.insert(base::lower_ascii(inside(token.text)));
      add_schema(token);
      token = lexer.next_code();
    } while (token.is_symbol(','));
  }

  base::Engine engine_;
  MigrationNames& names_;
};

std::vector<Belonging> belongings_of_sqlite(db::Connection& connection) {
  std::vector<Belonging> found;
  for (const db::Row& row : connection.query(
           "select type, name from main.sqlite_schema where type in ('table', 'view') and name not like "
           "'sqlite\\_%' escape '\\' order by name"))
    found.push_back({"main", row.at(0).value_or(""), row.at(1).value_or(""), row.at(1).value_or("")});
  return found;
}

// Without seedctl's own tables.
std::vector<Belonging> belongings(db::Connection& connection, const Settings& settings) {
  std::vector<Belonging> found = connection.engine() == base::Engine::sqlite
                                     ? belongings_of_sqlite(connection)
                                     : belongings_of_postgres(connection);
  const std::vector<std::string> own = settings.own.all();
  const std::string own_schema =
      settings.own.schema.empty() ? connection.default_schema() : settings.own.schema;
  std::erase_if(found, [&](const Belonging& one) {
    return one.schema == own_schema && std::find(own.begin(), own.end(), one.name) != own.end();
  });
  return found;
}

// The connection's schema, that of seedctl's tables, and those that the migrations name.
bool is_of_the_project(const std::string& schema, db::Connection& connection, const Settings& settings,
                       const MigrationNames& names) {
  return schema == connection.default_schema() || schema == settings.own.schema ||
         names.schemas.contains(base::lower_ascii(schema));
}

std::string listed(const std::vector<std::string>& names) {
  const std::size_t shown = std::min(names.size(), kListed);
  std::string text = base::join(std::span(names).first(shown), ", ");
  if (names.size() > shown) text += " and " + std::to_string(names.size() - shown) + " more";
  return base::printable(text);
}

std::string described(const std::vector<Belonging>& all) {
  std::vector<std::string> names;
  for (const Belonging& one : all) names.push_back(one.kind + " " + one.shown);
  return listed(names);
}

}  // namespace

MigrationNames names_in(const migrate::Folder& folder, base::Engine engine) {
  MigrationNames names;
  NameReader reader(engine, names);
  for (const migrate::Migration& migration : folder.migrations) reader.read(migration.up.text);
  for (const migrate::Repeatable& repeatable : folder.repeatables) reader.read(repeatable.up.text);
  return names;
}

void refuse_what_others_made(db::Connection& connection, const Settings& settings,
                             const migrate::Folder& folder) {
  const bool postgres = connection.engine() == base::Engine::postgres;
  std::vector<Belonging> found = belongings(connection, settings);
  if (found.empty()) return;
  if (!migrate::History(connection, settings.own.history_table()).exists()) {
    throw base::Error(base::ErrorCode::refused, "reset is refused: " + connection.display_name() +
                                                    " holds what seedctl did not make (" + described(found) +
                                                    "), and no history of migrations; nothing was destroyed")
        .with_hint(
            "if it may all go, drop it yourself and run `seedctl migrate`; to take it over as it is, run "
            "`seedctl baseline VERSION`");
  }
  const MigrationNames names = names_in(folder, connection.engine());
  std::map<std::string, bool> of_the_project;
  for (const Belonging& one : found) of_the_project.emplace(one.schema, false);
  for (auto& [schema, is] : of_the_project)
    is = !postgres || is_of_the_project(schema, connection, settings, names);
  std::erase_if(found, [&](const Belonging& one) { return of_the_project.at(one.schema); });
  if (found.empty()) return;
  throw base::Error(base::ErrorCode::refused,
                    "reset is refused: it would destroy what stands in schemas that no migration makes (" +
                        described(found) + "); nothing was destroyed")
      .with_hint(
          "drop it yourself if it may go; where the schema is the project's, say so in a migration: create "
          "schema if not exists " +
          base::printable(found.front().schema));
}

std::vector<std::string> tables_no_migration_names(db::Connection& connection, const Settings& settings,
                                                   const migrate::Folder& folder) {
  const MigrationNames names = names_in(folder, connection.engine());
  const std::string schema = connection.default_schema();
  std::vector<std::string> found;
  for (const Belonging& one : belongings(connection, settings)) {
    if (one.kind != "table" || names.words.contains(base::lower_ascii(one.name))) continue;
    found.push_back(one.schema == schema ? one.name : one.schema + "." + one.name);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace seedctl::app
