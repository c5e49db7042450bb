// Every draw is one of rapidcheck's, so that a failing schema is made smaller until nothing can be left out.
#include "random_schema.h"

#include <algorithm>

#include "base/text.h"

namespace seedctl::test {
namespace {

int number(int low, int high) { return *rc::gen::inRange(low, high + 1); }

bool one_in(int count) { return number(1, count) == count; }

template <typename T>
T one_of(const std::vector<T>& items) {
  return items[static_cast<std::size_t>(number(0, static_cast<int>(items.size()) - 1))];
}

// Types that have no name on SQLite: there it is the base type with what the type says as a CHECK.
constexpr const char *kEnum = "mood", *kDomain = "positive", *kTextDomain = "short_code", *kArray = "text[]";

const std::vector<std::string>& types() {
  static const std::vector<std::string> all = {
      "create type mood as enum ('sad', 'ok, fine', 'happy')",
      "create domain positive as integer check (value > 0 and value <= 1000)",
      "create domain short_code as varchar(12) check (value like 'K%')"};
  return all;
}

std::string column_sql(const RandomColumn& column, base::Engine engine) {
  const std::string &name = column.name, &type = column.type;
  if (engine == base::Engine::postgres) return name + " " + type + column.rules;
  if (type == kEnum)
    return name + " text" + column.rules + " check (" + name + " in ('sad', 'ok, fine', 'happy'))";
  if (type == kDomain)
    return name + " integer" + column.rules + " check (" + name + " > 0 and " + name + " <= 1000)";
  if (type == kTextDomain) return name + " varchar(12)" + column.rules + " check (" + name + " like 'K%')";
  if (type == "bytea") return name + " blob" + column.rules;
  if (type == kArray) return name + " text" + column.rules;
  return name + " " + type + column.rules;
}

struct Kind {
  const char* type;
  std::vector<std::string> checks;  // of the column c
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"integer",
       {"c > 0", "c between 18 and 120", "c in (1, 2, 3)", "c <= 1000", "c >= 5 and c < 500", "c <> 7"}},
      {"bigint", {"c >= 0", "c between 1000000 and 9000000000"}},
      {"smallint", {"c between 1 and 5", "c >= 0 and c <= 100"}},
      {"numeric(8,2)", {"c >= 0", "c > 0 and c <= 999.99", "c between 0.5 and 1.5"}},
      {"double precision", {"c >= 0", "c between -1.5 and 1.5"}},
      {"text",
       {"length(c) > 0", "c in ('red', 'green', 'blue')", "c <> ''", "length(c) between 3 and 12",
        "c like '%@%'", "c like 'A_%'"}},
      {"varchar(12)", {"length(c) >= 2", "c in ('a', 'b')", "length(c) = 4", "c like 'X-%'"}},
      {"varchar(40)", {"length(c) >= 5"}},
      {"boolean", {}},
      {"date", {"c >= '2020-01-01'", "c between '2024-01-01' and '2024-12-31'"}},
      {"timestamp", {"c >= '2020-01-01'"}},
      {"time", {}},
      {"uuid", {}},
      {"jsonb", {}},
      {"bytea", {}},
      {"inet", {}},
      {kEnum, {}},
      {kDomain, {"c < 500", "c in (2, 3, 5)"}},
      {kTextDomain, {"length(c) > 3"}},
      {kArray, {}},
  };
  return all;
}

const std::vector<std::string>& names() {
  static const std::vector<std::string> all = {
      "name",  "email",  "created_at", "updated_at", "price", "quantity", "status", "code",    "title",
      "notes", "active", "city",       "country",    "phone", "age",      "amount", "started", "ended",
      "rate",  "level",  "first_name", "url",        "type",  "born",     "total",  "weight",  "position"};
  return all;
}

RandomTable with_key(const std::string& name) {
  RandomTable table;
  table.name = name;
  switch (number(0, 6)) {
    case 3:
      table.key = {"ref"};
      table.key_types = {"uuid"};
      break;
    case 0:
      table.key = {"code_key"};
      table.key_types = {"varchar(20)"};
      break;
    case 1:
      table.key = {"id"};
      table.key_types = {"bigint"};
      break;
    case 2:
      table.key = {"part", "line"};
      table.key_types = {"varchar(10)", "integer"};
      break;
    default:
      table.key = {"id"};
      table.key_types = {"bigint"};
      table.numbered = true;
  }
  for (std::size_t i = 0; i < table.key.size() && !table.numbered; ++i)
    table.columns.push_back({table.key[i], table.key_types[i], " not null", false});
  table.rows = number(1, 60);
  return table;
}

void add_columns(RandomTable& table) {
  std::vector<std::string> free = names();
  const int count = number(0, 6);
  for (int i = 0; i < count; ++i) {
    const std::string name = one_of(free);
    std::erase(free, name);
    const Kind& kind = kinds()[static_cast<std::size_t>(number(0, static_cast<int>(kinds().size()) - 1))];
    RandomColumn column{name, kind.type, "", !one_in(2)};
    if (!column.nullable) column.rules += " not null";
    const bool has_equality = column.type != kArray;
    if (one_in(6) && has_equality) column.rules += " unique";
    if (!kind.checks.empty() && one_in(2)) {
      std::string check = one_of(kind.checks);
      for (std::size_t at = check.find("c "); at != std::string::npos;
           at = check.find("c ", at + name.size()))
        check.replace(at, 1, name);
      for (std::size_t at = check.find("(c)"); at != std::string::npos;
           at = check.find("(c)", at + name.size()))
        check.replace(at + 1, 1, name);
      column.rules += " check (" + check + ")";
    }
    table.columns.push_back(column);
  }
}

// Rules over two columns: of one type in order, or unique together.
void add_rules(RandomTable& table) {
  std::vector<RandomColumn> plain;
  for (const RandomColumn& column : table.columns)
    if (std::find(table.key.begin(), table.key.end(), column.name) == table.key.end())
      plain.push_back(column);
  if (plain.size() < 2) return;
  const RandomColumn a = one_of(plain), b = one_of(plain);
  if (a.name == b.name) return;
  if (one_in(3)) {
    std::string together = a.name + ", " + b.name;
    const RandomColumn c = one_of(plain);
    if (c.name != a.name && c.name != b.name) together += ", " + c.name;
    table.rules.push_back("unique (" + together + ")");
  }
  const bool ordered = a.type == b.type && a.rules.find("check") == std::string::npos &&
                       b.rules.find("check") == std::string::npos &&
                       (a.type == "date" || a.type == "timestamp" || a.type == "integer" ||
                        a.type == "numeric(8,2)" || a.type == "time");
  const bool unique = (a.rules + b.rules).find("unique") != std::string::npos || !table.rules.empty();
  if (ordered && !unique)
    table.rules.push_back("check (" + a.name + (one_in(2) ? " < " : " <= ") + b.name + ")");
}

void add_reference(RandomTable& table, const RandomTable& parent, int number_of_it) {
  RandomReference reference;
  reference.parent = parent.name;
  reference.parent_columns = parent.key;
  // A table of itself, or one that comes later, is mostly referred to by a column that may be NULL; else the
  // circle is one in which nothing is NULL.
  const bool nullable = (parent.name >= table.name && !one_in(8)) || one_in(3);
  std::string rules = nullable ? "" : " not null";
  if (parent.key.size() == 1 && one_in(8)) rules += " unique";
  for (std::size_t i = 0; i < parent.key.size(); ++i) {
    const std::string name = "ref" + std::to_string(number_of_it) + "_" + parent.key[i];
    table.columns.push_back({name, parent.key_types[i], rules, nullable});
    reference.columns.push_back(name);
  }
  if (one_in(6) && !nullable) {
    const auto& columns = reference.columns;
    std::vector<std::string> together = columns;
    for (const RandomColumn& column : table.columns) {
      const bool own = std::find(columns.begin(), columns.end(), column.name) != columns.end();
      if (!own && column.name.starts_with("ref")) together.push_back(column.name);
    }
    if (together.size() > columns.size())
      table.rules.push_back("unique (" + base::join(together, ", ") + ")");
  }
  table.references.push_back(std::move(reference));
}

// A number that the engine computes of another column.
void add_computed(RandomTable& table) {
  for (const RandomColumn& column : table.columns) {
    if (column.type != "integer" && column.type != "numeric(8,2)") continue;
    table.columns.push_back(
        {"doubled", "numeric(12,2)", " generated always as (" + column.name + " * 2) stored"});
    return;
  }
}

// Joins two tables before it: the key is both references.
void make_junction(RandomTable& table, const RandomTable& one, const RandomTable& other) {
  table.key.clear();
  table.key_types.clear();
  table.numbered = false;
  int count = 0;
  for (const RandomTable* parent : {&one, &other}) {
    RandomReference reference;
    reference.parent = parent->name;
    reference.parent_columns = parent->key;
    for (std::size_t i = 0; i < parent->key.size(); ++i) {
      const std::string name = "link" + std::to_string(count) + "_" + parent->key[i];
      table.columns.push_back({name, parent->key_types[i], " not null", false});
      table.key.push_back(name);
      table.key_types.push_back(parent->key_types[i]);
      reference.columns.push_back(name);
    }
    ++count;
    table.references.push_back(std::move(reference));
  }
}

std::string reference_clause(const RandomReference& reference) {
  return "foreign key (" + base::join(reference.columns, ", ") + ") references " + reference.parent + " (" +
         base::join(reference.parent_columns, ", ") + ")";
}

std::string create_table(const RandomTable& table, base::Engine engine) {
  std::vector<std::string> parts;
  if (table.numbered)
    parts.push_back(engine == base::Engine::postgres
                        ? "id bigint generated by default as identity primary key"
                        : "id integer primary key autoincrement");
  for (const RandomColumn& column : table.columns) parts.push_back(column_sql(column, engine));
  if (!table.numbered) parts.push_back("primary key (" + base::join(table.key, ", ") + ")");
  parts.insert(parts.end(), table.rules.begin(), table.rules.end());
  if (engine == base::Engine::sqlite) {
    for (const RandomReference& reference : table.references) parts.push_back(reference_clause(reference));
  }
  return "create table " + table.name + " (" + base::join(parts, ", ") + ")";
}

}  // namespace

std::vector<std::string> RandomSchema::statements(base::Engine engine) const {
  std::vector<std::string> all;
  if (engine == base::Engine::postgres) all = types();
  for (const RandomTable& table : tables) all.push_back(create_table(table, engine));
  if (engine == base::Engine::sqlite) return all;
  for (const RandomTable& table : tables) {
    for (const RandomReference& reference : table.references)
      all.push_back("alter table " + table.name + " add " + reference_clause(reference));
  }
  return all;
}

bool RandomSchema::is_alike_everywhere() const {
  return std::none_of(tables.begin(), tables.end(), [](const RandomTable& table) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [](const RandomColumn& column) { return column.type == kArray; });
  });
}

std::string RandomSchema::profile() const {
  std::string yaml = "seed: 7\nas_of: 2025-02-18\ntables:\n";
  for (const RandomTable& table : tables)
    yaml += "  " + table.name + ": " + std::to_string(table.rows) + "\n";
  return yaml;
}

RandomSchema random_schema() {
  RandomSchema schema;
  const int count = number(1, 5);
  for (int i = 0; i < count; ++i) {
    const std::string name = "t" + std::to_string(i);
    if (i >= 1 && one_in(5)) {
      RandomTable& table = schema.tables.emplace_back();
      table.name = name;
      table.rows = number(1, 30);
      const RandomTable one = schema.tables[static_cast<std::size_t>(number(0, i - 1))],
                        other = schema.tables[static_cast<std::size_t>(number(0, i - 1))];
      make_junction(table, one, other);
    } else {
      schema.tables.push_back(with_key(name));
    }
  }
  for (RandomTable& table : schema.tables) {
    add_columns(table);
    add_rules(table);
    if (one_in(4)) add_computed(table);
    const int references = number(0, 3);
    for (int i = 0; i < references; ++i) {
      const RandomTable parent = one_of(schema.tables);
      add_reference(table, parent, i);
    }
  }
  return schema;
}

}  // namespace seedctl::test
