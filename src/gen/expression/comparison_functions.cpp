// = <> < <= > >= of every kind that PostgreSQL orders, each with the types that it compares without a cast.
#include "gen/expression/compare.h"
#include "gen/expression/function_table.h"

namespace seedctl::gen {
namespace {

template <class T>
using Parameter = std::conditional_t<(sizeof(T) > 16) || std::is_same_v<T, base::Interval>, const T&, T>;

template <class T>
bool equal(Parameter<T> a, Parameter<T> b) {
  return order(a, b) == 0;
}
template <class T>
bool unequal(Parameter<T> a, Parameter<T> b) {
  return order(a, b) != 0;
}
template <class T>
bool less(Parameter<T> a, Parameter<T> b) {
  return order(a, b) < 0;
}
template <class T>
bool at_most(Parameter<T> a, Parameter<T> b) {
  return order(a, b) <= 0;
}
template <class T>
bool greater(Parameter<T> a, Parameter<T> b) {
  return order(a, b) > 0;
}
template <class T>
bool at_least(Parameter<T> a, Parameter<T> b) {
  return order(a, b) >= 0;
}

// A date before a timestamp: at its midnight.
std::weak_ordering order_of_midnight(std::int64_t days, std::int64_t micros) {
  return days * base::kMicrosPerDay <=> micros;
}
bool date_equal(std::int64_t a, std::int64_t b) { return order_of_midnight(a, b) == 0; }
bool date_unequal(std::int64_t a, std::int64_t b) { return order_of_midnight(a, b) != 0; }
bool date_less(std::int64_t a, std::int64_t b) { return order_of_midnight(a, b) < 0; }
bool date_at_most(std::int64_t a, std::int64_t b) { return order_of_midnight(a, b) <= 0; }
bool date_greater(std::int64_t a, std::int64_t b) { return order_of_midnight(a, b) > 0; }
bool date_at_least(std::int64_t a, std::int64_t b) { return order_of_midnight(a, b) >= 0; }
bool equal_to_date(std::int64_t a, std::int64_t b) { return order_of_midnight(b, a) == 0; }
bool unequal_to_date(std::int64_t a, std::int64_t b) { return order_of_midnight(b, a) != 0; }
bool less_than_date(std::int64_t a, std::int64_t b) { return order_of_midnight(b, a) > 0; }
bool at_most_date(std::int64_t a, std::int64_t b) { return order_of_midnight(b, a) >= 0; }
bool greater_than_date(std::int64_t a, std::int64_t b) { return order_of_midnight(b, a) < 0; }
bool at_least_date(std::int64_t a, std::int64_t b) { return order_of_midnight(b, a) <= 0; }

template <class T>
void add_order(std::vector<Function>& table, Signature left, Signature right) {
  add<&equal<T>>(table, "=", {left, right}, kBoolean);
  add<&unequal<T>>(table, "<>", {left, right}, kBoolean);
  add<&less<T>>(table, "<", {left, right}, kBoolean);
  add<&at_most<T>>(table, "<=", {left, right}, kBoolean);
  add<&greater<T>>(table, ">", {left, right}, kBoolean);
  add<&at_least<T>>(table, ">=", {left, right}, kBoolean);
}

void add_dates(std::vector<Function>& table, Signature moment) {
  add<&date_equal>(table, "=", {kDate, moment}, kBoolean);
  add<&date_unequal>(table, "<>", {kDate, moment}, kBoolean);
  add<&date_less>(table, "<", {kDate, moment}, kBoolean);
  add<&date_at_most>(table, "<=", {kDate, moment}, kBoolean);
  add<&date_greater>(table, ">", {kDate, moment}, kBoolean);
  add<&date_at_least>(table, ">=", {kDate, moment}, kBoolean);
  add<&equal_to_date>(table, "=", {moment, kDate}, kBoolean);
  add<&unequal_to_date>(table, "<>", {moment, kDate}, kBoolean);
  add<&less_than_date>(table, "<", {moment, kDate}, kBoolean);
  add<&at_most_date>(table, "<=", {moment, kDate}, kBoolean);
  add<&greater_than_date>(table, ">", {moment, kDate}, kBoolean);
  add<&at_least_date>(table, ">=", {moment, kDate}, kBoolean);
}

}  // namespace

void add_comparisons(std::vector<Function>& table) {
  for (const Signature left : {kInt2, kInt4, kInt8}) {
    for (const Signature right : {kInt2, kInt4, kInt8}) add_order<std::int64_t>(table, left, right);
  }
  for (const Signature left : {kFloat4, kFloat8}) {
    for (const Signature right : {kFloat4, kFloat8}) add_order<double>(table, left, right);
  }
  for (const Signature type : {kBoolean, kDate, kTime, kTimestamp, kTimestamptz})
    add_order<std::int64_t>(table, type, type);
  add_order<std::int64_t>(table, kTimestamp, kTimestamptz);
  add_order<std::int64_t>(table, kTimestamptz, kTimestamp);
  add_dates(table, kTimestamp);
  add_dates(table, kTimestamptz);
  add_order<base::Decimal>(table, kNumeric, kNumeric);
  add_order<base::Interval>(table, kInterval, kInterval);
  add_order<base::Uuid>(table, kUuid, kUuid);
  add_order<std::string_view>(table, kText, kText);
  add_order<std::string_view>(table, kBytes, kBytes);
  // Labels have an order of their own, which their type declares and their text does not show.
  add<&equal<std::string_view>>(table, "=", {kEnumeration, kEnumeration}, kBoolean);
  add<&unequal<std::string_view>>(table, "<>", {kEnumeration, kEnumeration}, kBoolean);
}

}  // namespace seedctl::gen
