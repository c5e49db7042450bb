// RFC 4180, strictly: what another reader might take otherwise is refused. Lines end with LF or CR LF; lines
// with nothing in them are passed over.
#include <fmt/format.h>

#include "base/text.h"
#include "profile/data_text.h"

namespace seedctl::profile {
namespace {

// After its opening quote; ends behind the closing one.
std::string take_quoted(DataText& text, const base::SourcePosition& start) {
  std::string cell;
  for (;; text.advance()) {
    if (text.at_end()) text.fail(start, "this quote is never closed");
    if (text.peek() == '"') {
      text.advance();
      if (text.peek() != '"') return cell;
    }
    cell += text.peek();
  }
}

bool at_cell_end(const DataText& text) {
  return text.at_end() || text.peek() == ',' || text.peek() == '\n' || text.starts_with("\r\n");
}

base::Node take_cell(DataText& text) {
  const base::SourcePosition start = text.position();
  if (text.peek() == '"') {
    text.advance();
    std::string cell = take_quoted(text, start);
    if (!at_cell_end(text))
      text.fail(text.position(), "text behind a closing quote", "write a quote within a cell twice: \"\"");
    return DataText::text_cell(std::move(cell), start);
  }
  std::string cell;
  for (; !at_cell_end(text); text.advance()) {
    if (text.peek() == '"')
      text.fail(text.position(), "a quote within a cell that is not quoted",
                "quote the whole cell, and write the quote twice: \"a \"\"b\"\"\"");
    if (text.peek() == '\r') text.fail(text.position(), "a carriage return alone ends no line");
    cell += text.peek();
  }
  return cell.empty() ? DataText::null_cell(start) : DataText::text_cell(std::move(cell), start);
}

DataRow take_row(DataText& text) {
  DataRow row{.position = text.position(), .cells = {}};
  for (;;) {
    row.cells.push_back(take_cell(text));
    if (text.peek() != ',') break;
    text.advance();
  }
  text.take_line_end();
  return row;
}

}  // namespace

DataFile read_csv(std::string_view bytes, const std::string& file) {
  DataText text(bytes, file);
  while (text.take_line_end()) {
  }
  if (text.at_end()) text.fail(text.position(), "the file is empty", "its first line names the columns");
  DataFile data;
  for (base::Node& name : take_row(text).cells) text.add_column(data, std::move(name.text), name.position);
  while (!text.at_end()) {
    if (text.take_line_end()) continue;
    DataRow row = take_row(text);
    if (row.cells.size() != data.columns.size()) {
      const std::size_t at = std::min(row.cells.size(), data.columns.size() + 1) - 1;
      text.fail(
          row.cells[at].position,
          fmt::format("this line has {} cells, the header has {}", row.cells.size(), data.columns.size()),
          "quote cells that hold a comma");
    }
    text.add_row(data, std::move(row));
  }
  return data;
}

}  // namespace seedctl::profile
