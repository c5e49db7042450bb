// Ordered keys: the order of the bytes is the order of the values, and the values come back.
#include "base/ordered_key.h"

#include <rapidcheck.h>

#include "base/error.h"
#include "support/catch.h"

using namespace seedctl::base;

namespace {

std::string encode(const std::vector<Value>& values, const std::vector<LogicalType>& types) {
  std::vector<ColumnBatch> columns;
  for (std::size_t i = 0; i < types.size(); ++i) columns.emplace_back(types[i].kind).append(values[i]);
  std::vector<const ColumnBatch*> key;
  for (const ColumnBatch& column : columns) key.push_back(&column);
  std::string out;
  append_ordered_key(key, 0, out);
  return out;
}

LogicalType type(const std::string& text) { return LogicalType::parse(text).value(); }

std::string encode_text(const std::string& text, const std::string& of_type) {
  return encode({from_text(text, type(of_type)).value()}, {type(of_type)});
}

// The texts must be in ascending order.
void check_ascending(const std::string& of_type, const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (std::size_t j = 0; j < texts.size(); ++j) {
      INFO(of_type << ": " << texts[i] << " and " << texts[j]);
      const int order = encode_text(texts[i], of_type).compare(encode_text(texts[j], of_type));
      CHECK((order <=> 0) == (i <=> j));
    }
    CHECK(encode({Null{}}, {type(of_type)}) < encode_text(texts[i], of_type));
  }
}

rc::Gen<Decimal> small_decimal() {
  return rc::gen::map(rc::gen::pair(rc::gen::inRange(-3000, 3000), rc::gen::inRange(0, 4)),
                      [](const auto& parts) {
                        return Decimal{parts.first, static_cast<std::uint8_t>(parts.second)};
                      });
}

}  // namespace

TEST_CASE("bytes sort as the values of each type do") {
  check_ascending("integer(64)",
                  {"-9223372036854775808", "-256", "-1", "0", "1", "255", "256", "9223372036854775807"});
  check_ascending("boolean", {"false", "true"});
  check_ascending("text",
                  {"", std::string("\0", 1), std::string("\0\0", 2), std::string("\0\x01", 2), "\x01", "a",
                   std::string("a\0", 2), std::string("a\0b", 3), "a\x01", "ab", "b", "\xC3\xBC", "\xFF"});
  check_ascending("bytes", {"\\x", "\\x00", "\\x0000", "\\x00ff", "\\x01", "\\xff", "\\xffff"});
  check_ascending("date", {"0001-01-01", "1969-12-31", "1970-01-01", "9999-12-31"});
  check_ascending("timestamptz", {"0001-01-01", "1969-12-31 23:59:59.999999", "1970-01-01", "9999-12-31"});
  check_ascending("uuid", {"00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000001",
                           "7fffffff-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"});
  check_ascending("decimal", {"-" + std::string(38, '9'), "-2", "-1.5", "-1.49", "-1", "-0.01", "0", "0.001",
                              "0.01", "1", "1.49", "1.5", "2", std::string(38, '9')});
}

TEST_CASE("equal decimals have equal bytes") {
  CHECK(encode_text("1.50", "decimal") == encode_text("1.5", "decimal"));
  CHECK(encode_text("-1.50", "decimal") == encode_text("-1.5", "decimal"));
}

TEST_CASE("a composite key sorts by its columns in turn") {
  CHECK(rc::check([] {
    using Row = std::tuple<std::string, std::int64_t, Decimal>;
    const auto row =
        rc::gen::tuple(rc::gen::container<std::string>(rc::gen::elementOf(std::string("\0\1a\xFF", 4))),
                       rc::gen::inRange<std::int64_t>(-2, 3), small_decimal());
    const Row a = *row;
    const Row b = *row;
    const std::vector<LogicalType> types{type("text"), type("integer(64)"), type("decimal")};
    const auto bytes = [&](const Row& r) {
      return encode({std::get<0>(r), std::get<1>(r), std::get<2>(r)}, types);
    };
    RC_ASSERT((bytes(a) < bytes(b)) == (a < b));
    RC_ASSERT((bytes(a) == bytes(b)) == (a == b));
  }));
}

TEST_CASE("any integers sort as their bytes") {
  CHECK(rc::check([](std::int64_t a, std::int64_t b) {
    const std::vector<LogicalType> types{type("integer(64)")};
    RC_ASSERT((encode({a}, types) < encode({b}, types)) == (a < b));
  }));
}

TEST_CASE("the values of any key come back from its bytes") {
  CHECK(rc::check([](std::string text, std::int64_t integer, bool is_null, std::string raw) {
    const std::vector<LogicalType> types{type("text"),  type("integer(64)"), type("decimal"),
                                         type("bytes"), type("timestamp"),   type("boolean"),
                                         type("uuid"),  type("date")};
    Uuid uuid;
    uuid.bytes.fill(static_cast<std::uint8_t>(integer & 0xFF));
    const std::vector<Value> values{is_null ? Value(Null{}) : Value(text),
                                    integer,
                                    *small_decimal(),
                                    Bytes{raw},
                                    Timestamp{integer},
                                    integer % 2 == 0,
                                    uuid,
                                    Date{static_cast<std::int32_t>(integer % 1'000'000)}};
    RC_ASSERT(decode_ordered_key(encode(values, types), types) == values);
  }));
}

TEST_CASE("decimals come back at the scale of their type") {
  const auto back = [](const char* text, const char* of_type) {
    return to_text(decode_ordered_key(encode_text(text, of_type), std::vector{type(of_type)}).at(0));
  };
  CHECK(back("1.5", "decimal(10,2)") == "1.50");
  CHECK(back("-1.5", "decimal(10,2)") == "-1.50");
  CHECK(back("-0.25", "decimal") == "-0.25");
  CHECK(back("-99999999999999999999999999999999999999", "decimal") ==
        "-99999999999999999999999999999999999999");
  CHECK(back("0.00000000000000000000000000000000000001", "decimal") ==
        "0.00000000000000000000000000000000000001");
}

TEST_CASE("bytes that are no key of their types are refused") {
  const std::vector<LogicalType> text{type("text")};
  for (const std::string& bytes :
       {std::string(), std::string("\1", 1), std::string("\1a", 2), std::string("\1a\0", 3),
        std::string("\1\0\1", 3), std::string("\2a\0\0", 4), std::string("\1a\0\0\0", 5)}) {
    CHECK_THROWS_AS(decode_ordered_key(bytes, text), Error);
  }
  CHECK_THROWS_AS(decode_ordered_key(std::string(8, '\1'), std::vector{type("integer(64)")}), Error);
  CHECK_THROWS_AS(decode_ordered_key('\1' + std::string(32, '\xFF'), std::vector{type("decimal")}), Error);
  CHECK_THROWS_AS(decode_ordered_key('\1' + std::string(8, '\xFF'), std::vector{type("real(64)")}), Error);
}

TEST_CASE("no bytes make the decoder of keys do worse than refuse") {
  CHECK(rc::check([](const std::string& bytes) {
    const std::vector<LogicalType> types{type("decimal(10,2)"), type("text")};
    try {
      (void)decode_ordered_key('\1' + bytes, types);
    } catch (const Error&) {
      RC_SUCCEED("refused");
    }
  }));
}

TEST_CASE("floating point and json and intervals are no keys") {
  CHECK(can_be_ordered_key(type("integer(64)")));
  CHECK(can_be_ordered_key(type("uuid")));
  CHECK(can_be_ordered_key(type("enumeration(a)")));
  CHECK_FALSE(can_be_ordered_key(type("real(64)")));
  CHECK_FALSE(can_be_ordered_key(type("json")));
  CHECK_FALSE(can_be_ordered_key(type("interval")));
  CHECK_FALSE(can_be_ordered_key(type("network(inet)")));
  CHECK_FALSE(can_be_ordered_key(type("array(text)")));
  CHECK_FALSE(can_be_ordered_key(type("unsupported(x)")));
}
