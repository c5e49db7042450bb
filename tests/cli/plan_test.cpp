// `plan` says beforehand what migrate and seed then do, and writes nothing.
#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// What a plan or a run says of each table: "user +100 ~0 -0 =0".
std::string counts_of(const nlohmann::json& document) {
  std::string text;
  for (const nlohmann::json& table : document.at("tables"))
    text += table.at("table").get<std::string>() + " +" + table.at("inserted").dump() + " ~" +
            table.at("updated").dump() + " -" + table.at("deleted").dump() + " =" +
            table.at("unchanged").dump() + "\n";
  return text;
}

const nlohmann::json& column_of(const nlohmann::json& document, const std::string& table,
                                const std::string& name) {
  for (const nlohmann::json& entry : document.at("made")) {
    if (entry.at("table") != table) continue;
    for (const nlohmann::json& column : entry.at("columns"))
      if (column.at("column") == name) return column;
  }
  throw std::runtime_error("no column " + table + "." + name);
}

// Of each table of seedctl's own and the profile's; what is not there yet counts too.
std::string tables_in(const Project& project) {
  return project.scalar(
      project.engine() == base::Engine::postgres
          ? "select coalesce(string_agg(relname, ' ' order by relname), '') from pg_class where relkind = "
            "'r' and relnamespace = 'public'::regnamespace"
          : "select coalesce(group_concat(name, ' '), '') from sqlite_master where type = 'table'");
}

}  // namespace

TEST_CASE("a plan counts what the run then does at every step of a project") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    REQUIRE(project.run({"migrate"}).status == 0);
    const auto agree = [&](const std::vector<std::string>& arguments) {
      std::vector<std::string> plan{"plan"}, dry{"seed"}, seed{"seed"};
      for (std::vector<std::string>* line : {&plan, &dry, &seed})
        line->insert(line->end(), arguments.begin(), arguments.end());
      dry.emplace_back("--dry-run");
      const std::string tables = tables_in(project);
      nlohmann::json planned = project.json(plan);
      CHECK(planned.at("pending").empty());
      planned.erase("pending");
      CHECK(planned == project.json(dry));
      CHECK(project.run(plan).out == project.run(dry).out);
      CHECK(tables_in(project) == tables);
      CHECK(counts_of(planned) == counts_of(project.json(seed)));
      CHECK(counts_of(project.json(plan)).find("+0 ~0 -0") != std::string::npos);
      plan.emplace_back("--exit-code");
      CHECK(project.run(plan).status == 0);
    };
    agree({"dev"});
    agree({"dev", "--scale", "2"});
    agree({"dev", "--scale", "2", "--only", "loyalty_event", "--keep-referenced"});
    agree({"ci"});
    CHECK(project.run({"plan", "dev", "--exit-code"}).status == 3);
    CHECK(project.json({"plan"}).at("profile") == "ci");
  }
}

TEST_CASE("before the first migration a plan counts what an empty database would get") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    // Without a lock file nobody knows the tables.
    const nlohmann::json unknown = project.json({"plan"});
    CHECK(unknown.at("profile") == "dev");
    CHECK(unknown.at("pending").size() == 3);
    CHECK(unknown.at("pending").at(2) == nlohmann::json{{"version", 3}, {"name", "loyalty"}});
    CHECK(unknown.at("tables").is_null());
    CHECK_THAT(unknown.at("note").get<std::string>(), ContainsSubstring("schema.lock.json yet"));
    CHECK(project.run({"plan", "--exit-code"}).status == 3);

    const Project other(base::Engine::sqlite);
    REQUIRE(other.run({"migrate"}).status == 0);
    std::filesystem::copy(other.dir().file("schema.lock.json"), project.dir().file("schema.lock.json"));
    const nlohmann::json planned = project.json({"plan", "dev"});
    CHECK(planned.at("pending").size() == 3);
    const ProcessResult text = project.run({"plan", "dev"});
    CHECK_THAT(text.out, ContainsSubstring("would apply 1 rental\nwould apply 2 rent_landing\n"));
    if (engine == base::Engine::sqlite)
      CHECK(!std::filesystem::exists(project.sqlite_file()));
    else
      CHECK(tables_in(project).empty());

    REQUIRE(project.run({"migrate"}).status == 0);
    CHECK(counts_of(planned) == counts_of(project.json({"seed", "dev"})));
  }
}

TEST_CASE("what pending migrations make of rows that are there is not guessed") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    REQUIRE(project.run({"migrate"}).status == 0);
    REQUIRE(project.run({"seed", "dev"}).status == 0);
    project.dir().write_file("migrations/0004_coupon.sql",
                             "-- migrate:up\ncreate table coupon (id bigint primary key);\n");
    const nlohmann::json planned = project.json({"plan"});
    CHECK(planned.at("pending") == nlohmann::json::array({{{"version", 4}, {"name", "coupon"}}}));
    CHECK(planned.at("tables").is_null());
    CHECK_THAT(planned.at("note").get<std::string>(), ContainsSubstring("pending migrations"));
    CHECK(project.run({"plan", "--exit-code"}).status == 3);

    // A profile that only fits what they make is no error.
    project.dir().write_file("seeds/coupon.yaml", "tables: {coupon: 5}\n");
    CHECK_THAT(project.json({"plan", "coupon"}).at("note").get<std::string>(),
               ContainsSubstring("seeds/coupon.yaml:1:10"));
    REQUIRE(project.run({"migrate"}).status == 0);
    CHECK(counts_of(project.json({"plan", "coupon"})) == "coupon +5 ~0 -0 =0\n");
    CHECK(project.run({"plan", "dev", "--exit-code"}).status == 0);
  }
}

TEST_CASE("plan --verbose says of each column what was chosen and why") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    project.dir().write_file(
        "seeds/why.yaml",
        "tables:\n  user: 20\n  bike: 5\n  rent:\n    rows: 50\n    on_conflict: keep\n    columns:\n"
        "      bike_id: {ref: bike, pick: {zipf: 1.1}}\n"
        "      length: {between: [10, 90], virtual: true}\n      rent_start: {between: [2025-02-14, "
        "2025-02-17]}\n"
        "      rent_end: {expr: \"rent_start + length * interval '1 minute'\"}\n"
        "  loyalty_event: {per: user, rows: {between: [0, 3]}}\n");
    REQUIRE(project.run({"migrate"}).status == 0);
    const nlohmann::json planned = project.json({"plan", "why", "--verbose"});
    const nlohmann::json& made = planned.at("made");
    REQUIRE(made.size() == 4);
    for (const nlohmann::json& table : made) {
      CHECK(table.at("recipe") == "loaded into the empty table");
      CHECK(table.at("on_conflict") == (table.at("table") == "rent" ? "keep" : "refuse"));
    }
    const struct {
      const char *table, *column, *key;
      nlohmann::json value;
    } facts[] = {
        {"user", "age", "generator", "between"},
        {"user", "email", "inferred", "named email, unique by the row's number"},
        {"user", "email", "unique", "UNIQUE (email)"},
        {"loyalty_event", "user_id", "unique", "PRIMARY KEY (user_id, event_no)"},
        {"loyalty_event", "event_no", "unique", "PRIMARY KEY (user_id, event_no)"},
        {"loyalty_event", "points", "unique", nullptr},
        {"rent", "id", "inferred", "primary key"},
        {"rent", "user_id", "inferred", "foreign key to user"},
        {"rent", "user_id", "policy", "uniform over user"},
        {"rent", "bike_id", "inferred", nullptr},
        {"rent", "bike_id", "written", "{ref: bike, pick: {zipf: 1.1}}"},
        {"rent", "bike_id", "policy", "zipf over bike"},
        {"rent", "bike_id", "line", 8},
        {"rent", "length", "policy", nullptr},
        {"loyalty_event", "user_id", "policy", "the row's own user"},
    };
    for (const auto& fact : facts) {
      INFO(fact.table << "." << fact.column << " " << fact.key);
      CHECK(column_of(planned, fact.table, fact.column).at(fact.key) == fact.value);
    }
    const ProcessResult text = project.run({"plan", "why", "--verbose"});
    for (const char* words :
         {"rent: 50 rows, matched by id, on_conflict: keep; loaded into the empty table",
          "{ref: bike, pick: {zipf: 1.1}}: zipf over bike", "inferred: primary key (seeds/why.yaml:4:3)",
          "seeds/why.yaml:8:7", "UNIQUE (email)"})
      CHECK_THAT(text.out, ContainsSubstring(words));
    CHECK(project.run({"plan", "why"}).out.find("matched by") == std::string::npos);
    REQUIRE(project.run({"seed", "why"}).status == 0);
    CHECK(project.json({"plan", "--verbose"}).at("made").at(0).at("recipe") == "compared, nothing to write");
  }
}

TEST_CASE("several profiles are planned each by itself and an error keeps those before it") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  const nlohmann::json both = project.json({"plan", "ci", "etl"});
  REQUIRE(both.at("profiles").size() == 2);
  CHECK(both.at("pending").empty());
  CHECK(both.at("profiles").at(0).at("profile") == "ci");
  CHECK(both.at("profiles").at(1).at("tables").at(0).at("inserted") == 5404);

  project.dir().write_file("seeds/late.yaml", "tables: {usr: 5}\n");
  const nlohmann::json failed = project.json({"plan", "ci", "late"}, 2);
  REQUIRE(failed.at("profiles").size() == 1);
  CHECK(failed.at("profiles").at(0).at("profile") == "ci");
  CHECK(failed.at("pending").empty());
  CHECK(failed.at("error").at("file") == "seeds/late.yaml");
}

TEST_CASE("what cannot be planned is refused as the commands would refuse it") {
  const Project project(base::Engine::sqlite);
  REQUIRE(project.run({"migrate"}).status == 0);
  REQUIRE(project.run({"seed", "ci"}).status == 0);
  project.execute("insert into bike (id, model, type, price) values (31, 'Mine', 'road', 500)");
  project.dir().write_file("seeds/grown.yaml", "tables: {bike: 31}\n");
  const struct {
    std::vector<std::string> arguments;
    int status;
    const char* words;
  } cases[] = {
      {{"plan", "dve"}, 2, "dve"},
      {{"plan", "--scale", "0"}, 2, "--scale takes a number above 0"},
      {{"plan", "ci", "--only", "bikes"}, 2, "makes no table \"bikes\" (did you mean \"bike\"?)"},
      {{"plan", "--as-of", "soon"}, 2, "--as-of"},
      {{"plan", "--exitcode"}, 2, "did you mean \"--exit-code\"?"},
      {{"plan", "-d", "sqlite::memory:"}, 2, "sqlite::memory:"},
      {{"plan", "grown"}, 5, "id = 31"},
  };
  for (const auto& c : cases) {
    const ProcessResult result = project.run(c.arguments);
    INFO(result.out << result.err);
    CHECK(result.status == c.status);
    CHECK_THAT(result.err, ContainsSubstring(c.words));
  }
  project.dir().write_file("migrations/0002_rent_landing.sql",
                           "-- migrate:up\ncreate table other (id int);\n");
  const ProcessResult changed = project.run({"plan"});
  CHECK(changed.status == 1);
  CHECK_THAT(changed.err, ContainsSubstring("0002_rent_landing was changed"));

  const Project foreign(base::Engine::sqlite);
  drivers::open(db::parse_url(foreign.url()), {.create = true})->execute("create table theirs (id int)");
  const ProcessResult refused = foreign.run({"plan"});
  CHECK(refused.status == 5);
  CHECK_THAT(refused.err, ContainsSubstring("seedctl baseline"));
}

TEST_CASE("what was applied and is no longer what its file says stops plan and seed alike") {
  for (const base::Engine engine : kEngines) {
    const Project project(engine);
    REQUIRE(project.run({"migrate"}).status == 0);
    const std::string landing = project.dir().read_file("migrations/0002_rent_landing.sql");
    const struct {
      const char* what;
      std::optional<std::string> text;  // of the migration; nullopt: its file is gone
      int status;
      const char* words;
    } cases[] = {
        {"changed", "-- migrate:up\ncreate table other (id int);\n", 1, "0002_rent_landing was changed"},
        {"gone", std::nullopt, 1, "rent_landing was applied, but its file is gone"},
        {"a comment more", "-- of the pipeline\n" + landing, 0, ""},
        {"as it was", landing, 0, ""},
    };
    for (const auto& c : cases) {
      INFO(base::engine_name(engine) << ", " << c.what);
      const std::string file = project.dir().file("migrations/0002_rent_landing.sql");
      std::filesystem::remove(file);
      if (c.text) project.dir().write_file("migrations/0002_rent_landing.sql", *c.text);
      for (const std::vector<std::string>& command :
           {std::vector<std::string>{"plan", "ci"}, {"seed", "ci", "--dry-run"}, {"seed", "ci"}}) {
        const ProcessResult result = project.run(command);
        INFO(command.front() << "\n" << result.err);
        CHECK(result.status == c.status);
        CHECK_THAT(result.err, ContainsSubstring(c.words));
      }
    }
  }
}

TEST_CASE("a database file that nothing can make is no empty database") {
  const Project project(base::Engine::sqlite);
  for (const char* url : {"sqlite:/no/such/dir/x.db", "sqlite:migrations/0001_rental.sql/x.db"}) {
    for (const std::vector<std::string>& command : {std::vector<std::string>{"plan"},
                                                    {"plan", "ci", "--exit-code"},
                                                    {"status"},
                                                    {"migrate", "--dry-run"},
                                                    {"rollback", "--dry-run"},
                                                    {"migrate"},
                                                    {"seed", "ci"},
                                                    {"check", "ci"}}) {
      std::vector<std::string> line = command;
      line.insert(line.end(), {"-d", url});
      const ProcessResult result = project.run(line);
      INFO(url << ": " << command.front() << "\n" << result.err);
      CHECK(result.status == 1);
      CHECK_THAT(result.err, ContainsSubstring("cannot open"));
    }
  }
}

TEST_CASE("a plan makes the rows before it says yes or says how many it made") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine, Project::Content::empty);
    project.dir().write_file("migrations/0001_visit.sql",
                             "-- migrate:up\ncreate table page (id bigint primary key);\n"
                             "create table visit (id bigint primary key, pages bigint check (pages > 0));\n");
    REQUIRE(project.run({"migrate"}).status == 0);
    const auto write = [&](std::uint64_t rows, std::uint64_t broken) {
      project.dir().write_file("seeds/dev.yaml",
                               "tables:\n  page: 100\n  visit:\n    rows: " + std::to_string(rows) +
                                   "\n    columns:\n      pages: {expr: \"case when row = " +
                                   std::to_string(broken) + " then 0 else 1 end\"}\n");
    };
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"plan", "dev"}, {"seed", "dev", "--dry-run"}}) {
      INFO(command.front());
      write(20'000, 20'000);
      const ProcessResult refused = project.run(command);
      CHECK(refused.status == 2);
      CHECK_THAT(refused.err,
                 ContainsSubstring("seeds/dev.yaml:6:7: visit.pages: row 20000 would hold \"0\", "
                                   "which breaks CHECK (pages > 0)\n"));
      write(1'200'000, 1'100'000);
      const ProcessResult text = project.run(command);
      CHECK(text.status == 0);
      CHECK_THAT(text.out,
                 ContainsSubstring("\nvisit: the first 999,900 of 1,200,000 rows were tried; a later "
                                   "one may still break a rule\n"));
      CHECK(text.out.find("page: the first") == std::string::npos);
      const nlohmann::json tables = project.json(command).at("tables");
      CHECK(tables.at(0).at("tried") == nlohmann::json{{"rows", 100}, {"of", 100}});
      CHECK(tables.at(1).at("tried") == nlohmann::json{{"rows", 999'900}, {"of", 1'200'000}});
    }
    write(300, 0);
    CHECK(!project.json({"seed", "dev"}).at("tables").at(1).contains("tried"));
  }
}
