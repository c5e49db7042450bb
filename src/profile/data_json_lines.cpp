// One object of plain values a line. Numbers are kept as they are written, so that no digit is lost on the
// way to a decimal; what a string's escapes mean is left to the JSON library.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.h"
#include "profile/data_text.h"

namespace seedctl::profile {
namespace {

class JsonLine {
 public:
  explicit JsonLine(DataText& text) : text_(text) {}

  // Key by key, until the object ends.
  template <class Visit>
  void read(Visit visit) {
    expect('{', "a line is an object, such as {\"code\": \"DE\"}");
    skip_spaces();
    if (text_.peek() == '}') return text_.advance();
    for (;;) {
      skip_spaces();
      const base::SourcePosition at = text_.position();
      if (text_.peek() != '"') text_.fail(at, "a key in quotes is missing here");
      std::string key = take_string();
      expect(':', "a colon is missing here");
      skip_spaces();
      visit(std::move(key), at, take_value());
      skip_spaces();
      if (text_.peek() != ',') break;
      text_.advance();
    }
    expect('}', "a comma or a closing brace is missing here");
  }

  void skip_spaces() {
    while (text_.peek() == ' ' || text_.peek() == '\t') text_.advance();
  }

 private:
  void expect(char wanted, const char* otherwise) {
    skip_spaces();
    if (text_.peek() != wanted) text_.fail(text_.position(), otherwise);
    text_.advance();
  }

  std::string take_string() {
    const base::SourcePosition start = text_.position();
    const std::size_t from = text_.offset();
    text_.advance();
    for (; text_.peek() != '"'; text_.advance()) {
      if (text_.at_end() || text_.peek() == '\n') text_.fail(start, "this quote is never closed");
      if (text_.peek() == '\\') text_.advance();
    }
    text_.advance();
    const auto parsed = nlohmann::json::parse(text_.since(from), nullptr, false);
    if (!parsed.is_string()) text_.fail(start, "this is no JSON string");
    auto text = parsed.get<std::string>();
    if (text.find('\0') != std::string::npos) text_.fail(start, "a data file has no NUL characters");
    return text;
  }

  base::Node take_value() {
    const base::SourcePosition start = text_.position();
    if (text_.peek() == '"') return DataText::text_cell(take_string(), start);
    if (text_.peek() == '{' || text_.peek() == '[')
      text_.fail(start, "a cell is one value", "write JSON as text: \"{\\\"a\\\": 1}\"");
    const std::size_t from = text_.offset();
    while (!text_.at_end() && std::string_view(",} \t\r\n").find(text_.peek()) == std::string_view::npos)
      text_.advance();
    std::string word(text_.since(from));
    if (word == "null") return DataText::null_cell(start);
    const auto parsed = nlohmann::json::parse(word, nullptr, false);
    if (!parsed.is_number() && !parsed.is_boolean()) text_.fail(start, "this is no JSON value");
    return DataText::text_cell(std::move(word), start);
  }

  DataText& text_;
};

// The first line says which columns there are; every other has the same keys, in any order.
void read_row(DataText& text, DataFile& data) {
  DataRow row{.position = text.position(), .cells = {}};
  const bool first = data.columns.empty();
  std::vector<std::optional<base::Node>> cells(data.columns.size());
  JsonLine line(text);
  line.read([&](std::string key, const base::SourcePosition& at, base::Node value) {
    if (first) {
      text.add_column(data, std::move(key), at);
      cells.emplace_back(std::move(value));
      return;
    }
    const auto column = std::find_if(data.columns.begin(), data.columns.end(),
                                     [&](const DataColumn& one) { return one.name == key; });
    if (column == data.columns.end())
      text.fail(at, fmt::format("key \"{}\" is not in the first line", base::printable(key)),
                "every line has the same keys; write null where there is no value");
    auto& cell = cells[static_cast<std::size_t>(column - data.columns.begin())];
    if (cell) text.fail(at, fmt::format("key \"{}\" is there twice", base::printable(key)));
    cell = std::move(value);
  });
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i])
      text.fail(row.position, fmt::format("key \"{}\" is missing", base::printable(data.columns[i].name)),
                "every line has the same keys; write null where there is no value");
    row.cells.push_back(*std::move(cells[i]));
  }
  line.skip_spaces();
  if (!text.at_end() && !text.take_line_end()) text.fail(text.position(), "text behind the object");
  if (data.columns.empty()) text.fail(row.position, "the first line has no keys");
  text.add_row(data, std::move(row));
}

}  // namespace

DataFile read_json_lines(std::string_view bytes, const std::string& file) {
  DataText text(bytes, file);
  DataFile data;
  while (!text.at_end())
    if (!text.take_line_end()) read_row(text, data);
  if (data.columns.empty()) text.fail(text.position(), "the file is empty");
  return data;
}

}  // namespace seedctl::profile
