// lognormal: sizes around a median, few of them many times as large; numbers, and times from `min` on.
#include "gen/distribution/lognormal.h"

#include "gen/distribution/elementary.h"
#include "gen/generators/builders.h"
#include "gen/generators/distributed.h"

namespace seedctl::gen {

std::unique_ptr<Generator> build_lognormal(const base::Node& value, const base::Node& column,
                                           const BuildContext& context) {
  const Arguments arguments{"lognormal", value, column, context};
  const DistributionArguments lognormal(arguments, {"median", "sigma", "min", "max"});
  const double median = lognormal.distance("median"), sigma = lognormal.factor("sigma");
  constexpr double kLargestSigma = 20.0;
  if (sigma > kLargestSigma) base::fail_at(lognormal.required("sigma"), "sigma must be at most 20");
  // What is typical decides how many digits a number gets; the rare giants give up none for that.
  constexpr double kTypical = 3.0;
  const double origin = lognormal.origin();
  const Lattice lattice = lognormal.lattice({.low = origin,
                                             .high = origin + median * portable_exp(kReach * sigma),
                                             .least_max = origin + median * portable_exp(-kReach * sigma),
                                             .width = median,
                                             .typical = median * portable_exp(kTypical * sigma)});
  return make_distributed(
      arguments, lattice,
      std::make_unique<Lognormal>(lattice.steps_in(median), sigma, -lattice.steps_to(origin), lattice.count));
}

}  // namespace seedctl::gen
