// No churn: what a profile or a schema says of one thing changes no cell of another, byte for byte.
#include <nlohmann/json.hpp>

#include "app/exports.h"
#include "cli/csv.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::test;

namespace {

using Json = nlohmann::ordered_json;

struct Entry {
  const char *name, *text;
};
// References by position, by zipf and one to one; rows per parent; expressions through references;
// uniqueness; patterns; a self reference; nulls and dirt.
const std::vector<Entry> kUser = {
    {"name", "full_name"},
    {"age", "{between: [18, 70]}"},
    {"email", "{template: \"user{row}@example.com\"}"},
    {"loyalty_tier", "{weights: {none: 70%, silver: 25%, gold: 5%}}"},
};
const std::vector<Entry> kBike = {
    {"model", "{pattern: \"[A-Z]{2}-[0-9]{4}\", unique: true}"},
    {"type", "[road, mountain, hybrid]"},
    {"price", "{expr: \"case type when 'road' then 700.00 + row % 9 else 300.00 + row % 5 end\"}"},
};
const std::vector<Entry> kRent = {
    {"bike_id", "{ref: bike, pick: {zipf: 1.1}}"},
    {"rent_start", "{between: [2025-02-14, 2025-02-17]}"},
    {"rent_end", "{after: rent_start, by: [10m, 4h]}"},
    {"rent_cost", "{expr: \"round(bike_id.price * extract(epoch from rent_end - rent_start) / 100000, 2)\"}"},
};
const std::vector<Entry> kLanding = {
    {"rent_id", "{between: [1, 100000], unique: true}"},
    {"user_id", "{between: [1, 100], nulls: 3%}"},
    {"bike_id", "{normal: {mean: 50, sd: 10}}"},
    {"rent_start", "{between: [2025-02-14, 2025-02-17]}"},
    {"rent_end", "{after: rent_start, by: [10m, 4h], dirty: {rate: 2%, kinds: [\"null\"]}}"},
    {"rent_cost", "{weights: {\"12.50\": 60, error: 2}}"},
    {"etl_date", "{value: 2025-02-18}"},
};

// Of the schema that has a column more.
const Entry kExtra{"extra", "{between: [1, 1000]}"};

std::string table_text(const std::string& name, const std::string& rows, std::vector<Entry> columns,
                       bool reversed) {
  if (reversed) std::reverse(columns.begin(), columns.end());
  std::string text = "  " + name + ":\n" + rows + "    columns:\n";
  for (const Entry& column : columns) text += std::string("      ") + column.name + ": " + column.text + "\n";
  return text;
}

struct Variation {
  bool reversed = false;  // tables and columns of the profile
  bool column = false;    // one more in each table
  bool table = false;     // one more
};

std::string profile_text(const Variation& variation) {
  const auto with = [&](std::vector<Entry> columns) {
    if (variation.column) columns.push_back(kExtra);
    return columns;
  };
  std::vector<std::string> tables{
      table_text("user", "    rows: 700\n", with(kUser), variation.reversed),
      table_text("bike", "    rows: 60\n", with(kBike), variation.reversed),
      table_text("rent", "    per: user\n    rows: {zipf: {mean: 4, max: 30, min: 0}}\n", with(kRent),
                 variation.reversed),
      table_text("rent_landing", "    rows: 1500\n    key: rent_id\n", with(kLanding), variation.reversed),
  };
  if (variation.table) tables.push_back("  addition: {rows: 90}\n");
  if (variation.reversed) std::reverse(tables.begin(), tables.end());
  std::string text = "seed: 42\nas_of: 2025-02-18\ntables:\n";
  for (const std::string& table : tables) text += table;
  return text;
}

// A schema file says its tables by name; reordered it is what another tool or a merge may have left.
std::string schema_text(const Variation& variation) {
  Json schema = Json::parse(read_source("tests/schema/rental.lock.json"));
  const Json number{{"name", "extra"}, {"type", "integer(32)"}};
  std::vector<Json> tables = schema.at("tables");
  for (Json& table : tables) {
    std::vector<Json> columns = table.at("columns");
    if (variation.column) columns.insert(columns.begin() + 1, number);
    if (variation.reversed) std::reverse(columns.begin(), columns.end());
    table["columns"] = columns;
  }
  if (variation.table)
    tables.push_back({{"name", "addition"},
                      {"columns", Json::array({{{"name", "id"}, {"type", "integer(64)"}}, number})},
                      {"unique_keys", Json::array({{{"columns", {"id"}}, {"primary", true}}})}});
  if (variation.reversed) std::reverse(tables.begin(), tables.end());
  schema["tables"] = tables;
  return schema.dump(1);
}

// Table -> column -> the cells of its rows, in their order, as their bytes are in the file.
using Cells = std::map<std::string, std::map<std::string, CsvRow>>;

Cells cells_of(const Files& files) {
  Cells cells;
  for (const auto& [name, text] : files) {
    auto& table = cells[name.substr(0, name.find('/'))];
    const std::vector<CsvRow> rows = parse_csv(text);
    for (std::size_t column = 0; column < rows.at(0).size(); ++column) {
      CsvRow& of_column = table[rows[0][column].value()];
      for (std::size_t row = 1; row < rows.size(); ++row) of_column.push_back(rows[row].at(column));
    }
  }
  return cells;
}

}  // namespace

TEST_CASE("a column or a table more or another order changes no other cell of an export") {
  const ExportBench bench;
  bench.write_profile(profile_text({}));
  const Cells before = cells_of(bench.files_of(bench.request("before")));
  REQUIRE(before.size() == 4);
  REQUIRE(before.at("rent").at("rent_cost").size() > 2000);
  const Variation variations[] = {
      {.column = true},
      {.table = true},
      {.reversed = true},
      {.reversed = true, .column = true, .table = true},
  };
  for (const Variation& variation : variations) {
    INFO("reversed " << variation.reversed << " column " << variation.column << " table " << variation.table);
    for (const bool in_schema_only : {false, true}) {
      // A column that only the schema has is filled by inference.
      bench.write_schema(schema_text(variation));
      bench.write_profile(profile_text(in_schema_only ? Variation{} : variation));
      const std::string out = std::to_string(&variation - variations) + (in_schema_only ? "schema" : "both");
      Cells after = cells_of(bench.files_of(bench.request(out)));
      if (variation.table && !in_schema_only) CHECK(after.erase("addition") == 1);
      if (variation.column)
        for (auto& [table, columns] : after) CHECK(columns.erase("extra") == 1);
      CHECK(after == before);
    }
  }
}

TEST_CASE("threads and batches and shards change no byte of any format") {
  const ExportBench bench;
  bench.write_profile(profile_text({}));
  for (const app::ExportFormat format :
       {app::ExportFormat::csv, app::ExportFormat::jsonl, app::ExportFormat::sql}) {
    const auto request = [&](const std::string& name) {
      app::ExportRequest made = bench.request(std::to_string(static_cast<int>(format)) + name);
      made.format = format;
      if (format == app::ExportFormat::sql) made.dialect = base::Engine::postgres;
      return made;
    };
    const Files whole = bench.files_of(request("whole"));
    for (const std::uint32_t jobs : {1U, 2U, 7U}) {
      for (const std::size_t batch : {1U, 1000U, 4096U}) {
        app::ExportRequest other = request("j" + std::to_string(jobs) + "b" + std::to_string(batch));
        other.jobs = jobs;
        other.batch_rows = batch;
        INFO(other.out);
        CHECK(bench.files_of(other) == whole);
      }
    }
    Files together;
    for (std::uint32_t number = 1; number <= 3; ++number) {
      app::ExportRequest shard = request("shard" + std::to_string(number));
      shard.shard = {number, 3};
      for (const auto& [name, text] : bench.files_of(shard)) {
        std::string& all = together[name.substr(0, name.find('/'))];
        // Two lines of three begin, and one ends, a transaction; a header line begins CSV.
        const bool is_sql = format == app::ExportFormat::sql;
        std::size_t skipped = 0;
        for (int line = is_sql ? 4 : format == app::ExportFormat::csv ? 1 : 0; line > 0 && number > 1; --line)
          skipped = text.find('\n', skipped) + 1;
        const std::size_t tail = is_sql && number < 3 ? std::string("commit;\n").size() : 0;
        all += text.substr(skipped, text.size() - skipped - tail);
      }
    }
    for (const auto& [name, text] : whole) {
      INFO(name);
      CHECK(together.at(name.substr(0, name.find('/'))) == text);
    }
  }
}
