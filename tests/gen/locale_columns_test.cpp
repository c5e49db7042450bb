// What the columns of a row say in each locale: names in order, addresses that exist, numbers that never
// ring.
#include <algorithm>
#include <map>
#include <set>

#include "gen/layouts.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

// '#' is a digit, '@' a capital letter of ASCII, everything else itself.
bool has_form(std::string_view text, std::string_view form) {
  return text.size() == form.size() &&
         std::equal(text.begin(), text.end(), form.begin(), [](char c, char wanted) {
           if (wanted == '#') return c >= '0' && c <= '9';
           if (wanted == '@') return c >= 'A' && c <= 'Z';
           return c == wanted;
         });
}

bool has_one_form(std::string_view text, const std::vector<const char*>& forms) {
  return std::any_of(forms.begin(), forms.end(), [&](const char* form) { return has_form(text, form); });
}

struct LocaleCase {
  const char* name;
  const char* gap;  // of a full name
  bool family_first;
  std::vector<const char*> postcodes;
  // Ranges that are given to nobody: data/locales/*/SOURCES.md says by whom.
  std::vector<const char*> phones;
};

const std::vector<LocaleCase>& locale_cases() {
  static const std::vector<LocaleCase> cases{
      {"de_DE",
       " ",
       false,
       {"#####"},
       {"+49 30 23125 ###", "+49 69 90009 ###", "+49 40 66969 ###", "+49 221 4710 ###", "+49 89 99998 ###",
        "+49 171 39200 ##"}},
      {"en_GB",
       " ",
       false,
       {"@# #@@", "@## #@@", "@@# #@@", "@@## #@@"},
       {"+44 113 496 0###", "+44 114 496 0###", "+44 115 496 0###", "+44 116 496 0###", "+44 117 496 0###",
        "+44 118 496 0###", "+44 121 496 0###", "+44 131 496 0###", "+44 141 496 0###", "+44 151 496 0###",
        "+44 161 496 0###", "+44 191 498 0###", "+44 20 7946 0###", "+44 28 9649 6###", "+44 29 2018 0###",
        "+44 1632 960###", "+44 7700 900###"}},
      {"en_US", " ", false, {"#####"}, {"+1-###-555-01##"}},
      {"es_ES", " ", false, {"#####"}, {"+34 2## ### ###"}},
      {"fr_FR",
       " ",
       false,
       {"#####"},
       {"+33 1 99 00 ## ##", "+33 2 61 91 ## ##", "+33 3 53 01 ## ##", "+33 4 65 71 ## ##",
        "+33 5 36 49 ## ##", "+33 6 39 98 ## ##"}},
      {"ja_JP", " ", true, {"###-####"}, {"+81 3-0###-####", "+81 6-0###-####", "+81 ##-0##-####"}},
      {"pt_BR", " ", false, {"#####-###"}, {"+55 ## 0###-####"}},
  };
  return cases;
}

std::string in(const char* generator, const LocaleCase& c, bool unique = false) {
  return std::string("{") + generator + ": null, locale: " + c.name + (unique ? ", unique: true}" : "}");
}

}  // namespace

TEST_CASE("every locale is in these tests") {
  std::vector<std::string> names;
  for (const LocaleCase& c : locale_cases()) names.emplace_back(c.name);
  CHECK(names == Locale::names());
}

TEST_CASE("full names are of the row's names in the locale's order") {
  for (const LocaleCase& c : locale_cases()) {
    INFO(c.name);
    World world;
    const Table& table = world.plain("t", 2000,
                                     {{"full_name", "text", in("full_name", c)},
                                      {"first_name", "text", in("first_name", c)},
                                      {"last_name", "text", in("last_name", c)}});
    const auto full = texts(table, "full_name"), first = texts(table, "first_name"),
               last = texts(table, "last_name");
    bool all = true;
    for (std::size_t i = 0; i < full.size(); ++i) {
      all = all && full[i] == (c.family_first ? last[i] + c.gap + first[i] : first[i] + c.gap + last[i]);
    }
    CHECK(all);
    CHECK(std::set<std::string>(full.begin(), full.end()).size() == full.size());
  }
}

TEST_CASE(
    "e-mail addresses are of the row's names in ASCII at domains kept for examples and unique by number") {
  for (const LocaleCase& c : locale_cases()) {
    INFO(c.name);
    World world;
    const Table& table = world.plain("t", 20'000,
                                     {{"email", "text", in("email", c, true)},
                                      {"mail", "text", in("email", c)},
                                      {"username", "text", in("username", c, true)}});
    const auto email = texts(table, "email"), mail = texts(table, "mail"), login = texts(table, "username");
    bool all = true;
    for (std::size_t i = 0; i < email.size(); ++i) {
      const std::string number = std::to_string(i + 1);
      const std::size_t at = email[i].find('@'), other_at = mail[i].find('@');
      const std::string domain = email[i].substr(at);
      all = all && (domain == "@example.com" || domain == "@example.org" || domain == "@example.net");
      all = all && email[i].substr(0, at) == mail[i].substr(0, other_at) + number;
      all = all && mail[i].find_first_not_of("abcdefghijklmnopqrstuvwxyz.@") == std::string::npos;
      all = all && login[i].find_first_not_of("abcdefghijklmnopqrstuvwxyz._0123456789") == std::string::npos;
      all = all && login[i].substr(login[i].find_first_of("0123456789")) == number;
    }
    CHECK(all);
  }
}

TEST_CASE("telephone numbers are only of ranges that nobody is given") {
  for (const LocaleCase& c : locale_cases()) {
    for (const auto& phone : sample("text(24)", in("phone", c), 20'000)) {
      if (!has_one_form(phone, c.phones)) FAIL_CHECK(c.name << ": " << phone);
    }
  }
}

TEST_CASE("city region postcode and country of a row agree in every locale") {
  for (const LocaleCase& c : locale_cases()) {
    INFO(c.name);
    const Locale& locale = *Locale::find(c.name);
    const std::string in_locale = std::string(", locale: ") + c.name + "}";
    World world;
    const Table& table = world.plain("t", 5000,
                                     {{"city", "text", in("city", c)},
                                      {"postcode", "text", in("postcode", c)},
                                      {"region", "text", in("region", c)},
                                      {"state_code", "text", "{region: code" + in_locale},
                                      {"country", "text", "{country: name, of: address" + in_locale},
                                      {"code", "text", "{country: code, of: address" + in_locale},
                                      {"shipping_city", "text", in("city", c)},
                                      {"shipping_province", "text", "{region: code" + in_locale}});
    std::map<std::string, std::pair<std::string, std::string>> cities;  // region's code, prefix
    for (const auto line : locale.list("cities")) {
      cities[std::string(list_field(line, 0))] = {std::string(list_field(line, 1)),
                                                  std::string(list_field(line, 2))};
    }
    std::map<std::string, std::string> names;
    for (const auto line : locale.list("regions")) {
      names[std::string(list_field(line, 1))] = list_field(line, 0);
    }
    const auto city = texts(table, "city"), code = texts(table, "postcode"), region = texts(table, "region"),
               state = texts(table, "state_code"), other = texts(table, "shipping_city"),
               province = texts(table, "shipping_province");
    for (std::size_t i = 0; i < city.size(); ++i) {
      const auto& [expected, prefix] = cities.at(city[i]);
      if (state[i] != expected || region[i] != names.at(expected) || code[i].rfind(prefix, 0) != 0 ||
          !has_one_form(code[i], c.postcodes) || province[i] != cities.at(other[i]).first) {
        FAIL_CHECK(city[i] << ", " << region[i] << ", " << code[i]);
      }
    }
    CHECK(texts(table, "country")[0] == list_field(locale.list("own_country").front(), 0));
    CHECK(texts(table, "code")[4999] == std::string(c.name).substr(3));
  }
}

TEST_CASE("unique columns of every locale reach their capacity and refuse one row more") {
  for (const LocaleCase& c : locale_cases()) {
    const Locale& locale = *Locale::find(c.name);
    const struct {
      const char* generator;
      std::uint64_t capacity;
    } cases[] = {{"region", locale.list("regions").size()},
                 {"city", locale.list("cities").size()},
                 {"phone", Layouts(locale, "phone_layouts").count()},
                 {"company", Layouts(locale, "company_layouts").count()}};
    for (const auto& unique : cases) {
      INFO(c.name << " " << unique.generator);
      const std::uint64_t rows = std::min<std::uint64_t>(unique.capacity, 100'000);
      const auto values = sample("text", in(unique.generator, c, true), rows);
      CHECK(std::set<std::string>(values.begin(), values.end()).size() == rows);
      CHECK_THROWS_AS(sample("text", in(unique.generator, c, true), unique.capacity + 1), base::Error);
    }
  }
}

TEST_CASE("texts of a locale end as its sentences do and keep to the column's characters") {
  for (const LocaleCase& c : locale_cases()) {
    INFO(c.name);
    const std::string end = std::string(c.name) == "ja_JP" ? "。" : ".";
    for (const char* generator : {"sentence", "paragraph"}) {
      for (const auto& text : sample("text(30)", in(generator, c), 500)) {
        const std::size_t length = base::count_code_points(text);
        if (length < 2 || length > 30 || text.substr(text.size() - end.size()) != end) FAIL_CHECK(text);
      }
    }
  }
}

TEST_CASE("a sentence begins with a capital letter where the locale has them") {
  for (const auto& text : sample("text", "{sentence: null, locale: de_DE}", 2000)) {
    if (text[0] >= 'a' && text[0] <= 'z') FAIL_CHECK(text);
    if (text.rfind("ü", 0) == 0) FAIL_CHECK(text);
  }
}

TEST_CASE("a locale that there is not is refused where it stands") {
  try {
    sample("text", "{city: null, locale: de_De}", 1);
    FAIL("accepted");
  } catch (const base::Error& error) {
    CHECK(error.message() == "unknown locale \"de_De\" (did you mean \"de_DE\"?)");
    CHECK_THAT(error.hint, ContainsSubstring("the locales are de_DE, "));
    REQUIRE(error.position());
    CHECK(error.position()->column == 22);
  }
}
