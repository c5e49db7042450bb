// The catalog: what `seedctl generators` prints is complete, and every example works as it stands.
#include "gen/catalog.h"

#include <algorithm>
#include <set>

#include "gen/world.h"
#include "support/catch.h"
#include "support/source_tree.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

// Of these every generator makes at least one.
constexpr const char* kTypes[] = {"text", "integer(64)", "timestamp",   "boolean",
                                  "uuid", "bytes",       "decimal(9,6)"};

// With rows per day where a column asks for its day.
Table& make_table(World& world, std::uint64_t rows, const std::vector<ColumnSpec>& columns) {
  const bool days = columns.front().generator == "day";
  return days ? world.per_day("t", "2025-02-14", static_cast<int>(rows), 1, 1, columns)
              : world.plain("t", rows, columns);
}

}  // namespace

TEST_CASE("every generator has a name of its own and is in the documentation") {
  const std::string documentation = read_source("docs/profile.md");
  const auto names = generator_names();
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
  for (const auto& name : names) {
    INFO(name);
    CHECK(find_generator(name)->name == name);
    CHECK(documentation.find(name) != std::string::npos);
  }
  CHECK(find_generator("emial") == nullptr);
}

TEST_CASE("every generator is described and its example can be built") {
  for (const GeneratorInfo& info : generators()) {
    INFO(info.name);
    CHECK(!info.group.empty());
    CHECK(!info.summary.empty());
    CHECK(info.version >= 1);
    CHECK(info.build != nullptr);
    const bool own_value = std::any_of(info.parameters.begin(), info.parameters.end(),
                                       [](const ParameterInfo& parameter) { return parameter.name.empty(); });
    CHECK(info.takes_value == own_value);
    for (const auto& parameter : info.parameters) CHECK(!parameter.summary.empty());

    const auto colon = info.example.find(": ");
    REQUIRE(colon != std::string::npos);
    const std::string column = info.example.substr(0, colon), generator = info.example.substr(colon + 2);
    World world;
    world.plain("bike", 3, {{"id", "integer(64)", "sequence"}});
    bool built = false;
    for (const char* type : kTypes) {
      try {
        make_table(world, 5,
                   {{column, type, generator},
                    {"rent_start", "timestamp", "{between: [2025-02-14, 2025-02-17]}"},
                    {"type", "text", "[road, hybrid]"}});
        built = true;
        break;
      } catch (const base::Error&) {
        continue;
      }
    }
    CHECK(built);
  }
}

TEST_CASE("a new version of a generator in the catalog draws other values") {
  const std::set<std::string> draws_nothing{"sequence", "template", "value", "expr", "match", "json"};
  // A row's person, address, currency, card and file type are drawn once for all columns that tell of them:
  // no column of them can have another version than the rest.
  const std::set<std::string> shared{"full_name", "first_name", "last_name",   "city",
                                     "region",    "currency",   "credit_card", "mime_type"};
  // The example's column, made with a version.
  const auto made = [](const GeneratorInfo& info, const char* type, std::uint32_t version) {
    const auto colon = info.example.find(": ");
    ColumnSpec column{info.example.substr(0, colon), type, info.example.substr(colon + 2)};
    column.generator_version = version;
    World world;
    world.plain("bike", 1000, {{"id", "integer(64)", "sequence"}});
    return texts(make_table(world, 200,
                            {column,
                             {"rent_start", "timestamp", "{between: [2025-02-14, 2025-02-17]}"},
                             {"type", "text", "[road, hybrid]"}}),
                 column.name);
  };
  for (const GeneratorInfo& info : generators()) {
    INFO(info.name);
    for (const char* type : kTypes) {
      std::vector<std::string> first;
      try {
        first = made(info, type, 1);
      } catch (const base::Error&) {
        continue;  // not a column of this type
      }
      CHECK(made(info, type, 1) == first);
      CHECK((made(info, type, 2) == first) ==
            (draws_nothing.contains(info.name) || shared.contains(info.name)));
      break;
    }
  }
}
