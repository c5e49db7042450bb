// The rows that a profile makes of one table, generated in batches: by their place, or ascending by their
// key.
//
// Keys that do not come in their own order are sorted externally first (only the key columns are generated
// for that).
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/column_batch.h"
#include "gen/row.h"
#include "profile/resolve.h"
#include "state/key_sorter.h"

namespace seedctl::state {

// Told of each batch's cells before anybody uses them; may throw.
using BatchCheck = std::function<void(std::span<const base::ColumnBatch> cells)>;

// Generates all columns, or those named, for a batch of rows, and the key bytes of each row. Rows in order
// are asked for by their place, rows in any other order by their number, which is found in constant time.
class RowMaker {
 public:
  explicit RowMaker(const profile::ResolvedTable& table, BatchCheck check = {});
  // Only `columns` and those of the key are filled.
  RowMaker(const profile::ResolvedTable& table, std::vector<std::size_t> columns);

  // Throw what the check throws; internal error where there are no such rows.
  void make(std::uint64_t first_place, std::size_t count);
  void make(std::span<const std::uint64_t> numbers);
  // Only the key columns are filled.
  void make_keys(std::uint64_t first_place, std::size_t count);

  std::size_t size() const { return rows_.size(); }
  std::span<const base::ColumnBatch> cells() const { return std::span(cells_).first(table_.columns.size()); }
  const gen::RowId& row_id(std::size_t i) const { return rows_[i]; }
  // Overwrites `key`.
  void key(std::size_t i, std::string& key) const;

 private:
  void find(std::uint64_t first_place, std::size_t count);
  void fill(std::span<const std::size_t> columns);

  const profile::ResolvedTable& table_;
  BatchCheck check_;
  std::vector<std::size_t> wanted_;
  std::vector<gen::RowId> rows_;
  std::vector<base::ColumnBatch> cells_;  // those that are stored first
  std::vector<const base::ColumnBatch*> key_parts_;
};

// Whether rows are in key order already.
bool comes_in_key_order(const profile::ResolvedTable& table);

class WantedRows {
 public:
  explicit WantedRows(const profile::ResolvedTable& table, BatchCheck check = {});
  WantedRows(const profile::ResolvedTable& table, std::vector<std::size_t> columns);

  // Goes to the next row by key; false at the end. Throws ErrorCode::profile where two rows have one key.
  bool next();
  const std::string& key() const { return key_; }
  std::span<const base::ColumnBatch> cells() const { return maker_.cells(); }
  std::size_t row() const { return row_; }  // within cells()
  std::uint64_t number() const { return row_id().number; }
  const gen::RowId& row_id() const { return maker_.row_id(row_); }

 private:
  void sort_keys();
  bool next_batch();

  const profile::ResolvedTable& table_;
  RowMaker maker_;
  std::unique_ptr<KeySorter> sorter_;
  std::uint64_t next_place_ = 0;
  std::vector<std::uint64_t> numbers_;
  std::size_t row_ = 0;
  bool started_ = false;
  std::string key_;
  std::string previous_;
};

}  // namespace seedctl::state
