// The entry point: parses, runs one command, prints its result, and turns every failure into a message and an
// exit status. The only place that catches, and with the commands the only one that prints or reads the
// environment.
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/documents.h"
#include "cli/interruption.h"
#include "cli/parser.h"
#include "cli/terminal.h"
#include "db/url.h"
#include "profile/document.h"

namespace seedctl::cli {
namespace {

class CommandContext : public Context {
 public:
  // `interruption` may be null.
  CommandContext(const GlobalFlags& flags, const app::Environment& environment, base::Progress& progress,
                 Interruption* interruption)
      : flags_(flags), environment_(environment), progress_(progress), interruption_(interruption) {}

  app::Settings settings() const override {
    app::Settings settings = app::load_settings(flags_.options, environment_);
    if (!settings.url.note.empty()) progress_.warn(settings.url.note);
    return settings;
  }
  const app::Environment& environment() const override { return environment_; }
  const app::GlobalOptions& options() const override { return flags_.options; }
  bool json() const override { return flags_.json; }
  bool verbose() const override { return flags_.verbose; }
  nlohmann::ordered_json& document() override { return document_; }
  void keep_document() override {
    if (interruption_ != nullptr) interruption_->keep(document_);
  }
  void print(std::string_view text) override {
    if (!flags_.json) std::fwrite(text.data(), 1, text.size(), stdout);
  }
  base::Progress& progress() override { return progress_; }
  app::Confirm confirm() const override {
    return [yes = flags_.options.yes](const std::string& question) { return ask(question, yes); };
  }

 private:
  const GlobalFlags& flags_;
  const app::Environment& environment_;
  base::Progress& progress_;
  Interruption* interruption_;
  nlohmann::ordered_json document_ = nlohmann::ordered_json::object();
};

void write_document(const nlohmann::ordered_json& document) {
  // Text of a database may be malformed: replaced, so that what comes out is always JSON.
  const std::string text =
      document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  std::fwrite(text.data(), 1, text.size(), stdout);
}

// A result that could not be written is no success: `seedctl sample > /dev/full` must fail.
int finish_output(int status) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
  std::fprintf(stderr, "error: could not write to standard output\n");
  return status == 0 ? base::exit_code(base::ErrorCode::io) : status;
}

Verbosity verbosity_of(const GlobalFlags& flags) {
  if (flags.quiet) return Verbosity::quiet;
  return flags.verbose ? Verbosity::verbose : Verbosity::normal;
}

// What is printed when a signal ends the command, colours aside.
void print_interrupted(nlohmann::ordered_json document, const char* signal) {
  const base::Error error(base::ErrorCode::interrupted,
                          std::string("ended by ") + signal + "; what was committed before stays");
  document["error"] = error_document(error);
  write_document(document);
  std::fflush(stdout);
  std::fputs(format_error(error, false).c_str(), stderr);
}

int run(const std::vector<std::string>& arguments) {
  const app::Environment environment = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  Invocation invocation;
  // Known before parsing, so that even an error in the arguments is told in the form that was asked for.
  const auto options_end = std::find(arguments.begin(), arguments.end(), "--");
  invocation.flags.json = std::find(arguments.begin(), options_end, "--json") != options_end;
  nlohmann::ordered_json document = nlohmann::ordered_json::object();
  std::optional<Interruption> interruption;
  if (invocation.flags.json) interruption.emplace(print_interrupted);
  const auto fail = [&](base::Error error) {
    if (interruption) interruption->close();
    // A row that cannot be made is met long after the profile was read.
    if (error.code() == base::ErrorCode::profile || error.code() == base::ErrorCode::refused)
      profile::add_excerpt(error);
    // Messages hold no password; this is the second lock on that door, for the texts of servers and
    // libraries.
    error.redact_with(db::redact);
    const std::string text =
        format_error(error, wants_color(STDERR_FILENO, invocation.flags.no_color, environment));
    std::fwrite(text.data(), 1, text.size(), stderr);
    if (invocation.flags.json) {
      document["error"] = error_document(error);
      write_document(document);
    }
    return finish_output(base::exit_code(error.code()));
  };
  try {
    parse(arguments, invocation);
    if (invocation.command == nullptr) {
      std::fwrite(invocation.text.data(), 1, invocation.text.size(), stdout);
      return finish_output(0);
    }
    TerminalProgress progress(verbosity_of(invocation.flags),
                              wants_color(STDERR_FILENO, invocation.flags.no_color, environment));
    CommandContext context(invocation.flags, environment, progress, interruption ? &*interruption : nullptr);
    int status = 0;
    try {
      status = invocation.run(context);
    } catch (...) {
      document = context.document();
      throw;
    }
    if (interruption) interruption->close();
    if (invocation.flags.json) write_document(context.document());
    return finish_output(status);
  } catch (const base::Error& error) {
    return fail(error);
  } catch (const std::bad_alloc&) {
    return fail(base::Error(base::ErrorCode::failed, "out of memory"));
  } catch (const std::exception& error) {
    return fail(
        base::Error(base::ErrorCode::internal, std::string("this is a bug of seedctl: ") + error.what()));
  }
}

}  // namespace
}  // namespace seedctl::cli

int main(int argc, char** argv) { return seedctl::cli::run(std::vector<std::string>(argv + 1, argv + argc)); }
