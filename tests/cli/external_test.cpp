// Profiles that refer to rows that they do not make, through the program: what needs a database says so, and
// what is printed without writing is what is stored.
#include "cli/project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const char* const kRents =
    "seed: 7\nas_of: 2025-02-18\ntables:\n  rent:\n    rows: 60\n    columns:\n"
    "      rent_start: {between: [2025-02-14, 2025-02-17]}\n"
    "      rent_end: {after: rent_start, by: [10m, 4h]}\n"
    "      rent_cost: {expr: \"round(bike_id.price / 10, 2)\"}\n";

// `users` and bikes are seeded by another profile, and one bike is a person's.
void fill(const Project& project) {
  project.dir().write_file("seeds/base.yaml", "tables: {user: 10, bike: 4}\n");
  project.dir().write_file("seeds/rents.yaml", kRents);
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"migrate"}, {"seed", "base"}}) {
    const ProcessResult result = project.run(command);
    if (result.status != 0) throw std::runtime_error(result.err);
  }
  project.execute("insert into bike (id, model, type, price) values (77, 'Mine', 'road', 500)");
}

}  // namespace

TEST_CASE("a profile refers to rows of another profile and of people") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    fill(project);
    const nlohmann::json planned = project.json({"plan", "rents", "--verbose"});
    CHECK(planned.at("tables").at(0).at("inserted") == 60);
    CHECK(planned.at("made").at(0).at("columns").at(2).at("policy") ==
          "by hash ring over 5 rows of bike in the database");
    const ProcessResult seeded = project.run({"seed", "rents"});
    INFO(seeded.out << seeded.err);
    CHECK(seeded.status == 0);
    CHECK(project.scalar("select count(distinct bike_id) from rent") == "5");
    CHECK(project.scalar("select count(*) from rent r join bike b on b.id = r.bike_id where r.rent_cost = "
                         "round(b.price / 10.0, 2)") == "60");
    CHECK(project.run({"check", "rents"}).status == 0);
    CHECK(project.run({"plan", "rents", "--exit-code"}).status == 0);
    CHECK(project.run({"reset", "base", "rents", "--yes"}).status == 0);
    CHECK(project.scalar("select count(distinct bike_id) from rent") == "4");
    // No rows are left to refer to.
    const ProcessResult empty = project.run({"reset", "rents", "--yes"});
    CHECK(empty.status == 2);
    CHECK_THAT(empty.err, ContainsSubstring("has no rows of"));
    CHECK(project.scalar("select count(*) from rent") == "60");
  }
}

TEST_CASE("commands without a database take one for a profile that needs its rows") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    fill(project);
    REQUIRE(project.run({"seed", "rents"}).status == 0);
    const nlohmann::json sample = project.json({"sample", "rents", "--rows", "5"});
    const nlohmann::json& first = sample.at("tables").at(0).at("rows").at(0);
    const std::string bike = first.at(2).dump();
    CHECK(project.scalar("select bike_id from rent where id = 1") == bike);
    const nlohmann::json explained = project.json({"explain", "rent:1", "rents"});
    REQUIRE(explained.at("rows").size() == 1);
    CHECK(explained.at("rows").at(0).at("cells").at(2).at("refers_to") ==
          nlohmann::json{{"table", "bike"}, {"row", bike}});
    CHECK(project.run({"export", "rents", "--format", "csv", "--out", "out"}).status == 0);

    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{"sample", "rents", "-d", "sqlite:none.db"},
                                               {"explain", "rent:1", "rents", "-d", "sqlite:none.db"},
                                               {"export", "rents", "--out", "o", "-d", "sqlite:none.db"}}) {
      const ProcessResult result = project.run(arguments);
      INFO(arguments.front() << result.err);
      CHECK(result.status == 1);
      CHECK_THAT(result.err, ContainsSubstring("name the database that has them with --database"));
    }
    // What makes all of its rows needs none.
    CHECK(project.run({"sample", "base", "-d", "sqlite:none.db"}).status == 0);
  }
}

TEST_CASE("a plan of several profiles sees the rows that the ones before would leave") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    const Project project(engine);
    const auto write_base = [&](const std::string& users) {
      project.dir().write_file("seeds/base.yaml", "tables: {user: " + users + ", bike: 4}\n");
    };
    write_base("10");
    project.dir().write_file("seeds/rents.yaml", kRents);
    const auto inserted = [](const nlohmann::json& document) {
      std::string text;
      for (const nlohmann::json& profile : document.at("profiles"))
        for (const nlohmann::json& table : profile.at("tables"))
          text += table.at("table").get<std::string>() + " " + table.at("inserted").dump() + "; ";
      return text;
    };
    // Before the migrations, by the lock file of a project that has them.
    const Project other(base::Engine::sqlite);
    REQUIRE(other.run({"migrate"}).status == 0);
    std::filesystem::copy(other.dir().file("schema.lock.json"), project.dir().file("schema.lock.json"));
    CHECK(inserted(project.json({"plan", "base", "rents"})) == "bike 4; user 10; rent 60; ");
    CHECK(project.json({"plan", "rents"}).at("tables").is_null());

    REQUIRE(project.run({"migrate"}).status == 0);
    CHECK(project.run({"plan", "rents"}).status == 2);
    const nlohmann::json planned = project.json({"plan", "base", "rents", "--verbose"});
    CHECK(planned.at("profiles").at(1).at("made").at(0).at("columns").at(2).at("policy") ==
          "by hash ring over 4 rows of bike in the database");
    for (const std::vector<std::string>& command : {std::vector<std::string>{"plan", "base", "rents"},
                                                    {"seed", "base", "rents", "--dry-run"},
                                                    {"seed", "base", "rents"}}) {
      INFO(command.front());
      CHECK(inserted(project.json(command)) == "bike 4; user 10; rent 60; ");
    }
    CHECK(project.run({"plan", "base", "rents", "--exit-code"}).status == 0);

    // Rows that are there and rows that come are not told apart here.
    write_base("12");
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"plan", "base", "rents"}, {"seed", "base", "rents", "--dry-run"}}) {
      INFO(command.front());
      const nlohmann::json grown = project.json(command);
      CHECK(grown.at("profiles").at(0).at("tables").at(1).at("inserted") == 2);
      CHECK(grown.at("profiles").at(1).at("tables").is_null());
      CHECK(grown.at("profiles").at(1).at("note") ==
            "it refers to rows of user, which are not known before profile base is seeded");
      const ProcessResult text = project.run(command);
      CHECK(text.status == 0);
      CHECK_THAT(text.out, ContainsSubstring("Profile rents\n\nNot counted: it refers to rows of user"));
    }
    REQUIRE(project.run({"seed", "base", "rents"}).status == 0);
    CHECK(project.run({"plan", "base", "rents", "--exit-code"}).status == 0);
  }
}
