// The main job, end to end, on each engine: what the README promises, through the program.
#include <set>
#include <sstream>

#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

std::map<std::string, std::string> digests_of(const nlohmann::json& document) {
  std::map<std::string, std::string> digests;
  for (const auto& table : document.at("tables")) digests[table.at("table")] = table.at("digest");
  return digests;
}

// Every user table's row versions: equal texts mean that no row was written in between.
std::string row_versions(const Project& project) {
  std::string text;
  for (const char* table :
       {"\"user\"", "bike", "rent", "rent_landing", "loyalty_event", "seedctl_seeds", "seedctl_seeds_keys"})
    text += project.scalar(
                std::string(
                    "select coalesce(string_agg(xmin::text || ctid::text, ',' order by ctid), '') from ") +
                table) +
            "\n";
  return text;
}

void expect_ok(const ProcessResult& result) {
  INFO(result.out << result.err);
  REQUIRE(result.status == 0);
}

}  // namespace

TEST_CASE("migrate then seed then check succeeds and a second seed writes nothing") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    expect_ok(project.run({"migrate"}));
    const nlohmann::json first = project.json({"seed", "dev"});
    CHECK(first.at("checks").at("failed") == 0);
    CHECK(first.at("checks").at("passed") > 10);
    CHECK(project.scalar("select count(*) from \"user\"") == "100");
    CHECK(project.scalar("select count(*) from bike") == "30");
    CHECK(project.scalar("select count(*) from rent") == "500");
    CHECK(project.scalar("select name from \"user\" where email = 'admin@example.com'") == "Demo Admin");

    const std::string before = engine == base::Engine::postgres ? row_versions(project) : "";
    const nlohmann::json second = project.json({"seed", "dev"});
    for (const auto& table : second.at("tables")) {
      INFO(table.dump());
      CHECK(table.at("inserted") == 0);
      CHECK(table.at("updated") == 0);
      CHECK(table.at("deleted") == 0);
      CHECK(table.at("unchanged") == table.at("rows"));
    }
    CHECK(digests_of(first) == digests_of(second));
    if (engine == base::Engine::postgres) CHECK(row_versions(project) == before);
    CHECK(project.run({"seed", "dev"}).out.find("nothing was written") != std::string::npos);
    expect_ok(project.run({"check", "dev"}));
  }
}

TEST_CASE("seeding a second time on SQLite leaves the file untouched") {
  const Project project(base::Engine::sqlite);
  expect_ok(project.run({"migrate"}));
  expect_ok(project.run({"seed", "dev"}));
  const std::string before = project.dir().read_file("test.db");
  expect_ok(project.run({"seed", "dev"}));
  CHECK(project.dir().read_file("test.db") == before);
}

TEST_CASE("rollback to 0 empties the database and migrate and reset bring it back") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    expect_ok(project.run({"migrate"}));
    const auto seeded = digests_of(project.json({"seed", "dev"}));
    const nlohmann::json reverted = project.json({"rollback", "--to", "0", "--yes"});
    REQUIRE(reverted.at("reverted").size() == 3);
    CHECK(reverted.at("reverted").at(0).at("version") == 3);
    CHECK(reverted.at("version").is_null());
    CHECK(project.json({"status"}).at("pending").size() == 3);
    expect_ok(project.run({"migrate"}));
    const nlohmann::json reset = project.json({"reset", "dev", "--yes"});
    REQUIRE(reset.at("profiles").size() == 1);
    CHECK(digests_of(reset.at("profiles").at(0)) == seeded);
    expect_ok(project.run({"check", "dev"}));
  }
}

TEST_CASE("the digests are the same on every engine and change with a cell") {
  const Project sqlite(base::Engine::sqlite);
  const Project postgres(base::Engine::postgres);
  for (const Project* project : {&sqlite, &postgres}) expect_ok(project->run({"migrate"}));
  const auto digests = digests_of(sqlite.json({"seed", "dev"}));
  CHECK(digests.size() == 5);
  CHECK(digests == digests_of(postgres.json({"seed", "dev"})));
  for (const Project* project : {&sqlite, &postgres}) {
    project->execute("update rent set rent_cost = rent_cost + 1 where id = 32");
    const nlohmann::json checked = project->json({"check", "dev"}, 3);
    const auto changed = digests_of(checked);
    for (const auto& [table, digest] : digests) {
      INFO(table);
      CHECK((changed.at(table) == digest) == (table != "rent"));
    }
    REQUIRE(checked.at("findings").size() == 1);
    CHECK(checked.at("findings").at(0).at("check") == "digest");
    CHECK(checked.at("findings").at(0).at("table") == "rent");
    // Seeding again puts back that one cell and nothing else.
    const nlohmann::json again = project->json({"seed", "dev"});
    for (const auto& table : again.at("tables"))
      CHECK(table.at("updated") == (table.at("table") == "rent" ? 1 : 0));
  }
}

TEST_CASE("a changed profile converges and touches only what changed") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    expect_ok(project.run({"migrate"}));
    expect_ok(project.run({"seed", "dev"}));
    std::string dev = project.dir().read_file("seeds/dev.yaml");
    dev.replace(dev.find("rent: {rows: 500}"), 17, "rent: {rows: 480}");
    dev.replace(dev.find("row_count: \">= 500\""), 19, "row_count: \">= 400\"");
    project.dir().write_file("seeds/dev.yaml", dev);
    const nlohmann::json planned = project.json({"seed", "dev", "--dry-run"});
    const nlohmann::json done = project.json({"seed", "dev"});
    for (const nlohmann::json* document : {&planned, &done})
      for (const auto& table : document->at("tables")) {
        const bool rent = table.at("table") == "rent";
        CHECK(table.at("inserted") == 0);
        CHECK(table.at("updated") == 0);
        CHECK(table.at("deleted") == (rent ? 20 : 0));
      }
    CHECK(project.scalar("select count(*) from rent") == "480");
  }
}

TEST_CASE("rows that people added stay when the profile grows and shrinks around them") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    expect_ok(project.run({"migrate"}));
    expect_ok(project.run({"seed", "ci"}));
    project.execute("insert into bike (model, type, price) values ('Mine', 'road', 1)");
    const std::string mine = project.scalar("select id from bike where model = 'Mine'");
    CHECK(std::stoll(mine) > 1000);  // beyond what the profile may grow into
    expect_ok(project.run({"seed", "ci", "--scale", "3"}));
    CHECK(project.scalar("select count(*) from bike") == "91");
    expect_ok(project.run({"seed", "ci"}));
    CHECK(project.scalar("select count(*) from bike") == "31");
    CHECK(project.scalar("select model from bike where id = " + mine) == "Mine");

    // Put by hand exactly where the profile would grow to: said before anything is written.
    project.execute("insert into bike (id, model, type, price) values (32, 'In the way', 'road', 1)");
    const ProcessResult refused = project.run({"seed", "ci", "--scale", "3"});
    CHECK(refused.status == 5);
    CHECK_THAT(refused.err, ContainsSubstring("bike"));
    CHECK(project.scalar("select count(*) from bike") == "32");
    CHECK(project.scalar("select model from bike where id = 32") == "In the way");
  }
}

TEST_CASE("check fails where the profile was never seeded or another one was") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    expect_ok(project.run({"migrate"}));
    CHECK(project.run({"check", "ci"}).status == 3);
    expect_ok(project.run({"seed", "ci"}));
    expect_ok(project.run({"check", "ci"}));
    expect_ok(project.run({"seed", "dev"}));
    const nlohmann::json findings = project.json({"check", "ci"}, 3).at("findings");
    CHECK(findings.at(0).at("check") == "seeded");
    CHECK(findings.at(0).at("message") == "seeded by profile dev");
    expect_ok(project.run({"check", "dev"}));
    project.dir().write_file("seeds/dev.yaml", project.dir().read_file("seeds/dev.yaml") + "seed: 43\n");
    CHECK(project.json({"check", "dev"}, 3).at("findings").at(0).at("check") == "seeded");
  }
}

TEST_CASE("check means the scale and the tables that were seeded") {
  const Project project(base::Engine::sqlite);
  expect_ok(project.run({"migrate"}));
  expect_ok(project.run({"seed", "dev", "--scale", "0.5"}));
  CHECK(project.scalar("select count(*) from rent") == "250");
  expect_ok(project.run({"check", "dev"}));
  CHECK(project.run({"check", "dev", "--scale", "1"}).status == 3);
  const Project other(base::Engine::sqlite);
  expect_ok(other.run({"migrate"}));
  expect_ok(other.run({"seed", "dev", "--only", "user,bike"}));
  CHECK(other.scalar("select count(*) from rent") == "0");
}

TEST_CASE("an orphan that enforcement did not see is found and named") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    expect_ok(project.run({"migrate"}));
    expect_ok(project.run({"seed", "dev"}));
    {
      const auto connection = project.open();
      connection->execute(engine == base::Engine::sqlite ? "pragma foreign_keys = off"
                                                         : "set session_replication_role = replica");
      connection->execute(
          "insert into rent (id, user_id, bike_id, rent_start, rent_end, rent_cost) values "
          "(900000, 424242, 1, '2025-02-14 10:00:00', '2025-02-14 11:00:00', 5)");
    }
    const nlohmann::json document = project.json({"check", "dev"}, 3);
    bool named = false;
    for (const auto& finding : document.at("findings"))
      if (finding.at("check") == "foreign_key") {
        named = true;
        CHECK(finding.at("table") == "rent");
        CHECK(finding.at("column") == "user_id");
        CHECK(finding.at("count") == 1);
        CHECK_THAT(finding.at("message").get<std::string>(), ContainsSubstring("424242"));
      }
    CHECK(named);
  }
}

TEST_CASE("an edited migration is reported and other line endings are not") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    expect_ok(project.run({"migrate"}));
    const std::string original = project.dir().read_file("migrations/0002_rent_landing.sql");
    std::string crlf;
    for (const char c : original) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    project.dir().write_file("migrations/0002_rent_landing.sql", crlf);
    CHECK(project.json({"status"}).at("problems").empty());
    expect_ok(project.run({"migrate"}));

    std::string edited = original;
    edited.replace(edited.find("rent_cost  text"), 15, "rent_cost  date");
    project.dir().write_file("migrations/0002_rent_landing.sql", edited);
    const nlohmann::json problems = project.json({"status"}).at("problems");
    REQUIRE(problems.size() == 1);
    CHECK(problems.at(0).at("problem") == "changed");
    CHECK(problems.at(0).at("version") == 2);
    CHECK(project.run({"migrate"}).status == 1);
  }
}

TEST_CASE("an edited down section is reported apart and does not stop migrate nor rollback") {
  for (const base::Engine engine : test::kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine, Project::Content::empty);
    const auto write = [&](const char* down) {
      project.dir().write_file("migrations/0001_a.sql",
                               std::string("-- migrate:up\ncreate table a (n int);\ncreate table b (n int);\n"
                                           "-- migrate:down\n") +
                                   down);
    };
    write("drop table a;\n");
    expect_ok(project.run({"migrate"}));
    write("drop table a;  \r\n");
    CHECK(project.json({"status"}).at("problems").empty());
    write("drop table a;\ndrop table b;\n");
    const nlohmann::json problems = project.json({"status"}).at("problems");
    REQUIRE(problems.size() == 1);
    CHECK(problems.at(0).at("problem") == "down_changed");
    CHECK_THAT(project.run({"status"}).out,
               ContainsSubstring("`seedctl rollback` runs it as it is in the file"));
    expect_ok(project.run({"migrate"}));
    expect_ok(project.run({"rollback", "--yes"}));
    CHECK(project.json({"status"}).at("problems").empty());
    expect_ok(project.run({"migrate"}));  // b is gone too
  }
}

TEST_CASE("what the server and --verbose tell stays out of the document") {
  const Project project(base::Engine::postgres, Project::Content::empty);
  project.dir().write_file("migrations/0001_a.sql",
                           "-- migrate:up\ndrop table if exists gone;\n"
                           "do $$ begin raise warning 'beware'; end $$;\n");
  const ProcessResult quiet = project.run({"migrate", "--dry-run", "--json", "--verbose"});
  CHECK(quiet.err.find("beware") == std::string::npos);
  const ProcessResult result = project.run({"migrate", "--json", "--verbose"});
  CHECK(nlohmann::json::parse(result.out).at("applied").size() == 1);
  CHECK_THAT(result.err, ContainsSubstring("warning: migrations/0001_a.sql:3:1: beware\n"));
  CHECK_THAT(result.err,
             ContainsSubstring("migrations/0001_a.sql:2:1: table \"gone\" does not exist, skipping\n"));
  CHECK_THAT(result.err, ContainsSubstring(" ms\n"));

  project.dir().write_file("migrations/0002_b.sql",
                           "-- migrate:up\ndrop table if exists gone;\n"
                           "do $$ begin raise warning 'beware'; end $$;\n");
  const ProcessResult usual = project.run({"migrate", "--quiet"});
  CHECK_THAT(usual.err, ContainsSubstring("0002_b.sql:3:1: beware\n"));
  CHECK(usual.err.find("skipping") == std::string::npos);

  project.dir().write_file("seeds/dev.yaml", "tables: {}\n");
  const std::string of_reset = project.run({"reset", "dev", "--yes", "--verbose"}).err;
  INFO(of_reset);
  CHECK_THAT(of_reset, ContainsSubstring("warning: migrations/0001_a.sql:3:1: beware\n"));
  CHECK_THAT(of_reset, ContainsSubstring("migrations/0002_b.sql:2:1: table \"gone\" does not exist"));
}

TEST_CASE("seed --verbose says of each table what was done and how long it took") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    expect_ok(project.run({"migrate"}));
    CHECK_THAT(project.run({"seed", "ci", "--verbose"}).err,
               ContainsSubstring("rent: loaded into the empty table ("));
    const ProcessResult again = project.run({"seed", "ci", "--verbose"});
    CHECK_THAT(again.err, ContainsSubstring("rent: compared, nothing to write ("));
    CHECK_THAT(again.err, ContainsSubstring(" ms)\n"));
  }
}

TEST_CASE("schema.lock.json is the same from SQLite and from PostgreSQL") {
  const Project sqlite(base::Engine::sqlite);
  const Project postgres(base::Engine::postgres);
  for (const Project* project : {&sqlite, &postgres}) expect_ok(project->run({"migrate"}));
  CHECK(sqlite.dir().read_file("schema.lock.json") == postgres.dir().read_file("schema.lock.json"));
  CHECK(sqlite.run({"sample", "dev", "--json"}).out == postgres.run({"sample", "dev", "--json"}).out);
}

TEST_CASE("sample shows what seed will store and needs no database") {
  const Project project(base::Engine::sqlite);
  expect_ok(project.run({"migrate"}));
  expect_ok(project.run({"seed", "dev"}));
  const nlohmann::json sample = project.json({"sample", "dev", "--table", "user", "--rows", "100"});
  std::filesystem::remove(project.sqlite_file());
  CHECK(project.json({"sample", "dev", "--table", "user", "--rows", "100"}) == sample);
  REQUIRE(sample.at("tables").size() == 1);
  CHECK(sample.at("tables").at(0).at("rows").size() == 100);
  CHECK(!std::filesystem::exists(project.sqlite_file()));
}

TEST_CASE("init gives a project that works as it stands") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine, Project::Content::empty);
    expect_ok(project.run({"init"}));
    expect_ok(project.run({"migrate"}));
    expect_ok(project.run({"seed", "dev"}));
    expect_ok(project.run({"check"}));
    const std::string made = project.json({"new", "add_invoice"}).at("file");
    CHECK(made == "migrations/0002_add_invoice.sql");
    expect_ok(project.run({"migrate"}));
    const ProcessResult again = project.run({"init"});
    CHECK(again.status == 1);
    CHECK_THAT(again.err, ContainsSubstring("seedctl.yaml is there already"));
  }
}

TEST_CASE("baseline marks what a database of others already holds") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    if (engine == base::Engine::sqlite)
      drivers::open(db::parse_url(project.url()), {.create = true})
          ->execute("create table theirs (id integer)");
    else
      project.execute("create table theirs (id integer)");
    const ProcessResult refused = project.run({"migrate"});
    CHECK(refused.status == 5);
    CHECK_THAT(refused.err, ContainsSubstring("baseline"));
    const ProcessResult dry = project.run({"migrate", "--dry-run"});
    CHECK(dry.status == 5);
    CHECK_THAT(dry.err, ContainsSubstring("seedctl baseline"));
    expect_ok(project.run({"baseline", "2"}));
    const nlohmann::json status = project.json({"status"});
    CHECK(status.at("applied").size() == 2);
    CHECK(status.at("pending").size() == 1);
  }
}

TEST_CASE("commands that write nothing say that the database file is not there yet") {
  const Project project(base::Engine::sqlite);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"status"}, {"migrate", "--dry-run"}, {"rollback", "--dry-run"}}) {
    INFO(command.front());
    const ProcessResult result = project.run(command);
    CHECK(result.status == 0);
    CHECK_THAT(result.err, ContainsSubstring("test.db does not exist yet"));
  }
  CHECK_FALSE(std::filesystem::exists(project.sqlite_file()));
}

TEST_CASE("the list of generators has each group once") {
  const Project project(base::Engine::sqlite);
  const std::string list = project.run({"generators"}).out;
  std::set<std::string> groups;
  std::istringstream lines(list);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == ' ' || line.front() == '`') continue;
    INFO(line);
    CHECK(groups.insert(line).second);
  }
  CHECK(groups.contains("numbers"));
  CHECK(groups.contains("person"));
  const nlohmann::json document = project.json({"generators"});
  for (const nlohmann::json& generator : document.at("generators")) {
    CHECK(groups.contains(generator.at("group").get<std::string>()));
    CHECK_THAT(list, ContainsSubstring("\n  " + generator.at("name").get<std::string>() + " "));
  }
}
