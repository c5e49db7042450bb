// The heads of the three streams are compared as bytes; the least one is the key that is decided next.
#include "seed/compare.h"

#include <functional>
#include <numeric>

#include "state/wanted_rows.h"

namespace seedctl::seed {

namespace {

// An update or a delete by the key would touch all of them, and some are a person's.
constexpr const char* kSeveralRows = " (several rows)";

class Comparison {
 public:
  Comparison(TableWork& work, db::Connection& connection, state::OwnedKeys owned)
      : work_(work),
        wanted_(work.table, std::cref(work.guard)),
        stored_(connection, {work.live.schema, work.live.name}, work.infos, work.table.key),
        owned_(std::move(owned)),
        all_(work.columns.size()),
        key_repeats_(!state::is_unique_key(work.key, work.live, connection.engine())) {
    std::iota(all_.begin(), all_.end(), std::size_t{0});
    for (const db::ColumnInfo& info : work.infos) held_.emplace_back(info.type.kind);
  }

  void run(base::Progress& progress) {
    bool wanted = wanted_.next();
    bool owned = owned_.next(owned_key_);
    more_stored_ = stored_.next();
    std::uint64_t seen = 0;
    while (wanted || more_stored_ || owned) {
      const std::string* least = nullptr;
      if (wanted) least = &wanted_.key();
      if (more_stored_ && (least == nullptr || stored_.key() < *least)) least = &stored_.key();
      if (owned && owned_.in_ranges()) owned = pass_over(least);
      if (least == nullptr && !owned) break;
      if (owned && (least == nullptr || owned_key_ < *least)) least = &owned_key_;
      key_ = *least;

      KeyFacts facts{.wanted = wanted && wanted_.key() == key_,
                     .stored = more_stored_ && stored_.key() == key_,
                     .owned = owned && owned_key_ == key_};
      if (facts.stored) facts.same = take_stored(facts.wanted);
      act(decide(facts, work_.table.on_conflict), facts);

      if (facts.wanted) wanted = wanted_.next();
      if (facts.owned) owned = owned_.next(owned_key_);
      if (facts.stored && !key_repeats_) more_stored_ = stored_.next();
      if (++seen % base::kBatchRows == 0) progress.advance(seen);
    }
    work_.staying += stored_.unreadable();
  }

 private:
  // Makes the stored row at the key the one that is decided about; returns whether it is as it is wanted. Of
  // several rows at one key, seedctl's is the one that is as it is wanted; where none is, nobody can tell.
  bool take_stored(bool wanted) {
    rows_at_key_ = 1;
    found_ = {stored_.cells(), stored_.row()};
    if (!key_repeats_) return wanted && same_row();
    bool same = false;
    for (rows_at_key_ = 0; more_stored_ && stored_.key() == key_; more_stored_ = stored_.next()) {
      found_ = {stored_.cells(), stored_.row()};
      const bool first_same = wanted && !same && same_row();
      if (first_same || rows_at_key_ == 0) hold();
      same = same || first_same;
      ++rows_at_key_;
    }
    found_ = {held_, 0};
    return same;
  }

  // Copies the found row: its batch goes when the stream goes on.
  void hold() {
    for (std::size_t i = 0; i < held_.size(); ++i) {
      held_[i].clear();
      held_[i].append_from(found_.cells[i], found_.row);
    }
  }

  // Owned ranges before `least`, the next key that is wanted or stored (nullptr: there is none), hold nothing
  // to do: the ranges are written anew.
  bool pass_over(const std::string* least) {
    if (least == nullptr) return false;
    return owned_key_ >= *least || owned_.next_from(*least, owned_key_);
  }

  bool same_row() const {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (!work_.is_left_out[i] && !same_cell(i)) return false;
    }
    return true;
  }
  bool same_cell(std::size_t i) const {
    return wanted_.cells()[i].same(wanted_.row(), found_.cells[i], found_.row);
  }

  void act(Action action, const KeyFacts& facts) {
    switch (action) {
      case Action::nothing:
        work_.staying += rows_at_key_;
        return;
      case Action::insert:
        ++work_.counts.inserted;
        work_.inserts.append({}, wanted_.number());
        return own(facts.owned, wanted_.cells(), wanted_.row());
      case Action::update:
        return update(facts.owned);
      case Action::unchanged:
        ++work_.counts.unchanged;
        work_.staying += rows_at_key_ - 1;
        return own(facts.owned, found_.cells, found_.row);
      case Action::remove:
        if (rows_at_key_ > 1) return conflict(kSeveralRows);
        ++work_.counts.deleted;
        work_.removed.append(key_);
        work_.deletes.add(found_.cells, work_.table.key, found_.row);
        return;
      case Action::keep:
        ++work_.counts.kept;
        work_.staying += rows_at_key_;
        return;
      case Action::conflict:
        return conflict();
      case Action::forget:
        work_.lost.append(key_);
        return;
    }
  }

  void update(bool owned) {
    if (rows_at_key_ > 1) return conflict(kSeveralRows);
    ++work_.counts.updated;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (!work_.changed[i] && !work_.is_left_out[i] && !same_cell(i)) work_.changed[i] = true;
    }
    work_.updates.add(wanted_.cells(), all_, wanted_.row());
    own(owned, wanted_.cells(), wanted_.row());
  }

  void own(bool owned, std::span<const base::ColumnBatch> cells, std::size_t row) {
    ++work_.counts.rows;
    work_.content.add_row(cells, row);
    work_.numbered.see(cells, row);
    if (work_.table.key_in_ranges) {
      work_.ranges.append(cells[work_.table.key.front()].integer_at(row));
    } else if (!owned || work_.fresh_keys) {
      work_.gained.append(key_);
    }
  }

  void conflict(const char* what = "") {
    ++work_.conflicts;
    if (work_.listed_conflicts.size() < kMaxListed) {
      work_.listed_conflicts.push_back(key_text(work_.key, found_.cells, work_.table.key, found_.row) + what);
    }
  }

  TableWork& work_;
  state::WantedRows wanted_;
  state::StoredRows stored_;
  state::OwnedKeys owned_;
  std::string owned_key_, key_;
  std::vector<std::size_t> all_;
  bool more_stored_ = false;
  struct Found {
    std::span<const base::ColumnBatch> cells;
    std::size_t row = 0;
  };
  Found found_;  // the stored row at the key
  const bool key_repeats_;
  std::uint64_t rows_at_key_ = 0;
  std::vector<base::ColumnBatch> held_;  // one row, where keys repeat
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
