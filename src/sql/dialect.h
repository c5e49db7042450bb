// What the engines' SQL looks like: quoting and small statements as text. No policy.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/engine.h"
#include "base/value.h"

namespace seedctl::sql {

// "name" with quotes doubled. Throws ErrorCode::failed for a NUL or an empty name.
std::string quote_identifier(std::string_view name);
// schema.name, both quoted; the name alone where the schema is empty.
std::string qualified(std::string_view schema, std::string_view name);
// 'text' with quotes doubled; E'' is never needed (standard_conforming_strings is on). Throws
// ErrorCode::failed for a NUL.
std::string quote_literal(std::string_view text);
// A value as a literal of the engine, with a type where PostgreSQL needs one. A Timestamp is written without
// a zone: a session that compares it with timestamptz must have TimeZone UTC. SQLite decimals of more than 15
// digits are texts.
std::string literal(const base::Value& value, base::Engine engine);
// "a", "b", "c" quoted and joined.
std::string column_list(std::span<const std::string> names);
// The type to give a column of a temporary or own table so that it stores values of the logical type without
// loss.
std::string storage_type(const base::LogicalType& type, base::Engine engine);
// What a key column (quoted, qualified where needed) is compared and sorted by so that its order is that of
// base/ordered_key.h, whatever its collation and however its values are spelled.
std::string ordered_key(const std::string& column, const base::LogicalType& type, base::Engine engine);
// Whether a column of the type can hold a value in one way only, so that a UNIQUE key of the engine holds for
// values, not for their spellings. SQLite keeps an upper-case uuid as another text.
bool has_one_spelling(const base::LogicalType& type, base::Engine engine);

}  // namespace seedctl::sql
