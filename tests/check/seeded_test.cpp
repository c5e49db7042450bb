// What `check` says of seeded tables comes from one reading of their rows.
#include <algorithm>

#include "check/check.h"
#include "state/ledger.h"
#include "state/owned_rows.h"
#include "support/catch.h"
#include "support/database_bench.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

// Passes everything on, and remembers the selects that stream rows.
class Listening final : public db::Connection {
 public:
  explicit Listening(db::Connection& real) : real_(real) {}
  std::size_t scans_of(const std::string& table) const {
    return static_cast<std::size_t>(
        std::count_if(selects_.begin(), selects_.end(), [&table](const std::string& select) {
          return select.find("\"" + table + "\"") != std::string::npos;
        }));
  }

  base::Engine engine() const override { return real_.engine(); }
  const std::string& display_name() const override { return real_.display_name(); }
  std::string default_schema() override { return real_.default_schema(); }
  std::string server_version() override { return real_.server_version(); }
  std::uint64_t execute(std::string_view sql) override { return real_.execute(sql); }
  std::uint64_t execute(std::string_view sql, std::span<const base::Value> parameters) override {
    return real_.execute(sql, parameters);
  }
  std::vector<db::Row> query(std::string_view sql, std::span<const base::Value> parameters) override {
    return real_.query(sql, parameters);
  }
  std::vector<db::Row> first_rows(std::string_view select, std::size_t most) override {
    return real_.first_rows(select, most);
  }
  std::unique_ptr<db::BatchReader> read(std::string_view select,
                                        std::span<const db::ColumnInfo> columns) override {
    selects_.emplace_back(select);
    return real_.read(select, columns);
  }
  std::unique_ptr<db::BulkWriter> bulk_writer(const db::TableName& table,
                                              std::span<const db::ColumnInfo> columns) override {
    return real_.bulk_writer(table, columns);
  }
  void begin(Access access) override { real_.begin(access); }
  void commit() override { real_.commit(); }
  void rollback() noexcept override { real_.rollback(); }
  bool in_transaction() const override { return real_.in_transaction(); }
  std::unique_ptr<db::SessionLock> try_lock(std::string_view name) override { return real_.try_lock(name); }

 private:
  db::Connection& real_;
  std::vector<std::string> selects_;
};

// Writes into the ledger that `profile` made the first three rows of the table; returns their digest.
std::string remember(DatabaseBench& bench, const std::string& table, const std::string& profile) {
  db::Transaction transaction(bench.connection(), db::Connection::Access::write);
  state::Ledger ledger(bench.connection(), bench.names);
  if (!ledger.exists()) ledger.create();
  state::TableRecord record;
  record.table = table;
  record.profile = profile;
  record.rows = 3;
  record.columns = {"name"};
  record.key_columns = {"id"};
  for (const int id : {1, 2, 3}) record.ranges.append(id);
  record.digest =
      state::read_owned_content(bench.connection(), ledger, record, *bench.live().table(table)).digest;
  ledger.save(record);
  transaction.commit();
  return record.digest;
}

}  // namespace

TEST_CASE("each seeded table is read once for its digest and its finding") {
  for (const base::Engine engine : kEngines) {
    INFO(base::engine_name(engine));
    DatabaseBench bench(engine);
    for (const std::string table : {"bike", "person", "rent"}) {
      bench.run({"create table " + table + " (id {id}, name text)",
                 "insert into " + table + " (name) values ('a'), ('b'), ('c'), ('mine')"});
    }
    const profile::ResolvedProfile profile = bench.resolve(
        "tables: {bike: {rows: 3, columns: {name: word}}, person: {rows: 3, columns: {name: word}}, rent: "
        "{rows: 3, columns: {name: word}}}\n");
    (void)remember(bench, "bike", "ci");
    const std::string person = remember(bench, "person", "dev");
    bench.run({"update person set name = 'changed' where id = 2", "delete from bike where id = 1"});

    Listening listening(bench.connection());
    const check::CheckResult result = check::run(listening, profile, bench.live(), bench.names);
    CHECK(listening.scans_of("bike") == 1);
    CHECK(listening.scans_of("person") == 1);
    CHECK(listening.scans_of("rent") == 0);  // nobody seeded it
    REQUIRE(result.digests.size() == 2);
    CHECK(result.digests[0].table == "bike");
    CHECK(result.digests[0].rows == 2);
    CHECK(result.digests[1].table == "person");
    CHECK(result.digests[1].rows == 3);
    CHECK(result.digests[1].digest != person);
    const auto about_digests = [](const check::Outcome& outcome) { return outcome.check == "digest"; };
    const auto finding = std::find_if(result.outcomes.begin(), result.outcomes.end(), about_digests);
    REQUIRE(finding != result.outcomes.end());
    CHECK(finding->table == "person");  // bike is another profile's
    CHECK_THAT(finding->finding.message, ContainsSubstring("the digest is " + result.digests[1].digest));

    Listening again(bench.connection());
    CHECK(check::run(again, profile, bench.live(), bench.names, {"bike"}).digests.size() == 1);
    CHECK(again.scans_of("person") == 0);  // was not asked for
  }
}
