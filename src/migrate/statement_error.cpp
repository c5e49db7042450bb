// Maps an offset in the statement sent to line and column of the original file: statement -> section -> file.
#include "migrate/statement_error.h"

#include <fmt/format.h>

#include "base/text.h"

namespace seedctl::migrate {
namespace {

using base::Error;
using base::SourcePosition;

// Byte offset in the statement of what the error is about.
std::size_t culprit_offset(const Error& cause, std::string_view statement, const EngineRules& rules) {
  if (cause.statement_offset)
    return base::byte_offset_of(statement, static_cast<std::size_t>(*cause.statement_offset));
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

Error at_statement(const Error& cause, const Step& step, const sql::Statement& statement,
                   const EngineRules& rules, std::string_view consequence) {
  const std::size_t offset = statement.offset + culprit_offset(cause, statement.text, rules);
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
