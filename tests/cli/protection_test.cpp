// Destruction is refused on databases that are not local, and asked about everywhere else.
#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

TEST_CASE("destructive commands are refused on a database that is not local whatever is said") {
  const Project project(base::Engine::sqlite);
  for (const std::vector<std::string>& command : {std::vector<std::string>{"reset", "dev", "--yes"},
                                                  {"rollback", "--yes"},
                                                  {"rollback", "--to", "0", "--yes"},
                                                  {"seed", "dev"}})
    for (const char* url : {"postgres://me@db.example.com/app", "postgres://me@127.0.0.1,10.0.0.5/app",
                            "postgres://me@localhost/app?hostaddr=10.0.0.5", "postgres:///app?service=far"}) {
      std::vector<std::string> arguments = command;
      arguments.insert(arguments.end(), {"-d", url});
      const ProcessResult result = project.run(arguments);
      INFO(url << " " << result.err);
      CHECK(result.status == 5);
      CHECK_THAT(result.err, ContainsSubstring("refused"));
    }
  CHECK(project.run({"reset", "dev", "--yes", "-d", "postgres:///app"}, {{"PGHOST", "10.0.0.5"}}).status ==
        5);
}

TEST_CASE("reset is refused on the databases of the server itself however they are named") {
  const Project project(base::Engine::postgres);
  const db::Url server = db::parse_url(project.url());
  const std::string place = "?host=" + server.host + "&port=" + server.port;
  for (const char* database : {"postgres", "template0", "template1"}) {
    const ProcessResult result =
        project.run({"reset", "ci", "--yes", "-d", "postgres:///" + std::string(database) + place});
    INFO(result.err);
    CHECK(result.status == 5);
    CHECK_THAT(result.err, ContainsSubstring(std::string(database) + " is a database of the server itself"));
  }
  // libpq takes the user's name where the URL names no database.
  const ProcessResult unnamed =
      project.run({"reset", "ci", "--yes", "-d", "postgres://postgres@/" + place}, {{"PGDATABASE", ""}});
  INFO(unnamed.err);
  CHECK(unnamed.status == 5);
  CHECK_THAT(unnamed.err, ContainsSubstring("postgres is a database of the server itself"));
}

TEST_CASE("destructive commands need a yes where nobody can be asked") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    REQUIRE(project.run({"migrate"}).status == 0);
    REQUIRE(project.run({"seed", "ci"}).status == 0);
    for (const std::vector<std::string>& command : {std::vector<std::string>{"reset", "ci"}, {"rollback"}}) {
      const ProcessResult result = project.run(command);
      INFO(result.err);
      CHECK(result.status == 5);
      CHECK_THAT(result.err, ContainsSubstring("--yes"));
    }
    CHECK(project.scalar("select count(*) from \"user\"") == "10");
    CHECK(project.run({"rollback", "--dry-run"}).status == 0);
    CHECK(project.json({"status"}).at("applied").size() == 3);
  }
}

TEST_CASE("the config marks targets as protected or disposable however they are named") {
  const Project project(base::Engine::postgres);
  REQUIRE(project.run({"migrate"}).status == 0);
  project.dir().write_file("seedctl.yaml", "environments:\n  shared:\n    url: \"" + project.url() +
                                               "\"\n    protected: true\n    disposable: true\n");
  CHECK(project.run({"reset", "dev", "--yes"}).status == 5);
  CHECK(project.run({"reset", "dev", "--yes", "--env", "shared"}).status == 5);
  CHECK(project.run({"seed", "dev"}).status == 5);
  CHECK(project.run({"status"}).status == 0);
  project.dir().write_file("seedctl.yaml", "environments:\n  shared:\n    url: \"" + project.url() +
                                               "\"\n    protected: true\n    allow: [seed]\n");
  CHECK(project.run({"seed", "ci"}).status == 0);
  CHECK(project.run({"reset", "ci", "--yes"}).status == 5);
}

TEST_CASE("no other name and no variable leads around a protection") {
  const Project project(base::Engine::postgres);
  REQUIRE(project.run({"migrate"}).status == 0);
  REQUIRE(project.run({"seed", "ci"}).status == 0);
  const db::Url url = db::parse_url(project.url());
  project.dir().write_file("seedctl.yaml",
                           "environments:\n  prod:\n    url: \"" + project.url() +
                               "\"\n    protected: true\n  mine:\n    url: postgres://localhost/prod\n"
                               "    disposable: true\n");
  const std::vector<std::pair<std::string, std::map<std::string, std::string>>> names{
      {"postgres://", {{"PGHOST", url.host}, {"PGUSER", url.user}, {"PGDATABASE", url.database}}},
      {"postgres://localhost/" + url.database, {}},
      {"postgres://127.0.0.1/" + url.database, {}},
      {"postgres://[::1]/" + url.database, {}},
      {"postgres:///" + url.database + "?host=/somewhere/else", {}},
      {"postgres://localhost/app", {{"PGHOSTADDR", "192.0.2.1"}}},
      {"postgres://localhost/app?hostaddr=", {{"PGHOSTADDR", "192.0.2.1"}}},
      {"postgres://localhost/app", {{"PGSERVICE", "far"}}},
      {"postgres://localhost/prod?hostaddr=192.0.2.1", {}},
      {"postgres:///prod?service=far", {}},
  };
  for (const auto& [name, variables] : names) {
    const ProcessResult result = project.run({"reset", "ci", "--yes", "-d", name}, variables);
    INFO(name << " " << result.err);
    CHECK(result.status == 5);
  }
  CHECK(project.scalar("select count(*) from rent") == "40");
  // Only the process itself may say that it runs in a container, not a file of the project.
  project.dir().write_file(".env", "SEEDCTL_DISPOSABLE=1\n");
  CHECK(project.run({"reset", "ci", "--yes", "-d", "postgres://u@192.0.2.1/prod"}).status == 5);
}

TEST_CASE("the database is chosen in the documented order") {
  const Project project(base::Engine::sqlite);
  const auto database_of = [&](const std::vector<std::string>& more,
                               std::map<std::string, std::string> variables) {
    std::vector<std::string> arguments{"status", "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    variables.emplace("SEEDCTL_DATABASE_URL", "");
    const ProcessResult result = project.run(arguments, variables);
    INFO(result.err);
    REQUIRE(result.status == 0);
    return nlohmann::json::parse(result.out).at("database").get<std::string>();
  };
  CHECK(database_of({}, {}) == "sqlite:seedctl.db");
  CHECK(database_of({}, {{"DATABASE_URL", "sqlite:url.db"}}) == "sqlite:url.db");
  project.dir().write_file(".env", "DATABASE_URL=sqlite:dotenv.db\n");
  CHECK(database_of({}, {}) == "sqlite:dotenv.db");
  CHECK(database_of({}, {{"DATABASE_URL", "sqlite:url.db"}}) == "sqlite:url.db");
  project.dir().write_file(
      "seedctl.yaml",
      "database: sqlite:${NAME:-config}.db\nenvironments: {other: {url: \"sqlite:other.db\"}}\n");
  CHECK(database_of({}, {{"DATABASE_URL", "sqlite:url.db"}}) == "sqlite:config.db");
  CHECK(database_of({}, {{"NAME", "named"}}) == "sqlite:named.db");
  CHECK(database_of({}, {{"SEEDCTL_DATABASE_URL", "sqlite:seedctl-url.db"}}) == "sqlite:seedctl-url.db");
  CHECK(database_of({"--env", "other"}, {{"SEEDCTL_DATABASE_URL", "sqlite:seedctl-url.db"}}) ==
        "sqlite:other.db");
  CHECK(database_of({"--env", "other", "-d", "sqlite:flag.db"}, {}) == "sqlite:flag.db");
}

TEST_CASE("the config is found from any folder below it") {
  const Project project(base::Engine::sqlite);
  project.dir().write_file("seedctl.yaml",
                           "environments: {here: {url: \"sqlite:test.db\", protected: true}}\n");
  for (const char* below : {"a", "a/b", "a/b/c"}) {
    INFO(below);
    std::filesystem::create_directories(project.dir().file(below));
    const ProcessResult result =
        run_process({SEEDCTL_BINARY, "reset", "dev", "--yes"}, project.dir().file(below),
                    {{"SEEDCTL_DATABASE_URL", project.url()}});
    INFO(result.err);
    CHECK(result.status == 5);
    CHECK(run_process({SEEDCTL_BINARY, "migrate"}, project.dir().file(below),
                      {{"SEEDCTL_DATABASE_URL", project.url()}})
              .status == 0);
  }
  std::filesystem::remove(project.dir().file("seedctl.yaml"));
  std::filesystem::create_directory(project.dir().file("seedctl.yaml"));
  CHECK(project.run({"status"}).status == 2);
}

TEST_CASE("a config that is wrong says where") {
  const Project project(base::Engine::sqlite);
  struct Case {
    const char* text;
    const char* message;
  };
  for (const Case& item : std::vector<Case>{
           {"databse: sqlite:x.db\n",
            "seedctl.yaml:1:1: unknown key \"databse\" in the config (did you mean \"database\"?)"},
           {"layout: flyway\n", "seedctl.yaml:1:1: unknown key \"layout\""},
           {"database: ${NOT_SET_HERE}\n", "seedctl.yaml:1:11: the variable NOT_SET_HERE is not set"},
           {"environments: {a: {urll: x}}\n", "unknown key \"urll\""},
           {"environments: {a: {protected: maybe}}\n", "protected must be true or false"},
           {"tables: {history: a, ledger: a}\n", "two different names"},
           {"- a\n", "the config must be a map"}}) {
    project.dir().write_file("seedctl.yaml", item.text);
    const ProcessResult result = project.run({"status"}, {{"SEEDCTL_DATABASE_URL", ""}});
    INFO(item.text << result.err);
    CHECK(result.status == 2);
    CHECK_THAT(result.err, ContainsSubstring(item.message));
  }
  project.dir().write_file("seedctl.yaml", "");
  project.dir().write_file(".env", "A='not closed secret\n");
  const ProcessResult result = project.run({"status"});
  CHECK(result.status == 2);
  CHECK(result.err.find("secret") == std::string::npos);
}
