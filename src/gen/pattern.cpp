// Counting and making the texts of a pattern.
//
// A part whose ways fit a number is made from its rank by mixed radix: of a sequence, the leftmost part is
// the lowest digit; alternatives, and the numbers of times of a repetition, follow each other. A larger one
// takes digits for each of its parts. That order is part of the values.
#include "gen/pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "base/text.h"
#include "gen/pattern_ambiguity.h"
#include "gen/pattern_parser.h"
#include "gen/permutation.h"

namespace seedctl::gen {

namespace {

using Kind = PatternNode::Kind;

constexpr std::uint64_t kMaxCapacity = Permutation::kMaxSize;
// Bits of a draw that a digit must have to spare, so that all digits are as likely to 2^-20.
constexpr int kSpareBits = 20;

std::uint64_t capped_product(std::uint64_t a, std::uint64_t b) {
  return a > kMaxCapacity / b ? kMaxCapacity : a * b;
}

// One of several ways on.
struct Alternative {
  Magnitude ways;
  std::uint64_t capacity;
};

void count_alternatives(PatternNode& node, const std::vector<Alternative>& alternatives) {
  std::uint64_t roomiest = 1;
  for (const Alternative& one : alternatives) {
    node.ways = node.ways + one.ways;
    roomiest = std::max(roomiest, one.capacity);
  }
  node.capacity = node.is_counted() ? node.ways.mantissa : roomiest;
  std::uint64_t sum = 0, roomy_sum = 0;
  for (const Alternative& one : alternatives) {
    const std::uint64_t weight = one.ways.in_units_of(node.ways.exponent);
    node.sums.push_back(sum += weight);
    if (!node.is_counted()) node.roomy_sums.push_back(roomy_sum += one.capacity == roomiest ? weight : 0);
  }
}

void count_texts(PatternNode& node);

void count_repeat(PatternNode& node) {
  const PatternNode& part = node.parts.front();
  node.longest = part.longest * node.most;
  std::vector<Alternative> times;
  Alternative power{{1, 0}, 1};
  for (std::uint32_t i = 0; i <= node.most; ++i) {
    if (i >= node.least) times.push_back(power);
    power = {power.ways * part.ways, capped_product(power.capacity, part.capacity)};
  }
  count_alternatives(node, times);
}

void count_texts(PatternNode& node) {
  for (PatternNode& part : node.parts) count_texts(part);
  switch (node.kind) {
    case Kind::literal:
      node.ways = {1, 0};
      node.longest = base::count_code_points(node.text);
      break;
    case Kind::set:
      node.ways = {node.text.size(), 0};
      node.capacity = node.text.size();
      node.longest = 1;
      break;
    case Kind::sequence:
      node.ways = {1, 0};
      for (const PatternNode& part : node.parts) {
        node.ways = node.ways * part.ways;
        node.capacity = capped_product(node.capacity, part.capacity);
        node.longest += part.longest;
      }
      break;
    case Kind::choice: {
      std::vector<Alternative> parts;
      for (const PatternNode& part : node.parts) {
        parts.push_back({part.ways, part.capacity});
        node.longest = std::max(node.longest, part.longest);
      }
      count_alternatives(node, parts);
      break;
    }
    case Kind::repeat:
      count_repeat(node);
      break;
  }
  // Refused from within, so that no product of lengths overflows further out.
  if (node.longest > kMaxPatternText) {
    throw PatternError{fmt::format("the pattern makes texts of more than {} characters", kMaxPatternText), 0,
                       "smaller numbers of repetitions make them shorter"};
  }
}

// The alternative that a number below the last sum lies in; the number is left with its place there.
std::size_t alternative_at(const std::vector<std::uint64_t>& sums, std::uint64_t& number) {
  const auto found = std::upper_bound(sums.begin(), sums.end(), number);
  if (found != sums.begin()) number -= *(found - 1);
  return static_cast<std::size_t>(found - sums.begin());
}

// Appends the text of a rank below the node's ways, which are counted.
void append_ranked(std::string& text, const PatternNode& node, std::uint64_t rank) {
  switch (node.kind) {
    case Kind::literal:
      text += node.text;
      return;
    case Kind::set:
      text += node.text[static_cast<std::size_t>(rank)];
      return;
    case Kind::sequence:
      for (const PatternNode& part : node.parts) {
        if (part.kind == Kind::literal) {
          text += part.text;
          continue;
        }
        append_ranked(text, part, rank % part.ways.mantissa);
        rank /= part.ways.mantissa;
      }
      return;
    case Kind::choice: {
      const std::size_t chosen = alternative_at(node.sums, rank);
      append_ranked(text, node.parts[chosen], rank);
      return;
    }
    case Kind::repeat: {
      const PatternNode& part = node.parts.front();
      const std::size_t times = node.least + alternative_at(node.sums, rank);
      for (std::size_t i = 0; i < times; ++i) {
        append_ranked(text, part, rank % part.ways.mantissa);
        rank /= part.ways.mantissa;
      }
      return;
    }
  }
}

// Which alternative is drawn: it can be read from the text, so that the row's number, where there is one,
// need not say it; but the alternative must have room for that number.
std::size_t drawn_alternative(const PatternNode& node, PatternDigits& digits) {
  const auto& sums = digits.has_number() ? node.roomy_sums : node.sums;
  std::uint64_t number = digits.drawn(sums.back());
  return alternative_at(sums, number);
}

void append_text(std::string& text, const PatternNode& node, PatternDigits& digits) {
  if (node.is_counted()) return append_ranked(text, node, digits.take(node.ways.mantissa));
  switch (node.kind) {
    case Kind::sequence:
      for (const PatternNode& part : node.parts) append_text(text, part, digits);
      return;
    case Kind::choice:
      return append_text(text, node.parts[drawn_alternative(node, digits)], digits);
    case Kind::repeat: {
      const std::size_t times = node.least + drawn_alternative(node, digits);
      for (std::size_t i = 0; i < times; ++i) append_text(text, node.parts.front(), digits);
      return;
    }
    case Kind::literal:
    case Kind::set:
      return;  // always counted
  }
}

}  // namespace

bool PatternNode::is_counted() const { return ways.is_exact() && ways.mantissa <= kMaxCapacity; }

// The number's own digits are not all as likely, as its highest is cut off somewhere. Each is turned by as
// much as the digits before it say, which can be read from the text too.
std::uint64_t PatternDigits::take(std::uint64_t count) {
  if (numbers_ == 1) return drawn(count);
  std::uint64_t digit = 0;
  if (count <= numbers_) {
    digit = number_ % count;
    number_ /= count;
    numbers_ = numbers_ / count + (numbers_ % count == 0 ? 0 : 1);
  } else {
    digit = number_ + numbers_ * drawn(count / numbers_);  // its remainder; the rest of it is drawn
    numbers_ = 1;
  }
  const std::uint64_t turn = below(taken_, count);
  digit = digit >= count - turn ? digit - (count - turn) : digit + turn;
  taken_ = mix64(taken_ + digit + kGolden);
  return digit;
}

std::uint64_t PatternDigits::drawn(std::uint64_t count) {
  if (count == 1) return 0;
  const auto needed = static_cast<int>(std::bit_width(count));
  if (bits_left_ < needed + kSpareBits) {
    bits_ = draw(key_, token_, draws_++);
    bits_left_ = 64;
  }
  const base::uint128 product = static_cast<base::uint128>(bits_) * count;
  bits_ = static_cast<std::uint64_t>(product);  // uniform again, but for the bits that the digit took
  bits_left_ -= needed;
  return static_cast<std::uint64_t>(product >> 64);
}

std::variant<Pattern, PatternError> Pattern::read(std::string_view text, std::size_t most_bytes) {
  if (text.size() > most_bytes) {
    return PatternError{
        fmt::format("the pattern is {} bytes long; at most {} are possible", text.size(), most_bytes), 0, {}};
  }
  try {
    Pattern pattern(parse_pattern(text));
    count_texts(pattern.root_);
    return pattern;
  } catch (const PatternError& error) {
    return error;
  }
}

std::string Pattern::repetition() const { return repetition_in(root_); }

void Pattern::append(std::string& text, PatternDigits digits) const { append_text(text, root_, digits); }

}  // namespace seedctl::gen
