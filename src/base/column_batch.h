// A column of values of one logical type, stored contiguously: what generators fill, bulk writers encode and
// readers return. Reused from batch to batch so that steady state allocates nothing.
//
// Not thread-safe; each thread owns its batches.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace seedctl::base {

// Rows that generators, readers and writers handle at a time: large enough to amortise virtual calls, small
// enough for the second-level cache.
inline constexpr std::size_t kBatchRows = 1024;

// A vector that keeps what it holds when it is emptied, so that growing within it again writes nothing: the
// new elements are whatever was there, for the caller to overwrite.
template <class T>
class ReusedVector {
 public:
  std::size_t size() const { return size_; }
  void clear() { size_ = 0; }
  void push_back(const T& value) { *extend(1) = value; }
  // n elements more; where they begin. Valid until the next growth.
  T* extend(std::size_t n) {
    if (size_ + n > elements_.size()) elements_.resize(std::max(size_ + n, 2 * elements_.size()));
    size_ += n;
    return elements_.data() + (size_ - n);
  }
  const T& operator[](std::size_t i) const { return elements_[i]; }
  std::span<const T> all() const { return {elements_.data(), size_}; }

 private:
  std::vector<T> elements_;
  std::size_t size_ = 0;
};

class ColumnBatch {
 public:
  // How values are laid out: booleans, integers, dates, times and timestamps are 64-bit integers (booleans
  // 0/1, dates in days, times and timestamps in microseconds); text, json, enumeration, network, array, bytes
  // and unsupported are text.
  enum class Storage { integer, real, decimal, text, interval, uuid };
  static Storage storage_of(TypeKind kind);

  ColumnBatch() = default;
  explicit ColumnBatch(TypeKind kind) { reset(kind); }

  // Empties the batch and sets its kind; keeps the memory.
  void reset(TypeKind kind);
  void clear() { reset(kind_); }

  TypeKind kind() const { return kind_; }
  Storage storage() const { return storage_; }
  std::size_t size() const { return cells_.size(); }

  void append_null();
  // A stored cell that holds no value of the kind (a NaN where decimals belong): there, not NULL, and equal
  // to nothing. Only readers make such cells.
  void append_unreadable();
  void append_integer(std::int64_t value) { *append_integers(1) = value; }
  void append_real(double value) { *append_reals(1) = value; }
  void append_decimal(const Decimal& value) { *append_decimals(1) = value; }
  void append_text(std::string_view value) {
    chars_.append(value);
    offsets_.push_back(chars_.size());
    cells_.push_back(Cell::value);
  }
  void append_interval(const Interval& value) { *append_intervals(1) = value; }
  void append_uuid(const Uuid& value) { *append_uuids(1) = value; }
  // Appends a value whose alternative suits the kind (Null suits all); internal error otherwise.
  void append(const Value& value);
  // Appends row i of another batch of the same storage.
  void append_from(const ColumnBatch& other, std::size_t i);
  // append_from() of each of these rows.
  void append_all_from(const ColumnBatch& other, std::span<const std::size_t> rows);

  // Appends n values for the caller to write, and returns where; set_null() makes NULLs of some afterwards.
  // Valid until the next append.
  std::int64_t* append_integers(std::size_t n) { return append_cells(integers_, n); }
  double* append_reals(std::size_t n) { return append_cells(reals_, n); }
  Decimal* append_decimals(std::size_t n) { return append_cells(decimals_, n); }
  Interval* append_intervals(std::size_t n) { return append_cells(intervals_, n); }
  Uuid* append_uuids(std::size_t n) { return append_cells(uuids_, n); }
  // All cells of the storage named, for loops over whole columns.
  std::span<const std::int64_t> integers() const { return integers_.all(); }
  std::span<const double> reals() const { return reals_.all(); }
  std::span<const Decimal> decimals() const { return decimals_.all(); }
  std::span<const Interval> intervals() const { return intervals_.all(); }
  std::span<const Uuid> uuids() const { return uuids_.all(); }

  // False where every cell is a value, so that a loop need not ask for each.
  bool has_nulls() const { return has_gaps_; }
  bool is_null(std::size_t i) const { return cells_[i] == Cell::null; }
  bool is_unreadable(std::size_t i) const { return cells_[i] == Cell::unreadable; }
  // Valid only for the storage named, and only where the row is neither null nor unreadable.
  std::int64_t integer_at(std::size_t i) const { return integers_[i]; }
  double real_at(std::size_t i) const { return reals_[i]; }
  const Decimal& decimal_at(std::size_t i) const { return decimals_[i]; }
  std::string_view text_at(std::size_t i) const {
    return std::string_view(chars_).substr(offsets_[i], offsets_[i + 1] - offsets_[i]);
  }
  const Interval& interval_at(std::size_t i) const { return intervals_[i]; }
  const Uuid& uuid_at(std::size_t i) const { return uuids_[i]; }
  // Null where the row is null; internal error where it is unreadable.
  Value value_at(std::size_t i) const;

  // Makes row i NULL, whatever it was. What text it held stays allocated until reset().
  void set_null(std::size_t i) {
    cells_[i] = Cell::null;
    has_gaps_ = true;
  }

  // Same logical value (both NULL counts as the same; 1.50 is 1.5; an unreadable cell is the same as nothing,
  // another unreadable one included). Storages must agree.
  bool same(std::size_t i, const ColumnBatch& other, std::size_t j) const;

 private:
  enum class Cell : std::uint8_t { value, null, unreadable };
  void append_without_value(Cell cell);
  template <class T>
  T* append_cells(ReusedVector<T>& values, std::size_t n) {
    cells_.resize(cells_.size() + n, Cell::value);
    return values.extend(n);
  }

  TypeKind kind_ = TypeKind::unsupported;
  Storage storage_ = Storage::text;
  bool has_gaps_ = false;  // some cell is NULL or unreadable
  std::vector<Cell> cells_;
  ReusedVector<std::int64_t> integers_;
  ReusedVector<double> reals_;
  ReusedVector<Decimal> decimals_;
  std::string chars_;
  std::vector<std::size_t> offsets_{0};
  ReusedVector<Interval> intervals_;
  ReusedVector<Uuid> uuids_;
};

}  // namespace seedctl::base
