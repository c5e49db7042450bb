// Row-level security of PostgreSQL hides rows without a word: no run may take a part of a table for all of
// it.
#include "bench.h"
#include "rental.h"
#include "support/catch.h"
#include "support/role.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const std::string kPeopleAlone =
    "seed: 42\nas_of: 2025-02-18\ntables:\n  person: {rows: 10, columns: {email: {template: "
    "\"user{row}@example.com\"}}}\n";

void become(Bench& bench, const Role& role) {
  bench.run({"grant all on all tables in schema public to " + role.name(),
             "grant all on all sequences in schema public to " + role.name(), "set role " + role.name()});
}

}  // namespace

TEST_CASE("a table whose policies apply to the role is refused by name before anything is looked at") {
  for (const bool dry_run : {false, true}) {
    INFO((dry_run ? "dry run" : "run"));
    Bench bench(base::Engine::postgres);
    bench.run(kRental);
    bench.seed(rental(20, 10));
    bench.run({"alter table rent enable row level security",
               "create policy cheap on rent using (cost < 10) with check (true)"});
    CHECK(counts_text(bench.seed(rental(20, 10))) == "person +0 ~0 -0 =20, rent +0 ~0 -0 =10");
    const Role role(bench.connection());
    become(bench, role);
    seed::SeedOptions options;
    options.dry_run = dry_run;
    const base::Error error = error_of([&] { bench.seed(rental(20, 30), options); });
    CHECK(error.code() == base::ErrorCode::refused);
    CHECK_THAT(with_place(error), ContainsSubstring("dev.yaml:11:3: rent cannot be seeded: its row-level "
                                                    "security policies apply to the role " +
                                                    role.name()));
    CHECK_THAT(error.hint, ContainsSubstring("BYPASSRLS"));
  }
}

TEST_CASE("a row that is hidden in a table outside the profile is not deleted by a cascade") {
  Bench bench(base::Engine::postgres);
  bench.run(kRental);
  bench.seed(rental(20, 0));
  bench.run({"alter table rent enable row level security",
             "insert into rent (id, person_id, cost) values (9000, 18, 1.00)"});
  {
    const Role role(bench.connection());
    become(bench, role);
    const base::Error error = error_of([&] { bench.seed(kPeopleAlone); });
    CHECK(error.sqlstate == "42501");
    CHECK_THAT(error.message(), ContainsSubstring("rent"));
    CHECK_THAT(error.hint, ContainsSubstring("rows may be hidden from this role"));
  }
  CHECK(bench.number("select count(*) from rent") == 1);
  CHECK(bench.number("select count(*) from person") == 20);
}
