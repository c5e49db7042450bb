// Regular expressions that make texts instead of matching them: a subset whose texts are counted and
// numbered, so that any one of them can be made alone, and each once by a permutation of the numbers.
//
// Literals; escapes; \d \w \s and their opposites; . and classes with ranges, negation and POSIX names, all
// within printable ASCII; groups; alternation; ? * + {n} {n,} {n,m}; ^ and $ at the ends. What repeats
// without a bound repeats at most kUnboundedRepeats times more than it must. Anything else is refused by
// name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gen/magnitude.h"
#include "gen/random.h"

namespace seedctl::gen {

inline constexpr std::uint32_t kUnboundedRepeats = 8;   // long enough to look right, short enough to fit
inline constexpr std::size_t kMaxPatternLength = 1000;  // bytes
inline constexpr std::uint32_t kMaxPatternRepeats = 1000;
inline constexpr std::size_t kMaxPatternDepth = 32;  // of groups: reading and making texts recurse
// Characters of a text: nobody describes longer ones this way, and buffers stay small.
inline constexpr std::size_t kMaxPatternText = 10'000;

// What a pattern cannot be: why, and at which byte of it.
struct PatternError {
  std::string message;
  std::size_t offset = 0;
  std::string hint;
};

// A part of a pattern.
struct PatternNode {
  enum class Kind {
    literal,   // `text`
    set,       // one of the characters of `text`
    sequence,  // all `parts`
    choice,    // one of the `parts`
    repeat     // `least` to `most` times the only one of `parts`
  };
  Kind kind = Kind::literal;
  std::string text;
  std::vector<PatternNode> parts;
  std::uint32_t least = 1, most = 1;

  // Filled by count_texts(). The ways to make a text, and the characters of the longest.
  Magnitude ways;
  std::size_t longest = 0;
  // Texts that can be told from each other by the digits of one number: `ways`, at most 2^63.
  std::uint64_t capacity = 1;
  // Running sums over the alternatives (of a repeat: the numbers of times) of their ways, in units that fit
  // 64 bits; where they do not fit, also those of the alternatives with the largest capacity alone.
  std::vector<std::uint64_t> sums, roomy_sums;

  bool is_counted() const;  // its ways fit a number below 2^63
};

// The digits that a row's text is made of: those of its own number first, where texts must be unique, then
// draws.
class PatternDigits {
 public:
  PatternDigits(Key key, std::uint64_t token) : key_(key), token_(token) {}
  // `number` < `numbers`: different numbers give different digits, as soon as the counts taken multiply up to
  // `numbers`.
  PatternDigits(Key key, std::uint64_t token, std::uint64_t number, std::uint64_t numbers)
      : key_(key), token_(token), number_(number), numbers_(numbers) {}

  bool has_number() const { return numbers_ > 1; }
  // A digit below `count`.
  std::uint64_t take(std::uint64_t count);
  // The same, never of the row's number.
  std::uint64_t drawn(std::uint64_t count);

 private:
  Key key_;
  std::uint64_t token_;
  std::uint64_t number_ = 0, numbers_ = 1;
  std::uint64_t taken_ = 0;  // of the digits of the number so far
  std::uint64_t bits_ = 0;   // of the last draw, what is left of it
  int bits_left_ = 0;
  std::uint64_t draws_ = 0;
};

class Pattern {
 public:
  // `most_bytes`: the length to which the pattern is read.
  static std::variant<Pattern, PatternError> read(std::string_view text,
                                                  std::size_t most_bytes = kMaxPatternLength);

  // Texts, or ways to make one where some text can be made in several; at most Permutation::kMaxSize.
  std::uint64_t capacity() const { return root_.capacity; }
  // Characters of the longest text.
  std::size_t longest() const { return root_.longest; }
  // Why texts might come twice, with an example; "" where each text can be made in one way only.
  std::string repetition() const;
  // Each way to make a text is as likely as the others.
  void append(std::string& text, PatternDigits digits) const;

 private:
  explicit Pattern(PatternNode root) : root_(std::move(root)) {}
  PatternNode root_;
};

}  // namespace seedctl::gen
