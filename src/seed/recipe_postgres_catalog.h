// What PostgreSQL's catalog says of a table, for its recipe. Reads only.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "schema/model.h"

namespace seedctl::seed::postgres_catalog {

// '"public"."rent"'::regclass
std::string regclass_literal(const schema::Table& table);
// 'a', 'b', 'c': names as values.
std::string literal_list(std::span<const std::string> names);

// The declared type, or the one behind a domain, as format_type() has it.
std::string stored_type(db::Connection& connection, const schema::Column& live);

// The session's role where row-level security decides which rows of the table it sees, else "".
std::string role_under_policies(db::Connection& connection, const schema::Table& table);

// Whether the session has a right that LOCK TABLE asks for before it keeps other writers out.
bool may_keep_others_out(db::Connection& connection, const schema::Table& table);

bool has_triggers(db::Connection& connection, const schema::Table& table);

// Tables of other schemas whose foreign keys refer to the table, with those foreign keys alone.
std::vector<schema::Table> references_from_elsewhere(db::Connection& connection, const schema::Table& table);

// A table of another schema that refers to this one with an ON DELETE action, and its foreign key.
struct ForeignAction {
  std::string child;  // quoted and qualified where needed
  std::string key;
};
std::optional<ForeignAction> foreign_action(db::Connection& connection, const schema::Table& table);

// Foreign keys to the table whose columns no index leads with: the server then reads all of the child for
// each row that is deleted here.
struct UnindexedReference {
  std::string child;    // quoted and qualified where needed
  std::string columns;  // the same, listed
};
std::vector<UnindexedReference> unindexed_references(db::Connection& connection, const schema::Table& table);

// The sequence that numbers a column: its own, or the one that its default depends on. None for a default
// that names its sequence as text.
struct Sequence {
  std::string name;  // quoted and qualified where needed
  std::int64_t highest = 0;
  bool ascends = true;
  bool may_be_set = true;  // by this role, which may lack the rights to read and set it
};
std::optional<Sequence> sequence_of(db::Connection& connection, const schema::Table& table,
                                    const schema::Column& column);

// The column's DEFAULT as the engine writes it, "" = none.
std::string default_of(db::Connection& connection, const schema::Table& table, const schema::Column& column);

// The session other than this one that holds a lock on the table: "the session with pid 4711 (idle in
// transaction, lock table rent)"; "" where there is none to be seen. `table` is quoted and qualified.
std::string blocker_of(db::Connection& connection, const std::string& table);

// The first other session of this database whose pid stands in that text of the server's, in words like those
// of blocker_of(); "" where there is none, or no more.
std::string session_named_in(db::Connection& connection, std::string_view text);

}  // namespace seedctl::seed::postgres_catalog
