// What a column left out of the profile gets: decided from foreign key, CHECKs, key, type and name, in this
// order.
//
// Deterministic: the same schema and profile give the same columns, whatever the engine.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/datetime.h"
#include "profile/document.h"
#include "profile/resolve.h"
#include "schema/model.h"
#include "sql/check_facts.h"

namespace seedctl::profile {

class ExternalParents;

struct InferenceInput {
  const schema::Table& table;
  const TableEntry* entry = nullptr;          // of the profile; nullptr where it does not make the table
  std::set<std::string> made;                 // tables that the profile makes
  base::Date as_of;                           // dates are drawn up to this day
  const ExternalParents* external = nullptr;  // tables that it may refer to without making them
};

// The data's "today" where a profile does not say: a fixed day, so that seeding tomorrow changes nothing.
inline constexpr base::Date kDefaultAsOf{20089};  // 2025-01-01

// In order of preference: a later one serves where the column is too short, or has too few values, for those
// before. Never empty. Throws ErrorCode::profile, positioned at the table, for a column that nothing can be
// made for.
std::vector<Inferred> infer(const InferenceInput& input, const schema::Column& column);

// Whether the database fills the column: computed ones, numbers that no key needs, defaults of types we
// cannot make.
bool is_left_to_database(const InferenceInput& input, const schema::Column& column);

// The columns that rows are matched by: the profile's `key`, else the primary key.
std::vector<std::string> key_columns(const schema::Table& table, const TableEntry* entry);

// Parts of infer(), one source of knowledge each; nullopt where it knows nothing about the column.
std::optional<Inferred> infer_reference(const InferenceInput& input, const schema::Column& column);
// Of text with one LIKE or regular expression: patterns that obey it, first the one that looks best.
std::vector<Inferred> infer_from_patterns(const InferenceInput& input, const schema::Column& column);
std::optional<Inferred> infer_from_checks(const InferenceInput& input, const schema::Column& column,
                                          bool unique);
// Empty where the name speaks of none of the groups.
std::vector<Inferred> infer_from_groups(const schema::Table& table, const schema::Column& column);
std::optional<Inferred> infer_from_name(const InferenceInput& input, const schema::Column& column);
// Where columns are too short for what their name suggests: the same in fewer characters, longest first, and
// different in each row.
std::vector<Inferred> shorter_forms(const Inferred& named);
Inferred infer_from_type(const InferenceInput& input, const schema::Column& column);

// Of a date about which nothing is known: the year before the last day that is inferred.
inline constexpr const char* kYearBefore = "the year before as_of";
inline constexpr std::int32_t kInferredDays = 365;

// The range that a column's name suggests, as {between: [...]}; nullopt where it suggests none.
struct Range {
  std::string low, high;
  std::string reason;
};
Range usual_range(const InferenceInput& input, const schema::Column& column);

}  // namespace seedctl::profile
