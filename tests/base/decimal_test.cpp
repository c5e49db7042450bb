// Exact decimals: text, rounding, order, and what does not fit.
#include "base/decimal.h"

#include <rapidcheck.h>

#include "base/error.h"
#include "support/catch.h"

using seedctl::base::Decimal;
using seedctl::base::Error;
using seedctl::base::int128;

namespace {

const std::string kNines(38, '9');

std::string text_of(const std::string& text) {
  const auto value = Decimal::parse(text);
  return value ? value->str() : "none";
}

// Any coefficient of at most 38 digits, small ones often.
rc::Gen<Decimal> any_decimal() {
  return rc::gen::map(rc::gen::tuple(rc::gen::arbitrary<std::int64_t>(),
                                     rc::gen::inRange<std::uint64_t>(0, 5'000'000'000'000'000'000U),
                                     rc::gen::inRange(0, 39), rc::gen::arbitrary<bool>()),
                      [](const auto& parts) {
                        const auto& [high, low, scale, wide] = parts;
                        const int128 coefficient =
                            wide ? int128{high} * 5'000'000'000'000'000'000 + int128{low}
                                 : int128{high % 1000};
                        return Decimal{coefficient, static_cast<std::uint8_t>(scale)};
                      });
}

}  // namespace

TEST_CASE("decimals are read exactly and written at their scale") {
  struct Row {
    std::string text;
    std::string written;
  };
  const Row rows[] = {
      {"0", "0"},
      {"-0", "0"},
      {"0.00", "0.00"},
      {"12.50", "12.50"},
      {"-12.50", "-12.50"},
      {"+7", "7"},
      {"007.10", "7.10"},
      {".5", "0.5"},
      {"5.", "5"},
      {"-.05", "-0.05"},
      {"1e3", "1000"},
      {"1.25e1", "12.5"},
      {"1.25E+3", "1250"},
      {"125e-2", "1.25"},
      {"1e-38", "0.00000000000000000000000000000000000001"},
      {kNines, kNines},
      {"-" + kNines, "-" + kNines},
      {"1e37", "1" + std::string(37, '0')},
      {"1." + std::string(60, '0'), "1." + std::string(37, '0')},
      {"0e-99999999999999999999", "0." + std::string(38, '0')},
      {"0e99999999999999999999", "0"},
  };
  for (const Row& row : rows) CHECK(text_of(row.text) == row.written);
}

TEST_CASE("text that is no decimal number or too long is none") {
  const std::string wrong[] = {"",
                               ".",
                               "-",
                               "abc",
                               "1.2.3",
                               "1e",
                               "1e+",
                               "1 ",
                               " 1",
                               "1,5",
                               "0x10",
                               "--1",
                               "+-1",
                               "1e1e1",
                               "NaN",
                               "inf",
                               kNines + "9",
                               "1e38",
                               "1e-39",
                               "1e99999999999999999999",
                               "1." + kNines,
                               std::string("1\0", 2)};
  for (const std::string& text : wrong) {
    INFO(text);
    CHECK_FALSE(Decimal::parse(text).has_value());
  }
}

TEST_CASE("rescaling rounds half away from zero") {
  const auto rescaled = [](const char* text, int scale) {
    return Decimal::parse(text)->rescaled(scale).str();
  };
  CHECK(rescaled("1.005", 2) == "1.01");
  CHECK(rescaled("-1.005", 2) == "-1.01");
  CHECK(rescaled("1.0049", 2) == "1.00");
  CHECK(rescaled("0.5", 0) == "1");
  CHECK(rescaled("-0.5", 0) == "-1");
  CHECK(rescaled("0.49", 0) == "0");
  CHECK(rescaled("1.5", 4) == "1.5000");
  CHECK(rescaled("0.00000000000000000000000000000000000006", 0) == "0");
  CHECK(Decimal::parse("0." + kNines)->rescaled(0).str() == "1");
  CHECK_THROWS_AS(Decimal::parse(kNines)->rescaled(1), Error);
  CHECK_THROWS_AS(Decimal::of(1).rescaled(39), Error);
  CHECK_THROWS_AS(Decimal::of(1).rescaled(-1), Error);
}

TEST_CASE("decimals are compared as numbers") {
  const char* ascending[] = {"-99999999999999999999999999999999999999",
                             "-1.5",
                             "-1.49",
                             "-0.001",
                             "0",
                             "0.00000001",
                             "0.1",
                             "1",
                             "1.0000000000000000000000000000000000001",
                             "1.5",
                             "2",
                             "99999999999999999999999999999999999999"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      INFO(ascending[i] << " and " << ascending[j]);
      CHECK((Decimal::parse(ascending[i]).value() <=> Decimal::parse(ascending[j]).value()) == (i <=> j));
    }
  }
  CHECK(*Decimal::parse("1.50") == *Decimal::parse("1.5"));
  CHECK(*Decimal::parse("0.00") == *Decimal::parse("-0"));
}

TEST_CASE("normalizing drops zeros after the point only") {
  CHECK(Decimal::parse("1.500")->normalized().str() == "1.5");
  CHECK(Decimal::parse("1500")->normalized().str() == "1500");
  CHECK(Decimal::parse("0.00")->normalized().str() == "0");
}

TEST_CASE("digits and doubles follow from the coefficient") {
  CHECK(Decimal::of(0).digits() == 1);
  CHECK(Decimal::of(-999).digits() == 3);
  CHECK(Decimal::parse(kNines)->digits() == 38);
  CHECK(Decimal::parse("0.1")->to_double() == 0.1);
  CHECK(Decimal::parse("-12345678901234567890.123")->to_double() == -12345678901234567890.123);
  CHECK(Decimal::of(INT64_MIN).to_double() == -9223372036854775808.0);
}

TEST_CASE("any decimal is read back from its text") {
  CHECK(rc::check([] {
    const Decimal value = *any_decimal();
    const auto back = Decimal::parse(value.str());
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->coefficient == value.coefficient);
    RC_ASSERT(back->scale == value.scale);
    RC_ASSERT(value.normalized() == value);
  }));
}

TEST_CASE("the order of decimals agrees with subtraction where that fits") {
  CHECK(rc::check([](std::int64_t a, std::int64_t b) {
    const int scale_a = *rc::gen::inRange(0, 15);
    const int scale_b = *rc::gen::inRange(0, 15);
    int128 wide_a = a;
    int128 wide_b = b;
    for (int i = scale_a; i < 15; ++i) wide_a *= 10;
    for (int i = scale_b; i < 15; ++i) wide_b *= 10;
    const Decimal left{a, static_cast<std::uint8_t>(scale_a)};
    const Decimal right{b, static_cast<std::uint8_t>(scale_b)};
    RC_ASSERT((left < right) == (wide_a < wide_b));
    RC_ASSERT((left == right) == (wide_a == wide_b));
  }));
}

TEST_CASE("no text makes the decimal reader fail") {
  CHECK(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0019.-+eE")));
    const auto value = Decimal::parse(text);
    if (value) RC_ASSERT(Decimal::parse(value->str()) == value);
  }));
}
