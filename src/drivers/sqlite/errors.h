// SQLite's result codes as base::Error: the class of failure, the code's name in place of an SQLSTATE, a
// hint.
#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>

#include "base/error.h"

namespace seedctl::drivers::sqlite {

// "SQLITE_CONSTRAINT_UNIQUE"; "SQLITE_<n>" for a code that this build does not know.
std::string code_name(int extended_code);

// `lock` for a busy database, `database` for a file that cannot be used, `sql` for a refused statement.
base::ErrorCode class_of(int extended_code);

// What to do about it; "" where the message says it all.
std::string hint_for(int extended_code);

// The error that the handle holds, for a call that returned `code` while running `sql` ("" = none in
// particular).
base::Error last_error(sqlite3* handle, int code, std::string_view sql);

}  // namespace seedctl::drivers::sqlite
