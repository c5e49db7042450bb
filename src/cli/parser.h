// The command line, parsed. The only part that knows the parsing library.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace seedctl::cli {

struct Invocation {
  GlobalFlags flags;
  const Command* command = nullptr;  // nullptr: `text` is all there is to do
  Runner run;
  std::string text;  // help or version, for stdout
};

// Throws ErrorCode::usage for what cannot be understood, with a suggestion where there is one. `flags` is
// filled as far as parsing came, so that even a usage error can be told in JSON.
void parse(const std::vector<std::string>& arguments, Invocation& invocation);

}  // namespace seedctl::cli
