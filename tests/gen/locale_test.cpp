// How lists are found and read, and that those of the first release never change.
#include "gen/locale.h"

#include <set>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;

namespace {

std::string joined(std::span<const std::string_view> list) {
  std::string text;
  for (const auto entry : list) text += std::string(entry) + "\n";
  return text;
}

}  // namespace

TEST_CASE("locales are found by name") {
  REQUIRE(Locale::find("en_US") != nullptr);
  CHECK(Locale::find("en_US")->name() == "en_US");
  CHECK(Locale::find("xx_XX") == nullptr);
  CHECK_THROWS_AS(Locale::find("en_US")->list("none"), base::Error);
}

// A list that changes changes everybody's data. Add a new list, and a new version of its generators, instead.
TEST_CASE("the lists are frozen") {
  const struct {
    const char* name;
    std::size_t entries;
    std::uint64_t hash;
  } lists[] = {
      {"area_codes", 270, 17535728674474077018U},    {"cities", 301, 3506913196008951153U},
      {"company_heads", 139, 16816214342929837204U}, {"company_tails", 75, 9395626361403684878U},
      {"countries", 195, 8092333173478906067U},      {"first_names", 658, 11657280718120617810U},
      {"last_names", 992, 6820219011713172025U},     {"street_names", 231, 16198659022579060835U},
      {"street_types", 13, 7557223455936342100U},    {"words", 757, 3185180243679005953U},
  };
  for (const auto& expected : lists) {
    INFO(expected.name);
    const auto list = Locale::find("en_US")->list(expected.name);
    CHECK(list.size() == expected.entries);
    CHECK(base::hash64(joined(list)) == expected.hash);
  }
}

TEST_CASE("the cities of en_US have a state and a prefix and its countries a code") {
  std::set<std::string_view> codes;
  for (const auto entry : Locale::find("en_US")->list("cities")) {
    INFO(entry);
    CHECK(list_field(entry, 1).size() == 2);
    CHECK(list_field(entry, 2).size() == 3);
    CHECK(list_field(entry, 2).find_first_not_of("0123456789") == std::string_view::npos);
  }
  for (const auto entry : Locale::find("en_US")->list("countries")) {
    CHECK(list_field(entry, 1).size() == 2);
    CHECK(codes.insert(list_field(entry, 1)).second);
  }
}

TEST_CASE("fields of an entry are counted from none") {
  CHECK(list_field("a|b|c", 0) == "a");
  CHECK(list_field("a|b|c", 2) == "c");
  CHECK(list_field("a|b|c", 3).empty());
  CHECK(list_field("a", 0) == "a");
}
