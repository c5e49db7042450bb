// What generators over patterns share.
#include "gen/generators/pattern_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace seedctl::gen {

namespace {

class PatternText final : public Generator {
 public:
  explicit PatternText(PatternTexts texts) : texts_(std::move(texts)) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    for (const RowId& row : request.rows) {
      text.clear();
      texts_.append(text, row);
      out.append_text(text);
    }
  }

  std::optional<std::uint64_t> capacity() const override { return texts_.capacity(); }

 private:
  PatternTexts texts_;
};

}  // namespace

PatternTexts::PatternTexts(Pattern pattern, Key key, bool unique) : pattern_(std::move(pattern)), key_(key) {
  if (unique) numbers_.emplace(sub_key(key, "unique"), pattern_.capacity());
}

void PatternTexts::append(std::string& text, const RowId& row) const {
  if (numbers_) {
    pattern_.append(text, {key_, row.token, (*numbers_)(row.number - 1), numbers_->size()});
  } else {
    pattern_.append(text, {key_, row.token});
  }
}

std::unique_ptr<Generator> make_pattern_text(const Arguments& arguments, Pattern pattern) {
  arguments.require_text(pattern.longest());
  return make_pattern_of_type(arguments, std::move(pattern));
}

std::unique_ptr<Generator> make_pattern_of_type(const Arguments& arguments, Pattern pattern) {
  arguments.require_capacity(pattern.capacity());
  return std::make_unique<PatternText>(
      PatternTexts(std::move(pattern), arguments.context.key(), arguments.context.unique));
}

std::unique_ptr<Generator> make_built_in_text(const Arguments& arguments, std::string_view pattern) {
  arguments.allow_nothing();
  return make_pattern_text(arguments, built_in_pattern(pattern));
}

Pattern built_in_pattern(std::string_view text) {
  auto read = Pattern::read(text, text.size());
  if (const auto* error = std::get_if<PatternError>(&read)) {
    throw base::Error(base::ErrorCode::internal, "a pattern of the program: " + error->message);
  }
  return std::get<Pattern>(std::move(read));
}

std::string any_word() {
  const Locale* locale = Locale::find("en_US");
  if (locale == nullptr) throw base::Error(base::ErrorCode::internal, "locale en_US is missing");
  std::string all = "(";
  for (const std::string_view word : locale->list("words")) all.append(word).append(1, '|');
  all.back() = ')';
  return all;
}

std::size_t form_of(const Arguments& arguments, std::span<const std::string_view> forms) {
  const base::Node& value = arguments.value;
  if (value.kind == base::Node::Kind::null) return 0;
  const std::string& form = base::as_text(value, arguments.generator);
  const auto found = std::find(forms.begin(), forms.end(), form);
  if (found != forms.end()) return static_cast<std::size_t>(found - forms.begin());
  const std::vector<std::string> known(forms.begin(), forms.end());
  base::fail_at(value,
                fmt::format("{} has no form \"{}\"{}", arguments.generator, base::printable(form),
                            base::did_you_mean(form, known)),
                fmt::format("its forms are {}", base::join(known, ", ")));
}

}  // namespace seedctl::gen
