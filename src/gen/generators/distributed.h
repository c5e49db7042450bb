// Generators that draw ranks of a lattice from a distribution: normal, lognormal, exponential, zipf,
// histogram, and between where its days or hours differ. And how their arguments are read.
#pragma once

#include <initializer_list>
#include <memory>
#include <string_view>

#include "gen/distribution/distribution.h"
#include "gen/generator.h"
#include "gen/generators/arguments.h"
#include "gen/generators/lattice.h"

namespace seedctl::gen {

// How many standard deviations from the mean a continuous distribution goes where nothing bounds it: beyond
// lies less than one draw in 2^64.
inline constexpr double kReach = 10.0;

// With the column's shapes.
std::unique_ptr<Generator> make_distributed(const Arguments& arguments, const Lattice& lattice,
                                            std::unique_ptr<Distribution> distribution);

// Where a distribution ends by itself, in the units of the profile: numbers, days, or microseconds.
struct Extent {
  double low;
  double high;
  double least_max;  // a `max` below leaves nothing, as does a `min` above `high`
  double width;      // numbers without a scale of their own are told apart to about a thousandth of it,
  double typical;    // as far as a number of this size leaves digits
};

// The map under a distribution's name. Places and distances are in the units of the profile, as above.
class DistributionArguments {
 public:
  // Refuses unknown keys, types that are neither numbers nor times, and columns that must be unique.
  DistributionArguments(const Arguments& arguments, std::initializer_list<std::string_view> keys);

  bool has(std::string_view key) const { return arguments_.value.find(key) != nullptr; }
  const base::Node& required(std::string_view key) const;
  // A value of the column, not rounded to its lattice: the mean of whole numbers may have a fraction.
  double place(std::string_view key) const;
  // A positive distance: a number, or of dates and times a span.
  double distance(std::string_view key) const;
  // A positive number without a unit.
  double factor(std::string_view key) const;
  // Where distances are counted from: 0 for numbers and times of the day; `min`, which then must be there,
  // for dates and timestamps.
  double origin() const;

  // From `min` to `max`; where one is missing, the natural end as far as the column's type goes.
  Lattice lattice(const Extent& extent) const;

 private:
  double positive(const base::Node& node, std::string_view key) const;
  int scale_for(const Extent& extent) const;
  base::Node end_node(double natural, int scale) const;

  const Arguments& arguments_;
};

}  // namespace seedctl::gen
