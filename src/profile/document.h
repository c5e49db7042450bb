// A seed profile as written, after `extends`: the shape is checked, nothing is known yet of a schema.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/node.h"

namespace seedctl::profile {

struct ColumnEntry {
  std::string name;
  base::SourcePosition position;
  base::Node node;  // "full_name", [a, b, c], {between: [1, 2], nulls: 5%}, ...
};

struct FixedEntry {
  std::string name;  // `as`, or ""
  base::Node node;   // the map
};

// A table that another key names.
struct TableName {
  std::string name;
  base::SourcePosition position;
};

struct TableEntry {
  std::string name;
  base::SourcePosition position;
  base::Node rows;  // null where not given; a number, or with `per` a map such as {between: [a, b]}
  std::optional<base::Node> total;  // with `per`, instead of rows
  std::optional<std::string> per;
  base::SourcePosition per_position;
  std::vector<TableName> per_others;  // of {per: [user, bike]}: those after the first
  std::optional<base::Node> per_day;  // {column, from, to, rows, ...}
  std::vector<std::string> key;       // columns to match rows by; empty = the primary key
  bool dense = false;                 // `key: dense`
  base::SourcePosition key_position;
  enum class OnConflict { refuse, keep, overwrite };
  OnConflict on_conflict = OnConflict::refuse;
  std::optional<std::string> locale;  // where not the profile's
  base::SourcePosition locale_position;
  std::vector<ColumnEntry> columns;  // in the order written, parents' first
  std::vector<FixedEntry> fixed;     // those of the file too
  std::optional<base::Node> from;    // the file that the fixed rows are of
  std::vector<std::string> file_columns;
  std::optional<base::Node> lifecycle;  // {column, start, steps}

  // The rows are numbered below a parent, be it a row or a day.
  bool has_parents() const { return per || per_day; }
};

struct CheckEntry {
  base::SourcePosition position;
  std::string name;  // `name`, or a made-up one
  // one of:
  std::string table;     // with row_count
  base::Node row_count;  // 500, ">= 100", {between: [1, 5]}
  std::string sql;       // with expect
  base::Node expect;     // a scalar: the first column of the first row; a list of lists: all rows; `empty`
};

struct Document {
  std::string name;                // "dev"
  std::string file;                // "seeds/dev.yaml"
  std::vector<std::string> files;  // with those extended, base last
  std::uint64_t seed = 0;
  std::optional<std::string> as_of;  // "2025-02-18" or "today"
  base::SourcePosition as_of_position;
  std::string locale = "en_US";
  base::SourcePosition locale_position;
  std::vector<TableEntry> tables;
  std::vector<CheckEntry> checks;
};

// Reads NAME.yaml (or .yml) of the folder and what it extends, merged: tables and columns by name, a column
// is replaced whole, a list is replaced, null removes. Throws ErrorCode::profile; for a missing profile the
// message lists those there are; a cycle of extends is named.
Document load_profile(const std::string& folder, const std::string& name);

// What a `row_count` asks for, both ends included.
struct CountRange {
  std::uint64_t low = 0;
  std::uint64_t high = 0;  // UINT64_MAX = no upper end
};
// Reads 500, ">= 100", "< 5", {between: [1, 5]}; throws at the node for anything else, and for what no count
// can be.
CountRange count_range(const base::Node& node);
// The range for a profile seeded at a scale: an exact count scales as `rows` does, other ends are widened to
// whole numbers.
CountRange scaled(const CountRange& range, double scale);

// Adds the source line and a caret to an error that has a position in a file that can be read, and no excerpt
// yet.
void add_excerpt(base::Error& error);

// Profile names of the folder, sorted; none where there is no such folder.
std::vector<std::string> profile_names(const std::string& folder);

}  // namespace seedctl::profile
