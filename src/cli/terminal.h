// The terminal: colours, progress on stderr, the question before destruction, and how an error looks.
#pragma once

#include <string>

#include "app/use_cases.h"
#include "base/error.h"
#include "base/progress.h"

namespace seedctl::cli {

enum class Verbosity { quiet, normal, verbose };

// Draws progress on stderr: one line that is redrawn where stderr is a terminal, plain notes elsewhere, with
// Verbosity::quiet only warnings.
class TerminalProgress : public base::Progress {
 public:
  TerminalProgress(Verbosity verbosity, bool color);
  ~TerminalProgress() override;
  void start(std::string_view step, std::uint64_t total) override;
  void advance(std::uint64_t done) override;
  void finish() override;
  void note(std::string_view message) override;
  void warn(std::string_view message) override;
  void detail(std::string_view message) override;

 private:
  void draw();
  void clear();

  Verbosity verbosity_;
  bool color_;
  bool live_;  // stderr is a terminal that is redrawn
  std::string step_;
  std::uint64_t total_ = 0;
  std::uint64_t done_ = 0;
  int drawn_percent_ = -1;
  bool shown_ = false;
};

// Whether the stream is a terminal that wants colours.
bool wants_color(int file_descriptor, bool no_color, const app::Environment& environment);

// "error: seeds/dev.yaml:3:5: ..." with excerpt, detail and hint, ready for stderr.
std::string format_error(const base::Error& error, bool color);

// Asks on the terminal; with `yes` agrees at once. Throws ErrorCode::refused where there is no terminal to
// ask on.
bool ask(const std::string& question, bool yes);

}  // namespace seedctl::cli
