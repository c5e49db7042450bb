// Parents before children, by repeatedly taking the first table by name whose parents are all taken. Foreign
// keys are few, so that the plain form of the algorithm is fast enough for thousands of tables.
#include "schema/order.h"

#include <algorithm>
#include <map>
#include <set>

namespace seedctl::schema {
namespace {

using Parents = std::map<std::string, std::set<std::string>>;

Parents parents_among(const Schema& schema, std::span<const std::string> tables) {
  Parents parents;
  for (const std::string& name : tables) parents[name];
  for (auto& [name, of_table] : parents) {
    const Table* table = schema.table(name);
    if (table == nullptr) continue;
    for (const ForeignKey& key : table->foreign_keys) {
      const bool other_schema = !key.parent_schema.empty();
      if (key.parent != name && !other_schema && parents.contains(key.parent)) of_table.insert(key.parent);
    }
  }
  return parents;
}

// Every table that is left has a parent that is left, so that walking from parent to parent must meet itself.
std::vector<std::string> cycle_among(const Parents& left) {
  std::vector<std::string> path{left.begin()->first};
  while (true) {
    const std::string& next = *left.at(path.back()).begin();
    const auto seen = std::find(path.begin(), path.end(), next);
    if (seen == path.end()) {
      path.push_back(next);
      continue;
    }
    path.erase(path.begin(), seen);
    // The same cycle is told the same way whichever table led into it.
    std::rotate(path.begin(), std::min_element(path.begin(), path.end()), path.end());
    path.push_back(path.front());
    return path;
  }
}

}  // namespace

LoadOrder load_order(const Schema& schema, std::span<const std::string> tables) {
  LoadOrder order;
  Parents waiting_for = parents_among(schema, tables);
  std::map<std::string, std::vector<std::string>> children;
  std::set<std::string> ready;
  for (const auto& [name, parents] : waiting_for) {
    if (parents.empty()) ready.insert(name);
    for (const std::string& parent : parents) children[parent].push_back(name);
  }
  while (!ready.empty()) {
    const std::string name = *ready.begin();
    ready.erase(ready.begin());
    order.tables.push_back(name);
    waiting_for.erase(name);
    for (const std::string& child : children[name]) {
      std::set<std::string>& parents = waiting_for.at(child);
      parents.erase(name);
      if (parents.empty()) ready.insert(child);
    }
  }
  if (!waiting_for.empty()) {
    order.cycle = cycle_among(waiting_for);
    for (const auto& [name, parents] : waiting_for) order.tables.push_back(name);
  }
  return order;
}

}  // namespace seedctl::schema
