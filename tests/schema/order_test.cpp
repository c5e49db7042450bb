// Parents before children, whatever the names.
#include "schema/order.h"

#include <algorithm>

#include "support/catch.h"

namespace seedctl::schema {
namespace {

using Strings = std::vector<std::string>;

struct Edge {
  const char* child;
  const char* parent;
};

Schema schema_of(const Strings& tables, const std::vector<Edge>& edges) {
  Schema schema;
  for (const std::string& name : tables) {
    Table table;
    table.name = name;
    for (const Edge& edge : edges) {
      if (name != edge.child) continue;
      ForeignKey key;
      key.columns = {std::string(edge.parent) + "_id"};
      key.parent = edge.parent;
      key.parent_columns = {"id"};
      table.foreign_keys.push_back(key);
    }
    schema.tables.push_back(table);
  }
  return schema;
}

TEST_CASE("parents come before children and equals by name") {
  const Strings tables{"a", "b", "c", "d"};
  CHECK(load_order(schema_of(tables, {}), tables).tables == tables);
  CHECK(load_order(schema_of(tables, {{"a", "c"}}), tables).tables == Strings{"b", "c", "a", "d"});
  CHECK(load_order(schema_of(tables, {{"a", "b"}, {"b", "c"}, {"c", "d"}, {"a", "d"}}), tables).tables ==
        Strings{"d", "c", "b", "a"});
}

TEST_CASE("the order does not depend on the order in which tables are asked for") {
  Strings tables{"a", "b", "c", "d", "e"};
  const Schema schema = schema_of(tables, {{"a", "e"}, {"c", "a"}, {"b", "d"}});
  const Strings expected = load_order(schema, tables).tables;
  do {
    CHECK(load_order(schema, tables).tables == expected);
  } while (std::next_permutation(tables.begin(), tables.end()));
}

TEST_CASE("a self reference and parents that are not asked for are no obstacle") {
  const Schema schema = schema_of({"a", "b"}, {{"a", "a"}, {"a", "b"}, {"b", "elsewhere"}});
  const LoadOrder order = load_order(schema, Strings{"a"});
  CHECK(order.tables == Strings{"a"});
  CHECK(order.cycle.empty());
}

TEST_CASE("a cycle is told from its first table by name along its arrows") {
  const Strings tables{"x", "a", "b", "c", "child"};
  const Schema schema = schema_of(tables, {{"b", "c"}, {"c", "a"}, {"a", "b"}, {"child", "c"}});
  const LoadOrder order = load_order(schema, tables);
  CHECK(order.cycle == Strings{"a", "b", "c", "a"});
  CHECK(order.tables.front() == "x");
  CHECK(order.tables.size() == tables.size());
}

TEST_CASE("a table of another schema is no parent of its namesake's children") {
  Schema schema = schema_of({"a", "b"}, {{"a", "b"}, {"b", "a"}});
  schema.tables[1].foreign_keys[0].parent_schema = "other";
  CHECK(load_order(schema, schema.table_names()).cycle.empty());
}

}  // namespace
}  // namespace seedctl::schema
