// People and places: the columns of a row agree, whoever asks for them.
#include "gen/person.h"

#include <map>
#include <set>

#include "gen/statistics.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

std::string letters(const std::string& text) {
  std::string kept;
  for (const char c : base::lower_ascii(text)) {
    if (c >= 'a' && c <= 'z') kept += c;
  }
  return kept;
}

}  // namespace

TEST_CASE("columns speak of the person that their names leave over") {
  const struct {
    const char *column, *person;
  } cases[] = {{"email", ""},
               {"full_name", ""},
               {"user_name", ""},
               {"e_mail_address", ""},
               {"firstName", ""},
               {"LAST_NAME", ""},
               {"contact_email", "contact"},
               {"contact_first_name", "contact"},
               {"contactEmail", "contact"},
               {"billing_contact_name", "billing_contact"},
               {"manager", "manager"}};
  for (const auto& c : cases) CHECK(person_of_column(c.column) == c.person);
}

TEST_CASE("names user names and addresses of a row agree") {
  World world;
  const Table& table = world.plain("user", 3000,
                                   {{"full_name", "text", "full_name"},
                                    {"first_name", "text", "first_name"},
                                    {"last_name", "text", "last_name"},
                                    {"email", "text", "{email: null, unique: true}"},
                                    {"mail", "text", "email"},
                                    {"username", "text", "username"},
                                    {"contact_name", "text", "{full_name: null, unique: true}"},
                                    {"contact_email", "text", "email"}});
  const auto full = texts(table, "full_name"), first = texts(table, "first_name"),
             last = texts(table, "last_name"), email = texts(table, "email"), mail = texts(table, "mail"),
             login = texts(table, "username"), contact = texts(table, "contact_name"),
             contact_mail = texts(table, "contact_email");
  std::size_t same_people = 0;
  for (std::size_t i = 0; i < full.size(); ++i) {
    CHECK(full[i] == first[i] + " " + last[i]);
    CHECK(email[i].rfind(letters(first[i]) + "." + letters(last[i]) + std::to_string(i + 1) + "@example.",
                         0) == 0);
    CHECK(mail[i].rfind(letters(first[i]) + "." + letters(last[i]) + "@example.", 0) == 0);
    const bool by_first = letters(login[i]).rfind(letters(first[i]), 0) == 0;
    const bool by_last = letters(login[i]) == letters(first[i]).substr(0, 1) + letters(last[i]);
    CHECK((by_first || by_last));
    const auto space = contact[i].find(' ');
    CHECK(contact_mail[i].rfind(
              letters(contact[i].substr(0, space)) + "." + letters(contact[i].substr(space)) + "@", 0) == 0);
    same_people += contact[i] == full[i] ? 1 : 0;
  }
  CHECK(same_people < 3);
}

TEST_CASE("addresses are of domains that are kept for examples") {
  std::map<std::string, std::uint64_t> domains;
  for (const auto& email : sample("text", "email", 30'000)) ++domains[email.substr(email.find('@'))];
  CHECK(domains.size() == 3);
  std::vector<std::uint64_t> counts;
  for (const auto& [domain, count] : domains) {
    CHECK((domain == "@example.com" || domain == "@example.org" || domain == "@example.net"));
    counts.push_back(count);
  }
  CHECK(std::abs(uniform_deviation(counts)) < kFair);
}

TEST_CASE("names beyond the last pair come again in another order") {
  World world;
  const Table& table = world.plain("user", 2 * 652'736, {{"name", "text", "full_name"}});
  std::vector<RowId> first(2000), second(2000);
  table.rows_from(0, first);
  table.rows_from(652'736, second);
  const auto names = texts(table, "name", first), again = texts(table, "name", second);
  CHECK(std::set<std::string>(again.begin(), again.end()).size() == 2000);
  CHECK(names != again);
}

TEST_CASE("first and last names are used evenly") {
  std::map<std::string, std::uint64_t> counts;
  for (const auto& name : sample("text", "first_name", 200'000)) ++counts[name];
  CHECK(counts.size() == Locale::find("en_US")->list("first_names").size());
  for (const auto& [name, count] : counts) {
    CHECK(count > 200);
    CHECK(count < 420);
  }
}

TEST_CASE("postcodes are of the row's city") {
  World world;
  const Table& table = world.plain("user", 2000,
                                   {{"city", "text", "city"},
                                    {"postcode", "text", "postcode"},
                                    {"shipping_city", "text", "city"},
                                    {"shipping_zip", "text", "postcode"}});
  std::map<std::string, std::string> prefixes;
  for (const auto line : Locale::find("en_US")->list("cities")) {
    prefixes[std::string(list_field(line, 0))] = std::string(list_field(line, 2));
  }
  const auto city = texts(table, "city"), code = texts(table, "postcode"),
             other = texts(table, "shipping_city"), other_code = texts(table, "shipping_zip");
  std::size_t same = 0;
  for (std::size_t i = 0; i < city.size(); ++i) {
    CHECK(code[i].size() == 5);
    CHECK(code[i].substr(0, 3) == prefixes.at(city[i]));
    CHECK(other_code[i].substr(0, 3) == prefixes.at(other[i]));
    same += city[i] == other[i] ? 1 : 0;
  }
  CHECK(same < 30);
}

TEST_CASE("phone numbers are of the range kept for fiction") {
  for (const auto& phone : sample("text(15)", "phone", 5000)) {
    CHECK(phone.size() == 15);
    CHECK(phone.substr(0, 3) == "+1-");
    CHECK(phone.substr(6, 7) == "-555-01");
  }
}
