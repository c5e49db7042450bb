// The lists of every locale: complete, clean, and saying what the generators promise of them.
#include <algorithm>
#include <map>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "base/utf8.h"
#include "gen/account_names.h"
#include "gen/layouts.h"
#include "gen/locale.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;

namespace {

// Each of these would be another code point, or joined with the one before, in normal form C.
bool is_composed(char32_t c) {
  constexpr struct {
    char32_t first, last;
  } kMarks[] = {{0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0x2126, 0x2126},
                {0x212A, 0x212B}, {0x3099, 0x309A}, {0xF900, 0xFAFF}, {0xFE20, 0xFE2F}, {0x2F800, 0x2FA1F}};
  return std::none_of(std::begin(kMarks), std::end(kMarks),
                      [&](const auto& range) { return c >= range.first && c <= range.last; });
}

bool is_normal(std::string_view text) {
  while (!text.empty()) {
    const base::CodePoint c = base::decode_utf8(text);
    if (!c.valid || !is_composed(c.value) || c.value < ' ') return false;
    text.remove_prefix(c.bytes);
  }
  return true;
}

const Locale& locale(const std::string& name) { return *Locale::find(name); }

}  // namespace

TEST_CASE("the locales are those that profiles may name") {
  CHECK(Locale::names() ==
        std::vector<std::string>{"de_DE", "en_GB", "en_US", "es_ES", "fr_FR", "ja_JP", "pt_BR"});
}

TEST_CASE("every line of every list is sorted and composed UTF-8 and there once") {
  for (const EmbeddedList& list : embedded_lists()) {
    INFO(list.locale << "/" << list.name);
    CHECK(std::is_sorted(list.entries.begin(), list.entries.end()));
    std::set<std::string_view> keys;
    for (const auto entry : list.entries) {
      INFO(entry);
      CHECK(base::is_valid_utf8(entry));
      CHECK(is_normal(entry));
      for (const std::string& field : base::split(entry, '|')) {
        CHECK(!field.empty());
        CHECK(base::trim(field) == field);
      }
      CHECK(keys.insert(list_field(entry, 0)).second);
    }
  }
}

TEST_CASE("text that is not composed is told from text that is") {
  CHECK(is_normal("Zo\u00EB"));
  CHECK_FALSE(is_normal("Zoe\u0308"));
  CHECK_FALSE(is_normal("\u304B\u3099"));
  CHECK(is_normal("\u304C"));
}

TEST_CASE("the lists of every locale are long enough to be believable") {
  const struct {
    const char* list;
    std::size_t least;
  } sizes[] = {{"first_names", 250}, {"last_names", 550}, {"cities", 120}, {"words", 300}};
  for (const std::string& name : Locale::names()) {
    for (const auto& size : sizes) {
      INFO(name << "/" << size.list);
      CHECK(locale(name).list(size.list).size() >= size.least);
    }
    CHECK(Layouts(locale(name), "street_layouts").count() >= 100'000);
    CHECK(Layouts(locale(name), "company_layouts").count() >= 5'000);
    CHECK(Layouts(locale(name), "phone_layouts").count() >= 5'000);
  }
}

TEST_CASE("names are single words so that a full name tells its parts") {
  for (const std::string& name : Locale::names()) {
    for (const char* list : {"first_names", "last_names"}) {
      for (const auto entry : locale(name).column(list, 0)) {
        INFO(entry);
        CHECK(entry.find(' ') == std::string_view::npos);
      }
    }
  }
}

TEST_CASE("names are spelled in lower-case ASCII letters of their own for accounts") {
  for (const std::string& name : Locale::names()) {
    for (const char* list : {"first_names", "last_names"}) {
      const auto spelled = account_names(locale(name), list);
      const auto entries = locale(name).list(list);
      REQUIRE(spelled.size() == entries.size());
      for (std::size_t i = 0; i < entries.size(); ++i) {
        INFO(entries[i]);
        CHECK(spelled[i].find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos);
        // Nothing is lost: a letter of ASCII or more for each that is no apostrophe or hyphen.
        const auto name_itself = list_field(entries[i], 0);
        const auto marks = std::count_if(name_itself.begin(), name_itself.end(),
                                         [](char c) { return c == '\'' || c == '-'; });
        CHECK(spelled[i].size() + static_cast<std::size_t>(marks) >= base::count_code_points(name_itself));
      }
    }
  }
}

TEST_CASE("every city lies in a region of the list and every region has one name and one code") {
  for (const std::string& name : Locale::names()) {
    INFO(name);
    std::set<std::string_view> codes, used;
    for (const auto code : locale(name).column("regions", 1)) CHECK(codes.insert(code).second);
    for (const auto entry : locale(name).list("cities")) {
      INFO(entry);
      CHECK(codes.count(list_field(entry, 1)) == 1);
      CHECK(!list_field(entry, 2).empty());
      used.insert(list_field(entry, 1));
    }
    // en_US has no city of the District of Columbia nor of West Virginia, and its list is frozen.
    CHECK(used.size() + (name == "en_US" ? 2 : 0) == codes.size());
  }
}

TEST_CASE("every locale names the same countries and its own among them") {
  const auto codes_of = [](const std::string& name) {
    const auto codes = locale(name).column("countries", 1);
    return std::set<std::string_view>(codes.begin(), codes.end());
  };
  CHECK(codes_of("en_US").size() == 195);
  for (const std::string& name : Locale::names()) {
    INFO(name);
    CHECK(codes_of(name) == codes_of("en_US"));
    const auto countries = locale(name).list("countries");
    const auto own = locale(name).list("own_country");
    REQUIRE(own.size() == 1);
    CHECK(std::find(countries.begin(), countries.end(), own.front()) != countries.end());
    CHECK(list_field(own.front(), 1) == name.substr(3));
  }
}

TEST_CASE("no two ranks of a layout have the same text") {
  for (const std::string& name : Locale::names()) {
    for (const char* list : {"phone_layouts", "company_layouts", "street_layouts"}) {
      INFO(name << "/" << list);
      const Layouts layouts(locale(name), list);
      if (layouts.count() > 5'000'000) continue;  // the streets of en_US: a number, a name and a type
      std::vector<std::uint64_t> hashes;
      std::size_t longest = 0;
      for (std::uint64_t rank = 0; rank < layouts.count(); ++rank) {
        std::string text;
        layouts.append(text, rank);
        hashes.push_back(base::hash64(text));
        longest = std::max(longest, base::count_code_points(text));
      }
      std::sort(hashes.begin(), hashes.end());
      CHECK(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
      CHECK(longest == layouts.longest());
    }
  }
}

TEST_CASE("a layout counts its numbers first and then its lists from the right") {
  const Layouts layouts = Layouts::single(locale("en_US"), "{street_types} {08-11}/{1-3}!");
  const auto text = [&](std::uint64_t rank) {
    std::string made;
    layouts.append(made, rank);
    return made;
  };
  CHECK(layouts.count() == 13 * 4 * 3);
  CHECK(layouts.longest() == std::string("Boulevard 08/1!").size());
  CHECK(text(0) == "Avenue 08/1!");
  CHECK(text(1) == "Avenue 08/2!");
  CHECK(text(3) == "Avenue 09/1!");
  CHECK(text(12) == "Boulevard 08/1!");
  CHECK(text(155) == "Way 11/3!");
}

TEST_CASE("a layout that cannot be read is a bug and says so") {
  for (const char* layout : {"{none}", "{1}", "{9-1}", "{1-9"}) {
    INFO(layout);
    CHECK_THROWS_AS(Layouts::single(locale("en_US"), layout), base::Error);
  }
}
