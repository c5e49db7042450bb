// Masks passwords in text that others wrote: server messages, migration files quoted in errors.
//
// Prefers masking too much to showing a password: where a malformed URL leaves open how far the password
// goes, all that may belong to it goes.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "db/url.h"

namespace seedctl::db {
namespace {

constexpr std::string_view kMask = "***";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t find_end(std::string_view text, std::size_t from, std::string_view stops) {
  const std::size_t found = text.find_first_of(stops, from);
  return found == std::string_view::npos ? text.size() : found;
}

// Where the secret behind "://user:" ends; `from` itself where what follows is a port.
std::size_t end_of_url_password(std::string_view text, std::size_t from) {
  const std::size_t word = find_end(text, from, " \t\r\n");
  const std::size_t at_in_word = text.substr(0, word).rfind('@');
  if (at_in_word != std::string_view::npos && at_in_word >= from) return at_in_word;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789", from), text.size());
  if (digits == text.size() || is_space(text[digits]) ||
      std::string_view("/,?\"'`;.)").find(text[digits]) != std::string_view::npos) {
    return from;
  }
  const std::size_t line = find_end(text, from, "\r\n");
  const std::size_t at_in_line = text.substr(0, line).rfind('@');
  return at_in_line != std::string_view::npos && at_in_line >= from ? at_in_line : word;
}

std::string mask_urls(std::string_view text) {
  std::string out;
  std::size_t done = 0;
  while (true) {
    const std::size_t start = text.find("://", done);
    if (start == std::string_view::npos) break;
    const std::size_t authority = start + 3;
    out += text.substr(done, authority - done);
    done = authority;
    const std::size_t colon = find_end(text, authority, ": \t\r\n/?[");
    if (colon >= text.size() || text[colon] != ':') continue;
    const std::size_t end = end_of_url_password(text, colon + 1);
    if (end == colon + 1) continue;
    out += text.substr(done, colon + 1 - done);
    out += kMask;
    done = end;
  }
  out += text.substr(done);
  return out;
}

// The end of the value at `from`: to its closing quote, else to white space or the next URL parameter.
std::size_t end_of_value(std::string_view text, std::size_t from) {
  if (from < text.size() && (text[from] == '\'' || text[from] == '"')) {
    const char quote = text[from];
    for (std::size_t i = from + 1; i < text.size(); ++i) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == quote) {
        return i + 1;
      }
    }
    return text.size();
  }
  return find_end(text, from, " \t\r\n&");
}

std::string mask_keywords(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kSecrets{"password", "passwd", "pwd", "client_secret",
                                                            "passphrase"};
  const std::string lower = base::lower_ascii(text);
  std::string out;
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const std::string_view word : kSecrets) {
      if (i < done || lower.compare(i, word.size(), word) != 0) continue;
      std::size_t value = i + word.size();
      while (value < text.size() && text[value] == ' ') ++value;
      if (value >= text.size()) break;
      // A keyword's value, or SQL's PASSWORD 'text'.
      if (text[value] == '=') {
        ++value;
        while (value < text.size() && text[value] == ' ') ++value;
      } else if (text[value] != '\'' || value == i + word.size()) {
        continue;
      }
      out += text.substr(done, value - done);
      out += kMask;
      done = end_of_value(text, value);
    }
  }
  out += text.substr(done);
  return out;
}

}  // namespace

std::string redact(std::string_view text) { return mask_keywords(mask_urls(text)); }

}  // namespace seedctl::db
