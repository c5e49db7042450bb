#include <array>
#include <charconv>
#include <limits>

#include "base/error.h"
#include "base/text.h"
#include "cli/command.h"

namespace seedctl::cli {

using base::Error;
using base::ErrorCode;

namespace {

double parse_scale(const std::string& text) {
  const std::optional<base::Decimal> scale = base::Decimal::parse(text);
  // Larger products would not fit the numbers of rows.
  constexpr double kMostScale = 1e9;
  if (!scale || *scale <= base::Decimal::of(0) || scale->to_double() > kMostScale)
    throw Error(ErrorCode::usage,
                "--scale takes a number above 0, such as 0.1 or 20, not \"" + base::printable(text) + "\"");
  return scale->to_double();
}

}  // namespace

std::span<const Command> commands() {
  static constexpr std::array<Command, 15> kCommands{{
      {"init", "start a project here: seedctl.yaml, a first migration, a starter profile", declare_init},
      {"new", "make the next migration file", declare_new},
      {"migrate", "apply pending migrations", declare_migrate},
      {"rollback", "undo applied migrations, the last one first", declare_rollback},
      {"status", "show what is applied, pending, changed, missing, out of order", declare_status},
      {"baseline", "mark migrations as applied without running them", declare_baseline},
      {"plan", "show what migrate and seed would do; writes nothing", declare_plan},
      {"seed", "make the database hold exactly the rows of a profile", declare_seed},
      {"check", "prove that the database holds what it should", declare_check},
      {"reset", "destroy everything, migrate and seed again", declare_reset},
      {"sample", "print generated rows; needs no database", declare_sample},
      {"explain", "print one row and why it is so; needs no database", declare_explain},
      {"export", "write generated rows to files; needs no database", declare_export},
      {"generators", "list the generators that profiles can name", declare_generators},
      {"completion", "print a completion script for bash, zsh or fish", declare_completion},
  }};
  return kCommands;
}

void declare_global_options(Syntax& syntax, GlobalFlags& flags) {
  const auto into = [](std::optional<std::string>& target) {
    return [&target](const std::string& text) { target = text; };
  };
  syntax.value("-d,--database", "URL", into(flags.options.database),
               "the database: sqlite:dev.db, postgres://user@host/name");
  syntax.value("--env", "NAME", into(flags.options.env), "an environment of seedctl.yaml");
  syntax.value("--config", "FILE", into(flags.options.config),
               "the config instead of seedctl.yaml here or above");
  syntax.value("--migrations", "DIR", into(flags.options.migrations), "the folder of migrations");
  syntax.value("--seeds", "DIR", into(flags.options.seeds), "the folder of profiles");
  syntax.flag("--json", flags.json, "print one JSON document instead of text");
  syntax.flag("-q,--quiet", flags.quiet, "say nothing on stderr but warnings and errors");
  syntax.flag("-v,--verbose", flags.verbose,
              "say more: of each statement and table how long it took, and what the server notes");
  syntax.flag("--no-color", flags.no_color, "no colours (also NO_COLOR)");
  syntax.flag("-y,--yes", flags.options.yes, "answer yes to the question that destructive commands ask");
}

std::uint64_t parse_number(const std::string& text, std::string_view option) {
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failed != std::errc() || end != text.data() + text.size())
    throw Error(ErrorCode::usage,
                std::string(option) + " takes a whole number, not \"" + base::printable(text) + "\"");
  return number;
}

std::function<void(const std::string&)> number_into(std::optional<std::uint64_t>& target,
                                                    std::string option) {
  return
      [&target, option = std::move(option)](const std::string& text) { target = parse_number(text, option); };
}

std::function<void(const std::string&)> number_into(int& target, std::string option) {
  return [&target, option = std::move(option)](const std::string& text) {
    const std::uint64_t number = parse_number(text, option);
    if (number > static_cast<std::uint64_t>(std::numeric_limits<int>::max()))
      throw Error(ErrorCode::usage, option + " is too large: " + text);
    target = static_cast<int>(number);
  };
}

std::function<void(const std::string&)> scale_into(double& target) {
  return [&target](const std::string& text) { target = parse_scale(text); };
}

std::function<void(const std::string&)> scale_into(std::optional<double>& target) {
  return [&target](const std::string& text) { target = parse_scale(text); };
}

std::function<void(const std::string&)> date_into(std::optional<base::Date>& target, std::string option) {
  return [&target, option = std::move(option)](const std::string& text) {
    target = base::Date::parse(text);
    if (!target)
      throw Error(ErrorCode::usage,
                  option + " takes a date such as 2025-02-18, not \"" + base::printable(text) + "\"");
  };
}

void declare_dates(Syntax& syntax, std::optional<base::Date>& as_of, std::optional<base::Date>& until,
                   const std::string& unset) {
  syntax.value("--as-of", "DATE", date_into(as_of, "--as-of"), "the data's today, " + unset);
  syntax.value("--until", "DATE", date_into(until, "--until"),
               "the last day of rows per_day, and the data's today");
}

}  // namespace seedctl::cli
