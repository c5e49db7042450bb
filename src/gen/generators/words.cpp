// word, sentence, paragraph and company.
//
// Where a column's length is limited, words that do not fit are not used and texts end at a whole word before
// it.
#include <fmt/format.h>

#include <cstdint>

#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/list_text.h"

namespace seedctl::gen {

namespace {

using base::Node;

constexpr std::uint64_t kLeastWords = 4, kMostWords = 12;         // of a sentence
constexpr std::uint64_t kLeastSentences = 3, kMostSentences = 6;  // of a paragraph

// The words of at most `limit` characters.
std::vector<std::string_view> words_within(const Arguments& arguments, std::optional<std::size_t> limit) {
  const auto list = arguments.locale().list("words");
  std::vector<std::string_view> words;
  for (const std::string_view word : list) {
    if (!limit || base::count_code_points(word) <= *limit) words.push_back(word);
  }
  if (words.empty()) {
    arguments.fail(fmt::format("column {} of type {} is too short for {}", arguments.context.column,
                               arguments.context.type.str(), arguments.generator));
  }
  return words;
}

class Prose final : public Generator {
 public:
  enum class Form { sentence, paragraph };

  Prose(std::vector<std::string_view> words, Form form, std::size_t limit, Key key)
      : words_(std::move(words)), form_(form), limit_(limit), key_(key) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    for (const RowId& row : request.rows) {
      text.clear();
      if (form_ == Form::sentence) {
        append_sentence(text, row.token);
      } else {
        append_paragraph(text, row.token);
      }
      out.append_text(text);
    }
  }

 private:
  // At most so many characters; bytes are counted, which is never too few.
  bool append_sentence(std::string& text, std::uint64_t token) const {
    const std::size_t begin = text.size();
    const std::uint64_t count = kLeastWords + below(draw(key_, token), kMostWords - kLeastWords + 1);
    for (std::uint64_t i = 1; i <= count; ++i) {
      const std::string_view word =
          words_[static_cast<std::size_t>(below(draw(key_, token, i), words_.size()))];
      const std::size_t space = text.empty() ? 0 : 1;
      if (text.size() + space + word.size() + 1 > limit_) break;
      if (space != 0) text.push_back(' ');
      text.append(word);
      if (i == 1) capitalise(text[text.size() - word.size()]);
    }
    if (text.size() == begin) return false;
    text.push_back('.');
    return true;
  }

  void append_paragraph(std::string& text, std::uint64_t token) const {
    const std::uint64_t count =
        kLeastSentences + below(draw(key_, token), kMostSentences - kLeastSentences + 1);
    for (std::uint64_t i = 1; i <= count; ++i) {
      if (!append_sentence(text, draw(key_, token, i))) break;
    }
  }

  static void capitalise(char& c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }

  std::vector<std::string_view> words_;
  Form form_;
  std::size_t limit_;
  Key key_;
};

std::unique_ptr<Generator> build_prose(const Arguments& arguments, Prose::Form form) {
  arguments.allow_nothing();
  arguments.require_kind({base::TypeKind::text});
  arguments.refuse_unique("two texts may turn out the same");
  const auto limit = arguments.text_limit();
  auto words =
      words_within(arguments, limit ? std::optional(*limit - 1) : std::nullopt);  // and the full stop
  return std::make_unique<Prose>(std::move(words), form, limit.value_or(SIZE_MAX), arguments.context.key(1));
}

class Company final : public Generator {
 public:
  Company(std::span<const std::string_view> heads, std::span<const std::string_view> tails, Ranks ranks)
      : heads_(heads), tails_(tails), ranks_(ranks) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    for (const RowId& row : request.rows) {
      const std::uint64_t rank = ranks_(row);
      text.assign(heads_[static_cast<std::size_t>(rank / tails_.size())]).append(1, ' ');
      text.append(tails_[static_cast<std::size_t>(rank % tails_.size())]);
      out.append_text(text);
    }
  }

  std::optional<std::uint64_t> capacity() const override { return ranks_.count(); }

 private:
  std::span<const std::string_view> heads_;
  std::span<const std::string_view> tails_;
  Ranks ranks_;
};

}  // namespace

std::unique_ptr<Generator> build_word(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"word", value, column, context};
  arguments.allow_nothing();
  arguments.require_kind({base::TypeKind::text});
  auto words = words_within(arguments, arguments.text_limit());
  arguments.require_capacity(words.size());
  return std::make_unique<ListText>(std::move(words), context.key(1), context.unique);
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
  const Arguments arguments{"company", value, column, context};
  arguments.allow_nothing();
  const auto heads = arguments.locale().list("company_heads");
  const auto tails = arguments.locale().list("company_tails");
  arguments.require_text(longest_of(heads) + 1 + longest_of(tails));
  arguments.require_capacity(heads.size() * tails.size());
  return std::make_unique<Company>(heads, tails,
                                   Ranks(context.key(1), heads.size() * tails.size(), context.unique));
}

}  // namespace seedctl::gen
