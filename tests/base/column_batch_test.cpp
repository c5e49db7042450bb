// Column batches: what is appended comes back, in the layout of its kind.
#include "base/column_batch.h"

#include <limits>

#include "base/error.h"
#include "support/catch.h"

using namespace seedctl::base;

namespace {

struct Sample {
  TypeKind kind;
  Value value;
};

std::vector<Sample> samples() {
  return {
      {TypeKind::boolean, true},
      {TypeKind::integer, std::int64_t{-5}},
      {TypeKind::decimal, *Decimal::parse("1.50")},
      {TypeKind::real, 0.25},
      {TypeKind::text, std::string("abc")},
      {TypeKind::bytes, Bytes{std::string("a\0b", 3)}},
      {TypeKind::date, Date{20137}},
      {TypeKind::time, Time{1}},
      {TypeKind::timestamp, Timestamp{-1}},
      {TypeKind::timestamptz, Timestamp{1}},
      {TypeKind::interval, Interval{1, 2, 3}},
      {TypeKind::uuid, *Uuid::parse("0123abcd456789abcdef0123456789ab")},
      {TypeKind::json, std::string("{}")},
      {TypeKind::enumeration, std::string("a")},
      {TypeKind::network, std::string("192.0.2.1")},
      {TypeKind::array, std::string("{a,b}")},
      {TypeKind::unsupported, std::string("raw")},
  };
}

bool same_json(const std::string& a, const std::string& b) {
  ColumnBatch batch(TypeKind::json);
  batch.append_text(a);
  batch.append_text(b);
  return batch.same(0, batch, 1);
}

}  // namespace

TEST_CASE("values of every kind come back as they were appended") {
  for (const Sample& sample : samples()) {
    INFO(kind_name(sample.kind));
    ColumnBatch batch(sample.kind);
    batch.append_null();
    batch.append(sample.value);
    batch.append(Null{});
    batch.append_from(batch, 1);
    REQUIRE(batch.size() == 4);
    CHECK(batch.is_null(0));
    CHECK(batch.is_null(2));
    CHECK(is_null(batch.value_at(0)));
    CHECK(batch.value_at(1) == sample.value);
    CHECK(batch.value_at(3) == sample.value);
    CHECK(batch.same(1, batch, 3));
    CHECK(batch.same(0, batch, 2));
    CHECK_FALSE(batch.same(0, batch, 1));
    batch.set_null(1);
    CHECK(batch.is_null(1));
    batch.reset(TypeKind::text);
    CHECK(batch.size() == 0);
    batch.append_text("x");
    CHECK(batch.text_at(0) == "x");
  }
}

TEST_CASE("a value of another kind is refused") {
  for (const Sample& sample : samples()) {
    ColumnBatch batch(sample.kind);
    const Value other = sample.kind == TypeKind::boolean ? Value(0.5) : Value(true);
    CHECK_THROWS_AS(batch.append(other), Error);
    CHECK(batch.size() == 0);
  }
  ColumnBatch text(TypeKind::text);
  ColumnBatch integer(TypeKind::integer);
  integer.append_integer(1);
  CHECK_THROWS_AS(text.append_from(integer, 0), Error);
}

TEST_CASE("an unreadable cell is no NULL and the same as nothing") {
  for (const TypeKind kind : {TypeKind::integer, TypeKind::decimal, TypeKind::real, TypeKind::text,
                              TypeKind::json, TypeKind::interval, TypeKind::uuid}) {
    INFO(kind_name(kind));
    ColumnBatch batch(kind);
    batch.append_unreadable();
    batch.append_null();
    batch.append_from(batch, 0);
    REQUIRE(batch.size() == 3);
    CHECK(batch.is_unreadable(0));
    CHECK(batch.is_unreadable(2));
    CHECK_FALSE(batch.is_null(0));
    CHECK_FALSE(batch.is_unreadable(1));
    CHECK_FALSE(batch.same(0, batch, 0));
    CHECK_FALSE(batch.same(0, batch, 1));
    CHECK_FALSE(batch.same(1, batch, 0));
    CHECK(batch.same(1, batch, 1));
    CHECK_THROWS_AS(batch.value_at(0), Error);
    batch.clear();
    CHECK(batch.size() == 0);
  }
}

TEST_CASE("sameness is of the logical value") {
  ColumnBatch decimals(TypeKind::decimal);
  for (const char* text : {"1.50", "1.5", "1.51"}) decimals.append_decimal(*Decimal::parse(text));
  CHECK(decimals.same(0, decimals, 1));
  CHECK_FALSE(decimals.same(0, decimals, 2));

  ColumnBatch reals(TypeKind::real);
  for (const double value : {0.0, -0.0, std::numeric_limits<double>::quiet_NaN(), 1.0})
    reals.append_real(value);
  CHECK(reals.same(0, reals, 1));
  CHECK(reals.same(2, reals, 2));
  CHECK_FALSE(reals.same(2, reals, 3));

  CHECK(same_json(R"({"a":1,"b":2})", R"({ "b": 2.0, "a": 1 })"));
  CHECK_FALSE(same_json(R"({"a":1})", R"({"a":2})"));
  ColumnBatch texts(TypeKind::text);
  texts.append_text("{}");
  texts.append_text("{ }");
  CHECK_FALSE(texts.same(0, texts, 1));
}

TEST_CASE("cells appended together are values until they are made NULL") {
  ColumnBatch batch(TypeKind::integer);
  std::int64_t* values = batch.append_integers(3);
  for (std::int64_t i = 0; i < 3; ++i) values[i] = i + 1;
  CHECK_FALSE(batch.has_nulls());
  CHECK(batch.value_at(2) == Value(std::int64_t{3}));
  batch.set_null(1);
  CHECK(batch.has_nulls());
  CHECK(is_null(batch.value_at(1)));
  batch.clear();
  CHECK_FALSE(batch.has_nulls());
  batch.append_null();
  CHECK(batch.has_nulls());
}
