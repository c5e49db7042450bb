// Two sorted streams and their intersection.
#include "state/owned_rows.h"

#include <algorithm>
#include <optional>

#include "base/digest.h"
#include "base/error.h"
#include "base/ordered_key.h"
#include "base/text.h"
#include "sql/dialect.h"

namespace seedctl::state {

namespace {

// Columns are qualified: SQLite takes a quoted name alone for a text where there is no such column.
std::string select_in_key_order(base::Engine engine, const db::TableName& table,
                                std::span<const db::ColumnInfo> columns, std::span<const std::size_t> key) {
  const auto name_of = [&columns](std::size_t i) { return "t." + sql::quote_identifier(columns[i].name); };
  std::vector<std::string> names, filled, order;
  for (std::size_t i = 0; i < columns.size(); ++i) names.push_back(name_of(i));
  for (const std::size_t i : key) {
    filled.push_back(name_of(i) + " is not null");
    order.push_back(sql::ordered_key(name_of(i), columns[i].type, engine));
  }
  return "select " + base::join(names, ", ") + " from " + sql::qualified(table.schema, table.name) +
         " as t where " + base::join(filled, " and ") + " order by " + base::join(order, ", ");
}

void key_of(std::uint64_t number, std::string& key) {
  base::ColumnBatch cell(base::TypeKind::integer);
  cell.append_integer(static_cast<std::int64_t>(number));
  const base::ColumnBatch* part = &cell;
  key.clear();
  base::append_ordered_key({&part, 1}, 0, key);
}

}  // namespace

StoredRows::StoredRows(db::Connection& connection, const db::TableName& table,
                       std::vector<db::ColumnInfo> columns, std::vector<std::size_t> key)
    : table_(table.name),
      key_columns_(std::move(key)),
      reader_(
          connection.read(select_in_key_order(connection.engine(), table, columns, key_columns_), columns)) {
  for (const db::ColumnInfo& column : columns) batches_.emplace_back(column.type.kind);
}

bool StoredRows::next() {
  for (;;) {
    if (!advance()) return false;
    if (has_key()) break;
    ++unreadable_;
  }
  previous_.swap(key_);
  key_.clear();
  base::append_ordered_key(key_parts_, row_, key_);
  if (key_ < previous_) {
    throw base::Error(base::ErrorCode::internal,
                      base::printable(table_) + ": its rows do not come in the order of their keys");
  }
  return true;
}

bool StoredRows::has_key() const {
  return std::none_of(key_parts_.begin(), key_parts_.end(),
                      [this](const base::ColumnBatch* part) { return part->is_unreadable(row_); });
}

bool StoredRows::advance() {
  if (started_) ++row_;
  if (!started_ || row_ >= batches_.front().size()) {
    started_ = true;
    row_ = 0;
    if (!reader_->next(batches_) || batches_.front().size() == 0) {
      return false;
    }
    key_parts_.clear();
    for (const std::size_t index : key_columns_) key_parts_.push_back(&batches_[index]);
  }
  return true;
}

OwnedKeys::OwnedKeys(Ledger& ledger, const TableRecord& record) {
  if (!record.keys_in_table) {
    ranges_ = record.ranges;
    return;
  }
  const std::unique_ptr<OwnedKeyReader> reader = ledger.owned_keys(record);
  std::string key;
  while (reader->next(key)) spool_.append(key);
  spool_.rewind();
}

OwnedKeys::OwnedKeys(RecordSpool spool) : spool_(std::move(spool)) { spool_.rewind(); }

bool OwnedKeys::next(std::string& key) {
  if (range_ == ranges_.ranges().size()) {
    if (!spool_.next(key)) return false;
    if (key < previous_) {
      throw base::Error(
          base::ErrorCode::failed,
          "the ledger's keys do not come in the order of their bytes; were they changed by hand?");
    }
    previous_ = key;
    return true;
  }
  const KeyRange& range = ranges_.ranges()[range_];
  // Unsigned, so that a range up to the largest integer ends.
  const std::uint64_t number = static_cast<std::uint64_t>(range.first) + within_;
  key_of(number, key);
  if (number == static_cast<std::uint64_t>(range.last)) {
    ++range_;
    within_ = 0;
  } else {
    ++within_;
  }
  return true;
}

bool is_unique_key(std::span<const std::string> key, const schema::Table& live, base::Engine engine) {
  const auto one_spelling = [&](const std::string& name) {
    const schema::Column* column = live.column(name);
    return column != nullptr && sql::has_one_spelling(column->type, engine);
  };
  const auto in_key = [&key](const std::string& name) {
    return std::find(key.begin(), key.end(), name) != key.end();
  };
  return std::any_of(live.unique_keys.begin(), live.unique_keys.end(), [&](const schema::UniqueKey& unique) {
    return unique.special.empty() && std::all_of(unique.columns.begin(), unique.columns.end(), in_key) &&
           std::all_of(unique.columns.begin(), unique.columns.end(), one_spelling);
  });
}

bool OwnedKeys::next_from(const std::string& least, std::string& key) {
  while (range_ < ranges_.ranges().size()) {
    if (find_in_range(least, key)) return next(key);
    ++range_;
    within_ = 0;
  }
  while (next(key))
    if (key >= least) return true;
  return false;
}

bool OwnedKeys::find_in_range(const std::string& least, std::string& key) {
  const KeyRange& range = ranges_.ranges()[range_];
  const auto first = static_cast<std::uint64_t>(range.first);
  std::uint64_t high = static_cast<std::uint64_t>(range.last) - first;
  key_of(first + high, key);
  if (key < least) return false;
  while (within_ < high) {
    const std::uint64_t middle = within_ + (high - within_) / 2;
    key_of(first + middle, key);
    if (key < least)
      within_ = middle + 1;
    else
      high = middle;
  }
  return true;
}

bool can_find_owned_rows(const TableRecord& record, const schema::Table& live) {
  const auto there = [&live](const std::string& name) { return live.column(name) != nullptr; };
  return std::all_of(record.columns.begin(), record.columns.end(), there) &&
         std::all_of(record.key_columns.begin(), record.key_columns.end(), there);
}

std::vector<db::ColumnInfo> column_infos(const schema::Table& live, std::span<const std::string> columns) {
  std::vector<db::ColumnInfo> infos;
  for (const std::string& name : columns) {
    const schema::Column* column = live.column(name);
    if (column == nullptr) {
      throw base::Error(base::ErrorCode::internal, live.name + " has no column " + name);
    }
    infos.push_back({name, column->type});
  }
  return infos;
}

void visit_owned_rows(db::Connection& connection, Ledger& ledger, const TableRecord& record,
                      const schema::Table& live, const std::vector<std::string>& columns,
                      const VisitRow& visit) {
  std::vector<std::size_t> key;
  for (const std::string& name : record.key_columns) {
    const auto found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end()) {
      throw base::Error(base::ErrorCode::internal,
                        "the key column " + name + " of " + live.name + " is not read");
    }
    key.push_back(static_cast<std::size_t>(found - columns.begin()));
  }
  OwnedKeys owned(ledger, record);
  std::string owned_key;
  if (!owned.next(owned_key)) return;
  StoredRows stored(connection, {live.schema, live.name}, column_infos(live, columns), std::move(key));
  bool more = stored.next();
  while (more) {
    const int order = stored.key().compare(owned_key);
    if (order < 0) {
      more = stored.next();
      continue;
    }
    if (order > 0) {
      if (!owned.next_from(stored.key(), owned_key)) return;
      continue;
    }
    for (bool again = false; more && stored.key() == owned_key; again = true) {
      visit(stored.cells(), stored.row(), again);
      more = stored.next();
    }
    if (!owned.next(owned_key)) return;
  }
}

namespace {

// The digest of one row per key. A row is held until the next key, where keys may repeat; several at one key
// are candidates.
class OwnedDigest {
 public:
  OwnedDigest(const TableRecord& record, bool key_repeats)
      : record_(record), key_repeats_(key_repeats), sum_(record.table, record.columns) {}

  void add(std::span<const base::ColumnBatch> cells, std::size_t row, bool again) {
    if (!key_repeats_) return sum_.add_row(cells, row);
    if (again) {
      if (candidates_.empty()) add_candidate(held_, 0);
      return add_candidate(cells, row);
    }
    settle();
    copy(cells, row, held_);
  }

  OwnedContent content() {
    settle();
    std::optional<base::TableDigest> proven = recorded(sum_, 0);
    if (!proven) {
      proven = sum_;
      for (const Candidates& rows : repeated_) proven->add_row(rows.front().cells, 0);
    }
    return {.rows = proven->rows(), .digest = proven->hex()};
  }

 private:
  struct Candidate {
    std::string digest;  // of the row alone
    std::vector<base::ColumnBatch> cells;
  };
  using Candidates = std::vector<Candidate>;
  static constexpr std::size_t kMaxCandidates = 64;  // of one key, in memory

  static void copy(std::span<const base::ColumnBatch> cells, std::size_t row,
                   std::vector<base::ColumnBatch>& out) {
    out.resize(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      out[i].reset(cells[i].kind());
      out[i].append_from(cells[i], row);
    }
  }

  void add_candidate(std::span<const base::ColumnBatch> cells, std::size_t row) {
    base::TableDigest one(record_.table, record_.columns);
    one.add_row(cells, row);
    Candidate candidate{.digest = one.hex(), .cells = {}};
    const auto at =
        std::lower_bound(candidates_.begin(), candidates_.end(), candidate,
                         [](const Candidate& a, const Candidate& b) { return a.digest < b.digest; });
    if (at != candidates_.end() && at->digest == candidate.digest) return;
    copy(cells, row, candidate.cells);
    candidates_.insert(at, std::move(candidate));
    if (candidates_.size() > kMaxCandidates) candidates_.pop_back();
  }

  // Ends the rows of one key.
  void settle() {
    const bool can_try =
        repeated_.size() < kMaxRepeatedKeys && choices_ * candidates_.size() <= kMaxRepeatedChoices;
    if (candidates_.size() > 1 && can_try) {
      choices_ *= candidates_.size();
      repeated_.push_back(std::move(candidates_));
    } else if (!candidates_.empty()) {
      sum_.add_row(candidates_.front().cells, 0);
    } else if (!held_.empty()) {
      sum_.add_row(held_, 0);
    }
    candidates_.clear();
    held_.clear();
  }

  // The choice among the repeated keys' rows, from the given one on, that makes the recorded digest.
  std::optional<base::TableDigest> recorded(const base::TableDigest& sum, std::size_t from) const {
    if (from == repeated_.size()) return sum.hex() == record_.digest ? std::optional(sum) : std::nullopt;
    for (const Candidate& candidate : repeated_[from]) {
      base::TableDigest tried = sum;
      tried.add_row(candidate.cells, 0);
      if (auto found = recorded(tried, from + 1)) return found;
    }
    return std::nullopt;
  }

  const TableRecord& record_;
  const bool key_repeats_;
  base::TableDigest sum_;
  std::vector<base::ColumnBatch> held_;  // the first row of the key at hand
  Candidates candidates_;                // its different rows, where there are several; by digest
  std::vector<Candidates> repeated_;
  std::size_t choices_ = 1;
};

}  // namespace

OwnedContent read_owned_content(db::Connection& connection, Ledger& ledger, const TableRecord& record,
                                const schema::Table& live) {
  std::vector<std::string> columns = record.columns;
  for (const std::string& name : record.key_columns) {
    if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
  }
  OwnedDigest digest(record, !is_unique_key(record.key_columns, live, connection.engine()));
  visit_owned_rows(connection, ledger, record, live, columns,
                   [&](std::span<const base::ColumnBatch> cells, std::size_t row, bool again) {
                     digest.add(cells.first(record.columns.size()), row, again);
                   });
  return digest.content();
}

}  // namespace seedctl::state
