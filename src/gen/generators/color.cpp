// color: a name of CSS, or a number as #rrggbb.
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/pattern_text.h"

namespace seedctl::gen {

namespace {

constexpr std::string_view kNames =
    "aqua|azure|beige|black|blue|brown|coral|crimson|cyan|gold|gray|green|indigo|ivory|khaki|lavender|lime|"
    "magenta|maroon|navy|olive|orange|orchid|pink|plum|purple|red|salmon|sienna|silver|tan|teal|tomato|"
    "turquoise|violet|wheat|white|yellow";

}  // namespace

std::unique_ptr<Generator> build_color(const base::Node& value, const base::Node& column,
                                       const BuildContext& context) {
  constexpr std::string_view kForms[] = {"name", "hex"};
  const Arguments arguments{"color", value, column, context};
  arguments.allow_parameters({});
  return make_pattern_text(arguments,
                           built_in_pattern(form_of(arguments, kForms) == 0 ? kNames : "#[0-9a-f]{6}"));
}

}  // namespace seedctl::gen
