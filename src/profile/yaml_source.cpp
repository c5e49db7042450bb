// Positions by two tables built in one pass: where lines start, and how many characters precede each block of
// bytes.
#include "profile/yaml_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace seedctl::profile {
namespace {

constexpr std::size_t kBlock = 256;  // bytes counted again for each position; small against parsing a node

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

}  // namespace

YamlSource::YamlSource(std::string_view text, std::string file, base::ErrorCode code)
    : text_(text), file_(std::move(file)), code_(code), line_starts_{0} {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % kBlock == 0) code_points_.push_back(count);
    if (starts_character(text[i])) ++count;
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
  if (text.size() % kBlock == 0) code_points_.push_back(count);
}

std::size_t YamlSource::code_points_before(std::size_t offset) const {
  std::size_t count = code_points_[offset / kBlock];
  for (std::size_t i = offset / kBlock * kBlock; i < offset; ++i) {
    if (starts_character(text_[i])) ++count;
  }
  return count;
}

base::SourcePosition YamlSource::position(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const std::size_t start = *(next - 1);
  const auto line = static_cast<std::uint32_t>(next - line_starts_.begin());
  const auto column = static_cast<std::uint32_t>(code_points_before(offset) - code_points_before(start) + 1);
  return {file_, line, column};
}

void YamlSource::fail(const base::SourcePosition& position, std::string message, std::string hint) const {
  base::Error error(code_, position, std::move(message));
  error.hint = std::move(hint);
  error.excerpt = base::excerpt_of(text_, position);
  throw error;
}

void YamlSource::fail(std::size_t offset, std::string message, std::string hint) const {
  fail(position(offset), std::move(message), std::move(hint));
}

void YamlSource::check_characters() const {
  for (std::size_t i = 0; i < text_.size(); ++i) {
    const auto c = static_cast<unsigned char>(text_[i]);
    const bool allowed = c >= 0x20 ? c != 0x7F : c == '\t' || c == '\n' || c == '\r';
    if (allowed) continue;
    fail(i, fmt::format("control character 0x{:02X} in a YAML file", static_cast<unsigned>(c)),
         c == 0 ? "save the file as UTF-8" : "");
  }
  if (base::is_valid_utf8(text_)) return;
  // The first line that is not valid alone holds the place: no character spans two lines.
  for (std::size_t i = 0; i < line_starts_.size(); ++i) {
    const std::size_t begin = line_starts_[i];
    const std::size_t end = i + 1 < line_starts_.size() ? line_starts_[i + 1] : text_.size();
    if (base::is_valid_utf8(text_.substr(begin, end - begin))) continue;
    std::size_t good = begin;
    for (std::size_t at = begin; at < end;) {
      std::size_t next = at + 1;
      while (next < end && !starts_character(text_[next])) ++next;
      if (!base::is_valid_utf8(text_.substr(at, next - at))) break;
      good = at = next;
    }
    fail(good, "invalid UTF-8", "save the file as UTF-8");
  }
  fail(std::size_t{0}, "invalid UTF-8", "save the file as UTF-8");
}

std::size_t YamlSource::skip_anchor(std::size_t offset) const {
  const auto at = [this](std::size_t i) { return i < text_.size() ? text_[i] : '\0'; };
  if (at(offset) != '&') return offset;
  const auto blank = [&](std::size_t i) {
    return at(i) == ' ' || at(i) == '\t' || at(i) == '\n' || at(i) == '\r';
  };
  while (offset < text_.size() && !blank(offset)) ++offset;
  while (offset < text_.size() && (blank(offset) || at(offset) == '#')) {
    if (at(offset) == '#') {
      while (offset < text_.size() && at(offset) != '\n') ++offset;
    } else {
      ++offset;
    }
  }
  return offset;
}

void YamlSource::check_quotes_end(std::size_t offset) const {
  const std::size_t start = skip_anchor(offset);
  if (start >= text_.size()) return;
  const char quote = text_[start];
  if (quote != '"' && quote != '\'') return;
  for (std::size_t i = start + 1; i < text_.size(); ++i) {
    if (quote == '"' && text_[i] == '\\') {
      ++i;
    } else if (text_[i] == quote) {
      if (quote == '"' || i + 1 >= text_.size() || text_[i + 1] != '\'') return;
      ++i;
    }
  }
  fail(start, fmt::format("this {} quote is never closed", quote == '"' ? "double" : "single"));
}

}  // namespace seedctl::profile
