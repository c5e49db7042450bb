// Tables as aligned text. Widths are display widths of what is really printed, so control characters are
// escaped before anything is measured.
#include "report/table.h"

#include <algorithm>

#include "base/text.h"

namespace seedctl::report {
namespace {

constexpr std::string_view kGap = "  ";

struct Cell {
  std::string text;
  std::size_t width = 0;
};

Cell cell_of(const std::string& text) {
  Cell cell{base::printable(text), 0};
  cell.width = base::display_width(cell.text);
  return cell;
}

// No spaces at the end of a line: they would show in diffs and wrap in narrow terminals.
std::string line_of(const std::vector<Cell>& cells, const std::vector<TableColumn>& columns,
                    const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string padding(widths[i] - cells[i].width, ' ');
    if (i > 0) line += kGap;
    line += columns[i].align == Align::right ? padding + cells[i].text : cells[i].text + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string rule_of(const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) line += kGap;
    line.append(widths[i], '-');
  }
  return line + '\n';
}

}  // namespace

std::string to_text(const Table& table) {
  std::vector<std::vector<Cell>> lines(1);
  for (const TableColumn& column : table.columns) lines.front().push_back(cell_of(column.title));
  for (const std::vector<std::string>& row : table.rows) {
    std::vector<Cell>& cells = lines.emplace_back();
    for (const std::string& text : row) cells.push_back(cell_of(text));
    cells.resize(table.columns.size());
  }
  std::vector<std::size_t> widths(table.columns.size());
  for (const std::vector<Cell>& cells : lines) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], cells[i].width);
  }
  if (widths.empty()) return {};

  std::string out = line_of(lines.front(), table.columns, widths) + rule_of(widths);
  for (std::size_t i = 1; i < lines.size(); ++i) out += line_of(lines[i], table.columns, widths);
  return out;
}

}  // namespace seedctl::report
