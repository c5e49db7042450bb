// replace_sqlite_content: whoever opens the target sees its old content or the new, whatever state it was
// left in.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/engines.h"
#include "support/catch.h"

using namespace seedctl;
using test::error_of;
using test::first_cell;
using test::TempDir;
using Access = db::Connection::Access;

namespace {

std::unique_ptr<db::Connection> open_file(const std::string& path) {
  drivers::OpenOptions options;
  options.create = true;
  return drivers::open(db::parse_url("sqlite:" + path), options);
}

void make_database(const std::string& path, const std::string& mark, const std::string& pragma = {}) {
  const auto connection = open_file(path);
  if (!pragma.empty()) connection->query(pragma);
  connection->execute("CREATE TABLE t (mark text)");
  connection->execute("INSERT INTO t VALUES ('" + mark + "')");
}

std::string mark_of(const std::string& path) { return first_cell(*open_file(path), "SELECT mark FROM t"); }

// Leaves the file as a killed writer does: with a hot journal, or with a -wal that holds committed pages.
void kill_writer(const std::string& path, bool commit) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto connection = open_file(path);
    connection->execute("PRAGMA cache_size = 1");
    connection->begin(Access::write);
    connection->execute("UPDATE t SET mark = 'killed'");
    connection->execute(
        "CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
        "2000) "
        "SELECT hex(randomblob(100)) FROM n");  // spills, so that the journal is written and the file changed
    if (commit) connection->commit();
    if (::write(ends[1], "x", 1) == 1) ::kill(::getpid(), SIGKILL);
    ::_exit(1);
  }
  char ready = 0;
  ::close(ends[1]);
  REQUIRE(::read(ends[0], &ready, 1) == 1);
  ::close(ends[0]);
  REQUIRE(::waitpid(child, nullptr, 0) == child);
}

std::string integrity(const std::string& path) {
  return first_cell(*open_file(path), "PRAGMA integrity_check");
}

}  // namespace

TEST_CASE("the content is replaced and the file's own ways are kept") {
  struct Case {
    const char* pragma;
    const char* mode;
  };
  for (const auto& [pragma, mode] : std::vector<Case>{{"PRAGMA journal_mode = DELETE", "delete"},
                                                      {"PRAGMA journal_mode = WAL", "wal"},
                                                      {"PRAGMA page_size = 1024", "delete"}}) {
    INFO(pragma);
    const TempDir dir;
    make_database(dir.file("new.db"), "new");
    make_database(dir.file("old.db"), "old", pragma);
    drivers::replace_sqlite_content(dir.file("new.db"), dir.file("old.db"));
    CHECK(mark_of(dir.file("old.db")) == "new");
    CHECK(integrity(dir.file("old.db")) == "ok");
    CHECK(first_cell(*open_file(dir.file("old.db")), "PRAGMA journal_mode") == mode);
    CHECK(mark_of(dir.file("new.db")) == "new");
  }
}

TEST_CASE("a target in WAL mode may have other pages than the source") {
  const TempDir dir;
  make_database(dir.file("new.db"), "new", "PRAGMA page_size = 8192");
  make_database(dir.file("old.db"), "old", "PRAGMA journal_mode = WAL");
  drivers::replace_sqlite_content(dir.file("new.db"), dir.file("old.db"));
  CHECK(mark_of(dir.file("old.db")) == "new");
  CHECK(first_cell(*open_file(dir.file("old.db")), "PRAGMA journal_mode") == "wal");
}

TEST_CASE("a target that is not there is made") {
  const TempDir dir;
  make_database(dir.file("new.db"), "new");
  drivers::replace_sqlite_content(dir.file("new.db"), dir.file("made.db"));
  CHECK(mark_of(dir.file("made.db")) == "new");
}

TEST_CASE("what a killed writer left is recovered first and never comes back") {
  for (const bool wal : {false, true}) {
    INFO((wal ? "a -wal with committed pages" : "a hot journal"));
    const TempDir dir;
    const std::string target = dir.file("old.db");
    make_database(dir.file("new.db"), "new");
    make_database(target, "old", wal ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE");
    kill_writer(target, wal);
    REQUIRE(dir.exists(wal ? "old.db-wal" : "old.db-journal"));
    REQUIRE(std::filesystem::file_size(dir.file(wal ? "old.db-wal" : "old.db-journal")) > 0);
    drivers::replace_sqlite_content(dir.file("new.db"), target);
    CHECK(mark_of(target) == "new");
    CHECK(integrity(target) == "ok");
    CHECK_FALSE(dir.exists("old.db-journal"));
  }
}

TEST_CASE("an open reader keeps seeing the old content in WAL mode and then sees the new") {
  const TempDir dir;
  make_database(dir.file("new.db"), "new");
  make_database(dir.file("old.db"), "old", "PRAGMA journal_mode = WAL");
  const auto reader = open_file(dir.file("old.db"));
  db::Transaction reading(*reader, Access::read);
  CHECK(first_cell(*reader, "SELECT mark FROM t") == "old");
  drivers::replace_sqlite_content(dir.file("new.db"), dir.file("old.db"));
  CHECK(first_cell(*reader, "SELECT mark FROM t") == "old");
  reading.commit();
  CHECK(first_cell(*reader, "SELECT mark FROM t") == "new");
}

TEST_CASE("what is no database is never overwritten nor used as a source") {
  const TempDir dir;
  make_database(dir.file("new.db"), "new");
  const std::string notes = dir.write_file("notes.txt", std::string(5000, 'x'));
  CHECK(error_of([&] { drivers::replace_sqlite_content(dir.file("new.db"), notes); }).sqlstate ==
        "SQLITE_NOTADB");
  CHECK(dir.read_file("notes.txt") == std::string(5000, 'x'));
  CHECK(error_of([&] { drivers::replace_sqlite_content(notes, dir.file("new.db")); }).sqlstate ==
        "SQLITE_NOTADB");
  CHECK_THROWS_AS(drivers::replace_sqlite_content(dir.file("absent.db"), dir.file("new.db")), base::Error);
  CHECK(mark_of(dir.file("new.db")) == "new");
}
