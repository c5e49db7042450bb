// hash: hexadecimal text as long as that of a hash function. It is drawn, and the hash of nothing.
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/pattern_text.h"

namespace seedctl::gen {

std::unique_ptr<Generator> build_hash(const base::Node& value, const base::Node& column,
                                      const BuildContext& context) {
  constexpr std::string_view kForms[] = {"md5", "sha1", "sha256"};
  constexpr std::string_view kPatterns[] = {"[0-9a-f]{32}", "[0-9a-f]{40}", "[0-9a-f]{64}"};
  const Arguments arguments{"hash", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({});
  return make_pattern_text(arguments, built_in_pattern(kPatterns[form_of(arguments, kForms)]));
}

}  // namespace seedctl::gen
