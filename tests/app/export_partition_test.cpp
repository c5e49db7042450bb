// Rows in folders: every row in the one that its value names, and the bytes of each file what they are
// whoever makes them.
#include <sys/resource.h>

#include <set>

#include "app/export_list.h"
#include "app/exports.h"
#include "support/catch.h"
#include "support/errors.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

const char* const kLanding =
    "seed: 7\nas_of: 2025-02-18\ntables:\n  rent_landing:\n    rows: 400\n    key: rent_id\n    columns:\n"
    "      rent_id: {sequence: {start: 1}}\n      user_id: {between: [1, 9]}\n"
    "      bike_id: {between: [1, 9]}\n      rent_start: {between: [2024-12-30, 2025-01-02]}\n"
    "      rent_end: {after: rent_start, by: [10m, 4h], nulls: 10%}\n"
    "      rent_cost: [\"a b\", \"1/2\", \"50%\", \"x=y\", \"Zürich\", \"\", \"..\"]\n"
    "      etl_date: {between: [2025-01-30, 2025-02-02], nulls: 5%}\n";

app::ExportRequest by(const ExportBench& bench, const std::string& out, const std::string& column) {
  app::ExportRequest request = bench.request(out);
  request.partition_by = app::parse_partition_by(column);
  return request;
}

std::set<std::string> folders(const Files& files) {
  std::set<std::string> names;
  for (const auto& [name, text] : files) names.insert(name.substr(0, name.rfind('/')));
  return names;
}

std::multiset<std::string> lines(const std::string& text) {
  std::multiset<std::string> lines;
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = text.find('\n', at);
    lines.insert(text.substr(at, end - at));
  }
  return lines;
}

// Sets the soft limit of open files for a while.
class FewOpenFiles {
 public:
  explicit FewOpenFiles(rlim_t limit) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit lower = before_;
    lower.rlim_cur = limit;
    ::setrlimit(RLIMIT_NOFILE, &lower);
  }
  ~FewOpenFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  FewOpenFiles(const FewOpenFiles&) = delete;
  FewOpenFiles& operator=(const FewOpenFiles&) = delete;

 private:
  rlimit before_{};
};

}  // namespace

TEST_CASE("a folder is named by the value or the unit of it as Hive would name it") {
  const ExportBench bench;
  bench.write_profile(kLanding);
  struct Row {
    const char* column;
    std::set<std::string> folders;
  };
  const std::string table = "rent_landing/";
  const Row rows[] = {
      {"rent_start:day",
       {"rent_start_day=2024-12-30", "rent_start_day=2024-12-31", "rent_start_day=2025-01-01",
        "rent_start_day=2025-01-02"}},
      {"rent_start:month", {"rent_start_month=2024-12", "rent_start_month=2025-01"}},
      {"rent_start:year", {"rent_start_year=2024", "rent_start_year=2025"}},
      {"etl_date",
       {"etl_date=2025-01-30", "etl_date=2025-01-31", "etl_date=2025-02-01", "etl_date=2025-02-02",
        "etl_date=__HIVE_DEFAULT_PARTITION__"}},
      {"etl_date:month",
       {"etl_date_month=2025-01", "etl_date_month=2025-02", "etl_date_month=__HIVE_DEFAULT_PARTITION__"}},
      {"rent_cost",
       {"rent_cost=a b", "rent_cost=1%2F2", "rent_cost=50%25", "rent_cost=x%3Dy", "rent_cost=Zürich",
        "rent_cost=..", "rent_cost=__HIVE_DEFAULT_PARTITION__"}},
  };
  for (const Row& row : rows) {
    INFO(row.column);
    std::set<std::string> expected;
    for (const std::string& folder : row.folders) expected.insert(table + folder);
    CHECK(folders(bench.files_of(by(bench, std::string("out-") + row.column, row.column))) == expected);
  }
}

TEST_CASE("the folders' rows are all rows and a value that a folder names is in no file") {
  const ExportBench bench;
  bench.write_profile(kLanding);
  const std::string whole = bench.files_of(bench.request("whole")).at("rent_landing/part-00000.csv");
  std::string together;
  for (const auto& [name, text] : bench.files_of(by(bench, "days", "rent_start:day"))) {
    const std::string header = text.substr(0, text.find('\n') + 1);
    CHECK(header == "rent_id,user_id,bike_id,rent_start,rent_end,rent_cost,etl_date\n");
    const std::string day = name.substr(name.find('=') + 1, 10);
    for (const std::string& line : lines(text.substr(header.size())))
      CHECK(line.find("," + day + " ") != std::string::npos);
    together += together.empty() ? text : text.substr(header.size());
  }
  CHECK(lines(together) == lines(whole));
  together.clear();
  for (const auto& [name, text] : bench.files_of(by(bench, "dates", "etl_date"))) {
    const std::string header = text.substr(0, text.find('\n') + 1);
    CHECK(header == "rent_id,user_id,bike_id,rent_start,rent_end,rent_cost\n");
    std::string value = name.substr(name.find('=') + 1, 10);
    if (value.starts_with("_")) value.clear();
    for (const std::string& line : lines(text.substr(header.size()))) together += line + "," + value + "\n";
  }
  CHECK(lines(together) == lines(whole.substr(whole.find('\n') + 1)));
}

TEST_CASE("only tables that have the column are cut") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  const Files whole = bench.files_of(bench.request("whole"));
  const Files files = bench.files_of(by(bench, "out", "rent_start:day"));
  CHECK(files.size() == 3 + 4);
  for (const char* table : {"user", "bike", "loyalty_event"}) {
    const std::string file = std::string(table) + "/part-00000.csv";
    CHECK(files.at(file) == whole.at(file));
  }
}

TEST_CASE("threads and batches change no byte of partitions in any format and shards add up to them") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  for (const app::ExportFormat format :
       {app::ExportFormat::csv, app::ExportFormat::jsonl, app::ExportFormat::sql}) {
    const auto request = [&](const std::string& name) {
      app::ExportRequest made = by(bench, std::to_string(static_cast<int>(format)) + name, "rent_start:day");
      made.format = format;
      if (format == app::ExportFormat::sql) made.dialect = base::Engine::sqlite;
      return made;
    };
    const Files whole = bench.files_of(request("whole"));
    for (const std::size_t batch : {1U, 1000U, 4096U}) {
      app::ExportRequest other = request("b" + std::to_string(batch));
      other.jobs = 7;
      other.batch_rows = batch;
      CHECK(bench.files_of(other) == whole);
    }
    for (std::uint32_t number = 1; number <= 3; ++number) {
      app::ExportRequest shard = request("shards");
      shard.shard = {number, 3};
      bench.run(shard);
    }
    std::map<std::string, std::multiset<std::string>> together;
    for (const auto& [name, text] : bench.files_in(request("shards").out.substr(bench.dir().file("").size())))
      together[name.substr(0, name.rfind('/'))].merge(lines(text));
    for (const auto& [name, text] : whole) {
      INFO(name);
      auto rows = together.at(name.substr(0, name.rfind('/')));
      for (const std::string& line : lines(text)) {
        REQUIRE(rows.contains(line));
        rows.erase(rows.find(line));
      }
      // What is left is what begins and ends each file.
      for (const std::string& line : rows) CHECK(lines(text).contains(line));
    }
  }
}

TEST_CASE("thousands of folders need few open files") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  app::ExportRequest request = by(bench, "out", "user_id");
  request.only = {"rent"};
  const FewOpenFiles limit(128);
  const app::ExportOutcome outcome = bench.run(request);
  CHECK(outcome.tables.at(0).rows == 10000);
  CHECK(outcome.tables.at(0).files > 500);
}

TEST_CASE("a partition that cannot be is told before anything is written") {
  const ExportBench bench;
  bench.write_profile(kRentalProfile);
  struct Row {
    const char* column;
    const char* message;
  };
  const Row rows[] = {
      {"rent_strat:day", "no table has a column \"rent_strat\" (did you mean \"rent_start\"?)"},
      {"rent_start:dya", "not by \":dya\" (did you mean \"day\"?)"},
      {"age:month", "user.age is integer(16), which has no month"},
  };
  for (const Row& row : rows) {
    INFO(row.column);
    const base::Error error = error_of([&] { bench.run(by(bench, "out", row.column)); });
    CHECK(error.code() == base::ErrorCode::usage);
    CHECK_THAT(error.message(), ContainsSubstring(row.message));
    CHECK(!bench.dir().exists("out"));
  }
  app::ExportRequest device = by(bench, "out", "rent_start:day");
  device.out = "/dev/null";
  CHECK_THAT(error_of([&] { bench.run(device); }).message(), ContainsSubstring("/dev/null is none"));
}

TEST_CASE("more folders than anybody means are refused and nothing stays") {
  const ExportBench bench;
  bench.write_profile("tables: {user: 10001}\n");
  const base::Error error = error_of([&] { bench.run(by(bench, "out", "email")); });
  CHECK(error.code() == base::ErrorCode::usage);
  CHECK_THAT(error.message(), ContainsSubstring("the partitions are more than 10,000"));
  CHECK(!bench.dir().exists("out"));
}
