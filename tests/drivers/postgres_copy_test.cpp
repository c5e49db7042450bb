// A COPY that fails, wherever it fails, leaves the session in step with its server.
//
// The server may say no before the first row is on its way (a BEFORE trigger of the statement), in the middle
// of the data, or after the last row. What it then still sends must not be taken for the answer to the next
// statement.
#include <functional>

#include "drivers/engines.h"
#include "support/catch.h"

using namespace seedctl;
using test::error_of;
using test::first_cell;
using test::TestDatabase;

namespace {

constexpr std::int64_t kRows = 60000;  // several pieces of a COPY's data, and of a writer's buffers

struct Refusal {
  const char* when;
  const char* trigger;
};

const Refusal kRefusals[] = {
    {"before the first row", "BEFORE INSERT ON t FOR EACH STATEMENT"},
    {"at the first row", "BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.id = 1)"},
    {"in the middle", "BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.id = 30000)"},
    {"of a row that is in", "AFTER INSERT ON t FOR EACH ROW WHEN (NEW.id = 30000)"},
    {"after the last row", "AFTER INSERT ON t FOR EACH STATEMENT"},
};

std::string lines(std::int64_t count) {
  std::string out;
  for (std::int64_t id = 1; id <= count; ++id) out += std::to_string(id) + "\n";
  return out;
}

void write_rows(db::Connection& connection, std::int64_t count) {
  base::LogicalType integer;
  integer.kind = base::TypeKind::integer;
  integer.bits = 32;
  const std::vector<db::ColumnInfo> columns{{"id", integer}};
  std::vector<base::ColumnBatch> batch{base::ColumnBatch(base::TypeKind::integer)};
  for (std::int64_t id = 1; id <= count; ++id) batch[0].append_integer(id);
  const auto writer = connection.bulk_writer({"", "t"}, columns);
  writer->write(batch);
  writer->finish();
}

// Statements whose answers would be another's if the session were out of step.
void check_in_step(db::Connection& connection) {
  for (int i = 0; i < 3; ++i) {
    CHECK(first_cell(connection, "SELECT " + std::to_string(i)) == std::to_string(i));
    connection.begin(db::Connection::Access::write);
    CHECK(connection.execute("INSERT INTO fine VALUES (1)") == 1);
    CHECK(connection.copy_in("COPY fine FROM stdin", "2\n3\n") == 2);
    CHECK(first_cell(connection, "SELECT count(*) FROM fine") == "3");
    connection.rollback();
  }
  CHECK(first_cell(connection, "SELECT count(*) FROM t") == "0");
}

// Runs the body for each kind of refusal, on one session for all.
void for_each_refusal(const std::function<void(db::Connection&)>& body) {
  const TestDatabase database;
  const auto connection = database.open();
  std::string warnings;
  connection->on_notice([&](const db::Notice& notice) { warnings += notice.message + "\n"; });
  connection->execute("CREATE TABLE t (id int)");
  connection->execute("CREATE TABLE fine (id int)");
  connection->execute(
      "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "RAISE EXCEPTION 'refused' USING ERRCODE = 'ZZ001'; END $$");
  for (const Refusal& refusal : kRefusals) {
    INFO("refused " << refusal.when);
    connection->execute("CREATE TRIGGER refusal " + std::string(refusal.trigger) +
                        " EXECUTE FUNCTION refuse()");
    body(*connection);
    connection->execute("DROP TRIGGER refusal ON t");
  }
  CHECK(warnings.empty());
}

}  // namespace

TEST_CASE("a refused COPY names its cause each time and leaves the session in step") {
  const std::string data = lines(kRows);
  for_each_refusal([&](db::Connection& connection) {
    for (int time = 0; time < 3; ++time) {
      const base::Error error = error_of([&] { connection.copy_in("COPY t FROM stdin", data); });
      CHECK(error.sqlstate == "ZZ001");
      CHECK(error.message() == "refused");
    }
    check_in_step(connection);
  });
}

TEST_CASE("a refused COPY in a transaction fails that transaction and no other") {
  for_each_refusal([](db::Connection& connection) {
    for (int time = 0; time < 3; ++time) {
      connection.begin(db::Connection::Access::write);
      CHECK(error_of([&] { write_rows(connection, kRows); }).sqlstate == "ZZ001");
      CHECK(error_of([&] { write_rows(connection, kRows); }).sqlstate == "25P02");
      CHECK(error_of([&] { connection.commit(); }).sqlstate == "25P02");
      connection.rollback();
    }
    check_in_step(connection);
  });
}

TEST_CASE("a COPY without data leaves the session in step whatever its table's triggers say") {
  for_each_refusal([](db::Connection& connection) {
    for (const char* statement :
         {"COPY t FROM stdin", "copy t from StdIn", "/* FROM */ COPY t\nFROM STDIN;"}) {
      INFO(statement);
      for (int time = 0; time < 3; ++time)
        CHECK(error_of([&] { connection.execute(statement); }).code() == base::ErrorCode::sql);
    }
    check_in_step(connection);
  });
}

TEST_CASE("exactly one statement runs also where one of them is a COPY") {
  const TestDatabase database;
  const auto connection = database.open();
  connection->execute("CREATE TABLE t (id int)");
  for (const char* script :
       {"COPY t FROM stdin; INSERT INTO t VALUES (7)", "INSERT INTO t VALUES (7); COPY t FROM stdin"}) {
    INFO(script);
    CHECK(error_of([&] { connection->copy_in(script, "1\n"); }).sqlstate == "42601");
    CHECK(error_of([&] { connection->execute(script); }).sqlstate == "42601");
    CHECK(first_cell(*connection, "SELECT count(*) FROM t") == "0");
  }
  // The word alone makes no COPY.
  CHECK(connection->query("SELECT 'ß', 'COPY FROM stdin'") == std::vector<db::Row>{{"ß", "COPY FROM stdin"}});
  CHECK(error_of([&] { connection->execute("SELECT 'stdin ß', nope"); }).statement_offset ==
        std::uint64_t{18});
  CHECK(connection->copy_in("COPY t FROM stdin;\n", "1\n") == 1);
}
