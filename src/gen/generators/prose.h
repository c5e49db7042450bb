// Words of a locale put together to sentences and paragraphs, as long as fits: what word, sentence, paragraph
// and text are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gen/generators/arguments.h"
#include "gen/random.h"

namespace seedctl::gen {

// The locale's words of at most `limit` characters; refused where there are none.
std::vector<std::string_view> words_within(const Arguments& arguments, std::optional<std::size_t> limit);

// A text that is being made, with its length in characters.
struct ProseText {
  std::string bytes;
  std::size_t characters = 0;
  void clear() {
    bytes.clear();
    characters = 0;
  }
};

class Prose {
 public:
  // What `words_within` gives; what it draws is keyed by `key`.
  Prose(const Arguments& arguments, const std::vector<std::string_view>& words, Key key);

  // Each ends at a whole word before the limit, in characters of the whole text; false where not even one
  // fits.
  bool append_sentence(ProseText& text, std::uint64_t token, std::size_t limit) const;
  void append_sentences(ProseText& text, std::uint64_t token, std::uint64_t count, std::size_t limit) const;
  void append_paragraph(ProseText& text, std::uint64_t token, std::size_t limit) const;
  // Without capitals and full stops.
  void append_words(ProseText& text, std::uint64_t token, std::uint64_t count, std::size_t limit) const;
  // Sentences of exactly so many characters together.
  void append_exactly(ProseText& text, std::uint64_t token, std::size_t characters) const;

 private:
  struct Word {
    std::string_view bytes;
    std::size_t characters;
  };
  const Word& drawn_word(std::uint64_t bits) const {
    return words_[static_cast<std::size_t>(below(bits, words_.size()))];
  }
  bool has_word_of(std::size_t characters) const;
  // One of exactly so many characters, or the beginning of a longer one.
  std::string_view word_of(std::size_t characters, std::uint64_t bits) const;
  // Adds so many characters, fewer than a word that did not fit took: a word of that length, else a longer
  // one in place of the last, else a part of a word or the plural.
  void lengthen(std::string& text, std::size_t missing, std::uint64_t bits) const;

  std::vector<Word> words_;
  std::vector<std::vector<std::string_view>> by_length_;  // in characters
  // What stands between two words (and two sentences) and after the last: a blank and a full stop, or nothing
  // and 。. Of one character at most.
  std::string_view gap_, end_;
  Key key_;
};

}  // namespace seedctl::gen
