// CSV as a reader of the standard would read it: what was unquoted and empty is NULL.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seedctl::test {

using CsvRow = std::vector<std::optional<std::string>>;

inline std::vector<CsvRow> parse_csv(std::string_view text) {
  std::vector<CsvRow> rows;
  CsvRow row;
  for (std::size_t at = 0; at < text.size();) {
    std::string field;
    const bool quoted = text[at] == '"';
    if (quoted) {
      for (++at;; ++at) {
        if (text[at] == '"' && text.substr(at + 1, 1) != "\"") break;
        if (text[at] == '"') ++at;
        field += text[at];
      }
      ++at;
    } else {
      while (text[at] != ',' && text[at] != '\n') field += text[at++];
    }
    row.push_back(quoted || !field.empty() ? std::optional(field) : std::nullopt);
    if (text[at++] == ',') continue;
    rows.push_back(std::move(row));
    row.clear();
  }
  return rows;
}

}  // namespace seedctl::test
