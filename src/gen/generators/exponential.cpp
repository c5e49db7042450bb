// exponential: most near the lower bound, ever fewer above it; numbers, and times from `min` on.
#include "gen/distribution/exponential.h"

#include "gen/generators/builders.h"
#include "gen/generators/distributed.h"

namespace seedctl::gen {

std::unique_ptr<Generator> build_exponential(const base::Node& value, const base::Node& column,
                                             const BuildContext& context) {
  const Arguments arguments{"exponential", value, column, context};
  const DistributionArguments exponential(arguments, {"mean", "min", "max"});
  // Beyond so many means lies less than one draw in 2^64.
  constexpr double kMeans = 45.0;
  const double mean = exponential.distance("mean");
  const double low = exponential.has("min") ? exponential.place("min") : exponential.origin();
  const Lattice lattice = exponential.lattice(
      {.low = low, .high = low + kMeans * mean, .least_max = low, .width = mean, .typical = low + mean});
  return make_distributed(arguments, lattice,
                          std::make_unique<Exponential>(lattice.steps_in(mean), lattice.count));
}

}  // namespace seedctl::gen
