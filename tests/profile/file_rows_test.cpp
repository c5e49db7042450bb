// Rows of a file: read strictly, told apart by their key, and never moved by a line put in between.
#include <filesystem>
#include <map>

#include "profile/data_file.h"
#include "profile/errors.h"

namespace seedctl {
namespace {

using test::SchemaBuilder;

schema::Schema countries() {
  return SchemaBuilder()
      .table("country")
      .column("code", "text(2)")
      .column("name", "text")
      .column("people", "decimal(12,1)", true)
      .column("score", "integer(32)")
      .column("active", "boolean", true)
      .primary({"code"})
      .check("score between 1 and 1000")
      .table("customer")
      .column("id", "integer(64)")
      .column("country_code", "text(2)")
      .primary({"id"})
      .foreign({"country_code"}, "country", {"code"})
      .build();
}

schema::Schema visits() {
  return SchemaBuilder()
      .table("visit")
      .column("id", "integer(64)")
      .column("at", "date")
      .primary({"id"})
      .build();
}

schema::Schema shops() {
  schema::Schema schema = SchemaBuilder()
                              .table("shop")
                              .column("id", "integer(64)")
                              .column("country_code", "text(2)", true)
                              .column("label", "text", true)
                              .primary({"id"})
                              .foreign({"country_code"}, "country", {"code"})
                              .build();
  schema.tables.push_back(countries().tables.front());
  return schema;
}

const std::string kPlain = "tables:\n  country: {from: data.csv, columns: {score: {between: [1, 1000]}}}\n";

class Files {
 public:
  explicit Files(const std::string& yaml = kPlain) { folder_.write_file("seeds/p.yaml", yaml); }
  Files& with(const std::string& name, const std::string& text) {
    folder_.write_file("seeds/" + name, text);
    return *this;
  }
  std::string path(const std::string& name) const { return folder_.file(name); }
  std::string seeds() const { return folder_.file("seeds"); }

  profile::ResolvedProfile resolve(const schema::Schema& schema = countries()) const {
    return profile::resolve(profile::load_profile(seeds(), "p"), schema, test::plain_options());
  }
  // "data.csv:3:5: message".
  std::string refusal(const schema::Schema& schema = countries()) const {
    try {
      resolve(schema);
    } catch (const base::Error& error) {
      const auto& at = error.position().value();
      return at.file.substr(at.file.rfind('/') + 1) + ":" + std::to_string(at.line) + ":" +
             std::to_string(at.column) + ": " + error.message();
    }
    return {};
  }

 private:
  test::TempDir folder_;
};

std::vector<std::string> rows_of(const profile::ResolvedProfile& profile,
                                 const std::string& name = "country") {
  std::vector<std::string> rows;
  const auto& table = *profile.table(name);
  for (std::uint64_t place = 0; place < table.data->rows(); ++place)
    rows.push_back(test::row_text(table, place));
  return rows;
}

TEST_CASE("a table's rows are those of its file") {
  const std::vector<std::string> wanted = {"DE|Germany, \"the\"|83.2|7|true", "FR||0.5|8|",
                                           "XX|a\nb||9|false"};
  CHECK(rows_of(Files("tables:\n  country: {from: data.csv}\n")
                    .with("data.csv",
                          "\xEF\xBB\xBF"
                          "name,code,people,score,active\r\n"
                          "\"Germany, \"\"the\"\"\",DE,83.2,7,true\r\n\r\n"
                          "\"\",FR,0.5,8,\r\n\"a\nb\",XX,,9,false")
                    .resolve()) == wanted);
  const std::string yaml = "tables:\n  country: {from: data.jsonl}\n";
  CHECK(
      rows_of(
          Files(yaml)
              .with("data.jsonl",
                    "{\"code\": \"DE\", \"name\": \"Germany, \\\"the\\\"\", \"people\": 83.2, \"score\": 7, "
                    "\"active\": true}\n\n"
                    "{\"code\":\"FR\",\"score\":8,\"name\":\"\",\"people\":0.5,\"active\":null}\r\n"
                    "{\"code\": \"XX\", \"name\": \"a\\nb\", \"people\": null, \"score\": 9, \"active\": "
                    "false}")
              .resolve()) == wanted);
}

TEST_CASE("what is wrong with a file is an error at its place") {
  const struct {
    const char *text, *error;
  } cases[] = {
      {"", "data.csv:1:1: the file is empty"},
      {"code,name,code\n", "data.csv:1:11: column \"code\" is there twice"},
      {"code,,name\n", "data.csv:1:6: this column has no name"},
      {"code,nmae\nDE,x\n", "data.csv:1:6: no column \"nmae\" in table \"country\" (did you mean \"name\"?)"},
      {"code,name\nDE\n", "data.csv:2:1: this line has 1 cells, the header has 2"},
      {"code,name\nDE,a,b\n", "data.csv:2:6: this line has 3 cells, the header has 2"},
      {"code,name\n\"DE,a\n", "data.csv:2:1: this quote is never closed"},
      {"code,name\n\"DE\"x,a\n", "data.csv:2:5: text behind a closing quote"},
      {"code,name\nDE,a \"b\"\n", "data.csv:2:6: a quote within a cell that is not quoted"},
      {"code,name\nDE,a\rb\n", "data.csv:2:5: a carriage return alone ends no line"},
      {"code,name\nDE,\xC3\xA4\xFF\n", "data.csv:2:5: this is not UTF-8"},
      {"code,name\nÄD,a\nDE,\n", "data.csv:3:4: country.name cannot be NULL: it is NOT NULL"},
      {"code,name\nDEU,a\n", "data.csv:2:1: \"DEU\" is no value of type text(2)"},
      {"code,name,people\nDE,a,many\n", "data.csv:2:6: \"many\" is no value of type decimal(12,1)"},
      {"code,name,score\nDE,a,5\n",
       "p.yaml:2:39: country.score is not made: data.csv gives all rows of the table, and this column"},
      {"code,name\nDE,a\nFR,b\nDE,c\n",
       "data.csv:4:1: country.code: two rows have \"DE\", but it must be unique: PRIMARY KEY (code)"},
      {"as,code,name\nx,DE,a\n", "data.csv:1:1: rows of a file have no name beside their key"},
      {"name\na\n", "p.yaml:2:19: data.csv does not give code, which tells its rows apart"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(Files().with("data.csv", c.text).refusal() == c.error);
  }
  const std::string rule = "data.csv:2:6: country.score: \"0\" breaks CHECK (score between 1 and 1000)";
  CHECK(Files("tables:\n  country: {from: data.csv}\n")
            .with("data.csv", "code,name,score\nDE,a,0\n")
            .refusal() == rule);
  // With `rows` the generator is for those that the file does not have, be it at another scale.
  const std::string some =
      "tables:\n  country: {from: data.csv, rows: 1, columns: {score: {between: [1, 9]}}}\n";
  CHECK(rows_of(Files(some).with("data.csv", "code,name,score\nDE,a,500\n").resolve())
            .front()
            .starts_with("DE|a"));
  const std::string yaml = "tables: {country: {from: data.jsonl}}\n";
  const std::string good = "{\"code\": \"DE\", \"name\": \"a\"}\n";
  const struct {
    std::string text;
    const char* error;
  } lines[] = {
      {"", "data.jsonl:1:1: the file is empty"},
      {"[1]\n", "data.jsonl:1:1: a line is an object, such as {\"code\": \"DE\"}"},
      {"{}\n", "data.jsonl:1:1: the first line has no keys"},
      {good + "{\"code\": \"FR\"}\n", "data.jsonl:2:1: key \"name\" is missing"},
      {good + "{\"code\": \"FR\", \"nmae\": 1}\n", "data.jsonl:2:16: key \"nmae\" is not in the first line"},
      {good + "{\"code\": \"FR\", \"code\": \"FR\"}\n", "data.jsonl:2:16: key \"code\" is there twice"},
      {"{\"code\": \"DE\", \"name\": {\"a\": 1}}\n", "data.jsonl:1:24: a cell is one value"},
      {"{\"code\": \"DE\", \"name\": nul}\n", "data.jsonl:1:24: this is no JSON value"},
      {"{\"code\": \"DE\", \"name\": \"\\x\"}\n", "data.jsonl:1:24: this is no JSON string"},
      {"{\"code\": \"DE\", \"name\": \"a\\u0000\"}\n", "data.jsonl:1:24: a data file has no NUL characters"},
      {"{\"code\": \"DE\" \"name\": 1}\n", "data.jsonl:1:15: a comma or a closing brace is missing here"},
      {"{\"code\": \"DE\"} x\n", "data.jsonl:1:16: text behind the object"},
      {"{\"code\": \"DE", "data.jsonl:1:10: this quote is never closed"},
  };
  for (const auto& c : lines) {
    CAPTURE(c.text);
    CHECK(Files(yaml).with("data.jsonl", c.text).refusal() == c.error);
  }
}

TEST_CASE("only files below the folder of the profiles are read") {
  const auto of = [](const std::string& path) {
    return Files("tables: {country: {from: \"" + path + "\"}}\n");
  };
  const std::string text = "code,name,score\nDE,a,5\n";
  for (const char* path : {"/etc/passwd.csv", "../secret.csv", "data/../../secret.csv", ""}) {
    CAPTURE(path);
    CHECK_THAT(of(path).refusal(), ContainsSubstring("p.yaml:1:26: from: "));
  }
  CHECK_THAT(of("data.txt").refusal(), ContainsSubstring("is neither .csv nor .jsonl"));
  CHECK_THAT(of("no.csv").refusal(), ContainsSubstring("from: no.csv is not there"));
  Files folder = of("folder.csv");
  std::filesystem::create_directory(folder.path("seeds/folder.csv"));
  CHECK_THAT(folder.refusal(), ContainsSubstring("is no file"));
  Files linked = of("linked.csv");
  linked.with("../secret.csv", text);
  std::filesystem::create_symlink(linked.path("secret.csv"), linked.path("seeds/linked.csv"));
  CHECK_THAT(linked.refusal(), ContainsSubstring("leads out of the folder of the profiles"));
  Files inside = of("linked.csv");
  inside.with("data/real.csv", text);
  std::filesystem::create_symlink("data/real.csv", inside.path("seeds/linked.csv"));
  CHECK(inside.refusal().empty());
}

TEST_CASE("a data file has a size at which it ends") {
  std::string cells = "code,name\n";
  for (int i = 0; i < 100'001; ++i) cells += "a,b\n";
  CHECK(Files().with("data.csv", cells).refusal() ==
        "data.csv:100002:1: a data file has at most 200,000 cells");
  std::string large = "code,name\n";
  large.resize(profile::kMaxDataBytes + 1, 'x');
  CHECK_THAT(Files().with("data.csv", large).refusal(), ContainsSubstring("is larger than 16,777,216 bytes"));
}

TEST_CASE("a line put in between changes no other row's generated cells") {
  const std::string yaml =
      "tables:\n  country:\n    from: data.csv\n    columns:\n      score: {between: [1, 1000]}\n"
      "      people: {between: [1, 1000], nulls: 30%}\n";
  std::string text = "code,name\n", more = "code,name\nAA,new\n";
  for (char c = 'A'; c <= 'Z'; ++c) {
    text += std::string("B") + c + ",a\n";
    more += std::string("B") + c + ",a\n";
    if (c == 'K') more += "ZZ,new\n";
  }
  const auto before = Files(yaml).with("data.csv", text).resolve();
  const auto after = Files(yaml).with("data.csv", more).resolve();
  std::vector<std::string> kept;
  for (const std::string& row : rows_of(after))
    if (row.find("|new|") == std::string::npos) kept.push_back(row);
  CHECK(kept == rows_of(before));
  CHECK(before.table("country")->fingerprint != after.table("country")->fingerprint);
}

TEST_CASE("columns that would follow the line's place are refused") {
  const auto schema = SchemaBuilder()
                          .table("plan")
                          .column("id", "integer(64)")
                          .column("code", "text")
                          .column("note", "text")
                          .column("token", "text")
                          .primary({"id"})
                          .unique({"token"})
                          .build();
  const struct {
    const char *header, *columns, *error;
  } cases[] = {
      {"code,note,token\n", "", "2:9: data.csv does not give id"},
      {"id,code,note\n", "",
       "2:9: plan.token would follow the line's place in data.csv: {row} is the row's number"},
      {"id,code,token\n", ", columns: {note: {template: \"n{row}\"}}",
       "2:40: plan.note would follow the line's place in data.csv: {row} is the row's number"},
      {"id,code,token\n", ", columns: {note: {expr: \"row::text\"}}",
       "2:40: plan.note would follow the line's place in data.csv: row is the row's number"},
      {"id,code,token\n", ", columns: {note: {expr: \"code || '-'\"}}", ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.header, c.columns);
    Files files(std::string("tables:\n  plan: {from: data.csv") + c.columns + "}\n");
    files.with("data.csv", c.header);
    const std::string refused = test::refusal([&] { files.resolve(schema); });
    CAPTURE(refused);
    CHECK((std::string(c.error).empty() ? refused.empty()
                                        : refused.find(std::string(c.error).substr(5)) != std::string::npos));
  }
}

TEST_CASE("rows of a file come first and generated rows follow") {
  const std::string yaml =
      "tables:\n  country:\n    from: data.csv\n    rows: 5\n    columns:\n      code: {template: "
      "\"{row:02}\"}\n"
      "      name: country\n      score: {between: [1, 1000]}\n      active: {boolean: 50%}\n";
  const auto two = rows_of(Files(yaml).with("data.csv", "code,name\nDE,Germany\nFR,France\n").resolve());
  const auto three =
      rows_of(Files(yaml).with("data.csv", "code,name\nDE,Germany\nAT,Austria\nFR,France\n").resolve());
  REQUIRE(two.size() == 5);
  CHECK(two[0] == three[0]);
  CHECK(two[1] == three[2]);
  CHECK(two[3] == three[3]);
  CHECK(two[4] == three[4]);
  CHECK(two[2].starts_with("03|"));
}

TEST_CASE("other tables refer to rows of a file by their key") {
  const std::string yaml =
      kPlain + "  customer: {rows: 3, columns: {country_code: {ref: country, to: FR}}}\n";
  const std::string text = "code,name\nDE,Germany\nFR,France\n";
  CHECK(rows_of(Files(yaml).with("data.csv", text).resolve(), "customer") ==
        std::vector<std::string>{"1|FR", "2|FR", "3|FR"});
  const std::string file_of_both =
      "tables:\n  country: {from: data.csv, columns: {score: {between: [1, 9]}}}\n"
      "  customer: {from: c.jsonl}\n";
  CHECK(Files(file_of_both)
            .with("data.csv", text)
            .with("c.jsonl", "{\"id\": 1, \"country_code\": \"FR\"}\n{\"id\": 2, \"country_code\": \"IT\"}\n")
            .refusal() ==
        "c.jsonl:2:27: customer.country_code: no row of country has code \"IT\", which the foreign key asks "
        "for");
}

TEST_CASE("an expression reads the row that a file refers to") {
  const std::string tables = "tables:\n  country: {from: data.csv, columns: {score: {between: [1, 9]}}}\n";
  const std::string label = ", columns: {label: {expr: \"country_code.name || '!'\"}}}\n";
  for (const char* rows : {"", "rows: 4, "}) {
    CAPTURE(rows);
    Files files(tables + "  shop: {" + rows + "from: shops.csv" + label);
    files.with("data.csv", "code,name\nDE,Germany\nFR,France\n");
    files.with("shops.csv", "id,country_code\n7,FR\n8,DE\n9,\n5,FR\n");
    CHECK(rows_of(files.resolve(shops()), "shop") ==
          std::vector<std::string>{"7|FR|France!", "8|DE|Germany!", "9||", "5|FR|France!"});
  }
}

TEST_CASE("an expression reads the row of the same file that a row refers to") {
  const auto schema = SchemaBuilder()
                          .table("part")
                          .column("code", "text")
                          .column("whole", "text", true)
                          .column("path", "text", true)
                          .primary({"code"})
                          .foreign({"whole"}, "part", {"code"})
                          .build();
  Files files("tables: {part: {from: data.csv, columns: {path: {expr: \"whole.code || '/' || code\"}}}}\n");
  files.with("data.csv", "code,whole\nwheel,bike\nbike,\nspoke,wheel\n");
  CHECK(rows_of(files.resolve(schema), "part") ==
        std::vector<std::string>{"wheel|bike|bike/wheel", "bike||", "spoke|wheel|wheel/spoke"});
}

TEST_CASE("a table takes its rows from one place") {
  const std::string text = "code,name,score\nDE,a,5\n";
  CHECK_THAT(
      Files("tables: {country: {from: data.csv, fixed: [{code: FR}]}}\n").with("data.csv", text).refusal(),
      ContainsSubstring("either `fixed` rows or those of a file"));
  CHECK_THAT(Files("tables: {country: {from: data.csv, rows: 0}}\n").with("data.csv", text).refusal(),
             ContainsSubstring("has 1 rows in its file, more than its 0 rows"));
  CHECK_THAT(Files(kPlain + "  customer: {per: country, rows: 2, from: c.csv}\n")
                 .with("data.csv", text)
                 .with("c.csv", "id,country_code\n1,DE\n")
                 .refusal(),
             ContainsSubstring("table \"customer\" has rows per country: it cannot have rows of a file"));
  CHECK(Files("tables: {visit: {per_day: {column: at, from: 2025-02-14, rows: 2}, from: c.csv}}\n")
            .with("c.csv", "id\n")
            .refusal(visits()) ==
        "p.yaml:1:74: table \"visit\" has rows per day: it cannot have rows of a file");
}

}  // namespace
}  // namespace seedctl
