// What only the SQLite driver has to get right: files that cannot be opened, storage classes, full disks.
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/engines.h"
#include "support/catch.h"

using namespace seedctl;
using base::ColumnBatch;
using base::TypeKind;
using test::error_of;
using test::first_cell;
using test::TempDir;
using Access = db::Connection::Access;

namespace {

db::Url url_of(const std::string& path) { return db::parse_url("sqlite:" + path); }

std::unique_ptr<db::Connection> make(const std::string& path) {
  drivers::OpenOptions options;
  options.create = true;
  return drivers::open(url_of(path), options);
}

drivers::OpenOptions impatient() {
  drivers::OpenOptions options;
  options.busy_timeout_ms = 20;
  return options;
}

base::LogicalType logical(TypeKind kind) {
  base::LogicalType type;
  type.kind = kind;
  return type;
}

}  // namespace

TEST_CASE("a file that cannot be opened is told by its cause") {
  const TempDir dir;
  const auto message = [](const std::string& path, const drivers::OpenOptions& options = {}) {
    const base::Error error = error_of([&] { drivers::open(url_of(path), options); });
    CHECK(error.code() == base::ErrorCode::database);
    return error.message() + "; " + error.hint;
  };
  drivers::OpenOptions create;
  create.create = true;
  CHECK_THAT(message(dir.file("absent.db")), ContainsSubstring("no such file"));
  CHECK_THAT(message(dir.file("absent.db")), ContainsSubstring("seedctl migrate"));
  CHECK_FALSE(dir.exists("absent.db"));
  CHECK_THAT(message(dir.path()), ContainsSubstring("it is a folder"));
  CHECK_THAT(message(dir.path(), create), ContainsSubstring("it is a folder"));
  CHECK_THAT(message(dir.file("no/such/folder.db"), create), ContainsSubstring("folder"));
  CHECK_THAT(message(dir.write_file("file", "x") + "/dev.db", create), ContainsSubstring("Not a directory"));
  CHECK_THAT(message("/dev/null"), ContainsSubstring("not a regular file"));
  REQUIRE(::mkfifo(dir.file("pipe").c_str(), 0600) == 0);
  CHECK_THAT(message(dir.file("pipe"), create), ContainsSubstring("not a regular file"));
  CHECK_THAT(message(dir.write_file("notes.txt", std::string(4096, 'x'))),
             ContainsSubstring("not a database"));
  CHECK(error_of([] {
          drivers::open(db::parse_url("sqlite:///seedctl-absent.db"), {});
        }).hint.find("sqlite:seedctl-absent.db") != std::string::npos);
}

TEST_CASE("an empty file is an empty database") {
  const TempDir dir;
  const auto connection = drivers::open(url_of(dir.write_file("empty.db", "")), {});
  CHECK(first_cell(*connection, "SELECT count(*) FROM sqlite_master") == "0");
}

TEST_CASE("names that mean something to SQLite are files here") {
  const TempDir dir;
  const std::string before = std::filesystem::current_path();
  std::filesystem::current_path(dir.path());
  make("file:x.db")->execute("CREATE TABLE t (id int)");
  make("./:memory:")->execute("CREATE TABLE t (id int)");
  std::filesystem::current_path(before);
  CHECK(dir.exists("file:x.db"));
  CHECK(dir.exists(":memory:"));
}

TEST_CASE("a database in memory needs no file") {
  const auto connection = drivers::open(db::parse_url("sqlite::memory:"), {});
  connection->execute("CREATE TABLE t (id int)");
  CHECK(connection->try_lock("seedctl")->still_held());
  CHECK(connection->lock_holder("seedctl").empty());
}

TEST_CASE("a file opened read-only is not written to") {
  const TempDir dir;
  make(dir.file("a.db"))->execute("CREATE TABLE t (id int)");
  drivers::OpenOptions options;
  options.read_only = true;
  const auto connection = drivers::open(url_of(dir.file("a.db")), options);
  CHECK(first_cell(*connection, "SELECT count(*) FROM t") == "0");
  const base::Error error = error_of([&] { connection->execute("INSERT INTO t VALUES (1)"); });
  CHECK(error.sqlstate == "SQLITE_READONLY");
  CHECK_FALSE(error.hint.empty());
  CHECK_THROWS_AS(connection->begin(Access::write), base::Error);
  CHECK_FALSE(connection->in_transaction());
}

TEST_CASE("a killed writer's journal is rolled back by who only reads, and they still cannot write") {
  const TempDir dir;
  make(dir.file("a.db"))->execute("CREATE TABLE t (id int)");
  const pid_t child = ::fork();
  if (child == 0) {
    const auto writer = make(dir.file("a.db"));
    writer->execute("PRAGMA cache_size = 1");  // spills to the file before the commit
    writer->begin(Access::write);
    writer->execute(
        "INSERT INTO t WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 50000) "
        "SELECT n FROM c");
    ::_exit(0);  // no rollback
  }
  REQUIRE(child > 0);
  ::waitpid(child, nullptr, 0);
  REQUIRE(std::filesystem::exists(dir.file("a.db-journal")));
  drivers::OpenOptions options;
  options.read_only = true;
  const auto connection = drivers::open(url_of(dir.file("a.db")), options);
  CHECK(first_cell(*connection, "SELECT count(*) FROM t") == "0");
  CHECK_FALSE(std::filesystem::exists(dir.file("a.db-journal")));
  CHECK(error_of([&] { connection->execute("INSERT INTO t VALUES (1)"); }).sqlstate == "SQLITE_READONLY");
  CHECK_THROWS_AS(connection->begin(Access::write), base::Error);
  connection->execute("CREATE TEMPORARY TABLE staged (id int)");
  CHECK(first_cell(*connection, "SELECT count(*) FROM staged") == "0");
}

TEST_CASE("a database that another writes to is a lock error after the patience") {
  const TempDir dir;
  const auto writer = make(dir.file("a.db"));
  writer->execute("CREATE TABLE t (id int)");
  const auto other = drivers::open(url_of(dir.file("a.db")), impatient());
  db::Transaction transaction(*writer, Access::write);
  for (const auto& action : std::vector<std::function<void()>>{
           [&] { other->begin(Access::write); }, [&] { other->execute("INSERT INTO t VALUES (1)"); }}) {
    const base::Error error = error_of(action);
    CHECK(error.code() == base::ErrorCode::lock);
    CHECK(error.sqlstate == "SQLITE_BUSY");
    CHECK_FALSE(other->in_transaction());
  }
  transaction.commit();
  other->begin(Access::write);
  other->commit();
}

TEST_CASE("a commit that a reader blocks is no success and can be rolled back") {
  const TempDir dir;
  const auto reader = make(dir.file("a.db"));
  reader->execute("CREATE TABLE t (id int)");
  const auto writer = drivers::open(url_of(dir.file("a.db")), impatient());
  db::Transaction reading(*reader, Access::read);
  writer->begin(Access::write);
  writer->execute("INSERT INTO t VALUES (1)");
  CHECK(error_of([&] { writer->commit(); }).code() == base::ErrorCode::lock);
  CHECK(writer->in_transaction());
  writer->rollback();
  reading.commit();
  CHECK(first_cell(*reader, "SELECT count(*) FROM t") == "0");
}

TEST_CASE("the lock is the same through every link to the file") {
  const TempDir dir;
  const auto real = make(dir.file("real.db"));
  std::filesystem::create_symlink(dir.file("real.db"), dir.file("link.db"));
  std::filesystem::create_directory_symlink(dir.path(), dir.file("folder"));
  const auto lock = real->try_lock("seedctl");
  REQUIRE(lock);
  CHECK_FALSE(drivers::open(url_of(dir.file("link.db")), {})->try_lock("seedctl"));
  CHECK_FALSE(drivers::open(url_of(dir.file("folder/real.db")), {})->try_lock("seedctl"));
  CHECK(dir.exists("real.db-seedctl.lock"));
}

TEST_CASE("a lock whose file was removed is not held any more") {
  const TempDir dir;
  const auto connection = make(dir.file("a.db"));
  auto lock = connection->try_lock("seedctl");
  REQUIRE(lock);
  std::filesystem::remove(dir.file("a.db-seedctl.lock"));
  CHECK_FALSE(lock->still_held());
  lock.reset();
  CHECK(connection->try_lock("seedctl")->still_held());
  CHECK(dir.exists("a.db-seedctl.lock"));  // never unlinked
}

TEST_CASE("values are read from every storage class that holds one") {
  struct Case {
    TypeKind kind;
    const char *select, *value;
  };
  const auto connection = drivers::open(db::parse_url("sqlite::memory:"), {});
  for (const Case& c : std::vector<Case>{
           {TypeKind::integer, "7", "7"},
           {TypeKind::integer, "7.0", "7"},
           {TypeKind::integer, "'7'", "7"},
           {TypeKind::boolean, "1", "true"},
           {TypeKind::boolean, "0.0", "false"},
           {TypeKind::boolean, "'TRUE'", "true"},
           {TypeKind::decimal, "3", "3"},
           {TypeKind::decimal, "0.1", "0.1"},
           {TypeKind::decimal, "0.1 + 0.2", "0.3"},
           {TypeKind::decimal, "1e20", "100000000000000000000"},
           {TypeKind::decimal, "1234567890.12", "1234567890.12"},
           {TypeKind::decimal, "'12.50'", "12.50"},
           {TypeKind::real, "3", "3"},
           {TypeKind::real, "'2.5'", "2.5"},
           {TypeKind::text, "'x'", "x"},
           {TypeKind::text, "7", "7"},
           {TypeKind::text, "x'c3a4'", "ä"},
           {TypeKind::date, "'2025-02-18'", "2025-02-18"},
           {TypeKind::date, "'2025-02-18 00:00:00'", "2025-02-18"},
           {TypeKind::timestamp, "'2025-02-18 10:30:00'", "2025-02-18 10:30:00"},
           {TypeKind::timestamp, "'2025-02-18T10:30:00Z'", "2025-02-18 10:30:00"},
           {TypeKind::timestamp, "'2025-02-18 10:30:00.250'", "2025-02-18 10:30:00.25"},
           {TypeKind::timestamp, "'2025-02-18'", "2025-02-18 00:00:00"},
           {TypeKind::uuid, "'00112233445566778899AABBCCDDEEFF'", "00112233-4455-6677-8899-aabbccddeeff"},
           {TypeKind::uuid, "x'00112233445566778899aabbccddeeff'", "00112233-4455-6677-8899-aabbccddeeff"}}) {
    INFO(c.select << " as " << base::kind_name(c.kind));
    const db::ColumnInfo column{"c", logical(c.kind)};
    std::vector<ColumnBatch> batches;
    REQUIRE(connection->read(std::string("SELECT ") + c.select, {&column, 1})->next(batches));
    CHECK(base::to_text(batches[0].value_at(0)) == c.value);
  }
}

TEST_CASE("NaN is refused because SQLite would store NULL") {
  const auto connection = drivers::open(db::parse_url("sqlite::memory:"), {});
  const base::Value nan = std::nan("");
  CHECK_THROWS_AS(connection->query("SELECT $1", {&nan, 1}), base::Error);
}

TEST_CASE("only numbered parameters are taken") {
  const auto connection = drivers::open(db::parse_url("sqlite::memory:"), {});
  const base::Value one = std::int64_t{1};
  for (const char* sql : {"SELECT ?", "SELECT :a", "SELECT @a", "SELECT $a", "SELECT $0"}) {
    INFO(sql);
    CHECK_THROWS_AS(connection->query(sql, {&one, 1}), base::Error);
  }
}

TEST_CASE("a second statement is not even prepared") {
  // Preparing some PRAGMAs runs them.
  const auto connection = drivers::open(db::parse_url("sqlite::memory:"), {});
  CHECK_THROWS_AS(connection->execute("SELECT 1; PRAGMA foreign_keys = OFF"), base::Error);
  CHECK(first_cell(*connection, "PRAGMA foreign_keys") == "1");
}

TEST_CASE("a full disk ends the transaction and nothing runs under its name") {
  if (::geteuid() != 0) return;  // mounting a small file system needs root
  const TempDir dir;
  std::filesystem::create_directory(dir.file("small"));
  if (::mount("none", dir.file("small").c_str(), "tmpfs", 0, "size=512k") != 0)
    return;  // not in every container
  {
    const auto connection = make(dir.file("small/a.db"));
    connection->execute("CREATE TABLE t (id int, filler text)");
    connection->execute("PRAGMA cache_size = 5");  // pages spill to the disk before the commit
    connection->begin(Access::write);
    const base::Error error = error_of([&] {
      for (int i = 0; i < 10'000; ++i) connection->execute("INSERT INTO t VALUES (1, hex(zeroblob(500)))");
    });
    CHECK(error.code() == base::ErrorCode::database);
    CHECK(error.sqlstate == "SQLITE_FULL");
    if (!connection->in_transaction()) {
      CHECK_THROWS_AS(connection->execute("INSERT INTO t VALUES (2, '')"), base::Error);
      CHECK_THROWS_AS(connection->commit(), base::Error);
    }
    connection->rollback();
    CHECK(first_cell(*connection, "SELECT count(*) FROM t") == "0");
  }
  ::umount(dir.file("small").c_str());
}
