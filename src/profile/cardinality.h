// How many rows a table has below each row of its parent, as `rows` and `total` say it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gen/table.h"
#include "profile/document.h"

namespace seedctl::profile {

// Children of one parent. Numbers of a `per` table are spaced by it.
inline constexpr std::uint64_t kMaxPerParent = 1'000'000'000;

// Where the parents are days: which column tells them, and their calendar.
struct DaysPlan {
  std::string column;
  base::SourcePosition position;  // of the column's name
  base::Node node;                // the column, as a profile would write it
  base::Date from, to;
};

struct PerPlan {
  std::string parent;  // "" for days
  std::optional<DaysPlan> days;
  // nullptr for a total until its parents are known: settle_total().
  gen::CardinalityPtr cardinality;
  std::optional<std::uint64_t> total;  // scaled
  std::string specification;           // what it says, in one canonical text

  std::uint32_t max() const { return cardinality->max(); }
  // For messages: what one row of the parent is.
  std::string each() const { return days ? "day" : parent; }
};

// `key` is what counts are drawn by. Throws ErrorCode::profile at what cannot be; does not look at `per`.
PerPlan read_cardinality(const TableEntry& entry, gen::Key key, double scale);

// One of the forms of `rows`: {between: [0, 4]}, 3, ...
gen::CardinalityPtr read_rows_form(const base::Node& rows, gen::Key key);

// Rows below a parent are numbered by it, so that none of them can be given, be it by `fixed` or by a file.
// `each` is what they are per.
void refuse_given_rows(const TableEntry& entry, std::string_view each);

// Shares the total out over the parent's rows; throws where they can't take it, and for a parent whose own
// rows are per row of another.
void settle_total(PerPlan& plan, const TableEntry& entry, gen::Key key, const gen::Table& parent);

}  // namespace seedctl::profile
