// Exported files put into a database are what `seed` would have put there: the digests say so.
#include <filesystem>

#include "cli/csv.h"
#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const char* const kTables[] = {"user", "bike", "rent", "loyalty_event", "rent_landing"};

std::string quoted(const std::string& table) { return "\"" + table + "\""; }

void empty_tables(const Project& project) {
  for (const char* table : {"rent", "loyalty_event", "user", "bike", "rent_landing"})
    project.execute("delete from " + quoted(table));
}

// The first line names the columns.
void load_csv(db::Connection& connection, const std::string& table, const std::string& text) {
  const std::string columns = text.substr(0, text.find('\n'));
  if (connection.engine() == base::Engine::postgres) {
    connection.copy_in("copy " + quoted(table) + " (" + columns + ") from stdin (format csv, header)", text);
    return;
  }
  auto rows = parse_csv(text);
  rows.erase(rows.begin());
  for (const CsvRow& row : rows) {
    std::vector<base::Value> values;
    std::string places;
    for (const auto& field : row) {
      values.push_back(field ? base::Value(*field) : base::Value(base::Null{}));
      places += (places.empty() ? "$" : ", $") + std::to_string(values.size());
    }
    connection.execute("insert into " + quoted(table) + " (" + columns + ") values (" + places + ")", values);
  }
}

void expect_seeded(const Project& project, const nlohmann::json& seeded) {
  const nlohmann::json checked = project.json({"check", "dev"});
  CHECK(checked.at("failed") == 0);
  for (const auto& table : seeded.at("tables")) {
    INFO(table.dump());
    bool found = false;
    for (const auto& other : checked.at("tables")) {
      if (other.at("table") != table.at("table")) continue;
      found = true;
      CHECK(other.at("digest") == table.at("digest"));
      CHECK(other.at("rows") == table.at("rows"));
    }
    CHECK(found);
  }
}

}  // namespace

TEST_CASE("an exported CSV loaded into either engine has the digests that seed recorded") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.json({"migrate"});
    const nlohmann::json seeded = project.json({"seed", "dev"});
    const nlohmann::json exported = project.json({"export", "dev", "--out", "rows"});
    CHECK(exported.at("tables").size() == seeded.at("tables").size());
    empty_tables(project);
    const auto connection = project.open();
    connection->begin(db::Connection::Access::write);
    for (const char* table : kTables)
      load_csv(*connection, table, project.dir().read_file(std::string("rows/") + table + "/part-00000.csv"));
    connection->commit();
    expect_seeded(project, seeded);
  }
}

TEST_CASE("an export needs no database and answers for its arguments") {
  const Project project(base::Engine::sqlite);
  CHECK(project.run({"export", "dev", "--out", "rows"}).err.find("there is no schema.lock.json") !=
        std::string::npos);
  project.json({"migrate"});
  std::filesystem::remove(project.sqlite_file());
  CHECK(project.run({"export", "dev", "--out", "rows"}).status == 0);
  CHECK(!project.dir().exists("test.db"));

  struct Row {
    std::vector<std::string> arguments;
    int status;
    const char* error;
  };
  const Row rows[] = {
      {{"export", "dev"}, 2, "--out is missing"},
      {{"export", "dev", "--out", "x", "--format", "parquet"}, 2, "--format takes csv"},
      {{"export", "dev", "--out", "x", "--shard", "4/3"}, 2, "--shard takes K/N"},
      {{"export", "dev", "--out", "x", "--shard", "0/3"}, 2, "--shard takes K/N"},
      {{"export", "dev", "--out", "x", "--jobs", "0"}, 2, "--jobs takes 1 to"},
      {{"export", "dev", "--out", "x", "--only", "rents"}, 2, "did you mean \"rent\""},
      {{"export", "dev", "--out", "rows"}, 5, "Replace what an earlier export made in rows?"},
      {{"export", "dev", "--out", "/dev/full"}, 1, "No space left on device"},
  };
  for (const Row& row : rows) {
    INFO(row.error);
    const ProcessResult result = project.run(row.arguments);
    CHECK(result.status == row.status);
    CHECK(result.err.find(row.error) != std::string::npos);
  }
}

TEST_CASE("an export to a device prints the rows and nothing else") {
  const Project project(base::Engine::sqlite);
  project.json({"migrate"});
  const ProcessResult result = project.run({"export", "ci", "--only", "bike", "--out", "/dev/stdout"});
  CHECK(result.status == 0);
  CHECK(parse_csv(result.out).size() == 6);
}
