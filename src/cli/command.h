// What a command is to the command line: a name, what it takes, and a function that runs it.
//
// Commands declare their arguments through `Syntax`, so that one declaration serves parsing, --help and
// completion, and no command sees the parsing library.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/use_cases.h"
#include "base/progress.h"

namespace seedctl::cli {

class Syntax {
 public:
  virtual ~Syntax() = default;
  virtual void flag(std::string names, bool& target, std::string help) = 0;
  // An option with one value; `set` may throw base::Error (usage).
  virtual void value(std::string names, std::string metavar, std::function<void(const std::string&)> set,
                     std::string help) = 0;
  // Repeatable or comma-separated, never greedy: `--only rent dev` leaves dev alone.
  virtual void list(std::string names, std::string metavar, std::vector<std::string>& target,
                    std::string help) = 0;
  virtual void positional(std::string metavar, std::vector<std::string>& target, std::size_t least,
                          std::size_t most, std::string help) = 0;
  // One command line, shown below --help.
  virtual void example(std::string line) = 0;
};

// What a running command has at hand. Text goes to stdout through print(); with --json stdout is `document`
// alone.
class Context {
 public:
  virtual ~Context() = default;
  virtual app::Settings settings() const = 0;
  virtual const app::Environment& environment() const = 0;
  virtual const app::GlobalOptions& options() const = 0;
  virtual bool json() const = 0;
  virtual bool verbose() const = 0;
  virtual nlohmann::ordered_json& document() = 0;
  // From now on a signal that ends the command prints the document as it is now.
  virtual void keep_document() = 0;
  virtual void print(std::string_view text) = 0;
  virtual base::Progress& progress() = 0;
  virtual app::Confirm confirm() const = 0;
};

// Runs the command; returns the exit status (0, or 3 for checked and found wanting).
using Runner = std::function<int(Context&)>;

struct Command {
  const char* name;
  const char* summary;
  Runner (*declare)(Syntax& syntax);
};

// In the order of --help.
std::span<const Command> commands();

// The options that every command takes.
struct GlobalFlags {
  app::GlobalOptions options;
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  bool no_color = false;
};
void declare_global_options(Syntax& syntax, GlobalFlags& flags);

// Decimal digits only (never octal: versions have leading zeros). Throws ErrorCode::usage, naming the option.
std::uint64_t parse_number(const std::string& text, std::string_view option);
// Sets a number option with a range.
std::function<void(const std::string&)> number_into(std::optional<std::uint64_t>& target, std::string option);
std::function<void(const std::string&)> number_into(int& target, std::string option);
std::function<void(const std::string&)> scale_into(double& target);
std::function<void(const std::string&)> scale_into(std::optional<double>& target);
std::function<void(const std::string&)> date_into(std::optional<base::Date>& target, std::string option);
// --as-of and --until, of commands that take a profile. `unset` says what is meant without --as-of.
void declare_dates(Syntax& syntax, std::optional<base::Date>& as_of, std::optional<base::Date>& until,
                   const std::string& unset = "instead of the profile's as_of");

// One per file of commands/.
Runner declare_baseline(Syntax& syntax);
Runner declare_check(Syntax& syntax);
Runner declare_completion(Syntax& syntax);
Runner declare_explain(Syntax& syntax);
Runner declare_export(Syntax& syntax);
Runner declare_generators(Syntax& syntax);
Runner declare_init(Syntax& syntax);
Runner declare_migrate(Syntax& syntax);
Runner declare_new(Syntax& syntax);
Runner declare_plan(Syntax& syntax);
Runner declare_reset(Syntax& syntax);
Runner declare_rollback(Syntax& syntax);
Runner declare_sample(Syntax& syntax);
Runner declare_seed(Syntax& syntax);
Runner declare_status(Syntax& syntax);

}  // namespace seedctl::cli
