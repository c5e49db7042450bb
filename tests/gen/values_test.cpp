// What generators make: in range, in the promised shares, in canonical form, and the same for ever.
#include <map>
#include <set>

#include "gen/statistics.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

using Texts = std::vector<std::string>;

std::map<std::string, std::uint64_t> counts_of(const Texts& values) {
  std::map<std::string, std::uint64_t> counts;
  for (const auto& value : values) ++counts[value];
  return counts;
}

double deviation(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::uint64_t> list;
  for (const auto& [value, count] : counts) list.push_back(count);
  return std::abs(uniform_deviation(list));
}

}  // namespace

// Column `c` of table `t`, seed 42. A value that changes here changes in everybody's database: give the
// generator a new version instead.
TEST_CASE("values never change") {
  const struct {
    const char *type, *generator;
    Texts values;
  } cases[] = {
      {"integer(64)", "sequence", {"1", "2", "3"}},
      {"integer(32)", "{between: [18, 70]}", {"37", "49", "67", "32", "54", "30", "38", "20"}},
      {"integer(32)", "{between: [18, 70], unique: true}", {"59", "46", "48", "21", "43", "41", "66", "67"}},
      {"integer(32)",
       "{between: [18, 70], nulls: 25%}",
       {"37", "NULL", "67", "32", "NULL", "30", "38", "20"}},
      {"decimal(10,2)",
       "{between: [400, 1000]}",
       {"620.57", "760.48", "964.61", "563.37", "810.50", "539.31"}},
      {"decimal", "{between: [0.5, 1.25]}", {"0.77", "0.95", "1.21", "0.70", "1.01", "0.67"}},
      {"real(64)", "{between: [0, 1]}", {"0.367611", "0.6008", "0.941003", "0.272294", "0.684162"}},
      {"real(32)",
       "{between: [-1.5, 1.5]}",
       {"-0.3971700072288513", "0.30239999294281006", "1.323009967803955", "-0.6831200122833252"}},
      {"date",
       "{between: [2025-02-14, 2025-02-17]}",
       {"2025-02-15", "2025-02-16", "2025-02-17", "2025-02-15", "2025-02-16"}},
      {"timestamp",
       "{between: [2025-02-14, 2025-02-17]}",
       {"2025-02-15 11:17:26", "2025-02-16 09:40:36", "2025-02-17 18:20:10", "2025-02-15 02:08:24",
        "2025-02-16 17:40:46"}},
      {"timestamptz", "{between: [2025-02-14, 2025-02-17]}", {"2025-02-15 11:17:26", "2025-02-16 09:40:36"}},
      {"time",
       "{between: [\"08:00\", \"17:30\"]}",
       {"11:29:32", "13:42:27", "16:56:23", "10:35:12", "14:29:59"}},
      {"text",
       "[Model_A, Model_B, Model_C]",
       {"Model_B", "Model_B", "Model_C", "Model_A", "Model_C", "Model_A", "Model_B", "Model_A"}},
      {"text", "{choice: [a, b, c, d], unique: true}", {"d", "a", "c", "b"}},
      {"text",
       "{weights: {road: 50%, mountain: 30%, hybrid: 20%}}",
       {"mountain", "mountain", "hybrid", "road", "hybrid", "road", "mountain", "road"}},
      {"text", "{weights: {a: 99%, b: 1%}}", {"a", "a", "a", "a", "a", "a", "a", "a"}},
      {"boolean", "boolean", {"true", "false", "false", "true", "false", "true", "true", "true"}},
      {"boolean", "{boolean: 20%}", {"false", "false", "false", "false", "false", "false", "false", "true"}},
      {"text", "{template: \"B-{row:06}\"}", {"B-000001", "B-000002"}},
      {"uuid",
       "uuid",
       {"5e1bc178-f572-447b-b482-043c82fc25f4", "99ce0ab2-4f20-45e4-92a8-8d92d7538b13",
        "f0e58bed-ccad-4e32-84d0-44cf59101485"}},
      {"uuid",
       "{uuid: null, unique: true}",
       {"5e1bc178-f572-447b-b482-043c82fc25f4", "99ce0ab2-4f20-45e4-92a8-8d92d7538b13"}},
      {"text",
       "full_name",
       {"Patrick Foster", "Rosa English", "Kendra Rosario", "Wanda Williams", "Clayton Snider"}},
      {"text", "first_name", {"Patrick", "Rosa", "Kendra", "Wanda", "Clayton"}},
      {"text", "{first_name: null, unique: true}", {"Brenda", "Joshua", "Darlene", "Benjamin", "Elsa"}},
      {"text", "last_name", {"Foster", "English", "Rosario", "Williams", "Snider"}},
      {"text", "{last_name: null, unique: true}", {"McMahon", "Mejia", "Nielsen", "Simon", "Hendrix"}},
      {"text",
       "email",
       {"patrick.foster@example.org", "rosa.english@example.org", "kendra.rosario@example.net",
        "wanda.williams@example.com", "clayton.snider@example.net"}},
      {"text",
       "{email: null, unique: true}",
       {"patrick.foster1@example.org", "rosa.english2@example.org", "kendra.rosario3@example.net",
        "wanda.williams4@example.com", "clayton.snider5@example.net"}},
      {"text", "username", {"patrick_foster", "renglish", "kendrar", "wanda_williams", "csnider"}},
      {"text",
       "{username: null, unique: true}",
       {"patrick_foster1", "renglish2", "kendrar3", "wanda_williams4", "csnider5"}},
      {"text",
       "phone",
       {"+1-501-555-0125", "+1-701-555-0121", "+1-941-555-0107", "+1-405-555-0151", "+1-754-555-0172"}},
      {"text",
       "{phone: null, unique: true}",
       {"+1-217-555-0189", "+1-518-555-0143", "+1-920-555-0186", "+1-734-555-0139", "+1-318-555-0102"}},
      {"text",
       "street",
       {"9358 Granite Trail", "2030 Morning Star Terrace", "8308 Water Drive", "6996 Edgewood Trail",
        "5369 Pecan Avenue"}},
      {"text", "city", {"Lexington", "Indianapolis", "Billings", "Cambridge", "Irving"}},
      {"text", "{city: null, unique: true}", {"Killeen", "Waterbury", "Salem", "Chattanooga", "Burbank"}},
      {"text", "postcode", {"40536", "46260", "59194", "02127", "75068"}},
      {"text", "{postcode: null, unique: true}", {"06989", "49043", "95186", "78239", "28202"}},
      {"text", "country", {"Haiti", "Myanmar", "United Arab Emirates", "Eritrea", "Panama"}},
      {"text", "{country: code}", {"HT", "MM", "AE", "ER", "PA"}},
      {"text",
       "company",
       {"Hawthorne Ceramics", "Old Mill Manufacturing", "Vista Software", "Evergreen Studios",
        "Prairie Ceramics"}},
      {"text", "word", {"here", "people", "value", "feature", "red"}},
      {"text",
       "sentence",
       {"Choice glad here under rich help include.", "Race food meal spring taste toward actual thin grass.",
        "Direct chair offer march soon full nest think straight yes pause lunch."}},
      {"text(20)", "sentence", {"Choice glad here.", "Race food meal.", "Direct chair offer."}},
      {"text",
       "paragraph",
       {"Level value want heat high art twenty. Picture shell desk round actual bring plenty depend develop "
        "pattern current print. Correct middle hard border ocean wise sea future finger sky. Enter wish "
        "clean wonder science need gather."}},
  };
  for (const auto& c : cases) {
    INFO(c.type << " " << c.generator);
    CHECK(sample(c.type, c.generator, c.values.size()) == c.values);
  }
}

TEST_CASE("values that need other tables never change") {
  World world;
  world.plain("user", 100,
              {{"id", "integer(64)", "sequence"}, {"email", "text", "{email: null, unique: true}"}});
  world.per("rent", "user", 0, 3,
            {{"id", "integer(64)", "sequence"},
             {"user_id", "integer(64)", "{ref: user}"},
             {"minutes", "integer(32)", "{between: [10, 240]}"},
             {"previous", "integer(64)", "{ref: rent}"},
             {"start", "timestamp", "{between: [2025-02-14, 2025-02-17], nulls: 25%}"},
             {"end", "timestamp", "{after: start, by: [10m, 4h]}"}});
  world.plain("fee", 8,
              {{"rent_id", "integer(64)", "{ref: rent}"},
               {"user_email", "text", "{ref: user, column: email}"},
               {"once", "integer(64)", "{ref: user, unique: true}"}});
  const struct {
    const char *table, *column;
    Texts values;
  } cases[] = {
      {"rent", "id", {"1", "2", "3", "4", "5", "6", "7", "8"}},
      {"rent", "user_id", {"1", "1", "1", "2", "2", "2", "3", "3"}},
      {"rent", "minutes", {"122", "12", "100", "144", "81", "15", "89", "56"}},
      {"rent", "previous", {"NULL", "1", "2", "3", "2", "5", "3", "3"}},
      {"rent",
       "start",
       {"2025-02-15 22:53:03", "NULL", "2025-02-14 19:51:28", "2025-02-17 12:43:17", "2025-02-14 22:53:00",
        "NULL", "2025-02-17 05:38:02", "2025-02-14 14:37:13"}},
      {"rent",
       "end",
       {"2025-02-16 02:46:41", "NULL", "2025-02-14 20:42:26", "2025-02-17 16:12:00", "2025-02-14 23:53:36",
        "NULL", "2025-02-17 06:38:21", "2025-02-14 17:33:09"}},
      {"fee", "rent_id", {"112", "275", "184", "131", "10", "5", "257", "282"}},
      {"fee",
       "user_email",
       {"sydney.herring87@example.com", "everett.hester17@example.net", "edgar.potter24@example.com",
        "phyllis.henderson54@example.com", "richard.oneal36@example.com", "warren.barnett50@example.net",
        "eddie.cross75@example.net", "john.hester86@example.org"}},
      {"fee", "once", {"44", "43", "30", "56", "37", "46", "7", "48"}},
  };
  for (const auto& c : cases) {
    INFO(c.table << "." << c.column);
    auto values = texts(world.table(c.table), c.column);
    values.resize(8);
    CHECK(values == c.values);
  }
}

TEST_CASE("between includes both bounds and is uniform") {
  const struct {
    const char *type, *generator, *low, *high;
    std::size_t values;
  } cases[] = {
      {"integer(32)", "{between: [18, 70]}", "18", "70", 53},
      {"integer(64)", "{between: [-3, 3]}", "-1", "3", 7},
      {"integer(16)", "{between: [7, 7]}", "7", "7", 1},
      {"integer(32)", "{between: [0x10, 0x1F]}", "16", "31", 16},
      {"decimal(6,2)", "{between: [1, 1.20]}", "1.00", "1.20", 21},
      {"decimal", "{between: [0.5, 1.2]}", "0.5", "1.2", 8},
      {"decimal", "{between: [-5, 5]}", "-1", "5", 11},
      {"date", "{between: [2024-02-27, 2024-03-02]}", "2024-02-27", "2024-03-02", 5},
      {"timestamp", "{between: [\"2025-02-14 10:00:00\", \"2025-02-14 10:00:09\"]}", "2025-02-14 10:00:00",
       "2025-02-14 10:00:09", 10},
      {"timestamp", "{between: [\"2025-02-14 23:59:50\", 2025-02-14]}", "2025-02-14 23:59:50",
       "2025-02-14 23:59:59", 10},
      {"timestamp", "{between: [\"1969-12-31 23:59:58.5\", \"1970-01-01 00:00:01.5\"]}",
       "1969-12-31 23:59:59", "1970-01-01 00:00:01", 3},
      {"timestamptz", "{between: [\"2025-02-14 12:00:00+02\", \"2025-02-14 10:00:04Z\"]}",
       "2025-02-14 10:00:00", "2025-02-14 10:00:04", 5},
      {"time", "{between: [\"08:00\", \"08:00:30\"]}", "08:00:00", "08:00:30", 31},
      {"real(64)", "{between: [0.1, 0.100009]}", "0.1", "0.100009", 10},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    const auto counts = counts_of(sample(c.type, c.generator, 40'000));
    CHECK(counts.size() == c.values);
    CHECK(counts.begin()->first == c.low);
    CHECK(counts.rbegin()->first == c.high);
    if (c.values > 1) CHECK(deviation(counts) < kFair);
  }
}

TEST_CASE("between reaches the ends of wide ranges") {
  const auto wide = sample("integer(64)", "{between: [-4000000000000000000, 4000000000000000000]}", 2000);
  std::size_t negative = 0;
  for (const auto& text : wide) {
    CHECK(std::abs(std::stod(text)) <= 4e18);
    negative += text[0] == '-' ? 1 : 0;
  }
  CHECK(negative > 900);
  CHECK(negative < 1100);
  const auto big = sample("decimal(30,10)", "{between: [0, 100000000]}", 100);
  for (const auto& text : big) CHECK(text.size() - text.find('.') == 11);
}

TEST_CASE("a real of 32 bits is what such a column gives back") {
  World world;
  const Table& table =
      world.plain("t", 1000, {{"a", "real(32)", "{between: [-10, 10]}"}, {"b", "real(32)", "[0.1, 0.7]"}});
  std::vector<base::ColumnBatch> cells;
  const std::size_t wanted[] = {0, 1};
  table.fill(all_rows(table), wanted, cells);
  for (std::size_t i = 0; i < 1000; ++i) {
    for (const auto& column : cells) {
      const double value = column.real_at(i);
      CHECK(static_cast<double>(static_cast<float>(value)) == value);
    }
  }
}

TEST_CASE("a choice is uniform and keeps the type of its column") {
  CHECK(deviation(counts_of(sample("text", "[a, b, c, d, e, f, g]", 70'000))) < kFair);
  CHECK(counts_of(sample("text", "[1, 2.50, true]", 100)).count("2.50") == 1);
  CHECK(counts_of(sample("decimal(5,2)", "[1, 2.5]", 100)).begin()->first == "1.00");
  CHECK(counts_of(sample("boolean", "[true, True]", 10)).size() == 1);
  CHECK(counts_of(sample("enumeration(low,high)", "[low, high]", 100)).size() == 2);
  CHECK(counts_of(sample("date", "[2025-01-01]", 10)).begin()->first == "2025-01-01");
}

TEST_CASE("weights come as often as they say however rare") {
  const struct {
    const char* generator;
    std::vector<std::pair<std::string, double>> shares;
  } cases[] = {
      {"{weights: {road: 50%, mountain: 30%, hybrid: 20%}}",
       {{"road", .5}, {"mountain", .3}, {"hybrid", .2}}},
      {"{weights: {a: 1, b: 2, c: 7}}", {{"a", .1}, {"b", .2}, {"c", .7}}},
      {"{weights: {a: 99.9%, b: 0.1%}}", {{"a", .999}, {"b", .001}}},
      {"{weights: {a: 33.3%, b: 33.3%, c: 33.4%}}", {{"a", .333}, {"b", .333}, {"c", .334}}},
      {"{weights: {a: 1e6, b: 1, c: 3e6}}", {{"a", .25}, {"b", 2.5e-7}, {"c", .75}}},
      {"{weights: {a: 0.5, b: 1.5, c: 2, d: 0.25, e: 3.75}}",
       {{"a", .0625}, {"b", .1875}, {"c", .25}, {"d", .03125}, {"e", .46875}}},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    constexpr std::uint64_t kRows = 200'000;
    auto counts = counts_of(sample("text", c.generator, kRows));
    std::vector<std::uint64_t> observed;
    std::vector<double> expected;
    for (const auto& [value, share] : c.shares) {
      if (share * kRows < 1) continue;
      observed.push_back(counts[value]);
      expected.push_back(share * kRows);
    }
    CHECK(chi_square_deviation(observed, expected) < kFair);
  }
}

TEST_CASE("a weight of nothing never comes") {
  const auto counts = counts_of(sample("text", "{weights: {a: 0, b: 1, c: 0.00}}", 1000));
  CHECK(counts.size() == 1);
}

TEST_CASE("a constant is the same everywhere") {
  CHECK(sample("decimal(8,2)", "{value: 5}", 2) == Texts{"5.00", "5.00"});
  CHECK(sample("text", "{value: 007}", 1) == Texts{"007"});
  CHECK(sample("text", "{value: null}", 2) == Texts{"NULL", "NULL"});
  CHECK(sample("text", "{value: \"\"}", 1) == Texts{""});
  CHECK(sample("boolean", "{value: TRUE}", 1) == Texts{"true"});
}

TEST_CASE("a share of true") {
  CHECK(deviation(counts_of(sample("boolean", "boolean", 40'000))) < kFair);
  const auto rare = counts_of(sample("boolean", "{boolean: 1%}", 100'000));
  CHECK(rare.at("true") > 900);
  CHECK(rare.at("true") < 1100);
  CHECK(counts_of(sample("boolean", "{boolean: 0}", 100)).size() == 1);
  CHECK(counts_of(sample("boolean", "{boolean: 100%}", 100)).begin()->first == "true");
}

TEST_CASE("a uuid is of version four") {
  for (const char* type : {"uuid", "text(36)"}) {
    for (const auto& text : sample(type, "uuid", 1000)) {
      CHECK(text.size() == 36);
      CHECK(text[14] == '4');
      CHECK(std::string("89ab").find(text[19]) != std::string::npos);
      CHECK(base::Uuid::parse(text));
    }
  }
}

TEST_CASE("a template puts in canonical text") {
  World world;
  const Table& table = world.plain("t", 2,
                                   {{"d", "decimal(6,2)", "{value: 7.5}"},
                                    {"b", "boolean", "{value: true}"},
                                    {"day", "date", "{value: 2025-02-14}"},
                                    {"at", "timestamp", "{value: \"2025-02-14 10:30:00\"}"},
                                    {"n", "integer(16)", "{value: -5}"},
                                    {"none", "text", "{value: null}"},
                                    {"c", "text", "{template: \"{d}|{b}|{day}|{at}|{n}|{row:03}|{{row}}\"}"},
                                    {"null", "text", "{template: \"{d}{none}\"}"},
                                    {"utf8", "text(6)", "{template: \"Zoë {row}ß\"}"}});
  CHECK(texts(table, "c")[1] == "7.50|true|2025-02-14|2025-02-14 10:30:00|-5|002|{row}");
  CHECK(texts(table, "null") == Texts{"NULL", "NULL"});
  CHECK(texts(table, "utf8") == Texts{"Zoë 1ß", "Zoë 2ß"});
}

TEST_CASE("after adds a span of whole seconds or days within its bounds") {
  World world;
  const Table& table = world.plain("t", 20'000,
                                   {{"start", "timestamp", "{value: \"2025-01-31 10:00:00\"}"},
                                    {"day", "date", "{value: 2025-01-31}"},
                                    {"some", "timestamp", "{after: start, by: [10s, 19s]}"},
                                    {"one", "timestamp", "{after: start, by: 1mo}"},
                                    {"due", "date", "{after: start, by: [1d, 2w]}"},
                                    {"next", "date", "{after: day, by: 1mo}"},
                                    {"at", "timestamp", "{after: day, by: 90m}"},
                                    {"back", "date", "{after: day, by: [-3d, -1d]}"},
                                    {"none", "timestamp", "{value: null}"},
                                    {"never", "timestamp", "{after: none, by: 1h}"}});
  const auto some = counts_of(texts(table, "some"));
  CHECK(some.size() == 10);
  CHECK(some.begin()->first == "2025-01-31 10:00:10");
  CHECK(some.rbegin()->first == "2025-01-31 10:00:19");
  CHECK(deviation(some) < kFair);
  CHECK(texts(table, "one")[0] == "2025-02-28 10:00:00");
  const auto due = counts_of(texts(table, "due"));
  CHECK(due.size() == 14);
  CHECK(due.begin()->first == "2025-02-01");
  CHECK(texts(table, "next")[0] == "2025-02-28");
  CHECK(texts(table, "at")[0] == "2025-01-31 01:30:00");
  CHECK(counts_of(texts(table, "back")).size() == 3);
  CHECK(texts(table, "never")[0] == "NULL");
}

TEST_CASE("after stops at the end of the calendar") {
  World world;
  const Table& table = world.plain(
      "t", 1, {{"start", "date", "{value: 9999-12-31}"}, {"c", "date", "{after: start, by: 1d}"}});
  CHECK_THROWS_AS(texts(table, "c"), base::Error);
}

TEST_CASE("a sequence counts by its step") {
  CHECK(sample("integer(32)", "{sequence: {start: 100, step: -5}}", 3) == Texts{"100", "95", "90"});
  CHECK(sample("decimal(10,2)", "sequence", 2) == Texts{"1.00", "2.00"});
  CHECK(sample("integer(64)", "{sequence: {start: 9223372036854775806}}", 2)[1] == "9223372036854775807");
  CHECK(sample("integer(16)", "{sequence: {start: -32768}}", 1) == Texts{"-32768"});
  // The span is wider than the type.
  CHECK(sample("integer(64)", "{sequence: {start: -9000000000000000000, step: 9000000000000000000}}", 3) ==
        Texts{"-9000000000000000000", "0", "9000000000000000000"});
  CHECK(sample("integer(64)", "{sequence: {start: 9223372036854775807, step: -9223372036854775808}}", 2) ==
        Texts{"9223372036854775807", "-1"});
  CHECK(sample("integer(64)", "{sequence: {start: -9223372036854775808, step: 9223372036854775807}}", 3) ==
        Texts{"-9223372036854775808", "-1", "9223372036854775806"});
}

TEST_CASE("columns that draw alike are independent of each other and of their neighbours") {
  constexpr std::uint64_t kRows = 60'000;
  World world;
  const Table& table = world.plain(
      "t", kRows, {{"a", "integer(32)", "{between: [0, 9]}"}, {"b", "integer(32)", "{between: [0, 9]}"}});
  const Table& other = world.plain("u", kRows, {{"a", "integer(32)", "{between: [0, 9]}"}});
  world.plain("p", kRows / 2, {{"a", "integer(32)", "{between: [0, 9]}"}});
  const Table& child =
      world.per("c", "p", 2, 2,
                {{"a", "integer(32)", "{between: [0, 9]}"}, {"up", "integer(32)", "{ref: p, column: a}"}});
  const auto joint = [](const Texts& first, const Texts& second, std::size_t shift) {
    std::vector<std::uint64_t> counts(100);
    for (std::size_t i = 0; i + shift < first.size(); ++i)
      ++counts[std::stoull(first[i]) * 10 + std::stoull(second[i + shift])];
    return std::abs(uniform_deviation(counts));
  };
  const auto a = texts(table, "a");
  CHECK(joint(a, texts(table, "b"), 0) < kFair);
  CHECK(joint(a, a, 1) < kFair);
  CHECK(joint(a, texts(other, "a"), 0) < kFair);
  CHECK(joint(texts(child, "a"), texts(child, "a"), 1) < kFair);
  CHECK(joint(texts(child, "a"), texts(child, "up"), 0) < kFair);
}
