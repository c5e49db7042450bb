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

// What holds where one of the alternatives does, each a conjunction of facts; empty where that is no fact.
// `one_column`: all of them are about one column.
std::vector<CheckFact> join_alternatives(const std::vector<std::vector<CheckFact>>& alternatives,
                                         bool one_column);

// Whether an `unknown` knows a part that is enough.
bool has_part(const CheckFact& fact);

// Nothing can lie between its bounds.
bool is_empty_range(const CheckFact& fact);

}  // namespace seedctl::sql
