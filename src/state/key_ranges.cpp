// Ranges as text: "first-last" or "key", separated by commas; a negative number brings its own sign
// ("-5--1").
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/error.h"
#include "base/text.h"
#include "state/ledger.h"

namespace seedctl::state {
namespace {

[[noreturn]] void refuse(std::string_view text) {
  constexpr std::size_t kShown = 60;
  throw base::Error(base::ErrorCode::failed, fmt::format("the ledger's keys are no ranges: {}",
                                                         base::printable(text.substr(0, kShown))));
}

// Takes a number from the front of `rest`.
std::int64_t take_number(std::string_view& rest, std::string_view whole) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  if (error != std::errc()) refuse(whole);
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return value;
}

bool is_next(std::int64_t key, std::int64_t last) {
  return last != std::numeric_limits<std::int64_t>::max() && key == last + 1;
}

}  // namespace

KeyRanges KeyRanges::parse(std::string_view text) {
  KeyRanges keys;
  std::string_view rest = text;
  while (!rest.empty()) {
    KeyRange range;
    range.first = range.last = take_number(rest, text);
    if (rest.starts_with('-')) {
      rest.remove_prefix(1);
      range.last = take_number(rest, text);
    }
    const bool follows = keys.ranges_.empty() || (range.first > keys.ranges_.back().last &&
                                                  !is_next(range.first, keys.ranges_.back().last));
    if (range.last < range.first || !follows) refuse(text);
    keys.append(range);
    if (rest.empty()) break;
    if (!rest.starts_with(',') || rest.size() == 1) refuse(text);
    rest.remove_prefix(1);
  }
  return keys;
}

std::string KeyRanges::str() const {
  std::string text;
  for (const KeyRange& range : ranges_) {
    if (!text.empty()) text += ',';
    text += range.first == range.last ? fmt::format("{}", range.first)
                                      : fmt::format("{}-{}", range.first, range.last);
  }
  return text;
}

void KeyRanges::append(KeyRange range) {
  if (ranges_.empty() || (range.first > ranges_.back().last && !is_next(range.first, ranges_.back().last))) {
    ranges_.push_back(range);
  } else if (is_next(range.first, ranges_.back().last)) {
    ranges_.back().last = range.last;
  } else {
    throw base::Error(base::ErrorCode::internal,
                      fmt::format("owned keys out of order: {} after {}", range.first, ranges_.back().last));
  }
}

bool KeyRanges::contains(std::int64_t key) const {
  const auto after =
      std::upper_bound(ranges_.begin(), ranges_.end(), key,
                       [](std::int64_t wanted, const KeyRange& range) { return wanted < range.first; });
  return after != ranges_.begin() && key <= std::prev(after)->last;
}

std::uint64_t KeyRanges::size() const {
  std::uint64_t keys = 0;
  for (const KeyRange& range : ranges_) {
    keys += static_cast<std::uint64_t>(range.last) - static_cast<std::uint64_t>(range.first) + 1;
  }
  const bool all = keys == 0 && !ranges_.empty();  // 2^64
  return all ? std::numeric_limits<std::uint64_t>::max() : keys;
}

}  // namespace seedctl::state
