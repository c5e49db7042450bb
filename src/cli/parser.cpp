#include "cli/parser.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "cli/version.h"

namespace seedctl::cli {
namespace {

using base::Error;
using base::ErrorCode;

class CliSyntax : public Syntax {
 public:
  explicit CliSyntax(CLI::App& app) : app_(app) {}

  void flag(std::string names, bool& target, std::string help) override {
    app_.add_flag(names, target, help);
  }

  void value(std::string names, std::string metavar, std::function<void(const std::string&)> set,
             std::string help) override {
    app_.add_option_function<std::string>(names, set, help)->type_name(metavar);
  }

  void list(std::string names, std::string metavar, std::vector<std::string>& target,
            std::string help) override {
    app_.add_option(names, target, help)->type_name(metavar)->delimiter(',')->allow_extra_args(false);
  }

  void positional(std::string metavar, std::vector<std::string>& target, std::size_t least, std::size_t most,
                  std::string help) override {
    CLI::Option* option = app_.add_option(metavar, target, help);
    option->type_name("")->expected(static_cast<int>(least), static_cast<int>(most));
    if (least > 0) option->required();
    if (least == most) option->allow_extra_args(false);  // the next words are for the next positional
  }

  void example(std::string line) override {
    examples_ += (examples_.empty() ? "Examples:\n  " : "  ") + line + "\n";
    app_.footer(examples_);
  }

 private:
  CLI::App& app_;
  std::string examples_;
};

// Positionals as `PROFILE...`, without the library's numbers.
class PlainFormatter : public CLI::Formatter {
 public:
  std::string make_option_usage(const CLI::Option* option) const override {
    const std::string name = option->get_name(true) + (option->get_expected_max() > 1 ? "..." : "");
    return option->get_required() ? name : "[" + name + "]";
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_positional() ? std::string() : CLI::Formatter::make_option_opts(option);
  }
};

// `help COMMAND` is `COMMAND --help`; a `--` before plain words changes nothing; a value that was meant to be
// there is missed here rather than taken from the next word.
std::vector<std::string> settle(std::vector<std::string> arguments) {
  if (!arguments.empty() && arguments.front() == "help") {
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
  }
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument.starts_with("--") && argument.find('=') == argument.size() - 1)
      throw Error(ErrorCode::usage, argument.substr(0, argument.size() - 1) + " is given without a value");
  }
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  const bool plain = std::none_of(
      end, arguments.end(), [](const std::string& word) { return word != "--" && word.starts_with("-"); });
  if (end != arguments.end() && plain) arguments.erase(end);
  return arguments;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const Command& command : commands()) names.emplace_back(command.name);
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* level = &app; level != nullptr; level = level->get_parent())
    for (const CLI::Option* option : level->get_options())
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// The library's wording for arguments that it did not expect, made into ours.
[[noreturn]] void fail_unexpected(CLI::App& app) {
  const auto used = app.get_subcommands();
  const std::vector<std::string> rest = app.remaining(true);
  const std::string first = rest.empty() ? "" : rest.front();
  const std::string command = used.empty() ? "" : used.front()->get_name();
  if (first.starts_with("-")) {
    const std::string name = first.substr(0, first.find('='));
    throw Error(ErrorCode::usage,
                "unknown option " + base::printable(name) +
                    base::did_you_mean(name, option_names(used.empty() ? app : *used.front())))
        .with_hint("`seedctl " + (command.empty() ? "" : command + " ") + "--help` lists the options");
  }
  if (used.empty())
    throw Error(ErrorCode::usage, "unknown command \"" + base::printable(first) + "\"" +
                                      base::did_you_mean(first, command_names()))
        .with_hint("`seedctl --help` lists the commands");
  throw Error(ErrorCode::usage, command + " does not take the argument \"" + base::printable(first) + "\"")
      .with_hint("`seedctl " + command + " --help` shows what it takes");
}

}  // namespace

void parse(const std::vector<std::string>& given, Invocation& invocation) {
  const std::vector<std::string> arguments = settle(given);
  CLI::App app(
      "From nothing to checked data: migrates a database, seeds it from a profile, and proves the result.",
      "seedctl");
  app.set_help_flag("-h,--help", "show this help");
  app.formatter(std::make_shared<PlainFormatter>());
  bool version = false;
  app.add_flag("--version", version, "print the version");
  app.fallthrough();
  CliSyntax global(app);
  declare_global_options(global, invocation.flags);
  app.footer("Try `seedctl init`, then `seedctl migrate` and `seedctl seed dev`.");

  std::vector<std::unique_ptr<CliSyntax>> syntaxes;
  std::vector<std::pair<CLI::App*, Runner>> declared;
  for (const Command& command : commands()) {
    CLI::App* sub = app.add_subcommand(command.name, command.summary);
    sub->fallthrough();
    sub->set_help_flag("-h,--help", "show this help");
    syntaxes.push_back(std::make_unique<CliSyntax>(*sub));
    declared.emplace_back(sub, command.declare(*syntaxes.back()));
  }
  app.require_subcommand(0, 1);

  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    invocation.text = app.help();
    return;
  } catch (const CLI::ExtrasError&) {
    fail_unexpected(app);
  } catch (const CLI::ParseError& error) {
    const auto used = app.get_subcommands();
    throw Error(ErrorCode::usage, error.what())
        .with_hint("`seedctl " + (used.empty() ? "" : used.front()->get_name() + " ") +
                   "--help` shows what it takes");
  }
  if (version) {
    invocation.text = std::string("seedctl ") + kVersion + "\n";
    return;
  }
  for (std::size_t i = 0; i < declared.size(); ++i) {
    if (!declared[i].first->parsed()) continue;
    invocation.command = &commands()[i];
    invocation.run = std::move(declared[i].second);
    return;
  }
  throw Error(ErrorCode::usage, "a command is missing").with_hint("`seedctl --help` lists the commands");
}

}  // namespace seedctl::cli
