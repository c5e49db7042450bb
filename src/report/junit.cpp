// JUnit XML in the common subset that CI servers agree on: testsuite, testcase, failure. XML 1.0 can hold
// neither most control characters nor malformed text, not even escaped.
#include "report/junit.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace seedctl::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";                        // U+FFFD
constexpr std::string_view kNotCharacters[] = {"\xEF\xBF\xBE", "\xEF\xBF\xBF"};  // U+FFFE and U+FFFF

// White space is written as references: attributes would lose line ends otherwise.
void append_ascii(char c, std::string& out) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\n':
      out += "&#10;";
      return;
    case '\r':
      out += "&#13;";
      return;
    case '\t':
      out += "&#9;";
      return;
    default:
      break;
  }
  if (c < ' ') {
    out += kReplacement;
  } else {
    out += c;
  }
}

std::string escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view point = text.substr(0, base::byte_offset_of(text, 1));
    text.remove_prefix(point.size());
    if (static_cast<unsigned char>(point.front()) < 0x80) {
      append_ascii(point.front(), out);
    } else if (!base::is_valid_utf8(point) || point == kNotCharacters[0] || point == kNotCharacters[1]) {
      out += kReplacement;
    } else {
      out += point;
    }
  }
  return out;
}

std::string seconds(std::uint64_t milliseconds) {
  return fmt::format("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
}

std::string test_case(const TestCase& test) {
  const std::string open =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"", escaped(test.class_name),
                  escaped(test.name), seconds(test.duration_ms));
  if (test.passed) return open + "/>\n";
  const std::string message = escaped(test.failure);
  return fmt::format("{}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n", open, message,
                     message);
}

}  // namespace

std::string to_junit(const std::string& suite, const std::vector<TestCase>& cases) {
  const auto failures =
      std::count_if(cases.begin(), cases.end(), [](const TestCase& test) { return !test.passed; });
  std::uint64_t total = 0;
  for (const TestCase& test : cases) total += test.duration_ms;
  const std::string counts = fmt::format("name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"{}\"",
                                         escaped(suite), cases.size(), failures, seconds(total));
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<testsuites {0}>\n  <testsuite {0}>\n", counts);
  for (const TestCase& test : cases) out += test_case(test);
  return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace seedctl::report
