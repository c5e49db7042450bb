// First whether the ledger is about this profile as it is now, then whether the rows are still what the
// ledger says. The profile's values are not made again: equal fingerprints mean equal values.
#include "check/seeded.h"

#include "base/text.h"
#include "check/constraints.h"
#include "check/savepoint.h"
#include "check/stopwatch.h"
#include "state/ledger.h"
#include "state/left_out.h"
#include "state/owned_rows.h"

namespace seedctl::check {

namespace {

// What is wrong with the rows that the record is about, "" = nothing.
std::string digest_problem(db::Connection& connection, state::Ledger& ledger,
                           const state::TableRecord& record, const schema::Schema& live) {
  const schema::Table* table = live.table(record.table);
  if (table == nullptr) return "the table is gone";
  if (!state::can_find_owned_rows(record, *table)) return "columns that were seeded are gone";
  std::string problem;
  const std::string failure = in_savepoint(connection, [&] {
    const state::OwnedContent content = state::read_owned_content(connection, ledger, record, *table);
    if (content.rows < record.rows) {
      problem = counted(record.rows - content.rows, "row that was seeded is gone",
                        "rows that were seeded are gone");
    } else if (content.digest != record.digest) {
      problem = "cells that were seeded have changed: the digest is " + content.digest +
                ", the ledger says " + record.digest;
    }
  });
  return failure.empty() ? problem : failure;
}

// Why the table does not hold what the profile asks for, as far as the ledger knows; "" = it does.
std::string seeded_problem(const profile::ResolvedTable& table, const std::string& profile,
                           const state::TableRecord* record) {
  if (record == nullptr) return "not seeded yet";
  if (record->profile != profile) return "seeded by profile " + base::printable(record->profile);
  if (record->fingerprint != table.fingerprint)
    return "the profile or the schema has changed since it was seeded";
  return {};
}

Outcome outcome_of(std::string check, const std::string& table, std::string title, std::string problem,
                   const Stopwatch& watch) {
  Outcome outcome;
  outcome.check = std::move(check);
  outcome.table = table;
  outcome.title = std::move(title);
  if (!problem.empty()) {
    outcome.passed = false;
    outcome.finding = {outcome.check, table, {}, std::move(problem), 1};
  }
  outcome.duration_ms = watch.milliseconds();
  return outcome;
}

}  // namespace

std::vector<Outcome> check_seeded(db::Connection& connection, const profile::ResolvedProfile& profile,
                                  const schema::Schema& live, const state::OwnTables& names) {
  state::Ledger ledger(connection, names);
  const auto records = ledger.load();
  std::vector<Outcome> outcomes;
  for (const profile::ResolvedTable& table : profile.tables) {
    const auto found = records.find(table.name);
    const state::TableRecord* record = found == records.end() ? nullptr : &found->second;
    const Stopwatch asked;
    outcomes.push_back(outcome_of("seeded", table.name, table.name + " was seeded by this profile",
                                  seeded_problem(table, profile.name, record), asked));
    if (record == nullptr || record->profile != profile.name) continue;
    const Stopwatch read;
    std::string problem = digest_problem(connection, ledger, *record, live);
    std::string title = table.name + " holds what was seeded";
    if (const auto left_out = state::columns_left_out(*record); !left_out.empty())
      title += " (triggers write " + base::join(left_out, ", ") + ")";
    outcomes.push_back(outcome_of("digest", table.name, std::move(title), std::move(problem), read));
  }
  return outcomes;
}

}  // namespace seedctl::check
