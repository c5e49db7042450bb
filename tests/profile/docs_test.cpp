// Every example of docs/profile.md makes rows, as it stands there.
//
// A block with `tables` or `checks` is a profile or a part of one; any other is a list of columns, or of ways
// to say `rows`, each of which is tried on its own in a table of all those columns.
#include <sstream>

#include "profile/external_rows_stub.h"
#include "profile/json_validator.h"
#include "profile/profiles.h"
#include "support/catch.h"

namespace seedctl {
namespace {

struct Block {
  int line = 0;  // of its first line, in the document
  std::string text;
};

std::vector<Block> blocks_of(const std::string& document, const std::string& language) {
  std::vector<Block> blocks;
  std::istringstream lines(document);
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = line == "```" + language;
      if (inside) blocks.push_back({number + 1, {}});
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

// The entries of a block, each with the lines below it: keys may come twice, since they are alternatives.
std::vector<Block> entries_of(const Block& block) {
  std::vector<Block> entries;
  std::istringstream lines(block.text);
  int number = block.line;
  for (std::string line; std::getline(lines, line); ++number) {
    if (line.empty() || line.starts_with('#')) continue;
    if (line.front() != ' ') entries.push_back({number, {}});
    entries.back().text += line + "\n";
  }
  return entries;
}

std::string key_of(const Block& entry) { return entry.text.substr(0, entry.text.find(':')); }

// What the columns of the examples are; text where nothing is said.
const std::map<std::string, std::string>& types() {
  static const std::map<std::string, std::string> types = {
      {"active", "boolean"},       {"age", "integer(32)"},       {"away_id", "integer(64)"},
      {"bike_id", "integer(64)"},  {"days_open", "integer(32)"}, {"etl_date", "date"},
      {"event_no", "integer(32)"}, {"friend_id", "integer(64)"}, {"home_id", "integer(64)"},
      {"id", "integer(64)"},       {"opened", "time"},           {"owner_id", "integer(64)"},
      {"labels", "array(text)"},   {"profile", "json"},          {"scores", "array(integer(16))"},
      {"lat", "decimal(9,6)"},     {"lon", "real(64)"},          {"secret", "bytes"},
      {"price", "decimal(10,2)"},  {"quantity", "integer(32)"},  {"rent_end", "timestamp"},
      {"rent_start", "timestamp"}, {"score", "real(64)"},        {"shipped", "timestamp"},
      {"signed_up", "date"},
  };
  return types;
}

std::string type_of(const std::string& column) {
  const auto found = types().find(column);
  return found == types().end() ? "text" : found->second;
}

// The bike rental, and what else the examples speak of.
schema::Schema world() {
  test::SchemaBuilder more;
  more.table("customer").column("id", "integer(64)").primary({"id"}).auto_number();
  for (const char* name : {"name", "email", "nationality"}) more.column(name, "text");
  more.table("country").column("code", "text(2)").primary({"code"}).column("name", "text");
  more.column("note", "text", true).column("visits", "integer(32)");
  more.table("shop").column("id", "integer(64)").primary({"id"}).column("country_code", "text(2)");
  more.foreign({"country_code"}, "country", {"code"});
  more.table("team").column("id", "integer(64)").primary({"id"}).column("name", "text");
  more.table("member").column("id", "integer(64)").primary({"id"});
  more.column("joined_at", "timestamp").column("left_at", "timestamp", true);
  more.table("message").column("id", "integer(64)").column("member_id", "integer(64)").primary({"id"});
  more.foreign({"member_id"}, "member").column("sent_at", "timestamp");
  more.table("order").column("id", "integer(64)").primary({"id"}).column("status", "text");
  more.column("created_at", "timestamp").column("total", "decimal(10,2)");
  for (const char* moment : {"paid_at", "shipped_at", "closed_at"}) more.column(moment, "timestamp", true);
  schema::Schema schema = test::rental();
  for (schema::Table& table : schema.tables) {
    if (table.name != "bike") continue;
    table.columns.push_back(table.columns.back());
    table.columns.back().name = "code";
    table.columns.back().type = *base::LogicalType::parse("text");
  }
  for (const schema::Table& table : more.build().tables) schema.tables.push_back(table);
  return schema;
}

void make_rows(const profile::ResolvedProfile& profile) {
  for (const profile::ResolvedTable& table : profile.tables) {
    const std::uint64_t rows = std::min<std::uint64_t>(table.data->rows(), 50);
    for (std::uint64_t place = 0; place < rows; ++place) CHECK(!test::row_text(table, place).empty());
  }
}

void try_profile(const Block& block) {
  const bool extends = block.text.find("extends:") != std::string::npos;
  const std::string parents =
      block.text.find("tables:") == std::string::npos ? "tables: {user: 100, bike: 30, rent: 500}\n" : "";
  const test::TempDir folder;
  folder.write_file("p.yaml", parents + block.text);
  if (extends) folder.write_file("base.yaml", test::read_source("seeds/base.yaml"));
  for (const Block& csv : blocks_of(test::read_source("docs/profile.md"), "csv"))
    folder.write_file("data/countries.csv", csv.text);
  profile::ResolveOptions options = test::plain_options();
  options.external = test::rows_there(20);
  make_rows(profile::resolve(profile::load_profile(folder.path(), "p"), world(), options));
}

bool is_count(const Block& entry) { return key_of(entry) == "rows" || key_of(entry) == "total"; }

// The table `example` with the entry alone, as an editor would see it.
std::string in_table(const Block& entry, const std::string& above = {}) {
  const bool count = is_count(entry);
  std::string yaml = "  example:\n" + above + (count ? "" : "    columns:\n");
  std::istringstream lines(entry.text);
  for (std::string line; std::getline(lines, line);) yaml += (count ? "    " : "      ") + line + "\n";
  return yaml;
}

// With all the block's columns; the others are inferred. Some exist only for rows per parent.
void try_entry(const Block& entry, const std::vector<Block>& block) {
  test::SchemaBuilder more;
  more.table("example").column("row_no", "integer(64)").column("user_id", "integer(64)").primary({"row_no"});
  more.foreign({"user_id"}, "user").column("home_id", "integer(64)").foreign({"home_id"}, "team");
  std::set<std::string> made = {"row_no", "user_id", "home_id"};
  for (const Block& other : block) {
    const std::string name = key_of(other);
    if (is_count(other) || !made.insert(name).second) continue;
    more.column(name, type_of(name), true);
    if (name == "bike_id") more.foreign({name}, "bike");
  }
  for (const char* read : {"signed_up", "rent_start", "other_column"}) {
    if (made.insert(read).second) more.column(read, type_of(read));
  }
  schema::Schema schema = world();
  schema.tables.push_back(more.build().tables.front());
  const bool below = is_count(entry) || key_of(entry) == "event_no" || key_of(entry) == "friend_id";
  const std::string yaml =
      "tables:\n  user: {rows: 20, fixed: [{as: admin, name: Admin}]}\n  bike: 30\n  team: 8\n" +
      in_table(entry, std::string(below ? "    per: user\n" : "") + (is_count(entry) ? "" : "    rows: 3\n"));
  make_rows(profile::resolve(test::document_of(yaml), schema, test::plain_options()));
}

TEST_CASE("every example of the profile's documentation makes rows and is valid to editors") {
  const std::vector<Block> blocks = blocks_of(test::read_source("docs/profile.md"), "yaml");
  REQUIRE(blocks.size() > 10);
  test::Validator schema;
  const auto attempt = [](const Block& block, const auto& make) {
    try {
      make();
    } catch (const base::Error& error) {
      FAIL_CHECK("docs/profile.md:" << block.line << ": " << error.message());
    }
  };
  for (const Block& block : blocks) {
    const std::vector<Block> entries = entries_of(block);
    const bool whole = std::any_of(entries.begin(), entries.end(), [](const Block& entry) {
      return key_of(entry) == "tables" || key_of(entry) == "checks";
    });
    CAPTURE(block.line);
    if (whole) {
      attempt(block, [&] { try_profile(block); });
      CHECK(schema.accepts(block.text));
      continue;
    }
    for (const Block& entry : entries) {
      CAPTURE(entry.text);
      attempt(entry, [&] { try_entry(entry, entries); });
      CHECK(schema.accepts("tables:\n" + in_table(entry, is_count(entry) ? "    per: user\n" : "")));
    }
  }
}

}  // namespace
}  // namespace seedctl
