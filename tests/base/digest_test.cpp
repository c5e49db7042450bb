// The content digest: independent of order, batches and representation, and pinned.
#include "base/digest.h"

#include <rapidcheck.h>

#include "support/catch.h"

using namespace seedctl::base;

namespace {

// A table of one column of each given kind; rows are given as canonical texts, "NULL" for NULL.
using TextRow = std::vector<std::string>;

std::vector<ColumnBatch> batches_of(const std::vector<std::string>& types, const std::vector<TextRow>& rows) {
  std::vector<ColumnBatch> columns;
  for (std::size_t c = 0; c < types.size(); ++c) {
    const LogicalType type = LogicalType::parse(types[c]).value();
    ColumnBatch& column = columns.emplace_back(type.kind);
    for (const TextRow& row : rows) {
      if (row[c] == "NULL") {
        column.append_null();
      } else {
        column.append(from_text(row[c], type).value());
      }
    }
  }
  return columns;
}

std::string digest(const std::string& table, const std::vector<std::string>& names,
                   const std::vector<std::string>& types, const std::vector<TextRow>& rows) {
  TableDigest sum(table, names);
  sum.add(batches_of(types, rows));
  CHECK(sum.rows() == rows.size());
  return sum.hex();
}

std::string digest_of_cell(const std::string& type, const std::string& cell) {
  return digest("t", {"c"}, {type}, {{cell}});
}

}  // namespace

TEST_CASE("digests are pinned because ledgers hold them") {
  CHECK(digest("t", {"a"}, {"text"}, {}) == "00000000000000000000000000000000");
  CHECK(digest("user", {"id", "name", "price"}, {"integer(64)", "text", "decimal(10,2)"},
               {{"1", "Ann", "12.50"}, {"2", "Bob", "NULL"}}) == "168ae75a003fc1768e4fe81959abab45");
  CHECK(digest("all",
               {"boolean", "real", "bytes", "date", "time", "timestamp", "interval", "uuid", "json",
                "enumeration"},
               {"boolean", "real(64)", "bytes", "date", "time", "timestamptz", "interval", "uuid", "json",
                "enumeration(a,b)"},
               {{"true", "0.1", "\\x00ff", "2025-02-18", "10:30:00", "2025-02-18 10:30:00", "1 day 02:00:00",
                 "0123abcd-4567-89ab-cdef-0123456789ab", R"({"b":[1.0],"a":null})", "b"}}) ==
        "ddfb43873ebb8089822f1b1e3402be67");
}

TEST_CASE("the order of columns does not matter and their names do") {
  const auto by_name = digest("t", {"a", "b"}, {"integer(64)", "text"}, {{"1", "x"}});
  CHECK(digest("t", {"b", "a"}, {"text", "integer(64)"}, {{"x", "1"}}) == by_name);
  CHECK(digest("t", {"a", "c"}, {"integer(64)", "text"}, {{"1", "x"}}) != by_name);
  CHECK(digest("u", {"a", "b"}, {"integer(64)", "text"}, {{"1", "x"}}) != by_name);
}

TEST_CASE("equal values have equal digests whatever their representation") {
  CHECK(digest_of_cell("decimal", "1.50") == digest_of_cell("decimal", "1.5"));
  CHECK(digest_of_cell("decimal", "0.00") == digest_of_cell("decimal", "-0"));
  CHECK(digest_of_cell("real(64)", "-0") == digest_of_cell("real(64)", "0"));
  CHECK(digest_of_cell("json", R"({"a":1,"b":[2]})") == digest_of_cell("json", R"({ "b": [2.0], "a": 1 })"));
}

TEST_CASE("different values have different digests") {
  const std::vector<std::pair<std::string, std::string>> cells{{"text", ""},
                                                               {"text", "NULL"},
                                                               {"text", "a"},
                                                               {"text", std::string("a\0", 2)},
                                                               {"decimal", "1"},
                                                               {"decimal", "10"},
                                                               {"decimal", "0.1"},
                                                               {"real(64)", "1"},
                                                               {"real(64)", "-1"},
                                                               {"integer(64)", "1"},
                                                               {"integer(64)", "-1"},
                                                               {"interval", "1 day"},
                                                               {"interval", "24:00:00"}};
  std::vector<std::string> seen;
  for (const auto& [type, cell] : cells) {
    const std::string hex = digest_of_cell(type, cell);
    INFO(type << " " << cell);
    CHECK(std::find(seen.begin(), seen.end(), hex) == seen.end());
    seen.push_back(hex);
  }
  CHECK(digest("t", {"a", "b"}, {"text", "text"}, {{"ab", "c"}}) !=
        digest("t", {"a", "b"}, {"text", "text"}, {{"a", "bc"}}));
  CHECK(digest("t", {"a"}, {"text"}, {{"x"}, {"x"}}) != digest("t", {"a"}, {"text"}, {{"x"}}));
}

TEST_CASE("an unreadable cell has a digest of its own") {
  const auto sum = [](void (ColumnBatch::*append)()) {
    std::vector<ColumnBatch> columns{ColumnBatch(TypeKind::decimal)};
    (columns[0].*append)();
    TableDigest digest("t", std::vector<std::string>{"c"});
    digest.add(columns);
    return digest.hex();
  };
  CHECK(sum(&ColumnBatch::append_unreadable) != sum(&ColumnBatch::append_null));
  CHECK(sum(&ColumnBatch::append_unreadable) != digest_of_cell("decimal", "0"));
}

TEST_CASE("any order of rows and any split into batches give the same digest") {
  CHECK(rc::check([] {
    const auto values = *rc::gen::container<std::vector<std::pair<std::int64_t, std::string>>>(
        rc::gen::pair(rc::gen::arbitrary<std::int64_t>(), rc::gen::arbitrary<std::string>()));
    const std::vector<std::string> names{"id", "name"};
    const auto columns_of = [](auto first, auto last) {
      std::vector<ColumnBatch> columns{ColumnBatch(TypeKind::integer), ColumnBatch(TypeKind::text)};
      for (; first != last; ++first) {
        columns[0].append_integer(first->first);
        columns[1].append_text(first->second);
      }
      return columns;
    };
    TableDigest whole("t", names);
    whole.add(columns_of(values.begin(), values.end()));
    const auto cut = values.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(values) + 1);
    TableDigest split("t", names);
    split.add(columns_of(std::make_reverse_iterator(values.end()), std::make_reverse_iterator(cut)));
    split.add(columns_of(values.begin(), cut));
    RC_ASSERT(split.hex() == whole.hex());
    RC_ASSERT(split.rows() == whole.rows());
  }));
}
