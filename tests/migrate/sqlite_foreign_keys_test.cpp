// SQLite: tables are rebuilt without losing the rows that refer to them, and no migration leaves orphans
// behind.
#include "project.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;
using migrate::RunResult;

namespace {

const std::string kFamily =
    "-- migrate:up\n"
    "create table parent (id integer primary key, name text);\n"
    "create table child (id integer primary key, parent_id integer not null references Parent (id) on delete "
    "cascade);\n"
    "insert into parent values (1, 'one'), (2, 'two');\n"
    "insert into child values (10, 1), (20, 2);\n";

const std::string kRebuild =
    "create table parent_new (id integer primary key, name text not null);\n"
    "insert into parent_new select id, name from parent;\n"
    "drop table parent;\n"
    "alter table parent_new rename to parent;\n";

// A parent with two rows that a child's rows refer to.
class Family : public Project {
 public:
  Family() : Project(base::Engine::sqlite) {
    write("1_family.sql", kFamily);
    REQUIRE_FALSE(migrate().error.has_value());
  }
};

}  // namespace

TEST_CASE("rebuilding a table keeps the children that would cascade") {
  for (const std::string drop :
       {"drop table parent;", "DROP TABLE IF EXISTS main.\"PARENT\";", "/* old */ drop table [Parent];"}) {
    INFO(drop);
    const Family project;
    std::string rebuild = kRebuild;
    rebuild.replace(rebuild.find("drop table parent;"), 18, drop);
    project.write("2_rebuild.sql", "-- migrate:up\n" + rebuild);
    const RunResult result = project.migrate();
    INFO(message_of(result));
    CHECK_FALSE(result.error.has_value());
    CHECK(project.scalar("select count(*) from child") == "2");
    CHECK(project.scalar("select count(*) from pragma_foreign_key_list('child') where \"table\" = 'Parent' "
                         "collate nocase") == "1");
    CHECK(project.scalar("select \"notnull\" from pragma_table_info('parent') where name = 'name'") == "1");
  }
}

TEST_CASE("a parent made and rebuilt by one migration keeps its children too") {
  const Project project(base::Engine::sqlite);
  project.write("1_family.sql", kFamily + kRebuild);
  const RunResult result = project.migrate();
  INFO(message_of(result));
  CHECK_FALSE(result.error.has_value());
  CHECK(project.scalar("select count(*) from child") == "2");
}

TEST_CASE("enforcement is back for the next migration") {
  const Family project;
  project.write("2_rebuild.sql", "-- migrate:up\n" + kRebuild);
  project.write("3_orphan.sql", "-- migrate:up\ninsert into child values (30, 3);\n");
  const RunResult result = project.migrate();
  CHECK(versions(result) == std::vector<std::uint64_t>{2});
  CHECK(result.error->sqlstate == "SQLITE_CONSTRAINT_FOREIGNKEY");
}

TEST_CASE("enforcement is back after a failure") {
  const Family project;
  const auto connection = project.open();
  const auto lock =
      migrate::wait_for_lock(*connection, project.names(), kLockTimeout, base::silent_progress());
  project.write("2_rebuild.sql", "-- migrate:up\n" + kRebuild + "select nothing;\n");
  migrate::History history(*connection, project.names().history_table());
  const RunResult result =
      migrate::run(*connection, migrate::plan_migrate(project.load(), history.load(), {}), project.names(),
                   *lock, base::silent_progress());
  CHECK(result.error.has_value());
  CHECK(connection->query("pragma foreign_keys").at(0).at(0) == "1");
  CHECK(project.scalar("select \"notnull\" from pragma_table_info('parent') where name = 'name'") == "0");
}

TEST_CASE("data migrations still cascade") {
  const Family project;
  project.write("2_data.sql", "-- migrate:up\ndelete from parent where id = 1;\n");
  CHECK_FALSE(project.migrate().error.has_value());
  CHECK(project.scalar("select count(*) from child") == "1");
}

TEST_CASE("new violations fail and name table and row and parent") {
  const Family project;
  std::string rebuild = kRebuild;
  rebuild.replace(rebuild.find("from parent;"), 12, "from parent where id = 1;");
  project.write("2_rebuild.sql", "-- migrate:up\n" + rebuild);
  const RunResult result = project.migrate();
  REQUIRE(result.error.has_value());
  CHECK(result.error->code() == base::ErrorCode::sql);
  CHECK_THAT(result.error->message(),
             ContainsSubstring("child row 20 refers to a row that \"Parent\" does not have"));
  CHECK_THAT(result.error->message(), !ContainsSubstring("row 10"));
  CHECK(project.scalar("select count(*) from parent") == "2");
  CHECK(project.scalar("select count(*) from child") == "2");
}

TEST_CASE("violations that were there before are no reason to fail") {
  const Family project;
  {
    const auto connection = project.open();
    connection->execute("pragma foreign_keys = off");
    connection->execute("insert into child values (99, 9)");
  }
  project.write("2_rebuild.sql", "-- migrate:up\n" + kRebuild);
  const RunResult result = project.migrate();
  INFO(message_of(result));
  CHECK_FALSE(result.error.has_value());
}

TEST_CASE("a reference to a table that is gone fails also without rows") {
  for (const std::string change :
       {"drop table parent;\n",
        "alter table parent rename to old;\ncreate table parent (id integer primary key);\n"
        "insert into parent select id from old;\ndrop table old;\n"}) {
    INFO(change);
    const Family project;
    project.open()->execute("delete from child");
    project.write("2_drop.sql", "-- migrate:up\n" + change);
    const RunResult result = project.migrate();
    REQUIRE(result.error.has_value());
    CHECK_THAT(result.error->message(), ContainsSubstring("child refers to table"));
    CHECK(project.has_table("parent"));
  }
}

TEST_CASE("dropping parents before children in a rollback is fine") {
  const Project project(base::Engine::sqlite);
  project.write("1_family.sql", kFamily + "-- migrate:down\ndrop table parent;\ndrop table child;\n");
  project.migrate();
  const RunResult result = project.rollback({.steps = 1, .to = {}});
  INFO(message_of(result));
  CHECK_FALSE(result.error.has_value());
  CHECK_FALSE(project.has_table("child"));
}

TEST_CASE("foreign_keys:off asks for it and is checked all the same") {
  const Family project;
  project.write("2_a.sql",
                "-- migrate:up foreign_keys:off\ndelete from parent where id = 1;\ninsert into parent values "
                "(1, 'again');\n");
  CHECK_FALSE(project.migrate().error.has_value());
  CHECK(project.scalar("select count(*) from child") == "2");
  project.write("3_b.sql", "-- migrate:up foreign_keys:off\ndelete from parent where id = 1;\n");
  CHECK_THAT(project.migrate().error->message(), ContainsSubstring("child row 10"));
}

TEST_CASE("without a transaction a referenced table is not dropped under its children") {
  const Family project;
  project.write("2_a.sql", "-- migrate:up transaction:false\nselect 1;\ndrop table parent;\n");
  const RunResult result = project.migrate();
  REQUIRE(result.error.has_value());
  CHECK(result.error->position()->line == 3);
  CHECK(project.scalar("select count(*) from child") == "2");
}

TEST_CASE("settings that a migration leaves in the session do not reach the next one") {
  const Family project;
  project.write(
      "2_a.sql",
      "-- migrate:up transaction:false\npragma foreign_keys = off;\npragma ignore_check_constraints = on;\n");
  project.write("3_b.sql", "-- migrate:up\ninsert into child values (30, 3);\n");
  const RunResult result = project.migrate();
  CHECK(versions(result) == std::vector<std::uint64_t>{2});
  CHECK(result.error->sqlstate == "SQLITE_CONSTRAINT_FOREIGNKEY");
}
