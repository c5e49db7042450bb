// From diagnostics fields to base::Error: see the header.
#include "drivers/postgres/errors.h"

#include <charconv>

#include "base/text.h"
#include "db/url.h"
#include "drivers/postgres/pqxx.h"

namespace seedctl::drivers::postgres {
namespace {

using base::Error;
using base::ErrorCode;

std::string field(const PGresult* result, int code) {
  const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
  return text == nullptr ? std::string{} : std::string(text);
}

bool ends_session(std::string_view sqlstate) {
  return sqlstate.starts_with("08") || sqlstate == "57P01" || sqlstate == "57P02" || sqlstate == "57P03" ||
         sqlstate == "57P05" || sqlstate == "25P03";
}

ErrorCode class_of(PGconn* connection, std::string_view sqlstate) {
  if (PQstatus(connection) != CONNECTION_OK || ends_session(sqlstate)) return ErrorCode::database;
  return sqlstate == "55P03" ? ErrorCode::lock : ErrorCode::sql;
}

// The server counts characters of its own encoding from 1; SQL_ASCII has none, so that there it counts bytes.
std::optional<std::uint64_t> offset_of(PGconn* connection, const std::string& position, std::string_view sql,
                                       std::size_t prefix) {
  std::uint64_t counted = 0;
  const auto [end, error] = std::from_chars(position.data(), position.data() + position.size(), counted);
  if (error != std::errc{} || counted <= prefix) return std::nullopt;
  const std::uint64_t offset = counted - 1 - prefix;  // the prefix is ASCII
  const char* encoding = PQparameterStatus(connection, "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "SQL_ASCII") return offset;
  return base::count_code_points(sql.substr(0, std::min<std::uint64_t>(offset, sql.size())));
}

// Lines joined, with their white space made single.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  return std::string(base::trim(out));
}

// Keeps line breaks: a detail may have several lines.
std::string clean_lines(std::string_view text) {
  std::string out;
  for (const std::string& line : base::split(db::redact(text), '\n')) {
    if (!out.empty()) out += '\n';
    out += base::printable(line);
  }
  return out;
}

}  // namespace

std::string clean(std::string_view server_text) { return base::printable(one_line(db::redact(server_text))); }

std::string hint_for(std::string_view sqlstate) {
  if (sqlstate == "3D000") return "make it with: seedctl migrate --create-db";
  if (sqlstate == "28P01" || sqlstate == "28000")
    return "check user and password; the password may also come from PGPASSWORD or ~/.pgpass";
  if (sqlstate == "53300") return "the server has no connection left; close some and try again";
  if (sqlstate == "57P03") return "the server is starting up or shutting down; try again in a moment";
  if (sqlstate == "53100") return "free some space on the server and run the same command again";
  if (sqlstate == "25006") return "the server or the session only reads: is it a standby?";
  return {};
}

Error result_error(PGconn* connection, const PGresult* result, std::string_view sql, std::size_t prefix) {
  const std::string sqlstate = field(result, PG_DIAG_SQLSTATE);
  std::string message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message.empty())
    message = result == nullptr ? PQerrorMessage(connection) : PQresultErrorMessage(result);
  if (base::trim(message).empty()) message = "the connection to the server was lost";
  Error error(class_of(connection, sqlstate), clean(message));
  error.sqlstate = sqlstate;
  error.detail = clean_lines(field(result, PG_DIAG_MESSAGE_DETAIL));
  for (const std::string& more : {field(result, PG_DIAG_INTERNAL_QUERY), field(result, PG_DIAG_CONTEXT)}) {
    if (more.empty()) continue;
    if (!error.detail.empty()) error.detail += '\n';
    error.detail += clean_lines(more);
  }
  error.hint = clean(field(result, PG_DIAG_MESSAGE_HINT));
  // The function is the same in every language and version; the code alone is that of any missing right.
  if (field(result, PG_DIAG_SOURCE_FUNCTION) == "check_enable_rls")
    error.hint =
        "rows may be hidden from this role: connect as the table's owner (without FORCE ROW LEVEL "
        "SECURITY) or as a role with BYPASSRLS";
  if (error.hint.empty()) error.hint = hint_for(sqlstate);
  error.statement_offset = offset_of(connection, field(result, PG_DIAG_STATEMENT_POSITION), sql, prefix);
  return error;
}

db::Notice notice_of(const PGresult* notice) {
  std::string message = clean(field(notice, PG_DIAG_MESSAGE_PRIMARY));
  for (const int code : {int{PG_DIAG_MESSAGE_DETAIL}, int{PG_DIAG_MESSAGE_HINT}})
    if (const std::string more = clean(field(notice, code)); !more.empty()) message += "; " + more;
  return {.warning = field(notice, PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING",
          .message = std::move(message)};
}

Error connection_error(PGconn* connection, std::string_view doing) {
  std::string why = clean(PQerrorMessage(connection));
  if (why.empty()) why = "the connection to the server was lost";
  const bool gone = PQstatus(connection) != CONNECTION_OK;
  return {gone ? ErrorCode::database : ErrorCode::sql, std::string(doing) + ": " + why};
}

Error pqxx_error(PGconn* connection, const std::exception& thrown) {
  std::string sqlstate;
  if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&thrown)) sqlstate = sql->sqlstate();
  // Version 6 keeps no SQLSTATE for these two.
  if (dynamic_cast<const pqxx::serialization_failure*>(&thrown) != nullptr) sqlstate = "40001";
  if (dynamic_cast<const pqxx::deadlock_detected*>(&thrown) != nullptr) sqlstate = "40P01";
  const bool gone = dynamic_cast<const pqxx::broken_connection*>(&thrown) != nullptr;
  std::string message = thrown.what();
  // "ERROR:  words": the severity is of no use here, and is in the server's language.
  const std::size_t severity = message.find(":  ");
  if (severity != std::string::npos && severity < message.find('\n')) message.erase(0, severity + 3);
  const std::size_t detail = message.find('\n');
  Error error(gone ? ErrorCode::database : class_of(connection, sqlstate), clean(message.substr(0, detail)));
  error.sqlstate = sqlstate;
  if (detail != std::string::npos) error.detail = clean_lines(base::trim(message.substr(detail)));
  error.hint = hint_for(sqlstate);
  return error;
}

}  // namespace seedctl::drivers::postgres
