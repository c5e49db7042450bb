// How a check says how many rows there must be.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "profile/document.h"

namespace seedctl::profile {
namespace {

constexpr std::uint64_t kNoEnd = std::numeric_limits<std::uint64_t>::max();

[[noreturn]] void fail_comparison(const base::Node& node) {
  base::fail_at(
      node, fmt::format("row_count must be a number or a comparison, not \"{}\"", base::printable(node.text)),
      "write 500, \">= 500\" or {between: [400, 600]}");
}

CountRange compared(const base::Node& node) {
  const std::string_view text = base::trim(node.text);
  const std::size_t length = text.find_first_not_of("<>=!");
  if (length == 0 || length == std::string_view::npos) fail_comparison(node);
  const std::string_view comparison = text.substr(0, length);
  base::Node number = node;
  number.text = std::string(base::trim(text.substr(length)));
  number.quoted = false;
  number.kind = base::core_schema_kind(number.text);
  const std::uint64_t bound = base::as_count(number, "row_count");
  if (comparison == "=" || comparison == "==") return {bound, bound};
  if (comparison == ">=") return {bound, kNoEnd};
  if (comparison == "<=") return {0, bound};
  if (comparison == ">" && bound < kNoEnd) return {bound + 1, kNoEnd};
  if (comparison == "<" && bound > 0) return {0, bound - 1};
  if (comparison == "<") base::fail_at(node, "row_count: no count is below 0");
  fail_comparison(node);
}

}  // namespace

CountRange count_range(const base::Node& node) {
  if (node.kind == base::Node::Kind::map) {
    const base::Node* between = node.find("between");
    if (between == nullptr || node.entries.size() != 1) {
      const std::vector<std::string> known = {"between"};
      base::allow_keys(node, known, "row_count");
      base::fail_at(node, "row_count lacks its bounds", "write {between: [400, 600]}");
    }
    if (between->kind != base::Node::Kind::list || between->items.size() != 2) {
      base::fail_at(*between, "between takes a list of two bounds", "write {between: [400, 600]}");
    }
    const CountRange range{base::as_count(between->items[0], "the lower bound"),
                           base::as_count(between->items[1], "the upper bound")};
    if (range.low > range.high) base::fail_at(*between, "the lower bound is above the upper one");
    return range;
  }
  const bool text =
      node.kind == base::Node::Kind::text && node.text.find_first_of("<>=!") != std::string::npos;
  if (text) return compared(node);
  const std::uint64_t count = base::as_count(node, "row_count");
  return {count, count};
}

CountRange scaled(const CountRange& range, double scale) {
  // Counts beyond 2^53 are no counts of rows that anything could hold.
  const auto times = [&](std::uint64_t bound, double (*round)(double)) {
    if (bound == 0 || bound == kNoEnd || scale == 1.0) return bound;
    return static_cast<std::uint64_t>(
        std::max(1.0, std::min(round(static_cast<double>(bound) * scale), 0x1p53)));
  };
  if (range.low == range.high) {
    const std::uint64_t count = times(range.low, [](double x) { return std::round(x); });
    return {count, count};
  }
  return {times(range.low, [](double x) { return std::floor(x); }),
          times(range.high, [](double x) { return std::ceil(x); })};
}

}  // namespace seedctl::profile
