#include "cli/terminal.h"

#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "base/text.h"

namespace seedctl::cli {
namespace {

constexpr const char* kRed = "\033[1;31m";
constexpr const char* kYellow = "\033[33m";
constexpr const char* kPlain = "\033[0m";

std::string painted(const char* color, const std::string& text, bool on) {
  return on ? color + text + kPlain : text;
}

// Text of a server or a file may span lines and hold anything: each line is made harmless and indented.
void append_block(std::string& out, std::string_view label, const std::string& text) {
  if (text.empty()) return;
  bool first = true;
  for (const std::string& line : base::split(text, '\n')) {
    out += first ? "  " + std::string(label) + ": " : "    ";
    out += base::printable(line) + "\n";
    first = false;
  }
}

std::string printable_lines(const std::string& text) {
  std::vector<std::string> lines = base::split(text, '\n');
  for (std::string& line : lines) line = base::printable(line);
  return base::join(lines, "\n");
}

}  // namespace

TerminalProgress::TerminalProgress(Verbosity verbosity, bool color)
    : verbosity_(verbosity),
      color_(color),
      live_(verbosity != Verbosity::quiet && ::isatty(STDERR_FILENO) != 0) {}

TerminalProgress::~TerminalProgress() { clear(); }

void TerminalProgress::start(std::string_view step, std::uint64_t total) {
  step_ = base::printable(step);
  total_ = total;
  done_ = 0;
  drawn_percent_ = -1;
  draw();
}

void TerminalProgress::advance(std::uint64_t done) {
  done_ = done;
  draw();
}

void TerminalProgress::finish() { clear(); }

void TerminalProgress::note(std::string_view message) {
  if (verbosity_ == Verbosity::quiet) return;
  clear();
  std::fprintf(stderr, "%s\n", base::printable(message).c_str());
}

void TerminalProgress::warn(std::string_view message) {
  clear();
  std::fprintf(stderr, "%s %s\n", painted(kYellow, "warning:", color_).c_str(),
               base::printable(message).c_str());
}

void TerminalProgress::detail(std::string_view message) {
  if (verbosity_ == Verbosity::verbose) note(message);
}

void TerminalProgress::draw() {
  if (!live_) return;
  const int percent = total_ == 0 ? 0 : static_cast<int>(done_ * 100 / total_);
  if (percent == drawn_percent_ && shown_) return;
  drawn_percent_ = percent;
  shown_ = true;
  if (total_ == 0)
    std::fprintf(stderr, "\r\033[K%s ...", step_.c_str());
  else
    std::fprintf(stderr, "\r\033[K%s %3d%% (%s of %s)", step_.c_str(), percent,
                 base::with_thousands(done_).c_str(), base::with_thousands(total_).c_str());
  std::fflush(stderr);
}

void TerminalProgress::clear() {
  if (!shown_) return;
  std::fprintf(stderr, "\r\033[K");
  std::fflush(stderr);
  shown_ = false;
}

bool wants_color(int file_descriptor, bool no_color, const app::Environment& environment) {
  const auto variable = environment("NO_COLOR");
  return !no_color && !(variable && !variable->empty()) && ::isatty(file_descriptor) != 0 &&
         environment("TERM") != "dumb";
}

std::string format_error(const base::Error& error, bool color) {
  std::string text = painted(kRed, "error:", color) + " ";
  if (error.position() && !error.position()->str().empty())
    text += base::printable(error.position()->str()) + ": ";
  text += printable_lines(error.message()) + "\n";
  if (!error.excerpt.empty())
    for (const std::string& line : base::split(error.excerpt, '\n')) {
      std::string shown = line;  // tabs keep the caret in its column
      for (char& c : shown)
        if (static_cast<unsigned char>(c) < 0x20 && c != '\t') c = '?';
      text += "  | " + shown + "\n";
    }
  append_block(text, "detail", error.detail);
  append_block(text, "hint", error.hint);
  append_block(text, "code", error.sqlstate);
  return text;
}

bool ask(const std::string& question, bool yes) {
  if (yes) return true;
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0)
    throw base::Error(base::ErrorCode::refused,
                      "this needs a yes, and there is no terminal to ask on: " + question)
        .with_hint("say it with --yes");
  std::fprintf(stderr, "%s [y/N] ", base::printable(question).c_str());
  std::fflush(stderr);
  std::string answer;
  std::getline(std::cin, answer);
  answer = base::lower_ascii(base::trim(answer));
  return answer == "y" || answer == "yes";
}

}  // namespace seedctl::cli
