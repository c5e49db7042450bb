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

// As `sqlite3 -bail` and psql would run it.
void run_script(db::Connection& connection, const std::string& script) {
  for (std::size_t at = 0, end = 0; at < script.size(); at = end) {
    end = script.find(";\n", at) + 2;
    const std::string statement = script.substr(at, end - at);
    if (statement == "begin;\n")
      connection.begin(db::Connection::Access::write);
    else if (statement == "commit;\n")
      connection.commit();
    else
      connection.execute(statement);
  }
}

// By what the server makes of a document: with exact numbers in PostgreSQL, whose columns have types.
void load_json(db::Connection& connection, const std::string& table, const std::string& text) {
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    std::string names, cells;
    const nlohmann::json object = nlohmann::json::parse(line);
    for (const auto& [name, value] : object.items()) {
      names += (names.empty() ? "" : ", ") + quoted(name);
      cells += (cells.empty() ? "" : ", ") + ("json_extract($1, '$." + name + "')");
    }
    const std::vector<base::Value> document{line};
    connection.execute("insert into " + quoted(table) + " (" + names + ") select " +
                           (connection.engine() == base::Engine::postgres
                                ? names + " from json_populate_record(null::" + quoted(table) + ", $1::json)"
                                : cells),
                       document);
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

TEST_CASE("exported JSON lines loaded into either engine have the digests that seed recorded") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.json({"migrate"});
    const nlohmann::json seeded = project.json({"seed", "dev"});
    project.json({"export", "dev", "--format", "jsonl", "--out", "rows"});
    empty_tables(project);
    const auto connection = project.open();
    connection->begin(db::Connection::Access::write);
    for (const char* table : kTables)
      load_json(*connection, table,
                project.dir().read_file(std::string("rows/") + table + "/part-00000.jsonl"));
    connection->commit();
    expect_seeded(project, seeded);
  }
}

TEST_CASE("exported statements run by either engine parents first make what seed recorded") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.json({"migrate"});
    const nlohmann::json seeded = project.json({"seed", "dev"});
    const std::vector<std::string> command{
        "export", "dev", "--format", "sql", "--dialect", base::engine_name(engine), "--out"};
    auto to_device = command;
    to_device.emplace_back("/dev/stdout");
    auto to_folder = command;
    to_folder.insert(to_folder.end(), {"rows", "--partition-by", "user_id"});
    const ProcessResult script = project.run(to_device);
    REQUIRE(script.status == 0);
    const nlohmann::json exported = project.json(to_folder);
    const auto connection = project.open();
    empty_tables(project);
    run_script(*connection, script.out);
    expect_seeded(project, seeded);
    // Cut into folders the statements still say everything.
    empty_tables(project);
    for (const auto& table : exported.at("tables")) {
      const std::string name = table.at("table");
      for (const auto& entry :
           std::filesystem::recursive_directory_iterator(project.dir().file("rows/" + name)))
        if (entry.is_regular_file())
          run_script(*connection,
                     project.dir().read_file(entry.path().lexically_relative(project.dir().path()).string()));
    }
    expect_seeded(project, seeded);
  }
}

TEST_CASE("statements hold every type as seed stores it") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine, Project::Content::empty);
    const std::string bytes = engine == base::Engine::postgres ? "bytea" : "blob";
    project.dir().write_file("migrations/0001_typed.sql",
                             "-- migrate:up\ncreate table typed (id integer primary key, active boolean,"
                             " small smallint, big bigint, price numeric(12, 4), ratio double precision,"
                             " title text, day date, made timestamp, seen timestamp with time zone,"
                             " at time, span interval, ref uuid, doc json, payload " +
                                 bytes + ");\n");
    project.dir().write_file(
        "seeds/dev.yaml",
        "tables:\n  typed:\n    rows: 1200\n    columns:\n"
        "      title: {choice: [\"it's\", 'back\\slash', \"two\\nlines\", \"\"], nulls: 20%}\n"
        "      big: {between: [-9223372036854775808, -9223372036854775807]}\n");
    project.json({"migrate"});
    const nlohmann::json seeded = project.json({"seed", "dev"});
    const ProcessResult script = project.run(
        {"export", "dev", "--format", "sql", "--dialect", base::engine_name(engine), "--out", "/dev/stdout"});
    REQUIRE(script.status == 0);
    project.execute("delete from typed");
    run_script(*project.open(), script.out);
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
      {{"export", "dev", "--out", "x", "--format", "parquet"}, 2, "--format takes csv, jsonl or sql"},
      {{"export", "dev", "--out", "x", "--format", "sql"}, 2, "needs --dialect"},
      {{"export", "dev", "--out", "x", "--dialect", "sqlite"}, 2, "--dialect is of --format sql"},
      {{"export", "dev", "--out", "x", "--dialect", "postgress"}, 2, "did you mean \"postgres\""},
      {{"export", "dev", "--out", "x", "--partition-by", "rent_start:week"}, 2, ":day, :month or :year"},
      {{"export", "dev", "--out", "x", "--partition-by", "rent_begin"}, 2, "no table has a column"},
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
  CHECK(parse_csv(result.out).size() == 31);
}
