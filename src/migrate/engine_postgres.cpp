// PostgreSQL: session settings that make a killed migration let go, and what the catalog knows of interrupted
// statements.
#include <fmt/format.h>

#include <optional>

#include "base/text.h"
#include "db/url.h"
#include "migrate/engine.h"
#include "sql/dialect.h"
#include "sql/lexer.h"

namespace seedctl::migrate {
namespace {

using base::Error;
using base::ErrorCode;
using sql::Token;
using sql::TokenKind;

// The server notices within this time that the client of a running statement died, and releases its locks.
constexpr std::string_view kCheckInterval = "1s";
// How long DDL queues for a lock. While it waits, everything behind it waits as well, readers included.
constexpr std::string_view kLockTimeout = "3s";
// Words of a statement that are looked up as tables when it was blocked.
constexpr std::size_t kMaxNames = 64;
// Of another session's query, in a message.
constexpr std::size_t kShownQuery = 80;

std::string lowered_identifier(const Token& token) {
  return token.kind == TokenKind::word ? base::lower_ascii(token.text) : sql::identifier_of(token);
}

// Reads the words of a statement one after the other.
class StatementReader {
 public:
  explicit StatementReader(std::string_view text) : lexer_(text, base::Engine::postgres) { advance(); }
  bool skip(std::string_view keyword) {
    if (!token_.is(keyword)) return false;
    advance();
    return true;
  }
  bool at_end() const { return token_.kind == TokenKind::end; }
  // A possibly qualified name, as written; "" where there is none.
  std::string take_name() {
    std::string name;
    while (token_.kind == TokenKind::word || token_.kind == TokenKind::quoted_word) {
      name += token_.text;
      last_ = lowered_identifier(token_);
      advance();
      if (!token_.is_symbol('.')) break;
      name += '.';
      advance();
    }
    return name;
  }
  // Of the last name taken, without quotes and without its schema.
  const std::string& last_part() const { return last_; }

 private:
  void advance() { token_ = lexer_.next_code(); }
  sql::Lexer lexer_;
  Token token_;
  std::string last_;
};

struct ConcurrentIndex {
  std::string name;   // as the catalog has it
  std::string table;  // as written
};

std::optional<ConcurrentIndex> concurrent_index(std::string_view statement) {
  StatementReader in(statement);
  if (!in.skip("CREATE")) return std::nullopt;
  in.skip("UNIQUE");
  if (!in.skip("INDEX") || !in.skip("CONCURRENTLY")) return std::nullopt;
  if (in.skip("IF") && (!in.skip("NOT") || !in.skip("EXISTS"))) return std::nullopt;
  if (in.skip("ON")) return std::nullopt;  // without a name there is nothing to look for
  in.take_name();
  ConcurrentIndex index{.name = in.last_part(), .table = {}};
  if (!in.skip("ON")) return std::nullopt;
  in.skip("ONLY");
  index.table = in.take_name();
  if (index.name.empty() || index.table.empty()) return std::nullopt;
  return index;
}

std::optional<std::string> concurrently_dropped(std::string_view statement) {
  StatementReader in(statement);
  if (!in.skip("DROP") || !in.skip("INDEX") || !in.skip("CONCURRENTLY")) return std::nullopt;
  if (in.skip("IF") && !in.skip("EXISTS")) return std::nullopt;
  std::string name = in.take_name();
  if (name.empty()) return std::nullopt;
  return name;
}

Fate settle_index(db::Connection& connection, const ConcurrentIndex& index) {
  const auto rows = connection.query(
      fmt::format("select i.indisvalid, n.nspname, c.relname, p.pid from pg_catalog.pg_class c "
                  "join pg_catalog.pg_index i on i.indexrelid = c.oid join pg_catalog.pg_namespace n on "
                  "n.oid = c.relnamespace "
                  "left join pg_catalog.pg_stat_progress_create_index p on p.index_relid = c.oid "
                  "where c.relname = {} and i.indrelid = pg_catalog.to_regclass({})",
                  sql::quote_literal(index.name), sql::quote_literal(index.table)));
  if (rows.empty()) return Fate::run_again;
  const db::Row& row = rows.front();
  if (row.at(3))
    throw Error(ErrorCode::lock, fmt::format("the index {} is still being built by the session with pid {}",
                                             base::printable(index.name), *row.at(3)))
        .with_hint("wait until it ends, or end it with pg_terminate_backend, then migrate again");
  if (row.at(0).value_or("f").starts_with('t')) return Fate::done;
  connection.execute(fmt::format("drop index concurrently {}",
                                 sql::qualified(row.at(1).value_or(""), row.at(2).value_or(""))));
  return Fate::run_again;
}

// Statements that give the same result however often they run.
bool is_repeatable_statement(std::string_view statement) {
  const std::vector<std::string> words = sql::leading_words(statement, 2);
  if (words.empty()) return false;
  for (const std::string_view word : {"VACUUM", "ANALYZE", "REINDEX", "CLUSTER", "CHECKPOINT", "DISCARD"})
    if (words.front() == word) return true;
  return words.size() == 2 && words[0] == "ALTER" && words[1] == "SYSTEM";
}

// Another session's query, or its application's name, may hold a password that no pattern finds.
std::string shown_query(std::string query) {
  if (base::lower_ascii(query).find("password") != std::string::npos) return "(a statement about a password)";
  for (char& c : query)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  const std::size_t end = base::byte_offset_of(query, kShownQuery);
  return db::redact(base::printable(query.substr(0, end))) + (end < query.size() ? "..." : "");
}

class PostgresRules final : public EngineRules {
 public:
  void prepare_session(db::Connection& connection) const override {
    refuse_pooler(connection);
    apply_settings(connection);
  }

  void restore_session(db::Connection& connection) const override {
    connection.execute("reset session authorization");  // and the role with it
    connection.execute("reset all");
    apply_settings(connection);
  }

  void act_as_owner(db::Connection& connection) const override { connection.execute("set local role none"); }

  std::unique_ptr<TransactionGuard> guard(db::Connection&, const Section&,
                                          std::span<const sql::Statement>) const override {
    return std::make_unique<TransactionGuard>();
  }

  void refuse_unsafe(db::Connection&, std::string_view statement) const override {
    const std::vector<std::string> words = sql::leading_words(statement, 2);
    if (words.size() < 2 || words[0] != "DISCARD" || words[1] != "ALL") return;
    throw Error(ErrorCode::failed, "DISCARD ALL would release the lock that seedctl holds on this database")
        .with_hint("say which part is meant: RESET ALL, DISCARD PLANS, DISCARD SEQUENCES or DISCARD TEMP");
  }

  bool is_session_setting(std::string_view statement) const override {
    const std::vector<std::string> words = sql::leading_words(statement, 1);
    return !words.empty() && (words.front() == "SET" || words.front() == "RESET");
  }

  // An index that is built or dropped concurrently waits for every older transaction, and holds no lock that
  // others mind.
  void before_outside(db::Connection& connection) const override {
    connection.query(
        fmt::format("select pg_catalog.set_config('lock_timeout', '0', false) "
                    "where pg_catalog.current_setting('lock_timeout') = '{}'",
                    kLockTimeout));
  }

  Fate settle(db::Connection& connection, std::string_view statement) const override {
    if (const auto index = concurrent_index(statement)) return settle_index(connection, *index);
    if (const auto index = concurrently_dropped(statement)) {
      const auto rows =
          connection.query(fmt::format("select pg_catalog.to_regclass({})", sql::quote_literal(*index)));
      return rows.front().front() ? Fate::run_again : Fate::done;
    }
    return is_repeatable_statement(statement) ? Fate::run_again : Fate::unknown;
  }

  void clear_after_failure(db::Connection& connection, std::string_view statement,
                           const Error& cause) const override {
    if (cause.sqlstate == "42P07") return;  // duplicate_table: the index was there before, and is not ours
    if (const auto index = concurrent_index(statement)) settle_index(connection, *index);
  }

  // invalid_transaction_termination. Functions may never commit, so that only these two are worth another
  // try.
  bool wants_no_transaction(const Error& error, std::string_view statement) const override {
    if (error.sqlstate != "2D000") return false;
    const std::vector<std::string> words = sql::leading_words(statement, 1);
    return !words.empty() && (words.front() == "CALL" || words.front() == "DO");
  }

  bool releases_locks(std::string_view statement) const override {
    // Also inside the string that is the body of a DO.
    return base::lower_ascii(statement).find("pg_advisory_unlock") != std::string::npos;
  }

  bool is_contention(const Error& error) const override {
    // lock_not_available, deadlock_detected, serialization_failure
    return error.sqlstate == "55P03" || error.sqlstate == "40P01" || error.sqlstate == "40001";
  }

  // The server does not say which lock it was, so: who holds one on a table that the statement names?
  std::string blocker(db::Connection& connection, std::string_view statement) const override {
    std::vector<std::string> names;
    sql::Lexer lexer(statement, base::Engine::postgres);
    for (Token token = lexer.next_code(); token.kind != TokenKind::end && names.size() < kMaxNames;
         token = lexer.next_code())
      if (token.kind == TokenKind::word || token.kind == TokenKind::quoted_word)
        names.push_back(sql::quote_literal(lowered_identifier(token)));
    constexpr int kFirstOid = 16384;  // of what users make
    const std::string wanted = names.empty() ? fmt::format("c.oid >= {}", kFirstOid)
                                             : fmt::format("c.relname in ({})", base::join(names, ", "));
    const auto rows = connection.query(
        fmt::format("select a.pid, a.state, a.query, a.application_name from pg_catalog.pg_locks l join "
                    "pg_catalog.pg_class c on c.oid = "
                    "l.relation "
                    "join pg_catalog.pg_stat_activity a on a.pid = l.pid where l.granted and a.datname = "
                    "pg_catalog.current_database() "
                    "and a.pid <> pg_catalog.pg_backend_pid() and {} order by a.xact_start limit 1",
                    wanted));
    if (rows.empty()) return {};
    const db::Row& row = rows.front();
    const std::string application = shown_query(row.at(3).value_or(""));
    return fmt::format("blocked by the session with pid {} ({}{}): {}", row.at(0).value_or("?"),
                       row.at(1).value_or("state unknown"), application.empty() ? "" : ", " + application,
                       shown_query(row.at(2).value_or("")));
  }

  std::vector<std::string> culprits(std::string_view message) const override {
    std::vector<std::string> names;
    for (std::size_t open = message.find('"'); open != std::string_view::npos;) {
      const std::size_t close = message.find('"', open + 1);
      if (close == std::string_view::npos) break;
      names.emplace_back(message.substr(open + 1, close - open - 1));
      open = message.find('"', close + 1);
    }
    return names;
  }

 private:
  // One statement, since it runs once per migration. Servers before 14 lack the first setting, those on
  // Windows refuse it.
  static void apply_settings(db::Connection& connection) {
    connection.query(
        fmt::format("select pg_catalog.set_config(name, case name when 'lock_timeout' then '{}' else '{}' "
                    "end, false) from pg_catalog.pg_settings "
                    "where name = 'lock_timeout' or (name = 'client_connection_check_interval' and "
                    "pg_catalog.version() !~* 'visual c|mingw|msvc')",
                    kLockTimeout, kCheckInterval));
  }

  // A pooler in transaction mode may give every transaction another server session: locks and settings would
  // be lost. The process that it names to its client at the start is not the one that runs the statements.
  // Its mode cannot be told from here, and an idle pool gives out the same session again and again.
  static void refuse_pooler(db::Connection& connection) {
    const auto rows = connection.query("select pg_catalog.pg_backend_pid()");
    if (rows.at(0).at(0) == std::to_string(connection.session_pid())) return;
    throw Error(ErrorCode::config,
                fmt::format("{} is a connection pooler, not the server", connection.display_name()))
        .with_hint("migrations need one session of the server: give the URL of the server itself");
  }
};

}  // namespace

const EngineRules& postgres_rules() {
  static const PostgresRules rules;
  return rules;
}

}  // namespace seedctl::migrate
