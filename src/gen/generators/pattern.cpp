// pattern: text that a regular expression matches (see gen/pattern.h).
#include "gen/pattern.h"

#include <fmt/format.h>

#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/pattern_text.h"

namespace seedctl::gen {

namespace {

using base::Node;

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
  if (context.unique) {
    if (const std::string why = pattern.repetition(); !why.empty()) arguments.refuse_unique(why);
  }
  return make_pattern_text(arguments, std::move(pattern));
}

}  // namespace seedctl::gen
