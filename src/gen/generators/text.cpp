// text: so many characters, words, sentences or paragraphs.
//
// Characters are exact; of the others the text ends at a whole word where the column is too short for all.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/prose.h"
#include "gen/generators/size_range.h"

namespace seedctl::gen {

namespace {

using base::Node;

// A batch of the longest ones takes 64 MiB.
constexpr std::uint64_t kMostCharacters = 65'536;
// About as long: a word has 5 characters, a sentence 8 words, a paragraph 4 sentences.
constexpr std::uint64_t kMostWords = 10'000, kMostSentences = 1'000, kMostParagraphs = 250;

constexpr std::string_view kBetweenParagraphs = "\n\n";

class ProseOfSize final : public Generator {
 public:
  enum class Unit { characters, words, sentences, paragraphs };

  ProseOfSize(Prose prose, Unit unit, SizeRange size, std::size_t limit, Key key)
      : prose_(std::move(prose)), unit_(unit), size_(size), limit_(limit), key_(sub_key(key, "size")) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    ProseText text;
    for (const RowId& row : request.rows) {
      text.clear();
      append(text, row.token, size_.drawn(draw(key_, row.token)));
      out.append_text(text.bytes);
    }
  }

 private:
  void append(ProseText& text, std::uint64_t token, std::uint64_t size) const {
    switch (unit_) {
      case Unit::characters:
        return prose_.append_exactly(text, token, static_cast<std::size_t>(size));
      case Unit::words:
        return prose_.append_words(text, token, size, limit_);
      case Unit::sentences:
        return prose_.append_sentences(text, token, size, limit_);
      case Unit::paragraphs:
        return append_paragraphs(text, token, size);
    }
  }

  void append_paragraphs(ProseText& text, std::uint64_t token, std::uint64_t count) const {
    ProseText paragraph;
    for (std::uint64_t i = 1; i <= count; ++i) {
      const std::size_t before = text.bytes.empty() ? 0 : text.characters + kBetweenParagraphs.size();
      if (before >= limit_) return;
      paragraph.clear();
      prose_.append_paragraph(paragraph, draw(key_, token, i), limit_ - before);
      if (paragraph.bytes.empty()) return;
      if (!text.bytes.empty()) text.bytes += kBetweenParagraphs;
      text.bytes += paragraph.bytes;
      text.characters = before + paragraph.characters;
    }
  }

  Prose prose_;
  Unit unit_;
  SizeRange size_;
  std::size_t limit_;
  Key key_;
};

struct Size {
  std::string_view name;
  ProseOfSize::Unit unit;
  std::uint64_t most;
};

constexpr Size kSizes[] = {{"length", ProseOfSize::Unit::characters, kMostCharacters},
                           {"words", ProseOfSize::Unit::words, kMostWords},
                           {"sentences", ProseOfSize::Unit::sentences, kMostSentences},
                           {"paragraphs", ProseOfSize::Unit::paragraphs, kMostParagraphs}};

}  // namespace

std::unique_ptr<Generator> build_text(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"text", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({"locale"});
  arguments.require_kind({base::TypeKind::text});
  arguments.refuse_unique("two texts may turn out the same");
  if (value.kind != Node::Kind::map || value.entries.size() != 1) {
    arguments.fail("text takes one of length, words, sentences and paragraphs",
                   "for example: text: {length: [50, 200]}");
  }
  std::vector<std::string> known;
  for (const Size& size : kSizes) known.emplace_back(size.name);
  base::allow_keys(value, known, "text");
  const base::NodeEntry& entry = value.entries.front();
  const auto& size = *std::find_if(std::begin(kSizes), std::end(kSizes),
                                   [&](const Size& one) { return one.name == entry.key; });
  const SizeRange range = read_size_range(entry.value, entry.key, size.most);
  const bool exact = size.unit == ProseOfSize::Unit::characters;
  if (exact) arguments.require_text(static_cast<std::size_t>(range.high));
  const auto limit = arguments.text_limit();
  const bool ends = size.unit != ProseOfSize::Unit::words;  // with a full stop, which needs its place
  const auto words =
      words_within(arguments, exact || !limit ? std::nullopt : std::optional(*limit - (ends ? 1 : 0)));
  const Key key = context.key();
  return std::make_unique<ProseOfSize>(Prose(arguments, words, key), size.unit, range,
                                       limit.value_or(SIZE_MAX), key);
}

}  // namespace seedctl::gen
