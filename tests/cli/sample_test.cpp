// What `sample` shows of rows that no database holds yet.
#include <nlohmann/json.hpp>

#include "project.h"
#include "support/catch.h"

namespace seedctl::test {
namespace {

constexpr const char* kProfile = R"(as_of: 2025-02-18
tables:
  user:
    rows: 3
    columns:
      born: {value: 1990, virtual: true}
      age: {expr: "2025 - born"}
)";

TEST_CASE("sample shows virtual columns behind the table's where it is asked to") {
  const Project project(base::Engine::sqlite);
  project.dir().write_file("seeds/people.yaml", kProfile);
  REQUIRE(project.run({"migrate"}).status == 0);

  const nlohmann::json stored = project.json({"sample", "people"}).at("tables").at(0);
  CHECK(stored.at("columns").dump().find("born") == std::string::npos);
  const nlohmann::json all = project.json({"sample", "people", "--virtual"}).at("tables").at(0);
  CHECK(all.at("columns").back() == "born");
  CHECK(all.at("columns").size() == stored.at("columns").size() + 1);
  for (const nlohmann::json& row : all.at("rows")) CHECK(row.back() == 1990);
}

TEST_CASE("a sample and an export say which CHECKs are left to the database unless they are to be quiet") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine, Project::Content::empty);
    project.dir().write_file("migrations/0001_visit.sql",
                             "-- migrate:up\ncreate table page (id bigint primary key, size bigint);\n"
                             "create table visit (id bigint primary key, pages bigint not null,\n"
                             "  check (pages % 7 < 7), check (pages > 0), check (pages % 9 < 9));\n");
    project.dir().write_file("seeds/dev.yaml", "tables: {page: 2, visit: 2}\n");
    REQUIRE(project.run({"migrate"}).status == 0);
    const std::string note =
        "visit: a CHECK of pages is not understood: only the database can tell whether it holds\n";
    for (std::vector<std::string> command :
         {std::vector<std::string>{"sample"}, {"export", "--out", "/dev/stdout"}}) {
      INFO(command.front());
      const ProcessResult told = project.run(command);
      CHECK(told.status == 0);
      CHECK(told.err == note);
      CHECK(told.out.find("CHECK") == std::string::npos);
      command.emplace_back("--quiet");
      const ProcessResult quiet = project.run(command);
      CHECK(quiet.out == told.out);
      CHECK(quiet.err.empty());
    }
    CHECK(project.run({"sample", "--table", "page"}).err.empty());
  }
}

}  // namespace
}  // namespace seedctl::test
