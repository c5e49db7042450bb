// The fast ways of decimal arithmetic against the plain ones.
#include "gen/expression/decimal_arithmetic.h"

#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "gen/expression/rounding.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;

TEST_CASE("dividing by a power of ten is dividing") {
  constexpr std::uint64_t kMost = (std::uint64_t{1} << 63) - 1;
  for (int exponent = 0; exponent <= decimal::kMostPower64; ++exponent) {
    const auto power = static_cast<std::uint64_t>(decimal::power_of_ten(exponent));
    for (const std::uint64_t value :
         {std::uint64_t{0}, std::uint64_t{1}, power - 1, power, power + 1, 2 * power - 1, kMost - 1, kMost}) {
      if (value > kMost) continue;
      INFO(value << " / 10^" << exponent);
      CHECK(decimal::quotient_by_power(value, exponent) == value / power);
    }
  }
  CHECK(rc::check("quotient", [&] {
    const auto value = *rc::gen::arbitrary<std::uint64_t>() >> *rc::gen::inRange(1, 64);
    const auto exponent = *rc::gen::inRange(0, decimal::kMostPower64 + 1);
    RC_ASSERT(decimal::quotient_by_power(value, exponent) ==
              value / static_cast<std::uint64_t>(decimal::power_of_ten(exponent)));
  }));
}

TEST_CASE("rounding to a scale is the same for small and for long numbers") {
  CHECK(rc::check("round", [] {
    const auto coefficient = static_cast<base::int128>(*rc::gen::arbitrary<std::int64_t>());
    const auto scale = static_cast<std::uint8_t>(*rc::gen::inRange(0, 20));
    const auto wanted = *rc::gen::inRange(0, 20);
    const Decimal number{coefficient, scale};
    const Decimal rounded = decimal::round_to(number, wanted), plain = number.rescaled(wanted);
    RC_ASSERT(rounded.coefficient == plain.coefficient);
    RC_ASSERT(rounded.scale == plain.scale);
  }));
}

TEST_CASE("doubles are rounded as the library rounds them") {
  for (const double value : {0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, 4503599627370495.5,
                             4503599627370496.0, 1e300, std::numeric_limits<double>::infinity()}) {
    INFO(value);
    CHECK(rounded_even(value) == std::nearbyint(value));
    CHECK(std::signbit(rounded_even(value)) == std::signbit(std::nearbyint(value)));
  }
  CHECK(std::isnan(rounded_even(std::numeric_limits<double>::quiet_NaN())));
  CHECK(rc::check("rounded", [] {
    const double value = static_cast<double>(*rc::gen::arbitrary<std::int64_t>()) / 1024;
    RC_ASSERT(rounded_even(value) == std::nearbyint(value));
  }));
}
