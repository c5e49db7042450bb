// The profile's own rules: how many rows a table has, and what a query must answer.
#pragma once

#include <string>
#include <vector>

#include "base/node.h"
#include "check/check.h"
#include "db/connection.h"
#include "profile/document.h"
#include "schema/model.h"

namespace seedctl::check {

// All rows of the table count, people's included. A rule whose SQL fails, or that is no query, is a finding.
// `scale` is what the profile was seeded with: row counts are expected at that scale.
Outcome check_rule(db::Connection& connection, const profile::CheckEntry& rule, double scale,
                   const schema::Schema& live);

// Whether a cell is what a scalar of the profile says: numbers as numbers ("1.50" is 1.5), booleans in either
// engine's words (t, f, 1, 0, true, false), NULL as null, all else as exact text.
bool is_expected(const std::optional<std::string>& cell, const base::Node& expected);

// How many rows of an answer, where it has so many, tell whether it is what `expect` says, and what else it
// is: no more are read.
std::size_t rows_to_judge(const base::Node& expect);

// Why the rows, at most rows_to_judge(), are not what `expect` says ("" = they are). A scalar: the first
// column of the only row; a list of lists: all rows, in order; a list of scalars: the first columns of all
// rows; `empty`: no rows.
std::string unexpected(const std::vector<db::Row>& rows, const base::Node& expect);

}  // namespace seedctl::check
