// The last day and today, as the command line says them: what was seeded is what a later check means.
#include "cli/project.h"
#include "support/catch.h"

namespace seedctl::test {
namespace {

const char* const kProfile =
    "as_of: 2025-02-18\n"
    "tables:\n"
    "  user: 10\n"
    "  bike: 5\n"
    "  rent:\n"
    "    per_day: {column: rent_start, from: 2025-02-14, to: 2025-02-15, rows: 4}\n"
    "    columns: {rent_end: {after: rent_start, by: [10m, 4h]}}\n";

void expect(const Project& project, const std::vector<std::string>& arguments, int status = 0) {
  const ProcessResult result = project.run(arguments);
  INFO(result.out << result.err);
  CHECK(result.status == status);
}

TEST_CASE("until adds days and the check that follows means them") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.dir().write_file("seeds/etl.yaml", kProfile);
    expect(project, {"migrate"});
    expect(project, {"seed", "etl"});
    CHECK(project.scalar("select count(*) from rent") == "8");
    expect(project, {"check", "etl"});

    const nlohmann::json day = project.json({"seed", "etl", "--until", "2025-02-20"});
    for (const nlohmann::json& table : day.at("tables"))
      CHECK(table.at("updated").get<int>() + table.at("deleted").get<int>() == 0);
    CHECK(project.scalar("select count(*) from rent") == "28");
    expect(project, {"check", "etl"});
    expect(project, {"check", "etl", "--until", "2025-02-20"});
    expect(project, {"check", "etl", "--until", "2025-02-21"}, 3);
    expect(project, {"check", "etl", "--as-of", "2025-02-21"}, 3);

    expect(project, {"reset", "etl", "--until", "2025-02-16", "--yes"});
    CHECK(project.scalar("select count(*) from rent") == "12");
    expect(project, {"check", "etl"});
    CHECK(project.json({"sample", "etl", "--until", "2025-02-17"}).at("tables").back().at("total") == 16);
  }
}

}  // namespace
}  // namespace seedctl::test
