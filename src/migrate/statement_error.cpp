// Maps an offset in the statement sent to line and column of the original file: statement -> section -> file.
#include "migrate/statement_error.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "base/text.h"

namespace seedctl::migrate {
namespace {

using base::Error;
using base::SourcePosition;

// The line of the data that COPY stopped at, counted from 1, by the last line of what the server says besides
// ("COPY rent, line 3, column price: "x""); 0 where it says none, as for a foreign key.
std::size_t copy_line(std::string_view detail) {
  constexpr std::string_view kLine = ", line ";
  std::string_view context = detail.substr(detail.rfind('\n') + 1);
  if (!context.starts_with("COPY ")) return 0;
  const std::size_t at = context.find(kLine);
  if (at == std::string_view::npos) return 0;
  context.remove_prefix(at + kLine.size());
  std::size_t line = 0;
  std::from_chars(context.data(), context.data() + context.size(), line);
  return line;
}

// Byte offset in the section of the data line that the error is about; nullopt where the data is not to
// blame.
std::optional<std::size_t> data_offset(const Error& cause, const sql::Statement& statement,
                                       std::string_view section) {
  const std::size_t line = statement.is_copy ? copy_line(cause.detail) : 0;
  if (line == 0) return std::nullopt;
  std::size_t start = 0;
  for (std::size_t i = 1; i < line; ++i) {
    start = statement.copy_data.find('\n', start);
    if (start == std::string_view::npos) return std::nullopt;
    ++start;
  }
  if (start >= statement.copy_data.size()) return std::nullopt;
  return static_cast<std::size_t>(statement.copy_data.data() - section.data()) + start;
}

// Byte offset in the statement of what the error is about.
std::size_t culprit_offset(const Error& cause, std::string_view statement, const EngineRules& rules) {
  if (cause.statement_offset)
    return base::byte_offset_of(statement, static_cast<std::size_t>(*cause.statement_offset));
  if (const auto place = rules.place_of(cause.message(), statement)) return *place;
  for (const std::string& name : rules.culprits(cause.message()))
    if (const std::size_t found = sql::find_identifier(statement, name); found != std::string_view::npos)
      return found;
  return 0;
}

Error with_words_of(const Error& cause, SourcePosition position, std::string_view consequence) {
  Error error(cause.code(), std::move(position),
              consequence.empty() ? cause.message() : fmt::format("{}; {}", cause.message(), consequence));
  error.sqlstate = cause.sqlstate;
  error.detail = cause.detail;
  error.hint = cause.hint;
  return error;
}

}  // namespace

StatementPlaces::StatementPlaces(const Step& step)
    : text_(step.section.text), first_{step.file, step.section.first_line, 1}, here_(first_) {}

SourcePosition StatementPlaces::of(const sql::Statement& statement) {
  if (statement.offset < offset_) {
    offset_ = 0;
    here_ = first_;
  }
  const std::string_view between = text_.substr(offset_, statement.offset - offset_);
  SourcePosition next = sql::position_of(between, between.size(), here_.file, here_.line);
  if (next.line == here_.line) next.column += here_.column - 1;
  offset_ = statement.offset;
  here_ = next;
  return next;
}

Error at_statement(const Error& cause, const Step& step, const sql::Statement& statement,
                   const EngineRules& rules, std::string_view consequence) {
  const std::optional<std::size_t> in_data = data_offset(cause, statement, step.section.text);
  const std::size_t offset =
      in_data ? *in_data : statement.offset + culprit_offset(cause, statement.text, rules);
  SourcePosition position = sql::position_of(step.section.text, offset, step.file, step.section.first_line);
  // The excerpt is cut from the section, whose lines count from 1.
  const SourcePosition in_section{{}, position.line - step.section.first_line + 1, position.column};
  Error error = with_words_of(cause, std::move(position), consequence);
  error.excerpt = base::excerpt_of(step.section.text, in_section);
  return error;
}

Error at_section(const Error& cause, const Step& step, std::string_view consequence) {
  return with_words_of(cause, {step.file, 0, 0}, consequence);
}

}  // namespace seedctl::migrate
