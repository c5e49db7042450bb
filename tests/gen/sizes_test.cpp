// Text and bytes of a given size, what prices end with, account numbers and coordinates.
#include <cmath>
#include <map>
#include <regex>
#include <set>

#include "base/text.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

std::set<std::string> different(const std::vector<std::string>& values) {
  return {values.begin(), values.end()};
}

// As ISO 7064 says: the first four characters moved to the end, letters as numbers, the rest of 97 is 1.
bool has_valid_check_digits(const std::string& iban) {
  std::uint64_t rest = 0;
  for (const char c : iban.substr(4) + iban.substr(0, 4)) {
    const bool digit = c >= '0' && c <= '9';
    rest = (rest * (digit ? 10 : 100) + static_cast<std::uint64_t>(digit ? c - '0' : c - 'A' + 10)) % 97;
  }
  return rest == 1;
}

std::string ending(const std::string& price) { return price.substr(price.find('.')); }

}  // namespace

TEST_CASE("text has exactly as many characters as it was asked for") {
  for (const char* locale : {"en_US", "de_DE", "ja_JP"}) {
    for (const std::uint64_t length : {0, 1, 2, 3, 4, 5, 11, 40, 41, 42, 200}) {
      INFO(locale << " " << length);
      for (const std::string& text :
           sample("text", "{text: {length: " + std::to_string(length) + "}, locale: " + locale + "}", 300)) {
        INFO(text);
        CHECK(base::count_code_points(text) == length);
        CHECK(base::trim(text) == text);
        CHECK(text.find("  ") == std::string::npos);
      }
    }
  }
}

TEST_CASE("every length between the bounds comes") {
  std::map<std::size_t, int> lengths;
  for (const std::string& text : sample("text(12)", "{text: {length: [5, 12]}}", 800)) ++lengths[text.size()];
  CHECK(lengths.size() == 8);
  CHECK(lengths.begin()->first == 5);
  CHECK(lengths.rbegin()->first == 12);
  for (const auto& [length, times] : lengths) CHECK(times > 60);
}

TEST_CASE("text can be asked for in words sentences and paragraphs") {
  for (const std::string& text : sample("text", "{text: {words: [2, 4]}}", 200))
    CHECK(std::regex_match(text, std::regex("[a-z]+( [a-z]+){1,3}")));
  for (const std::string& text : sample("text", "{text: {sentences: 2}}", 200))
    CHECK(std::count(text.begin(), text.end(), '.') == 2);
  for (const std::string& text : sample("text", "{text: {paragraphs: 3}}", 50))
    CHECK(base::split(text, '\n').size() == 5);
  for (const char* size : {"words", "sentences", "paragraphs"}) {
    for (const std::string& text : sample("text(30)", "{text: {" + std::string(size) + ": 5}}", 200)) {
      INFO(text);
      CHECK(text.size() <= 30);
      CHECK(!text.empty());
    }
  }
}

TEST_CASE("bytes are as many as they should be and can be unique") {
  for (const std::string& bytes : sample("bytes", "{bytes: 16}", 200)) CHECK(bytes.size() == 2 + 2 * 16);
  std::set<std::size_t> sizes;
  for (const std::string& bytes : sample("bytes", "{bytes: [0, 3]}", 200)) sizes.insert(bytes.size());
  CHECK(sizes == std::set<std::size_t>{2, 4, 6, 8});
  CHECK(different(sample("bytes", "{bytes: 1, unique: true}", 256)).size() == 256);
  CHECK(different(sample("bytes", "{bytes: [2, 40], unique: true}", 65'536)).size() == 65'536);
  check_refused([] { sample("bytes", "{bytes: 1, unique: true}", 257); }, "256 would work", 9);
}

TEST_CASE("account numbers have valid check digits and banks that there are not") {
  const struct {
    const char *country, *form;
  } cases[] = {{"AT", "AT[0-9]{2}00000[0-9]{11}"},     {"BR", "BR[0-9]{2}9999999900000[0-9]{10}C1"},
               {"CH", "CH[0-9]{2}00000[0-9]{12}"},     {"DE", "DE[0-9]{2}00000000[0-9]{10}"},
               {"ES", "ES[0-9]{2}000000000[0-9]{11}"}, {"FR", "FR[0-9]{2}0000000000[0-9]{13}"},
               {"GB", "GB[0-9]{2}XXXX000000[0-9]{8}"}, {"IE", "IE[0-9]{2}XXXX000000[0-9]{8}"},
               {"LU", "LU[0-9]{2}000[0-9]{13}"},       {"NL", "NL[0-9]{2}XXXX[0-9]{10}"},
               {"PT", "PT[0-9]{2}00000000[0-9]{13}"}};
  for (const auto& c : cases) {
    INFO(c.country);
    const auto made = sample("text(34)", std::string("{iban: ") + c.country + ", unique: true}", 500);
    CHECK(different(made).size() == 500);
    for (const std::string& iban : made) {
      INFO(iban);
      CHECK(std::regex_match(iban, std::regex(c.form)));
      CHECK(has_valid_check_digits(iban));
    }
  }
  // The checker itself, by the examples of the standard.
  CHECK(has_valid_check_digits("GB82WEST12345698765432"));
  CHECK_FALSE(has_valid_check_digits("GB82WEST12345698765423"));
}

TEST_CASE("national check digits within an account number are right") {
  // Of the digits before them, with their own weight, France's and Portugal's are a multiple of 97 and one
  // more than that.
  for (const std::string& iban : sample("text", "{iban: FR}", 200)) {
    const auto account = std::stoull(iban.substr(14, 11)), key = std::stoull(iban.substr(25));
    CHECK((account * 3 + key) % 97 == 0);
  }
  for (const std::string& iban : sample("text", "{iban: PT}", 200)) {
    CHECK(std::stoull(iban.substr(12, 13)) % 97 == 1);
  }
  constexpr int kWeights[] = {1, 2, 4, 8, 5, 10, 9, 7, 3, 6};
  for (const std::string& iban : sample("text", "{iban: ES}", 200)) {
    CHECK(iban[12] == '0');
    int sum = 0;
    for (std::size_t i = 0; i < 10; ++i) sum += (iban[14 + i] - '0') * kWeights[i];
    const int digit = iban[13] - '0', rest = (sum + digit) % 11;
    CHECK((rest == 0 || (digit == 1 && sum % 11 == 1)));
  }
}

TEST_CASE("account numbers are of the locale's country where it has them") {
  for (const std::string& iban : sample("text", "{iban: null, locale: de_DE}", 50))
    CHECK(iban.starts_with("DE"));
  std::set<std::string> countries;
  for (const std::string& iban : sample("text", "iban", 500)) {
    CHECK(has_valid_check_digits(iban));
    countries.insert(iban.substr(0, 2));
  }
  CHECK(countries.size() == 11);
  check_refused([] { sample("text", "{iban: US}", 1); }, "it makes those of AT", 8);
  check_refused([] { sample("text(20)", "{iban: DE}", 1); }, "can be 22 characters long", 8);
}

TEST_CASE("coordinates lie in the locale's country or anywhere") {
  const auto within = [](const char* generator, double low, double high) {
    for (const char* type : {"decimal(9,6)", "decimal", "real(64)", "real(32)"}) {
      INFO(generator << " " << type);
      std::set<std::string> seen;
      for (const std::string& degrees : sample(type, generator, 300)) {
        CHECK(std::stod(degrees) >= low);
        CHECK(std::stod(degrees) <= high);
        seen.insert(degrees);
      }
      CHECK(seen.size() > 250);
    }
  };
  within("latitude", 34, 44);
  within("longitude", -116, -84);
  within("{latitude: null, locale: de_DE}", 49.2, 53.4);
  within("{longitude: null, locale: ja_JP}", 137.2, 139.8);
  within("{latitude: world}", -90, 90);
  within("{longitude: world}", -180, 180);
  check_refused([] { sample("text", "latitude", 1); }, "latitude makes decimal, real", 1);
}

TEST_CASE("prices end as they should") {
  std::map<std::string, int> endings;
  for (const std::string& price :
       sample("decimal(10,2)", "{between: [5, 100], ending: [0.99, 0.95, 0.00]}", 3000)) {
    CHECK(std::stod(price) >= 5);
    CHECK(std::stod(price) <= 100);
    ++endings[ending(price)];
  }
  CHECK(endings.size() == 3);
  for (const auto& [text, times] : endings) CHECK(std::abs(times - 1000) < 150);
  for (const char* generator :
       {"{normal: {mean: 40, sd: 10, min: 5}, ending: .99}", "{between: [5, 100], ending: 0.99}",
        "{lognormal: {median: 20, sigma: 0.5, max: 500}, ending: 0.99}",
        "{exponential: {mean: 30, max: 500}, ending: 0.99}",
        "{histogram: [{from: 0, to: 10, weight: 5}, {from: 10, to: 100, weight: 1}], ending: 0.99}"}) {
    INFO(generator);
    for (const char* type : {"decimal(10,2)", "real(64)", "decimal"}) {
      INFO(type);
      double sum = 0;
      for (const std::string& price : sample(type, generator, 500)) {
        CHECK(ending(price).starts_with(".99"));
        sum += std::stod(price);
      }
      CHECK(sum / 500 > 10);
      CHECK(sum / 500 < 60);
    }
  }
}

TEST_CASE("an ending repeats as far apart as it has digits before the point") {
  const struct {
    const char *type, *ending;
    std::set<std::string> values;
  } cases[] = {{"decimal(6,2)", "0.5", {"10.50", "11.50", "12.50"}},
               {"integer(32)", "9", {"19"}},
               {"integer(32)", "[1, 5]", {"11", "15", "21", "25"}},
               {"decimal(6,2)", "[9.5, 0.25]", {"10.25", "11.25", "12.25"}}};
  for (const auto& c : cases) {
    INFO(c.ending);
    const std::string high = c.type == std::string("integer(32)") ? "25" : "13";
    CHECK(different(sample(c.type, "{between: [10, " + high + "], ending: " + c.ending + "}", 500)) ==
          c.values);
    const auto unique = sample(
        c.type, "{between: [10, " + high + "], unique: true, ending: " + c.ending + "}", c.values.size());
    CHECK(different(unique) == c.values);
  }
  check_refused([] { sample("decimal(6,2)", "{between: [10, 13], ending: 0.5, unique: true}", 4); },
                "3 would work", 11);
}

TEST_CASE("endings that cannot be are refused with their place") {
  check_refused([] { sample("decimal(6,1)", "{between: [10, 13], ending: 0.99}", 1); },
                "2 digits after the point", 29);
  check_refused([] { sample("integer(32)", "{between: [10, 13], ending: 0.5}", 1); },
                "1 digits after the point", 29);
  check_refused([] { sample("decimal(6,2)", "{between: [10.1, 10.5], ending: 0.99}", 1); },
                "nothing between the bounds", 33);
  check_refused([] { sample("decimal(6,2)", "{between: [-5, 5], ending: 0.99}", 1); }, "must be 0 or above",
                28);
  check_refused([] { sample("date", "{between: [2025-01-01, 2025-02-01], ending: 5}", 1); },
                "ending is for numbers", 45);
  check_refused([] { sample("decimal(6,2)", "{between: [1, 5], ending: -0.5}", 1); },
                "as they stand in a price", 27);
  check_refused([] { sample("decimal(6,2)", "{between: [1, 5], ending: []}", 1); }, "a number or a list", 27);
}

TEST_CASE("sizes that cannot be are refused with their place") {
  check_refused([] { sample("text", "{text: {length: [5, 3]}}", 1); }, "the most is below the least", 17);
  check_refused([] { sample("text", "{text: {length: 100000}}", 1); }, "at most 65536", 17);
  check_refused([] { sample("text(10)", "{text: {length: 12}}", 1); }, "can be 12 characters long", 8);
  check_refused([] { sample("text", "{text: {lenght: 12}}", 1); }, "did you mean \"length\"", 9);
  check_refused([] { sample("text", "{text: 12}", 1); }, "one of length", 8);
  check_refused([] { sample("text", "{bytes: 12}", 1); }, "bytes makes bytes", 9);
}

TEST_CASE("values of sizes accounts and coordinates never change") {
  const struct {
    const char *type, *generator;
    std::vector<std::string> values;
  } cases[] = {
      {"text", "{text: {length: [5, 12]}}", {"Level.", "Path.", "Summer way.", "Stage grow."}},
      {"text",
       "{text: {length: 40}}",
       {"Level value want heat high art language.", "School short wise wall scale show print.",
        "Summer list sign smile place history wa.", "Stage member hotel use. Deep flow first."}},
      {"text",
       "{text: {words: [2, 4]}}",
       {"choice glad", "race food", "direct chair offer march", "soil square last fast"}},
      {"text",
       "{text: {sentences: 2}}",
       {"Level value want heat high art twenty. Picture shell desk round actual bring plenty depend develop "
        "pattern current print.",
        "School short wise wall scale show through course. Dance four fold branch tomorrow noble phone "
        "amount tool human state.",
        "Summer list sign smile place history create green secret deep also. Better new season track shape "
        "local tree.",
        "Stage member hotel use. Deep flow spring stream wild race."}},
      {"text(40)",
       "{text: {paragraphs: [1, 3]}}",
       {"Plan push weather correct fair problem.", "Close active use order head energy.",
        "History teach enjoy ocean last class.", "Crowd climb explain bicycle thin.\n\nNext."}},
      {"bytes",
       "{bytes: [2, 12]}",
       {"\\x357d09bf200f", "\\xd6c4e2d4b56423aa", "\\x42210544d633113422be8a9e", "\\x6c70be6c"}},
      {"bytes",
       "{bytes: [2, 12], unique: true}",
       {"\\x5af8357d09bf", "\\xa476d6c4e2d4b564", "\\x790d42210544d633113422be", "\\xd44c6c70"}},
      {"text",
       "iban",
       {"ES9700000000017704372121", "GB97XXXX00000060880217", "PT50000000001793510286303",
        "CH8100000498799523673"}},
      {"text",
       "{iban: FR, unique: true}",
       {"FR7600000000000434354236519", "FR7600000000007384432671293", "FR7600000000008777018294348",
        "FR7600000000007809522118779"}},
      {"decimal(9,6)", "latitude", {"37.676110", "40.008002", "43.410026", "36.722942"}},
      {"real(64)", "{longitude: world}", {"-47.660033", "36.288071", "158.760938", "-81.974071"}},
      {"decimal(10,2)",
       "{between: [5, 100], ending: [0.99, 0.95, 0.00]}",
       {"40.00", "62.00", "94.99", "30.99"}},
      {"decimal(10,2)",
       "{between: [5, 100], ending: 0.99, unique: true}",
       {"13.99", "44.99", "24.99", "99.99"}},
      {"decimal(10,2)",
       "{normal: {mean: 40, sd: 10, min: 5}, ending: .99}",
       {"37.99", "43.99", "56.99", "34.99"}},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    CHECK(sample(c.type, c.generator, 4) == c.values);
  }
}
