// Completion scripts, made from the same declarations that the parser uses. What stands in the project's
// files the scripts ask of the program: it finds and reads them as every other command does.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "cli/command.h"
#include "profile/document.h"

namespace seedctl::cli {
namespace {

struct OptionWords {
  std::vector<std::string> names;  // "-d", "--database"
  std::string help;
  bool takes_value = false;
  std::string
      values;  // what the script asks for to complete the value: "environments", "tables", "profiles";
               // "" = files
};

// By the option's placeholder.
std::string values_of(std::string_view names, std::string_view metavar) {
  if (metavar == "TABLE") return "tables";
  if (metavar == "PROFILE") return "profiles";
  return names == "--env" ? "environments" : "";
}

// Collects what a command declares instead of parsing it.
class WordCollector : public Syntax {
 public:
  void flag(std::string names, bool&, std::string help) override {
    options.push_back({base::split(names, ','), std::move(help), false, {}});
  }
  void value(std::string names, std::string metavar, std::function<void(const std::string&)>,
             std::string help) override {
    options.push_back({base::split(names, ','), std::move(help), true, values_of(names, metavar)});
  }
  void list(std::string names, std::string metavar, std::vector<std::string>&, std::string help) override {
    options.push_back({base::split(names, ','), std::move(help), true, values_of(names, metavar)});
  }
  void positional(std::string metavar, std::vector<std::string>&, std::size_t, std::size_t,
                  std::string) override {
    takes_profile = takes_profile || metavar == "PROFILE";
  }
  void example(std::string) override {}

  std::vector<OptionWords> options;
  bool takes_profile = false;
};

struct Words {
  std::vector<OptionWords> global;
  std::vector<std::pair<const Command*, WordCollector>> commands;
};

Words collect() {
  Words words;
  WordCollector global;
  GlobalFlags flags;
  declare_global_options(global, flags);
  words.global = global.options;
  for (const Command& command : commands()) {
    WordCollector collector;
    (void)command.declare(collector);
    words.commands.emplace_back(&command, std::move(collector));
  }
  return words;
}

std::string all_names(const std::vector<OptionWords>& options) {
  std::string text;
  for (const OptionWords& option : options)
    for (const std::string& name : option.names) text += (text.empty() ? "" : " ") + name;
  return text;
}

std::string command_words(const Words& words) {
  std::string text;
  for (const auto& [command, collector] : words.commands)
    text += (text.empty() ? "" : " ") + std::string(command->name);
  return text;
}

std::string bash_script(const Words& words) {
  std::string cases;
  for (const auto& [command, collector] : words.commands) {
    if (std::string_view(command->name) == "completion") continue;  // takes shells, see below
    cases += fmt::format("    {}) words=\"{}\"", command->name, all_names(collector.options));
    if (collector.takes_profile) cases += "; profiles=yes";
    cases += " ;;\n";
  }
  std::string values;
  for (const OptionWords& option : words.global)
    if (option.takes_value)
      for (const std::string& name : option.names) values += (values.empty() ? "" : "|") + name;
  return fmt::format(R"script(# bash completion for seedctl; use: source <(seedctl completion bash)
_seedctl() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} command="" words="" profiles="" skip="" word i
  # --option=value comes as three words
  if [[ $current == "=" ]]; then current=""
  elif [[ $previous == "=" ]]; then previous=${{COMP_WORDS[COMP_CWORD-2]}}; fi
  case $previous in
    --env) COMPREPLY=($(compgen -W "$("${{COMP_WORDS[0]}}" completion environments 2>/dev/null)" -- "$current")); return ;;
    --profile) COMPREPLY=($(compgen -W "$("${{COMP_WORDS[0]}}" completion profiles 2>/dev/null)" -- "$current")); return ;;
    --only|--table)
      word=${{current##*,}}
      COMPREPLY=($(compgen -P "${{current%"$word"}}" -W "$("${{COMP_WORDS[0]}}" completion tables 2>/dev/null)" -- "$word"))
      return ;;
    --config|--migrations|--seeds|--junit) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${{COMP_WORDS[i]}}
    if [[ -n $skip ]]; then skip=""; continue; fi
    case $word in
      {}) skip=yes ;;
      -*) ;;
      *) command=$word; break ;;
    esac
  done
  case $command in
    "") words="{}" ;;
{}    completion) words="bash zsh fish" ;;
  esac
  if [[ $current == -* ]]; then
    words="$words {} --help --version"
  elif [[ $profiles == yes ]]; then
    for word in seeds/*.yaml; do [[ -e $word ]] && word=${{word##*/}} && words="$words ${{word%.yaml}}"; done
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -F _seedctl seedctl
)script",
                     values, command_words(words), cases, all_names(words.global));
}

std::string zsh_quoted(const std::string& text) {
  std::string quoted;
  for (const char c : text) {
    if (c == '\'') quoted += "'\\'";
    if (c == '[' || c == ']' || c == ':' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted;
}

std::string zsh_options(const std::vector<OptionWords>& options) {
  std::string text;
  for (const OptionWords& option : options)
    for (const std::string& name : option.names)
      text += fmt::format(" \\\n        '*{}[{}]{}'", name, zsh_quoted(option.help),
                          !option.takes_value ? ""
                          : option.values.empty()
                              ? ":value:_files"
                              : ":value:(${(f)\"$(seedctl completion " + option.values + " 2>/dev/null)\"})");
  return text;
}

std::string zsh_script(const Words& words) {
  std::string described;
  std::string cases;
  for (const auto& [command, collector] : words.commands) {
    described += fmt::format("    '{}:{}'\n", command->name, zsh_quoted(command->summary));
    std::string arguments = zsh_options(collector.options) + zsh_options(words.global);
    if (collector.takes_profile) arguments += " \\\n        '*:profile:($(print -r -- seeds/*.yaml(N:t:r)))'";
    if (std::string_view(command->name) == "completion") arguments += " \\\n        ':shell:(bash zsh fish)'";
    cases += fmt::format("    {})\n      _arguments{} ;;\n", command->name, arguments);
  }
  return fmt::format(R"(#compdef seedctl
# zsh completion for seedctl; use: source <(seedctl completion zsh)
_seedctl() {{
  local -a described
  described=(
{})
  if (( CURRENT == 2 )); then
    _describe command described
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{}  esac
}}
compdef _seedctl seedctl
)",
                     described, cases);
}

std::string fish_option(const OptionWords& option, const std::string& condition) {
  std::string text = "complete -c seedctl";
  if (!condition.empty()) text += " -n '" + condition + "'";
  for (const std::string& name : option.names)
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  std::string help = option.help;
  for (std::size_t at = 0; (at = help.find('\'', at)) != std::string::npos; at += 2) help.insert(at, "\\");
  if (!option.values.empty()) text += " -a '(seedctl completion " + option.values + " 2>/dev/null)'";
  return text + (option.takes_value ? " -r" : "") + " -d '" + help + "'\n";
}

std::string fish_script(const Words& words) {
  std::string text =
      "# fish completion for seedctl; use: seedctl completion fish | source\ncomplete -c seedctl -f\n";
  for (const OptionWords& option : words.global) text += fish_option(option, {});
  for (const auto& [command, collector] : words.commands) {
    text += fmt::format("complete -c seedctl -n __fish_use_subcommand -a {} -d '{}'\n", command->name,
                        command->summary);
    const std::string condition = fmt::format("__fish_seen_subcommand_from {}", command->name);
    for (const OptionWords& option : collector.options) text += fish_option(option, condition);
    if (collector.takes_profile)
      text += fmt::format(
          "complete -c seedctl -n '{}' -a '(for f in seeds/*.yaml; basename $f .yaml; end)'\n", condition);
  }
  return text + "complete -c seedctl -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'\n";
}

// Bash and zsh read the list as words of their language, so that only plain names may be in it.
bool is_plain_word(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return c >= 0x80 || std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
  });
}

void print_values(Context& context, const std::vector<std::string>& values) {
  context.document()["values"] = values;
  for (const std::string& value : values)
    if (is_plain_word(value)) context.print(base::printable(value) + "\n");
}

}  // namespace

Runner declare_completion(Syntax& syntax) {
  const auto shell = std::make_shared<std::vector<std::string>>();
  syntax.positional("SHELL", *shell, 1, 1,
                    "bash, zsh or fish; or what their scripts ask for: environments, tables, profiles");
  syntax.example("source <(seedctl completion bash)");
  syntax.example("seedctl completion fish | source");
  return [shell](Context& context) {
    static const std::vector<std::string> kShells{"bash", "zsh", "fish"};
    const std::string& name = shell->front();
    const Words words = collect();
    if (name == "bash")
      context.print(bash_script(words));
    else if (name == "zsh")
      context.print(zsh_script(words));
    else if (name == "fish")
      context.print(fish_script(words));
    else if (name == "environments")
      print_values(context, app::environment_names(context.options(), context.environment()));
    else if (name == "tables")
      print_values(context, app::table_names(context.settings()));
    else if (name == "profiles")
      print_values(context, profile::profile_names(context.settings().seeds));
    else
      throw base::Error(base::ErrorCode::usage, "there is no completion for \"" + base::printable(name) +
                                                    "\"" + base::did_you_mean(name, kShells))
          .with_hint("bash, zsh and fish are known");
    return 0;
  };
}

}  // namespace seedctl::cli
