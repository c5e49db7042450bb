// No churn: a cell depends on the seed, the names and the row, and on nothing else that happens around it.
#include <algorithm>
#include <set>
#include <thread>

#include "gen/permutation.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

const std::vector<ColumnSpec> kUser{{"id", "integer(64)", "sequence"},
                                    {"full_name", "text", "full_name"},
                                    {"email", "text", "{email: null, unique: true}"},
                                    {"nick", "text", "{username: null, nulls: 30%}"}};

// Every generator at least once.
const std::vector<ColumnSpec> kRent{
    {"id", "integer(64)", "sequence"},
    {"user_id", "integer(64)", "ref", true, "user.id"},
    {"user_email", "text", "{ref: user, column: email}"},
    {"before", "integer(64)", "{ref: rent}"},
    {"minutes", "integer(32)", "{between: [10, 240], nulls: 5%}"},
    {"serial", "integer(64)", "{between: [1, 100000], unique: true}"},
    {"price", "decimal(10,2)", "{between: [400, 1000]}"},
    {"charge", "decimal(10,2)", "{expr: price}"},
    {"ratio", "real(64)", "{between: [0, 1]}"},
    {"day", "date", "{between: [2025-02-14, 2025-02-17]}"},
    {"rent_start", "timestamp", "{between: [2025-02-14, 2025-02-17], nulls: 12.5%}"},
    {"rent_end", "timestamp", "{after: rent_start, by: [10m, 4h]}"},
    {"size", "text", "[s, m, l]"},
    {"type", "text", "{weights: {road: 50%, mountain: 30%, hybrid: 20%}}"},
    {"fee", "decimal(10,2)",
     "{match: type, cases: {road: {between: [400, 1000]}, mountain: {expr: price}}, else: {value: 5}}"},
    {"code", "text", "{template: \"{type}-{row:06}\", unique: true}"},
    {"plate", "text", "{pattern: \"[A-Z]{2}-[0-9]{4}\"}"},
    {"licence", "text", "{pattern: \"[A-Z]{5}(-[A-Z0-9]{5}){3}\", unique: true}"},
    {"ip", "text", "ipv4"},
    {"ip6", "text", "ipv6"},
    {"device", "text", "mac"},
    {"host", "text", "domain"},
    {"homepage", "text", "{url: null, unique: true}"},
    {"slug", "text", "slug"},
    {"agent", "text", "user_agent"},
    {"checksum", "text", "{hash: md5}"},
    {"file_name", "text", "{file_name: null, unique: true}"},
    {"path", "text", "file_path"},
    {"mime_type", "text", "mime_type"},
    {"currency", "text", "currency"},
    {"card_number", "text", "credit_card"},
    {"item", "text", "product"},
    {"paint", "text", "color"},
    {"position", "text", "job_title"},
    {"team", "text", "department"},
    {"status", "text", "{value: open}"},
    {"name", "text", "full_name"},
    {"first", "text", "first_name"},
    {"last", "text", "last_name"},
    {"mail", "text", "email"},
    {"phone", "text", "{phone: null, unique: true}"},
    {"street", "text", "street"},
    {"city", "text", "city"},
    {"zip", "text", "postcode"},
    {"region", "text", "{region: code}"},
    {"country", "text", "country"},
    {"company", "text", "company"},
    {"tag", "text", "word"},
    {"title", "text", "sentence"},
    {"body", "text", "paragraph"},
    {"open", "boolean", "boolean"},
    {"token", "uuid", "uuid"},
    {"document", "json",
     "{json: {name: full_name, size: {between: [1, 99], nulls: 20%}, of: {template: \"{type}\"}}}"},
    {"labels", "array(text)", "{array: [red, green, blue], length: [0, 3], distinct: true}"},
    {"numbers", "text", "{array: {between: [1, 99]}}"},
    {"payload", "bytes", "{bytes: [4, 20]}"},
    {"bio", "text", "{text: {length: [10, 90]}}"},
    {"iban", "text", "iban"},
    {"lat", "decimal(9,6)", "latitude"},
    {"lon", "real(64)", "{longitude: world}"},
    {"rider_age", "integer(32)", "{normal: {mean: 40, sd: 12, min: 18, max: 90}}"},
    {"distance", "decimal(8,2)", "{lognormal: {median: 3, sigma: 0.6}}"},
    {"waited", "timestamp", "{exponential: {mean: 2h, min: 2025-02-14}}"},
    {"quantity", "integer(32)", "{zipf: {exponent: 1.1, max: 1000}}"},
    {"score", "real(64)", "{histogram: [{from: 0, to: 10, weight: 5}, {from: 10, to: 100, weight: 1}]}"},
    {"shaped", "timestamp",
     "{between: [2024-01-01, 2024-12-31], hours: {7-9: 3, 16-19: 4}, weekdays: {sat: 2}, growth: linear}"},
    {"plan", "text",
     "{weights: {2024-01-01: {free: 9, pro: 1}, 2024-12-31: {free: 5, pro: 5}}, by: shaped}"}};

const std::vector<ColumnSpec> kVisit{{"id", "integer(64)", "sequence"},
                                     {"day", "date", "day"},
                                     {"at", "timestamptz", "{day: null, hours: {7-9: 3, 16-19: 7}}"}};

constexpr std::uint64_t kUsers = 200, kRents = 3000;

void make(World& world, const std::vector<ColumnSpec>& rent = kRent, std::uint64_t rents = kRents) {
  world.plain("user", kUsers, kUser);
  world.plain("rent", rents, rent);
  world.per_day("visit", "2024-02-27", 400, 0, 9, kVisit);
}

std::vector<std::string> in_pieces(const Table& table, const std::string& column, std::span<const RowId> rows,
                                   std::size_t size) {
  std::vector<std::string> made;
  for (std::size_t at = 0; at < rows.size(); at += size) {
    for (auto& text : texts(table, column, rows.subspan(at, std::min(size, rows.size() - at))))
      made.push_back(text);
  }
  return made;
}

}  // namespace

TEST_CASE("every generator is in the stability tests") {
  std::set<std::string> used;
  for (const auto& columns : {kUser, kRent, kVisit}) {
    for (const ColumnSpec& column : columns) {
      const base::Node node = FlowParser::parse(column.generator);
      if (node.kind == base::Node::Kind::list) used.insert("choice");
      if (node.kind == base::Node::Kind::text) used.insert(node.text);
      for (const auto& entry : node.entries) used.insert(entry.key);
    }
  }
  for (const std::string& name : generator_names()) {
    INFO(name);
    CHECK(used.count(name) == 1);
  }
}

TEST_CASE("the size of batches changes nothing") {
  World world;
  make(world);
  for (const auto& [name, columns] : {std::pair("rent", kRent), std::pair("visit", kVisit)}) {
    const Table& table = world.table(name);
    const auto rows = all_rows(table);
    for (const ColumnSpec& column : columns) {
      INFO(column.name);
      const auto whole = texts(table, column.name, rows);
      CHECK(in_pieces(table, column.name, rows, 1024) == whole);
      CHECK(in_pieces(table, column.name, rows, 7) == whole);
      CHECK(in_pieces(table, column.name, std::span(rows).first(100), 1) ==
            std::vector<std::string>(whole.begin(), whole.begin() + 100));
    }
  }
}

TEST_CASE("the order of rows changes nothing") {
  World world;
  make(world);
  const Table& table = world.table("rent");
  const auto rows = all_rows(table);
  const Permutation order(1, rows.size());
  std::vector<RowId> mixed;
  for (std::uint64_t i = 0; i < rows.size(); ++i) mixed.push_back(rows[order(i)]);
  for (const ColumnSpec& column : kRent) {
    INFO(column.name);
    const auto in_order = texts(table, column.name, rows), out_of_order = texts(table, column.name, mixed);
    bool same = true;
    for (std::uint64_t i = 0; i < rows.size(); ++i) same = same && out_of_order[i] == in_order[order(i)];
    CHECK(same);
  }
}

TEST_CASE("threads change nothing") {
  World world;
  make(world);
  const Table& table = world.table("rent");
  const auto rows = all_rows(table);
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < kRent.size(); ++i) wanted.push_back(i);
  std::vector<std::vector<base::ColumnBatch>> cells(4);
  std::vector<std::thread> threads;
  for (auto& own : cells) threads.emplace_back([&] { table.fill(rows, wanted, own); });
  for (auto& thread : threads) thread.join();
  for (std::size_t column = 0; column < wanted.size(); ++column) {
    bool same = true;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t t = 1; t < cells.size(); ++t)
        same = same && cells[0][column].same(i, cells[t][column], i);
    }
    CHECK(same);
  }
}

TEST_CASE("more rows change none of those before") {
  World few, many;
  make(few);
  make(many, kRent, 2 * kRents);
  for (const ColumnSpec& column : kRent) {
    INFO(column.name);
    auto more = texts(many.table("rent"), column.name);
    more.resize(kRents);
    CHECK(texts(few.table("rent"), column.name) == more);
  }
}

TEST_CASE("columns added or in another order change no other cell") {
  World world, other;
  make(world);
  auto columns = kRent;
  std::reverse(columns.begin(), columns.end());
  columns.insert(columns.begin() + 5, {"extra", "integer(32)", "{between: [1, 9]}"});
  other.plain("bike", 7, kUser);
  make(other, columns);
  for (const ColumnSpec& column : kRent) {
    INFO(column.name);
    CHECK(texts(world.table("rent"), column.name) == texts(other.table("rent"), column.name));
  }
}

TEST_CASE("another seed changes every column that is drawn") {
  World world(1), other(2);
  make(world);
  make(other);
  for (const ColumnSpec& column : kRent) {
    INFO(column.name);
    const bool constant = column.name == "id" || column.name == "status";
    CHECK((texts(world.table("rent"), column.name) == texts(other.table("rent"), column.name)) == constant);
  }
}

TEST_CASE("nulls are exact in every block and leave the other values as they are") {
  const auto with = sample("integer(32)", "{between: [1, 1000000], nulls: 5%}", 10'000);
  const auto without = sample("integer(32)", "{between: [1, 1000000]}", 10'000);
  std::size_t nulls = 0;
  for (std::size_t i = 0; i < with.size(); ++i) {
    if (with[i] == "NULL") {
      ++nulls;
    } else {
      CHECK(with[i] == without[i]);
    }
    if (i % 20 == 19) CHECK(nulls == (i + 1) / 20);
  }
}
