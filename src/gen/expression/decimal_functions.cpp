// Functions and operators of numeric.
#include "gen/expression/decimal_arithmetic.h"
#include "gen/expression/function_table.h"

namespace seedctl::gen {
namespace {

Decimal same(const Decimal& a) { return a; }
Decimal absolute(const Decimal& a) { return a.coefficient < 0 ? decimal::negative(a) : a; }
Decimal sign(const Decimal& a) { return Decimal::of(a.coefficient == 0 ? 0 : a.coefficient < 0 ? -1 : 1); }
Decimal round_whole(const Decimal& a) { return decimal::round_to(a, 0); }
Decimal truncate(const Decimal& a) { return decimal::truncate_places(a, 0); }
std::int64_t scale(const Decimal& a) { return a.scale; }
Decimal trim_scale(const Decimal& a) { return a.normalized(); }
std::int64_t min_scale(const Decimal& a) { return a.normalized().scale; }

}  // namespace

void add_decimal_functions(std::vector<Function>& table) {
  add<&decimal::add>(table, "+", {kNumeric, kNumeric}, kNumeric);
  add<&decimal::subtract>(table, "-", {kNumeric, kNumeric}, kNumeric);
  add<&decimal::multiply>(table, "*", {kNumeric, kNumeric}, kNumeric);
  add<&decimal::divide>(table, "/", {kNumeric, kNumeric}, kNumeric);
  add<&decimal::remainder>(table, "%", {kNumeric, kNumeric}, kNumeric);
  add<&decimal::remainder>(table, "mod", {kNumeric, kNumeric}, kNumeric);
  add<&decimal::whole_quotient>(table, "div", {kNumeric, kNumeric}, kNumeric);
  add<&decimal::power>(table, "^", {kNumeric, kNumeric}, kNumeric);
  add<&decimal::power>(table, "power", {kNumeric, kNumeric}, kNumeric);
  add<&decimal::power>(table, "pow", {kNumeric, kNumeric}, kNumeric);
  add<&decimal::negative>(table, "-", {kNumeric}, kNumeric);
  add<&same>(table, "+", {kNumeric}, kNumeric);
  add<&absolute>(table, "abs", {kNumeric}, kNumeric);
  add<&absolute>(table, "@", {kNumeric}, kNumeric);
  add<&sign>(table, "sign", {kNumeric}, kNumeric);
  add<&round_whole>(table, "round", {kNumeric}, kNumeric);
  add<&decimal::round_places>(table, "round", {kNumeric, kInt4}, kNumeric);
  add<&truncate>(table, "trunc", {kNumeric}, kNumeric);
  add<&decimal::truncate_places>(table, "trunc", {kNumeric, kInt4}, kNumeric);
  add<&decimal::floor>(table, "floor", {kNumeric}, kNumeric);
  add<&decimal::ceiling>(table, "ceil", {kNumeric}, kNumeric);
  add<&decimal::ceiling>(table, "ceiling", {kNumeric}, kNumeric);
  add<&decimal::square_root>(table, "sqrt", {kNumeric}, kNumeric);
  add<&scale>(table, "scale", {kNumeric}, kInt4);
  add<&min_scale>(table, "min_scale", {kNumeric}, kInt4);
  add<&trim_scale>(table, "trim_scale", {kNumeric}, kNumeric);
}

}  // namespace seedctl::gen
