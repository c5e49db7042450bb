// Facts out of libpg_query's parse tree of a CHECK expression, before they are merged. Between
// check_facts.cpp and check_tree.cpp; nobody else's business.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "sql/check_facts.h"

namespace seedctl::sql {

// `tree` is the expression's node, `source` the SQL text that was parsed (places in the tree count its
// bytes).
std::vector<CheckFact> facts_of_tree(const nlohmann::json& tree, std::string_view source);

// One fact per column and kind where facts can be combined (the narrower bound, the common values), in a
// stable order.
std::vector<CheckFact> merge_facts(std::vector<CheckFact> facts);

}  // namespace seedctl::sql
