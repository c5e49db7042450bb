// Keys as bytes whose memcmp order is the order in which both engines sort the key columns (integers
// numerically, text, enumeration labels and bytes by their bytes, uuids by their bytes, dates and timestamps
// by time, decimals numerically). What sorts otherwise by itself (a collation, PostgreSQL's enums) must be
// asked for by its bytes.
//
// One encoding for the comparison of three sorted streams: what is stored, what is wanted, what seedctl owns.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/column_batch.h"

namespace seedctl::base {

// Appends the encoding of row i of each key column to `out`. NULL sorts first. Self-delimiting, so that a
// composite key sorts by its columns in turn. Equal decimals have equal bytes, whatever their scales.
void append_ordered_key(std::span<const ColumnBatch* const> key, std::size_t i, std::string& out);

// Where an engine sorts values as they are spelled (SQLite), its driver offers these bytes of one column
// under this name in SQL.
inline constexpr const char* kOrderedKeyFunction = "seedctl_key";

// Whether values of this type can be keys here (not real, json, interval or unsupported).
bool can_be_ordered_key(const LogicalType& type);

// The values back from the bytes, of the given types. Throws ErrorCode::internal on bytes that are no such
// key.
std::vector<Value> decode_ordered_key(std::string_view bytes, std::span<const LogicalType> types);

}  // namespace seedctl::base
