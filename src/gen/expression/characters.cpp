// Case by tables: the ranges are few, and ASCII, which most text is, needs none of them.
#include "gen/expression/characters.h"

#include <algorithm>
#include <span>

#include "gen/expression/character_ranges.h"

namespace seedctl::gen {
namespace {

// The range that holds the character, or nullptr. Ranges with a step may overlap their neighbours by one.
const CharacterRange* find_range(std::span<const CharacterRange> ranges, std::uint32_t value) {
  auto range = std::partition_point(ranges.begin(), ranges.end(),
                                    [&](const CharacterRange& other) { return other.last < value; });
  for (; range != ranges.end() && range->first <= value; ++range) {
    if ((value - range->first) % range->step == 0) return &*range;
  }
  return nullptr;
}

char32_t moved(std::span<const CharacterRange> ranges, char32_t value) {
  const CharacterRange* range = find_range(ranges, value);
  return range == nullptr ? value
                          : static_cast<char32_t>(static_cast<std::int32_t>(value) + range->difference);
}

bool is_between(char32_t value, char32_t low, char32_t high) { return value >= low && value <= high; }

}  // namespace

void append_character(std::string& out, char32_t value) {
  const auto byte = [&](std::uint32_t lead, unsigned shift) {
    out += static_cast<char>(lead | ((value >> shift) & (lead == 0x80 ? 0x3FU : 0xFFU)));
  };
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    byte(0xC0, 6);
    byte(0x80, 0);
  } else if (value < 0x10000) {
    byte(0xE0, 12);
    byte(0x80, 6);
    byte(0x80, 0);
  } else {
    byte(0xF0, 18);
    byte(0x80, 12);
    byte(0x80, 6);
    byte(0x80, 0);
  }
}

char32_t lower_of(char32_t value) {
  if (value < 0x80) return is_between(value, 'A', 'Z') ? value + ('a' - 'A') : value;
  return moved(kToLower, value);
}

char32_t upper_of(char32_t value) {
  if (value < 0x80) return is_between(value, 'a', 'z') ? value - ('a' - 'A') : value;
  return moved(kToUpper, value);
}

bool is_letter_or_digit(char32_t value) {
  if (value < 0x80)
    return is_between(value, 'a', 'z') || is_between(value, 'A', 'Z') || is_between(value, '0', '9');
  return find_range(kAlphanumeric, value) != nullptr;
}

}  // namespace seedctl::gen
