// Reading a folder of migrations: which files count, what is in them, and what is refused with its place.
#include "migrate/folder.h"

#include "support/catch.h"
#include "support/errors.h"
#include "support/temp_dir.h"

using namespace seedctl;
using namespace seedctl::migrate;
using seedctl::test::TempDir;

namespace {

using base::Engine;

base::Error refusal(const std::string& folder, Engine engine = Engine::sqlite) {
  return test::error_of([&] { load_folder(folder, engine); });
}

constexpr const char* kEmpty = "-- migrate:up\n-- nothing\n";

}  // namespace

TEST_CASE("migrations come by version whatever the width of their numbers") {
  const TempDir dir;
  for (const char* name : {"10_ten.sql", "0002_two.sql", "1_one.sql", "18446744073709551615_last.sql"})
    dir.write_file(name, kEmpty);
  const Folder folder = load_folder(dir.path(), Engine::sqlite);
  std::vector<std::uint64_t> versions;
  for (const Migration& migration : folder.migrations) versions.push_back(migration.version);
  CHECK(versions == std::vector<std::uint64_t>{1, 2, 10, 18446744073709551615ull});
  CHECK(folder.migrations[1].name == "two");
  CHECK(folder.migrations[1].file == dir.path() + "/0002_two.sql");
}

TEST_CASE("hidden files and files that are no SQL are none of ours") {
  const TempDir dir;
  dir.write_file("1_one.sql", kEmpty);
  for (const char* name : {".2_hidden.sql", "README.md", "1_one.sql~", "notes.txt", "sub/2_two.sql"})
    dir.write_file(name, "drop everything");
  CHECK(load_folder(dir.path(), Engine::sqlite).migrations.size() == 1);
}

TEST_CASE("a file for one engine replaces the generic one entirely") {
  const TempDir dir;
  dir.write_file("0001_rental.sql", "-- migrate:up\nselect 'all';\n-- migrate:down\nselect 1;\n");
  dir.write_file("0001_rental.postgres.sql", "-- migrate:up\nselect 'postgres';\n");
  dir.write_file("0001_rental.sqlserver.sql", "-- migrate:up\nselect 'sqlserver';\n");
  const Folder sqlite = load_folder(dir.path(), Engine::sqlite);
  CHECK(sqlite.migrations[0].up.text == "select 'all';\n");
  const Folder postgres = load_folder(dir.path(), Engine::postgres);
  CHECK(postgres.migrations[0].up.text == "select 'postgres';\n");
  CHECK_FALSE(postgres.migrations[0].down.has_value());
}

TEST_CASE("what is wrong with a file name is said with its file") {
  struct Case {
    std::vector<std::string> files;
    std::string message;
    std::string file;
  };
  const std::vector<Case> cases = {
      {{"create_users.sql"}, "has no version", "create_users.sql"},
      {{"0001.sql"}, "NNNN_name.sql", "0001.sql"},
      {{"0001-users.sql"}, "NNNN_name.sql", "0001-users.sql"},
      {{"0000_users.sql"}, "version 0", "0000_users.sql"},
      {{"18446744073709551616_users.sql"}, "64 bits", "18446744073709551616_users.sql"},
      {{"0001_users.SQL"}, "lower case", "0001_users.SQL"},
      {{"0001_users.postgre.sql"}, "did you mean \"postgres\"?", "0001_users.postgre.sql"},
      {{"0001_users.postgresql.sql"}, "did you mean \"postgres\"?", "0001_users.postgresql.sql"},
      {{"0001_a.b.sqlite.sql"}, "no dot", "0001_a.b.sqlite.sql"},
      {{"0001_a.sql", "1_b.sql"}, "version 1 is there twice", "1_b.sql"},
      {{"0001_a.sqlite.sql", "001_a.sqlite.sql"}, "version 1 is there twice", "001_a.sqlite.sql"},
      {{"0001_a.sql", "0001_b.sqlite.sql"}, "version 1 is there twice", "0001_b.sqlite.sql"},
      {{"0001_a.postgres.sql"}, "version 1 has no file for sqlite", "0001_a.postgres.sql"},
      {{"0001_a.sql", "repeatable/views.postgres.sql"},
       "has no file for sqlite",
       "repeatable/views.postgres.sql"},
  };
  for (const Case& c : cases) {
    INFO(c.files.back());
    const TempDir dir;
    for (const std::string& file : c.files) dir.write_file(file, kEmpty);
    const base::Error error = refusal(dir.path());
    CHECK(error.code() == base::ErrorCode::migration);
    CHECK_THAT(error.message(), ContainsSubstring(c.message));
    REQUIRE(error.position().has_value());
    CHECK(error.position()->file == dir.file(c.file));
    CHECK_FALSE(error.hint.empty());
  }
}

TEST_CASE("a folder that is missing or empty or no folder is refused with a hint") {
  const TempDir dir;
  CHECK_THAT(refusal(dir.file("none")).message(), ContainsSubstring("no such folder"));
  CHECK_THAT(refusal(dir.path()).hint, ContainsSubstring("seedctl new"));
  CHECK_THAT(refusal(dir.write_file("file.txt", "")).message(), ContainsSubstring("no folder"));
  std::filesystem::create_directory(dir.file("0001_x.sql"));
  CHECK_THAT(refusal(dir.path()).message(), ContainsSubstring("no regular file"));
}

TEST_CASE("sections keep their text and the line that it begins in") {
  const TempDir dir;
  dir.write_file("1_a.sql",
                 "-- Users rent bikes.\n\n-- migrate:up transaction:false\ncreate table a (n int);\n\n"
                 "  --migrate:DOWN foreign_keys:off  \r\ndrop table a;\n");
  const Migration migration = load_folder(dir.path(), Engine::sqlite).migrations.at(0);
  CHECK(migration.up.text == "create table a (n int);\n\n");
  CHECK(migration.up.first_line == 4);
  CHECK_FALSE(migration.up.transaction);
  CHECK(migration.up.foreign_keys);
  REQUIRE(migration.down.has_value());
  CHECK(migration.down->text == "drop table a;\n");
  CHECK(migration.down->first_line == 7);
  CHECK(migration.down->transaction);
  CHECK_FALSE(migration.down->foreign_keys);
}

TEST_CASE("a byte order mark is no part of the first line") {
  const TempDir dir;
  dir.write_file("1_a.sql", "\xEF\xBB\xBF-- migrate:up\nselect 1;");
  CHECK(load_folder(dir.path(), Engine::sqlite).migrations.at(0).up.text == "select 1;");
}

TEST_CASE("a section of comments only is valid") {
  const TempDir dir;
  dir.write_file("1_a.sql", "-- migrate:up\n-- nothing on this engine\n-- migrate:down");
  const Migration migration = load_folder(dir.path(), Engine::sqlite).migrations.at(0);
  CHECK(migration.down->text.empty());
}

TEST_CASE("only a comment begins a section") {
  struct Case {
    const char* what;
    std::string text;
    Engine engine;
  };
  const std::vector<Case> cases = {
      {"a string", "select '\n-- migrate:down\n';\n", Engine::sqlite},
      {"a string of PostgreSQL", "select '\n-- migrate:up\n';\n", Engine::postgres},
      {"a dollar quote", "select $q$\n-- migrate:up\n$q$;\n", Engine::postgres},
      {"a quoted name", "select 1 as \"\n-- migrate:down\n\";\n", Engine::sqlite},
      {"a block comment", "/*\n-- migrate:down\ndrop table a;\n*/\nselect 1;\n", Engine::sqlite},
      {"nested block comments", "/* /*\n-- migrate:down\n*/\n-- migrate:up\n*/\nselect 1;\n",
       Engine::postgres},
      {"COPY data", "copy t from stdin; -- all\nit's\n-- migrate:down\n\\.\n", Engine::postgres},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    const TempDir dir;
    dir.write_file("1_a.sql", "-- migrate:up\n" + c.text + "-- migrate:down\nselect 2;\n");
    const Migration migration = load_folder(dir.path(), c.engine).migrations.at(0);
    CHECK(migration.up.text == c.text);
    REQUIRE(migration.down.has_value());
    CHECK(migration.down->text == "select 2;\n");
  }
}

TEST_CASE("a file too large to be a migration is refused unread") {
  const TempDir dir;
  const std::string path = dir.write_file("1_a.sql", kEmpty);
  std::filesystem::resize_file(path, std::uintmax_t{1500} << 20);  // sparse
  const base::Error error = refusal(dir.path());
  CHECK(error.code() == base::ErrorCode::migration);
  CHECK_THAT(error.message(), ContainsSubstring("1572864000 bytes"));
  CHECK_THAT(error.message(), ContainsSubstring("256 MiB"));
  CHECK(error.position()->file == path);
}

TEST_CASE("what is wrong in a file is said with line and column") {
  struct Case {
    const char* what;
    std::string text;
    std::string message;
    std::uint32_t line;
    std::uint32_t column;
  };
  const std::vector<Case> cases = {
      {"no section", "create table a (n int);\n", "no `-- migrate:up` section", 1, 1},
      {"an empty file", "", "no `-- migrate:up` section", 1, 1},
      {"no up", "-- hello\n-- migrate:down\n", "no `-- migrate:up` section", 2, 1},
      {"two ups", "-- migrate:up\n-- migrate:down\n-- migrate:up\n",
       "second `-- migrate:up` section; the first begins in line 1", 3, 1},
      {"a statement before", "-- c\n  select 1;\n-- migrate:up\n", "before the first section", 2, 3},
      {"a misspelt section", "-- migrate:up\n-- migrate:dwon\n", "did you mean \"down\"?", 2, 4},
      {"a misspelt option", "-- migrate:up transactoin:false\n", "did you mean \"transaction:false\"?", 1,
       15},
      {"an option of others", "-- migrate:up  transaction:no\n", "unknown option \"transaction:no\"", 1, 16},
      {"foreign keys without a transaction", "-- migrate:up transaction:false foreign_keys:off\n",
       "needs a transaction", 1, 4},
      {"transaction control", "-- migrate:up\nselect 'é'; commit;\n", "COMMIT does not belong", 2, 13},
      {"transaction control without one", "-- migrate:up transaction:false\n\tbegin;\n",
       "BEGIN does not belong", 2, 2},
      {"vacuum in a transaction", "-- migrate:up\nvacuum;\n", "cannot run inside a transaction", 2, 1},
      {"pragma foreign_keys", "-- migrate:up\n/* off */ pragma foreign_keys = off;\n",
       "PRAGMA foreign_keys does nothing", 2, 11},
      {"pragma foreign_keys of a schema", "-- migrate:up\nPRAGMA main.foreign_keys(0);\n",
       "PRAGMA foreign_keys does nothing", 2, 1},
      {"another pragma", "-- migrate:up\npragma main.journal_mode = wal;\n",
       "PRAGMA journal_mode cannot run inside a transaction", 2, 1},
      {"an open string before a section", "-- migrate:up\nselect 'abc;\n-- migrate:down\nselect 1;\n",
       "unterminated string", 2, 8},
      {"an open comment before a section", "-- migrate:up\n/* abc\n-- migrate:down\nselect 1; /* d */\n",
       "unterminated comment", 2, 1},
      {"an open string", "-- migrate:up\nselect 1;\nselect 'abc;\n", "", 3, 8},
      {"an open string in the down section", "-- migrate:up\n-- migrate:down\nselect 'abc;\n", "", 3, 8},
      {"NUL", std::string("-- migrate:up\nse\0lect 1;\n", 25), "NUL", 2, 3},
      {"UTF-16", std::string("\xFF\xFE-\0-\0", 6), "UTF-16", 1, 1},
      {"Latin-1", "-- migrate:up\n-- caf\xE9 \n", "not valid UTF-8", 2, 7},
      {"cut off UTF-8", "-- migrate:up\n-- \xC3\xA9\xC3", "not valid UTF-8", 2, 5},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    const TempDir dir;
    dir.write_file("0001_a.sql", c.text);
    const base::Error error = refusal(dir.path());
    CHECK(error.code() == base::ErrorCode::migration);
    CHECK_THAT(error.message(), ContainsSubstring(c.message));
    REQUIRE(error.position().has_value());
    CHECK(error.position()->str() ==
          dir.file("0001_a.sql") + ":" + std::to_string(c.line) + ":" + std::to_string(c.column));
  }
}

TEST_CASE("an error in a file shows the line with a caret") {
  const TempDir dir;
  dir.write_file("0001_a.sql", "-- migrate:up\nselect 1; commit;\n");
  CHECK(refusal(dir.path()).excerpt == "select 1; commit;\n          ^");
}

TEST_CASE("repeatable files come by name and need no section line") {
  const TempDir dir;
  dir.write_file("1_a.sql", kEmpty);
  dir.write_file("repeatable/views.sql", "create view v as select 1;\n");
  dir.write_file("repeatable/a.sql", "-- migrate:up transaction:false\nselect 1;\n");
  dir.write_file("repeatable/a.sqlite.sql", "-- for this engine\n");
  const Folder folder = load_folder(dir.path(), Engine::sqlite);
  REQUIRE(folder.repeatables.size() == 2);
  CHECK(folder.repeatables[0].name == "a");
  CHECK(folder.repeatables[0].up.text == "-- for this engine\n");
  CHECK(folder.repeatables[1].up.first_line == 1);
  CHECK_FALSE(load_folder(dir.path(), Engine::postgres).repeatables[0].up.transaction);

  dir.write_file("repeatable/views.sql", "-- migrate:down\n");
  CHECK_THAT(refusal(dir.path()).message(), ContainsSubstring("no down section"));
}

TEST_CASE("checksums see statements and not how a file was saved") {
  const TempDir dir;
  const auto section = [&](const std::string& text) {
    dir.write_file("1_a.sql", text);
    return load_folder(dir.path(), Engine::postgres).migrations.at(0).up;
  };
  const Section original =
      section("-- migrate:up\ncreate table a (\n  n int -- count\n);\n\n-- migrate:down\n");

  struct Case {
    const char* what;
    const char* text;
    bool same;
    bool same_code;
  };
  const std::vector<Case> cases = {
      {"CRLF", "-- migrate:up\r\ncreate table a (\r\n  n int -- count\r\n);\r\n\r\n-- migrate:down\r\n", true,
       true},
      {"a byte order mark", "\xEF\xBB\xBF-- migrate:up\ncreate table a (\n  n int -- count\n);\n", true,
       true},
      {"trailing white space", "-- migrate:up\ncreate table a (  \n  n int -- count\t\n);\n\n \n", true,
       true},
      {"no line ending at the end", "-- migrate:up\ncreate table a (\n  n int -- count\n);", true, true},
      {"another comment", "-- migrate:up\n\ncreate table a (\n  n int /* how many */\n);\n", false, true},
      {"another layout", "-- migrate:up\ncreate table a ( n   int );\n", false, true},
      {"another statement", "-- migrate:up\ncreate table a (\n  n bigint -- count\n);\n", false, false},
      {"one more statement", "-- migrate:up\ncreate table a (\n  n int -- count\n);\nselect 1;\n", false,
       false},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    const Section other = section(c.text);
    CHECK((other.checksum == original.checksum) == c.same);
    CHECK((other.code_checksum == original.code_checksum) == c.same_code);
  }
}

TEST_CASE("line endings inside a string are no change of the code") {
  const TempDir dir;
  const auto code = [&](const std::string& text) {
    dir.write_file("1_a.sql", "-- migrate:up\n" + text);
    return load_folder(dir.path(), Engine::postgres).migrations.at(0).up.code_checksum;
  };
  CHECK(code("insert into a values ('x\r\ny'); -- a comment\n") == code("insert into a values ('x\ny');\n"));
  CHECK(code("insert into a values ('x\r\nz');\n") != code("insert into a values ('x\ny');\n"));
}

TEST_CASE("checksums never change from release to release") {
  const TempDir dir;
  dir.write_file("1_a.sql",
                 "-- migrate:up\ncreate table a (n int); -- count\r\n\r\ninsert into a values ('x  y');\n\n");
  const Section up = load_folder(dir.path(), Engine::postgres).migrations.at(0).up;
  // sha256 of "create table a (n int); -- count\n\ninsert into a values ('x  y');\n"
  CHECK(up.checksum == "97338af59d207d3d2562233572697570829c7f6ab026ee8c6eb7422689249552");
  // sha256 of "create table a (n int);\ninsert into a values ('x  y');\n"
  CHECK(up.code_checksum == "502712d5c8a6a78bbd6fd895e0ef1c7684e9a296f042a7f838529bc3849270d7");
}
