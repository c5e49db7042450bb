// Proof of what the database claims: rules in, findings out. Reads only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "db/connection.h"
#include "profile/resolve.h"
#include "schema/model.h"
#include "state/names.h"

namespace seedctl::check {

struct Finding {
  std::string
      check;  // "foreign_key", "row_count", "not_null", "unique", "primary_key", "sql", "digest", "check"
  std::string table;
  std::string column;   // or columns, joined with ", "
  std::string message;  // with up to five offending keys
  std::uint64_t count = 0;
};

// One thing that was checked: what a JUnit test case and a row of the table are made of.
struct Outcome {
  std::string check;
  std::string table;
  std::string column;
  std::string title;  // "rent.user_id refers to user.id"
  std::uint64_t duration_ms = 0;
  bool passed = true;
  Finding finding;  // where not passed
};

// What a seeded table holds of what seedctl made: read once, for the report and for the digest's finding.
struct StoredDigest {
  std::string table;
  std::uint64_t rows = 0;  // owned rows that are there
  std::string digest;      // of them; "" where they can't be read
};

struct CheckResult {
  std::string profile;
  std::vector<Outcome> outcomes;
  std::vector<StoredDigest> digests;  // of the profile's tables that were seeded, by whichever profile
  std::vector<std::string> notes;     // what could not be checked, and why
  std::uint64_t passed() const;
  std::uint64_t failed() const;
};

// What of a profile was seeded in this run: empty = all of it. Row counts of other tables are not expected
// then, and rules in SQL, which may ask for anything, are left out.
using Only = std::vector<std::string>;

// Checks the whole schema (foreign keys by anti-join, NOT NULL, UNIQUE, primary keys, whether or not the
// engine enforces them), the tables of the profile (that this profile seeded them as it is now, digests
// against the ledger, row counts; each table's owned rows are read once) and the profile's own rules, in one
// read transaction of its own. A rule's SQL that fails is a finding, not an error.
CheckResult run(db::Connection& connection, const profile::ResolvedProfile& profile,
                const schema::Schema& live, const state::OwnTables& names, const Only& only = {});

}  // namespace seedctl::check
