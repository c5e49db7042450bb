// Kept and thrown away by turns: what is read is sorted by its hashes, and cut, whenever twice as much is
// there as may stay.
#include "state/external_rows.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include "base/error.h"
#include "base/ordered_key.h"
#include "base/text.h"
#include "sql/dialect.h"

namespace seedctl::state {

namespace {

// What a row takes beside its texts, whatever it holds: its hash, its place on a ring, sizes and NULLs. Part
// of which rows are kept, and so the same on every machine.
constexpr std::uint64_t kBytesOfRow = 48;
constexpr std::uint64_t kBytesOfCell = 16;

class Keeper {
 public:
  Keeper(std::span<const profile::ExternalColumn> columns, std::uint64_t most_bytes)
      : columns_(columns), most_bytes_(most_bytes), kept_(empty()) {}

  void add(const std::vector<base::ColumnBatch>& cells, std::size_t row, std::uint64_t hash) {
    if (limit_ && hash >= *limit_) return;
    for (std::size_t i = 0; i < cells.size(); ++i) kept_[i].append_from(cells[i], row);
    hashes_.push_back(hash);
    bytes_ += size_of(kept_, hashes_.size() - 1);
    if (bytes_ > 2 * most_bytes_) settle();
  }

  profile::ExternalRows finish() {
    settle();
    return {std::move(kept_), std::move(hashes_)};
  }

 private:
  std::vector<base::ColumnBatch> empty() const {
    std::vector<base::ColumnBatch> batches;
    for (const profile::ExternalColumn& column : columns_) batches.emplace_back(column.type.kind);
    return batches;
  }

  static std::uint64_t size_of(const std::vector<base::ColumnBatch>& cells, std::size_t row) {
    std::uint64_t bytes = kBytesOfRow;
    for (const base::ColumnBatch& column : cells) {
      const bool text = column.storage() == base::ColumnBatch::Storage::text && !column.is_null(row);
      bytes += kBytesOfCell + (text ? column.text_at(row).size() : 0);
    }
    return bytes;
  }

  std::string key_of(std::size_t row) const {
    std::vector<const base::ColumnBatch*> key;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (columns_[i].is_key) key.push_back(&kept_[i]);
    std::string bytes;
    base::append_ordered_key(key, row, bytes);
    return bytes;
  }

  // By hash, each key once, and as many as may stay.
  void settle() {
    std::vector<std::size_t> order(hashes_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return hashes_[a] != hashes_[b] ? hashes_[a] < hashes_[b] : key_of(a) < key_of(b);
    });
    std::vector<base::ColumnBatch> kept = empty();
    std::vector<std::uint64_t> hashes;
    bytes_ = 0;
    for (const std::size_t row : order) {
      // Two keys of one hash are one too many to tell apart, and rarer than a broken disk.
      if (!hashes.empty() && hashes.back() == hashes_[row]) continue;
      const std::uint64_t bytes = size_of(kept_, row);
      if (bytes_ + bytes > most_bytes_) {
        limit_ = hashes_[row];
        break;
      }
      bytes_ += bytes;
      hashes.push_back(hashes_[row]);
      for (std::size_t i = 0; i < kept.size(); ++i) kept[i].append_from(kept_[i], row);
    }
    kept_ = std::move(kept);
    hashes_ = std::move(hashes);
  }

  std::span<const profile::ExternalColumn> columns_;
  std::uint64_t most_bytes_;
  std::vector<base::ColumnBatch> kept_;
  std::vector<std::uint64_t> hashes_;
  std::uint64_t bytes_ = 0;
  std::optional<std::uint64_t> limit_;  // rows of this hash and above have no room
};

using Key = std::vector<const base::ColumnBatch*>;

Key key_of(std::span<const profile::ExternalColumn> columns, const std::vector<base::ColumnBatch>& cells) {
  Key key;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].is_key) key.push_back(&cells[i]);
  return key;
}

std::string select_of(const db::TableName& table, std::span<const profile::ExternalColumn> columns) {
  std::vector<std::string> names, filled;
  for (const profile::ExternalColumn& column : columns) {
    names.push_back("t." + sql::quote_identifier(column.name));
    if (column.is_key) filled.push_back(names.back() + " is not null");
  }
  return "select " + base::join(names, ", ") + " from " + sql::qualified(table.schema, table.name) +
         " as t where " + base::join(filled, " and ");
}

}  // namespace

profile::ExternalRows read_external_rows(db::Connection& connection, const db::TableName& table,
                                         std::span<const profile::ExternalColumn> columns,
                                         std::uint64_t most_bytes) {
  std::vector<db::ColumnInfo> infos;
  std::vector<base::ColumnBatch> cells;
  for (const profile::ExternalColumn& column : columns) {
    infos.push_back({column.name, column.type});
    cells.emplace_back(column.type.kind);
  }
  const auto key = key_of(columns, cells);
  Keeper keeper(columns, most_bytes);
  const db::Transaction transaction(connection, db::Connection::Access::read);
  const auto reader = connection.read(select_of(table, columns), infos);
  while (reader->next(cells)) {
    for (std::size_t row = 0; row < cells.front().size(); ++row) {
      const auto unreadable = [row](const base::ColumnBatch* part) { return part->is_unreadable(row); };
      if (std::any_of(key.begin(), key.end(), unreadable)) continue;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!unreadable(&cells[i])) continue;
        throw base::Error(base::ErrorCode::failed, base::printable(table.name + "." + columns[i].name) +
                                                       " holds what is no " + columns[i].type.str() +
                                                       ", and rows that refer to it may read it");
      }
      keeper.add(cells, row, profile::external_key_hash(key, row));
    }
  }
  return keeper.finish();
}

std::optional<profile::ExternalRows> made_external_rows(const profile::ResolvedTable& table,
                                                        std::span<const profile::ExternalColumn> columns,
                                                        std::uint64_t most_bytes) {
  std::vector<std::size_t> wanted;
  for (const profile::ExternalColumn& column : columns) {
    const auto found =
        std::find_if(table.columns.begin(), table.columns.end(),
                     [&](const profile::ResolvedColumn& made) { return made.name == column.name; });
    if (found == table.columns.end()) return std::nullopt;
    wanted.push_back(static_cast<std::size_t>(found - table.columns.begin()));
  }
  Keeper keeper(columns, most_bytes);
  std::vector<gen::RowId> rows(base::kBatchRows);
  std::vector<base::ColumnBatch> made, cells(columns.size());
  for (std::uint64_t place = 0; place < table.data->rows();) {
    const std::size_t count = table.data->rows_from(place, rows);
    table.data->fill(std::span(rows).first(count), wanted, made);
    for (std::size_t i = 0; i < columns.size(); ++i) std::swap(cells[i], made[wanted[i]]);
    const auto key = key_of(columns, cells);
    for (std::size_t row = 0; row < count; ++row) {
      const bool whole = std::none_of(key.begin(), key.end(),
                                      [row](const base::ColumnBatch* part) { return part->is_null(row); });
      if (whole) keeper.add(cells, row, profile::external_key_hash(key, row));
    }
    for (std::size_t i = 0; i < columns.size(); ++i) std::swap(cells[i], made[wanted[i]]);
    place += count;
  }
  return keeper.finish();
}

}  // namespace seedctl::state
