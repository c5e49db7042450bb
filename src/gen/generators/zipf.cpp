// zipf: whole numbers from 1 (or `min`) to `max`, number k as often as 1 / k^exponent says.
#include "gen/distribution/zipf.h"

#include <fmt/format.h>

#include "gen/generators/builders.h"
#include "gen/generators/distributed.h"

namespace seedctl::gen {

std::unique_ptr<Generator> build_zipf(const base::Node& value, const base::Node& column,
                                      const BuildContext& context) {
  const Arguments arguments{"zipf", value, column, context};
  const DistributionArguments zipf(arguments, {"exponent", "min", "max"});
  arguments.require_kind({base::TypeKind::integer, base::TypeKind::decimal});
  constexpr double kLargestExponent = 60.0;
  const double exponent = zipf.factor("exponent");
  if (exponent > kLargestExponent) base::fail_at(zipf.required("exponent"), "exponent must be at most 60");
  const base::Node& max = zipf.required("max");
  const std::uint64_t last = base::as_count(max, "max");
  const std::uint64_t first = zipf.has("min") ? base::as_count(zipf.required("min"), "min") : 1;
  if (first == 0) base::fail_at(zipf.required("min"), "zipf counts from 1");
  if (last < first) base::fail_at(max, "max is below min");
  if (last >= Zipf::kMaxNumber) base::fail_at(max, fmt::format("zipf goes up to {}", Zipf::kMaxNumber - 1));
  base::Node one = arguments.node();
  one.text = "1";
  one.kind = base::Node::Kind::integer;
  Lattice lattice = lattice_of(arguments, {zipf.has("min") ? zipf.required("min") : one, max});
  for (int digit = 0; digit < lattice.scale; ++digit) lattice.unit *= 10;
  lattice.count = last - first + 1;
  return make_distributed(arguments, lattice, std::make_unique<Zipf>(exponent, first, lattice.count));
}

}  // namespace seedctl::gen
