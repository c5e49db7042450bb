// What splitting has in common on all engines: encodings that are refused, positions, and words for what
// never ends.
#include "sql/splitter.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "sql/script.h"

namespace seedctl::sql {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16Hint = "save the file as UTF-8";

std::string_view dollar_tag(std::string_view text) { return text.substr(0, text.find('$', 1) + 1); }

}  // namespace

void Script::fail(std::size_t offset, std::string message, std::string hint) const {
  // The excerpt is of the script, the position is of the file.
  const base::SourcePosition here = position_of(text, offset, file, 1);
  base::SourcePosition in_file = here;
  in_file.line += first_line - 1;
  base::Error error(base::ErrorCode::migration, std::move(in_file), std::move(message));
  error.hint = std::move(hint);
  error.excerpt = base::excerpt_of(text, here);
  throw error;
}

void Script::require_terminated(const Token& token) const {
  if (token.terminated) return;
  switch (token.kind) {
    case TokenKind::comment:
      fail(token.offset, "unterminated comment",
           "close it with */ (PostgreSQL nests comments: one for each /*)");
    case TokenKind::quoted_word:
      fail(token.offset, "unterminated quoted identifier");
    default:
      if (token.text.front() != '$') fail(token.offset, "unterminated string");
      const std::string tag = base::printable(dollar_tag(token.text));
      fail(token.offset, fmt::format("unterminated dollar-quoted string {}", tag),
           fmt::format("close it with {}", tag));
  }
}

Statement Script::statement(std::size_t begin, std::size_t end) const {
  Statement result;
  result.text = text.substr(begin, end - begin);
  result.offset = begin;
  return result;
}

std::vector<Statement> split(std::string_view text, base::Engine engine, const std::string& file,
                             std::uint32_t first_line) {
  Script script{text, file, first_line};
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    script.fail(0, "the text is UTF-16", std::string(kUtf16Hint));
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    script.fail(nul, "NUL byte in SQL text", fmt::format("if the file is UTF-16, {}", kUtf16Hint));
  }
  if (text.starts_with(kUtf8Mark)) script.start = kUtf8Mark.size();
  return engine == base::Engine::postgres ? split_postgres(script) : split_sqlite(script);
}

base::SourcePosition position_of(std::string_view text, std::size_t offset, const std::string& file,
                                 std::uint32_t first_line) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t newline = before.rfind('\n');
  std::string_view line = newline == std::string_view::npos ? before : before.substr(newline + 1);
  if (lines == 0 && line.starts_with(kUtf8Mark)) line.remove_prefix(kUtf8Mark.size());
  return {file, first_line + lines, static_cast<std::uint32_t>(base::count_code_points(line)) + 1};
}

}  // namespace seedctl::sql
