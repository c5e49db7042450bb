// Rows as CSV that PostgreSQL's COPY ... (FORMAT csv, HEADER) reads back as the same values: a NULL is an
// empty field, an empty text is "", and quotes stand only where they are needed. Lines end in \n.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/row_encoder.h"

namespace seedctl::report {

// The header line names the columns.
std::unique_ptr<base::RowEncoder> csv_encoder(const std::vector<std::string>& columns);

}  // namespace seedctl::report
