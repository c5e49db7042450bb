// The order in which tables can be filled: parents before children.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "schema/model.h"

namespace seedctl::schema {

struct LoadOrder {
  std::vector<std::string> tables;  // parents first; among equals by name
  // Tables of one cycle of foreign keys over several tables (self references are no cycle), in the order of
  // its arrows, the first repeated at the end; empty where there is none.
  std::vector<std::string> cycle;
};

// Over the given tables; foreign keys to others are ignored.
LoadOrder load_order(const Schema& schema, std::span<const std::string> tables);

}  // namespace seedctl::schema
