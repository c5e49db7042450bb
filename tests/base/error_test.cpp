// Errors: exit statuses, positions in words and the excerpt that points at the column.
#include "base/error.h"

#include "base/text.h"
#include "support/catch.h"

using seedctl::base::Error;
using seedctl::base::ErrorCode;
using seedctl::base::excerpt_of;
using seedctl::base::SourcePosition;

TEST_CASE("each error code has its exit status and name") {
  struct Row {
    ErrorCode code;
    int status;
    const char* name;
  };
  const Row rows[] = {
      {ErrorCode::usage, 2, "usage"},
      {ErrorCode::config, 2, "config"},
      {ErrorCode::profile, 2, "profile"},
      {ErrorCode::migration, 2, "migration"},
      {ErrorCode::database, 1, "database"},
      {ErrorCode::sql, 1, "sql"},
      {ErrorCode::io, 1, "io"},
      {ErrorCode::failed, 1, "failed"},
      {ErrorCode::internal, 1, "internal"},
      {ErrorCode::check, 3, "check"},
      {ErrorCode::lock, 4, "lock"},
      {ErrorCode::refused, 5, "refused"},
  };
  for (const Row& row : rows) {
    CHECK(exit_code(row.code) == row.status);
    CHECK(std::string(code_name(row.code)) == row.name);
  }
}

TEST_CASE("a position in words leaves out what is unknown") {
  CHECK(SourcePosition{"seeds/dev.yaml", 31, 14}.str() == "seeds/dev.yaml:31:14");
  CHECK(SourcePosition{"seeds/dev.yaml", 31, 0}.str() == "seeds/dev.yaml:31");
  CHECK(SourcePosition{"seeds/dev.yaml", 0, 0}.str() == "seeds/dev.yaml");
  CHECK(SourcePosition{"", 3, 4}.str() == "3:4");
}

TEST_CASE("an error carries its message and what to do next") {
  const Error error = Error(ErrorCode::sql, "no such table").at({"a.sql", 2, 3}).with_hint("create it");
  CHECK(std::string(error.what()) == "no such table");
  CHECK(error.position() == SourcePosition{"a.sql", 2, 3});
  CHECK(error.hint == "create it");
}

TEST_CASE("an excerpt shows the line and a caret under the column") {
  struct Row {
    const char* text;
    SourcePosition at;
    const char* excerpt;
  };
  const Row rows[] = {
      {"one\ntwo\nthree", {"", 2, 1}, "two\n^"},
      {"one\ntwo\nthree", {"", 3, 5}, "three\n    ^"},
      {"one\ntwo", {"", 2, 4}, "two\n   ^"},
      {"one\ntwo", {"", 2, 99}, "two\n   ^"},
      {"one\r\ntwo\r\n", {"", 1, 3}, "one\n  ^"},
      {"a\tb", {"", 1, 3}, "a\tb\n \t^"},
      {"\tx", {"", 1, 2}, "\tx\n\t^"},
      {"gr\xC3\xBC\xC3\x9F x", {"", 1, 6}, "gr\xC3\xBC\xC3\x9F x\n     ^"},
      {"\xE6\x9D\xB1\xE4\xBA\xAC x", {"", 1, 4}, "\xE6\x9D\xB1\xE4\xBA\xAC x\n     ^"},
      {"a\x1B[2Jb", {"", 1, 6}, "a\\x1B[2Jb\n        ^"},
      {"\xEF\xBB\xBF"
       "abc",
       {"", 1, 2},
       "abc\n ^"},
      {"abc", {"", 1, 0}, "abc"},
      {"", {"", 1, 1}, "\n^"},
      {"abc", {"", 2, 1}, ""},
      {"abc", {"", 0, 1}, ""},
  };
  for (const Row& row : rows) CHECK(excerpt_of(row.text, row.at) == row.excerpt);
}

TEST_CASE("an excerpt of a long line is cut around the caret") {
  const std::string line = std::string(5000, 'a') + "X" + std::string(5000, 'b');
  const std::string excerpt = excerpt_of(line, {"", 1, 5001});
  const auto parts = seedctl::base::split(excerpt, '\n');
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].size() < 120);
  CHECK(parts[0].starts_with("...a"));
  CHECK(parts[0].ends_with("b..."));
  CHECK(parts[0].at(parts[1].find('^')) == 'X');
}
