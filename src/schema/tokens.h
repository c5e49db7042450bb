// Stored DDL and expressions as lists of tokens: balanced parentheses, and the columns that an expression
// names. For texts that an engine has accepted; what does not end runs to the end instead of failing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/engine.h"
#include "sql/lexer.h"

namespace seedctl::schema {

using Tokens = std::vector<sql::Token>;

// Without comments.
Tokens tokens_of(std::string_view sql, base::Engine engine);

// The index of the parenthesis that closes the one at `open`; tokens.size() where none does.
std::size_t closing(const Tokens& tokens, std::size_t open);

// Whether the token at `i` is followed by this one, so that it is a function's name or a table's.
bool followed_by_parenthesis(const Tokens& tokens, std::size_t i);
bool followed_by_dot(const Tokens& tokens, std::size_t i);

// The column of that name: spelt exactly so, else in any case (SQLite's rule); nullptr where there is none.
const std::string* column_named(std::string_view name, const std::vector<std::string>& columns);

// The columns that an expression names, in the order of their first mention.
std::vector<std::string> columns_in(std::string_view expression, base::Engine engine,
                                    const std::vector<std::string>& columns);

// The column that the expression is but for case: lower(column) or upper(column), of the column or its cast
// to text. nullptr for every other expression.
const std::string* column_but_for_case(std::string_view expression, base::Engine engine,
                                       const std::vector<std::string>& columns);

}  // namespace seedctl::schema
