// Checksums over normalised text: the same file checked out on another machine, or touched by an editor, has
// the same one.
#include "migrate/checksum.h"

#include <algorithm>

#include "base/hash.h"
#include "sql/lexer.h"
#include "sql/splitter.h"

namespace seedctl::migrate {
namespace {

// Built from what lies between tokens rather than from the tokens themselves, so that a later lexer which
// cuts an operator differently gives the same text.
std::string code_of(std::string_view statement, base::Engine engine) {
  std::string code;
  sql::Lexer lexer(statement, engine);
  std::size_t end = 0;
  for (sql::Token token = lexer.next_code(); token.kind != sql::TokenKind::end; token = lexer.next_code()) {
    if (!code.empty() && token.offset > end) code += ' ';
    code += token.text;
    end = token.end();
  }
  std::erase(code, '\r');  // line endings inside strings
  return code;
}

}  // namespace

std::string text_checksum(std::string_view text) {
  constexpr std::string_view kWhite = " \t\r\f\v";
  std::string normal;
  normal.reserve(text.size());
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = text.substr(start, end - start);
    normal += line.substr(0, line.find_last_not_of(kWhite) + 1);
    normal += '\n';
    start = end + 1;
  }
  while (normal.ends_with("\n\n") || normal == "\n") normal.pop_back();
  return base::sha256_hex(normal);
}

std::string code_checksum(std::string_view text, base::Engine engine) {
  std::string code;
  for (const sql::Statement& statement : sql::split(text, engine, {})) {
    code += code_of(statement.text, engine);
    code += ";\n";
    code += statement.copy_data;
  }
  return base::sha256_hex(code);
}

std::string chain_checksum(std::string_view previous, std::string_view statement, base::Engine engine) {
  return base::sha256_hex(std::string(previous) + '\n' + code_of(statement, engine));
}

}  // namespace seedctl::migrate
