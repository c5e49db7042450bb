// Two orders of the same rows; both generate a batch at a time into reused memory.
#include "seed/wanted_rows.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "base/ordered_key.h"

namespace seedctl::seed {

RowMaker::RowMaker(const profile::ResolvedTable& table, const CellGuard& guard)
    : table_(table), guard_(guard), all_(table.columns.size()) {
  std::iota(all_.begin(), all_.end(), std::size_t{0});
}

void RowMaker::make(std::span<const std::uint64_t> places, std::span<const std::size_t> columns) {
  rows_.resize(places.size());
  for (std::size_t i = 0; i < places.size();) {
    // Runs of consecutive places are found at once: a single one may need a search.
    std::size_t end = i + 1;
    while (end < places.size() && places[end] == places[end - 1] + 1) ++end;
    if (end - i == 1) {
      rows_[i] = table_.data->row_at(places[i]);
    } else if (table_.data->rows_from(places[i], std::span(rows_).subspan(i, end - i)) != end - i) {
      throw base::Error(base::ErrorCode::internal, table_.name + " has fewer rows than it says");
    }
    i = end;
  }
  table_.data->fill(rows_, columns, cells_);
  key_parts_.clear();
  for (const std::size_t index : table_.key) key_parts_.push_back(&cells_[index]);
}

void RowMaker::make(std::span<const std::uint64_t> places) {
  make(places, all_);
  guard_.require_kept(cells_);
}
void RowMaker::make_keys(std::span<const std::uint64_t> places) { make(places, table_.key); }

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

WantedRows::WantedRows(const profile::ResolvedTable& table, const CellGuard& guard)
    : table_(table), maker_(table, guard) {
  if (!comes_in_key_order(table)) sort_keys();
}

void WantedRows::sort_keys() {
  sorter_ = std::make_unique<KeySorter>();
  std::string key;
  const std::uint64_t rows = table_.data->rows();
  for (std::uint64_t first = 0; first < rows; first += base::kBatchRows) {
    places_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(base::kBatchRows, rows - first)));
    std::iota(places_.begin(), places_.end(), first);
    maker_.make_keys(places_);
    for (std::size_t i = 0; i < places_.size(); ++i) {
      maker_.key(i, key);
      sorter_->add(key, places_[i]);
    }
  }
  sorter_->finish();
}

bool WantedRows::next_batch() {
  places_.clear();
  if (sorter_) {
    std::string key;
    std::uint64_t place = 0;
    while (places_.size() < base::kBatchRows && sorter_->next(key, place)) places_.push_back(place);
  } else {
    const std::uint64_t left = table_.data->rows() - next_place_;
    places_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(base::kBatchRows, left)));
    std::iota(places_.begin(), places_.end(), next_place_);
    next_place_ += places_.size();
  }
  if (!places_.empty()) maker_.make(places_);
  row_ = 0;
  return !places_.empty();
}

bool WantedRows::next() {
  const bool first = !started_;
  if (started_) ++row_;
  if (!started_ || row_ >= places_.size()) {
    started_ = true;
    if (!next_batch()) return false;
  }
  previous_.swap(key_);
  maker_.key(row_, key_);
  if (!first && key_ <= previous_) {
    base::Error error(base::ErrorCode::profile, table_.position,
                      table_.name + ": two rows of the profile have the same key, the row at place " +
                          std::to_string(place() + 1) + " is one of them");
    error.hint = "rows are matched by their key; give the key columns generators that never repeat";
    throw error;
  }
  return true;
}

}  // namespace seedctl::seed
