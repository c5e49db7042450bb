// Tables for people: alignment by display width, and nothing that could drive a terminal.
#include "report/table.h"

#include "support/catch.h"

using namespace seedctl::report;

TEST_CASE("columns are as wide as their widest cell and aligned as asked") {
  const Table table{{{"table", Align::left}, {"rows", Align::right}, {"note", Align::left}},
                    {{"user", "100", "ok"}, {"rent_landing", "5", ""}}};
  CHECK(to_text(table) ==
        "table         rows  note\n"
        "------------  ----  ----\n"
        "user           100  ok\n"
        "rent_landing     5\n");
}

TEST_CASE("wide and combining characters count as they are shown") {
  const Table table{
      {{"name", Align::left}, {"n", Align::right}},
      {{"\xE6\x9D\xB1\xE4\xBA\xAC\xE9\x83\xBD", "1"}, {"e\xCC\x81", "2"}, {"gr\xC3\xBC\xC3\x9F", "3"}}};
  CHECK(to_text(table) ==
        "name    n\n"
        "------  -\n"
        "\xE6\x9D\xB1\xE4\xBA\xAC\xE9\x83\xBD  1\n"
        "e\xCC\x81       2\n"
        "gr\xC3\xBC\xC3\x9F    3\n");
}

TEST_CASE("control characters are shown and measured as escapes") {
  const Table table{{{"c", Align::left}, {"d", Align::left}}, {{"a\x1B[2J\n", "x"}}};
  CHECK(to_text(table) ==
        "c             d\n"
        "------------  -\n"
        "a\\x1B[2J\\x0A  x\n");
}

TEST_CASE("a table without rows shows its header") {
  CHECK(to_text({{{"a", Align::left}}, {}}) == "a\n-\n");
  CHECK(to_text({}).empty());
}

TEST_CASE("a short row is filled up and a long one is cut") {
  CHECK(to_text({{{"a", Align::left}, {"b", Align::left}}, {{"1"}, {"1", "2", "3"}}}) ==
        "a  b\n-  -\n1\n1  2\n");
}
