// The canonical text of a cell whose kind bounds its length: what the formats of files have in common. In a
// header, because it is called for every cell of an export.
#pragma once

#include "base/column_batch.h"
#include "base/text_form.h"

namespace seedctl::base {

// At most, of what write_bounded_cell() writes.
inline constexpr std::size_t kBoundedCellLength = kTimestampLength + 4;

inline char* write_word(char* out, std::string_view word) { return word.copy(out, word.size()) + out; }

// Writes a cell that is not NULL and returns the end; nullptr, with nothing written, for kinds whose texts
// may be of any length.
inline char* write_bounded_cell(char* out, const ColumnBatch& column, std::size_t row) {
  switch (column.kind()) {
    case TypeKind::integer:
      return write_integer(out, column.integer_at(row));
    case TypeKind::boolean:
      return write_word(out, column.integer_at(row) != 0 ? "true" : "false");
    case TypeKind::decimal:
      return write_decimal(out, column.decimal_at(row));
    case TypeKind::real:
      return write_real(out, column.real_at(row));
    case TypeKind::date:
      return write_date(out, Date{static_cast<std::int32_t>(column.integer_at(row))});
    case TypeKind::time:
      return write_time(out, Time{column.integer_at(row)});
    case TypeKind::timestamp:
      return write_timestamp(out, Timestamp{column.integer_at(row)});
    case TypeKind::timestamptz:
      // With its zone, so that the session that reads it may have another.
      return write_word(write_timestamp(out, Timestamp{column.integer_at(row)}), "+00");
    case TypeKind::uuid:
      return write_uuid(out, column.uuid_at(row));
    case TypeKind::interval:
    case TypeKind::bytes:
    case TypeKind::text:
    case TypeKind::json:
    case TypeKind::enumeration:
    case TypeKind::network:
    case TypeKind::array:
    case TypeKind::unsupported:
      break;
  }
  return nullptr;
}

}  // namespace seedctl::base
