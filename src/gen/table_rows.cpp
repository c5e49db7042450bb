// Addresses of rows: from places to rows and back.
//
// A plain table's rows are arithmetic. In a `per` table the children of each parent are a pure function of
// the parent, so that only a running count is needed, kept for every kParentsPerCheckpoint-th parent and
// recounted in between. The recount walks on from the number of the block's first parent, so that the parents
// need no recount of their own to be found.
#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "gen/consistent_range.h"
#include "gen/table.h"

namespace seedctl::gen {

namespace {

// Recounting so many parents takes a few microseconds; remembering each block takes 16 bytes.
constexpr std::uint64_t kParentsPerCheckpoint = 1024;

// Tries to find a parent that has the child drawn. About two do on average; only tables in which hardly any
// parent has children need more, and for them the exact but slower way is taken.
constexpr std::uint64_t kMaxPickAttempts = 64;

constexpr Key kOrdinalSalt = 0x6f7264696e616c;  // apart from the draw of the parent

[[noreturn]] void fail_with_too_many_rows(const std::string& table) {
  throw base::Error(base::ErrorCode::profile,
                    fmt::format("table {} would have more than {} rows", table, kMaxRows));
}

[[noreturn]] void fail_without_parent(const std::string& table) {
  throw base::Error(base::ErrorCode::internal, fmt::format("table {}: a row without parent", table));
}

}  // namespace

// The rows of a table in order, from one that is known by its number: a step goes to the next child, or to
// the next parent that has one.
class Table::Walk {
 public:
  // Internal error where there is no such row.
  Walk(const Table& table, std::uint64_t number) {
    for (const Table* at = &table; at != nullptr; at = at->per_ ? at->per_->parent : nullptr) {
      const auto row = at->row_numbered(number);
      if (!row) {
        throw base::Error(base::ErrorCode::internal, fmt::format("table {} lost row {}", at->name_, number));
      }
      levels_.push_back({at, *row, 0});
      number = row->parent;
    }
    for (std::size_t i = 0; i + 1 < levels_.size(); ++i) {
      levels_[i].siblings = levels_[i].table->children_of(levels_[i + 1].row);
    }
  }

  const RowId& row() const { return levels_.front().row; }
  // False at the end.
  bool next() { return next(0); }

 private:
  struct Level {
    const Table* table;
    RowId row;
    std::uint32_t siblings;  // children of the row's parent
  };

  bool next(std::size_t index) {
    Level& level = levels_[index];
    if (!level.table->per_) {
      if (level.row.number >= level.table->rows_) return false;
      level.row = level.table->plain_row(level.row.number);
      return true;
    }
    std::uint32_t ordinal = level.row.ordinal;
    while (ordinal == level.siblings) {
      if (!next(index + 1)) return false;
      level.siblings = level.table->children_of(levels_[index + 1].row);
      ordinal = 0;
    }
    level.row = level.table->child(levels_[index + 1].row, ordinal + 1);
    return true;
  }

  std::vector<Level> levels_;  // the table itself, its parent, that one's parent, ...
};

Table::Table(std::string name, std::uint64_t rows)
    : name_(std::move(name)), rows_(rows), number_bound_(rows) {
  if (rows > kMaxRows) fail_with_too_many_rows(name_);
}

Table::Table(std::string name, PerParent per) : name_(std::move(name)), per_(std::move(per)) {
  if (per_->parent == nullptr || per_->cardinality == nullptr) {
    throw base::Error(base::ErrorCode::internal, fmt::format("table {}: impossible rows per parent", name_));
  }
  slots_ = per_->max();
  if (slots_ != 0 && per_->parent->number_bound() > kMaxRows / slots_) fail_with_too_many_rows(name_);
  number_bound_ = per_->parent->number_bound() * slots_;
  count_children();
}

void Table::count_children() {
  std::vector<RowId> parents(kParentsPerCheckpoint);
  for (std::uint64_t place = 0; place < per_->parent->rows(); place += kParentsPerCheckpoint) {
    const std::size_t count = per_->parent->rows_from(place, parents);
    checkpoints_.push_back({.rows = rows_, .first_parent = parents.front().number});
    for (std::size_t i = 0; i < count; ++i) rows_ += children_of(parents[i]);
  }
}

std::uint32_t Table::children_of(const RowId& parent) const { return per_->cardinality->count(parent); }

RowId Table::plain_row(std::uint64_t place) const {
  return {.number = place + 1, .token = place < fixed_tokens_.size() ? fixed_tokens_[place] : place + 1};
}

RowId Table::child(const RowId& parent, std::uint32_t ordinal) const {
  return {.number = (parent.number - 1) * slots_ + ordinal,
          .token = draw(parent.token, ordinal),
          .parent = parent.number,
          .ordinal = ordinal};
}

RowId Table::row_at(std::uint64_t place) const {
  if (!per_ && place < rows_) return plain_row(place);
  RowId row;
  if (rows_from(place, {&row, 1}) == 0) {
    throw base::Error(base::ErrorCode::internal,
                      fmt::format("table {} has no row at place {}", name_, place));
  }
  return row;
}

std::optional<RowId> Table::row_numbered(std::uint64_t number) const {
  if (number == 0 || number > number_bound_) return std::nullopt;
  if (!per_) return plain_row(number - 1);
  const auto parent = per_->parent->row_numbered((number - 1) / slots_ + 1);
  const auto ordinal = static_cast<std::uint32_t>((number - 1) % slots_ + 1);
  if (!parent || ordinal > children_of(*parent)) return std::nullopt;
  return child(*parent, ordinal);
}

std::size_t Table::rows_from(std::uint64_t first, std::span<RowId> out) const {
  if (first >= rows_) return 0;
  const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), rows_ - first));
  if (per_) return children_from(first, out.first(count));
  for (std::size_t i = 0; i < count; ++i) out[i] = plain_row(first + i);
  return count;
}

// `out` is no longer than the rows that there are, so that parents never run out before it is full.
std::size_t Table::children_from(std::uint64_t first, std::span<RowId> out) const {
  if (out.empty()) return 0;
  const auto after =
      std::upper_bound(checkpoints_.begin(), checkpoints_.end(), first,
                       [](std::uint64_t place, const Checkpoint& block) { return place < block.rows; });
  const Checkpoint& block = *std::prev(after);
  std::uint64_t skip = first - block.rows;
  std::size_t filled = 0;
  for (Walk parents(*per_->parent, block.first_parent);;) {
    const std::uint32_t children = children_of(parents.row());
    for (std::uint64_t ordinal = skip + 1; ordinal <= children && filled < out.size(); ++ordinal) {
      out[filled++] = child(parents.row(), static_cast<std::uint32_t>(ordinal));
    }
    if (filled == out.size()) return filled;
    skip -= std::min<std::uint64_t>(skip, children);
    if (!parents.next()) {
      throw base::Error(base::ErrorCode::internal, fmt::format("table {} lost its parents", name_));
    }
  }
}

std::uint64_t Table::place_of(const RowId& row) const {
  if (!per_) return row.number - 1;
  const auto after = std::upper_bound(
      checkpoints_.begin(), checkpoints_.end(), row.parent,
      [](std::uint64_t parent, const Checkpoint& block) { return parent < block.first_parent; });
  if (after == checkpoints_.begin()) {
    fail_without_parent(name_);
  }
  const Checkpoint& block = *std::prev(after);
  std::uint64_t place = block.rows + row.ordinal - 1;
  for (Walk parents(*per_->parent, block.first_parent); parents.row().number < row.parent;) {
    place += children_of(parents.row());
    if (!parents.next()) fail_without_parent(name_);
  }
  return place;
}

void Table::places_of(std::span<const RowId> rows, std::span<std::uint64_t> out) const {
  std::optional<Walk> parents;  // at the parent of the row before
  std::uint64_t before = 0;     // rows of the parents before that one
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RowId& row = rows[i];
    const bool near = parents && row.parent >= parents->row().number &&
                      row.parent - parents->row().number <= kParentsPerCheckpoint;
    if (!per_ || !near) {
      out[i] = place_of(row);
      if (!per_) continue;
      parents.emplace(*per_->parent, row.parent);
      before = out[i] - (row.ordinal - 1);
      continue;
    }
    while (parents->row().number < row.parent) {
      before += children_of(parents->row());
      if (!parents->next()) fail_without_parent(name_);
    }
    out[i] = before + row.ordinal - 1;
  }
}

RowId Table::pick(Key key, std::uint64_t token) const {
  if (!per_ || rows_ == 0) return row_at(consistent_bucket(key, token, rows_));
  for (std::uint64_t attempt = 0; attempt < kMaxPickAttempts; ++attempt) {
    const std::uint64_t attempt_token = draw(key, token, attempt);
    const RowId parent = per_->parent->pick(key, attempt_token);
    const auto ordinal =
        static_cast<std::uint32_t>(below(draw(key ^ kOrdinalSalt, attempt_token), slots_) + 1);
    if (ordinal <= children_of(parent)) return child(parent, ordinal);
  }
  return row_at(consistent_bucket(key, token, rows_));
}

}  // namespace seedctl::gen
