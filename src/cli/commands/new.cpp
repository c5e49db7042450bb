#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"

namespace seedctl::cli {

Runner declare_new(Syntax& syntax) {
  const auto name = std::make_shared<std::vector<std::string>>();
  syntax.positional("NAME", *name, 1, 1, "what the migration does, such as add_invoice");
  syntax.example("seedctl new add_invoice");
  return [name](Context& context) {
    const std::string file = app::new_migration(context.settings(), name->front());
    context.document()["file"] = file;
    context.print("wrote " + base::printable(file) + "\n");
    return 0;
  };
}

}  // namespace seedctl::cli
