// One batch of rows is in memory at a time. Keys of an empty table's rows are collected on the way, since it
// was not compared.
#include "seed/load.h"

#include <algorithm>
#include <functional>

#include "base/error.h"
#include "state/key_sorter.h"
#include "state/wanted_rows.h"

namespace seedctl::seed {

namespace {

class Load {
 public:
  Load(TableWork& work, db::Connection& connection, base::Progress& progress)
      : work_(work),
        connection_(connection),
        progress_(progress),
        maker_(work.table, std::cref(work.guard)) {}

  // Makes every row and sends none.
  void rehearse() {
    while (next_batch()) done_ += maker_.size();
  }

  void run() {
    progress_.start("seed " + work_.table.name, work_.counts.inserted);
    if (!work_.empty) work_.inserts.rewind();
    try {
      const auto writer = connection_.bulk_writer({work_.live.schema, work_.live.name}, work_.infos);
      while (next_batch()) {
        writer->write(maker_.cells());
        if (work_.empty) collect();
        done_ += maker_.size();
        progress_.advance(done_);
      }
      made_all_ = true;
      writer->finish();
    } catch (const base::Error& error) {
      if (error.position()) throw;  // of a row that cannot be made, or kept: names its cell already
      throw with_table(error, work_.table.name, whereabouts());
    }
    if (work_.empty) collect_keys();
    progress_.finish();
  }

 private:
  bool next_batch() {
    if (work_.empty) {
      const std::uint64_t left = work_.counts.inserted - done_;
      if (left == 0) return false;
      maker_.make(done_, static_cast<std::size_t>(std::min<std::uint64_t>(base::kBatchRows, left)));
      return true;
    }
    numbers_.clear();
    std::uint64_t number = 0;
    while (numbers_.size() < base::kBatchRows && work_.inserts.next(key_, number)) numbers_.push_back(number);
    if (numbers_.empty()) return false;
    maker_.make(numbers_);
    return true;
  }

  void collect() {
    const auto cells = maker_.cells();
    work_.content.add(cells);
    for (std::size_t row = 0; row < maker_.size(); ++row) {
      work_.numbered.see(cells, row);
      maker_.key(row, key_);
      if (!work_.table.key_in_ranges) {
        work_.gained.append(key_);
      } else if (in_order_) {
        work_.ranges.append(cells[work_.table.key.front()].integer_at(row));
      } else {
        sorter_.add(key_, static_cast<std::uint64_t>(cells[work_.table.key.front()].integer_at(row)));
      }
    }
  }

  void collect_keys() {
    if (!work_.table.key_in_ranges || in_order_) return;
    sorter_.finish();
    std::uint64_t number = 0;
    while (sorter_.next(key_, number)) work_.ranges.append(static_cast<std::int64_t>(number));
  }

  std::string whereabouts() const {
    if (made_all_ || maker_.size() == 0) return {};
    const gen::Table& rows = *work_.table.data;
    return " (at one of the profile's rows " + std::to_string(rows.place_of(maker_.row_id(0)) + 1) + " to " +
           std::to_string(rows.place_of(maker_.row_id(maker_.size() - 1)) + 1) + ", or one shortly before)";
  }

  TableWork& work_;
  db::Connection& connection_;
  base::Progress& progress_;
  state::RowMaker maker_;
  const bool in_order_ = state::comes_in_key_order(work_.table);
  state::KeySorter sorter_;
  std::vector<std::uint64_t> numbers_;
  bool made_all_ = false;
  std::uint64_t done_ = 0;
  std::string key_;
};

}  // namespace

base::Error with_table(const base::Error& error, const std::string& table, const std::string& rest) {
  base::Error named =
      error.position() ? base::Error(error.code(), *error.position(), table + ": " + error.message() + rest)
                       : base::Error(error.code(), table + ": " + error.message() + rest);
  named.excerpt = error.excerpt;
  named.sqlstate = error.sqlstate;
  named.detail = error.detail;
  named.hint = error.hint;
  named.statement_offset = error.statement_offset;
  return named;
}

void load_rows(TableWork& work, db::Connection& connection, base::Progress& progress) {
  Load(work, connection, progress).run();
}

void rehearse_load(TableWork& work, db::Connection& connection, base::Progress& progress) {
  // Elsewhere the comparison has made every row.
  if (work.empty && work.guard.limits_any()) Load(work, connection, progress).rehearse();
}

}  // namespace seedctl::seed
