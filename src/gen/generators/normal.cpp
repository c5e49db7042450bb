// normal: around a mean, truncated to its bounds; numbers, dates and times.
#include "gen/distribution/normal.h"

#include <cmath>

#include "gen/generators/builders.h"
#include "gen/generators/distributed.h"

namespace seedctl::gen {

std::unique_ptr<Generator> build_normal(const base::Node& value, const base::Node& column,
                                        const BuildContext& context) {
  const Arguments arguments{"normal", value, column, context};
  const DistributionArguments normal(arguments, {"mean", "sd", "min", "max"});
  const double mean = normal.place("mean"), sd = normal.distance("sd");
  const double low = mean - kReach * sd, high = mean + kReach * sd;
  const Lattice lattice = normal.lattice({.low = low,
                                          .high = high,
                                          .least_max = low,
                                          .width = sd,
                                          .typical = std::max(std::abs(low), std::abs(high))});
  return make_distributed(
      arguments, lattice,
      std::make_unique<Normal>(lattice.steps_to(mean), lattice.steps_in(sd), lattice.count));
}

}  // namespace seedctl::gen
