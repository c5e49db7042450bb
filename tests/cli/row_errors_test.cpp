// A row that cannot be made: every command that meets it says the same, at the profile's line, and ends with
// the same status.
#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

constexpr const char* kMigration =
    "-- migrate:up\n"
    "create table visit (id bigint primary key, pages bigint not null, label varchar(8) not null,\n"
    "                    kind varchar(8) not null);\n";

struct BrokenRow {
  const char* column;   // under `columns`, in line 5
  const char* message;  // with its place
  const char* sqlstate;
};

// Each breaks in row 700, far behind the first ones.
const BrokenRow kBroken[] = {
    {"pages: {expr: \"100 / (700 - row)\"}", "seeds/broken.yaml:5:26: division by zero, in row 700\n",
     "22012"},
    {"pages: {expr: \"nullif(row, 700)\"}",
     "seeds/broken.yaml:5:21: the expression is NULL in row 700, but column pages is NOT NULL\n", ""},
    {"label: {template: \"{kind}\"}\n      kind: {expr: \"case when row = 700 then 'far too long' else '' "
     "end\"}",
     "seeds/broken.yaml:6:20: the expression makes 12 characters in row 700; column kind is "
     "text(8)\n",
     ""},
    {"kind: {expr: \"case when row = 700 then 'c' else 'a' end\"}\n      label: {match: kind, cases: {a: "
     "{value: x}}, else: {expr: \"(0 / (row - 700))::text\"}}",
     "division by zero, in row 700\n", "22012"},
};

void write_broken(const Project& project, const BrokenRow& broken) {
  project.dir().write_file("seeds/broken.yaml", "tables:\n  visit:\n    rows: 5000\n    columns:\n      " +
                                                    std::string(broken.column) + "\n");
}

}  // namespace

TEST_CASE("a row that cannot be made is the same error of the profile to every command") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine, Project::Content::empty);
    project.dir().write_file("migrations/0001_visit.sql", kMigration);
    REQUIRE(project.run({"migrate"}).status == 0);
    for (const BrokenRow& broken : kBroken) {
      write_broken(project, broken);
      std::string first;
      for (const std::vector<std::string>& command :
           {std::vector<std::string>{"sample", "broken", "--rows", "1000"},
            {"export", "broken", "--out", project.dir().file("rows")},
            {"explain", "visit:700", "--profile", "broken"},
            {"plan", "broken"},
            {"seed", "broken", "--dry-run"},
            {"seed", "broken"},
            {"reset", "broken", "--yes"}}) {
        const ProcessResult result = project.run(command);
        INFO(command.front() << " " << command.at(1) << "\n" << result.err);
        CHECK(result.status == 2);
        CHECK_THAT(result.err, ContainsSubstring(broken.message));
        // With the line, and its column.
        if (first.empty()) first = result.err.substr(0, result.err.find('^'));
        CHECK_THAT(result.err, ContainsSubstring(first + "^"));
      }
      CHECK(project.scalar("select count(*) from visit") == "0");
      const nlohmann::json error = project.json({"seed", "broken"}, 2).at("error");
      CHECK(error.at("code") == "profile");
      CHECK(error.at("file") == "seeds/broken.yaml");
      CHECK(error.at("sqlstate") == (*broken.sqlstate ? nlohmann::json(broken.sqlstate) : nlohmann::json()));
    }
  }
}

TEST_CASE("what the database refuses of a row stays an error of the operation") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine, Project::Content::empty);
    project.dir().write_file("migrations/0001_visit.sql", kMigration);
    REQUIRE(project.run({"migrate"}).status == 0);
    project.execute(
        engine == base::Engine::postgres
            ? "alter table visit add constraint odd check (pages * pages % 7 <> 1)"
            : "create trigger odd before insert on visit when new.pages * new.pages % 7 = 1 begin "
              "select raise(abort, 'odd'); end");
    project.dir().write_file("seeds/dev.yaml", "tables: {visit: 50}\n");
    const ProcessResult result = project.run({"seed", "dev"});
    INFO(result.err);
    CHECK(result.status == 1);
  }
}
