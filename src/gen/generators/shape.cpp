// Maps of names or ranges of names to numbers, and the four kinds of growth.
#include "gen/generators/shape.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace seedctl::gen {

namespace {

using base::Date;
using base::Node;
using base::TypeKind;

const std::vector<std::string> kWeekdays{"monday", "tuesday",  "wednesday", "thursday",
                                         "friday", "saturday", "sunday"};
const std::vector<std::string> kMonths{"january", "february", "march",     "april",   "may",      "june",
                                       "july",    "august",   "september", "october", "november", "december"};
constexpr std::size_t kShortestName = 3;  // "mon", "sept"

double weight_of(const Node& node, std::string_view what) {
  const base::Decimal number = number_of(node, what);
  if (number < base::Decimal::of(0)) base::fail_at(node, fmt::format("{} must not be negative", what));
  return number.to_double();
}

[[noreturn]] void fail_key(const base::NodeEntry& entry, const std::string& message, const char* hint) {
  Node key;
  key.position = entry.position;
  base::fail_at(key, message, hint);
}

// Where in the list a name stands; three letters suffice.
std::size_t index_of(const base::NodeEntry& entry, const std::string& text,
                     const std::vector<std::string>& names) {
  const std::string wanted = base::lower_ascii(base::trim(text));
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (wanted.size() >= kShortestName && names[i].starts_with(wanted)) return i;
  }
  std::vector<std::string> known;
  for (const std::string& name : names) known.push_back(name.substr(0, kShortestName));
  fail_key(entry,
           fmt::format("unknown key \"{}\"{}", base::printable(entry.key), base::did_you_mean(wanted, known)),
           "name weekdays and months as mon, tue-fri, jan or jun-aug");
}

// The factors of named days or months; 1 for those that are not named.
template <std::size_t N>
void read_factors(const Node& map, const char* what, const std::vector<std::string>& names,
                  std::array<double, N>& factors) {
  if (map.kind != Node::Kind::map || map.entries.empty()) {
    base::fail_at(map, fmt::format("{} takes a map of names to factors", what),
                  "for example: weekdays: {sat: 2, sun: 0.5}, months: {jun-aug: 3}");
  }
  std::array<bool, N> seen{};
  for (const base::NodeEntry& entry : map.entries) {
    const std::vector<std::string> ends = base::split(entry.key, '-');
    const std::size_t from = index_of(entry, ends.front(), names), to = index_of(entry, ends.back(), names);
    const double factor = weight_of(entry.value, what);
    for (std::size_t i = from;; i = (i + 1) % N) {
      if (seen[i]) fail_key(entry, fmt::format("{}: {} is named twice", what, names[i]), "");
      seen[i] = true;
      factors[i] = factor;
      if (i == to) break;
    }
  }
}

// A time of day at the whole hour, 0 to 24.
std::size_t hour_of(const base::NodeEntry& entry, const std::string& text) {
  const std::string digits(base::trim(text));
  const bool number =
      !digits.empty() && digits.size() <= 2 && digits.find_first_not_of("0123456789") == std::string::npos;
  const std::size_t hour = number ? static_cast<std::size_t>(std::stoul(digits)) : 25;
  if (hour <= 24) return hour;
  fail_key(
      entry, fmt::format("\"{}\" is no range of hours", base::printable(entry.key)),
      "write 7-9 for the time from 7:00 to 9:00, 22-2 over midnight, 12 for the hour from 12:00 to 13:00");
}

Date date_of(const Node& node) {
  if (node.is_scalar()) {
    if (const auto date = Date::parse(node.text)) return *date;
  }
  base::fail_at(node, "expected a date such as 2024-07-01");
}

void read_keyframes(const Node& map, Growth& growth) {
  if (map.kind != Node::Kind::map || map.entries.empty()) {
    base::fail_at(map, "keyframes takes a map of dates to densities",
                  "for example: {keyframes: {2024-01-01: 1, 2024-07-01: 5}}");
  }
  bool any = false;
  for (const base::NodeEntry& entry : map.entries) {
    const auto date = Date::parse(entry.key);
    if (!date) fail_key(entry, fmt::format("\"{}\" is no date", base::printable(entry.key)), "");
    if (!growth.keyframes.empty() && *date <= growth.keyframes.back().first) {
      fail_key(entry, "keyframes must be in the order of their dates", "");
    }
    growth.keyframes.emplace_back(*date, weight_of(entry.value, "a density"));
    any = any || growth.keyframes.back().second > 0;
  }
  if (!any) base::fail_at(map, "at least one density must be above 0");
}

void read_s_curve(const Node& map, Growth& growth) {
  const std::string known[] = {"middle", "over"};
  if (map.kind != Node::Kind::map) {
    base::fail_at(map, "s-curve takes a map", "for example: {s-curve: {middle: 2024-07-01, over: 26w}}");
  }
  base::allow_keys(map, known, "s-curve");
  if (const Node* middle = map.find("middle")) growth.middle = date_of(*middle).days;
  if (const Node* over = map.find("over")) {
    const base::Interval span = span_of(*over);
    growth.days = span.months * 30.0 + span.days +
                  static_cast<double>(span.micros) / static_cast<double>(base::kMicrosPerDay);
    if (growth.days <= 0) base::fail_at(*over, "the s-curve must take longer than 0");
  }
}

double yearly_of(const Node& node, const char* what) {
  const double number = weight_of(node, what);
  if (number == 0) base::fail_at(node, fmt::format("{} must be above 0", what));
  return number;
}

Growth read_growth(const Node& node, Date from, Date to) {
  Growth growth;
  growth.from = from;
  growth.middle = (from.days + to.days + 1) / 2.0;
  growth.days = std::max(1.0, (to.days - from.days + 1) / 2.0);
  const bool named = node.kind == Node::Kind::map && node.entries.size() == 1;
  const std::string kind = named ? node.entries.front().key : node.is_scalar() ? node.text : "";
  const Node* value = named ? &node.entries.front().value : nullptr;
  if (kind == "linear") {
    growth.kind = Growth::Kind::linear;
    if (value != nullptr) growth.yearly = yearly_of(*value, "linear growth a year");
  } else if (kind == "exponential" && value != nullptr) {
    growth.kind = Growth::Kind::exponential;
    growth.yearly = yearly_of(*value, "exponential growth a year");
  } else if (kind == "s-curve") {
    growth.kind = Growth::Kind::s_curve;
    if (value != nullptr) read_s_curve(*value, growth);
  } else if (kind == "keyframes" && value != nullptr) {
    growth.kind = Growth::Kind::keyframes;
    read_keyframes(*value, growth);
  } else {
    base::fail_at(node, fmt::format("unknown growth{}{}", kind.empty() ? "" : ": ", base::printable(kind)),
                  "write linear, {linear: 0.5}, {exponential: 2}, s-curve or {keyframes: {2024-01-01: 1, "
                  "2024-07-01: 5}}");
  }
  return growth;
}

const Node* first_shape(const Arguments& arguments) {
  for (const char* name : {"hours", "weekdays", "months", "growth"}) {
    if (const Node* node = arguments.parameter(name)) return node;
  }
  return nullptr;
}

void check_type(const Arguments& arguments) {
  const TypeKind kind = arguments.context.type.kind;
  const Node* hours = arguments.parameter("hours");
  if (hours != nullptr && kind == TypeKind::date) base::fail_at(*hours, "a date has no hours");
  if (kind == TypeKind::date || kind == TypeKind::timestamp || kind == TypeKind::timestamptz) return;
  if (kind != TypeKind::time) {
    base::fail_at(*first_shape(arguments),
                  fmt::format("hours, weekdays, months and growth are for dates and times; column {} is {}",
                              arguments.context.column, arguments.context.type.str()));
  }
  for (const char* name : {"weekdays", "months", "growth"}) {
    if (const Node* node = arguments.parameter(name)) base::fail_at(*node, "a time of day has no date");
  }
  if (arguments.generator != "between") {
    base::fail_at(*hours, fmt::format("hours and {} both decide the time of day", arguments.generator),
                  "use between with hours");
  }
}

MomentGrid grid_of(TypeKind kind, const Lattice& lattice) {
  const auto first = static_cast<std::int64_t>(lattice.first);
  if (kind == TypeKind::date) return {Date{static_cast<std::int32_t>(first)}, 0, 1};
  const Date day = base::Timestamp{first}.date();
  const std::int64_t into = first - base::Timestamp::at_midnight(day).micros;
  return {day, static_cast<std::uint64_t>(into / base::kMicrosPerSecond)};
}

}  // namespace

bool has_shape(const Arguments& arguments) { return first_shape(arguments) != nullptr; }

HourShares read_hours(const Node& map) {
  if (map.kind != Node::Kind::map || map.entries.empty()) {
    base::fail_at(map, "hours takes a map of ranges to weights", "for example: hours: {7-9: 30, 16-19: 40}");
  }
  HourShares shares{};
  std::array<bool, 24> seen{};
  bool any = false;
  for (const base::NodeEntry& entry : map.entries) {
    const std::vector<std::string> ends = base::split(entry.key, '-');
    const std::size_t from = hour_of(entry, ends.front()) % 24;
    std::size_t to = ends.size() == 1 ? from + 1 : hour_of(entry, ends.back());
    if (ends.size() > 2 || (ends.size() == 2 && to % 24 == from && to != 24)) hour_of(entry, "");
    if (to <= from) to += 24;
    const double share = weight_of(entry.value, "hours") / static_cast<double>(to - from);
    any = any || share > 0;
    for (std::size_t hour = from; hour < to; ++hour) {
      if (seen[hour % 24]) fail_key(entry, fmt::format("hours: {}:00 is in two ranges", hour % 24), "");
      seen[hour % 24] = true;
      shares[hour % 24] = share;
    }
  }
  if (!any) base::fail_at(map, "at least one weight must be above 0");
  return shares;
}

DayFactors read_day_factors(const Node& map, Date from, Date to) {
  DayFactors factors;
  if (const Node* node = map.find("weekdays")) read_factors(*node, "weekdays", kWeekdays, factors.weekdays);
  if (const Node* node = map.find("months")) read_factors(*node, "months", kMonths, factors.months);
  if (const Node* node = map.find("growth")) factors.growth = read_growth(*node, from, to);
  return factors;
}

std::unique_ptr<Distribution> shaped(const Arguments& arguments, const Lattice& lattice,
                                     std::unique_ptr<Distribution> distribution) {
  if (!has_shape(arguments)) return distribution;
  check_type(arguments);
  arguments.refuse_unique("its moments come as often as hours, weekdays, months and growth say");
  const MomentGrid grid = grid_of(arguments.context.type.kind, lattice);
  const auto days = (grid.first_step + lattice.count - 1) / grid.steps_per_day;
  const Date last{grid.first_day.days + static_cast<std::int32_t>(days)};
  const DayFactors factors = read_day_factors(arguments.column, grid.first_day, last);
  HourShares shares;
  shares.fill(1.0);
  if (const Node* hours = arguments.parameter("hours")) shares = read_hours(*hours);
  if (!ShapedTime::has_weight(*distribution, grid, factors, shares)) {
    base::fail_at(*first_shape(arguments), "nothing between the bounds has a weight above 0");
  }
  return std::make_unique<ShapedTime>(*distribution, grid, factors, shares);
}

}  // namespace seedctl::gen
