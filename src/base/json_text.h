// Values as JSON: what exports of JSON lines and generated documents have in common.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/column_batch.h"

namespace seedctl::base {

// Of a byte of text, at most: \u001f.
inline constexpr std::size_t kLongestJsonEscape = 6;

// Writes the text in quotes, and returns the end; needs six times the text, and two bytes.
char* write_json_text(char* out, std::string_view text);
void append_json_text(std::string& out, std::string_view text);

// Whether a cell that is not NULL stands without quotes: numbers that JSON has, and booleans.
bool is_bare_json(const ColumnBatch& column, std::size_t row);

// Appends a cell: null, bare, or its canonical text in quotes; json as it is.
void append_json_cell(std::string& out, const ColumnBatch& column, std::size_t row);

}  // namespace seedctl::base
