// Addresses of rows: from places to rows and back.
//
// A plain table's rows are arithmetic. In a `per` table the children of each parent are a pure function of
// the parent, so that only a running count is needed, kept for every kParentsPerCheckpoint-th parent and
// recounted in between.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "gen/consistent_range.h"
#include "gen/table.h"

namespace seedctl::gen {

namespace {

// Recounting so many parents takes a few microseconds; remembering each block takes 8 bytes.
constexpr std::uint64_t kParentsPerCheckpoint = 1024;

// Parents fetched at a time while counting, on the stack.
constexpr std::size_t kParentBuffer = 128;

// Tries to find a parent that has the child drawn. About two do on average; only tables in which hardly any
// parent has children need more, and for them the exact but slower way is taken.
constexpr std::uint64_t kMaxPickAttempts = 64;

constexpr Key kOrdinalSalt = 0x6f7264696e616c;  // apart from the draw of the parent

[[noreturn]] void fail_with_too_many_rows(const std::string& table) {
  throw base::Error(base::ErrorCode::profile,
                    fmt::format("table {} would have more than {} rows", table, kMaxRows));
}

}  // namespace

Table::Table(std::string name, std::uint64_t rows)
    : name_(std::move(name)), rows_(rows), number_bound_(rows) {
  if (rows > kMaxRows) fail_with_too_many_rows(name_);
}

Table::Table(std::string name, PerParent per) : name_(std::move(name)), per_(per) {
  if (per.parent == nullptr || per.low > per.high) {
    throw base::Error(base::ErrorCode::internal, fmt::format("table {}: impossible rows per parent", name_));
  }
  if (per.high != 0 && per.parent->number_bound() > kMaxRows / per.high) fail_with_too_many_rows(name_);
  number_bound_ = per.parent->number_bound() * per.high;
  count_children();
}

void Table::count_children() {
  std::vector<RowId> parents(kParentsPerCheckpoint);
  for (std::uint64_t place = 0; place < per_->parent->rows(); place += kParentsPerCheckpoint) {
    checkpoints_.push_back(rows_);
    const std::size_t count = per_->parent->rows_from(place, parents);
    for (std::size_t i = 0; i < count; ++i) rows_ += children_of(parents[i]);
  }
}

std::uint32_t Table::children_of(const RowId& parent) const {
  const std::uint64_t choices = std::uint64_t{per_->high} - per_->low + 1;
  return per_->low + static_cast<std::uint32_t>(below(draw(per_->key, parent.token), choices));
}

RowId Table::plain_row(std::uint64_t place) const {
  return {.number = place + 1, .token = place < fixed_tokens_.size() ? fixed_tokens_[place] : place + 1};
}

RowId Table::child(const RowId& parent, std::uint32_t ordinal) const {
  return {.number = (parent.number - 1) * per_->high + ordinal,
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
  const auto parent = per_->parent->row_numbered((number - 1) / per_->high + 1);
  const auto ordinal = static_cast<std::uint32_t>((number - 1) % per_->high + 1);
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
  const auto block =
      std::upper_bound(checkpoints_.begin(), checkpoints_.end(), first) - checkpoints_.begin() - 1;
  std::uint64_t skip = first - checkpoints_[static_cast<std::size_t>(block)];
  std::uint64_t place = static_cast<std::uint64_t>(block) * kParentsPerCheckpoint;
  std::array<RowId, kParentBuffer> parents;
  std::size_t filled = 0;
  while (filled < out.size()) {
    const std::size_t count = per_->parent->rows_from(place, parents);
    if (count == 0)
      throw base::Error(base::ErrorCode::internal, fmt::format("table {} lost its parents", name_));
    for (std::size_t i = 0; i < count && filled < out.size(); ++i) {
      const std::uint32_t children = children_of(parents[i]);
      if (skip >= children) {
        skip -= children;
        continue;
      }
      for (std::uint64_t ordinal = skip + 1; ordinal <= children && filled < out.size(); ++ordinal) {
        out[filled++] = child(parents[i], static_cast<std::uint32_t>(ordinal));
      }
      skip = 0;
    }
    place += count;
  }
  return filled;
}

std::uint64_t Table::place_of(const RowId& row) const {
  if (!per_) return row.number - 1;
  const auto parent = per_->parent->row_numbered(row.parent);
  if (!parent)
    throw base::Error(base::ErrorCode::internal, fmt::format("table {}: a row without parent", name_));
  const std::uint64_t parent_place = per_->parent->place_of(*parent);
  const std::uint64_t block = parent_place / kParentsPerCheckpoint;
  std::uint64_t place = checkpoints_[block];
  std::array<RowId, kParentBuffer> parents;
  for (std::uint64_t at = block * kParentsPerCheckpoint; at < parent_place;) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(parents.size(), parent_place - at));
    const std::size_t count = per_->parent->rows_from(at, std::span(parents).first(wanted));
    for (std::size_t i = 0; i < count; ++i) place += children_of(parents[i]);
    at += count;
  }
  return place + row.ordinal - 1;
}

RowId Table::pick(Key key, std::uint64_t token) const {
  if (!per_ || rows_ == 0) return row_at(consistent_bucket(key, token, rows_));
  for (std::uint64_t attempt = 0; attempt < kMaxPickAttempts; ++attempt) {
    const std::uint64_t attempt_token = draw(key, token, attempt);
    const RowId parent = per_->parent->pick(key, attempt_token);
    const auto ordinal =
        static_cast<std::uint32_t>(below(draw(key ^ kOrdinalSalt, attempt_token), per_->high) + 1);
    if (ordinal <= children_of(parent)) return child(parent, ordinal);
  }
  return row_at(consistent_bucket(key, token, rows_));
}

}  // namespace seedctl::gen
