// What a reset makes sure of right before it destroys.
#include "app/reset.h"

#include <filesystem>

#include "app/use_cases.h"
#include "drivers/open.h"
#include "support/catch.h"
#include "support/errors.h"
#include "support/lost_lock.h"
#include "support/postgres.h"
#include "support/temp_dir.h"

using namespace seedctl;
using test::TempDir;

namespace {

std::string cell(db::Connection& connection, const char* sql) {
  return connection.query(sql).at(0).at(0).value_or("NULL");
}

class HeldLock final : public db::SessionLock {
 public:
  bool still_held() override { return true; }
};

// Lets go of what is in the way once people were told of it.
class Warnings final : public base::Progress {
 public:
  explicit Warnings(db::Connection& in_the_way) : in_the_way_(in_the_way) {}
  void start(std::string_view, std::uint64_t) override {}
  void advance(std::uint64_t) override {}
  void finish() override {}
  void note(std::string_view) override {}
  void warn(std::string_view message) override {
    text += std::string(message) + "\n";
    in_the_way_.rollback();
  }
  std::string text;

 private:
  db::Connection& in_the_way_;
};

}  // namespace

TEST_CASE("a reset that lost its lock while it asked destroys nothing on SQLite") {
  const TempDir dir;
  dir.write_file("migrations/1_item.sql", "-- migrate:up\ncreate table item (id integer primary key);\n");
  dir.write_file("seeds/dev.yaml", "tables: {item: {rows: 3}}\n");
  app::Settings settings;
  settings.root = dir.path();
  settings.url = db::parse_url("sqlite:" + dir.file("a.db"));
  settings.migrations = dir.file("migrations");
  settings.seeds = dir.file("seeds");
  settings.snapshot = dir.file("schema.lock.json");
  (void)app::migrate(settings, {}, base::silent_progress());
  drivers::open(settings.url, {})->execute("insert into item values (4711)");
  const auto lose_the_lock = [&](const std::string&) {
    std::filesystem::remove(dir.file("a.db-seedctl.lock"));
    return true;
  };
  const app::ResetOutcome outcome =
      app::reset(settings, {.profiles = {"dev"}}, lose_the_lock, base::silent_progress());
  REQUIRE(outcome.error);
  CHECK(outcome.error->code() == base::ErrorCode::lock);
  CHECK(outcome.untouched);
  const auto after = drivers::open(settings.url, {});
  CHECK(cell(*after, "select group_concat(id) from item") == "4711");
}

TEST_CASE("a PostgreSQL database whose lock was lost keeps everything") {
  const test::TestDatabase database;
  const auto connection = database.open();
  connection->execute("create table item (id integer)");
  test::LostLock lock;
  const base::Error error =
      test::error_of([&] { app::drop_user_objects(*connection, {}, lock, base::silent_progress()); });
  CHECK(error.code() == base::ErrorCode::lock);
  CHECK(cell(*connection, "select count(*) from item") == "0");
}

TEST_CASE("a session that is in the way of a reset is named and the reset goes on without it") {
  const test::TestDatabase database;
  const auto connection = database.open();
  connection->execute("create table item (id integer)");
  const auto other = database.open();
  other->execute("set application_name = 'the report'");
  other->begin(db::Connection::Access::write);
  other->query("select * from item /* " + std::string(500, 'x') + " */");
  connection->execute("set lock_timeout = '50ms'");
  HeldLock lock;
  Warnings warnings(*other);
  app::drop_user_objects(*connection, {}, lock, warnings);
  INFO(warnings.text);
  CHECK_THAT(warnings.text,
             ContainsSubstring("blocked by the session with pid " + std::to_string(other->session_pid()) +
                               " (idle in transaction, the report): select * from item"));
  CHECK_THAT(warnings.text, ContainsSubstring("trying again"));
  CHECK(warnings.text.size() < 400);
  CHECK(cell(*connection, "select to_regclass('item')") == "NULL");
}

TEST_CASE("a reset that others stay in the way of fails with their name and drops nothing") {
  const test::TestDatabase database;
  const auto connection = database.open();
  connection->execute("create table item (id integer)");
  const auto other = database.open();
  other->begin(db::Connection::Access::write);
  other->query("select * from item");
  connection->execute("set lock_timeout = '10ms'");
  HeldLock lock;
  const base::Error error =
      test::error_of([&] { app::drop_user_objects(*connection, {}, lock, base::silent_progress()); });
  CHECK(error.code() == base::ErrorCode::lock);
  CHECK_THAT(error.detail, ContainsSubstring("pid " + std::to_string(other->session_pid())));
  CHECK(cell(*other, "select count(*) from item") == "0");
}

TEST_CASE("the scratch database's name is no longer than the server keeps, and tells long names apart") {
  CHECK(app::scratch_database_name("app") == "app_seedctl_scratch");
  const std::string common(60, 'x');
  const std::string one = app::scratch_database_name(common + "1");
  const std::string other = app::scratch_database_name(common + "2");
  CHECK(one.size() <= 63);
  CHECK(one != other);
  CHECK(app::scratch_database_name(std::string(31, 'x') + "\xC3\xA9" + common).size() <= 63);
}
