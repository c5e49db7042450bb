// A profile meets a schema: every column has a generator, everything is checked, and what comes out can make
// any cell.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/node.h"
#include "gen/table.h"
#include "profile/document.h"
#include "profile/external_rows.h"
#include "schema/model.h"

namespace seedctl::profile {

struct ResolvedColumn {
  std::string name;
  base::LogicalType type;
  std::string generator;          // "between"
  std::string reason;             // "" = the profile says so; else why it was inferred: "CHECK (age 18..120)"
  base::SourcePosition position;  // of the column in the profile, or of its table
  std::string written;            // as a profile would write it: "{between: [18, 70], nulls: 5%}"
  std::string policy;             // of a reference: how it finds its row, "uniform over user"; else ""
  // Why its values must never repeat, alone or with other columns': "UNIQUE (email)"; "" = they may.
  std::string unique_rule;
};

// Ranges are held in memory, a few at a time of each table: half a megabyte at most.
inline constexpr std::uint64_t kMaxKeyRanges = 10'000;

struct ResolvedTable {
  std::string name;
  base::SourcePosition position;
  std::unique_ptr<gen::Table> data;     // columns in the order of `columns`
  std::vector<ResolvedColumn> columns;  // those that seedctl fills; computed columns are left out
  // Used by others and not stored; in `data` behind the columns.
  std::vector<ResolvedColumn> virtual_columns;
  std::vector<std::size_t> key;  // columns that rows are matched by, indexes into `columns`
  // The key is one integer column whose value is the row's number: keys come in order.
  bool sequential_key = false;
  // And few of the numbers are left out, so that ranges describe all keys: at most kMaxKeyRanges. The ranges
  // of a larger `per` table would grow with its parents.
  bool key_in_ranges = false;
  bool renumbers = false;  // `key: dense`: a child more moves the numbers of all rows after it
  TableEntry::OnConflict on_conflict = TableEntry::OnConflict::refuse;
  // Canonical text of everything that determines this table's cells, and its hash: equal fingerprints, equal
  // data.
  std::string specification;
  std::string fingerprint;
  std::vector<std::string> parents;  // tables of this profile that it refers to
  // Tables that the profile does not make and whose rows it refers to, or its parents do.
  std::set<std::string> external_parents;
  // What people should know of its rows though nothing is wrong, one sentence each.
  std::vector<std::string> notes;
  // Its first rows, as many as these, were made, and break no rule that we understand.
  std::uint64_t tried = 0;
};

struct ResolvedProfile {
  std::string name;
  std::string file;
  std::uint64_t seed = 0;
  base::Date as_of;
  std::optional<base::Date> until;  // where it was given
  double scale = 1.0;               // of `rows`, and so of the row counts that the checks expect
  std::vector<std::unique_ptr<gen::Table>> external;  // what `tables` refer to and do not make
  std::vector<ResolvedTable> tables;                  // parents first
  std::vector<CheckEntry> checks;
  const ResolvedTable* table(std::string_view name) const;
};

struct ResolveOptions {
  double scale = 1.0;  // multiplies `rows`
  std::vector<std::string>
      only;          // tables; empty = all. All tables are resolved; the caller applies only these.
  base::Date today;  // what `as_of: today` means
  std::optional<base::Date> as_of;  // overrides the profile's
  // The last day of all rows per day, whatever the profile says, and `as_of` where that is not given.
  std::optional<base::Date> until = std::nullopt;
  // Reads rows of tables that the profile refers to and does not make, at most once for each table, key and
  // set of columns. Empty = there is no database: such a reference is an error.
  ReadExternalRows external = {};
  // Rows to make and hold against the schema's rules, of all tables together; a few of each are in any case.
  std::uint64_t tried_rows = 0;
};

// Throws ErrorCode::profile with position, rule and suggestion: unknown tables, columns and generators, types
// that do not fit, NOT NULL with nulls, UNIQUE beyond capacity, CHECKs that a generator's bounds break,
// foreign keys to tables without rows, cycles.
ResolvedProfile resolve(const Document& document, const schema::Schema& schema,
                        const ResolveOptions& options);

// The generator that a column left out gets, as a profile would write it, and why.
struct Inferred {
  base::Node column;
  std::string reason;
};
Inferred infer_column(const schema::Table& table, const schema::Column& column, const Document& document);

}  // namespace seedctl::profile
