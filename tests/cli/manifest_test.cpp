// The manifest of known dirt as a program's output: lines of JSON, all rows, no database.
#include <sstream>

#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const std::string kProfile =
    "seed: 1\ntables:\n  rent_landing:\n    rows: 20_000\n    key: rent_id\n    columns:\n"
    "      rent_id: sequence\n"
    "      rent_cost: {value: \"12.50\", dirty: {rate: 2%, values: [error, null]}}\n";

std::vector<nlohmann::json> lines_of(const std::string& text) {
  std::vector<nlohmann::json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

}  // namespace

TEST_CASE("sample --manifest lists every dirty cell as a line of JSON") {
  const Project project(base::Engine::sqlite);
  project.dir().write_file("seeds/landing.yaml", kProfile);
  REQUIRE(project.run({"migrate"}).status == 0);
  std::filesystem::remove(project.sqlite_file());

  const ProcessResult printed = project.run({"sample", "landing", "--manifest"});
  REQUIRE(printed.status == 0);
  const auto lines = lines_of(printed.out);
  REQUIRE(lines.size() == 400);
  std::size_t nulls = 0;
  for (const nlohmann::json& line : lines) {
    CHECK(line.at("table") == "rent_landing");
    CHECK(line.at("column") == "rent_cost");
    CHECK(line.at("clean") == "12.50");
    CHECK(line.at("row") == std::to_string(line.at("key").at("rent_id").get<int>()));
    const bool is_null = line.at("kind") == "null";
    CHECK(line.at("value") == (is_null ? nlohmann::json() : nlohmann::json("error")));
    nulls += is_null ? 1 : 0;
  }
  CHECK(nulls > 150);
  CHECK(nulls < 250);

  const nlohmann::json document = project.json({"sample", "landing", "--manifest", "--out", "dirt.jsonl"});
  CHECK(document.at("manifest") == nlohmann::json{{"file", "dirt.jsonl"}, {"cells", 400}});
  CHECK(project.dir().read_file("dirt.jsonl") == printed.out);
}

TEST_CASE("the landing profile is dirty on every engine where its manifest says") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    REQUIRE(project.run({"migrate"}).status == 0);
    const ProcessResult seeded = project.run({"seed", "etl"});
    CHECK(seeded.status == 0);
    CHECK(project.json({"check", "etl"}).at("failed") == 0);
    const auto lines = lines_of(project.run({"sample", "etl", "--manifest"}).out);
    std::size_t nulls = 0;
    for (const nlohmann::json& line : lines)
      nulls += line.at("column") == "rent_end" && line.at("kind") == "null" ? 1U : 0U;
    CHECK(project.scalar("select count(*) from rent_landing where rent_end is null") ==
          std::to_string(nulls));

    project.execute("update rent_landing set rent_cost = 'N/A' where rent_id = 4");
    const nlohmann::json found = project.json({"check", "etl"}, 3);
    CHECK_THAT(found.at("findings").dump(), ContainsSubstring("rent_landing:2025-02-14.4 holds"));
    CHECK(project.json({"seed", "etl"}).at("tables").at(0).at("updated") == 1);
  }
}

TEST_CASE("a manifest that cannot be shown is refused") {
  const Project project(base::Engine::sqlite);
  project.dir().write_file("seeds/landing.yaml", kProfile);
  REQUIRE(project.run({"migrate"}).status == 0);
  const struct {
    std::vector<std::string> arguments;
    int status;
    const char* words;
  } cases[] = {
      {{"sample", "landing", "--manifest", "--json"}, 2, "with --json stdout is one document"},
      {{"sample", "landing", "--out", "dirt.jsonl"}, 2, "--out is for --manifest"},
      {{"sample", "landing", "--manifest", "--virtual"}, 2, "--virtual is not for --manifest"},
      {{"sample", "landing", "--manifest", "--table", "rents"}, 2, "makes no table \"rents\""},
      {{"sample", "landing", "--manifest", "--out", "no/such/folder"}, 1, "can't write no/such/folder"},
  };
  for (const auto& c : cases) {
    const ProcessResult result = project.run(c.arguments);
    CHECK(result.status == c.status);
    CHECK_THAT(result.err + result.out, ContainsSubstring(c.words));
  }
  CHECK(project.run({"sample", "ci", "--manifest"}).out.empty());
}
