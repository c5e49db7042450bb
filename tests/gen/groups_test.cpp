// Hosts, files and trade: nobody's addresses, valid numbers, and columns of a row that agree.
#include <map>
#include <regex>
#include <set>

#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

TEST_CASE("hosts and addresses are only ones that nobody has") {
  const std::string byte = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  const struct {
    const char* generator;
    std::string form;
  } cases[] = {
      {"ipv4", "(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\." + byte},
      {"{ipv4: private}", "10\\." + byte + "\\." + byte + "\\." + byte},
      {"ipv6", "2001:db8(:[1-9a-f][0-9a-f]{3}){6}"},
      {"mac", "[0-9a-f][26ae](:[0-9a-f]{2}){5}"},
      {"domain", "[a-z]+(-[a-z]+)?\\.example"},
      {"url", "https://www\\.example\\.(com|org|net)/[a-z]+/[a-z]+-[a-z]+"},
      {"slug", "[a-z]+-[a-z]+-[a-z]+"},
      {"user_agent", "Mozilla/5\\.0 \\([^)]+\\) (AppleWebKit|Gecko)/.*[0-9]"},
      {"{hash: md5}", "[0-9a-f]{32}"},
      {"{hash: sha1}", "[0-9a-f]{40}"},
      {"{hash: sha256}", "[0-9a-f]{64}"},
      {"{color: hex}", "#[0-9a-f]{6}"},
      {"{product: sku}", "[A-Z]{3}-[0-9]{5}"},
      {"product", "[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+"},
      {"job_title", "[A-Z][A-Za-z ]+"},
      {"department", "[A-Z][A-Za-z ]+"},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    const std::regex form(c.form);
    const auto made = sample("text", c.generator, 500);
    for (const std::string& text : made) {
      INFO(text);
      CHECK(std::regex_match(text, form));
    }
    CHECK(std::set<std::string>(made.begin(), made.end()).size() > 15);
  }
}

TEST_CASE("addresses in columns of networks are as PostgreSQL prints them") {
  const struct {
    const char *generator, *type, *form;
  } cases[] = {{"ipv4", "network(inet)", "(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.[0-9]{1,3}"},
               {"{ipv4: private}", "network(cidr)", "10\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}/32"},
               {"ipv6", "network(inet)", "2001:db8(:[1-9a-f][0-9a-f]{3}){6}"},
               {"ipv6", "network(cidr)", "2001:db8(:[1-9a-f][0-9a-f]{3}){6}/128"},
               {"mac", "network(macaddr)", "[0-9a-f]{2}(:[0-9a-f]{2}){5}"},
               {"mac", "network(macaddr8)", "[0-9a-f]{2}(:[0-9a-f]{2}){7}"}};
  for (const auto& c : cases) {
    INFO(c.generator << " " << c.type);
    const base::LogicalType type = base::LogicalType::parse(c.type).value();
    for (const std::string& text : sample(c.type, c.generator, 300)) {
      INFO(text);
      CHECK(std::regex_match(text, std::regex(c.form)));
      CHECK(base::to_text(base::from_text(text, type).value()) == text);
    }
  }
  // The same address as in a column of text.
  CHECK(sample("network(inet)", "ipv4", 50) == sample("text", "ipv4", 50));
  CHECK(sample("network(inet)", "{value: \"192.0.2.7/32\"}", 1).front() == "192.0.2.7");
  check_refused([] { sample("network(macaddr)", "ipv4", 1); }, "ipv4 makes inet and cidr", 1);
  check_refused([] { sample("network(inet)", "mac", 1); }, "mac makes macaddr and macaddr8", 1);
  check_refused([] { sample("network(inet)", "word", 1); }, "word makes text", 1);
  check_refused([] { sample("network(inet)", "{value: house}", 1); }, "is no value of type network(inet)", 9);
}

TEST_CASE("values of groups can be unique up to the last one") {
  const struct {
    const char* generator;
    std::uint64_t capacity;
  } cases[] = {{"{ipv4: null, unique: true}", 762},       {"{color: name, unique: true}", 38},
               {"{product: null, unique: true}", 14'000}, {"{job_title: null, unique: true}", 210},
               {"{department: null, unique: true}", 22},  {"{user_agent: null, unique: true}", 150},
               {"{currency: null, unique: true}", 38},    {"{currency: name, unique: true}", 38},
               {"{credit_card: null, unique: true}", 17}, {"{credit_card: brand, unique: true}", 7},
               {"{mime_type: null, unique: true}", 18},   {"{file_name: null, unique: true}", 573'049}};
  for (const auto& c : cases) {
    INFO(c.generator);
    const auto values = sample("text", c.generator, c.capacity);
    CHECK(std::set<std::string>(values.begin(), values.end()).size() == c.capacity);
    const base::Error error = error_of([&] { sample("text", c.generator, c.capacity + 1); });
    CHECK_THAT(error.message(), ContainsSubstring(std::to_string(c.capacity) + " would work"));
  }
  for (const char* generator :
       {"{ipv4: private, unique: true}", "{ipv6: null, unique: true}", "{mac: null, unique: true}",
        "{domain: null, unique: true}", "{url: null, unique: true}", "{slug: null, unique: true}",
        "{hash: md5, unique: true}", "{file_path: null, unique: true}", "{color: hex, unique: true}",
        "{product: sku, unique: true}"}) {
    INFO(generator);
    const auto values = sample("text", generator, 100'000);
    CHECK(std::set<std::string>(values.begin(), values.end()).size() == values.size());
  }
}

TEST_CASE("card numbers have valid check digits") {
  for (const std::string& number : sample("text", "{credit_card: number, unique: true}", 17)) {
    int sum = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
      const int digit = number[number.size() - 1 - i] - '0';
      sum += i % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10;
    }
    INFO(number);
    CHECK(sum % 10 == 0);
  }
}

TEST_CASE("columns of a row that speak of one currency card or file agree") {
  World world;
  const Table& table = world.plain("t", 3000,
                                   {{"currency", "text", "currency"},
                                    {"currency_symbol", "text", "{currency: symbol}"},
                                    {"shipping_currency", "text", "currency"},
                                    {"card_number", "text", "credit_card"},
                                    {"card_brand", "text", "{credit_card: brand}"},
                                    {"file_name", "text", "{file_name: null, unique: true}"},
                                    {"file_path", "text", "file_path"},
                                    {"mime_type", "text", "mime_type"}});
  const auto of_one = [&](const char* one, const char* other, auto part) {
    std::map<std::string, std::set<std::string>> others;
    const auto ones = texts(table, one), many = texts(table, other);
    for (std::size_t i = 0; i < ones.size(); ++i) others[part(ones[i])].insert(part(many[i]));
    bool agree = others.size() > 10;
    for (const auto& [text, found] : others) agree = agree && found.size() == 1;
    return agree;
  };
  const auto whole = [](const std::string& text) { return text; };
  const auto ending = [](const std::string& text) { return text.substr(text.find_last_of('.') + 1); };
  CHECK(of_one("currency", "currency_symbol", whole));
  CHECK_FALSE(of_one("currency", "shipping_currency", whole));
  CHECK(of_one("card_number", "card_brand", whole));
  CHECK(of_one("file_name", "file_path", ending));
  CHECK(of_one("file_path", "mime_type", ending));
}

TEST_CASE("a form that a group does not have is refused with its place") {
  check_refused([] { sample("text", "{hash: sha512}", 1); }, "hash has no form \"sha512\"", 8);
  check_refused([] { sample("text", "{currency: cod}", 1); }, "did you mean \"code\"", 12);
  check_refused([] { sample("text(20)", "{hash: md5}", 1); }, "can be 32 characters long", 8);
  check_refused([] { sample("text", "{mac: 5}", 1); }, "mac takes no value", 7);
}

TEST_CASE("values of groups never change") {
  const struct {
    const char *type, *generator;
    std::vector<std::string> values;
  } cases[] = {
      {"text", "ipv4", {"198.51.100.49", "198.51.100.135", "192.0.2.208", "192.0.2.76", "203.0.113.147"}},
      {"text",
       "{ipv4: private, unique: true}",
       {"10.155.252.209", "10.42.157.142", "10.232.7.120", "10.49.184.157", "10.76.197.140"}},
      {"text",
       "ipv6",
       {"2001:db8:1802:e2ef:9745:f1af:95e5:9483", "2001:db8:42aa:a6e2:91d4:a59b:b2d7:f420",
        "2001:db8:2143:9902:7de1:5e31:4df8:ce22", "2001:db8:bdcc:4388:5f2d:82d5:26d6:a6b8",
        "2001:db8:cb92:f0d0:5428:80e4:4ae1:89ba"}},
      {"text",
       "mac",
       {"c6:5f:87:1c:b1:e5", "82:f4:2b:a0:ec:99", "ba:cc:de:b8:5e:0f", "8a:d1:b6:31:5b:54",
        "b6:ac:0b:43:52:fa"}},
      {"text",
       "domain",
       {"proper-help.example", "journey-people.example", "fill-value.example", "instead-favor.example",
        "patient-red.example"}},
      {"text",
       "url",
       {"https://www.example.com/choice/find-here", "https://www.example.com/wall/song-people",
        "https://www.example.net/people/green-value", "https://www.example.org/village/check-feature",
        "https://www.example.com/attend/total-red"}},
      {"text",
       "slug",
       {"choice-find-here", "wall-song-people", "people-green-value", "village-check-feature",
        "attend-total-red"}},
      {"text",
       "user_agent",
       {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/124.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 "
        "Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/117.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/113.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 "
        "Safari/537.36"}},
      {"text",
       "{hash: md5}",
       {"20810f20547993545e58c491eef995fc", "aa2364b54d194e3d7d2aad21d2a2117e",
        "341133d61ed67b9e8fd358737a9432bd", "ccdb3bf3d2f4a7a26d61a5c744c45028",
        "29bbc9a98244977f1ea3ea3b90e57368"}},
      {"text",
       "{hash: sha256}",
       {"20810f20547993545e58c491eef995fcb31a98265dc9924e64b8c37949aefb43",
        "aa2364b54d194e3d7d2aad21d2a2117ee101e707e9febc7f02d2e420e487097f",
        "341133d61ed67b9e8fd358737a9432bdce50d97251745d2d8a1f65cee4f9b64a",
        "ccdb3bf3d2f4a7a26d61a5c744c45028adef54fcfe2cce04623c6b98a62ee8ff",
        "29bbc9a98244977f1ea3ea3b90e5736862c14f3b85fcc77223466a889e7e9b1c"}},
      {"text",
       "file_name",
       {"find-here.svg", "song-people.html", "green-value.svg", "check-feature.mp4", "total-red.webp"}},
      {"text",
       "{file_path: null, unique: true}",
       {"/data/result/gold-silent.svg", "/home/tree/move-share.html", "/opt/cover/shine-continue.svg",
        "/home/store/peace-nothing.mp4", "/srv/solve/walk-turn.webp"}},
      {"text", "mime_type", {"image/svg+xml", "text/html", "image/svg+xml", "video/mp4", "image/webp"}},
      {"text", "currency", {"NOK", "USD", "MYR", "AED", "AED"}},
      {"text", "{currency: symbol}", {"NOK", "$", "RM", "AED", "AED"}},
      {"text",
       "credit_card",
       {"6200000000000005", "2223003122003222", "5105105105105100", "4012888888881881", "3530111333300000"}},
      {"text", "{credit_card: brand}", {"UnionPay", "Mastercard", "Mastercard", "Visa", "JCB"}},
      {"text",
       "product",
       {"Folding Wicker Frame", "Portable Aluminium Notebook", "Simple Wooden Umbrella", "Premium Linen Cup",
        "Travel Wooden Plate"}},
      {"text", "{product: sku}", {"XQC-16763", "KNA-08006", "ZTG-00149", "EBL-92272", "CVD-61486"}},
      {"text", "color", {"ivory", "orchid", "wheat", "gray", "purple"}},
      {"text", "{color: hex}", {"#1cb1e5", "#a0ec99", "#b85e0f", "#315b54", "#4352fa"}},
      {"text",
       "job_title",
       {"Editor", "Recruiter", "Junior Translator", "Junior Data Scientist", "Lead Sales Representative"}},
      {"text", "department", {"Human Resources", "Marketing", "Support", "Engineering", "Procurement"}},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    CHECK(sample(c.type, c.generator, c.values.size()) == c.values);
  }
}
