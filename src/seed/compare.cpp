// The heads of the three streams are compared as bytes; the least one is the key that is decided next.
#include "seed/compare.h"

#include <numeric>

#include "seed/wanted_rows.h"

namespace seedctl::seed {

namespace {

class Comparison {
 public:
  Comparison(TableWork& work, db::Connection& connection, state::OwnedKeys owned)
      : work_(work),
        wanted_(work.table, work.guard),
        stored_(connection, {work.live.schema, work.live.name}, work.infos, work.table.key),
        owned_(std::move(owned)),
        all_(work.columns.size()) {
    std::iota(all_.begin(), all_.end(), std::size_t{0});
  }

  void run(base::Progress& progress) {
    bool wanted = wanted_.next();
    bool stored = stored_.next();
    bool owned = owned_.next(owned_key_);
    std::uint64_t seen = 0;
    while (wanted || stored || owned) {
      const std::string* least = nullptr;
      if (wanted) least = &wanted_.key();
      if (stored && (least == nullptr || stored_.key() < *least)) least = &stored_.key();
      if (owned && (least == nullptr || owned_key_ < *least)) least = &owned_key_;
      key_ = *least;

      KeyFacts facts{.wanted = wanted && wanted_.key() == key_,
                     .stored = stored && stored_.key() == key_,
                     .owned = owned && owned_key_ == key_};
      facts.same = facts.wanted && facts.stored && same_row();
      const Action action = decide(facts, work_.table.on_conflict);
      act(action, facts);

      if (facts.wanted) wanted = wanted_.next();
      if (facts.owned) owned = owned_.next(owned_key_);
      if (facts.stored) stored = stored_.next();
      while (stored && stored_.key() == key_) {
        meet_duplicate(action);
        stored = stored_.next();
      }
      if (++seen % base::kBatchRows == 0) progress.advance(seen);
    }
  }

 private:
  bool same_row() const {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (!same_cell(i)) return false;
    }
    return true;
  }
  bool same_cell(std::size_t i) const {
    return wanted_.cells()[i].same(wanted_.row(), stored_.cells()[i], stored_.row());
  }

  void act(Action action, const KeyFacts& facts) {
    switch (action) {
      case Action::nothing:
        return;
      case Action::insert:
        ++work_.counts.inserted;
        work_.inserts.append({}, wanted_.place());
        return own(facts.owned, wanted_.cells(), wanted_.row());
      case Action::update:
        return update(facts.owned);
      case Action::unchanged:
        ++work_.counts.unchanged;
        return own(facts.owned, stored_.cells(), stored_.row());
      case Action::remove:
        ++work_.counts.deleted;
        work_.removed.append(key_);
        work_.deletes.add(stored_.cells(), work_.table.key, stored_.row());
        return;
      case Action::keep:
        ++work_.counts.kept;
        return;
      case Action::conflict:
        return conflict();
      case Action::forget:
        work_.lost.append(key_);
        return;
    }
  }

  void update(bool owned) {
    ++work_.counts.updated;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (!work_.changed[i] && !same_cell(i)) work_.changed[i] = true;
    }
    work_.updates.add(wanted_.cells(), all_, wanted_.row());
    own(owned, wanted_.cells(), wanted_.row());
  }

  void own(bool owned, std::span<const base::ColumnBatch> cells, std::size_t row) {
    ++work_.counts.rows;
    work_.content.add_row(cells, row);
    work_.numbered.see(cells, row);
    if (work_.table.sequential_key) {
      work_.ranges.append(cells[work_.table.key.front()].integer_at(row));
    } else if (!owned || work_.fresh_keys) {
      work_.gained.append(key_);
    }
  }

  void conflict(const char* what = "") {
    ++work_.conflicts;
    if (work_.listed_conflicts.size() < kMaxListed) {
      work_.listed_conflicts.push_back(key_text(work_.key, stored_.cells(), work_.table.key, stored_.row()) +
                                       what);
    }
  }

  // A second row with the key of the last one, which only a match key without a unique index allows. Where
  // the first is to change, the statement would change a person's row too.
  void meet_duplicate(Action action) {
    if (action == Action::update || action == Action::remove) conflict(" (several rows)");
  }

  TableWork& work_;
  WantedRows wanted_;
  state::StoredRows stored_;
  state::OwnedKeys owned_;
  std::string owned_key_, key_;
  std::vector<std::size_t> all_;
};

}  // namespace

void compare(TableWork& work, db::Connection& connection, state::OwnedKeys owned, base::Progress& progress) {
  const std::uint64_t rows = work.table.data->rows();
  if (work.empty) {
    work.counts.inserted = rows;
    work.counts.rows = rows;
    return;
  }
  progress.start("compare " + work.table.name, rows);
  Comparison(work, connection, std::move(owned)).run(progress);
  progress.finish();
}

}  // namespace seedctl::seed
