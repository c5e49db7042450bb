// Patterns: every text that the expression describes, each as likely, counted, and each once where asked.
#include "gen/pattern.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "gen/statistics.h"
#include "gen/world.h"
#include "support/catch.h"

using namespace seedctl;
using namespace seedctl::gen;
using namespace seedctl::test;

namespace {

Pattern pattern_of(const std::string& text) {
  auto read = Pattern::read(text);
  if (const auto* error = std::get_if<PatternError>(&read)) FAIL(text << ": " << error->message);
  return std::get<Pattern>(std::move(read));
}

std::string column_of(const std::string& pattern, const std::string& modifiers = "") {
  return "{pattern: \"" + pattern + "\"" + modifiers + "}";
}

}  // namespace

TEST_CASE("a pattern knows how many texts it has and how long they can be") {
  const std::uint64_t many = std::uint64_t{1} << 63;
  const struct {
    const char* pattern;
    std::uint64_t capacity;
    std::size_t longest;
  } cases[] = {
      {"", 1, 0},
      {"abc", 1, 3},
      {"[A-Z]{2}-\\d{4}", 6'760'000, 7},
      {"^[A-Z]{2}\\d{4}$", 6'760'000, 6},
      {"\\w", 63, 1},
      {"\\W", 32, 1},
      {"\\s\\S", 94, 2},
      {"\\D", 85, 1},
      {".", 95, 1},
      {"[^a-z]", 69, 1},
      {"[]a]", 2, 1},
      {"[a\\]\\-]", 3, 1},
      {"[a-]", 2, 1},
      {"[aab-cb]", 3, 1},
      {"[[:alpha:]_]", 53, 1},
      {"(red|green|blue)", 3, 5},
      {"^a$|^bb$", 2, 2},
      {"colou?r", 2, 6},
      {"a{3}", 1, 3},
      {"\\d{1,3}", 1110, 3},
      {"\\d*", 111'111'111, 8},
      {"\\d+", 111'111'110, 8},
      {"\\d+?", 111'111'110, 8},
      {"a{2,}", 9, 10},
      {"(a|b){0}", 1, 0},
      {"(?:[ab][01])+", 87'380, 16},
      {"(ä|öö)x?", 4, 3},
      {"a{x}", 1, 4},
      {"\\.\\{\\|", 1, 3},
      {"[a-z]{40}", many, 40},
      {"[01]{63}", many, 63},
      {"([a-z]{40}|[0-9]{30})x", many, 41},
  };
  for (const auto& c : cases) {
    INFO(c.pattern);
    const Pattern pattern = pattern_of(c.pattern);
    CHECK(pattern.capacity() == c.capacity);
    CHECK(pattern.longest() == c.longest);
  }
}

TEST_CASE("what a pattern cannot be is refused by name and place") {
  const struct {
    const char *pattern, *words;
    std::size_t offset;
  } cases[] = {
      {"a)", "a ) without its (", 1},
      {"a(b", "a ( without its )", 1},
      {"a[b", "a [ without its ]", 1},
      {"[]", "a [ without its ]", 0},
      {"*a", "* repeats nothing", 0},
      {"a|+", "+ repeats nothing", 2},
      {"a^b", "^ can only stand at an end", 1},
      {"a$b", "$ can only stand at an end", 1},
      {"(^a)", "^ can only stand at an end", 1},
      {"(?=a)", "(?=...) is no group that makes text", 0},
      {"x(?i)a", "(?i...) is no group that makes text", 1},
      {"(a)\\1", "cannot refer back to a group", 3},
      {"\\bword", "\\b is not known", 0},
      {"a\\", "a \\ at the end", 1},
      {"[z-a]", "the range z-a is empty", 1},
      {"[^ -~]", "a class without any character", 0},
      {"[ä]", "printable ASCII", 1},
      {"[[:alfa:]]", "unknown class [:alfa:]", 1},
      {"[[:alpha", "a [: without its :]", 1},
      {"a{5,2}", "{5,2} is empty", 1},
      {"a{5", "written {3}, {3,} or {3,5}", 1},
      {"a{1001}", "at most 1000 repetitions", 1},
      {"a{99999999999999999999}", "at most 1000 repetitions", 1},
      {"a{2}{3}", "a repetition of a repetition", 4},
      {"a++", "possessive", 1},
      {"((a{1000}){1000}){1000}", "more than 10000 characters", 0},
  };
  for (const auto& c : cases) {
    INFO(c.pattern);
    const auto read = Pattern::read(c.pattern);
    const auto* error = std::get_if<PatternError>(&read);
    REQUIRE(error != nullptr);
    CHECK_THAT(error->message, ContainsSubstring(c.words));
    CHECK(error->offset == c.offset);
  }
  const std::string deep = std::string(100, '(') + "a" + std::string(100, ')');
  CHECK(std::holds_alternative<PatternError>(Pattern::read(deep)));
  CHECK(std::holds_alternative<PatternError>(Pattern::read(std::string(2000, 'a'))));
}

TEST_CASE("texts match their pattern") {
  for (const char* pattern :
       {"[A-Z]{2}-\\d{4}", "[^a-z0-9]{3}", "(red|green|[a-c]{2,4})_\\w+", "\\S\\s\\D\\W.", "[a-z]{40}",
        "([a-z]{40}|[0-9]{3,30})x?", "[[:upper:]][[:lower:]]*", "(ab?|c)*d", "[]x-]+"}) {
    INFO(pattern);
    const std::regex expression(pattern[1] == ']' ? "[\\]x\\-]+" : pattern);
    for (const std::string& text : sample("text", column_of(pattern), 300)) {
      INFO(text);
      CHECK(std::regex_match(text, expression));
    }
  }
}

TEST_CASE("every text of a pattern comes once where it must be unique and one more is refused") {
  const struct {
    const char* pattern;
    std::uint64_t capacity;
  } cases[] = {{"[A-C]\\d{3}", 3000},
               {"\\d{1,3}", 1110},
               {"(red|green|[a-c]{2,4})_[xy]?", 357},
               {"a*b", 9},
               {"x", 1},
               {"(?:[ab][01])+", 87'380},
               {"[a-z]+(-[a-z])?", 0},
               {"\\d+\\.\\d+", 0},
               {"[a-z]{40}", 0},
               {"[01]{70}", 0},
               {"(x[a-z]{40}|y[0-9]{30}|z)[ab]", 0}};
  for (const auto& c : cases) {
    INFO(c.pattern);
    const std::uint64_t rows = c.capacity == 0 ? 100'000 : c.capacity;
    const auto values = sample("text", column_of(c.pattern, ", unique: true"), rows);
    CHECK(std::set<std::string>(values.begin(), values.end()).size() == rows);
    if (c.capacity == 0) continue;
    const base::Error error =
        error_of([&] { sample("text", column_of(c.pattern, ", unique: true"), c.capacity + 1); });
    CHECK_THAT(error.message(), ContainsSubstring(std::to_string(c.capacity) + " would work"));
  }
}

TEST_CASE("a pattern that makes a text in two ways cannot be unique") {
  const struct {
    const char *pattern, *why;
  } cases[] = {
      {"(a|ab)(c|bc)", "\"abc\" in more than one way"}, {"a?a?", "\"a\" in more than one way"},
      {"(a|a)", "\"a\" in more than one way"},          {"[a-m]x|[k-z]x", "\"kx\" in more than one way"},
      {"(a*)*", "left out in more than one way"},       {"(|b?)c", "left out in more than one way"},
      {"[a-z]+-?[a-z]+", "in more than one way"},       {"[a-z]{0,1000}", "too long to prove"},
  };
  for (const auto& c : cases) {
    INFO(c.pattern);
    CHECK_THAT(pattern_of(c.pattern).repetition(), ContainsSubstring(c.why));
    check_refused([&] { sample("text", column_of(c.pattern, ", unique: true"), 1); },
                  "unique: pattern cannot be unique", 11);
    CHECK(sample("text", column_of(c.pattern), 10).size() == 10);
  }
  for (const char* pattern :
       {"(a|b)(c|bc)", "a?b?", "[a-z]+(-[a-z]+)*", "(ab?|c)*d", "\\d{1,3}(\\.\\d{1,3}){3}", "[a-z]{0,500}",
        "(a|ab)x", "(a|b|(c|d)?)e", "(a?b){3}"}) {
    INFO(pattern);
    CHECK(pattern_of(pattern).repetition().empty());
  }
}

// Of every short pattern over two letters: it is said to repeat itself just where the ways to make texts are
// more than the texts.
TEST_CASE("ways are more than texts just where a pattern says so") {
  const std::vector<std::string> atoms{"a",      "b",    "a?",     "(ab)?",     "[ab]",
                                       "(a|ab)", "(b|)", "b{1,2}", "(a?b){0,2}"};
  std::size_t repeating = 0, distinct = 0;
  for (const auto& one : atoms) {
    for (const auto& two : atoms) {
      for (const auto& three : atoms) {
        for (const std::string& text : {one + two + three, one + "(" + two + "|" + three + ")"}) {
          const Pattern pattern = pattern_of(text);
          // The numbers of all ways, as a permutation would deal them out.
          std::set<std::string> texts;
          for (std::uint64_t i = 0; i < pattern.capacity(); ++i) {
            std::string made;
            pattern.append(made, PatternDigits(1, 1, i, pattern.capacity()));
            texts.insert(made);
          }
          INFO(text);
          const bool repeats = texts.size() < pattern.capacity();
          CHECK(pattern.repetition().empty() == !repeats);
          (repeats ? repeating : distinct) += 1;
        }
      }
    }
  }
  CHECK(repeating > 300);
  CHECK(distinct > 300);
}

TEST_CASE("every way to make a text is as likely as the others") {
  for (const char* pattern : {"[a-c]{0,3}", "(x|[ab]{2}|y\\d)", "[ab]{2}[0-9]"}) {
    std::map<std::string, std::uint64_t> counts;
    for (const auto& text : sample("text", column_of(pattern), 40'000)) ++counts[text];
    INFO(pattern);
    CHECK(counts.size() == pattern_of(pattern).capacity());
    std::vector<std::uint64_t> list;
    for (const auto& [text, count] : counts) list.push_back(count);
    CHECK(std::abs(uniform_deviation(list)) < kFair);
  }
}

TEST_CASE("the characters of patterns that no number counts are as likely as each other") {
  for (const char* modifiers : {"", ", unique: true"}) {
    std::vector<std::vector<std::uint64_t>> counts(40, std::vector<std::uint64_t>(26));
    for (const auto& text : sample("text", column_of("[a-z]{40}", modifiers), 30'000)) {
      for (std::size_t i = 0; i < text.size(); ++i) ++counts[i][static_cast<std::size_t>(text[i] - 'a')];
    }
    for (const auto& place : counts) CHECK(std::abs(uniform_deviation(place)) < 5.0);
  }
  // 2^70 texts of 0s and 1s are 64 times as many as the 2^64 of xs and ys.
  std::uint64_t large = 0;
  for (const auto& text : sample("text", column_of("[01]{70}|[xy]{64}"), 65'000)) large += text.size() == 70;
  CHECK((large > 63'800 && large < 64'200));
}

TEST_CASE("a pattern that may be too long for its column is refused") {
  check_refused([] { sample("text(6)", column_of("[A-Z]{2}-\\d{4}"), 1); }, "can be 7 characters long", 11);
  CHECK(sample("text(7)", column_of("[A-Z]{2}-\\d{4}"), 1).front().size() == 7);
  check_refused([] { sample("integer(32)", column_of("\\d"), 1); }, "pattern makes text", 11);
}

TEST_CASE("texts of patterns never change") {
  const struct {
    const char *type, *generator;
    std::vector<std::string> values;
  } cases[] = {
      {"text", "{pattern: \"[A-Z]{2}-[0-9]{4}\"}", {"WC-6763", "BA-8006", "RA-0149", "NY-2272", "ZP-1486"}},
      {"text",
       "{pattern: \"[A-Z]{2}-[0-9]{4}\", unique: true}",
       {"QW-0595", "TN-3730", "EV-2316", "MU-2724", "QE-9812"}},
      {"text",
       "{pattern: \"(red|green|[a-c]{2,4})_[0-9]+\"}",
       {"ccaa_85543792", "acbc_66444655", "cbcb_33744439", "aab_60834191", "bbbc_92860946"}},
      {"text",
       "{pattern: \"[A-Z0-9]{24}\"}",
       {"4KJVN5UBVNJUI1D9MP0TOXLT", "NXBP3DZAUB9K04HLNMQVNTMB", "7BL8VPP4C46YMKK847JYMH8K",
        "ST32QD3TNYO8H4FDQRLM39O4", "5V9XSLQIBHBXKO4B46YM7KDJ"}},
      {"text",
       "{pattern: \"[A-Z0-9]{24}\", unique: true}",
       {"AKW21Y2YX7I2ZA9XTKXBVNJU", "MSIZFQMNP5IHFYNUJOZAUB9K", "WJCLK6WF4YGNCNSMFUU4C46Y",
        "LF3IQJR98CUTKEJJD6JTNYO8", "3W6E8O902KDMYXMYWAVIBHBX"}},
  };
  for (const auto& c : cases) {
    INFO(c.generator);
    CHECK(sample(c.type, c.generator, c.values.size()) == c.values);
  }
}
