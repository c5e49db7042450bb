// Arithmetic of real and double precision: what IEEE 754 defines to the last bit (+ - * / sqrt, rounding) and
// nothing of libm that it does not (ln, exp, sin), so that the value is one on every machine.
#include <cmath>

#include "gen/expression/function_table.h"
#include "gen/expression/rounding.h"

namespace seedctl::gen {
namespace {

template <int Bits>
double narrowed(double value) {
  if constexpr (Bits == 32) return static_cast<double>(static_cast<float>(value));
  return value;
}

[[noreturn]] void overflow() { fail("22003", "value out of range: overflow"); }
[[noreturn]] void underflow() { fail("22003", "value out of range: underflow"); }

// The result rounds twice for reals (double, then float); of + - * / and sqrt that is the same as once.
template <int Bits>
double checked(double result, double a, double b) {
  const double value = narrowed<Bits>(result);
  if (std::isinf(value) && !std::isinf(a) && !std::isinf(b)) overflow();
  return value;
}

template <int Bits>
double plus(double a, double b) {
  return checked<Bits>(a + b, a, b);
}
template <int Bits>
double minus(double a, double b) {
  return checked<Bits>(a - b, a, b);
}
template <int Bits>
double times(double a, double b) {
  const double result = checked<Bits>(a * b, a, b);
  if (result == 0 && a != 0 && b != 0) underflow();
  return result;
}
template <int Bits>
double divide(double a, double b) {
  if (b == 0 && !std::isnan(a)) fail("22012", "division by zero");
  const double result = narrowed<Bits>(a / b);
  if (std::isinf(result) && !std::isinf(a)) overflow();
  if (result == 0 && a != 0 && !std::isinf(b)) underflow();
  return result;
}

double same(double a) { return a; }
double negative(double a) { return -a; }
double absolute(double a) { return std::fabs(a); }
double truncate(double a) { return std::trunc(a); }
double floor(double a) { return std::floor(a); }
double ceiling(double a) { return std::ceil(a); }
double sign(double a) { return a > 0 ? 1 : a < 0 ? -1 : 0; }
double square_root(double a) {
  if (a < 0) fail("2201F", "cannot take square root of a negative number");
  return std::sqrt(a);
}

template <int Bits>
void add_arithmetic(std::vector<Function>& table, Signature left, Signature right) {
  const Signature result{base::TypeKind::real, Bits};
  add<&plus<Bits>>(table, "+", {left, right}, result);
  add<&minus<Bits>>(table, "-", {left, right}, result);
  add<&times<Bits>>(table, "*", {left, right}, result);
  add<&divide<Bits>>(table, "/", {left, right}, result);
}

}  // namespace

void add_real_functions(std::vector<Function>& table) {
  add_arithmetic<32>(table, kFloat4, kFloat4);
  add_arithmetic<64>(table, kFloat4, kFloat8);
  add_arithmetic<64>(table, kFloat8, kFloat4);
  add_arithmetic<64>(table, kFloat8, kFloat8);
  for (const Signature type : {kFloat4, kFloat8}) {
    add<&negative>(table, "-", {type}, type);
    add<&same>(table, "+", {type}, type);
    add<&absolute>(table, "abs", {type}, type);
    add<&absolute>(table, "@", {type}, type);
  }
  add<&rounded_even>(table, "round", {kFloat8}, kFloat8);
  add<&truncate>(table, "trunc", {kFloat8}, kFloat8);
  add<&floor>(table, "floor", {kFloat8}, kFloat8);
  add<&ceiling>(table, "ceil", {kFloat8}, kFloat8);
  add<&ceiling>(table, "ceiling", {kFloat8}, kFloat8);
  add<&sign>(table, "sign", {kFloat8}, kFloat8);
  add<&square_root>(table, "sqrt", {kFloat8}, kFloat8);
  add<&square_root>(table, "|/", {kFloat8}, kFloat8);
}

}  // namespace seedctl::gen
