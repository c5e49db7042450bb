// Characters of UTF-8 text, as PostgreSQL's text functions count them.
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"
#include "base/utf8.h"

namespace seedctl::gen {

// The first character's bytes; the text is not empty.
inline std::string_view first_character(std::string_view text) {
  return text.substr(0, base::decode_utf8(text).bytes);
}

inline std::string_view last_character(std::string_view text) {
  std::size_t start = text.size() - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) --start;
  return text.substr(start);
}

inline std::int64_t count_characters(std::string_view text) {
  return static_cast<std::int64_t>(base::count_code_points(text));
}

inline std::string_view drop_characters(std::string_view text, std::int64_t n) {
  return n <= 0 ? text : text.substr(base::byte_offset_of(text, static_cast<std::size_t>(n)));
}

inline std::string_view take_characters(std::string_view text, std::int64_t n) {
  return n <= 0 ? text.substr(0, 0) : text.substr(0, base::byte_offset_of(text, static_cast<std::size_t>(n)));
}

void append_character(std::string& out, char32_t value);

// Simple case mappings, a character for a character, as the C.UTF-8 locale of PostgreSQL's servers has them.
char32_t lower_of(char32_t value);
char32_t upper_of(char32_t value);
bool is_letter_or_digit(char32_t value);

}  // namespace seedctl::gen
