// Names in statements, which both engines quote the same way.
#pragma once

#include <string>
#include <string_view>

#include "db/connection.h"

namespace seedctl::drivers {

// In double quotes. Throws ErrorCode::failed for a name with a NUL character.
std::string quote_name(std::string_view name);
// With its schema, where it has one.
std::string quote_name(const db::TableName& table);

}  // namespace seedctl::drivers
