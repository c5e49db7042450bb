// Text by code points, suggestions and what is safe to show.
#include "base/text.h"

#include <rapidcheck.h>

#include "support/catch.h"

using namespace seedctl::base;

TEST_CASE("code points are counted and found by their offset") {
  const std::string text = "a\xC3\xBC\xE6\x9D\xB1\xF0\x9F\x98\x80z";
  CHECK(count_code_points(text) == 5);
  CHECK(byte_offset_of(text, 0) == 0);
  CHECK(byte_offset_of(text, 2) == 3);
  CHECK(byte_offset_of(text, 4) == 10);
  CHECK(byte_offset_of(text, 5) == text.size());
  CHECK(byte_offset_of(text, 99) == text.size());
}

TEST_CASE("a malformed byte counts as one code point and is not valid UTF-8") {
  const char* malformed[] = {"\x80",     "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                             "\xF5\x80", "\xC3",     "\xE6\x9D",     "\xFF"};
  for (const std::string text : malformed) {
    CHECK_FALSE(is_valid_utf8(text));
    CHECK(count_code_points(text) == text.size());
  }
  CHECK(is_valid_utf8(""));
  CHECK(is_valid_utf8("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"));
}

TEST_CASE("the offsets of any bytes are increasing and end at their size") {
  CHECK(rc::check([](const std::string& bytes) {
    const std::size_t count = count_code_points(bytes);
    for (std::size_t i = 0; i < count; ++i)
      RC_ASSERT(byte_offset_of(bytes, i) < byte_offset_of(bytes, i + 1));
    RC_ASSERT(byte_offset_of(bytes, count) == bytes.size());
  }));
}

TEST_CASE("a misspelt word is answered by the nearest candidate") {
  const std::vector<std::string> words{"email", "sequence", "between", "choice", "first_name", "ref"};
  struct Row {
    const char* word;
    const char* found;
  };
  const Row rows[] = {
      {"emial", "email"},
      {"EMAIL", "email"},
      {"sequense", "sequence"},
      {"firstname", "first_name"},
      {"beetwen", "between"},
      {"rfe", "ref"},
      {"choices", "choice"},
      {"xyz", ""},
      {"email_address", ""},
      {"", ""},
      {"re", "ref"},
  };
  for (const Row& row : rows) CHECK(nearest(row.word, words) == row.found);
  CHECK(did_you_mean("emial", words) == " (did you mean \"email\"?)");
  CHECK(did_you_mean("xyz", words).empty());
  CHECK(nearest(std::string(100'000, 'a'), words).empty());
}

TEST_CASE("words are split and joined and trimmed") {
  CHECK(split("a,,b", ',') == std::vector<std::string>{"a", "", "b"});
  CHECK(split("", ',') == std::vector<std::string>{""});
  CHECK(join(split("a,,b", ','), "; ") == "a; ; b");
  CHECK(trim(" \t\r\n\v\fa b ") == "a b");
  CHECK(trim("  ").empty());
  CHECK(lower_ascii("A\xC3\x84z") == "a\xC3\x84z");
}

TEST_CASE("thousands are separated for people") {
  CHECK(with_thousands(0) == "0");
  CHECK(with_thousands(999) == "999");
  CHECK(with_thousands(1000) == "1,000");
  CHECK(with_thousands(1234567) == "1,234,567");
  CHECK(with_thousands(UINT64_MAX) == "18,446,744,073,709,551,615");
}

TEST_CASE("what could drive a terminal is shown as hexadecimal bytes") {
  struct Row {
    std::string text;
    const char* shown;
  };
  const Row rows[] = {
      {"plain \xC3\xBC", "plain \xC3\xBC"},
      {"a\x1B]0;x\x07", "a\\x1B]0;x\\x07"},
      {std::string("a\0b", 3), "a\\x00b"},
      {"a\nb\tc\x7F", "a\\x0Ab\\x09c\\x7F"},
      {"\xFF\xC3", "\\xFF\\xC3"},
      {"\xC2\x9B"
       "2J",
       "\\xC2\\x9B2J"},
      {"\xE2\x80\xAE", "\\xE2\\x80\\xAE"},
  };
  for (const Row& row : rows) CHECK(printable(row.text) == row.shown);
}

TEST_CASE("printable text of any bytes is valid and has no control characters") {
  CHECK(rc::check([](const std::string& bytes) {
    const std::string shown = printable(bytes);
    RC_ASSERT(is_valid_utf8(shown));
    for (const char c : shown) RC_ASSERT((c < 0 || c >= ' ') && c != '\x7F');
  }));
}

TEST_CASE("display width counts terminal columns") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("gr\xC3\xBC\xC3\x9F") == 4);
  CHECK(display_width("\xE6\x9D\xB1\xE4\xBA\xAC") == 4);  // CJK
  CHECK(display_width("\xEA\xB0\x80") == 2);              // Hangul
  CHECK(display_width("e\xCC\x81") == 1);                 // e and a combining acute
  CHECK(display_width("\xF0\x9F\x98\x80") == 2);          // emoji
  CHECK(display_width("\xEF\xBC\xA1") == 2);              // fullwidth A
  CHECK(display_width("\xE2\x80\x8B") == 0);              // zero width space
  CHECK(display_width("\xE2\x80\xA6") == 1);              // ellipsis, ambiguous is narrow
  CHECK(display_width("\xFF\xFE") == 2);                  // malformed bytes
}
