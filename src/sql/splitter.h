// Cuts a script into statements, each with its place in the file; text only, nothing is run.
//
// PostgreSQL: a streaming lexer (quotes, E'', dollar quotes, nested comments, parentheses, BEGIN ATOMIC
// bodies, COPY FROM stdin data), tested against libpg_query as an oracle. SQLite: at a `;` outside strings
// and comments where sqlite3_complete agrees. Memory is that of the input; time is linear.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/engine.h"
#include "base/error.h"

namespace seedctl::sql {

struct Statement {
  std::string_view
      text;  // from its first token to its last, without the `;`; never empty, points into the script
  std::size_t offset = 0;      // of text, in bytes of the script
  std::string_view copy_data;  // for COPY ... FROM stdin: the lines of data, without the closing `\.`
  bool is_copy = false;
};

// Statements in order; comments and empty statements are left out, a UTF-8 byte order mark is skipped. Throws
// ErrorCode::migration, positioned in `file` where the culprit starts and with an excerpt, for an
// unterminated string, comment, dollar quote, BEGIN ATOMIC body or COPY block, a psql command other than
// \restrict and \unrestrict (which are skipped), NUL, or UTF-16. A parenthesis that is never closed is left
// to the server, whose message is better. `first_line` is the line of the script's first byte in the file.
std::vector<Statement> split(std::string_view script, base::Engine engine, const std::string& file,
                             std::uint32_t first_line = 1);

// What a statement does to the transaction it runs in, from its leading keywords (comments skipped).
enum class TransactionUse {
  none,     // runs in a transaction like any other
  control,  // BEGIN, COMMIT, ROLLBACK, SAVEPOINT, ...: not allowed in a transactional migration
  outside,  // cannot run inside one: CREATE INDEX CONCURRENTLY, VACUUM, CREATE DATABASE, ...; SQLite: VACUUM,
            // ATTACH, PRAGMA journal_mode, PRAGMA foreign_keys
};
TransactionUse transaction_use(std::string_view statement, base::Engine engine);

// The leading words, comments skipped, at most `count`, up to the first token that is no word: {"CREATE",
// "TABLE", "RENT"}. Bare words in upper case, quoted identifiers without their quotes as written.
std::vector<std::string> leading_words(std::string_view statement, std::size_t count,
                                       base::Engine engine = base::Engine::postgres);

// What a PRAGMA of SQLite is about, in lower case and without its schema: "foreign_keys" for `PRAGMA
// main.Foreign_Keys(0)`. "" for every other statement.
std::string pragma_name(std::string_view statement);

// Line and column (code points, a tab is one) of a byte offset in a text. Lines end at \n, so that \r\n is
// one line end; a byte order mark takes no column.
base::SourcePosition position_of(std::string_view text, std::size_t offset, const std::string& file,
                                 std::uint32_t first_line = 1);

// Byte offset in `statement` of the identifier `name` as a token (bare or quoted, case-insensitive when
// bare), outside strings and comments; npos where it does not occur. A dotted name ("main.rent", "u.age") is
// looked for as written, then by its last part. For engines that name the culprit but not its place.
std::size_t find_identifier(std::string_view statement, std::string_view name,
                            base::Engine engine = base::Engine::sqlite);

}  // namespace seedctl::sql
