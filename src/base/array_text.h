// PostgreSQL's arrays as text, {red,"light blue",NULL}: one canonical form of one dimension, so that equal
// arrays are equal texts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/column_batch.h"
#include "base/value.h"

namespace seedctl::base {

// Whether values of the type can stand in an array here: those whose canonical text says all.
bool can_be_element(const LogicalType& type);

// The type of an array's elements; `array` is of kind array.
LogicalType element_type(const LogicalType& array);
LogicalType array_of(const LogicalType& element);

// Appends an element, quoted where it must be; the caller writes the braces and commas.
void append_array_cell(std::string& text, const ColumnBatch& elements, std::size_t i);

// The same array in its canonical form; nullopt where the text is none of one dimension, or an element is no
// value of the type.
std::optional<std::string> canonical_array(std::string_view text, const LogicalType& element);

}  // namespace seedctl::base
