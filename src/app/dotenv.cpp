#include "app/dotenv.h"

#include <cctype>

#include "base/error.h"
#include "base/text.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;

bool is_name(std::string_view text) {
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0])) != 0) return false;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') return false;
  return true;
}

// The value after "KEY=", quotes resolved. nullopt where a quote is not closed or text follows it.
std::optional<std::string> read_value(std::string_view text) {
  text = base::trim(text);
  if (text.empty()) return std::string();
  const char quote = text[0];
  if (quote != '\'' && quote != '"') {
    for (std::size_t i = 1; i < text.size(); ++i)
      if (text[i] == '#' && (text[i - 1] == ' ' || text[i - 1] == '\t')) text = base::trim(text.substr(0, i));
    return text[0] == '#' ? std::string() : std::string(text);
  }
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == quote) {
      const std::string_view rest = base::trim(text.substr(i + 1));
      if (!rest.empty() && rest[0] != '#') return std::nullopt;
      return value;
    }
    if (quote == '"' && text[i] == '\\' && i + 1 < text.size()) {
      ++i;
      value += text[i] == 'n' ? '\n' : text[i];
    } else {
      value += text[i];
    }
  }
  return std::nullopt;
}

}  // namespace

std::map<std::string, std::string> parse_dotenv(std::string_view text, const std::string& file) {
  std::map<std::string, std::string> variables;
  std::uint32_t number = 0;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    std::string_view line = base::trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("export ")) line = base::trim(line.substr(7));
    const std::size_t equals = line.find('=');
    const std::string_view name = base::trim(line.substr(0, equals));
    if (equals == std::string_view::npos || !is_name(name))
      throw Error(ErrorCode::config, {file, number, 1}, "expected KEY=value");
    const std::optional<std::string> value = read_value(line.substr(equals + 1));
    if (line.find('\0') != std::string_view::npos)
      throw Error(ErrorCode::config, {file, number, 1}, "a line with a NUL byte");
    if (!value)
      throw Error(ErrorCode::config, {file, number, 1},
                  "the value of " + std::string(name) + " has a quote that is not closed");
    variables[std::string(name)] = *value;
  }
  return variables;
}

}  // namespace seedctl::app
