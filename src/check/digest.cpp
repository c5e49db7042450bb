// Read back and compared with the ledger; the profile's values are not made again, so that a profile that was
// edited since is no finding.
#include "check/digest.h"

#include "base/text.h"
#include "check/constraints.h"
#include "check/savepoint.h"
#include "check/stopwatch.h"
#include "state/ledger.h"
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

}  // namespace

std::vector<Outcome> check_digests(db::Connection& connection, const profile::ResolvedProfile& profile,
                                   const schema::Schema& live, const state::OwnTables& names) {
  state::Ledger ledger(connection, names);
  const auto records = ledger.load();
  std::vector<Outcome> outcomes;
  for (const profile::ResolvedTable& table : profile.tables) {
    const auto record = records.find(table.name);
    if (record == records.end() || record->second.profile != profile.name) continue;
    const Stopwatch watch;
    Outcome outcome;
    outcome.check = "digest";
    outcome.table = table.name;
    outcome.title = table.name + " holds what was seeded";
    if (std::string problem = digest_problem(connection, ledger, record->second, live); !problem.empty()) {
      outcome.passed = false;
      outcome.finding = {outcome.check, table.name, {}, std::move(problem), 1};
    }
    outcome.duration_ms = watch.milliseconds();
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace seedctl::check
