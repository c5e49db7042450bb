// What goes wrong for people: each a clear message, the right exit code, and nothing lost.
#include <unistd.h>

#include <fstream>

#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

struct Case {
  const char* what;
  std::vector<std::string> arguments;
  int status;
  const char* message;
};

}  // namespace

TEST_CASE("wrong words on the command line are told apart and answered with a suggestion") {
  const Project project(base::Engine::sqlite);
  const std::vector<Case> cases{
      {"unknown command", {"migrat"}, 2, "unknown command \"migrat\" (did you mean \"migrate\"?)"},
      {"no command", {}, 2, "a command is missing"},
      {"unknown option",
       {"migrate", "--dry-rum"},
       2,
       "unknown option --dry-rum (did you mean \"--dry-run\"?)"},
      {"not yet a command", {"lint"}, 2, "unknown command \"lint\""},
      {"too many arguments", {"status", "now"}, 2, "does not take the argument \"now\""},
      {"a missing argument", {"new"}, 2, "NAME"},
      {"not a number", {"migrate", "--to", "three"}, 2, "--to takes a whole number, not \"three\""},
      {"a version that does not exist", {"migrate", "--to", "99"}, 2, "99"},
      {"an option without its value", {"migrate", "--to"}, 2, "--to"},
      {"a scale of nothing", {"seed", "dev", "--scale", "0"}, 2, "--scale takes a number above 0"},
      {"both ways of rolling back",
       {"rollback", "--to", "0", "--steps", "1", "--yes"},
       2,
       "exclude each other"},
      {"unknown generator",
       {"generators", "emial"},
       2,
       "unknown generator \"emial\" (did you mean \"email\"?)"},
      {"unknown shell", {"completion", "bsh"}, 2, "did you mean \"bash\"?"},
      {"unknown environment", {"status", "--env", "prod"}, 2, "there is no environment \"prod\""},
      {"missing config", {"status", "--config", "no.yaml"}, 2, "no.yaml does not exist"},
      {"unknown engine", {"status", "-d", "mysql://localhost/x"}, 2, "mysql"},
      {"not a URL", {"status", "-d", "hello"}, 2, "does not begin with a scheme"},
      {"missing profile", {"sample", "dve"}, 2, "dve"},
      {"a sample that is no sample",
       {"sample", "dev", "--rows", "10001"},
       2,
       "a sample has at most 10,000 rows of a table, not 10,001"},
      {"memory that would be lost", {"migrate", "-d", "sqlite::memory:"}, 2, "sqlite::memory:"},
  };
  for (const Case& item : cases) {
    INFO(item.what);
    const ProcessResult result = project.run(item.arguments);
    INFO(result.out << result.err);
    CHECK(result.status == item.status);
    CHECK_THAT(result.err, ContainsSubstring(item.message));
    CHECK(result.out.empty());
  }
}

TEST_CASE("small liberties with the command line are understood") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  CHECK(project.run({"help", "migrate"}).out == project.run({"migrate", "--help"}).out);
  CHECK(project.run({"help"}).out == project.run({"--help"}).out);
  CHECK(project.run({"sample", "--", "dev"}).status == 0);
  const ProcessResult empty = project.run({"--database=", "status"});
  CHECK(empty.status == 2);
  CHECK_THAT(empty.err, ContainsSubstring("--database is given without a value"));
  CHECK(project.run({"seed", "--help"}).out.find("[PROFILE...]") != std::string::npos);
}

TEST_CASE("a failure keeps the shape of the command's document and what was done") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  project.dir().write_file("seeds/late.yaml", "tables: {usr: 5}\n");
  const nlohmann::json both = project.json({"seed", "ci", "late"}, 2);
  REQUIRE(both.at("profiles").size() == 1);
  CHECK(both.at("profiles").at(0).at("profile") == "ci");
  CHECK(both.at("error").at("file") == "seeds/late.yaml");
  CHECK(project.json({"seed", "late"}, 2).at("profile") == "late");
  CHECK(project.json({"check", "late"}, 2).at("profile") == "late");
}

TEST_CASE("a list option is repeatable or comma-separated and never greedy") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"sample", "--table", "bike", "dev"},
        {"sample", "dev", "--table", "bike"},
        {"sample", "dev", "--table=bike"}}) {
    const nlohmann::json document = project.json(arguments);
    CHECK(document.at("profile") == "dev");
    CHECK(document.at("tables").size() == 1);
  }
  CHECK(project.json({"sample", "--table", "bike,user", "dev"}).at("tables").size() == 2);
  CHECK(project.json({"sample", "--table", "bike", "--table", "user", "dev"}).at("tables").size() == 2);
}

TEST_CASE("global options work before and after the command") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  CHECK(project.run({"--json", "status"}).out == project.run({"status", "--json"}).out);
  CHECK(project.run({"-d", "sqlite:other.db", "migrate"}).status == 0);
  CHECK(std::filesystem::exists(project.dir().file("other.db")));
  CHECK(project.run({"--version"}).out.starts_with("seedctl "));
}

TEST_CASE("every command has help with an example") {
  const Project project(base::Engine::sqlite, Project::Content::empty);
  for (const char* command : {"init", "new", "migrate", "rollback", "status", "baseline", "seed", "check",
                              "reset", "plan", "sample", "explain", "generators", "completion"}) {
    INFO(command);
    const ProcessResult result = project.run({command, "--help"});
    CHECK(result.status == 0);
    CHECK_THAT(result.out, ContainsSubstring("Examples:"));
    CHECK_THAT(result.out, ContainsSubstring(std::string("seedctl ") + command));
    CHECK(project.run({"--help"}).out.find(command) != std::string::npos);
  }
}

TEST_CASE("databases that cannot be opened say why") {
  const Project project(base::Engine::sqlite);
  std::filesystem::create_directory(project.dir().file("folder.db"));
  project.dir().write_file("text.db", std::string(4096, 'x'));
  const std::vector<Case> cases{
      {"a missing file is not made by a reader", {"check", "dev", "-d", "sqlite:none.db"}, 1, "none.db"},
      {"nor by seed", {"seed", "dev", "-d", "sqlite:none.db"}, 1, "none.db"},
      {"a folder", {"migrate", "-d", "sqlite:folder.db"}, 1, "folder.db"},
      {"no database", {"migrate", "-d", "sqlite:text.db"}, 1, "text.db"},
      {"a folder that is not there", {"migrate", "-d", "sqlite:no/where.db"}, 1, "where.db"},
      {"a parameter that is no number",
       {"migrate", "-d", "postgres://me@127.0.0.1:1/x?connect_timeout=abc"},
       2,
       "connect_timeout"},
      {"a parameter that libpq refuses",
       {"status", "-d", "postgres://me@127.0.0.1:1/x?sslmode=bogus"},
       2,
       "sslmode"},
      {"no server", {"migrate", "-d", "postgres://me@127.0.0.1:1/x"}, 1, "127.0.0.1"},
  };
  for (const Case& item : cases) {
    INFO(item.what);
    const ProcessResult result = project.run(item.arguments);
    INFO(result.err);
    CHECK(result.status == item.status);
    CHECK_THAT(result.err, ContainsSubstring(item.message));
  }
  CHECK(!std::filesystem::exists(project.dir().file("none.db")));
  CHECK(project.dir().read_file("text.db") == std::string(4096, 'x'));
}

TEST_CASE("a schema of the config that is not in the database is named with its line") {
  const Project project(base::Engine::postgres);
  project.dir().write_file("seedctl.yaml", "# where to work\nschema: Ap p\n");
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"migrate"},
                                             {"migrate", "--dry-run"},
                                             {"status"},
                                             {"plan", "ci"},
                                             {"seed", "ci"},
                                             {"check", "ci"},
                                             {"reset", "ci", "--yes"}}) {
    const ProcessResult result = project.run(command);
    INFO(command.front() << " " << result.err);
    CHECK(result.status == 1);
    CHECK_THAT(result.err, ContainsSubstring("seedctl.yaml:2:9: there is no schema \"Ap p\" in postgres://"));
    CHECK_THAT(result.err, ContainsSubstring("create schema \"Ap p\""));
  }
  project.execute("create schema \"Ap p\"");
  CHECK(project.run({"migrate"}).status == 0);
  CHECK(project.scalar("select count(*) from \"Ap p\".seedctl_migrations") == "3");
}

TEST_CASE("a PostgreSQL database that is missing is made with --create-db") {
  const Project project(base::Engine::postgres);
  const std::string name = unique_database_name();
  std::string url = project.url();
  url.replace(url.find("seedctl_test_"), url.find('?') - url.find("seedctl_test_"), name);
  const ProcessResult missing = project.run({"migrate", "-d", url});
  CHECK(missing.status == 1);
  CHECK_THAT(missing.err, ContainsSubstring("--create-db"));
  CHECK(project.run({"migrate", "-d", url, "--create-db"}).status == 0);
  CHECK(project.run({"migrate", "-d", url, "--create-db"}).status == 0);
  project.execute("drop database " + name);
}

TEST_CASE("migration folders and files that cannot be used say why") {
  const Project project(base::Engine::sqlite, Project::Content::empty);
  const auto expect = [&](const char* message) {
    const ProcessResult result = project.run({"migrate"});
    INFO(result.err);
    CHECK(result.status == 2);
    CHECK_THAT(result.err, ContainsSubstring(message));
    CHECK(!std::filesystem::exists(project.sqlite_file()));
  };
  expect("migrations");
  std::filesystem::create_directory(project.dir().file("migrations"));
  expect("seedctl new");
  std::filesystem::create_directory(project.dir().file("migrations/0001_x.sql"));
  expect("0001_x.sql");
  std::filesystem::remove(project.dir().file("migrations/0001_x.sql"));
  project.dir().write_file("migrations/0001_x.sql", "create table t (id integer);\n");
  expect("0001_x.sql:1");
  project.dir().write_file("migrations/0001_x.sql", "-- migrate:up\nselect 'never closed;\n");
  expect("0001_x.sql:2:8");
  project.dir().write_file("migrations/0001_x.sql", "-- migrate:up\nbegin;\n");
  expect("0001_x.sql:2:1");
  project.dir().write_file("migrations/0001_x.sql", "-- migrate:up\nselect 1;\n");
  project.dir().write_file("migrations/1_y.sql", "-- migrate:up\nselect 1;\n");
  expect("1_y.sql");
}

TEST_CASE("a syntax error in the third statement leaves nothing of the migration and points at it") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine, Project::Content::empty);
    project.dir().write_file("migrations/0001_first.sql", "-- migrate:up\ncreate table kept (id integer);\n");
    project.dir().write_file("migrations/0002_broken.sql",
                             "-- migrate:up\ncreate table a (id integer);\ninsert into a values (1);\n  "
                             "insert intoo a values ('\xC3\xBC');\n");
    const ProcessResult result = project.run({"migrate"});
    INFO(result.err);
    CHECK(result.status == 1);
    CHECK_THAT(result.err, ContainsSubstring("migrations/0002_broken.sql:4:10: "));
    CHECK_THAT(result.err, ContainsSubstring("insert intoo a"));
    CHECK_THAT(result.err, ContainsSubstring("         ^"));
    const nlohmann::json document = project.json({"migrate"}, 1);
    CHECK(document.at("applied").empty());
    CHECK(document.at("error").at("line") == 4);
    CHECK(document.at("error").at("column") == 10);
    if (engine == base::Engine::postgres) CHECK(document.at("error").at("sqlstate") == "42601");
    CHECK_THROWS(project.open()->query("select * from a"));
    CHECK_NOTHROW(project.open()->query("select * from kept"));
    CHECK(project.json({"status"}).at("applied").size() == 1);
  }
}

TEST_CASE("profiles that cannot be used say where and leave the database alone") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  struct ProfileCase {
    const char* text;
    const char* message;
  };
  const std::vector<ProfileCase> cases{
      {"tables:\n  usr: 5\n", "seeds/bad.yaml:2:3: "},
      {"tables:\n  user:\n    rows: 5\n    columns:\n      email: emial\n",
       "seeds/bad.yaml:5:14: unknown generator \"emial\" (did you mean \"email\"?)"},
      {"tables:\n  user:\n    rows: 5\n    columns:\n      emial: email\n", "seeds/bad.yaml:5:7: "},
      {"tabels:\n  user: 5\n", "seeds/bad.yaml:1:1: "},
      {"tables:\n  user: 5\n  user: 6\n", "seeds/bad.yaml:3:3: "},
      {"tables: {user: 5}\n---\ntables: {}\n", "seeds/bad.yaml:2"},
      {"a: &a [*a]\n", "seeds/bad.yaml:1"},
      {"tables: [\n", "seeds/bad.yaml:"},
  };
  for (const ProfileCase& item : cases) {
    INFO(item.text);
    project.dir().write_file("seeds/bad.yaml", item.text);
    const ProcessResult result = project.run({"seed", "bad"});
    INFO(result.err);
    CHECK(result.status == 2);
    CHECK_THAT(result.err, ContainsSubstring(item.message));
  }
  for (const std::string& hostile :
       {std::string(100'000, '['), std::string("a: ") + std::string(5 << 20, 'x'),
        std::string("a: \xFF\n")}) {
    project.dir().write_file("seeds/bad.yaml", hostile);
    CHECK(project.run({"seed", "bad"}).status == 2);
  }
  {
    std::ofstream huge(project.dir().file("seeds/bad.yaml"));
    huge.seekp(100 << 20);
    huge << "x";
  }
  CHECK(project.run({"seed", "bad"}).status == 2);
  CHECK(project.scalar("select count(*) from \"user\"") == "0");
}

TEST_CASE("seed with pending migrations is refused unless it may migrate") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    REQUIRE(project.run({"migrate", "--to", "2"}).status == 0);
    const ProcessResult result = project.run({"seed", "dev"});
    CHECK(result.status == 5);
    CHECK_THAT(result.err, ContainsSubstring("3 loyalty"));
    CHECK(project.run({"seed", "dev", "--migrate"}).status == 0);
  }
}

TEST_CASE("a read-only SQLite file is refused and stays as it is") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  const std::string before = project.dir().read_file("test.db");
  namespace fs = std::filesystem;
  fs::permissions(project.dir().path(), fs::perms::all);
  fs::permissions(project.sqlite_file() + "-seedctl.lock", fs::perms::all);
  fs::permissions(project.sqlite_file(),
                  fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  const ProcessResult result = run_process(without_privileges({SEEDCTL_BINARY, "seed", "dev"}),
                                           project.dir().path(), {{"SEEDCTL_DATABASE_URL", project.url()}});
  INFO(result.err);
  CHECK(result.status == 1);
  CHECK_THAT(result.err, ContainsSubstring("test.db"));
  CHECK(project.dir().read_file("test.db") == before);
}

TEST_CASE("a full disk stops a seed and nothing of it stays") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  // A limit on the size of files stands in for a full disk: no write beyond it succeeds.
  std::vector<std::string> line{
      "/bin/bash", "-c",
      "ulimit -f 256; trap '' XFSZ; exec " + std::string(SEEDCTL_BINARY) + " seed perf --scale 0.05"};
  const ProcessResult result =
      run_process(line, project.dir().path(), {{"SEEDCTL_DATABASE_URL", project.url()}});
  INFO(result.err);
  CHECK(result.status == 1);
  CHECK(project.scalar("select count(*) from \"user\"") == "0");
  CHECK(project.scalar("pragma integrity_check") == "ok");
  CHECK(project.run({"seed", "dev"}).status == 0);
}

TEST_CASE("output that cannot be written is a failure") {
  const Project project(base::Engine::sqlite);
  std::vector<std::string> line{"/bin/bash", "-c", std::string(SEEDCTL_BINARY) + " generators > /dev/full"};
  CHECK(run_process(line, project.dir().path()).status == 1);
}

TEST_CASE("no password is ever printed") {
  const Project project(base::Engine::sqlite);
  const std::string secret = "s3cr3t-Pa55";
  for (const std::string& url :
       {"postgres://me:" + secret + "@127.0.0.1:1/x", "postgres://me:" + secret + "@127.0.0.1:port/x",
        "postgres:/me:" + secret + "@host/x", "postgres://me:" + secret + "@/x?host=/nowhere",
        "postgres://127.0.0.1:1/x?user=me&password=" + secret, "postgres://me:" + secret + "%zz@127.0.0.1/x",
        "postgres://me:" + secret, "postgres//me:" + secret + "@host", "potsgres://me:" + secret + "@host/x",
        "postgres://me:a@" + secret + "@[::1/x", "postgres://me:" + secret + "#x@host/x",
        "postgres://127.0.0.1:1/x?passwrod=" + secret, "postgres://127.0.0.1:1/x?sslpassword=" + secret})
    for (const std::vector<std::string>& command : {std::vector<std::string>{"migrate"},
                                                    {"status", "--json"},
                                                    {"check", "dev", "-v"},
                                                    {"reset", "dev"}}) {
      std::vector<std::string> arguments = command;
      arguments.insert(arguments.end(), {"--database", url});
      const ProcessResult result = project.run(arguments);
      INFO(url << "\n" << result.out << result.err);
      CHECK(result.status != 0);
      CHECK(result.out.find(secret) == std::string::npos);
      CHECK(result.err.find(secret) == std::string::npos);
    }
}
