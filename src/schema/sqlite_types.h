// Logical types from SQLite's declared type names. SQLite itself knows five storage classes and takes any
// name; the name is all that says what a column means, so that it is read as other engines would read it.
#pragma once

#include <string>
#include <string_view>

#include "base/value.h"

namespace seedctl::schema {

// The words are compared without case, whatever their spacing. `int unsigned`, `double precision`,
// `timestamp(3) with time zone` and the like are read too. No declared type is text: such a column stores
// text as it is.
//
// Unsupported, with the name as `raw`: names that mean nothing here, and STRING, whose numeric affinity turns
// '007' into 7.
base::LogicalType sqlite_type(std::string_view declared);

}  // namespace seedctl::schema
