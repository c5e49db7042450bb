// Rows as JSON lines: an object for each row, on a line of its own, with the columns in their order.
//
// Numbers are JSON numbers with all their digits (a reader that takes them for doubles is who would lose
// some), booleans are true and false, a NULL is null, and all else is text, in the form that CSV has.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/row_encoder.h"

namespace seedctl::report {

std::unique_ptr<base::RowEncoder> json_lines_encoder(const std::vector<std::string>& columns);

}  // namespace seedctl::report
