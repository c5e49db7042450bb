// Which row of its parent a row refers to, by every policy: generators of hidden columns that hold the number
// of the row picked, NULL where there is none.
//
// Rows come from a Parents value: the table's first `rows` rows, all of them unless the profile gives a
// `capacity`, below which growth of the parent moves no reference.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "gen/distribution/distribution.h"
#include "gen/generator.h"
#include "gen/product_space.h"
#include "gen/random.h"

namespace seedctl::gen {

struct Parents {
  const Table* table = nullptr;
  std::uint64_t rows = 0;  // at most the table's; fewer only of plain tables
};

using Picks = std::unique_ptr<Generator>;

// In a table with rows `per` the parent: the row's own.
Picks own_parents();
// Each parent as often as the others; a parent more moves only the minimal share of references, to it.
Picks uniform_picks(Parents parents, Key key);
// By the ring of a table of rows that are not made here: each about as often as the others; a row that comes
// or goes moves its own share alone.
Picks ring_picks(const Table& table, Key key);
// Row i sees the first ceil(i / children_per_parent) parents, evenly: what is there never moves, and old
// parents have more children. For rows numbered 1..rows * children_per_parent.
Picks growing_picks(Parents parents, Key key, std::uint64_t children_per_parent);
// By the distribution's ranks, which has one for each of the parents, scattered over them.
Picks ranked_picks(Parents parents, Key key, std::shared_ptr<const Distribution> distribution);
// By the distribution's ranks over the parents at these places.
Picks listed_picks(Parents parents, Key key, std::vector<std::uint64_t> places,
                   std::shared_ptr<const Distribution> distribution);
// Each parent at most once, for rows numbered 1..rows.
Picks single_picks(Parents parents, Key key);
// Different ones in each group of so many rows that follow one another, at most as many as there are parents:
// in a table with rows `per` parent of rows below one parent.
Picks group_picks(Parents parents, Key key, std::uint64_t rows_of_group);
// As the row's digit of a product of columns.
Picks combined_picks(Parents parents, const ProductDigit& digit);
// Evenly among the parents that the picks in these columns of the same row leave over; there must be more
// parents than columns.
Picks distinct_picks(Parents parents, Key key, std::vector<std::size_t> others);
// Among the rows of the own table that come before; the first row picks none, or itself.
Picks earlier_picks(const Table& table, Key key, bool first_is_null);
// The row before; the first row picks none.
Picks previous_picks(const Table& table);
// Always the same.
Picks fixed_pick(std::uint64_t number);

}  // namespace seedctl::gen
