// YAML as the parser hands it on: positions, kinds, and everything that hostile input tries.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "profile/profiles.h"
#include "profile/yaml.h"
#include "support/catch.h"
#include "support/errors.h"

namespace seedctl {
namespace {

using base::Node;

std::string yaml_error(const std::string& text) {
  return test::refusal([&] { profile::parse_yaml(text, "p.yaml"); });
}

TEST_CASE("a scalar has the kind of the YAML 1.2 core schema") {
  struct Row {
    const char* text;
    Node::Kind kind;
    bool quoted;
  };
  for (const Row& row :
       {Row{"5", Node::Kind::integer, false}, Row{"'5'", Node::Kind::text, true},
        Row{"\"5\"", Node::Kind::text, true}, Row{"0x1F", Node::Kind::integer, false},
        Row{"010", Node::Kind::integer, false}, Row{"1e3", Node::Kind::real, false},
        Row{"true", Node::Kind::boolean, false}, Row{"yes", Node::Kind::text, false},
        Row{"~", Node::Kind::null, false}, Row{"null", Node::Kind::null, false},
        Row{"'null'", Node::Kind::text, true}, Row{"5%", Node::Kind::text, false},
        Row{"2025-02-18", Node::Kind::text, false}, Row{"", Node::Kind::null, false},
        Row{"|\n  a\n  b", Node::Kind::text, true}, Row{"plain words", Node::Kind::text, false}}) {
    const Node root = profile::parse_yaml(std::string("k: ") + row.text, "p.yaml");
    CAPTURE(row.text);
    REQUIRE(root.find("k") != nullptr);
    CHECK(root.find("k")->kind == row.kind);
    CHECK(root.find("k")->quoted == row.quoted);
  }
}

TEST_CASE("positions count code points from 1 and an empty value has its key's") {
  const Node root =
      profile::parse_yaml("\xEF\xBB\xBF# c\nümlaut: {é: ü, b: [1, x]}\nempty:\nlast: ~\r\nend: 1", "p.yaml");
  const Node& map = *root.find("ümlaut");
  CHECK(map.position.str() == "p.yaml:2:9");
  CHECK(map.entries[0].position.str() == "p.yaml:2:10");
  CHECK(map.entries[0].value.position.str() == "p.yaml:2:13");
  CHECK(map.entries[1].value.items[1].position.str() == "p.yaml:2:23");
  CHECK(root.find("empty")->position.str() == "p.yaml:3:1");
  CHECK(root.find("last")->position.str() == "p.yaml:4:7");
  CHECK(root.find("end")->position.str() == "p.yaml:5:6");
}

TEST_CASE("an empty text is a null node") {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n", "\xEF\xBB\xBF"}) {
    CHECK(profile::parse_yaml(text, "p.yaml").kind == Node::Kind::null);
  }
}

TEST_CASE("an alias is a copy of what it names") {
  const Node root = profile::parse_yaml("a: &x [1, 2]\nb: *x\nc: &s word\nd: *s", "p.yaml");
  REQUIRE(root.find("b")->items.size() == 2);
  CHECK(root.find("b")->items[1].text == "2");
  CHECK(root.find("d")->text == "word");
}

TEST_CASE("what YAML hides is refused at its place") {
  struct Row {
    const char* text;
    const char* error;
  };
  for (const Row& row : {
           Row{"a: 1\nb: 2\na: 3", "3:1: duplicate key \"a\""},
           Row{"t: {x: 1, x: 2}", "1:11: duplicate key \"x\""},
           Row{"a: 1\n---\nb: 2", "2:1: something follows the end of the document"},
           Row{"[1] 2", "1:5: something follows the end of the document"},
           Row{",", "1:1: something follows the end of the document"},
           Row{"a: *x", "1:4: there is no anchor of that name before this alias"},
           Row{"a: &x [1, *x]", "1:11: this alias contains itself"},
           Row{"a: &x {b: *x}", "1:11: this alias contains itself"},
           Row{"a: !!str 5", "1:4: tags (!...) are not supported"},
           Row{"a: ! 5", "1:4: tags (!...) are not supported"},
           Row{"a: &x !t 5", "1:7: tags (!...) are not supported"},
           Row{"a: !m {b: 1}", "1:4: tags (!...) are not supported"},
           Row{"a: &x {b: 1}\nc: {<<: *x}", "2:5: merge keys (<<) are not supported"},
           Row{"null: 5", "1:1: a key must be text"},
           Row{"? [1]\n: x", "1:3: a key must be text, not a list or a map"},
           Row{"a: \"x", "1:4: this double quote is never closed"},
           Row{"a: 'it''s", "1:4: this single quote is never closed"},
           Row{"\"a: 1\nb: 2\n", "1:1: this double quote is never closed"},
           Row{"a: &q \"x\n", "1:7: this double quote is never closed"},
           Row{"a: \"x\\\"", "1:4: this double quote is never closed"},
           Row{"a: [1", "1:6: end of sequence flow not found"},
           Row{"a: b: c", "1:5: illegal map value"},
           Row{"key: value\n\ttab: 1", "2:1: illegal tab when looking for indentation"},
           Row{"a: b\xFFg", "1:5: invalid UTF-8"},
           Row{"x: ok\na: \xC3\xA9\xC3(", "2:5: invalid UTF-8"},
           Row{"a: \"x\\0y\"", "1:4: a value cannot hold the character NUL (\\0)"},
           Row{"\"x\\0y\": 1", "1:1: a value cannot hold the character NUL (\\0)"},
           Row{"a: b\x04g", "1:5: control character 0x04 in a YAML file"},
           Row{"a: b\x7Fg", "1:5: control character 0x7F in a YAML file"},
       }) {
    CAPTURE(row.text);
    const std::string error = yaml_error(row.text);
    // The parser's own words for a quote at the end of the text differ by its version.
    if (std::string(row.error).find("never closed") != std::string::npos) {
      CHECK_THAT(error, ContainsSubstring("never closed") || ContainsSubstring("EOF in scalar"));
    } else {
      CHECK(error == row.error);
    }
  }
  CHECK(yaml_error(std::string("a\0b", 3)) == "1:2: control character 0x00 in a YAML file");
}

TEST_CASE("an error shows the line and a caret") {
  const base::Error error =
      test::error_of([&] { profile::parse_yaml("tables:\n  user: {rows: 1, rows: 2}\n", "p.yaml"); });
  CHECK(error.code() == base::ErrorCode::profile);
  CHECK_THAT(error.excerpt, ContainsSubstring("user: {rows: 1, rows: 2}"));
  CHECK_THAT(error.excerpt, ContainsSubstring("^"));
}

TEST_CASE("alias bombs and deep nesting and too many values stop at their limits") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 8; ++j) bomb += ", " + before;
    bomb += "]\n";
  }
  CHECK_THAT(yaml_error(bomb), ContainsSubstring("more than 250,000 values, aliases expanded"));
  // Anchors around anchors: each keeps a copy of all that is in it.
  std::string nested;
  for (int i = 0; i < 60; ++i) nested += "&a" + std::to_string(i) + " [";
  for (int i = 0; i < 100'000; ++i) nested += "1,";
  nested += "1";
  for (int i = 0; i < 60; ++i) nested += "]";
  CHECK_THAT(yaml_error(nested), ContainsSubstring("more than 250,000 values"));
  for (const char* unit : {"[", "{a: ", "- ", "? ", "&x [", "[&a {b: "}) {
    std::string deep;
    for (int i = 0; i < 10'000; ++i) deep += unit;
    CAPTURE(unit);
    CHECK(yaml_error(deep) != "");
  }
  CHECK_THAT(yaml_error(std::string(100, '[') + std::string(100, ']')),
             ContainsSubstring("nested deeper than 64 levels"));
  std::string many = "a: [";
  for (int i = 0; i < 300'000; ++i) many += "1,";
  CHECK_THAT(yaml_error(many + "1]"), ContainsSubstring("more than 250,000 values"));
}

TEST_CASE("a huge file is refused before it is read and so is what is no file") {
  const test::TempDir folder;
  const std::string huge = folder.file("huge.yaml");
  const int file = ::open(huge.c_str(), O_CREAT | O_WRONLY, 0600);
  REQUIRE(file >= 0);
  REQUIRE(::ftruncate(file, 100 << 20) == 0);
  ::close(file);
  const auto error = [](const std::string& path) {
    return test::refusal([&] { profile::parse_yaml_file(path); });
  };
  CHECK_THAT(error(huge), ContainsSubstring("larger than 1 MiB"));
  CHECK_THAT(error(folder.path()), ContainsSubstring("is a directory"));
  CHECK_THAT(error("/dev/zero"), ContainsSubstring("is not a regular file"));
  CHECK_THAT(error(folder.file("none.yaml")), ContainsSubstring("cannot be read: No such file"));
  const std::string fifo = folder.file("fifo.yaml");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK_THAT(error(fifo), ContainsSubstring("is not a regular file"));
  CHECK_THAT(yaml_error(std::string(5 << 20, ' ')), ContainsSubstring("larger than 1 MiB"));
}

// A small generator of our own: the same mutations on every machine.
class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t n) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_ % n;
  }
  std::string mutate(std::string text) {
    static const std::string pieces[] = {
        "{",  "}", "[",    "]",    ",",    ": ",   "- ",    "\"", "'",      "&a ",   "*a",
        "!t", "|", ">",    "#",    "\n",   "\n  ", "\t",    "? ", "---\n",  "...\n", "%YAML 1.2\n",
        "<<", "~", "null", "\\x4", "\xC3", "\x01", "null:", "5%", "{a: b}", "@",     "`"};
    for (std::uint64_t edits = 1 + below(4); edits > 0; --edits) {
      const std::size_t at = below(text.size() + 1);
      switch (below(4)) {
        case 0:
          text.erase(at, below(12));
          break;
        case 1:
          text.insert(at, pieces[below(std::size(pieces))]);
          break;
        case 2:
          text.insert(at, text.substr(below(text.size() + 1), below(40)));
          break;
        default:
          text = text.substr(0, at) + text.substr(std::min(text.size(), at + below(3)));
          break;
      }
    }
    return text;
  }

 private:
  std::uint64_t state_;
};

TEST_CASE("mutated profiles give a profile or a positioned error and nothing else") {
  const schema::Schema schema = test::rental();
  const test::TempDir folder;
  int accepted = 0;
  for (const char* seed : {"seeds/base.yaml", "seeds/dev.yaml", "seeds/ci.yaml"}) {
    const std::string original = test::read_source(seed);
    folder.write_file("base.yaml", test::read_source("seeds/base.yaml"));
    Mutator mutator(base::hash64(seed));
    for (int i = 0; i < 600; ++i) {
      const std::string text = mutator.mutate(original);
      CAPTURE(seed, i);
      try {
        profile::parse_yaml(text, "p.yaml");
      } catch (const base::Error& error) {
        REQUIRE(error.position().has_value());
        continue;
      }
      folder.write_file("p.yaml", text);
      try {
        profile::resolve(profile::load_profile(folder.path(), "p"), schema, test::plain_options());
        ++accepted;
      } catch (const base::Error& error) {
        REQUIRE(error.code() == base::ErrorCode::profile);
        REQUIRE(error.position().has_value());
      }
    }
  }
  CHECK(accepted > 0);
}

}  // namespace
}  // namespace seedctl
