// Each policy is a function from a row to a number, given its loop by one template.
#include "gen/picks.h"

#include <algorithm>
#include <array>

#include "gen/consistent_range.h"
#include "gen/hash_ring.h"
#include "gen/permutation.h"
#include "gen/table.h"

namespace seedctl::gen {

namespace {

// Parents few enough to be scattered beforehand: half a MiB at most.
constexpr std::uint64_t kTabulatedRows = std::uint64_t{1} << 16;

// `pick` makes the number of a row from (row), 0 where there is none.
template <class Pick>
class PickGenerator final : public Generator {
 public:
  explicit PickGenerator(Pick pick) : pick_(std::move(pick)) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    const std::size_t first = out.size();
    std::int64_t* numbers = out.append_integers(request.rows.size());
    bool none = false;
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      numbers[i] = static_cast<std::int64_t>(pick_(request.rows[i]));
      none = none || numbers[i] == 0;
    }
    if (!none) return;
    for (std::size_t i = 0; i < request.rows.size(); ++i)
      if (out.integer_at(first + i) == 0) out.set_null(first + i);
  }

 private:
  Pick pick_;
};

template <class Pick>
Picks by(Pick pick) {
  return std::make_unique<PickGenerator<Pick>>(std::move(pick));
}

// The number of the row at a place: in a plain table the next one.
class NumberAt {
 public:
  explicit NumberAt(const Table& table) : table_(table.per() ? &table : nullptr) {}
  std::uint64_t operator()(std::uint64_t place) const {
    return table_ == nullptr ? place + 1 : table_->row_at(place).number;
  }

 private:
  const Table* table_;
};

// The ranks of a whole batch are drawn in one call, and become numbers where they stand.
template <class NumberOf>
class RankedPicks final : public Generator {
 public:
  RankedPicks(Key key, std::shared_ptr<const Distribution> distribution, NumberOf number_of)
      : key_(key), distribution_(std::move(distribution)), number_of_(std::move(number_of)) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::array<std::uint64_t, base::kBatchRows> ranks;
    for (std::size_t at = 0; at < request.rows.size(); at += ranks.size()) {
      const auto rows = request.rows.subspan(at, std::min(ranks.size(), request.rows.size() - at));
      distribution_->ranks(key_, rows, ranks);
      std::int64_t* const numbers = out.append_integers(rows.size());
      for (std::size_t i = 0; i < rows.size(); ++i)
        numbers[i] = static_cast<std::int64_t>(number_of_(ranks[i]));
    }
  }

 private:
  Key key_;
  std::shared_ptr<const Distribution> distribution_;
  NumberOf number_of_;
};

template <class NumberOf>
Picks by_rank(Key key, std::shared_ptr<const Distribution> distribution, NumberOf number_of) {
  return std::make_unique<RankedPicks<NumberOf>>(key, std::move(distribution), std::move(number_of));
}

class UniformPicks final : public Generator {
 public:
  UniformPicks(std::uint64_t rows, Key key) : rows_(rows), key_(key) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::array<std::uint64_t, base::kBatchRows> places;
    for (std::size_t at = 0; at < request.rows.size(); at += places.size()) {
      const auto rows = request.rows.subspan(at, std::min(places.size(), request.rows.size() - at));
      consistent_buckets(key_, rows, rows_, places);
      std::int64_t* const numbers = out.append_integers(rows.size());
      for (std::size_t i = 0; i < rows.size(); ++i) numbers[i] = static_cast<std::int64_t>(places[i] + 1);
    }
  }

 private:
  std::uint64_t rows_;
  Key key_;
};

class DistinctPicks final : public Generator {
 public:
  DistinctPicks(Parents parents, Key key, std::vector<std::size_t> others)
      : parents_(parents), key_(key), others_(std::move(others)), number_at_(*parents.table) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::vector<std::uint64_t> taken;
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      taken.clear();
      for (const std::size_t column : others_) take(request.cells[column], i, taken);
      std::sort(taken.begin(), taken.end());
      taken.erase(std::unique(taken.begin(), taken.end()), taken.end());
      // Counts only the places that are left, so that each is as likely.
      std::uint64_t place = consistent_bucket(key_, request.rows[i].token, parents_.rows - taken.size());
      for (const std::uint64_t other : taken) place += other <= place ? 1 : 0;
      out.append_integer(static_cast<std::int64_t>(number_at_(place)));
    }
  }

  std::vector<std::size_t> inputs() const override { return others_; }

 private:
  void take(const base::ColumnBatch& picks, std::size_t i, std::vector<std::uint64_t>& taken) const {
    if (picks.is_null(i)) return;
    const auto row = parents_.table->row_numbered(static_cast<std::uint64_t>(picks.integer_at(i)));
    if (!row) return;
    const std::uint64_t place = parents_.table->place_of(*row);
    if (place < parents_.rows) taken.push_back(place);
  }

  Parents parents_;
  Key key_;
  std::vector<std::size_t> others_;
  NumberAt number_at_;
};

}  // namespace

Picks own_parents() {
  return by([](const RowId& row) { return row.parent; });
}

Picks uniform_picks(Parents parents, Key key) {
  if (parents.table->per())
    return by([table = parents.table, key](const RowId& row) { return table->pick(key, row.token).number; });
  return std::make_unique<UniformPicks>(parents.rows, key);
}

Picks ring_picks(const Table& table, Key key) {
  return by([ring = table.ring(), key](const RowId& row) { return ring->pick(key, row.token) + 1; });
}

Picks growing_picks(Parents parents, Key key, std::uint64_t children_per_parent) {
  return by([number_at = NumberAt(*parents.table), rows = parents.rows, key,
             children_per_parent](const RowId& row) {
    const std::uint64_t seen = std::min((row.number - 1) / children_per_parent + 1, rows);
    return number_at(consistent_bucket(key, row.token, seen));
  });
}

Picks ranked_picks(Parents parents, Key key, std::shared_ptr<const Distribution> distribution) {
  if (parents.rows <= kTabulatedRows) {
    const Permutation scattered(sub_key(key, "ranks"), parents.rows);
    std::vector<std::uint64_t> places(static_cast<std::size_t>(parents.rows));
    for (std::uint64_t rank = 0; rank < parents.rows; ++rank)
      places[static_cast<std::size_t>(rank)] = scattered(rank);
    return listed_picks(parents, key, std::move(places), std::move(distribution));
  }
  return by_rank(
      key, std::move(distribution),
      [number_at = NumberAt(*parents.table), scattered = Permutation(sub_key(key, "ranks"), parents.rows)](
          std::uint64_t rank) { return number_at(scattered(rank)); });
}

Picks listed_picks(Parents parents, Key key, std::vector<std::uint64_t> places,
                   std::shared_ptr<const Distribution> distribution) {
  for (std::uint64_t& place : places) place = NumberAt(*parents.table)(place);
  return by_rank(key, std::move(distribution), [numbers = std::move(places)](std::uint64_t rank) {
    return numbers[static_cast<std::size_t>(rank)];
  });
}

Picks single_picks(Parents parents, Key key) {
  return by([number_at = NumberAt(*parents.table), dealt = Permutation(sub_key(key, "unique"), parents.rows)](
                const RowId& row) { return number_at(dealt(row.number - 1)); });
}

Picks group_picks(Parents parents, Key key, std::uint64_t rows_of_group) {
  return by([number_at = NumberAt(*parents.table), rows = parents.rows, key = sub_key(key, "distinct"),
             rows_of_group](const RowId& row) {
    const std::uint64_t place = (row.parent == 0 ? row.number : row.ordinal) - 1;
    const Key of_group = draw(key, row.parent, place / rows_of_group);
    return number_at(Permutation(of_group, rows)(place % rows_of_group));
  });
}

Picks combined_picks(Parents parents, const ProductDigit& digit) {
  return by([number_at = NumberAt(*parents.table), rows = parents.rows,
             rank = ProductRank(digit)](const RowId& row) { return number_at(rank(row, rows)); });
}

Picks distinct_picks(Parents parents, Key key, std::vector<std::size_t> others) {
  return std::make_unique<DistinctPicks>(parents, key, std::move(others));
}

Picks earlier_picks(const Table& table, Key key, bool first_is_null) {
  return by([&table, key, first_is_null](const RowId& row) -> std::uint64_t {
    const std::uint64_t place = table.place_of(row);
    if (place == 0) return first_is_null ? 0 : row.number;
    return table.row_at(consistent_bucket(key, row.token, place)).number;
  });
}

Picks previous_picks(const Table& table) {
  return by([&table](const RowId& row) -> std::uint64_t {
    const std::uint64_t place = table.place_of(row);
    return place == 0 ? 0 : table.row_at(place - 1).number;
  });
}

Picks fixed_pick(std::uint64_t number) {
  return by([number](const RowId&) { return number; });
}

}  // namespace seedctl::gen
