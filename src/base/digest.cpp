// A row's canonical bytes and their sum. The bytes are part of every stored digest: changing them makes all
// ledgers disagree, which the pinned digests in the tests are there to notice.
#include "base/digest.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/json.h"

namespace seedctl::base {
namespace {

// Little-endian on every machine; one append, because this runs for every cell.
template <class Unsigned>
void append_bytes(Unsigned value, std::string& out) {
  std::array<char, sizeof(Unsigned)> bytes;
  for (char& byte : bytes) {
    byte = static_cast<char>(static_cast<unsigned char>(value & 0xFFU));
    value >>= 8U;
  }
  out.append(bytes.data(), bytes.size());
}

void append_number(std::int64_t value, std::string& out) {
  append_bytes(static_cast<std::uint64_t>(value), out);
}

// With its length before it, so that no two rows have the same bytes.
void append_text(std::string_view text, std::string& out) {
  append_number(static_cast<std::int64_t>(text.size()), out);
  out += text;
}

void append_real(double value, std::string& out) {
  if (value == 0) value = 0;  // -0 is 0
  if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
  append_bytes(std::bit_cast<std::uint64_t>(value), out);
}

void append_decimal(const Decimal& value, std::string& out) {
  const Decimal shortest = value.normalized();
  append_bytes(static_cast<uint128>(shortest.coefficient), out);
  out += static_cast<char>(shortest.scale);
}

constexpr char kNull = '\0';  // other cells begin with their storage's number, from 1
constexpr char kUnreadable = '\xFF';

void append_cell(const ColumnBatch& column, std::size_t i, std::string& out) {
  if (column.is_null(i)) {
    out += kNull;
    return;
  }
  if (column.is_unreadable(i)) {
    out += kUnreadable;
    return;
  }
  out += static_cast<char>(static_cast<int>(column.storage()) + 1);
  switch (column.storage()) {
    case ColumnBatch::Storage::integer:
      return append_number(column.integer_at(i), out);
    case ColumnBatch::Storage::real:
      return append_real(column.real_at(i), out);
    case ColumnBatch::Storage::decimal:
      return append_decimal(column.decimal_at(i), out);
    case ColumnBatch::Storage::text:
      if (column.kind() == TypeKind::json) return append_text(canonical_json(column.text_at(i)), out);
      return append_text(column.text_at(i), out);
    case ColumnBatch::Storage::interval:
      append_number(column.interval_at(i).months, out);
      append_number(column.interval_at(i).days, out);
      return append_number(column.interval_at(i).micros, out);
    case ColumnBatch::Storage::uuid:
      for (const std::uint8_t byte : column.uuid_at(i).bytes) out += static_cast<char>(byte);
      return;
  }
}

}  // namespace

TableDigest::TableDigest(std::string_view table, std::span<const std::string> columns,
                         std::span<const std::string> without)
    : seed_(hash64(table)), order_(columns.size()) {
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::erase_if(order_, [&](std::size_t i) {
    return std::find(without.begin(), without.end(), columns[i]) != without.end();
  });
  std::sort(order_.begin(), order_.end(),
            [&](std::size_t a, std::size_t b) { return columns[a] < columns[b]; });
  for (const std::size_t column : order_) name_hash_.push_back(hash64(columns[column]));
}

void TableDigest::add_row(std::span<const ColumnBatch> columns, std::size_t i) {
  buffer_.clear();
  for (std::size_t n = 0; n < order_.size(); ++n) {
    append_bytes(name_hash_[n], buffer_);
    append_cell(columns[order_[n]], i, buffer_);
  }
  sum_ = sum_ + hash128(buffer_, seed_);
  ++rows_;
}

void TableDigest::add(std::span<const ColumnBatch> columns) {
  const std::size_t rows = columns.empty() ? 0 : columns.front().size();
  for (std::size_t i = 0; i < rows; ++i) add_row(columns, i);
}

}  // namespace seedctl::base
