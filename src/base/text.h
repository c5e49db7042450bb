// Small text questions that many layers ask.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seedctl::base {

// Code points in well-formed UTF-8; a malformed byte counts as one.
std::size_t count_code_points(std::string_view text);
// Byte offset of the n-th code point (from 0), at most text.size().
std::size_t byte_offset_of(std::string_view text, std::size_t code_point);
bool is_valid_utf8(std::string_view text);

// The candidate that `word` was probably meant to be: smallest Damerau-Levenshtein distance, at most a third
// of the word's length (at least 1), case-insensitive; "" where none is near.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

// ` (did you mean "x"?)`, or "" where nothing is near: appended to "unknown ..." messages.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

std::string lower_ascii(std::string_view text);
std::string_view trim(std::string_view text);  // ASCII white space
std::vector<std::string> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);

// 1234567 -> "1,234,567", for people only.
std::string with_thousands(std::uint64_t value);

// Control characters and invalid UTF-8 as \xNN, so that hostile text cannot drive a terminal.
std::string printable(std::string_view text);

// Terminal columns that the text takes: 2 for East Asian wide characters and most emoji, 0 for combining
// marks and controls, 1 for everything else and for each malformed byte.
std::size_t display_width(std::string_view text);

}  // namespace seedctl::base
