// Draws are by place: the count of words is draw 0 of a sentence, its words are the next ones; the sentences
// of a paragraph are tokens of their own, drawn from its token. All of that is part of the values.
#include "gen/generators/prose.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"

namespace seedctl::gen {

namespace {

constexpr std::uint64_t kLeastWords = 4, kMostWords = 12;         // of a sentence
constexpr std::uint64_t kLeastSentences = 3, kMostSentences = 6;  // of a paragraph

// Makes the letter at the offset upper case: of ASCII and of the second half of Latin-1.
void capitalise(std::string& text, std::size_t offset) {
  constexpr char kLatin1 = '\xC3', kDivision = '\xB7';
  char& c = text[offset];
  if (c >= 'a' && c <= 'z') {
    c = static_cast<char>(c - 'a' + 'A');
  } else if (c == kLatin1) {
    char& letter = text[offset + 1];
    if (letter >= '\xA0' && letter <= '\xBE' && letter != kDivision)
      letter = static_cast<char>(letter - 0x20);
  }
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t bytes = 0;
  for (; count > 0; --count) bytes += base::decode_utf8(text.substr(bytes)).bytes;
  return text.substr(0, bytes);
}

}  // namespace

std::vector<std::string_view> words_within(const Arguments& arguments, std::optional<std::size_t> limit) {
  std::vector<std::string_view> words = arguments.locale().column("words", 0);
  if (limit) {
    std::erase_if(words, [&](std::string_view word) { return base::count_code_points(word) > *limit; });
  }
  if (words.empty()) {
    arguments.fail(fmt::format("column {} of type {} is too short for {}", arguments.context.column,
                               arguments.context.type.str(), arguments.generator));
  }
  return words;
}

Prose::Prose(const Arguments& arguments, const std::vector<std::string_view>& words, Key key) : key_(key) {
  for (const std::string_view word : words) {
    words_.push_back({word, base::count_code_points(word)});
    if (by_length_.size() <= words_.back().characters) by_length_.resize(words_.back().characters + 1);
    by_length_[words_.back().characters].push_back(word);
  }
  constexpr std::string_view kWord = "{words}";
  const std::string_view layout = arguments.locale().list("sentence_layout").front();
  const std::size_t second = layout.find(kWord, kWord.size());
  gap_ = layout.substr(kWord.size(), second - kWord.size());
  end_ = layout.substr(second + kWord.size());
}

bool Prose::append_sentence(ProseText& text, std::uint64_t token, std::size_t limit) const {
  const std::size_t begin = text.characters;
  const std::uint64_t count = kLeastWords + below(draw(key_, token), kMostWords - kLeastWords + 1);
  for (std::uint64_t i = 1; i <= count; ++i) {
    const Word& word = drawn_word(draw(key_, token, i));
    const std::string_view gap = text.bytes.empty() ? std::string_view() : gap_;
    if (text.characters + gap.size() + word.characters + 1 > limit) break;
    text.bytes.append(gap).append(word.bytes);
    text.characters += gap.size() + word.characters;
    if (i == 1) capitalise(text.bytes, text.bytes.size() - word.bytes.size());
  }
  if (text.characters == begin) return false;
  text.bytes += end_;
  ++text.characters;
  return true;
}

void Prose::append_sentences(ProseText& text, std::uint64_t token, std::uint64_t count,
                             std::size_t limit) const {
  for (std::uint64_t i = 1; i <= count; ++i) {
    if (!append_sentence(text, draw(key_, token, i), limit)) break;
  }
}

void Prose::append_paragraph(ProseText& text, std::uint64_t token, std::size_t limit) const {
  append_sentences(text, token,
                   kLeastSentences + below(draw(key_, token), kMostSentences - kLeastSentences + 1), limit);
}

void Prose::append_words(ProseText& text, std::uint64_t token, std::uint64_t count, std::size_t limit) const {
  for (std::uint64_t i = 1; i <= count; ++i) {
    const Word& word = drawn_word(draw(key_, token, i));
    const std::string_view gap = text.bytes.empty() ? std::string_view() : gap_;
    if (text.characters + gap.size() + word.characters > limit) break;
    text.bytes.append(gap).append(word.bytes);
    text.characters += gap.size() + word.characters;
  }
}

bool Prose::has_word_of(std::size_t characters) const {
  return characters < by_length_.size() && !by_length_[characters].empty();
}

std::string_view Prose::word_of(std::size_t characters, std::uint64_t bits) const {
  for (std::size_t length = characters; length < by_length_.size(); ++length) {
    const auto& words = by_length_[length];
    if (words.empty()) continue;
    return first_characters(words[static_cast<std::size_t>(below(bits, words.size()))], characters);
  }
  return {};
}

void Prose::lengthen(std::string& text, std::size_t missing, std::uint64_t bits) const {
  if (missing > gap_.size() && has_word_of(missing - gap_.size())) {
    text.append(gap_).append(word_of(missing - gap_.size(), bits));
    return;
  }
  const std::size_t gap = gap_.empty() ? std::string::npos : text.rfind(gap_);
  const std::size_t begin = gap == std::string::npos ? 0 : gap + gap_.size();
  const std::size_t longer = base::count_code_points(std::string_view(text).substr(begin)) + missing;
  if (!gap_.empty() && has_word_of(longer)) {
    const bool first = begin == 0 || text.compare(gap - end_.size(), end_.size(), end_) == 0;
    text.resize(begin);
    text += word_of(longer, bits);
    if (first) capitalise(text, begin);
  } else if (missing > gap_.size()) {
    text.append(gap_).append(word_of(missing - gap_.size(), bits));
  } else {
    text += 's';
  }
}

void Prose::append_exactly(ProseText& text, std::uint64_t token, std::size_t characters) const {
  for (std::uint64_t i = 1; append_sentence(text, draw(key_, token, i), characters);) ++i;
  const std::size_t missing = characters - text.characters;
  if (missing == 0) return;
  const std::uint64_t bits = draw(key_, token);
  if (text.bytes.empty()) {
    // Too short for the sentence's first word; for a single character even its end is too much.
    text.bytes += word_of(missing == 1 ? 1 : missing - 1, bits);
    capitalise(text.bytes, 0);
    if (missing > 1) text.bytes += end_;
  } else {
    text.bytes.resize(text.bytes.size() - end_.size());
    lengthen(text.bytes, missing, bits);
    text.bytes += end_;
  }
  text.characters = characters;
}

}  // namespace seedctl::gen
