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

}  // namespace
}  // namespace seedctl::test
