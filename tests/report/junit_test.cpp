// JUnit documents: counts, escaping, and text that XML cannot hold.
#include "report/junit.h"

#include "support/catch.h"

using namespace seedctl::report;

TEST_CASE("a suite counts its cases and tells the failures") {
  CHECK(to_junit("check dev",
                 {{"user", "row count", 12, true, ""}, {"rent", "orphans", 1500, false, "3 < 4 & \"5\""}}) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"check dev\" tests=\"2\" failures=\"1\" errors=\"0\" time=\"1.512\">\n"
        "  <testsuite name=\"check dev\" tests=\"2\" failures=\"1\" errors=\"0\" time=\"1.512\">\n"
        "    <testcase classname=\"user\" name=\"row count\" time=\"0.012\"/>\n"
        "    <testcase classname=\"rent\" name=\"orphans\" time=\"1.500\">\n"
        "      <failure message=\"3 &lt; 4 &amp; &quot;5&quot;\">3 &lt; 4 &amp; &quot;5&quot;</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
}

TEST_CASE("an empty suite is a document") {
  CHECK(to_junit("s", {}) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"s\" tests=\"0\" failures=\"0\" errors=\"0\" time=\"0.000\">\n"
        "  <testsuite name=\"s\" tests=\"0\" failures=\"0\" errors=\"0\" time=\"0.000\">\n"
        "  </testsuite>\n"
        "</testsuites>\n");
}

TEST_CASE("characters that XML cannot hold are replaced") {
  struct Row {
    std::string text;
    const char* written;
  };
  const Row rows[] = {
      {"a\x1B"
       "b",
       "a\xEF\xBF\xBD"
       "b"},
      {std::string("\0", 1), "\xEF\xBF\xBD"},
      {"\xFF\xC3", "\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xEF\xBF\xBF", "\xEF\xBF\xBD"},
      {"a\nb\tc\r", "a&#10;b&#9;c&#13;"},
      {"]]>", "]]&gt;"},
      {"gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80", "gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80"},
  };
  for (const Row& row : rows) {
    CHECK_THAT(to_junit("s", {{"c", row.text, 0, true, ""}}),
               ContainsSubstring(std::string("name=\"") + row.written + "\" time"));
  }
}
