// Rows of a table in a file beside the profile: CSV (RFC 4180, with a header) or JSON Lines.
//
// Read as text with positions; what a cell means is for the column's type to say. An empty CSV cell is NULL,
// a quoted empty one ("") is empty text; in JSON Lines every line has the keys of the first. The file is
// input: its place, size and characters are checked before anything is taken from it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/node.h"

namespace seedctl::profile {

// Such files hold what people look after by hand: countries, plans, permissions. They are kept in memory, a
// few hundred bytes a cell, and their rows are compared with one another.
inline constexpr std::size_t kMaxDataBytes = 16 * 1024 * 1024;
inline constexpr std::size_t kMaxDataCells = 200'000;

struct DataColumn {
  std::string name;
  base::SourcePosition position;
};

struct DataRow {
  base::SourcePosition position;
  std::vector<base::Node> cells;  // of the file's columns, in their order: quoted text, or null
};

struct DataFile {
  std::vector<DataColumn> columns;
  std::vector<DataRow> rows;
};

// Reads the file that `from` names, relative to the folder of the profiles. Throws ErrorCode::profile: at
// `from` for a path that leaves the folder (absolute, by `..`, through a symbolic link) or is no readable
// .csv or .jsonl file; at its place in the file for what is wrong there.
DataFile read_data_file(const std::string& folder, const base::Node& from);

// The same of a file's text. `file` is its name in positions.
DataFile read_csv(std::string_view text, const std::string& file);
DataFile read_json_lines(std::string_view text, const std::string& file);

}  // namespace seedctl::profile
