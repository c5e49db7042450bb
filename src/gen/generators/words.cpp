// word, sentence, paragraph and company.
//
// Where a column's length is limited, words that do not fit are not used and texts end at a whole word before
// it.
#include <fmt/format.h>

#include <cstdint>

#include "base/text.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/layout_text.h"
#include "gen/generators/list_text.h"

namespace seedctl::gen {

namespace {

using base::Node;

constexpr std::uint64_t kLeastWords = 4, kMostWords = 12;         // of a sentence
constexpr std::uint64_t kLeastSentences = 3, kMostSentences = 6;  // of a paragraph

// The words of at most `limit` characters.
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

// What stands between two words (and two sentences) and after the last: a blank and a full stop, or nothing
// and 。
struct Punctuation {
  std::string_view gap;
  std::string_view end;

  explicit Punctuation(const Locale& locale) {
    constexpr std::string_view kWord = "{words}";
    const std::string_view layout = locale.list("sentence_layout").front();
    const std::size_t second = layout.find(kWord, kWord.size());
    gap = layout.substr(kWord.size(), second - kWord.size());
    end = layout.substr(second + kWord.size());
  }
};

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

class Prose final : public Generator {
 public:
  enum class Form { sentence, paragraph };

  Prose(const std::vector<std::string_view>& words, Punctuation punctuation, Form form, std::size_t limit,
        Key key)
      : punctuation_(punctuation), form_(form), limit_(limit), key_(key) {
    for (const std::string_view word : words) words_.push_back({word, base::count_code_points(word)});
  }

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    Text text;
    for (const RowId& row : request.rows) {
      text.bytes.clear();
      text.characters = 0;
      if (form_ == Form::sentence) {
        append_sentence(text, row.token);
      } else {
        append_paragraph(text, row.token);
      }
      out.append_text(text.bytes);
    }
  }

 private:
  struct Word {
    std::string_view bytes;
    std::size_t characters;
  };
  struct Text {
    std::string bytes;
    std::size_t characters = 0;
  };

  bool append_sentence(Text& text, std::uint64_t token) const {
    const std::size_t begin = text.characters;
    const std::uint64_t count = kLeastWords + below(draw(key_, token), kMostWords - kLeastWords + 1);
    for (std::uint64_t i = 1; i <= count; ++i) {
      const Word& word = words_[static_cast<std::size_t>(below(draw(key_, token, i), words_.size()))];
      const std::string_view gap = text.bytes.empty() ? std::string_view() : punctuation_.gap;
      // Gaps and ends are of one character at most.
      if (text.characters + gap.size() + word.characters + 1 > limit_) break;
      text.bytes.append(gap).append(word.bytes);
      text.characters += gap.size() + word.characters;
      if (i == 1) capitalise(text.bytes, text.bytes.size() - word.bytes.size());
    }
    if (text.characters == begin) return false;
    text.bytes += punctuation_.end;
    ++text.characters;
    return true;
  }

  void append_paragraph(Text& text, std::uint64_t token) const {
    const std::uint64_t count =
        kLeastSentences + below(draw(key_, token), kMostSentences - kLeastSentences + 1);
    for (std::uint64_t i = 1; i <= count; ++i) {
      if (!append_sentence(text, draw(key_, token, i))) break;
    }
  }

  std::vector<Word> words_;
  Punctuation punctuation_;
  Form form_;
  std::size_t limit_;
  Key key_;
};

std::unique_ptr<Generator> build_prose(const Arguments& arguments, Prose::Form form) {
  arguments.allow_locale();
  arguments.require_kind({base::TypeKind::text});
  arguments.refuse_unique("two texts may turn out the same");
  const auto limit = arguments.text_limit();
  const auto words =
      words_within(arguments, limit ? std::optional(*limit - 1) : std::nullopt);  // and the full stop
  return std::make_unique<Prose>(words, Punctuation(arguments.locale()), form, limit.value_or(SIZE_MAX),
                                 arguments.context.key());
}

}  // namespace

std::unique_ptr<Generator> build_word(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"word", value, column, context};
  arguments.allow_locale();
  arguments.require_kind({base::TypeKind::text});
  auto words = words_within(arguments, arguments.text_limit());
  arguments.require_capacity(words.size());
  return std::make_unique<ListText>(std::move(words), context.key(), context.unique);
}

std::unique_ptr<Generator> build_sentence(const Node& value, const Node& column,
                                          const BuildContext& context) {
  return build_prose({"sentence", value, column, context}, Prose::Form::sentence);
}

std::unique_ptr<Generator> build_paragraph(const Node& value, const Node& column,
                                           const BuildContext& context) {
  return build_prose({"paragraph", value, column, context}, Prose::Form::paragraph);
}

std::unique_ptr<Generator> build_company(const Node& value, const Node& column, const BuildContext& context) {
  return LayoutText::build({"company", value, column, context}, "company_layouts");
}

}  // namespace seedctl::gen
