// pattern: text that a regular expression matches (see gen/pattern.h).
#include "gen/pattern.h"

#include <fmt/format.h>

#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/permutation.h"

namespace seedctl::gen {

namespace {

using base::Node;

class PatternText final : public Generator {
 public:
  PatternText(Pattern pattern, Key key, bool unique) : pattern_(std::move(pattern)), key_(key) {
    if (unique) numbers_.emplace(sub_key(key, "unique"), pattern_.capacity());
  }

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    for (const RowId& row : request.rows) {
      text.clear();
      pattern_.append(text, digits_of(row));
      out.append_text(text);
    }
  }

  std::optional<std::uint64_t> capacity() const override { return pattern_.capacity(); }

 private:
  PatternDigits digits_of(const RowId& row) const {
    if (!numbers_) return {key_, row.token};
    return {key_, row.token, (*numbers_)(row.number - 1), numbers_->size()};
  }

  Pattern pattern_;
  Key key_;
  std::optional<Permutation> numbers_;
};

Pattern read_pattern(const Arguments& arguments) {
  const Node& value = arguments.value;
  if (!value.is_scalar()) arguments.fail(fmt::format("pattern takes text, not {}", value.kind_text()));
  auto read = Pattern::read(value.text);
  if (auto* error = std::get_if<PatternError>(&read)) {
    const std::string place =
        value.verbatim || error->offset == 0 ? "" : fmt::format(" (at its byte {})", error->offset + 1);
    throw base::Error(base::ErrorCode::profile, base::position_in(value, error->offset),
                      "pattern: " + error->message + place)
        .with_hint(error->hint);
  }
  return std::get<Pattern>(std::move(read));
}

}  // namespace

std::unique_ptr<Generator> build_pattern(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"pattern", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({});
  Pattern pattern = read_pattern(arguments);
  arguments.require_text(pattern.longest());
  if (context.unique) {
    if (const std::string why = pattern.repetition(); !why.empty()) arguments.refuse_unique(why);
  }
  arguments.require_capacity(pattern.capacity());
  return std::make_unique<PatternText>(std::move(pattern), context.key(), context.unique);
}

}  // namespace seedctl::gen
