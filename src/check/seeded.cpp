// First whether the ledger is about this profile as it is now, then whether the rows are still what the
// ledger says. The profile's values are not made again: equal fingerprints mean equal values.
#include "check/seeded.h"

#include "base/stopwatch.h"
#include "base/text.h"
#include "check/constraints.h"
#include "check/dirt.h"
#include "check/savepoint.h"
#include "state/ledger.h"
#include "state/left_out.h"
#include "state/owned_rows.h"

namespace seedctl::check {

namespace {

// Reads what the table holds of the record's rows into `stored`; returns what is wrong with it, "" = nothing.
std::string digest_problem(db::Connection& connection, state::Ledger& ledger,
                           const state::TableRecord& record, const schema::Schema& live,
                           StoredDigest& stored) {
  const schema::Table* table = live.table(record.table);
  if (table == nullptr) return "the table is gone";
  if (!state::can_find_owned_rows(record, *table)) return "columns that were seeded are gone";
  std::string failure = in_savepoint(connection, [&] {
    state::OwnedContent content = state::read_owned_content(connection, ledger, record, *table);
    stored.rows = content.rows;
    stored.digest = std::move(content.digest);
  });
  if (!failure.empty()) return failure;
  if (stored.rows < record.rows) {
    return counted(record.rows - stored.rows, "row that was seeded is gone",
                   "rows that were seeded are gone");
  }
  if (stored.digest == record.digest) return {};
  return "cells that were seeded have changed: the digest is " + stored.digest + ", the ledger says " +
         record.digest;
}

// Why the table does not hold what the profile asks for, as far as the ledger knows; "" = it does.
std::string seeded_problem(const profile::ResolvedTable& table, const std::string& profile,
                           const state::TableRecord* record) {
  if (record == nullptr) return "not seeded yet";
  if (record->profile != profile) return "seeded by profile " + base::printable(record->profile);
  if (record->fingerprint == table.fingerprint) return {};
  if (table.external_parents.empty()) return "the profile or the schema has changed since it was seeded";
  const std::vector<std::string> others(table.external_parents.begin(), table.external_parents.end());
  return "the profile, the schema or the rows of " + base::printable(base::join(others, ", ")) +
         " have changed since it was seeded";
}

Outcome outcome_of(std::string check, const std::string& table, std::string title, std::string problem,
                   const base::Stopwatch& watch) {
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

void check_seeded(db::Connection& connection, const profile::ResolvedTable& table,
                  const state::TableRecord* record, state::Ledger& ledger, const schema::Schema& live,
                  CheckResult& result) {
  const base::Stopwatch asked;
  result.outcomes.push_back(outcome_of("seeded", table.name, table.name + " was seeded by this profile",
                                       seeded_problem(table, result.profile, record), asked));
  if (record == nullptr) return;
  const base::Stopwatch read;
  StoredDigest stored{.table = table.name, .rows = 0, .digest = {}};
  std::string problem = digest_problem(connection, ledger, *record, live, stored);
  result.digests.push_back(std::move(stored));
  if (record->profile != result.profile) return;
  std::string title = table.name + " holds what was seeded";
  if (const auto left_out = state::columns_left_out(*record); !left_out.empty())
    title += " (triggers write " + base::join(left_out, ", ") + ")";
  result.outcomes.push_back(outcome_of("digest", table.name, std::move(title), std::move(problem), read));
  // Another version of the profile would be dirty elsewhere.
  if (record->fingerprint == table.fingerprint) check_dirt(connection, table, *record, ledger, live, result);
}

}  // namespace seedctl::check
