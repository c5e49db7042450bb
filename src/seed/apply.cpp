// The run: everything is compared before anything is changed, and everything is changed in one transaction
// with the ledger.
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "base/error.h"
#include "base/retry.h"
#include "base/stopwatch.h"
#include "base/text.h"
#include "seed/compare.h"
#include "seed/conformance.h"
#include "seed/held_values.h"
#include "seed/load.h"
#include "seed/ownership.h"
#include "seed/recipe.h"
#include "seed/references.h"
#include "seed/seed.h"
#include "seed/settle.h"
#include "seed/table_work.h"
#include "seed/unread_checks.h"
#include "sql/dialect.h"
#include "state/fixed_places.h"
#include "state/ledger.h"

namespace seedctl::seed {

namespace {

using Works = std::vector<std::unique_ptr<TableWork>>;

// The engine's settings around the transaction; must outlive it.
class Surroundings {
 public:
  explicit Surroundings(Recipe* recipe) : recipe_(recipe) {
    if (recipe_ != nullptr) recipe_->before_transaction();
  }
  ~Surroundings() {
    if (recipe_ != nullptr) recipe_->after_transaction();
  }
  Surroundings(const Surroundings&) = delete;
  Surroundings& operator=(const Surroundings&) = delete;

 private:
  Recipe* recipe_;
};

bool is_chosen(const SeedOptions& options, const std::string& table) {
  return options.only.empty() ||
         std::find(options.only.begin(), options.only.end(), table) != options.only.end();
}

void require_known(const SeedOptions& options, const profile::ResolvedProfile& profile) {
  std::vector<std::string> names;
  for (const profile::ResolvedTable& table : profile.tables) names.push_back(table.name);
  for (const std::string& name : options.only) {
    if (profile.table(name) != nullptr) continue;
    throw base::Error(base::ErrorCode::usage, "profile " + profile.name + " has no table \"" + name + "\"" +
                                                  base::did_you_mean(name, names));
  }
}

// Tables left out by `only` are not looked at; what refers to them needs them as this profile makes them.
void require_parents(const SeedOptions& options, const profile::ResolvedProfile& profile,
                     const std::map<std::string, state::TableRecord>& records) {
  for (const profile::ResolvedTable& table : profile.tables) {
    if (!is_chosen(options, table.name)) continue;
    for (const std::string& name : table.parents) {
      if (is_chosen(options, name)) continue;
      const profile::ResolvedTable* parent = profile.table(name);
      const auto record = records.find(name);
      if (parent == nullptr || (record != records.end() && record->second.fingerprint == parent->fingerprint))
        continue;
      base::Error error(
          base::ErrorCode::failed,
          table.name + " refers to " + name + ", which " +
              (record == records.end() ? "is not seeded" : "was seeded by another specification"));
      error.hint = "seed the parents first: name " + name + " in --only too, or leave --only out";
      throw error;
    }
  }
}

void refuse_conflicts(const Works& works) {
  std::vector<std::string> lines;
  for (const auto& work : works) {
    if (work->conflicts == 0) continue;
    std::string line = work->table.name + ": " + std::to_string(work->conflicts) +
                       (work->conflicts == 1 ? " row" : " rows") + ": " +
                       base::join(work->listed_conflicts, "; ");
    if (work->conflicts > work->listed_conflicts.size()) line += "; ...";
    lines.push_back(std::move(line));
  }
  if (lines.empty()) return;
  base::Error error(
      base::ErrorCode::refused,
      "rows that are not seedctl's stand where the profile's rows belong; nothing was changed:\n  " +
          base::join(lines, "\n  "));
  error.hint =
      "move those rows, or set `on_conflict: keep` (they stay) or `on_conflict: overwrite` (the profile's "
      "values replace theirs) on the table";
  throw error;
}

// How the table came to hold what it should, in words.
const char* way_of(const TableWork& work) {
  if (!work.writes()) return "compared, nothing to write";
  return work.empty ? "loaded into the empty table" : "compared, the differences staged and written";
}

// A named row's number is its place in the list: where that is its key, a move gives the row another one, and
// with it another row to whatever refers to the old one by number.
void note_moved_rows(TableWork& work, const state::TableRecord& record) {
  const auto fixed = work.table.data->fixed();
  const auto before = state::fixed_places(record);
  for (std::size_t i = 0; i < fixed.size(); ++i) {
    const auto found = before.find(fixed[i].name);
    if (!work.table.sequential_key || found == before.end() || found->second == i + 1) continue;
    const std::string from = std::to_string(found->second), to = std::to_string(i + 1);
    work.add_note("the fixed row \"" + base::printable(fixed[i].name) + "\" was number " + from +
                  " and becomes number " + to + ", as it moved in the list");
  }
}

// Adds the time that it lives to the table's.
class Timing {
 public:
  explicit Timing(TableWork& work) : work_(work) {}
  ~Timing() { work_.milliseconds += watch_.milliseconds(); }
  Timing(const Timing&) = delete;
  Timing& operator=(const Timing&) = delete;

 private:
  TableWork& work_;
  base::Stopwatch watch_;
};

class Run {
 public:
  Run(db::Connection& connection, const profile::ResolvedProfile& profile, const schema::Schema& live,
      const state::OwnTables& names, const SeedOptions& options, base::Progress& progress,
      db::SessionLock* lock)
      : connection_(connection),
        profile_(profile),
        live_(live),
        options_(options),
        progress_(progress),
        lock_(lock),
        recipe_(make_recipe(connection)),
        ledger_(connection, names) {}

  SeedResult run() {
    require_known(options_, profile_);
    for (const profile::ResolvedTable& table : profile_.tables) {
      if (!is_chosen(options_, table.name)) continue;
      const schema::Table& live = require_storable(table, live_, *recipe_);
      works_.push_back(std::make_unique<TableWork>(table, live, connection_, *recipe_, works_.size()));
    }
    const Surroundings surroundings(options_.dry_run ? nullptr : recipe_.get());
    try {
      run_in_transaction();
    } catch (const base::Error& error) {
      throw placed_in_profile(recipe_->explained(error, at_), works_, *recipe_, connection_.engine());
    }
    return result();
  }

  bool may_pass_again(const base::Error& error) const { return recipe_->is_collision(error); }

 private:
  void run_in_transaction() {
    db::Transaction transaction(
        connection_, options_.dry_run ? db::Connection::Access::rehearse : db::Connection::Access::write);
    recipe_->limit_waiting(options_.longest_wait);
    // A rehearsal sees one moment of the database and need not keep anybody from writing.
    if (!options_.dry_run) keep_still();
    compare_all();
    refuse_conflicts(works_);
    settle_changes();
    if (options_.dry_run) {
      for (const auto& work : works_) rehearse_load(*work, connection_, progress_);
      return;
    }
    write();
    if (lock_ != nullptr) db::require_lock(*lock_, "nothing was changed");
    transaction.commit();
    for (const auto& work : works_)
      progress_.detail(base::printable(work->table.name) + ": " + way_of(*work) + " (" +
                       std::to_string(work->milliseconds) + " ms)");
  }

  // Where others write meanwhile, rows are told apart by their keys, also in a table that is empty now.
  void keep_still() {
    std::vector<const schema::Table*> tables;
    for (const auto& work : works_) tables.push_back(&work->live);
    const std::vector<bool> still = recipe_->keep_still(tables);
    for (std::size_t i = 0; i < works_.size(); ++i) {
      works_[i]->still = still[i];
      if (!still[i])
        works_[i]->add_note(
            "other sessions may write it during the run, which has no right to keep them out");
    }
  }

  void compare_all() {
    const auto records = ledger_.load();
    require_parents(options_, profile_, records);
    for (const auto& work : works_) {
      const auto found = records.find(work->table.name);
      at_ = &work->live;
      const Timing timing(*work);
      work->empty = work->still && !has_rows(*work);
      const state::TableRecord* record =
          found != records.end() ? &found->second : find_renamed(*work, records, live_, connection_, ledger_);
      state::OwnedKeys owned = find_owned_keys(*work, profile_.name, record, connection_, ledger_, *recipe_);
      if (record != nullptr) note_moved_rows(*work, *record);
      compare(*work, connection_, std::move(owned), progress_);
    }
  }

  // The changes as they will be made: what must not be is refused, or taken out. A dry run decides the same.
  void settle_changes() {
    for (const auto& work : works_) {
      work->updates.seal();
      work->deletes.seal();
    }
    if (!options_.dry_run) recipe_->lock_for_references(changes(), live_);
    std::vector<std::string> left_out;
    for (const profile::ResolvedTable& table : profile_.tables)
      if (!is_chosen(options_, table.name)) left_out.push_back(table.name);
    protect_references(works_, live_, connection_, *recipe_, options_.keep_referenced, left_out);
    refuse_held_values(works_, connection_, *recipe_);
    recipe_->refuse_unsafe(changes());
    for (const auto& work : works_) {
      if (!work->writes()) continue;
      for (const std::string& note : recipe_->plan_notes(work->change())) work->add_note(note);
      if (work->table.renumbers)
        work->add_note("key: dense: a row more or less of a parent numbers all rows after it anew");
    }
    for (const auto& work : works_) note_unread_checks(*work);
  }

  void write() {
    ledger_.create();
    if (const std::vector<TableChange> all = changes(); !all.empty()) recipe_->apply(all, live_);
    for (const auto& work : works_) {
      const Timing timing(*work);
      settle(*work, profile_, connection_, *recipe_, ledger_, progress_);
      if (work->writes() && recipe_->has_triggers(work->live)) work->add_note("triggers of the table fired");
      work->updates.drop();
      work->deletes.drop();
    }
    ledger_.set_last_profile(profile_.name);
  }

  // Of the tables that change, parents first.
  std::vector<TableChange> changes() {
    std::vector<TableChange> all;
    for (const auto& work : works_) {
      if (!work->writes()) continue;
      all.push_back(work->change());
      all.back().insert_rows = [this, one = work.get()] { load(*one); };
    }
    return all;
  }

  // Nobody else writes the table: rows that came since the comparison are of triggers of tables loaded
  // before.
  void load(TableWork& work) {
    const Timing timing(work);
    const bool written = work.empty && has_rows(work);
    try {
      load_rows(work, connection_, progress_);
    } catch (base::Error& error) {
      if (written && error.hint.empty())
        error.hint = "triggers of other tables wrote rows into " + work.table.name +
                     " before: leave it out of the profile, or disable those triggers while it is seeded";
      throw;
    }
    // Before other tables are loaded, whose triggers may number rows of this one.
    reserve_numbers(work, *recipe_);
  }

  bool has_rows(const TableWork& work) {
    return !connection_
                .query("select 1 from " + sql::qualified(work.live.schema, work.live.name) + " limit 1")
                .empty();
  }

  SeedResult result() {
    SeedResult result;
    for (const auto& work : works_) {
      if (options_.dry_run && !work->writes() && work->referenced == 0)
        work->counts.digest = work->content.hex();
      work->counts.recipe = way_of(*work);
      work->counts.was_empty = work->empty;
      result.tables.push_back(work->counts);
    }
    return result;
  }

  db::Connection& connection_;
  const profile::ResolvedProfile& profile_;
  const schema::Schema& live_;
  const SeedOptions& options_;
  base::Progress& progress_;
  db::SessionLock* lock_;
  const schema::Table* at_ = nullptr;  // that is worked on
  std::unique_ptr<Recipe> recipe_;
  state::Ledger ledger_;
  Works works_;
};

}  // namespace

SeedResult apply(db::Connection& connection, const profile::ResolvedProfile& profile,
                 const schema::Schema& live, const state::OwnTables& names, const SeedOptions& options,
                 base::Progress& progress, db::SessionLock* lock) {
  for (int attempt = 1;; ++attempt) {
    Run run(connection, profile, live, names, options, progress, lock);
    try {
      return run.run();
    } catch (const base::Error& error) {
      if (attempt == base::kMaxAttempts || !run.may_pass_again(error)) throw;
      progress.warn(error.message() + "; trying again");
    }
    std::this_thread::sleep_for(base::pause_before(attempt, static_cast<std::uint64_t>(::getpid()),
                                                   options.first_pause, base::kLongestRetryPause));
  }
}

}  // namespace seedctl::seed
