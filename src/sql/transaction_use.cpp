// Which statements control transactions or refuse to run inside one, from their keywords alone. The lists are
// those of the engines' documentation ("cannot be executed inside a transaction block"); what depends on the
// database's contents (REINDEX of a partitioned table, a procedure that commits) is not knowable here and is
// left to the server.
#include "sql/lexer.h"
#include "sql/splitter.h"

namespace seedctl::sql {
namespace {

using base::Engine;

// Walks the tokens of one statement, comments skipped.
class Words {
 public:
  Words(std::string_view statement, Engine engine) : lexer_(statement, engine), token_(lexer_.next_code()) {}

  const Token& token() const { return token_; }
  bool at_end() const { return token_.kind == TokenKind::end || token_.kind == TokenKind::semicolon; }
  void skip() { token_ = lexer_.next_code(); }
  // Steps over the keyword if it is next.
  bool accept(std::string_view keyword) {
    if (!token_.is(keyword)) return false;
    skip();
    return true;
  }
  bool accept_any(std::initializer_list<std::string_view> keywords) {
    for (const std::string_view keyword : keywords) {
      if (accept(keyword)) return true;
    }
    return false;
  }
  // Whether these keywords follow each other somewhere in the rest. Only single words for the first.
  bool later(std::string_view first, std::string_view second = {}) {
    Words rest = *this;
    while (!rest.at_end()) {
      if (rest.accept(first)) {
        if (second.empty() || rest.token_.is(second)) return true;
      } else {
        rest.skip();
      }
    }
    return false;
  }
  // Whether an option `name = false` (or off, 0, none) stands somewhere in the rest.
  bool later_disabled(std::string_view name) {
    Words rest = *this;
    while (!rest.at_end()) {
      if (!rest.accept(name)) {
        rest.skip();
        continue;
      }
      if (rest.token_.is_symbol('=')) rest.skip();
      const Token& value = rest.token_;
      if (value.is("FALSE") || value.is("OFF") || value.text == "0" || value.text == "'false'" ||
          value.text == "'off'") {
        return true;
      }
    }
    return false;
  }

 private:
  Lexer lexer_;
  Token token_;
};

// REINDEX [(options)] {INDEX | TABLE | SCHEMA | DATABASE | SYSTEM} [CONCURRENTLY] name
bool reindex_is_outside(Words& words) {
  if (words.token().kind == TokenKind::open) {
    while (!words.at_end() && words.token().kind != TokenKind::close) {
      if (words.accept("CONCURRENTLY")) {
        const Token value = words.token();
        if (!value.is("FALSE") && !value.is("OFF") && value.text != "0") return true;
      } else {
        words.skip();
      }
    }
    words.skip();
  }
  if (words.accept_any({"SCHEMA", "DATABASE", "SYSTEM"})) return true;
  words.accept_any({"INDEX", "TABLE"});
  return words.token().is("CONCURRENTLY");
}

bool create_is_outside(Words& words) {
  if (words.accept_any({"DATABASE", "TABLESPACE"})) return true;
  if (words.accept("SUBSCRIPTION"))
    return !words.later_disabled("CREATE_SLOT") && !words.later_disabled("CONNECT");
  words.accept("UNIQUE");
  return words.accept("INDEX") && words.token().is("CONCURRENTLY");
}

bool alter_is_outside(Words& words) {
  if (words.accept("SYSTEM")) return true;
  if (words.accept("DATABASE")) return words.later("SET", "TABLESPACE");
  if (words.accept("TABLE")) return words.later("DETACH") && words.later("CONCURRENTLY");
  if (!words.accept("SUBSCRIPTION")) return false;
  words.skip();  // its name
  if (words.accept("REFRESH")) return true;
  const bool changes_set = words.token().is("SET");
  if (!words.accept_any({"SET", "ADD", "DROP"})) return false;
  if (words.accept("PUBLICATION")) return !words.later_disabled("REFRESH");
  return changes_set && (words.later("FAILOVER") || words.later("TWO_PHASE"));
}

bool drop_is_outside(Words& words) {
  // Whether a subscription still has a slot on the publisher is not in the statement.
  if (words.accept_any({"DATABASE", "TABLESPACE", "SUBSCRIPTION"})) return true;
  return words.accept("INDEX") && words.token().is("CONCURRENTLY");
}

// Without a table: CLUSTER; CLUSTER VERBOSE; CLUSTER (VERBOSE)
bool cluster_is_outside(Words& words) {
  if (words.token().kind == TokenKind::open) {
    while (!words.at_end() && words.token().kind != TokenKind::close) words.skip();
    words.skip();
  }
  words.accept("VERBOSE");
  return words.at_end();
}

TransactionUse when(bool outside) { return outside ? TransactionUse::outside : TransactionUse::none; }

TransactionUse postgres_use(Words words) {
  if (words.accept_any({"BEGIN", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE"})) {
    return TransactionUse::control;
  }
  if (words.accept("START") || words.accept("PREPARE")) {
    return words.token().is("TRANSACTION") ? TransactionUse::control : TransactionUse::none;
  }
  if (words.accept("VACUUM")) return TransactionUse::outside;
  if (words.accept("CREATE")) return when(create_is_outside(words));
  if (words.accept("ALTER")) return when(alter_is_outside(words));
  if (words.accept("DROP")) return when(drop_is_outside(words));
  if (words.accept("REINDEX")) return when(reindex_is_outside(words));
  if (words.accept("CLUSTER")) return when(cluster_is_outside(words));
  if (words.accept("DISCARD")) return when(words.token().is("ALL"));
  return TransactionUse::none;
}

// Those that do nothing, fail or change their meaning inside a transaction.
bool pragma_is_outside(std::string_view name) {
  for (const std::string_view outside :
       {"foreign_keys", "journal_mode", "synchronous", "temp_store", "wal_checkpoint"}) {
    if (name == outside) return true;
  }
  return false;
}

TransactionUse sqlite_use(std::string_view statement) {
  Words words(statement, Engine::sqlite);
  if (words.accept_any({"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"}))
    return TransactionUse::control;
  if (words.accept_any({"VACUUM", "ATTACH", "DETACH"})) return TransactionUse::outside;
  return when(pragma_is_outside(pragma_name(statement)));
}

}  // namespace

TransactionUse transaction_use(std::string_view statement, Engine engine) {
  return engine == Engine::postgres ? postgres_use(Words(statement, engine)) : sqlite_use(statement);
}

}  // namespace seedctl::sql
