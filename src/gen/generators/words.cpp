// word, sentence, paragraph and company.
//
// Where a column's length is limited, words that do not fit are not used and texts end at a whole word before
// it.
#include <cstdint>

#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/layout_text.h"
#include "gen/generators/list_text.h"
#include "gen/generators/prose.h"

namespace seedctl::gen {

namespace {

using base::Node;

class ProseGenerator final : public Generator {
 public:
  enum class Form { sentence, paragraph };

  ProseGenerator(Prose prose, Form form, std::size_t limit)
      : prose_(std::move(prose)), form_(form), limit_(limit) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    ProseText text;
    for (const RowId& row : request.rows) {
      text.clear();
      if (form_ == Form::sentence) {
        prose_.append_sentence(text, row.token, limit_);
      } else {
        prose_.append_paragraph(text, row.token, limit_);
      }
      out.append_text(text.bytes);
    }
  }

 private:
  Prose prose_;
  Form form_;
  std::size_t limit_;
};

std::unique_ptr<Generator> build_prose(const Arguments& arguments, ProseGenerator::Form form) {
  arguments.allow_locale();
  arguments.require_kind({base::TypeKind::text});
  arguments.refuse_unique("two texts may turn out the same");
  const auto limit = arguments.text_limit();
  const auto words =
      words_within(arguments, limit ? std::optional(*limit - 1) : std::nullopt);  // and the full stop
  return std::make_unique<ProseGenerator>(Prose(arguments, words, arguments.context.key()), form,
                                          limit.value_or(SIZE_MAX));
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
  return build_prose({"sentence", value, column, context}, ProseGenerator::Form::sentence);
}

std::unique_ptr<Generator> build_paragraph(const Node& value, const Node& column,
                                           const BuildContext& context) {
  return build_prose({"paragraph", value, column, context}, ProseGenerator::Form::paragraph);
}

std::unique_ptr<Generator> build_company(const Node& value, const Node& column, const BuildContext& context) {
  return LayoutText::build({"company", value, column, context}, "company_layouts");
}

}  // namespace seedctl::gen
