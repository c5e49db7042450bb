// The texts come from sqlite_schema, so that SQLite has parsed them before: what is not found here is not
// there.
#include "schema/sqlite_ddl.h"

#include "base/text.h"
#include "schema/tokens.h"
#include "sql/dialect.h"

namespace seedctl::schema {
namespace {

using sql::TokenKind;

// The text between tokens `first` and `last`, both left out.
std::string between(std::string_view sql, const Tokens& tokens, std::size_t first, std::size_t last) {
  const std::size_t begin = tokens[first].end();
  const std::size_t end = last < tokens.size() ? tokens[last].offset : sql.size();
  return std::string(base::trim(sql.substr(begin, end - begin)));
}

// Whether the REFERENCES clause at `i` goes on to say DEFERRABLE. Its other parts are words and at most one
// list in parentheses; NOT DEFERRABLE is the default spelt out.
bool is_deferrable(const Tokens& tokens, std::size_t i) {
  for (std::size_t k = i + 2; k < tokens.size(); ++k) {
    if (tokens[k].kind == TokenKind::open) {
      k = closing(tokens, k);
      continue;
    }
    if (tokens[k].kind != TokenKind::word || tokens[k].is("CONSTRAINT")) return false;
    if (tokens[k].is("DEFERRABLE")) return !tokens[k - 1].is("NOT");
  }
  return false;
}

}  // namespace

SqliteTableText read_sqlite_table(std::string_view sql) {
  SqliteTableText table;
  const Tokens tokens = tokens_of(sql, base::Engine::sqlite);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].is("AUTOINCREMENT")) table.autoincrement = true;
    if (tokens[i].is("REFERENCES")) table.deferrable.push_back(is_deferrable(tokens, i));
    if (!tokens[i].is("CHECK") || !followed_by_parenthesis(tokens, i)) continue;
    const bool named = i >= 2 && tokens[i - 2].is("CONSTRAINT");
    const std::size_t close = closing(tokens, i + 1);
    table.checks.push_back(
        {named ? sql::identifier_of(tokens[i - 1]) : "", between(sql, tokens, i + 1, close)});
    i = close;
  }
  return table;
}

std::vector<std::string> sqlite_index_parts(std::string_view sql) {
  const Tokens tokens = tokens_of(sql, base::Engine::sqlite);
  std::size_t open = 0;
  while (open < tokens.size() && tokens[open].kind != TokenKind::open) ++open;
  const std::size_t close = closing(tokens, open);
  std::vector<std::string> parts;
  std::size_t before = open;
  for (std::size_t i = open + 1; i <= close && i < tokens.size(); ++i) {
    if (tokens[i].kind == TokenKind::open) {
      i = closing(tokens, i);
      continue;
    }
    if (i != close && !tokens[i].is_symbol(',')) continue;
    parts.push_back(between(sql, tokens, before, i));
    before = i;
  }
  return parts;
}

std::string as_postgres_expression(std::string_view expression, const std::vector<std::string>& columns) {
  const Tokens tokens = tokens_of(expression, base::Engine::sqlite);
  std::string text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const sql::Token& token = tokens[i];
    const bool word = token.kind == TokenKind::word;
    const bool quoted = token.kind == TokenKind::quoted_word;
    // Symbols that were written together stay together: `<=` is two tokens here.
    const bool together = i > 0 && tokens[i - 1].end() == token.offset;
    if (i > 0 && !together) text += ' ';
    if (together && token.is_symbol('=') && tokens[i - 1].is_symbol('=')) continue;
    if ((word || quoted) && followed_by_dot(tokens, i)) {
      ++i;  // the table's name: a CHECK sees one table only
      continue;
    }
    const bool called = followed_by_parenthesis(tokens, i);
    const std::string name = word || quoted ? sql::identifier_of(token) : "";
    const std::string* column = name.empty() || (word && called) ? nullptr : column_named(name, columns);
    if (column != nullptr) {
      text += sql::quote_identifier(*column);
    } else if (quoted) {
      text += called ? sql::quote_identifier(name) : sql::quote_literal(name);
    } else {
      text += token.text;
    }
  }
  return text;
}

}  // namespace seedctl::schema
