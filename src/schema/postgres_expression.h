// Expressions that PostgreSQL prints, brought to what they say about columns.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace seedctl::schema {

// A column of a domain is compared as its base type, which PostgreSQL prints as a cast: `((points)::integer <
// 50)`. Such a cast changes nothing and is taken away. `base_of`: names of columns (or VALUE) and the names
// of their base types.
std::string without_base_casts(std::string_view expression,
                               const std::map<std::string, std::string>& base_of);

// A domain's CHECK about VALUE as one about a column.
std::string about_column(std::string_view expression, const std::string& column);

}  // namespace seedctl::schema
