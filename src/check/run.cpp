// The order is that of the report: the schema's claims table by table, what was seeded, the profile's rules.
#include <algorithm>

#include "check/check.h"
#include "check/constraints.h"
#include "check/rules.h"
#include "check/seeded.h"

namespace seedctl::check {

std::uint64_t CheckResult::passed() const {
  return static_cast<std::uint64_t>(
      std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) { return outcome.passed; }));
}

std::uint64_t CheckResult::failed() const { return outcomes.size() - passed(); }

CheckResult run(db::Connection& connection, const profile::ResolvedProfile& profile,
                const schema::Schema& live, const state::OwnTables& names, const Only& only) {
  const auto is_meant = [&only](const std::string& table) {
    return only.empty() || std::find(only.begin(), only.end(), table) != only.end();
  };
  CheckResult result;
  result.profile = profile.name;
  // Never committed: checks leave nothing behind.
  const db::Transaction transaction(connection, db::Connection::Access::read);
  for (const schema::Table& table : live.tables) {
    if (!table.not_loadable.empty()) continue;
    for (Question& question : constraint_questions(table, live, result.notes)) {
      result.outcomes.push_back(ask(connection, std::move(question)));
    }
  }
  state::Ledger ledger(connection, names);
  const auto records = ledger.load();
  for (const profile::ResolvedTable& table : profile.tables) {
    if (!is_meant(table.name)) continue;
    const auto record = records.find(table.name);
    check_seeded(connection, table, record == records.end() ? nullptr : &record->second, ledger, live,
                 result);
  }
  for (const profile::CheckEntry& rule : profile.checks) {
    if (!is_meant(rule.table)) continue;  // of a rule in SQL the table is ""
    result.outcomes.push_back(check_rule(connection, rule, profile.scale, live));
  }
  return result;
}

}  // namespace seedctl::check
