#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/documents.h"

namespace seedctl::cli {

Runner declare_baseline(Syntax& syntax) {
  const auto version = std::make_shared<std::vector<std::string>>();
  syntax.positional("VERSION", *version, 1, 1, "the last version that the schema already holds");
  syntax.example("seedctl baseline 3");
  return [version](Context& context) {
    const std::uint64_t number = parse_number(version->front(), "VERSION");
    const std::vector<migrate::Done> done = app::baseline(context.settings(), number, context.progress());
    context.document()["applied"] = done_document(done);
    context.document()["version"] = number;
    context.print(fmt::format("Marked {} migration{} as applied, up to version {}; nothing was run.\n",
                              done.size(), done.size() == 1 ? "" : "s", number));
    return 0;
  };
}

}  // namespace seedctl::cli
