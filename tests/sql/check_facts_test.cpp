// CHECK constraints as facts: what an author writes for SQLite and what PostgreSQL 15 prints for it give the
// same ones.
#include "sql/check_facts.h"

#include <string>
#include <vector>

#include "support/catch.h"

using seedctl::sql::check_facts;
using seedctl::sql::CheckFact;
using seedctl::sql::kMaxCheckBytes;
using Kind = CheckFact::Kind;

namespace {

std::string quoted(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return text;
}

std::string range_of(const CheckFact& fact) {
  return (fact.low ? (fact.low_open ? "(" : "[") + *fact.low : "(") + ", " +
         (fact.high ? *fact.high + (fact.high_open ? ")" : "]") : ")");
}

// Of a fact that is not understood as a whole: what is enough for it.
std::string part_of(const CheckFact& fact) {
  if (fact.low || fact.high) return " but " + range_of(fact);
  if (fact.values.size() > 6) return " but " + fact.values[0] + ", " + fact.values[1] + ", ...";
  return fact.values.empty() ? "" : " but " + quoted(fact.values);
}

// A fact in mathematical notation: "age in [18, 120]", "length(code) in [2, 8]", "a < b", "type: road,
// mountain".
std::string notation(const CheckFact& fact) {
  switch (fact.kind) {
    case Kind::range:
      return fact.column + " in " + range_of(fact);
    case Kind::values:
      return fact.column + ": " + quoted(fact.values);
    case Kind::length:
      return "length(" + fact.column + ") in [" + (fact.min_length ? std::to_string(*fact.min_length) : "") +
             ", " + (fact.max_length ? std::to_string(*fact.max_length) : "") + "]";
    case Kind::less:
      return fact.column + (fact.or_equal ? " <= " : " < ") + fact.other;
    case Kind::not_null:
      return fact.column + " not null";
    case CheckFact::Kind::like:
      return fact.column + " like " + fact.values.front();
    case CheckFact::Kind::matches:
      return fact.column + " ~ " + fact.values.front();
    case Kind::unknown:
      return (fact.column.empty() ? "unknown" : "unknown " + fact.column) + part_of(fact);
  }
  return "?";
}

std::string facts(std::string_view expression) {
  std::string text;
  for (const CheckFact& fact : check_facts(expression)) text += (text.empty() ? "" : "; ") + notation(fact);
  return text;
}

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

}  // namespace

TEST_CASE("a CHECK gives the same facts as written for SQLite and as PostgreSQL prints it") {
  const struct {
    const char* written;
    const char* printed;  // by pg_get_expr of PostgreSQL 15
    const char* facts;
  } cases[] = {
      {"age >= 18 and age <= 120", "((age >= 18) AND (age <= 120))", "age in [18, 120]"},
      {"age between 18 and 120", "((age >= 18) AND (age <= 120))", "age in [18, 120]"},
      {"18 <= age", "(18 <= age)", "age in [18, )"},
      {"age16 > 0", "(age16 > 0)", "age16 in (0, )"},
      {"big >= -5", "(big >= '-5'::integer)", "big in [-5, )"},
      {"big < 10000000000", "(big < '10000000000'::bigint)", "big in (, 10000000000)"},
      {"price >= 0", "(price >= (0)::numeric)", "price in [0, )"},
      {"price > -0.50", "(price > '-0.50'::numeric)", "price in (-0.5, )"},
      {"price between 0.5 and 1e3", "((price >= 0.5) AND (price <= '1000'::numeric))",
       "price in [0.5, 1000]"},
      {"score >= 0 and score <= 1", "((score >= (0)::double precision) AND (score <= (1)::double precision))",
       "score in [0, 1]"},
      {"score < 0.25", "(score < (0.25)::double precision)", "score in (, 0.25)"},
      {"r > 0", "(r > (0)::double precision)", "r in (0, )"},
      {"type in ('road', 'mountain', 'hybrid')",
       "(type = ANY (ARRAY['road'::text, 'mountain'::text, 'hybrid'::text]))",
       "type: road, mountain, hybrid"},
      {"type = 'road'", "(type = 'road'::text)", "type: road"},
      {"code in ('a','b')",
       "((code)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
       "code: a, b"},
      {"code = 'x'", "((code)::text = 'x'::text)", "code: x"},
      {"ch in ('abc','d''e')", "(ch = ANY (ARRAY['abc'::bpchar, 'd''e'::bpchar]))", "ch: abc, d'e"},
      {"age in (1, 2, 3)", "(age = ANY (ARRAY[1, 2, 3]))", "age: 1, 2, 3"},
      {"age in (1)", "(age = 1)", "age: 1"},
      {"age in (-1, 0, 1)", "(age = ANY (ARRAY['-1'::integer, 0, 1]))", "age: -1, 0, 1"},
      {"price in (1, 2.5)", "(price = ANY (ARRAY[(1)::numeric, 2.5]))", "price: 1, 2.5"},
      {"big in (1,2)", "(big = ANY (ARRAY[(1)::bigint, (2)::bigint]))", "big: 1, 2"},
      {"m in ('sad', 'ok')", "(m = ANY (ARRAY['sad'::mood, 'ok'::mood]))", "m: sad, ok"},
      {"m = 'ok'", "(m = 'ok'::mood)", "m: ok"},
      {"flag = true", "(flag = true)", "flag: true"},
      {"flag", "flag", "unknown flag"},
      {"d = '2025-01-01'", "(d = '2025-01-01'::date)", "d: 2025-01-01"},
      {"d in ('2025-01-01','2025-01-02')", "(d = ANY (ARRAY['2025-01-01'::date, '2025-01-02'::date]))",
       "d: 2025-01-01, 2025-01-02"},
      {"length(type) = 3", "(length(type) = 3)", "length(type) in [3, 3]"},
      {"length(code) between 2 and 8", "((length((code)::text) >= 2) AND (length((code)::text) <= 8))",
       "length(code) in [2, 8]"},
      {"char_length(code) <= 5", "(char_length((code)::text) <= 5)", "length(code) in [, 5]"},
      {"length(ch) > 0", "(length(ch) > 0)", "length(ch) in [1, ]"},
      {"character_length(type) >= 2", "(character_length(type) >= 2)", "length(type) in [2, ]"},
      {"length(trim(type)) > 0", "(length(TRIM(BOTH FROM type)) > 0)", "unknown type"},
      {"3 <= length(type)", "(3 <= length(type))", "length(type) in [3, ]"},
      {"type is not null", "(type IS NOT NULL)", "type not null"},
      {"age is null or age > 0", "((age IS NULL) OR (age > 0))", "age in (0, )"},
      {"code is null or code in ('a','b')",
       "((code IS NULL) OR ((code)::text = ANY ((ARRAY['a'::character varying, 'b'::character "
       "varying])::text[])))",
       "code: a, b"},
      {"b is null or b > a", "((b IS NULL) OR (b > a))", "a < b"},
      {"b > a", "(b > a)", "a < b"},
      {"a < b", "(a < b)", "a < b"},
      {"a <= b", "(a <= b)", "a <= b"},
      {"d <= a", "(d <= a)", "d <= a"},
      {"age < price", "((age)::numeric < price)", "age < price"},
      {"age16 <= big", "(age16 <= big)", "age16 <= big"},
      {"d >= '2020-01-01'", "(d >= '2020-01-01'::date)", "d in [2020-01-01, )"},
      {"d >= date '2020-01-01' and d < date '2030-01-01'",
       "((d >= '2020-01-01'::date) AND (d < '2030-01-01'::date))", "d in [2020-01-01, 2030-01-01)"},
      {"a >= '2020-01-01'", "(a >= '2020-01-01 00:00:00'::timestamp without time zone)",
       "a in [2020-01-01, )"},
      {"a > '2020-01-01 10:30:00'", "(a > '2020-01-01 10:30:00'::timestamp without time zone)",
       "a in (2020-01-01 10:30:00, )"},
      {"tz >= '2020-01-01 00:00:00+00'", "(tz >= '2020-01-01 00:00:00+00'::timestamp with time zone)",
       "tz in [2020-01-01, )"},
      {"tm between '08:00' and '18:00'",
       "((tm >= '08:00:00'::time without time zone) AND (tm <= '18:00:00'::time without time zone))",
       "tm in [08:00:00, 18:00:00]"},
      {"iv > interval '1 hour'", "(iv > '01:00:00'::interval)", "unknown iv"},
      {"age > 0 or price > 0", "((age > 0) OR (price > (0)::numeric))", "unknown"},
      {"age = 1 or age = 2", "((age = 1) OR (age = 2))", "age: 1, 2"},
      {"type = 'a' or type in ('b', 'c')",
       "((type = 'a'::text) OR (type = ANY (ARRAY['b'::text, 'c'::text])))", "type: a, b, c"},
      {"age is null or age = 1 or age = 2", "((age IS NULL) OR (age = 1) OR (age = 2))", "age: 1, 2"},
      {"age between 1 and 5 or age = 99", "(((age >= 1) AND (age <= 5)) OR (age = 99))",
       "unknown age but [1, 5]"},
      {"age = 99 or age > 200 or age < 5", "((age = 99) OR (age > 200) OR (age < 5))",
       "unknown age but (200, )"},
      {"type = 'a' or type like 'x%'", "((type = 'a'::text) OR (type ~~ 'x%'::text))", "unknown type but a"},
      {"age = 1 or price = 2", "((age = 1) OR (price = (2)::numeric))", "unknown"},
      {"type <> ''", "(type <> ''::text)", "length(type) in [1, ]"},
      {"not (age < 0)", "(NOT (age < 0))", "unknown age"},
      {"age <> 5", "(age <> 5)", "unknown age but (5, )"},
      {"type like 'a%'", "(type ~~ 'a%'::text)", "type like a%"},
      {"code ~ '^[A-Z]{2}$'", "(code ~ '^[A-Z]{2}$'::text)", "code ~ ^[A-Z]{2}$"},
      {"type like 'a\\%'", "(type ~~ 'a\\%'::text)", "unknown type"},
      {"type not like 'a%'", "(type !~~ 'a%'::text)", "unknown type"},
      {"age % 2 = 0", "((age % 2) = 0)", "unknown age"},
      {"age + age16 > 3", "((age + age16) > 3)", "unknown"},
      {"b > a + interval '1 hour'", "(b > (a + '01:00:00'::interval))", "unknown"},
      {"upper(type) = type", "(upper(type) = type)", "unknown type"},
      {"age not in (1,2)", "(age <> ALL (ARRAY[1, 2]))", "unknown age"},
      {"age not between 1 and 2", "((age < 1) OR (age > 2))", "unknown age but (2, )"},
      {"\"Weird Name\" > 0", "(\"Weird Name\" > 0)", "Weird Name in (0, )"},
      {"\"order\" >= 1", "(\"order\" >= 1)", "order in [1, )"},
      {"(age >= 18) and (type in ('a')) and length(code) > 1",
       "((age >= 18) AND (type = 'a'::text) AND (length((code)::text) > 1))",
       "age in [18, ); length(code) in [2, ]; type: a"},
      {"age > -1", "(age > '-1'::integer)", "age in (-1, )"},
      {"price > -1", "(price > ('-1'::integer)::numeric)", "price in (-1, )"},
      {"score > -1.5", "(score > ('-1.5'::numeric)::double precision)", "score in (-1.5, )"},
      {"age16 in (1,2)", "(age16 = ANY (ARRAY[1, 2]))", "age16: 1, 2"},
      {"age >= 18.5", "((age)::numeric >= 18.5)", "age in [18.5, )"},
      {"age between symmetric 5 and 1", "(((age >= 5) AND (age <= 1)) OR ((age >= 1) AND (age <= 5)))",
       "unknown age but [1, 5]"},
      {"coalesce(age, 0) > 0", "(COALESCE(age, 0) > 0)", "unknown age"},
      {"age is distinct from 5", "(age IS DISTINCT FROM 5)", "unknown age"},
      {"price = 12.50", "(price = 12.50)", "price: 12.5"},
      {"type = any (array['x','y'])", "(type = ANY (ARRAY['x'::text, 'y'::text]))", "type: x, y"},
      {"age > 1 and age > 5 and age < 100 and age <= 50",
       "((age > 1) AND (age > 5) AND (age < 100) AND (age <= 50))", "age in (5, 50]"},
      {"type ~ '^[a-z]+$'", "(type ~ '^[a-z]+$'::text)", "type ~ ^[a-z]+$"},
      {"age::text = '5'", "((age)::text = '5'::text)", "age: 5"},
      {"age = any('{1,2}')", "(age = ANY ('{1,2}'::integer[]))", "unknown age"},
      {"d > current_date", "(d > CURRENT_DATE)", "unknown d"},
      {"type collate \"C\" > 'a'", "((type COLLATE \"C\") > 'a'::text)", "unknown type"},
      {"position('@' in type) > 1", "(POSITION(('@'::text) IN (type)) > 1)", "unknown type"},
  };
  for (const auto& [written, printed, expected] : cases) {
    CAPTURE(written, printed);
    CHECK(facts(written) == expected);
    CHECK(facts(printed) == expected);
    CHECK(check_facts(written) == check_facts(printed));
    CHECK(check_facts("CHECK (" + std::string(printed) + ")") == check_facts(printed));
  }
}

TEST_CASE("what an author may write besides") {
  const struct {
    const char* written;
    const char* facts;
  } cases[] = {
      {"Age >= 18", "age in [18, )"},
      {"\"Age\" >= 18", "Age in [18, )"},
      {"`Age` >= 18", "Age in [18, )"},
      {"[Age in years] >= 18 and `b``c` < 3", "Age in years in [18, ); b`c in (, 3)"},
      {"rent.age >= 18", "age in [18, )"},
      {"age == 18", "age: 18"},
      {"age >= 18 -- grown up", "age in [18, )"},
      {"/* grown up */ age >= 18", "age in [18, )"},
      {"  age\n>=\r\n\t18 ", "age in [18, )"},
      {"((((age)))) >= ((18))", "age in [18, )"},
      {"age >= -(-18)", "age in [18, )"},
      {"age >= -(5) and age < - -7", "age in [-5, 7)"},
      {"age >= +5", "age in [5, )"},
      {"age >= 0", "age in [0, )"},
      {"age >= -0", "age in [0, )"},
      {"price >= 1.50 and price <= 1e2", "price in [1.5, 100]"},
      {"big <= 9223372036854775807", "big in (, 9223372036854775807]"},
      {"big >= -9223372036854775808", "big in [-9223372036854775808, )"},
      {"age > 1 and age >= 1", "age in (1, )"},
      {"age >= 1 and age > 1", "age in (1, )"},
      {"age > 1 and d > 2 and age < 5 and d < 3", "age in (1, 5); d in (2, 3)"},
      {"d >= '2020-01-01' and d > '2021-06-30'", "d in (2021-06-30, )"},
      {"a >= '2020-01-01T10:00:00'", "a in [2020-01-01 10:00:00, )"},
      {"type in ('a', 'b', 'a')", "type: a, b"},
      {"type in ('a', 'b') and type in ('b', 'c')", "type: b"},
      {"type in ('')", "type: "},
      {"length(a) >= 2 and length(a) >= 4 and length(a) < 9", "length(a) in [4, 8]"},
      {"length(a) > 2.5", "unknown a"},
      {"length(a) < 0", "unknown a"},
      {"length(a) = length(b)", "unknown"},
      {"length(a) in (1, 2)", "unknown a"},
      {"a < b and a <= b", "a < b"},
      {"a between b and c", "a <= c; b <= a"},
      {"a < a", "unknown a"},
      {"a = b", "unknown"},
      {"1 < 2", "unknown"},
      {"code between 'a' and 'z'", "unknown code"},
      {"code >= 'a'", "unknown code"},
      {"a is null", "unknown a"},
      {"a notnull", "a not null"},
      {"a is not null and a > 0", "a in (0, ); a not null"},
      {"a > 0 or a is null", "a in (0, )"},
      {"a is null or b > 0", "unknown"},
      {"a is null or a is not null", "unknown a"},
      {"a is null or (a > 0 and a < 5)", "a in (0, 5)"},
      {"a is null or a > 0 or a < -5", "unknown a but (0, )"},
      {"a is null or (a > 0 and b > 0)", "unknown"},
      {"(a > 0 and b like 'x%') and c in (1)", "a in (0, ); b like x%; c: 1"},
      {"a in (1, null)", "unknown a"},
      {"a in (b, 1)", "unknown"},
      {"a in (select 1)", "unknown a"},
      {"a::int < 5", "unknown a"},
      {"a::varchar(2) = 'ab'", "unknown a"},
      {"a >= 18.6::int", "unknown a"},
      {"a = 'x'::varchar(1)", "unknown a"},
      {"a >= 'NaN'::numeric", "unknown a"},
      {"a >= 1e999", "unknown a"},
      {"a > 0 is true", "unknown a"},
      {"typeof(a) = 'integer'", "unknown a"},
      {"json_valid(a)", "unknown a"},
      {"a", "unknown a"},
      {"not a", "unknown a"},
      {"true", "unknown"},
      {"CHECK (a > 0) NOT VALID", "a in (0, )"},
      {"CHECK (((a > 0))) NO INHERIT", "a in (0, )"},
      {"check > 0", "unknown"},
      {"VALUE > 0", "value in (0, )"},
      {"\"größe\" > 0", "größe in (0, )"},
  };
  for (const auto& [written, expected] : cases) {
    CAPTURE(written);
    CHECK(facts(written) == expected);
  }
}

TEST_CASE("a CHECK that cannot be read is one unknown fact without a column") {
  for (const std::string& expression : std::vector<std::string>{"",
                                                                "  ",
                                                                "-- nothing",
                                                                "a >",
                                                                "a glob 'x*'",
                                                                "a > 0)",
                                                                "a > 0); select (1",
                                                                "a > 0), (b > 0",
                                                                "a) from t where (b",
                                                                "'",
                                                                "$$",
                                                                "/*",
                                                                "[",
                                                                "`",
                                                                "(",
                                                                ")",
                                                                ";",
                                                                "a > 0;",
                                                                std::string("a > 0\0", 6),
                                                                "a > '\xFF\xFE'",
                                                                "\xFF > 0 and",
                                                                "check (a > 0",
                                                                "[]",
                                                                "``"}) {
    CAPTURE(expression);
    const std::vector<CheckFact> found = check_facts(expression);
    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == Kind::unknown);
    CHECK(found[0].column.empty());
  }
}

TEST_CASE("an identifier that the parser would cut short is not mistaken for another") {
  const std::string name = repeated("x", 64);
  CHECK(facts(name + " > 0") == "unknown");
  CHECK(facts(name.substr(1) + " > 0") == name.substr(1) + " in (0, )");
}

TEST_CASE("hostile expressions end without harm") {
  CHECK(facts("a > 0" + std::string(kMaxCheckBytes, ' ')) == "unknown");
  const auto fits = [](std::string text) {
    CHECK(text.size() <= kMaxCheckBytes);
    return text;
  };
  // As deep as the limit allows; the answer does not matter, coming back does.
  CHECK(!facts(fits("a = 1" + repeated("+1", 8000))).empty());
  CHECK(!facts(fits(repeated("(", 8000) + "a > 0" + repeated(")", 8000))).empty());
  CHECK(!facts(fits(repeated("not ", 4000) + "a")).empty());
  CHECK(!facts(fits("a > " + repeated("- ", 8000) + "1")).empty());
  CHECK(!facts(fits("a > " + repeated("@ ", 8000) + "1")).empty());
  CHECK(!facts(fits("a" + repeated("::x", 5000) + " > 0")).empty());
  CHECK(!facts(fits("a" + repeated("[1]", 5000) + " > 0")).empty());
  CHECK(!facts(fits(repeated("f(", 5000) + "a" + repeated(")", 5000))).empty());
  CHECK(!facts(fits(repeated("(select ", 1500) + "a" + repeated(")", 1500) + " > 0")).empty());
  CHECK(!facts(fits(repeated("case when ", 1000) + "a" + repeated(" then 1 end", 500))).empty());
  CHECK(!facts(fits(repeated("(a is null or ", 1000) + "a > 0" + repeated(")", 1000))).empty());
  CHECK(!facts(fits(repeated("a>0 and ", 2000) + "a > 0")).empty());
  CHECK(facts(fits("a in (1" + repeated(",1", 8000) + ")")) == "a: 1");
}
