// What `explain` says of a row, without a database, is what `seed` stores, on every engine.
#include "cli/project.h"
#include "support/catch.h"

namespace seedctl::test {
namespace {

const char* const kEmployees =
    "-- migrate:up\ncreate table employee (id bigint primary key, name text not null, boss_id bigint "
    "references employee (id));\n-- migrate:down\ndrop table employee;\n";

const char* const kProfile =
    "seed: 7\nas_of: 2025-02-18\ntables:\n"
    "  user:\n    rows: 50\n    fixed: [{as: admin, name: Demo Admin, email: admin@example.com}]\n"
    "  bike: 10\n"
    "  rent:\n"
    "    per_day: {column: rent_start, from: 2025-02-14, to: 2025-02-17, rows: {between: [2, 6]}}\n"
    "    columns:\n"
    "      rent_end: {after: rent_start, by: [10m, 4h]}\n"
    "      rent_cost: {expr: \"round(bike_id.price / 10, 2)\"}\n"
    "  loyalty_event: {per: user, rows: {between: [0, 3]}}\n"
    "  employee: {rows: 30, columns: {name: full_name, boss_id: {ref: employee, nulls: 10%}}}\n"
    "  rent_landing:\n    rows: 100\n    key: rent_id\n    columns:\n      rent_id: sequence\n"
    "      rent_cost: {value: \"12.50\", dirty: {rate: 20%, values: [error, null]}}\n";

std::string quoted(const std::string& text, char quote) {
  std::string out(1, quote);
  for (const char c : text) out.append(c == quote ? 2 : 1, c);
  return out + quote;
}

// Compared by the engine, as the column's own type: both write decimals and moments in their own ways.
std::string count_of(const nlohmann::json& row) {
  std::string sql = "select count(*) from " + quoted(row.at("table"), '"');
  std::string before = " where ";
  for (const nlohmann::json& cell : row.at("cells")) {
    const nlohmann::json& value = cell.at("value");
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    sql +=
        before + quoted(cell.at("column"), '"') + (value.is_null() ? " is null" : " = " + quoted(text, '\''));
    before = " and ";
  }
  return sql;
}

void seed(const Project& project) {
  project.dir().write_file("migrations/0009_employees.sql", kEmployees);
  project.dir().write_file("seeds/firm.yaml", kProfile);
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"migrate"}, {"seed", "firm"}}) {
    const ProcessResult result = project.run(command);
    if (result.status != 0) throw std::runtime_error(result.err);
  }
}

const nlohmann::json& cell_of(const nlohmann::json& row, const std::string& column) {
  for (const nlohmann::json& cell : row.at("cells"))
    if (cell.at("column") == column) return cell;
  throw std::runtime_error("no cell " + column);
}

}  // namespace

TEST_CASE("explain agrees with the rows that seed stored") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    seed(project);
    const std::string event =
        project.scalar("select max(user_id) || '.1' from loyalty_event where event_no = 1");
    for (const std::string& address :
         {std::string("bike:3"), std::string("user:1"), std::string("user:admin"), std::string("user:50"),
          std::string("rent:1"), std::string("rent:2025-02-15.2"), std::string("rent:2025-02-17.1"),
          "loyalty_event:" + event, std::string("employee:1"), std::string("employee:17"),
          std::string("employee:30"), std::string("rent_landing:4"), std::string("rent_landing:5"),
          std::string("rent_landing:6")}) {
      const nlohmann::json document = project.json({"explain", address, "firm", "--depth", "20"});
      CHECK(document.at("profile") == "firm");
      CHECK(document.at("rows").at(0).at("table") == address.substr(0, address.find(':')));
      for (const nlohmann::json& row : document.at("rows")) {
        INFO(address << " " << count_of(row));
        CHECK(project.scalar(count_of(row)) == "1");
      }
    }
  }
}

TEST_CASE("explain needs no database and is the same from every engine's schema") {
  const Project sqlite(base::Engine::sqlite), postgres(base::Engine::postgres);
  for (const Project* project : {&sqlite, &postgres}) {
    REQUIRE(project->run({"migrate"}).status == 0);
    CHECK(project->run({"explain", "rent:17"}, {{"SEEDCTL_DATABASE_URL", "sqlite:none.db"}}).status == 0);
  }
  CHECK(sqlite.run({"explain", "rent:17"}).out == postgres.run({"explain", "rent:17"}).out);
  CHECK(sqlite.run({"explain", "rent:17", "--json"}).out ==
        postgres.run({"explain", "rent:17", "--json"}).out);
}

TEST_CASE("explain follows references as deep as it is asked to") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  const auto rows = [&](const std::vector<std::string>& arguments) {
    return project.json(arguments).at("rows");
  };
  CHECK(rows({"explain", "rent:17", "--depth", "0"}).size() == 1);
  const nlohmann::json found = rows({"explain", "rent:17", "--profile", "dev"});
  REQUIRE(found.size() == 3);
  CHECK(found.at(1).at("table") == "user");
  CHECK(found.at(2).at("table") == "bike");
  CHECK(cell_of(found.at(0), "user_id").at("refers_to") ==
        nlohmann::json{{"table", "user"}, {"row", found.at(1).at("row")}});
  CHECK(cell_of(found.at(0), "user_id").at("key").get<std::string>().size() == 16);
  CHECK(rows({"explain", "rent:17", "perf"}) != found);
  const nlohmann::json larger = rows({"explain", "rent:501", "--scale", "2"});
  CHECK(larger.at(0).at("row") == "501");
}

TEST_CASE("explain prints what people ask about a row") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  const ProcessResult result = project.run({"explain", "rent:17"});
  CHECK(result.status == 0);
  for (const char* words :
       {"Profile dev, seed 42, as of 2025-02-18", "rent:17, of 500 rows", "inferred: primary key",
        "seeds/base.yaml:", "{ref: bike, pick: {zipf: 1.1}} -> bike:", "; rent_start = 2025-02-1", "; bike_id.price = "})
    CHECK_THAT(result.out, ContainsSubstring(words));
  CHECK_THAT(project.run({"explain", "user:1", "ci"}).out, ContainsSubstring("user:1"));
  CHECK_THAT(project.run({"explain", "user:admin"}).out, ContainsSubstring("user:admin, of 100 rows"));
}

TEST_CASE("what explain cannot find is an error in the input") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  const struct {
    std::vector<std::string> arguments;
    const char* words;
  } cases[] = {
      {{"explain"}, "TABLE:ROW"},
      {{"explain", "rent"}, "a row's address is TABLE:ROW, such as rent:17, not \"rent\""},
      {{"explain", "rent:"}, "a row's address is TABLE:ROW"},
      {{"explain", ":5"}, "a row's address is TABLE:ROW"},
      {{"explain", "rents:5"}, "the profile dev makes no table \"rents\" (did you mean \"rent\"?)"},
      {{"explain", "rent:501"}, "table rent has no row 501: the last of its 500 rows is rent:500"},
      {{"explain", "rent:x"}, "\"x\" is no address of a row of table rent"},
      {{"explain", "rent:1", "dve"}, "dve"},
      {{"explain", "rent:1", "dev", "--profile", "perf"}, "two profiles are named"},
      {{"explain", "rent:1", "--depth", "-1"}, "--depth"},
  };
  for (const auto& c : cases) {
    const ProcessResult result = project.run(c.arguments);
    CHECK(result.status == 2);
    CHECK_THAT(result.err, ContainsSubstring(c.words));
  }
  std::filesystem::remove(project.dir().file("schema.lock.json"));
  CHECK_THAT(project.run({"explain", "rent:1"}).err, ContainsSubstring("`seedctl migrate` writes it"));
}

}  // namespace seedctl::test
