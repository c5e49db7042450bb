// The merged tree becomes a Document: every key's shape is checked here, and nothing is known yet of a
// schema.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "base/datetime.h"
#include "base/text.h"
#include "profile/data_file.h"
#include "profile/document.h"
#include "profile/extends.h"
#include "profile/keys.h"
#include "profile/yaml.h"

namespace seedctl::profile {
namespace {

using base::Node;
using base::NodeEntry;

// Names end up in messages and reports; anything longer is a mistake.
constexpr std::size_t kMaxCheckName = 72;

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (blank && (line.empty() || line.back() == ' ')) continue;
    line += blank ? ' ' : c;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  if (base::count_code_points(line) <= kMaxCheckName) return line;
  return line.substr(0, base::byte_offset_of(line, kMaxCheckName - 3)) + "...";
}

void read_key(const Node& node, TableEntry& table) {
  table.key_position = node.position;
  std::set<std::string> seen;
  const auto column = [&](const Node& item) {
    const std::string& name = base::as_text(item, "a key column");
    if (!seen.insert(name).second) {
      base::fail_at(item, fmt::format("key column \"{}\" is there twice", base::printable(name)));
    }
    table.key.push_back(name);
  };
  if (node.kind == Node::Kind::text && node.text == "dense") {
    table.dense = true;
    return;
  }
  if (node.kind != Node::Kind::list) return column(node);
  if (node.items.empty()) base::fail_at(node, "key must name at least one column");
  for (const Node& item : node.items) column(item);
}

void read_per(const Node& node, TableEntry& table) {
  table.per_position = node.position;
  if (node.kind != Node::Kind::list) {
    table.per = base::as_text(node, "per");
    return;
  }
  if (node.items.empty()) base::fail_at(node, "per must name at least one table");
  std::set<std::string> seen;
  for (const Node& item : node.items) {
    const std::string& name = base::as_text(item, "a table of per");
    if (!seen.insert(name).second)
      base::fail_at(item, fmt::format("per names table \"{}\" twice", base::printable(name)));
    if (!table.per) {
      table.per = name;
      table.per_position = item.position;
    } else {
      table.per_others.push_back({name, item.position});
    }
  }
}

TableEntry::OnConflict read_on_conflict(const Node& node) {
  const std::vector<std::string> known = {"refuse", "keep", "overwrite"};
  const std::string& word = base::as_text(node, "on_conflict");
  if (word == "refuse") return TableEntry::OnConflict::refuse;
  if (word == "keep") return TableEntry::OnConflict::keep;
  if (word == "overwrite") return TableEntry::OnConflict::overwrite;
  base::fail_at(
      node,
      fmt::format("unknown on_conflict \"{}\"{}", base::printable(word), base::did_you_mean(word, known)),
      "it is refuse, keep or overwrite");
}

void read_fixed(const Node& list, TableEntry& table) {
  if (list.kind != Node::Kind::list) {
    base::fail_at(list, fmt::format("fixed must be a list of rows, not {}", list.kind_text()),
                  "write fixed: [{as: admin, name: Demo Admin}]");
  }
  std::set<std::string> names;
  for (const Node& row : list.items) {
    if (row.kind != Node::Kind::map) {
      base::fail_at(row, fmt::format("a fixed row must be a map, not {}", row.kind_text()));
    }
    FixedEntry entry;
    entry.node = row;
    for (const NodeEntry& cell : row.entries) {
      if (!cell.value.is_scalar()) {
        base::fail_at(cell.value,
                      fmt::format("a cell of a fixed row must be one value, not {}", cell.value.kind_text()));
      }
    }
    if (const Node* name = row.find("as")) {
      entry.name = base::as_text(*name, "as");
      if (entry.name.empty()) base::fail_at(*name, "`as` must not be empty");
      if (!names.insert(entry.name).second) {
        base::fail_at(*name, fmt::format("two fixed rows are named \"{}\"", base::printable(entry.name)));
      }
    }
    table.fixed.push_back(std::move(entry));
  }
}

// The rows of a file are fixed rows, told apart by their key: see file_rows.h.
void read_from(const Node& from, const std::string& folder, TableEntry& table) {
  table.from = from;
  if (!table.fixed.empty())
    base::fail_at(from, "a table has either `fixed` rows or those of a file", "add the rows to the file");
  DataFile data = read_data_file(folder, from);
  for (const DataColumn& column : data.columns) {
    if (column.name == "as")
      throw base::Error(base::ErrorCode::profile, column.position,
                        "rows of a file have no name beside their key")
          .with_hint("leave the column `as` out: {ref: country, to: DE} finds the row by its key");
    table.file_columns.push_back(column.name);
  }
  for (DataRow& row : data.rows) {
    FixedEntry& entry = table.fixed.emplace_back();
    entry.node.kind = Node::Kind::map;
    entry.node.position = row.position;
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      entry.node.entries.push_back({data.columns[i].name, data.columns[i].position, std::move(row.cells[i])});
  }
}

TableEntry read_table(const NodeEntry& entry, const std::string& folder) {
  TableEntry table;
  table.name = entry.key;
  table.position = entry.position;
  table.rows.position = entry.position;
  for (const NodeEntry& key : entry.value.entries) {
    if (key.key == "rows") table.rows = key.value;
    if (key.key == "total") table.total = key.value;
    if (key.key == "per") read_per(key.value, table);
    if (key.key == "per_day") table.per_day = key.value;
    if (key.key == "key") read_key(key.value, table);
    if (key.key == "on_conflict") table.on_conflict = read_on_conflict(key.value);
    if (key.key == "locale") {
      table.locale = base::as_text(key.value, "locale");
      table.locale_position = key.value.position;
    }
    if (key.key == "lifecycle") table.lifecycle = key.value;
    if (key.key == "fixed") read_fixed(key.value, table);
    if (key.key == "columns") {
      for (const NodeEntry& column : key.value.entries) {
        table.columns.push_back({column.key, column.position, column.value});
      }
    }
  }
  if (const Node* from = entry.value.find("from")) read_from(*from, folder, table);
  return table;
}

void check_expect(const Node& expect) {
  if (expect.is_scalar()) return;
  if (expect.kind == Node::Kind::map) {
    base::fail_at(expect, "expect must be a value, `empty`, or a list of rows, not a map");
  }
  for (const Node& row : expect.items) {
    if (row.kind != Node::Kind::list) {
      base::fail_at(row, "expect takes a list of rows, each a list of values", "write [[1, a], [2, b]]");
    }
    for (const Node& cell : row.items) {
      if (!cell.is_scalar()) base::fail_at(cell, "a cell of an expected row must be one value");
    }
  }
}

CheckEntry read_check(const Node& node) {
  if (node.kind != Node::Kind::map) {
    base::fail_at(node, fmt::format("a check must be a map, not {}", node.kind_text()),
                  "write {table: rent, row_count: 500} or {sql: \"select ...\", expect: 0}");
  }
  base::allow_keys(node, names_of(check_keys()), "a check");
  const Node* table = node.find("table");
  const Node* row_count = node.find("row_count");
  const Node* sql = node.find("sql");
  const Node* expect = node.find("expect");
  CheckEntry check;
  check.position = node.position;
  if ((table == nullptr && row_count == nullptr) == (sql == nullptr && expect == nullptr)) {
    base::fail_at(node, "a check has either table and row_count, or sql and expect");
  }
  if (sql == nullptr && expect == nullptr) {
    if (table == nullptr) base::fail_at(node, "this check lacks `table`");
    if (row_count == nullptr) base::fail_at(node, "this check lacks `row_count`");
    check.table = base::as_text(*table, "table");
    check.row_count = *row_count;
    count_range(*row_count);
    check.name = fmt::format("row_count of {}", check.table);
  } else {
    if (sql == nullptr) base::fail_at(node, "this check lacks `sql`");
    if (expect == nullptr)
      base::fail_at(node, "this check lacks `expect`", "what its first cell must be, such as 0");
    check.sql = base::as_text(*sql, "sql");
    if (base::trim(check.sql).empty()) base::fail_at(*sql, "sql must not be empty");
    check_expect(*expect);
    check.expect = *expect;
    check.name = one_line(check.sql);
  }
  if (const Node* name = node.find("name")) check.name = base::as_text(*name, "name");
  return check;
}

void read_as_of(const Node& node, Document& document) {
  document.as_of = base::as_text(node, "as_of");
  document.as_of_position = node.position;
  if (*document.as_of == "today" || base::Date::parse(*document.as_of)) return;
  base::fail_at(node,
                fmt::format("as_of must be a date or `today`, not \"{}\"", base::printable(*document.as_of)),
                "write as_of: 2025-02-18");
}

void read_top(const NodeEntry& key, const std::string& folder, Document& document) {
  const Node& value = key.value;
  if (key.key == "seed") document.seed = base::as_count(value, "seed");
  if (key.key == "as_of") read_as_of(value, document);
  if (key.key == "locale") {
    document.locale = base::as_text(value, "locale");
    document.locale_position = value.position;
  }
  if (key.key == "tables") {
    for (const NodeEntry& table : value.entries) document.tables.push_back(read_table(table, folder));
  }
  if (key.key == "checks") {
    if (value.kind != Node::Kind::list) {
      base::fail_at(value, fmt::format("checks must be a list, not {}", value.kind_text()));
    }
    for (const Node& check : value.items) document.checks.push_back(read_check(check));
  }
}

}  // namespace

void add_excerpt(base::Error& error) {
  if (!error.excerpt.empty() || !error.position() || error.position()->line == 0) return;
  try {
    error.excerpt = base::excerpt_of(read_yaml_file(error.position()->file), *error.position());
  } catch (const base::Error&) {
    // The file went away since it was read: the position alone has to do.
  }
}

Document load_profile(const std::string& folder, const std::string& name) {
  try {
    MergedProfile merged = load_merged(folder, name);
    Document document;
    document.name = name;
    document.file = merged.files.front();
    document.files = std::move(merged.files);
    for (const NodeEntry& key : merged.root.entries) read_top(key, folder, document);
    return document;
  } catch (base::Error& error) {
    add_excerpt(error);
    throw;
  }
}

}  // namespace seedctl::profile
