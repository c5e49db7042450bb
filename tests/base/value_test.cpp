// Values and logical types as text and back.
#include "base/value.h"

#include <rapidcheck.h>

#include <cmath>

#include "support/catch.h"

using namespace seedctl::base;

namespace {

LogicalType type(const std::string& text) {
  const auto parsed = LogicalType::parse(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

// The canonical text of what was read, or "none".
std::string reread(const std::string& text, const std::string& of_type) {
  const auto value = from_text(text, type(of_type));
  return value ? to_text(*value) : "none";
}

}  // namespace

TEST_CASE("text is read as a value of its type and written canonically") {
  struct Row {
    const char* type;
    const char* text;
    const char* canonical;
  };
  const Row rows[] = {
      {"boolean", "true", "true"},
      {"boolean", "f", "false"},
      {"boolean", "1", "true"},
      {"boolean", "yes", "none"},
      {"boolean", "", "none"},
      {"integer(16)", "32767", "32767"},
      {"integer(16)", "32768", "none"},
      {"integer(16)", "-32768", "-32768"},
      {"integer(32)", "2147483648", "none"},
      {"integer(32)", "+5", "5"},
      {"integer(32)", "+-5", "none"},
      {"integer(64)", "-9223372036854775808", "-9223372036854775808"},
      {"integer(64)", "9223372036854775808", "none"},
      {"integer(64)", "5.0", "none"},
      {"integer(64)", " 5", "none"},
      {"integer(64)", "", "none"},
      {"decimal", "12.50", "12.50"},
      {"decimal(10,2)", "12.5", "12.50"},
      {"decimal(10,2)", "12.500", "12.50"},
      {"decimal(10,2)", "12.505", "none"},
      {"decimal(4,2)", "99.99", "99.99"},
      {"decimal(4,2)", "100", "none"},
      {"decimal(2,2)", "0.99", "0.99"},
      {"decimal(2,2)", "1", "none"},
      {"decimal(2,2)", "0", "0.00"},
      {"decimal(2,4)", "0.0099", "0.0099"},
      {"decimal(2,4)", "0.01", "none"},
      {"decimal(3,-2)", "12300", "12300"},
      {"decimal(3,-2)", "12350", "none"},
      {"decimal(3,-2)", "100000", "none"},
      {"decimal(100,50)", "1.5", "1.5"},
      {"decimal(50,10)", "1.5", "1.5000000000"},
      {"decimal(10,2)", "NaN", "none"},
      {"real(64)", "0.1", "0.1"},
      {"real(64)", "1e300", "1e+300"},
      {"real(64)", "NaN", "NaN"},
      {"real(64)", "-Infinity", "-Infinity"},
      {"real(64)", "1e999", "none"},
      {"real(64)", "0x10", "none"},
      {"real(32)", "1e39", "none"},
      {"real(32)", "0.5", "0.5"},
      {"real(32)", "0.1", "0.10000000149011612"},
      {"text", "", ""},
      {"text(2)", "\xC3\xBC\xC3\xBC", "\xC3\xBC\xC3\xBC"},
      {"text(2)", "abc", "none"},
      {"bytes", "\\x00FF", "\\x00ff"},
      {"bytes", "\\x0", "none"},
      {"bytes", "\\x0g", "none"},
      {"bytes", "00", "none"},
      {"date", "2025-02-18", "2025-02-18"},
      {"time", "10:30", "10:30:00"},
      {"timestamp", "2025-02-18", "2025-02-18 00:00:00"},
      {"timestamptz", "2025-02-18 10:30:00+02", "2025-02-18 08:30:00"},
      {"interval", "90m", "01:30:00"},
      {"uuid", "{0123ABCD-4567-89ab-cdef-0123456789AB}", "0123abcd-4567-89ab-cdef-0123456789ab"},
      {"uuid", "0123abcd456789abcdef0123456789ab", "0123abcd-4567-89ab-cdef-0123456789ab"},
      {"uuid", "0123abcd-4567-89ab-cdef-0123456789a", "none"},
      {"uuid", "0123abcd-4567-89ab-cdef-0123456789abc", "none"},
      {"uuid", "", "none"},
      {"json", R"({"b": 1})", R"({"b": 1})"},
      {"json", "{b}", "none"},
      {"enumeration(a,b)", "b", "b"},
      {"enumeration(a,b)", "B", "none"},
      {"network(inet)", "192.0.2.1", "192.0.2.1"},
      {"network(inet)", "192.0.2.1/32", "192.0.2.1"},
      {"network(inet)", "192.0.2.1/24", "192.0.2.1/24"},
      {"network(inet)", "192.0.2.1/33", "none"},
      {"network(inet)", "192.0.2.1/", "none"},
      {"network(inet)", "192.0.2", "none"},
      {"network(inet)", "2001:DB8:0:0:0::1", "2001:db8::1"},
      {"network(inet)", "2001:db8::1/64", "2001:db8::1/64"},
      {"network(cidr)", "192.0.2.1", "192.0.2.1/32"},
      {"network(cidr)", "192.0.2.0/24", "192.0.2.0/24"},
      {"network(cidr)", "192.0.2.1/24", "none"},
      {"network(macaddr)", "08-00-2B-01-02-03", "08:00:2b:01:02:03"},
      {"network(macaddr)", "08:00-2b:01:02:03", "none"},
      {"network(macaddr)", "08:00:2b:01:02", "none"},
      {"network(macaddr8)", "08:00:2b:01:02:03:04:05", "08:00:2b:01:02:03:04:05"},
      {"array(text)", "{}", "{}"},
      {"array(text)", "{a,\"b c\", d ,NULL,\"null\",\"\",\"x\\\\y\\\"z\"}",
       "{a,\"b c\",d,NULL,\"null\",\"\",\"x\\\\y\\\"z\"}"},
      {"array(text)", "{a,}", "none"},
      {"array(text)", "{a", "none"},
      {"array(text)", "{{a},{b}}", "none"},
      {"array(text)", "[0:0]={a}", "none"},
      {"array(integer(16))", "{1, 2}", "{1,2}"},
      {"array(integer(16))", "{1,99999}", "none"},
      {"array(boolean)", "{t,f}", "{true,false}"},
      {"array(decimal(10,2))", "{1.5}", "{1.50}"},
      {"array(timestamptz)", "{\"2025-02-18 10:30:00+00\"}", "{\"2025-02-18 10:30:00+00\"}"},
      {"array(bytes)", "{\"\\\\x00\"}", "{\"\\\\x00\"}"},
      {"array(enumeration(a,b))", "{a,b}", "{a,b}"},
      {"array(enumeration(a,b))", "{c}", "none"},
      {"unsupported(int4range)", "x", "none"},
  };
  for (const Row& row : rows) {
    INFO(row.type << " " << row.text);
    CHECK(reread(row.text, row.type) == row.canonical);
  }
  CHECK(to_text(Null{}).empty());
}

TEST_CASE("any value is read back from its text") {
  CHECK(rc::check([](std::int64_t integer, double real, std::string text, bool boolean) {
    const auto same = [](const Value& value, const char* of_type) {
      return from_text(to_text(value), LogicalType::parse(of_type).value()) == value;
    };
    RC_ASSERT(same(integer, "integer(64)"));
    RC_ASSERT(same(real, "real(64)"));
    RC_ASSERT(same(std::nextafter(real, 1e308), "real(64)"));
    RC_ASSERT(same(text, "text"));
    RC_ASSERT(same(Bytes{text}, "bytes"));
    RC_ASSERT(same(boolean, "boolean"));
    Uuid uuid;
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
      uuid.bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(integer) >> (i % 8 * 8));
    }
    RC_ASSERT(same(uuid, "uuid"));
  }));
}

TEST_CASE("logical types are written and read back") {
  for (const char* text : {"boolean",
                           "integer(16)",
                           "integer(32)",
                           "integer(64)",
                           "decimal",
                           "decimal(10,2)",
                           "decimal(5,-3)",
                           "real(32)",
                           "real(64)",
                           "text",
                           "text(20)",
                           "bytes",
                           "date",
                           "time",
                           "timestamp",
                           "timestamptz",
                           "interval",
                           "uuid",
                           "json",
                           "enumeration",
                           "enumeration()",
                           "enumeration(a,b)",
                           "enumeration(a\\,b,c\\\\)",
                           "network(inet)",
                           "array(text(20))",
                           "array(enumeration(a,b))",
                           "unsupported(int4range)",
                           "unsupported(numeric(3,1)[])"}) {
    INFO(text);
    CHECK(type(text).str() == text);
  }
  CHECK(type("enumeration(a\\,b,(c))").labels == std::vector<std::string>{"a,b", "(c)"});
  CHECK(type("enumeration").labels.empty());
  CHECK(type("unsupported(numeric(3,1)[])").raw == "numeric(3,1)[]");
}

TEST_CASE("text that is no logical type is none") {
  for (const char* text : {"",
                           "int",
                           "integer(",
                           "integer()",
                           "integer(8)",
                           "integer(32",
                           "integer(32)x",
                           "real(16)",
                           "decimal(10)",
                           "decimal(0,0)",
                           "decimal(10,2,3)",
                           "decimal(10, 2)",
                           "text(0)",
                           "text(-1)",
                           "text(99999999999)",
                           "date(3)",
                           "network(ip)",
                           "network",
                           "array(json)",
                           "array(array(text))",
                           "array(x)",
                           "array",
                           "boolean()",
                           "enumeration(a\\)",
                           "Integer(32)"}) {
    INFO(text);
    CHECK_FALSE(LogicalType::parse(text).has_value());
  }
}

TEST_CASE("any labels survive the text of their type") {
  CHECK(rc::check([](const std::vector<std::string>& labels) {
    LogicalType written;
    written.kind = TypeKind::enumeration;
    written.labels = labels;
    RC_ASSERT(LogicalType::parse(written.str()) == written);
  }));
}

TEST_CASE("each kind has a name that leads back to it") {
  for (int i = 0; i <= static_cast<int>(TypeKind::unsupported); ++i) {
    const auto kind = static_cast<TypeKind>(i);
    CHECK(kind_of_name(kind_name(kind)) == kind);
  }
  CHECK_FALSE(kind_of_name("varchar").has_value());
}
