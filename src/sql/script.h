// A script being split: its text, where it stands in a file, and errors that point into it. Shared by the
// splitters of the engines; nobody else's business.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sql/lexer.h"
#include "sql/splitter.h"

namespace seedctl::sql {

struct Script {
  std::string_view text;
  const std::string& file;
  std::uint32_t first_line = 1;
  std::size_t start = 0;  // behind the byte order mark

  [[noreturn]] void fail(std::size_t offset, std::string message, std::string hint = {}) const;
  // Throws for a string, identifier or comment that never ends, at its start.
  void require_terminated(const Token& token) const;
  // The statement between two offsets.
  Statement statement(std::size_t begin, std::size_t end) const;
};

std::vector<Statement> split_postgres(const Script& script);
std::vector<Statement> split_sqlite(const Script& script);

}  // namespace seedctl::sql
