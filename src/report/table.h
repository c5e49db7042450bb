// A neutral table of results and its renderings.
#pragma once

#include <string>
#include <vector>

namespace seedctl::report {

enum class Align { left, right };

struct TableColumn {
  std::string title;
  Align align = Align::left;
};

struct Table {
  std::vector<TableColumn> columns;
  std::vector<std::vector<std::string>> rows;
};

// Aligned text with a header and a rule. Columns are as wide as their widest cell by display width (East
// Asian wide characters count two); control characters are shown as \xNN.
std::string to_text(const Table& table);

}  // namespace seedctl::report
