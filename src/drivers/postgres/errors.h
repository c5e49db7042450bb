// PostgreSQL's errors as base::Error: SQLSTATE, detail, hint, and the position in code points of the
// statement sent.
//
// Whatever the server says is made printable and cleared of passwords.
#pragma once

#include <libpq-fe.h>

#include <exception>
#include <string>
#include <string_view>

#include "base/error.h"
#include "db/connection.h"

namespace seedctl::drivers::postgres {

// The error of a result; `sql` is the caller's statement, which begins `prefix` bytes into the text that was
// sent.
base::Error result_error(PGconn* connection, const PGresult* result, std::string_view sql,
                         std::size_t prefix = 0);

// The error that the connection holds where there is no result: mostly that it is gone.
base::Error connection_error(PGconn* connection, std::string_view doing);

// What libpqxx threw, for the driver's own statements.
base::Error pqxx_error(PGconn* connection, const std::exception& thrown);

// What the server says besides, of a statement that it runs.
db::Notice notice_of(const PGresult* notice);

// One line, printable, without passwords.
std::string clean(std::string_view server_text);

// What usually helps, by SQLSTATE; "" where nothing does.
std::string hint_for(std::string_view sqlstate);

}  // namespace seedctl::drivers::postgres
