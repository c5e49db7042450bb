// Columns of one layout each. A NULL or unreadable cell takes a place in the layout's vector too, so that a
// row's index is the same everywhere.
#include "base/column_batch.h"

#include <cmath>

#include "base/error.h"
#include "base/json.h"

namespace seedctl::base {
namespace {

[[noreturn]] void unsuitable(TypeKind kind) {
  throw Error(ErrorCode::internal, std::string("a value does not suit a column of kind ") + kind_name(kind));
}

template <class T>
const T& take(const Value& value, TypeKind kind) {
  const T* found = std::get_if<T>(&value);
  if (found == nullptr) unsuitable(kind);
  return *found;
}

}  // namespace

ColumnBatch::Storage ColumnBatch::storage_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::date:
    case TypeKind::time:
    case TypeKind::timestamp:
    case TypeKind::timestamptz:
      return Storage::integer;
    case TypeKind::real:
      return Storage::real;
    case TypeKind::decimal:
      return Storage::decimal;
    case TypeKind::interval:
      return Storage::interval;
    case TypeKind::uuid:
      return Storage::uuid;
    case TypeKind::text:
    case TypeKind::bytes:
    case TypeKind::json:
    case TypeKind::enumeration:
    case TypeKind::network:
    case TypeKind::array:
    case TypeKind::unsupported:
      break;
  }
  return Storage::text;
}

void ColumnBatch::reset(TypeKind kind) {
  kind_ = kind;
  storage_ = storage_of(kind);
  has_gaps_ = false;
  cells_.clear();
  integers_.clear();
  reals_.clear();
  decimals_.clear();
  chars_.clear();
  offsets_.resize(1);
  intervals_.clear();
  uuids_.clear();
}

void ColumnBatch::append_null() { append_without_value(Cell::null); }
void ColumnBatch::append_unreadable() { append_without_value(Cell::unreadable); }

void ColumnBatch::append_without_value(Cell cell) {
  switch (storage_) {
    case Storage::integer:
      integers_.push_back(0);
      break;
    case Storage::real:
      reals_.push_back(0);
      break;
    case Storage::decimal:
      decimals_.push_back(Decimal{});
      break;
    case Storage::text:
      offsets_.push_back(chars_.size());
      break;
    case Storage::interval:
      intervals_.push_back(Interval{});
      break;
    case Storage::uuid:
      uuids_.push_back(Uuid{});
      break;
  }
  cells_.push_back(cell);
  has_gaps_ = true;
}

void ColumnBatch::append(const Value& value) {
  if (base::is_null(value)) return append_null();
  switch (kind_) {
    case TypeKind::boolean:
      return append_integer(take<bool>(value, kind_) ? 1 : 0);
    case TypeKind::integer:
      return append_integer(take<std::int64_t>(value, kind_));
    case TypeKind::decimal:
      return append_decimal(take<Decimal>(value, kind_));
    case TypeKind::real:
      return append_real(take<double>(value, kind_));
    case TypeKind::bytes:
      return append_text(take<Bytes>(value, kind_).data);
    case TypeKind::date:
      return append_integer(take<Date>(value, kind_).days);
    case TypeKind::time:
      return append_integer(take<Time>(value, kind_).micros);
    case TypeKind::timestamp:
    case TypeKind::timestamptz:
      return append_integer(take<Timestamp>(value, kind_).micros);
    case TypeKind::interval:
      return append_interval(take<Interval>(value, kind_));
    case TypeKind::uuid:
      return append_uuid(take<Uuid>(value, kind_));
    case TypeKind::text:
    case TypeKind::json:
    case TypeKind::enumeration:
    case TypeKind::network:
    case TypeKind::array:
    case TypeKind::unsupported:
      break;
  }
  append_text(take<std::string>(value, kind_));
}

void ColumnBatch::append_from(const ColumnBatch& other, std::size_t i) {
  if (other.storage_ != storage_) unsuitable(kind_);
  if (other.cells_[i] != Cell::value) return append_without_value(other.cells_[i]);
  switch (storage_) {
    case Storage::integer:
      return append_integer(other.integers_[i]);
    case Storage::real:
      return append_real(other.reals_[i]);
    case Storage::decimal:
      return append_decimal(other.decimals_[i]);
    case Storage::text:
      break;
    case Storage::interval:
      return append_interval(other.intervals_[i]);
    case Storage::uuid:
      return append_uuid(other.uuids_[i]);
  }
  if (&other == this)
    return append_text(std::string(other.text_at(i)));  // appending moves what the view points at
  append_text(other.text_at(i));
}

void ColumnBatch::append_all_from(const ColumnBatch& other, std::span<const std::size_t> rows) {
  const auto copy = [&](auto from, auto* to) {
    for (std::size_t i = 0; i < rows.size(); ++i) to[i] = from[rows[i]];
  };
  if (!other.has_gaps_ && other.storage_ == storage_ && &other != this) {
    if (storage_ == Storage::integer) return copy(other.integers(), append_integers(rows.size()));
    if (storage_ == Storage::decimal) return copy(other.decimals(), append_decimals(rows.size()));
    if (storage_ == Storage::real) return copy(other.reals(), append_reals(rows.size()));
  }
  for (const std::size_t row : rows) append_from(other, row);
}

Value ColumnBatch::value_at(std::size_t i) const {
  if (is_null(i)) return Null{};
  if (is_unreadable(i)) throw Error(ErrorCode::internal, "an unreadable cell has no value");
  switch (kind_) {
    case TypeKind::boolean:
      return integers_[i] != 0;
    case TypeKind::integer:
      return integers_[i];
    case TypeKind::decimal:
      return decimals_[i];
    case TypeKind::real:
      return reals_[i];
    case TypeKind::bytes:
      return Bytes{std::string(text_at(i))};
    case TypeKind::date:
      return Date{static_cast<std::int32_t>(integers_[i])};
    case TypeKind::time:
      return Time{integers_[i]};
    case TypeKind::timestamp:
    case TypeKind::timestamptz:
      return Timestamp{integers_[i]};
    case TypeKind::interval:
      return intervals_[i];
    case TypeKind::uuid:
      return uuids_[i];
    case TypeKind::text:
    case TypeKind::json:
    case TypeKind::enumeration:
    case TypeKind::network:
    case TypeKind::array:
    case TypeKind::unsupported:
      break;
  }
  return std::string(text_at(i));
}

bool ColumnBatch::same(std::size_t i, const ColumnBatch& other, std::size_t j) const {
  if (other.storage_ != storage_) unsuitable(kind_);
  if (is_unreadable(i) || other.is_unreadable(j)) return false;
  if (is_null(i) || other.is_null(j)) return is_null(i) && other.is_null(j);
  switch (storage_) {
    case Storage::integer:
      return integers_[i] == other.integers_[j];
    case Storage::real: {
      const double a = reals_[i];
      const double b = other.reals_[j];
      return a == b || (std::isnan(a) && std::isnan(b));
    }
    case Storage::decimal:
      return decimals_[i] == other.decimals_[j];
    case Storage::interval:
      return intervals_[i] == other.intervals_[j];
    case Storage::uuid:
      return uuids_[i] == other.uuids_[j];
    case Storage::text:
      break;
  }
  if (text_at(i) == other.text_at(j)) return true;
  return kind_ == TypeKind::json && canonical_json(text_at(i)) == canonical_json(other.text_at(j));
}

}  // namespace seedctl::base
