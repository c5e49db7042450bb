// CHECK facts held against values: in words, and as a decision.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/value.h"
#include "schema/model.h"
#include "sql/check_facts.h"

namespace seedctl::profile {

// A place on the line on which a type's values are ordered: exact numbers, floating ones, microseconds.
using Point = std::variant<base::Decimal, double, std::int64_t>;

// nullopt for types without such a line, and for text that is no value of the type.
std::optional<Point> point_of(const base::Value& value);
std::optional<Point> point_of_text(std::string_view text, const base::LogicalType& type);
// Points of different kinds are unordered.
std::partial_ordering compare(const Point& a, const Point& b);

// "CHECK (age between 18 and 120)", "CHECK (rent_start < rent_end)".
std::string describe(const sql::CheckFact& fact);

// All facts of the table that concern the column alone.
std::vector<const sql::CheckFact*> facts_about(const schema::Table& table, std::string_view column);

// Whether a value of the fact's column obeys it; NULL does, and so does what cannot be decided. Not for
// `less`.
bool obeys(const base::Value& value, const base::LogicalType& type, const sql::CheckFact& fact);

// What every CHECK of the column leaves of one kind, merged; nullopt where none speaks of it.
std::optional<sql::CheckFact> merged_fact(const schema::Table& table, std::string_view column,
                                          sql::CheckFact::Kind kind);

// A range or values that are enough for a CHECK of the column that is not understood as a whole, and obey the
// others; nullopt where none is known.
std::optional<sql::CheckFact> enough_for_checks(const schema::Table& table, const schema::Column& column);

bool is_temporal(base::TypeKind kind);  // date, timestamp, timestamptz
bool is_number(base::TypeKind kind);    // integer, decimal, real

}  // namespace seedctl::profile
