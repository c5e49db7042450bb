#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"

namespace seedctl::cli {

Runner declare_init(Syntax& syntax) {
  const auto folder = std::make_shared<std::vector<std::string>>();
  syntax.positional("DIR", *folder, 0, 1, "the project's folder (this one)");
  syntax.example("seedctl init");
  syntax.example("seedctl init shop && cd shop && seedctl migrate && seedctl seed dev");
  return [folder](Context& context) {
    const std::vector<std::string> files = app::init(folder->empty() ? "." : folder->front());
    context.document()["files"] = files;
    for (const std::string& file : files) context.print("wrote " + base::printable(file) + "\n");
    context.print("\nNext: `seedctl migrate`, then `seedctl seed dev`.\n");
    return 0;
  };
}

}  // namespace seedctl::cli
