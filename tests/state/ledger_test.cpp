// The ledger on both engines: it gives back what it was given, writes nothing that is already there, and
// forgets whole.
#include "state/ledger.h"

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "schema/introspect.h"
#include "sql/dialect.h"
#include "support/catch.h"
#include "support/empty_database.h"
#include "support/errors.h"

namespace seedctl::test {
namespace {

using base::Engine;
using state::Ledger;
using state::OwnTables;
using state::TableRecord;
using Strings = std::vector<std::string>;
using Access = db::Connection::Access;

class Database {
 public:
  explicit Database(Engine engine) : database_(engine), connection_(database_.open()) {}
  db::Connection& connection() { return *connection_; }
  std::int64_t count(const std::string& table) {
    return std::stoll(connection_->query("select count(*) from " + table).at(0).at(0).value());
  }

 private:
  EmptyDatabase database_;
  std::unique_ptr<db::Connection> connection_;
};

TableRecord sample(const std::string& table) {
  TableRecord record;
  record.table = table;
  record.profile = "dev";
  record.as_of = "2025-02-18";
  record.specification = "{\"it's\": \"a \\\"large\\\" text: ünïcode, 表\"}\n\ttab";
  record.fingerprint = "f00d";
  record.rows = 501;
  record.digest = "00112233445566778899aabbccddeeff";
  record.columns = {"id", "a, b", "say \"hi\"", "ünïcødé"};
  record.key_columns = {"id"};
  record.identity = "16384";
  record.ranges = state::KeyRanges::parse("1-500,777");
  return record;
}

Strings keys_of(Ledger& ledger, const TableRecord& record) {
  const auto reader = ledger.owned_keys(record);
  Strings keys;
  std::string key;
  while (reader->next(key)) keys.push_back(key);
  CHECK_FALSE(reader->next(key));
  return keys;
}

TEST_CASE("before the ledger is made it reads as empty and is not made by reading") {
  Database database(GENERATE(from_range(kEngines)));
  Ledger ledger(database.connection(), {});
  CHECK_FALSE(ledger.exists());
  CHECK(ledger.load().empty());
  CHECK_FALSE(ledger.last_profile());
  TableRecord record = sample("user");
  record.keys_in_table = true;
  CHECK(keys_of(ledger, record).empty());
  CHECK_FALSE(ledger.exists());
}

TEST_CASE("making the ledger twice does no harm and its tables count as seedctl's") {
  Database database(GENERATE(from_range(kEngines)));
  const OwnTables names;
  Ledger ledger(database.connection(), names);
  for (int i = 0; i < 2; ++i) {
    db::Transaction transaction(database.connection(), Access::write);
    ledger.create();
    transaction.commit();
    CHECK(ledger.exists());
  }
  CHECK(schema::is_empty_database(database.connection(), names.all()));
}

TEST_CASE("a ledger made in a transaction that fails is not there") {
  Database database(GENERATE(from_range(kEngines)));
  Ledger ledger(database.connection(), {});
  {
    db::Transaction transaction(database.connection(), Access::write);
    ledger.create();
    ledger.save(sample("user"));
  }
  CHECK_FALSE(ledger.exists());
  CHECK(ledger.load().empty());
}

TEST_CASE("records come back as they were saved") {
  Database database(GENERATE(from_range(kEngines)));
  Ledger ledger(database.connection(), {});
  ledger.create();
  TableRecord large = sample("it's a \"table\"; drop");
  large.specification = std::string(3'000'000, 'x') + "end";
  large.rows = 9'000'000'000;
  large.ranges = state::KeyRanges::parse("1-9000000000");
  TableRecord bare;
  bare.table = "bare";
  bare.keys_in_table = true;
  for (const TableRecord& record : {sample("user"), large, bare}) ledger.save(record);
  const auto records = ledger.load();
  REQUIRE(records.size() == 3);
  CHECK(records.at("user") == sample("user"));
  CHECK(records.at(large.table) == large);
  CHECK(records.at("bare") == bare);
}

TEST_CASE("saving what is stored writes nothing and saving a change writes it") {
  Database database(Engine::postgres);
  db::Connection& connection = database.connection();
  Ledger ledger(connection, {});
  ledger.create();
  ledger.save(sample("user"));
  ledger.set_last_profile("dev");
  const auto versions = [&] {
    return connection.query(
        "select xmin, ctid from seedctl_seeds union all select xmin, ctid from seedctl_seeds_values");
  };
  const auto before = versions();
  ledger.save(sample("user"));
  ledger.set_last_profile("dev");
  CHECK(versions() == before);
  TableRecord changed = sample("user");
  changed.digest = "ff";
  ledger.save(changed);
  CHECK(versions() != before);
  CHECK(ledger.load().at("user") == changed);
}

TEST_CASE("a run on SQLite that changes nothing leaves the file as it is") {
  Database database(Engine::sqlite);
  db::Connection& connection = database.connection();
  Ledger ledger(connection, {});
  ledger.create();
  ledger.save(sample("user"));
  ledger.set_last_profile("dev");
  const auto changes = [&] { return connection.query("select total_changes()").at(0).at(0); };
  const auto before = changes();
  ledger.save(sample("user"));
  ledger.set_last_profile("dev");
  ledger.flush();
  CHECK(changes() == before);
}

TEST_CASE("every field of a record counts as a change") {
  Database database(GENERATE(from_range(kEngines)));
  Ledger ledger(database.connection(), {});
  ledger.create();
  const auto changed_by = [&](auto edit) {
    ledger.save(sample("user"));
    TableRecord record = sample("user");
    edit(record);
    ledger.save(record);
    return ledger.load().at("user") == record;
  };
  CHECK(changed_by([](TableRecord& r) { r.profile = "ci"; }));
  CHECK(changed_by([](TableRecord& r) { r.as_of = "2025-02-19"; }));
  CHECK(changed_by([](TableRecord& r) { r.specification = ""; }));
  CHECK(changed_by([](TableRecord& r) { r.fingerprint = "beef"; }));
  CHECK(changed_by([](TableRecord& r) { r.rows = 0, r.ranges = {}; }));
  CHECK(changed_by([](TableRecord& r) { r.digest = ""; }));
  CHECK(changed_by([](TableRecord& r) { r.columns.pop_back(); }));
  CHECK(changed_by([](TableRecord& r) { r.key_columns = {"a", "b"}; }));
  CHECK(changed_by([](TableRecord& r) { r.identity = "1"; }));
  CHECK(changed_by([](TableRecord& r) { r.keys_in_table = true; }));
  CHECK(changed_by([](TableRecord& r) { ++r.rows, r.ranges.append(1000); }));
}

TEST_CASE("the last profile is remembered") {
  Database database(GENERATE(from_range(kEngines)));
  Ledger ledger(database.connection(), {});
  ledger.create();
  CHECK_FALSE(ledger.last_profile());
  ledger.set_last_profile("dev");
  CHECK(ledger.last_profile() == "dev");
  ledger.set_last_profile("it's");
  CHECK(ledger.last_profile() == "it's");
}

TEST_CASE("owned keys come back once each in the order of their bytes") {
  Database database(GENERATE(from_range(kEngines)));
  db::Transaction transaction(database.connection(), Access::write);
  Ledger ledger(database.connection(), {});
  ledger.create();
  TableRecord record = sample("o'clock");
  record.keys_in_table = true;
  const std::string zero("\0a", 2), high("\xff\xfe", 2);
  for (const std::string& key :
       {high, std::string("b"), zero, std::string("ab"), std::string("a"), std::string("b")}) {
    ledger.add_key(record.table, key);
    ledger.flush();  // stored in this order
  }
  ledger.add_key("another", "z");
  ledger.save(record);
  CHECK(keys_of(ledger, record) == Strings{zero, "a", "ab", "b", high});

  ledger.erase_key(record.table, "ab");
  ledger.erase_key(record.table, "never there");
  ledger.add_key(record.table, "a");
  ledger.flush();
  CHECK(keys_of(ledger, record) == Strings{zero, "a", "b", high});
  transaction.commit();
}

TEST_CASE("the last word on a key counts") {
  Database database(GENERATE(from_range(kEngines)));
  db::Transaction transaction(database.connection(), Access::write);
  Ledger ledger(database.connection(), {});
  ledger.create();
  TableRecord record = sample("t");
  record.keys_in_table = true;
  ledger.add_key("t", "added then erased");
  ledger.erase_key("t", "added then erased");
  ledger.add_key("t", "stays");
  ledger.flush();
  ledger.erase_key("t", "stays");
  ledger.add_key("t", "stays");
  ledger.flush();
  CHECK(keys_of(ledger, record) == Strings{"stays"});
}

TEST_CASE("many keys are streamed and sent in batches") {
  Database database(GENERATE(from_range(kEngines)));
  db::Transaction transaction(database.connection(), Access::write);
  Ledger ledger(database.connection(), {});
  ledger.create();
  TableRecord record = sample("t");
  record.keys_in_table = true;
  Strings expected;
  for (int i = 0; i < 5003; ++i) expected.push_back("key " + std::to_string(i));
  for (const std::string& key : expected) ledger.add_key("t", key);
  ledger.flush();
  std::sort(expected.begin(), expected.end());
  CHECK(keys_of(ledger, record) == expected);
  for (std::size_t i = 0; i + 1 < expected.size(); ++i) ledger.erase_key("t", expected[i]);
  ledger.flush();
  CHECK(keys_of(ledger, record) == Strings{expected.back()});
}

TEST_CASE("removing a table forgets its record and its keys and no other's") {
  Database database(GENERATE(from_range(kEngines)));
  Ledger ledger(database.connection(), {});
  ledger.create();
  for (const char* table : {"user", "users"}) {
    TableRecord record = sample(table);
    record.keys_in_table = true;
    ledger.add_key(table, "k");
    ledger.save(record);
  }
  ledger.add_key("user", "pending");
  ledger.remove("user");
  ledger.flush();
  CHECK(ledger.load().size() == 1);
  CHECK(database.count("seedctl_seeds_keys") == 1);
  ledger.remove("absent");
}

TEST_CASE("a record whose keys became ranges drops what the keys table had") {
  Database database(GENERATE(from_range(kEngines)));
  Ledger ledger(database.connection(), {});
  ledger.create();
  TableRecord record = sample("t");
  record.keys_in_table = true;
  ledger.add_key("t", "k");
  ledger.save(record);
  record.keys_in_table = false;
  ledger.save(record);
  CHECK(database.count("seedctl_seeds_keys") == 0);
}

TEST_CASE("the ledger lives under the names that it is given") {
  Database database(Engine::postgres);
  database.connection().execute("create schema \"Own\"");
  OwnTables names;
  names.schema = "Own";
  names.ledger = "my \"seeds\"";
  Ledger ledger(database.connection(), names);
  ledger.create();
  ledger.save(sample("user"));
  CHECK(ledger.load().at("user") == sample("user"));
  CHECK(database.count("\"Own\".\"my \"\"seeds\"\"\"") == 1);
  CHECK_FALSE(Ledger(database.connection(), {}).exists());
}

TEST_CASE("a record damaged by hand is an error that names its table") {
  Database database(GENERATE(from_range(kEngines)));
  Ledger ledger(database.connection(), {});
  ledger.create();
  const char* damage =
      GENERATE("columns = '[1]'", "columns = 'x'", "row_count = -1", "key_columns = '{}'",
               "key_ranges = '3-1'", "key_ranges = '1-9000000000000000000'", "key_ranges = '1-500'",
               "key_ranges = ''", "row_count = 9000000000000000000",
               "key_ranges = '-9223372036854775808-9223372036854775807', row_count = 0", "scale = 'inf'");
  CAPTURE(damage);
  ledger.save(sample("user"));
  database.connection().execute(std::string("update seedctl_seeds set ") + damage);
  const base::Error error = test::error_of([&] { ledger.load(); });
  CHECK(error.code() == base::ErrorCode::failed);
  CHECK_THAT(error.message(), ContainsSubstring("user"));
  CHECK_THAT(error.hint, ContainsSubstring("ledger"));
}

// As the builds before formats were numbered left it: without a number, some of them without a scale.
void make_old(db::Connection& connection, bool with_scale) {
  connection.execute("delete from seedctl_seeds_values where name = 'format'");
  connection.execute("alter table seedctl_seeds drop column until");
  if (!with_scale) connection.execute("alter table seedctl_seeds drop column scale");
}

TEST_CASE("a ledger from before formats were numbered is read as it is and brought up to date by writing") {
  for (const Engine engine : kEngines) {
    for (const bool with_scale : {true, false}) {
      CAPTURE(base::engine_name(engine), with_scale);
      Database database(engine);
      db::Connection& connection = database.connection();
      Ledger ledger(connection, {});
      ledger.create();
      ledger.save(sample("user"));
      make_old(connection, with_scale);

      CHECK(ledger.load().at("user") == sample("user"));
      CHECK(schema::column_names(connection, {"", "seedctl_seeds"}).size() == (with_scale ? 13U : 12U));

      ledger.create();
      CHECK(ledger.load().at("user") == sample("user"));
      TableRecord scaled = sample("user");
      scaled.scale = 2.5;
      ledger.save(scaled);
      CHECK(ledger.load().at("user") == scaled);
      CHECK(database.count("seedctl_seeds_values where name = 'format'") == 1);
    }
  }
}

TEST_CASE("a ledger of format 1 knows no last day until a run writes one") {
  for (const Engine engine : kEngines) {
    CAPTURE(base::engine_name(engine));
    Database database(engine);
    Ledger ledger(database.connection(), {});
    ledger.create();
    ledger.save(sample("user"));
    database.connection().execute("alter table seedctl_seeds drop column until");
    database.connection().execute("update seedctl_seeds_values set value = '1' where name = 'format'");
    CHECK(ledger.load().at("user") == sample("user"));

    ledger.create();
    TableRecord longer = sample("user");
    longer.until = "2025-02-20";
    ledger.save(longer);
    CHECK(ledger.load().at("user") == longer);
  }
}

TEST_CASE("a column that is missing from a ledger of today is an error and never a text") {
  Database database(GENERATE(from_range(kEngines)));
  Ledger ledger(database.connection(), {});
  ledger.create();
  ledger.save(sample("user"));
  database.connection().execute("alter table seedctl_seeds drop column scale");
  CHECK_THROWS_WITH(ledger.load(), ContainsSubstring("scale") && ContainsSubstring("column"));
}

TEST_CASE("a ledger that a newer version wrote is refused by whatever reads or writes it") {
  Database database(GENERATE(from_range(kEngines)));
  Ledger ledger(database.connection(), {});
  ledger.create();
  ledger.save(sample("user"));
  const auto code_of = [](const auto& action) {
    try {
      action();
    } catch (const base::Error& error) {
      CHECK_THAT(error.message(), ContainsSubstring("seedctl_seeds"));
      return error.code();
    }
    return base::ErrorCode::internal;
  };
  const auto set = [&](const char* format) {
    database.connection().execute(std::string("update seedctl_seeds_values set value = '") + format +
                                  "' where name = 'format'");
  };
  set("99");
  CHECK(code_of([&] { ledger.load(); }) == base::ErrorCode::refused);
  CHECK(code_of([&] { ledger.create(); }) == base::ErrorCode::refused);
  CHECK(code_of([&] { ledger.last_profile(); }) == base::ErrorCode::refused);
  set("new");
  CHECK(code_of([&] { ledger.load(); }) == base::ErrorCode::failed);
}

}  // namespace
}  // namespace seedctl::test
