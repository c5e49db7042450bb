// What a reference says beside the table: the column, and how the row is found: `pick`, `capacity`, `to` and
// `distinct_from`.
#pragma once

#include <string>

#include "gen/generators/arguments.h"
#include "gen/picks.h"

namespace seedctl::gen {

// The hidden column of the numbers of the rows that the reference picks, made where it is not there yet: the
// columns of a composite foreign key share one, and whatever else wants cells of the row picked. Throws a
// profile error at the argument that cannot be.
std::size_t picks_of(const Arguments& arguments, const Table& table);

// How many of the first rows are referred to, as `capacity` says once picks_of() has found it sound; 0 = all.
std::uint64_t capacity_of(const Arguments& arguments);

// The column of that table whose cells the reference holds, by index: as written, else of the foreign key,
// else `id`. Throws a profile error where it is not there or of another kind.
std::size_t referenced_column(const Arguments& arguments, const Table& table);

// Whether references of this form may follow the digits of a product: they pick evenly, and no certain row.
bool picks_evenly(const base::Node& column);

// Whether the form finds its row by itself, where a bare reference in a table with rows `per` that parent
// takes the row's own.
bool names_a_policy(const base::Node& column);

}  // namespace seedctl::gen
