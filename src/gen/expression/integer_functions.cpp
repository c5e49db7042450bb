// Arithmetic of smallint, integer and bigint: overflow at the width of the result, division truncates.
#include <limits>

#include "gen/expression/function_table.h"

namespace seedctl::gen {
namespace {

template <int Bits>
[[noreturn]] void out_of_range() {
  fail("22003", std::string(type_name({base::TypeKind::integer, Bits})) + " out of range");
}
[[noreturn]] void division_by_zero() { fail("22012", "division by zero"); }

template <int Bits>
constexpr std::int64_t kLeast = Bits == 64 ? std::numeric_limits<std::int64_t>::min()
                                           : -(std::int64_t{1} << (Bits % 64 - 1));

template <int Bits>
std::int64_t fitting(std::int64_t value) {
  if constexpr (Bits < 64) {
    if (value < kLeast<Bits> || value > -(kLeast<Bits> + 1)) out_of_range<Bits>();
  }
  return value;
}

template <int Bits>
std::int64_t plus(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_add_overflow(a, b, &result)) out_of_range<Bits>();
  return fitting<Bits>(result);
}

template <int Bits>
std::int64_t minus(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_sub_overflow(a, b, &result)) out_of_range<Bits>();
  return fitting<Bits>(result);
}

template <int Bits>
std::int64_t times(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result)) out_of_range<Bits>();
  return fitting<Bits>(result);
}

template <int Bits>
std::int64_t divide(std::int64_t a, std::int64_t b) {
  if (b == 0) division_by_zero();
  if (b == -1) return minus<Bits>(0, a);
  return fitting<Bits>(a / b);
}

std::int64_t remainder(std::int64_t a, std::int64_t b) {
  if (b == 0) division_by_zero();
  return b == -1 ? 0 : a % b;
}

template <int Bits>
std::int64_t negative(std::int64_t a) {
  return minus<Bits>(0, a);
}
std::int64_t same(std::int64_t a) { return a; }
template <int Bits>
std::int64_t absolute(std::int64_t a) {
  return a < 0 ? minus<Bits>(0, a) : a;
}

std::int64_t greatest_divisor(std::int64_t a, std::int64_t b) {
  // In magnitudes: the least integer has none of its own sign.
  auto x = a < 0 ? ~static_cast<std::uint64_t>(a) + 1 : static_cast<std::uint64_t>(a);
  auto y = b < 0 ? ~static_cast<std::uint64_t>(b) + 1 : static_cast<std::uint64_t>(b);
  while (y != 0) {
    const std::uint64_t rest = x % y;
    x = y;
    y = rest;
  }
  if (x > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) out_of_range<64>();
  return static_cast<std::int64_t>(x);
}

std::int64_t gcd_of_integers(std::int64_t a, std::int64_t b) { return fitting<32>(greatest_divisor(a, b)); }

template <int Bits>
std::int64_t least_multiple(std::int64_t a, std::int64_t b) {
  if (a == 0 || b == 0) return 0;
  return absolute<Bits>(times<Bits>(a / greatest_divisor(a, b), b));
}

// For each pair of widths; the result has the wider one.
template <int Bits>
void add_arithmetic(std::vector<Function>& table, Signature left, Signature right) {
  const Signature result{base::TypeKind::integer, Bits};
  add<&plus<Bits>>(table, "+", {left, right}, result);
  add<&minus<Bits>>(table, "-", {left, right}, result);
  add<&times<Bits>>(table, "*", {left, right}, result);
  add<&divide<Bits>>(table, "/", {left, right}, result);
}

template <int Bits>
void add_of_width(std::vector<Function>& table) {
  const Signature type{base::TypeKind::integer, Bits};
  add<&remainder>(table, "%", {type, type}, type);
  add<&remainder>(table, "mod", {type, type}, type);
  add<&negative<Bits>>(table, "-", {type}, type);
  add<&same>(table, "+", {type}, type);
  add<&absolute<Bits>>(table, "abs", {type}, type);
  add<&absolute<Bits>>(table, "@", {type}, type);
}

}  // namespace

void add_integer_functions(std::vector<Function>& table) {
  add_arithmetic<16>(table, kInt2, kInt2);
  add_arithmetic<32>(table, kInt2, kInt4);
  add_arithmetic<32>(table, kInt4, kInt2);
  add_arithmetic<32>(table, kInt4, kInt4);
  for (const Signature narrow : {kInt2, kInt4}) {
    add_arithmetic<64>(table, narrow, kInt8);
    add_arithmetic<64>(table, kInt8, narrow);
  }
  add_arithmetic<64>(table, kInt8, kInt8);
  add_of_width<16>(table);
  add_of_width<32>(table);
  add_of_width<64>(table);
  add<&gcd_of_integers>(table, "gcd", {kInt4, kInt4}, kInt4);
  add<&greatest_divisor>(table, "gcd", {kInt8, kInt8}, kInt8);
  add<&least_multiple<32>>(table, "lcm", {kInt4, kInt4}, kInt4);
  add<&least_multiple<64>>(table, "lcm", {kInt8, kInt8}, kInt8);
}

}  // namespace seedctl::gen
