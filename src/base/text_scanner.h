// A cursor over text for the small grammars of dates, times and intervals: every step either consumes what it
// names or says no. Numbers are bounded, so that no input can overflow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace seedctl::base {

class TextScanner {
 public:
  explicit TextScanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool take(char c) {
    if (peek() != c || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void skip_spaces() {
    while (take(' ')) {
    }
  }

  // ASCII letters, possibly none.
  std::string_view letters() {
    std::size_t n = 0;
    while (n < rest_.size() && is_letter(rest_[n])) ++n;
    const std::string_view word = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return word;
  }

  // A number of `least` to `most` digits, no more of which are consumed; most is at most 18, which
  // always fits.
  std::optional<std::int64_t> digits(std::size_t least, std::size_t most) {
    std::int64_t value = 0;
    std::size_t n = 0;
    while (n < most && n < rest_.size() && is_digit(rest_[n])) value = value * 10 + (rest_[n++] - '0');
    if (n < least) return std::nullopt;
    rest_.remove_prefix(n);
    return value;
  }

  // Digits after a point as a number of exactly `places` digits: "25" with 6 places is 250000. Further digits
  // must be zeros, because nothing here rounds.
  std::optional<std::int64_t> fraction(std::size_t places) {
    std::int64_t value = 0;
    std::size_t n = 0;
    for (; n < rest_.size() && is_digit(rest_[n]); ++n) {
      if (n < places) value = value * 10 + (rest_[n] - '0');
      if (n >= places && rest_[n] != '0') return std::nullopt;
    }
    if (n == 0) return std::nullopt;
    for (std::size_t i = n; i < places; ++i) value *= 10;
    rest_.remove_prefix(n);
    return value;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  std::string_view rest_;
};

}  // namespace seedctl::base
