// Text of a pattern, drawn or each once: the generator `pattern`, and what semantic generators are made of
// whose values a pattern describes.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gen/generator.h"
#include "gen/generators/arguments.h"
#include "gen/pattern.h"
#include "gen/permutation.h"

namespace seedctl::gen {

// Texts of a pattern, one a row; appended, so that others can put more around them.
class PatternTexts {
 public:
  // Unique texts need a pattern that makes each in one way only, and rows numbered 1..capacity().
  PatternTexts(Pattern pattern, Key key, bool unique);
  void append(std::string& text, const RowId& row) const;
  std::uint64_t capacity() const { return pattern_.capacity(); }
  std::size_t longest() const { return pattern_.longest(); }

 private:
  Pattern pattern_;
  Key key_;
  std::optional<Permutation> numbers_;
};

// A generator of them, checked against the column.
std::unique_ptr<Generator> make_pattern_text(const Arguments& arguments, Pattern pattern);

// The same for a column of another type than text, whose every text the pattern must be.
std::unique_ptr<Generator> make_pattern_of_type(const Arguments& arguments, Pattern pattern);

// Of a generator that takes neither a value nor parameters.
std::unique_ptr<Generator> make_built_in_text(const Arguments& arguments, std::string_view pattern);

// A pattern that the program itself holds, of any length.
Pattern built_in_pattern(std::string_view text);
// (one|another) of the English word list, as a part of such a pattern.
std::string any_word();

// Which of the forms the generator's value names; the first where there is none.
std::size_t form_of(const Arguments& arguments, std::span<const std::string_view> forms);

}  // namespace seedctl::gen
