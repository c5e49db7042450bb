// Connecting, with session settings that make all output exact and of one form.
//
// The settings are part of the connection request and not SET afterwards, so that RESET ALL in a migration
// brings them back instead of losing them.
#include "drivers/postgres/open.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <vector>

#include "base/text.h"
#include "drivers/names.h"
#include "drivers/postgres/connection.h"
#include "drivers/postgres/errors.h"
#include "drivers/postgres/parameters.h"
#include "drivers/postgres/pqxx.h"
#include "drivers/postgres/session.h"

namespace seedctl::drivers::postgres {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::array<std::pair<const char*, const char*>, 6> kSettings{{
    {"DateStyle", "ISO"},
    {"IntervalStyle", "postgres"},
    {"TimeZone", "UTC"},
    {"extra_float_digits", "3"},
    {"bytea_output", "hex"},
    {"standard_conforming_strings", "on"},
}};

// What a server or database sets for its applications, and would cut a long migration or load off in the
// middle. Who writes them into the URL means them: these come first.
constexpr std::array<std::pair<const char*, const char*>, 2> kNoLimits{{
    {"statement_timeout", "0"},
    {"idle_in_transaction_session_timeout", "0"},
}};

// How long a session that only reads waits for a table that another one holds exclusively: as long as `seed`.
constexpr const char* kReaderLockTimeout = "30s";

// A value for the "options" keyword, where spaces and backslashes are escaped.
std::string option(std::string_view name, std::string_view value) {
  std::string out = " -c " + std::string(name) + "=";
  for (const char c : value) {
    if (c == ' ' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string search_path(const std::string& schema) {
  std::string path = quote_name(schema);
  if (schema != "public") path += ",public";
  return path;
}

// Keywords for libpq; later ones win over those of the URL, which stand as one string under "dbname".
class Request {
 public:
  Request(const db::Url& url, const OpenOptions& options) {
    add("dbname", url.conninfo());
    add("client_encoding", "UTF8");
    add("fallback_application_name", "seedctl");
    std::string session;
    for (const auto& [name, value] : kNoLimits) session += option(name, value);
    if (options.read_only) session += option("lock_timeout", kReaderLockTimeout);
    session += " " + given_or_default(url, "options");
    for (const auto& [name, value] : kSettings) session += option(name, value);
    if (options.read_only) session += option("default_transaction_read_only", "on");
    if (!options.schema.empty()) session += option("search_path", search_path(options.schema));
    add("options", session);
    if (given_or_default(url, "connect_timeout").empty())
      add("connect_timeout", std::to_string(options.connect_timeout_s));
    for (const auto& value : values_) pointers_.push_back(value.c_str());
    keywords_.push_back(nullptr);
    pointers_.push_back(nullptr);
  }
  PGconn* connect() const { return PQconnectdbParams(keywords_.data(), pointers_.data(), 1); }
  PGconn* start() const { return PQconnectStartParams(keywords_.data(), pointers_.data(), 1); }

 private:
  void add(const char* keyword, std::string value) {
    keywords_.push_back(keyword);
    values_.push_back(std::move(value));
  }
  std::vector<const char*> keywords_;
  std::vector<std::string> values_;
  std::vector<const char*> pointers_;
};

// The SQLSTATE behind the last ":  " of a message, where libpq was told to show nothing else.
std::string sqlstate_in(std::string_view message) {
  const std::size_t mark = message.rfind(":  ");
  if (mark == std::string_view::npos) return {};
  const std::string_view code = base::trim(message.substr(mark + 3));
  const auto valid = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
  return code.size() == 5 && std::all_of(code.begin(), code.end(), valid) ? std::string(code) : std::string{};
}

// libpq keeps the SQLSTATE of a refused connection to itself, and the words are in the server's language. So
// a refused connection is tried once more, with messages reduced to the code.
std::string refusal_code(const Request& request) {
  constexpr auto kPatience = std::chrono::seconds(5);  // the server answered a moment ago
  const auto until = std::chrono::steady_clock::now() + kPatience;
  const Handle handle(request.start());
  if (!handle || PQstatus(handle.get()) == CONNECTION_BAD) return {};
  PQsetErrorVerbosity(handle.get(), PQERRORS_SQLSTATE);
  auto state = PGRES_POLLING_WRITING;
  while (state == PGRES_POLLING_READING || state == PGRES_POLLING_WRITING) {
    pollfd waiting{PQsocket(handle.get()),
                   static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now())
            .count();
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) < 0) return {};
    state = PQconnectPoll(handle.get());
  }
  return sqlstate_in(PQerrorMessage(handle.get()));
}

[[noreturn]] void fail(const db::Url& url, const Request& request, PGconn* connection) {
  const std::string raw = connection == nullptr ? "out of memory" : PQerrorMessage(connection);
  Error error(ErrorCode::database, fmt::format("cannot connect to {}: {}", url.display(), clean(raw)));
  if (connection != nullptr && are_refused(url))
    throw Error(ErrorCode::config, fmt::format("libpq refuses the connection's parameters: {}", clean(raw)))
        .with_hint("they come from the database URL, or from libpq's variables");
  // A server's own words follow its severity and two spaces, in every language; libpq's never do.
  const bool answered = raw.find(":  ") != std::string::npos;
  if (answered) error.sqlstate = refusal_code(request);
  error.hint = hint_for(error.sqlstate);
  if (!answered) error.hint = fmt::format("is the server running, and reachable at {}?", url.target());
  throw error;
}

// PGDATESTYLE and PGTZ in the environment come after the connection's own options.
void insist_on_settings(Session& session) {
  for (const auto& [name, value] : kSettings) {
    const char* actual = PQparameterStatus(session.raw(), name);
    if (actual != nullptr && !std::string_view(actual).starts_with(value))
      session.own(fmt::format("SET {} = '{}'", name, value));
  }
}

std::unique_ptr<db::Connection> open_maintenance(const db::Url& url) {
  try {
    return open(url.with_database("postgres"), {});
  } catch (const Error& error) {
    if (error.sqlstate != "3D000") throw;
    return open(url.with_database("template1"), {});
  }
}

}  // namespace

std::unique_ptr<db::Connection> open(const db::Url& url, const OpenOptions& options) {
  require_numbers(url);
  const Request request(url, options);
  Handle handle(request.connect());
  if (!handle || PQstatus(handle.get()) != CONNECTION_OK) fail(url, request, handle.get());
  auto session = std::make_shared<Session>(std::move(handle));
  insist_on_settings(*session);
  return std::make_unique<PostgresConnection>(std::move(session), url.display());
}

bool create_database(const db::Url& url) {
  if (url.database.empty()) throw Error(ErrorCode::config, "the database URL names no database to make");
  const auto connection = open_maintenance(url);
  const base::Value name = url.database;
  const auto there = connection->query("SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1", {&name, 1});
  if (!there.empty()) return false;
  try {
    connection->execute("CREATE DATABASE " + quote_name(url.database));
    return true;
  } catch (const Error& error) {
    // Another process made it between the two statements: one of duplicate_database, or a race on the
    // catalog's index.
    if (error.sqlstate == "42P04" || error.sqlstate == "23505") return false;
    throw;
  }
}

}  // namespace seedctl::drivers::postgres
