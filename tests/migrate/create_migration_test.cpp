// `seedctl new`: the next version, written the way the folder writes versions.
#include "base/error.h"
#include "migrate/folder.h"
#include "support/catch.h"
#include "support/errors.h"
#include "support/temp_dir.h"

using namespace seedctl;
using seedctl::test::TempDir;

TEST_CASE("a new migration continues the folder's own style") {
  const std::string now = "20250218103000";
  struct Case {
    std::vector<std::string> files;
    std::string name;
    std::string made;
  };
  const std::vector<Case> cases = {
      {{}, "create_users", "0001_create_users.sql"},
      {{"0001_a.sql", "0009_b.sqlite.sql"}, "Add Loyalty!", "0010_add_loyalty.sql"},
      {{"1_a.sql", "9_b.sql"}, "c", "10_c.sql"},
      {{"099_a.sql"}, "c", "100_c.sql"},
      {{"999_a.sql"}, "c", "1000_c.sql"},
      {{"20240101120000_a.sql"}, "c", now + "_c.sql"},
      {{"20990101120000_a.sql"}, "c", "20990101120001_c.sql"},
      {{"10000000000000_a.sql"}, "c", "10000000000001_c.sql"},
      {{"0001_a.sql", "README.md", ".hidden.sql"}, "  --drop table x;", "0002_drop_table_x.sql"},
  };
  for (const Case& c : cases) {
    INFO(c.made);
    const TempDir dir;
    for (const std::string& file : c.files) dir.write_file("m/" + file, "-- migrate:up\n");
    CHECK(migrate::create_migration(dir.file("m"), c.name, now) == dir.file("m/" + c.made));
    CHECK(dir.exists("m/" + c.made));
  }
}

TEST_CASE("a new migration is valid as it is") {
  const TempDir dir;
  migrate::create_migration(dir.file("deep/migrations"), "first", "20250218103000");
  const migrate::Folder folder = migrate::load_folder(dir.file("deep/migrations"), base::Engine::postgres);
  REQUIRE(folder.migrations.size() == 1);
  CHECK(folder.migrations[0].name == "first");
  CHECK(folder.migrations[0].down.has_value());
}

TEST_CASE("a name without letters or digits is refused") {
  const TempDir dir;
  CHECK_THROWS_AS(migrate::create_migration(dir.path(), "-- !!", "20250218103000"), base::Error);
  CHECK(std::filesystem::is_empty(dir.path()));
}

TEST_CASE("a file in place of the folder is an error with its path") {
  const TempDir dir;
  dir.write_file("taken", "");
  const base::Error error =
      test::error_of([&] { migrate::create_migration(dir.file("taken"), "a", "20250218103000"); });
  CHECK(error.code() == base::ErrorCode::migration);
  CHECK(error.position()->file == dir.file("taken"));
}
