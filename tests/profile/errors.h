// What is refused, as tables of texts and errors, all against the bike rental's schema.
#pragma once

#include <initializer_list>
#include <string>

#include "profile/profiles.h"
#include "support/catch.h"

namespace seedctl::test {

struct RefusedProfile {
  const char* yaml;
  const char* error;  // line:column: message
};

inline void check_rows(std::initializer_list<RefusedProfile> rows) {
  const schema::Schema schema = rental();
  for (const RefusedProfile& row : rows) {
    CAPTURE(row.yaml);
    CHECK(refusal([&] { resolved(row.yaml, schema); }) == row.error);
  }
}

// A profile with nothing but one column, which stands in line 5 from its 7th character on.
struct RefusedColumn {
  const char* table;
  int rows;
  const char* column;
  const char* error;
};

inline void check_columns(std::initializer_list<RefusedColumn> columns) {
  const schema::Schema schema = rental();
  for (const RefusedColumn& one : columns) {
    CAPTURE(one.column);
    const std::string yaml = "tables:\n  " + std::string(one.table) +
                             ":\n    rows: " + std::to_string(one.rows) + "\n    columns:\n      " +
                             one.column;
    CHECK(refusal([&] { resolved(yaml, schema); }) == one.error);
  }
}

}  // namespace seedctl::test
