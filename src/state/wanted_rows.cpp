// Two orders of the same rows; both generate a batch at a time into reused memory.
#include "state/wanted_rows.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/error.h"
#include "base/ordered_key.h"

namespace seedctl::state {

RowMaker::RowMaker(const profile::ResolvedTable& table, BatchCheck check)
    : table_(table), check_(std::move(check)), wanted_(table.columns.size()) {
  std::iota(wanted_.begin(), wanted_.end(), std::size_t{0});
}

RowMaker::RowMaker(const profile::ResolvedTable& table, std::vector<std::size_t> columns)
    : table_(table), wanted_(std::move(columns)) {
  wanted_.insert(wanted_.end(), table.key.begin(), table.key.end());
}

void RowMaker::find(std::uint64_t first_place, std::size_t count) {
  rows_.resize(count);
  if (table_.data->rows_from(first_place, rows_) != count) {
    throw base::Error(base::ErrorCode::internal, table_.name + " has fewer rows than it says");
  }
}

void RowMaker::fill(std::span<const std::size_t> columns) {
  table_.data->fill(rows_, columns, cells_);
  key_parts_.clear();
  for (const std::size_t index : table_.key) key_parts_.push_back(&cells_[index]);
}

void RowMaker::make(std::uint64_t first_place, std::size_t count) {
  find(first_place, count);
  fill(wanted_);
  if (check_) check_(cells());
}

void RowMaker::make(std::span<const std::uint64_t> numbers) {
  rows_.clear();
  for (const std::uint64_t number : numbers) {
    const auto row = table_.data->row_numbered(number);
    if (!row) {
      throw base::Error(base::ErrorCode::internal, table_.name + " has no row " + std::to_string(number));
    }
    rows_.push_back(*row);
  }
  fill(wanted_);
  if (check_) check_(cells());
}

void RowMaker::make_keys(std::uint64_t first_place, std::size_t count) {
  find(first_place, count);
  fill(table_.key);
}

void RowMaker::key(std::size_t i, std::string& key) const {
  key.clear();
  base::append_ordered_key(key_parts_, i, key);
}

bool comes_in_key_order(const profile::ResolvedTable& table) {
  if (!table.sequential_key) return false;
  const auto fixes_key = [&table](const gen::FixedRow& row) {
    return table.key.front() < row.cells.size() && row.cells[table.key.front()].has_value();
  };
  const auto fixed = table.data->fixed();
  return std::none_of(fixed.begin(), fixed.end(), fixes_key);
}

WantedRows::WantedRows(const profile::ResolvedTable& table, BatchCheck check)
    : table_(table), maker_(table, std::move(check)) {
  if (!comes_in_key_order(table)) sort_keys();
}

WantedRows::WantedRows(const profile::ResolvedTable& table, std::vector<std::size_t> columns)
    : table_(table), maker_(table, std::move(columns)) {
  if (!comes_in_key_order(table)) sort_keys();
}

void WantedRows::sort_keys() {
  sorter_ = std::make_unique<KeySorter>();
  std::string key;
  const std::uint64_t rows = table_.data->rows();
  for (std::uint64_t first = 0; first < rows; first += base::kBatchRows) {
    maker_.make_keys(first,
                     static_cast<std::size_t>(std::min<std::uint64_t>(base::kBatchRows, rows - first)));
    for (std::size_t i = 0; i < maker_.size(); ++i) {
      maker_.key(i, key);
      sorter_->add(key, maker_.row_id(i).number);
    }
  }
  sorter_->finish();
}

bool WantedRows::next_batch() {
  row_ = 0;
  if (sorter_) {
    std::string key;
    std::uint64_t number = 0;
    numbers_.clear();
    while (numbers_.size() < base::kBatchRows && sorter_->next(key, number)) numbers_.push_back(number);
    if (!numbers_.empty()) maker_.make(numbers_);
    return !numbers_.empty();
  }
  const std::uint64_t left = table_.data->rows() - next_place_;
  if (left == 0) return false;
  maker_.make(next_place_, static_cast<std::size_t>(std::min<std::uint64_t>(base::kBatchRows, left)));
  next_place_ += maker_.size();
  return true;
}

bool WantedRows::next() {
  const bool first = !started_;
  if (started_) ++row_;
  if (!started_ || row_ >= maker_.size()) {
    started_ = true;
    if (!next_batch()) return false;
  }
  previous_.swap(key_);
  maker_.key(row_, key_);
  if (!first && key_ <= previous_) {
    base::Error error(base::ErrorCode::profile, table_.position,
                      table_.name + ": two rows of the profile have the same key, the row at place " +
                          std::to_string(table_.data->place_of(maker_.row_id(row_)) + 1) + " is one of them");
    error.hint = "rows are matched by their key; give the key columns generators that never repeat";
    throw error;
  }
  return true;
}

}  // namespace seedctl::state
