// Spans of time in their three notations. A sign before a compact span ("-1d12h") is that of the whole span,
// as people mean it; in PostgreSQL's words ("-1 days +02:00:00") and in ISO 8601 ("P1DT-2H") each field has
// its own.
#include <limits>
#include <string>

#include "base/datetime.h"
#include "base/decimal.h"
#include "base/text.h"
#include "base/text_scanner.h"

namespace seedctl::base {
namespace {

constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
constexpr std::int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
constexpr std::size_t kMostDigits = 18;  // of a number in a span; more overflows whatever the unit
constexpr std::size_t kFractionDigits = 6;

struct Unit {
  std::string_view name;
  std::int64_t months, days, micros;
};

constexpr Unit kCompactUnits[] = {
    {"us", 0, 0, 1},
    {"ms", 0, 0, 1000},
    {"s", 0, 0, kMicrosPerSecond},
    {"m", 0, 0, kMicrosPerMinute},
    {"h", 0, 0, kMicrosPerHour},
    {"d", 0, 1, 0},
    {"w", 0, 7, 0},
    {"mo", 1, 0, 0},
    {"y", 12, 0, 0},
};
constexpr Unit kWords[] = {
    {"microsecond", 0, 0, 1},
    {"millisecond", 0, 0, 1000},
    {"sec", 0, 0, kMicrosPerSecond},
    {"second", 0, 0, kMicrosPerSecond},
    {"min", 0, 0, kMicrosPerMinute},
    {"minute", 0, 0, kMicrosPerMinute},
    {"hour", 0, 0, kMicrosPerHour},
    {"day", 0, 1, 0},
    {"week", 0, 7, 0},
    {"mon", 1, 0, 0},
    {"month", 1, 0, 0},
    {"year", 12, 0, 0},
};
constexpr Unit kIsoDateUnits[] = {{"Y", 12, 0, 0}, {"M", 1, 0, 0}, {"W", 0, 7, 0}, {"D", 0, 1, 0}};
constexpr Unit kIsoTimeUnits[] = {
    {"H", 0, 0, kMicrosPerHour}, {"M", 0, 0, kMicrosPerMinute}, {"S", 0, 0, kMicrosPerSecond}};

template <std::size_t N>
const Unit* find_unit(const Unit (&units)[N], std::string_view name) {
  for (const Unit& unit : units) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

const Unit* find_word(std::string_view word) {
  if (const Unit* unit = find_unit(kWords, word)) return unit;
  if (word.ends_with('s')) word.remove_suffix(1);
  return find_unit(kWords, word);
}

// A number with its fraction in millionths.
struct Number {
  std::int64_t whole = 0;
  std::int64_t millionths = 0;
};

std::optional<Number> scan_number(TextScanner& in) {
  const auto whole = in.digits(1, kMostDigits);
  if (!whole) return std::nullopt;
  if (!in.take('.')) return Number{*whole, 0};
  const auto fraction = in.fraction(kFractionDigits);
  if (!fraction) return std::nullopt;
  return Number{*whole, *fraction};
}

// Sums terms in 128 bits, where no sum of a bounded text overflows; fits or fails at the end.
struct Sum {
  int128 months = 0, days = 0, micros = 0;

  // Fractions only of exact units of time: half a month is no number of days.
  bool add(Number number, const Unit& unit, bool negative) {
    if (number.millionths != 0 && unit.micros == 0) return false;
    const int128 part = int128{number.millionths} * unit.micros;
    if (part % 1'000'000 != 0) return false;
    const int128 sign = negative ? -1 : 1;
    months += sign * number.whole * unit.months;
    days += sign * number.whole * unit.days;
    micros += sign * (int128{number.whole} * unit.micros + part / 1'000'000);
    return true;
  }

  std::optional<Interval> fit(bool negative) const {
    const int128 sign = negative ? -1 : 1;
    constexpr int128 kMax32 = std::numeric_limits<std::int32_t>::max();
    constexpr int128 kMax64 = std::numeric_limits<std::int64_t>::max();
    const auto fits = [](int128 value, int128 max) { return value <= max && value >= -max; };
    if (!fits(months, kMax32) || !fits(days, kMax32) || !fits(micros, kMax64)) return std::nullopt;
    return Interval{static_cast<std::int32_t>(sign * months), static_cast<std::int32_t>(sign * days),
                    static_cast<std::int64_t>(sign * micros)};
  }
};

// "1d12h", "-90s", "1d 12h": numbers with short units, one sign for all.
std::optional<Interval> parse_compact(std::string_view text) {
  TextScanner in(text);
  const bool negative = in.take('-');
  if (!negative) in.take('+');
  Sum sum;
  while (!in.at_end()) {
    const auto number = scan_number(in);
    if (!number) return std::nullopt;
    const Unit* unit = find_unit(kCompactUnits, in.letters());
    if (unit == nullptr || !sum.add(*number, *unit, false)) return std::nullopt;
    in.skip_spaces();
  }
  return sum.fit(negative);
}

// "02:00:00.5" after its hours.
bool scan_clock(TextScanner& in, Number hours, bool negative, Sum& sum) {
  const auto minutes = in.digits(2, 2);
  if (hours.millionths != 0 || !minutes || *minutes > 59) return false;
  Number seconds;
  if (in.take(':')) {
    const auto scanned = scan_number(in);
    if (!scanned || scanned->whole > 59) return false;
    seconds = *scanned;
  }
  return sum.add(hours, {"", 0, 0, kMicrosPerHour}, negative) &&
         sum.add({*minutes, 0}, {"", 0, 0, kMicrosPerMinute}, negative) &&
         sum.add(seconds, {"", 0, 0, kMicrosPerSecond}, negative);
}

// "1 year -2 mons +3 days -04:05:06.5": each field with its own sign.
std::optional<Interval> parse_words(std::string_view text) {
  TextScanner in(text);
  Sum sum;
  while (!in.at_end()) {
    const bool negative = in.take('-');
    if (!negative) in.take('+');
    const auto number = scan_number(in);
    if (!number) return std::nullopt;
    if (in.take(':')) {
      if (!scan_clock(in, *number, negative, sum)) return std::nullopt;
    } else {
      in.skip_spaces();
      const Unit* unit = find_word(in.letters());
      if (unit == nullptr || !sum.add(*number, *unit, negative)) return std::nullopt;
    }
    in.skip_spaces();
  }
  return sum.fit(false);
}

// "P1Y2M3DT4H5M6.5S"
std::optional<Interval> parse_iso(std::string_view text) {
  TextScanner in(text);
  const bool all_negative = in.take('-');
  if (!in.take('P') || in.at_end()) return std::nullopt;
  Sum sum;
  bool after_t = false;
  while (!in.at_end()) {
    if (!after_t && in.take('T')) {
      after_t = true;
      if (in.at_end()) return std::nullopt;
    }
    const bool negative = in.take('-');
    if (!negative) in.take('+');
    const auto number = scan_number(in);
    if (!number) return std::nullopt;
    const char letter = in.peek();
    const std::string_view name(&letter, 1);
    const Unit* unit = after_t ? find_unit(kIsoTimeUnits, name) : find_unit(kIsoDateUnits, name);
    if (unit == nullptr || !in.take(letter) || !sum.add(*number, *unit, negative)) return std::nullopt;
  }
  return sum.fit(all_negative);
}

// Appends "-3 days" with the plus sign that PostgreSQL writes after a negative field.
void append_field(std::int64_t value, std::string_view unit, bool& after_negative, std::string& out) {
  if (value == 0) return;
  if (!out.empty()) out += ' ';
  if (after_negative && value > 0) out += '+';
  out += std::to_string(value);
  out += ' ';
  out += unit;
  if (value != 1) out += 's';
  after_negative = value < 0;
}

}  // namespace

std::optional<Interval> Interval::parse(std::string_view text) {
  text = trim(text);
  if (text.empty()) return std::nullopt;
  if (text.starts_with('P') || text.starts_with("-P")) return parse_iso(text);
  // With a sign and spaces it would be unclear what the sign covers.
  const bool has_sign = text.front() == '-' || text.front() == '+';
  if (!has_sign || text.find(' ') == std::string_view::npos) {
    if (const auto compact = parse_compact(text)) return compact;
  }
  return parse_words(text);
}

std::string Interval::str() const {
  std::string out;
  bool after_negative = false;
  append_field(months / 12, "year", after_negative, out);
  append_field(months % 12, "mon", after_negative, out);
  append_field(days, "day", after_negative, out);
  if (micros == 0 && !out.empty()) return out;
  if (!out.empty()) out += ' ';
  if (micros < 0) {
    out += '-';
  } else if (after_negative) {
    out += '+';
  }
  // The clock's hours are not bounded by a day, so they are written apart from minutes and seconds.
  const std::uint64_t all =
      micros < 0 ? ~static_cast<std::uint64_t>(micros) + 1 : static_cast<std::uint64_t>(micros);
  const std::string hours = std::to_string(all / static_cast<std::uint64_t>(kMicrosPerHour));
  if (hours.size() < 2) out += '0';
  out += hours;
  out += Time{static_cast<std::int64_t>(all % static_cast<std::uint64_t>(kMicrosPerHour))}.str().substr(2);
  return out;
}

}  // namespace seedctl::base
