// Addresses of rows as people write them, behind the table's name and a colon: rent:17, loyalty_event:3.2,
// rent_landing:2025-02-14.7, user:admin.
#pragma once

#include <string>
#include <string_view>

#include "profile/resolve.h"

namespace seedctl::profile {

// "17"; of a fixed row its name, and of a row of a file its key; below a parent "3.2", the parent's address
// and the place below it; of a table with rows per day "2025-02-14.7". Of a row that the
// profile refers to and does not make its key, which find_row() does not read.
std::string row_address(const gen::Table& table, const gen::RowId& row);

// The row of an address as row_address() gives it, or of its number, which is the default key (with `key:
// dense` too), where no fixed row has that for a name. The parent in front of the point is written in any of
// these ways.
//
// Throws ErrorCode::usage for what is no address, and for a row that is not there, with the last one that is.
gen::RowId find_row(const ResolvedTable& table, std::string_view address);

}  // namespace seedctl::profile
