// References to rows that the profile does not make, with a list in place of a database: what they pick, and
// what cannot be.
#include "profile/external_rows_stub.h"
#include "profile/profiles.h"
#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

schema::Schema kennel() {
  return SchemaBuilder()
      .table("owner")
      .column("id", "integer(64)")
      .column("name", "text")
      .column("weight", "real(64)", true)
      .primary({"id"})
      .table("dog")
      .column("id", "integer(64)")
      .column("owner_id", "integer(64)")
      .column("vet_id", "integer(64)", true)
      .column("note", "text", true)
      .primary({"id"})
      .foreign({"owner_id"}, "owner")
      .foreign({"vet_id"}, "owner")
      .build();
}

profile::ResolveOptions with_rows(std::int64_t count, std::vector<std::string>* asked = nullptr) {
  profile::ResolveOptions options = plain_options();
  options.external = rows_there(count, asked);
  return options;
}

std::string dogs(const std::string& columns) {
  return "seed: 7\ntables:\n  dog:\n    rows: 100\n    columns:\n      " + columns + "\n";
}

std::set<std::string> values_of(const profile::ResolvedProfile& profile, const std::string& column) {
  const profile::ResolvedTable& table = profile.tables.at(0);
  std::set<std::string> values;
  for (std::uint64_t place = 0; place < table.data->rows(); ++place)
    values.insert(cell(table, place, column));
  return values;
}

}  // namespace

TEST_CASE("a column that must not be NULL refers to rows that the database has") {
  std::vector<std::string> asked;
  const profile::ResolvedProfile profile = resolved(dogs("note: {value: x}"), kennel(), with_rows(5, &asked));
  CHECK(values_of(profile, "owner_id") == std::set<std::string>{"1", "2", "3", "4", "5"});
  CHECK(values_of(profile, "vet_id") == std::set<std::string>{""});
  CHECK(asked == std::vector<std::string>{"owner: id*"});
  const profile::ResolvedColumn& owner = profile.tables.at(0).columns.at(1);
  CHECK(owner.reason == "foreign key to owner, which the profile does not make");
  CHECK(owner.policy == "by hash ring over 5 rows of owner in the database");
  CHECK(profile.tables.at(0).external_parents == std::set<std::string>{"owner"});
}

TEST_CASE("picks of rows that the profile does not make are pinned") {
  const profile::ResolvedProfile profile = resolved(dogs("vet_id: {ref: owner}"), kennel(), with_rows(1000));
  std::string owners, vets;
  for (std::uint64_t place = 0; place < 6; ++place) {
    owners += cell(profile.tables.at(0), place, "owner_id") + " ";
    vets += cell(profile.tables.at(0), place, "vet_id") + " ";
  }
  CHECK(owners == "545 674 536 42 324 331 ");
  CHECK(vets == "765 280 817 792 1000 292 ");
}

TEST_CASE("the rows are read once for each key and set of columns") {
  std::vector<std::string> asked;
  const profile::ResolvedProfile profile =
      resolved(dogs("vet_id: {ref: owner}\n      note: {expr: \"vet_id.NAME || ' of ' || owner_id.id\"}"),
               kennel(), with_rows(9, &asked));
  CHECK(asked == std::vector<std::string>{"owner: id* name"});
  const std::string vet = cell(profile.tables.at(0), 0, "vet_id");
  CHECK(cell(profile.tables.at(0), 0, "note") ==
        "text " + vet + " of " + cell(profile.tables.at(0), 0, "owner_id"));
}

TEST_CASE("the fingerprint knows the keys and the cells that are read and no others") {
  const auto fingerprint = [](const std::string& yaml, const profile::ResolveOptions& options) {
    return resolved(yaml, kennel(), options).tables.at(0).fingerprint;
  };
  const std::string plain = dogs("note: {value: x}"), reading = dogs("note: {expr: owner_id.name}");
  CHECK(fingerprint(plain, with_rows(5)) == fingerprint(plain, with_rows(5)));
  CHECK(fingerprint(plain, with_rows(5)) != fingerprint(plain, with_rows(6)));
  profile::ResolveOptions renamed = plain_options();
  renamed.external = [](const std::string& table, std::span<const profile::ExternalColumn> columns) {
    profile::ExternalRows rows = rows_there(5)(table, columns);
    if (rows.columns.size() > 1) {
      rows.columns.at(1).clear();
      for (int i = 0; i < 5; ++i) rows.columns.at(1).append_text("renamed");
    }
    return rows;
  };
  CHECK(fingerprint(plain, renamed) == fingerprint(plain, with_rows(5)));
  CHECK(fingerprint(reading, renamed) != fingerprint(reading, with_rows(5)));
}

TEST_CASE("what rows that the profile does not make cannot do is refused at its place") {
  const struct {
    const char* columns;
    std::int64_t rows;
    const char* refusal;
  } cases[] = {
      {"note: {value: x}", 0,
       "3:3: dog.owner_id: the profile does not make owner, and the database has no rows of it to refer to "
       "(inferred: foreign key to owner, which the profile does not make)"},
      {"owner_id: {ref: owner, pick: {zipf: 1.1}}", 5,
       "6:36: dog.owner_id: rows of owner that the profile does not make can only be picked evenly"},
      {"owner_id: {ref: owner, pick: each}", 5,
       "6:36: dog.owner_id: rows of owner that the profile does not make can only be picked evenly"},
      {"owner_id: {ref: owner, capacity: 3}", 5,
       "6:40: dog.owner_id: capacity is not possible with rows of owner that the profile does not make"},
      {"owner_id: {ref: owner, to: admin}", 5,
       "6:34: dog.owner_id: to is not possible with rows of owner that the profile does not make"},
      {"vet_id: {ref: owner, distinct_from: owner_id}", 5,
       "6:43: dog.vet_id: distinct_from is not possible with rows of owner that the profile does not make"},
      {"owner_id: {ref: owner, unique: true}", 5,
       "6:23: dog.owner_id: unique: ref cannot be unique: rows of owner that the profile does not make are "
       "picked more than once (unique: true)"},
      {"owner_id: {ref: owner, column: nam}", 5,
       "6:38: dog.owner_id: table owner has no column \"nam\" to refer to (did you mean \"name\"?)"},
      {"note: {ref: owner, column: weight}", 5,
       "6:34: dog.note: owner.weight is of type real(64), which rows that the profile does not make cannot "
       "be told "
       "apart by"},
      {"owner_id: {ref: dogs}", 5,
       "6:23: dog.owner_id: the profile makes no table \"dogs\" to refer to (did "
       "you mean \"dog\"?)"},
      {"owner_id: {ref: ownr}", 5,
       "6:23: dog.owner_id: the profile makes no table \"ownr\" to refer to (did you mean \"owner\"?)"},
      {"note: {expr: owner_id.height}", 5, "6:20: dog.note: table owner has no column \"height\""},
  };
  for (const auto& c : cases) {
    INFO(c.columns);
    CHECK(refusal([&] { resolved(dogs(c.columns), kennel(), with_rows(c.rows)); }) == c.refusal);
  }
  const std::string yaml = "tables:\n  dog: {per: owner, rows: 2}\n";
  CHECK(refusal([&] { resolved(yaml, kennel(), with_rows(5)); }) ==
        "2:14: per: this profile makes no table \"owner\"");
  // Without a database there are no such rows.
  CHECK(refusal([&] { resolved(dogs("note: {value: x}"), kennel()); }) ==
        "3:3: dog.owner_id refers to owner, which this profile does not make, and must not be NULL");
  CHECK(refusal([&] { resolved(dogs("owner_id: {ref: owner}"), kennel()); }) ==
        "6:23: dog.owner_id: the profile makes no table \"owner\" to refer to");
}

TEST_CASE("a fixed row that names a row of the database's has that row's cells") {
  const auto yaml = [](const std::string& owner) {
    return "seed: 7\ntables:\n  dog:\n    rows: 3\n    fixed: [{owner_id: " + owner +
           "}]\n    columns: {note: {expr: owner_id.name}}\n";
  };
  const profile::ResolvedProfile profile = resolved(yaml("4"), kennel(), with_rows(9));
  CHECK(cell(profile.tables.at(0), 0, "owner_id") == "4");
  CHECK(cell(profile.tables.at(0), 0, "note") == "text 4");
  CHECK(refusal([&] { resolved(yaml("10"), kennel(), with_rows(9)); }) ==
        "5:24: dog.owner_id: no row is known to have id \"10\", whose cells an expression reads");
}
