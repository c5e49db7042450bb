// What is run, decided from a folder and a history without either.
#include "migrate/plan.h"

#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using namespace seedctl::migrate;
using seedctl::test::error_of;

namespace {

using Versions = std::vector<std::uint64_t>;

Section section(const std::string& text) {
  Section out;
  out.text = text;
  out.first_line = 2;
  out.checksum = "checksum of " + text;
  out.code_checksum = "code of " + text.substr(0, text.find("--"));
  return out;
}

Folder folder_of(const Versions& versions) {
  Folder folder;
  for (const std::uint64_t version : versions) {
    Migration migration;
    migration.version = version;
    migration.name = "m" + std::to_string(version);
    migration.file = "migrations/000" + std::to_string(version) + "_m" + std::to_string(version) + ".sql";
    migration.up = section("up" + std::to_string(version));
    migration.down = section("down" + std::to_string(version));
    folder.migrations.push_back(std::move(migration));
  }
  return folder;
}

HistoryRow applied(std::uint64_t version, std::uint64_t sequence = 0) {
  HistoryRow row;
  row.version = version;
  row.name = "m" + std::to_string(version);
  row.kind = "versioned";
  row.sequence = sequence == 0 ? version : sequence;
  row.checksum = section("up" + std::to_string(version)).checksum;
  row.code_checksum = section("up" + std::to_string(version)).code_checksum;
  row.down = "kept down" + std::to_string(version);
  row.down_line = 7;
  row.down_checksum = section("down" + std::to_string(version)).checksum;
  return row;
}

HistoryRow interrupted(std::uint64_t version, const std::string& direction) {
  HistoryRow row = applied(version);
  row.statements_done = 2;
  row.direction = direction;
  row.running = true;
  row.progress_checksum = "progress";
  return row;
}

void add_repeatable(Folder& folder, const std::string& name, const std::string& text) {
  Repeatable repeatable;
  repeatable.name = name;
  repeatable.file = "migrations/repeatable/" + name + ".sql";
  repeatable.up = section(text);
  folder.repeatables.push_back(std::move(repeatable));
}

HistoryRow repeated(const std::string& name, const std::string& text, std::uint64_t sequence) {
  HistoryRow row;
  row.name = name;
  row.kind = "repeatable";
  row.sequence = sequence;
  row.checksum = section(text).checksum;
  return row;
}

Versions versions_of(const std::vector<Step>& steps) {
  Versions out;
  for (const Step& step : steps) out.push_back(step.version);
  return out;
}

// "changed 2; missing 3"
std::string problems_of(const Status& status) {
  std::string out;
  for (const Problem& problem : status.problems)
    out += (out.empty() ? "" : "; ") + std::string(problem_name(problem.kind)) + " " +
           std::to_string(problem.version);
  return out;
}

}  // namespace

TEST_CASE("status compares the folder with the history") {
  Folder edited = folder_of({1, 2, 3});
  edited.migrations[1].up = section("up2, another");
  Folder commented = folder_of({1, 2, 3});
  commented.migrations[1].up = section("up2-- a comment");

  Folder down_edited = folder_of({1, 2});
  down_edited.migrations[1].down = section("down2, another");
  Folder down_option = folder_of({1, 2});
  down_option.migrations[0].down->transaction = false;
  Folder down_removed = folder_of({1, 2});
  down_removed.migrations[0].down.reset();
  HistoryRow without_down = applied(1);
  without_down.down.reset();
  without_down.down_checksum.clear();
  HistoryRow baseline = applied(2);
  baseline.kind = "baseline";

  struct Case {
    const char* what;
    Folder folder;
    std::vector<HistoryRow> history;
    Versions pending;
    std::string problems;
    std::optional<std::uint64_t> version;
  };
  const std::vector<Case> cases = {
      {"nothing applied", folder_of({1, 2}), {}, {1, 2}, "", std::nullopt},
      {"all applied", folder_of({1, 2}), {applied(1), applied(2)}, {}, "", 2},
      {"one pending", folder_of({1, 2}), {applied(1)}, {2}, "", 1},
      {"an edited file", edited, {applied(1), applied(2)}, {3}, "changed 2", 2},
      {"an edited comment", commented, {applied(1), applied(2)}, {3}, "comment_changed 2", 2},
      {"an edited down section", down_edited, {applied(1), applied(2)}, {}, "down_changed 2", 2},
      {"another option of a down section", down_option, {applied(1)}, {2}, "down_changed 1", 1},
      {"a removed down section", down_removed, {applied(1)}, {2}, "down_changed 1", 1},
      {"a down section that came later", folder_of({1}), {without_down}, {}, "", 1},
      {"an edited down section of a baseline", down_edited, {applied(1), baseline}, {}, "", 2},
      {"an edited down section half undone",
       down_edited,
       {applied(1), interrupted(2, "down")},
       {},
       "interrupted 2",
       2},
      {"a deleted file", folder_of({1, 3}), {applied(1), applied(2)}, {3}, "missing 2", 2},
      {"an older file that came later",
       folder_of({1, 2, 3}),
       {applied(1), applied(3)},
       {2},
       "out_of_order 2",
       3},
      {"killed half-way",
       folder_of({1, 2, 3}),
       {applied(1), interrupted(2, "up")},
       {2, 3},
       "interrupted 2",
       1},
      {"killed half-way out of order",
       folder_of({1, 2, 3}),
       {applied(1), applied(3), interrupted(2, "up")},
       {2},
       "interrupted 2",
       3},
      {"killed half-way down",
       folder_of({1, 2}),
       {applied(1), interrupted(2, "down")},
       {},
       "interrupted 2",
       2},
      {"killed half-way and edited", edited, {applied(1), interrupted(2, "up")}, {2, 3}, "interrupted 2", 1},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    const Status status = make_status(c.folder, c.history);
    CHECK(versions_of(status.pending) == c.pending);
    CHECK(problems_of(status) == c.problems);
    CHECK(status.version == c.version);
  }
}

TEST_CASE("applied migrations are listed in the order they were applied in") {
  const Status status = make_status(folder_of({1, 2, 3}), {applied(2, 1), applied(1, 2), applied(3, 3)});
  Versions order;
  for (const HistoryRow& row : status.applied) order.push_back(row.version);
  CHECK(order == Versions{2, 1, 3});
}

TEST_CASE("a changed migration is named with both checksums and its file") {
  Folder folder = folder_of({1});
  folder.migrations[0].up.checksum = "bbbbbbbbbbbbbbbbbbbb";
  folder.migrations[0].up.code_checksum = "other";
  HistoryRow row = applied(1);
  row.checksum = "aaaaaaaaaaaaaaaaaaaa";
  const base::Error error = error_of([&] { plan_migrate(folder, {row}, {}); });
  CHECK(error.code() == base::ErrorCode::failed);
  CHECK_THAT(error.message(), ContainsSubstring("0001_m1 was changed after it was applied"));
  CHECK_THAT(error.message(), ContainsSubstring("aaaaaaaaaaaa in the history"));
  CHECK_THAT(error.message(), ContainsSubstring("bbbbbbbbbbbb in migrations/0001_m1.sql"));
  CHECK(error.position()->file == "migrations/0001_m1.sql");
}

TEST_CASE("migrate refuses all at once what it cannot run over") {
  Folder folder = folder_of({1, 2, 3, 4});
  folder.migrations[0].up = section("edited");
  const base::Error error = error_of([&] { plan_migrate(folder, {applied(1), applied(3), applied(5)}, {}); });
  CHECK(error.code() == base::ErrorCode::failed);
  for (const char* part : {"0001_m1 was changed", "5_m5 was applied, but its file is gone",
                           "0002_m2 is not applied", "0004_m4 is not applied"})
    CHECK_THAT(error.message(), ContainsSubstring(part));
}

TEST_CASE("migrate says what to do about a file that is gone") {
  const base::Error error = error_of([] { plan_migrate(folder_of({1}), {applied(1), applied(2)}, {}); });
  CHECK_THAT(error.message(), ContainsSubstring("2_m2 was applied, but its file is gone"));
  CHECK(error.hint == "put the file back");
}

TEST_CASE("comments may change after the fact") {
  Folder folder = folder_of({1, 2});
  folder.migrations[0].up = section("up1-- why");
  CHECK(versions_of(plan_migrate(folder, {applied(1)}, {})) == Versions{2});
}

TEST_CASE("a down section that was edited stops nothing and rollback runs what status says") {
  Folder folder = folder_of({1, 2, 3});
  folder.migrations[0].down.reset();
  folder.migrations[1].down = section("down2, put right");
  const std::vector<HistoryRow> history = {applied(1), applied(2)};
  CHECK(versions_of(plan_migrate(folder, history, {})) == Versions{3});

  const Status status = make_status(folder, history);
  REQUIRE(problems_of(status) == "down_changed 1; down_changed 2");
  CHECK_THAT(status.problems[0].message, ContainsSubstring("runs the one that the history keeps"));
  CHECK_THAT(status.problems[1].message, ContainsSubstring("runs it as it is in the file now"));
  const std::vector<Step> steps = plan_rollback(folder, history, {.steps = 2, .to = {}});
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].section.text == "down2, put right");
  CHECK(steps[1].section.text == "kept down1");
}

TEST_CASE("out-of-order files run where that is allowed") {
  const std::vector<HistoryRow> history = {applied(1), applied(3)};
  CHECK(error_of([&] { plan_migrate(folder_of({1, 2, 3}), history, {}); }).code() == base::ErrorCode::failed);
  CHECK(versions_of(plan_migrate(folder_of({1, 2, 3, 4}), history, {.to = {}, .allow_out_of_order = true})) ==
        Versions{2, 4});
  CHECK(plan_migrate(folder_of({1, 2, 3}), history, {.to = 1, .allow_out_of_order = false}).empty());
}

TEST_CASE("migrate --to is inclusive and never goes down") {
  const Folder folder = folder_of({1, 2, 3, 10});
  struct Case {
    std::vector<HistoryRow> history;
    std::uint64_t to;
    Versions steps;
  };
  const std::vector<Case> cases = {
      {{}, 2, {1, 2}},           {{}, 10, {1, 2, 3, 10}}, {{}, 0, {}}, {{applied(1), applied(2)}, 1, {}},
      {{applied(1)}, 3, {2, 3}},
  };
  for (const Case& c : cases) {
    INFO(c.to);
    CHECK(versions_of(plan_migrate(folder, c.history, {.to = c.to, .allow_out_of_order = false})) == c.steps);
  }
  const base::Error error =
      error_of([&] { plan_migrate(folder, {}, {.to = 4, .allow_out_of_order = false}); });
  CHECK(error.code() == base::ErrorCode::usage);
  CHECK_THAT(error.hint, ContainsSubstring("1 to 10"));
}

TEST_CASE("repeatable migrations run last and by name and only when they changed") {
  Folder folder = folder_of({1, 2});
  add_repeatable(folder, "a", "view a");
  add_repeatable(folder, "b", "view b, edited");
  add_repeatable(folder, "c", "view c");
  const std::vector<HistoryRow> history = {applied(1), repeated("a", "view a", 2),
                                           repeated("b", "view b", 3)};
  const std::vector<Step> steps = plan_migrate(folder, history, {});
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].version == 2);
  CHECK(steps[1].name == "b");
  CHECK(steps[1].repeatable);
  CHECK(steps[2].name == "c");

  CHECK(versions_of(plan_migrate(folder, history, {.to = 1, .allow_out_of_order = false})).empty());
  CHECK(plan_migrate(folder, history, {.to = 2, .allow_out_of_order = false}).size() == 3);
}

TEST_CASE("an interrupted migration goes first and from where it stopped") {
  const std::vector<Step> steps =
      plan_migrate(folder_of({1, 2, 3}), {applied(1), applied(3), interrupted(2, "up")}, {});
  REQUIRE(steps.size() == 1);
  CHECK(steps[0].resumed);
  CHECK(steps[0].resume_at == 2);
  CHECK(steps[0].resume_unsure);
  CHECK(steps[0].resume_checksum == "progress");
}

TEST_CASE("an interrupted direction is finished before the other one") {
  const base::Error up = error_of([&] {
    plan_migrate(folder_of({1, 2}), {applied(1), interrupted(2, "down")}, {});
  });
  CHECK_THAT(up.hint, ContainsSubstring("seedctl rollback"));
  const base::Error down = error_of([&] {
    plan_rollback(folder_of({1, 2}), {applied(1), interrupted(2, "up")}, {});
  });
  CHECK_THAT(down.hint, ContainsSubstring("seedctl migrate"));
}

TEST_CASE("rollback undoes in reverse order of application") {
  const Folder folder = folder_of({1, 2, 3, 4});
  const std::vector<HistoryRow> history = {applied(1, 1), applied(3, 2), applied(4, 3), applied(2, 4)};
  struct Case {
    std::uint32_t steps;
    std::optional<std::uint64_t> to;
    Versions undone;
  };
  const std::vector<Case> cases = {
      {1, {}, {2}},   {2, {}, {2, 4}}, {9, {}, {2, 4, 3, 1}}, {0, {}, {}}, {1, 0, {2, 4, 3, 1}},
      {1, 2, {4, 3}}, {1, 4, {}},
  };
  for (const Case& c : cases) {
    INFO(c.steps << " to " << c.to.value_or(99));
    const std::vector<Step> steps = plan_rollback(folder, history, {.steps = c.steps, .to = c.to});
    CHECK(versions_of(steps) == c.undone);
    for (const Step& step : steps) CHECK(step.direction == Direction::down);
  }
  CHECK(error_of([&] { plan_rollback(folder, history, {.steps = 1, .to = 7}); }).code() ==
        base::ErrorCode::usage);
}

TEST_CASE("an interrupted rollback goes on before others are undone") {
  const std::vector<Step> steps = plan_rollback(
      folder_of({1, 2, 3}), {applied(1), interrupted(2, "down"), applied(3)}, {.steps = 1, .to = {}});
  REQUIRE(versions_of(steps) == Versions{2});
  CHECK(steps[0].resumed);
}

TEST_CASE("rollback without a down section fails before anything runs") {
  Folder folder = folder_of({1, 2, 3});
  folder.migrations[0].down.reset();
  HistoryRow first = applied(1);
  first.down.reset();
  const std::vector<HistoryRow> history = {first, applied(2), applied(3)};
  CHECK(plan_rollback(folder, history, {.steps = 2, .to = {}}).size() == 2);
  const base::Error error = error_of([&] { plan_rollback(folder, history, {.steps = 1, .to = 0}); });
  CHECK(error.code() == base::ErrorCode::failed);
  CHECK_THAT(error.message(), ContainsSubstring("1_m1"));
}

TEST_CASE("a deleted file is rolled back from the history") {
  const std::vector<Step> steps =
      plan_rollback(folder_of({1}), {applied(1), applied(2)}, {.steps = 1, .to = {}});
  REQUIRE(steps.size() == 1);
  CHECK(steps[0].section.text == "kept down2");
  CHECK(steps[0].section.first_line == 7);
  CHECK(plan_rollback(folder_of({1, 2}), {applied(1), applied(2)}, {.steps = 1, .to = {}})[0].section.text ==
        "down2");
}

TEST_CASE("a baseline is not rolled back") {
  HistoryRow base_row = applied(1);
  base_row.kind = "baseline";
  CHECK(versions_of(plan_rollback(folder_of({1, 2}), {base_row, applied(2)}, {.steps = 1, .to = 0})) ==
        Versions{2});
  CHECK(plan_rollback(folder_of({1, 2}), {base_row}, {.steps = 5, .to = {}}).empty());
}
