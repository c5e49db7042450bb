// Recursive descent: alternatives of sequences of repeated atoms. Errors count bytes of the text.
#include "gen/pattern_parser.h"

#include <fmt/format.h>

#include <bitset>

#include "base/text.h"

namespace seedctl::gen {

namespace {

using Kind = PatternNode::Kind;

constexpr char kFirst = ' ', kLast = '~';  // printable ASCII
using Characters = std::bitset<128>;

Characters range(char low, char high) {
  Characters all;
  for (char c = low; c <= high; ++c) all.set(static_cast<std::size_t>(c));
  return all;
}

Characters printable_ascii() { return range(kFirst, kLast); }
Characters digits() { return range('0', '9'); }
Characters letters() { return range('a', 'z') | range('A', 'Z'); }
Characters blank() { return range(' ', ' '); }
Characters word() { return letters() | digits() | range('_', '_'); }

// \d, \W, ...; nullopt where the letter names no class.
std::optional<Characters> class_of_escape(char letter) {
  switch (letter) {
    case 'd':
      return digits();
    case 'w':
      return word();
    case 's':
      return blank();
    case 'D':
      return printable_ascii() & ~digits();
    case 'W':
      return printable_ascii() & ~word();
    case 'S':
      return printable_ascii() & ~blank();
    default:
      return std::nullopt;
  }
}

// [[:alpha:]]
std::optional<Characters> class_of_name(std::string_view name) {
  if (name == "alpha") return letters();
  if (name == "digit") return digits();
  if (name == "alnum") return letters() | digits();
  if (name == "lower") return range('a', 'z');
  if (name == "upper") return range('A', 'Z');
  if (name == "space" || name == "blank") return blank();
  if (name == "punct") return printable_ascii() & ~(letters() | digits() | blank());
  if (name == "xdigit") return digits() | range('a', 'f') | range('A', 'F');
  if (name == "print") return printable_ascii();
  if (name == "graph") return printable_ascii() & ~blank();
  return std::nullopt;
}

PatternNode set_of(const Characters& characters) {
  PatternNode node;
  node.kind = Kind::set;
  for (char c = kFirst; c <= kLast; ++c) {
    if (characters[static_cast<std::size_t>(c)]) node.text.push_back(c);
  }
  if (node.text.size() == 1) node.kind = Kind::literal;
  return node;
}

bool is_letter_or_digit(char c) { return (letters() | digits())[static_cast<std::size_t>(c) & 127] && c > 0; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  PatternNode parse() {
    PatternNode root = alternatives(0);
    if (!at_end()) fail("a ) without its (", at_, "\\) stands for a parenthesis");
    return root;
  }

 private:
  bool at_end() const { return at_ == text_.size(); }
  bool sees(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  bool accept(std::string_view what) {
    if (!sees(what)) return false;
    at_ += what.size();
    return true;
  }
  [[noreturn]] static void fail(std::string message, std::size_t offset, std::string hint = {}) {
    throw PatternError{std::move(message), offset, std::move(hint)};
  }

  PatternNode alternatives(std::size_t depth) {
    if (depth > kMaxPatternDepth) {
      fail(fmt::format("groups are nested deeper than {}", kMaxPatternDepth), at_);
    }
    std::vector<PatternNode> parts;
    do {
      parts.push_back(sequence(depth));
    } while (accept("|"));
    if (parts.size() == 1) return std::move(parts.front());
    PatternNode node;
    node.kind = Kind::choice;
    node.parts = std::move(parts);
    return node;
  }

  PatternNode sequence(std::size_t depth) {
    PatternNode node;
    node.kind = Kind::sequence;
    if (depth == 0) accept("^");
    while (!at_end() && !sees("|") && !sees(")")) {
      if (depth == 0 && sees("$") && (at_ + 1 == text_.size() || text_[at_ + 1] == '|')) {
        ++at_;
        break;
      }
      PatternNode part = repeated(depth);
      // "abc" is one text, not three.
      const bool joins =
          part.kind == Kind::literal && !node.parts.empty() && node.parts.back().kind == Kind::literal;
      if (joins) {
        node.parts.back().text += part.text;
      } else {
        node.parts.push_back(std::move(part));
      }
    }
    if (node.parts.size() == 1) return std::move(node.parts.front());
    return node;
  }

  PatternNode repeated(std::size_t depth) {
    PatternNode part = atom(depth);
    const std::size_t begin = at_;
    PatternNode node;
    node.kind = Kind::repeat;
    if (!read_quantifier(node)) return part;
    if (accept("+")) fail("possessive repetition is for matching only", begin, "leave out the second +");
    accept("?");  // as few as possible: of the same texts
    if (sees("*") || sees("+") || sees("?") || sees_bounds()) {
      fail("a repetition of a repetition", at_, "put the first in a group: (a{2}){3}");
    }
    if (node.most > kMaxPatternRepeats) {
      fail(fmt::format("at most {} repetitions are possible", kMaxPatternRepeats), begin);
    }
    node.parts.push_back(std::move(part));
    return node;
  }

  // {3}, {3,} or {3,5}; a { before anything else is a brace.
  bool sees_bounds() const {
    return sees("{") && at_ + 1 < text_.size() && text_[at_ + 1] >= '0' && text_[at_ + 1] <= '9';
  }

  bool read_quantifier(PatternNode& node) {
    if (accept("?")) {
      node.least = 0;
    } else if (accept("*")) {
      node.least = 0;
      node.most = kUnboundedRepeats;
    } else if (accept("+")) {
      node.most = kUnboundedRepeats;
    } else if (sees_bounds()) {
      read_bounds(node);
    } else {
      return false;
    }
    return true;
  }

  void read_bounds(PatternNode& node) {
    const std::size_t begin = at_++;
    node.least = number();
    node.most = node.least;
    if (accept(",")) node.most = sees("}") ? node.least + kUnboundedRepeats : number();
    if (!accept("}")) fail("a repetition is written {3}, {3,} or {3,5}", begin);
    if (node.most < node.least) fail(fmt::format("{{{},{}}} is empty", node.least, node.most), begin);
  }

  // Cut off above what is refused anyway.
  std::uint32_t number() {
    std::uint32_t value = 0;
    while (!at_end() && text_[at_] >= '0' && text_[at_] <= '9') {
      value = std::min(value * 10 + static_cast<std::uint32_t>(text_[at_++] - '0'), 100'000U);
    }
    return value;
  }

  PatternNode atom(std::size_t depth) {
    const std::size_t begin = at_;
    const char c = text_[at_];
    switch (c) {
      case '(':
        return group(depth);
      case '[':
        return set_of(character_class());
      case '.':
        ++at_;
        return set_of(printable_ascii());
      case '\\':
        return escaped();
      case '*':
      case '+':
      case '?':
        fail(fmt::format("{} repeats nothing", c), at_, fmt::format("\\{} stands for the character", c));
      case '^':
      case '$':
        fail(fmt::format("{} can only stand at an end of the pattern", c), at_,
             fmt::format("\\{} stands for the character", c));
      default:
        break;
    }
    PatternNode node;
    ++at_;
    while (!at_end() && (static_cast<unsigned char>(text_[at_]) & 0xC0) == 0x80) ++at_;  // of one character
    node.text = text_.substr(begin, at_ - begin);
    return node;
  }

  PatternNode group(std::size_t depth) {
    const std::size_t begin = at_++;
    if (!accept("?:") && sees("?")) {
      fail(fmt::format("({}...) is no group that makes text", text_.substr(at_, 2)), begin,
           "plain groups are written (...) or (?:...)");
    }
    PatternNode node = alternatives(depth + 1);
    if (!accept(")")) fail("a ( without its )", begin, "\\( stands for a parenthesis");
    return node;
  }

  PatternNode escaped() {
    const std::size_t begin = at_++;
    if (at_end()) fail("a \\ at the end", begin, "\\\\ stands for a backslash");
    const char c = text_[at_++];
    if (const auto known = class_of_escape(c)) return set_of(*known);
    PatternNode node;
    node.text = literal_escape(c, begin);
    return node;
  }

  static char literal_escape(char c, std::size_t begin) {
    if (!is_letter_or_digit(c)) return c;
    const bool back = c >= '1' && c <= '9';
    fail(fmt::format("\\{} is not known{}", c, back ? ": a pattern cannot refer back to a group" : ""), begin,
         "known are \\d, \\w, \\s, \\D, \\W, \\S and \\ before a character that is no letter or digit");
  }

  // From [ to ].
  Characters character_class() {
    const std::size_t begin = at_++;
    const bool negated = accept("^");
    Characters all;
    bool first = true;
    while (at_end() || text_[at_] != ']' || first) {
      if (at_end()) fail("a [ without its ]", begin, "\\[ stands for a bracket");
      first = false;
      all |= member();
    }
    ++at_;
    if (negated) all = printable_ascii() & ~all;
    if (all.none()) fail("a class without any character", begin);
    return all;
  }

  // A character, a range, or a class within a class.
  Characters member() {
    const std::size_t begin = at_;
    if (accept("[:")) {
      const std::size_t end = text_.find(":]", at_);
      if (end == std::string_view::npos) fail("a [: without its :]", begin);
      const std::string_view name = text_.substr(at_, end - at_);
      const auto named = class_of_name(name);
      if (!named) fail(fmt::format("unknown class [:{}:]", base::printable(name)), begin);
      at_ = end + 2;
      return *named;
    }
    if (sees("\\") && at_ + 1 < text_.size()) {
      if (const auto known = class_of_escape(text_[at_ + 1])) {
        at_ += 2;
        return *known;
      }
    }
    const char low = class_character();
    const bool is_range = sees("-") && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
    if (!is_range) return range(low, low);
    ++at_;
    const char high = class_character();
    if (high < low) fail(fmt::format("the range {}-{} is empty", low, high), begin);
    return range(low, high);
  }

  char class_character() {
    const std::size_t begin = at_;
    if (at_end()) fail("a [ without its ]", begin, "\\[ stands for a bracket");
    const char c = text_[at_++];
    if (c < kFirst || c > kLast) {
      fail("a class can only hold printable ASCII characters", begin, "write other letters as (ä|ö|ü)");
    }
    if (c != '\\') return c;
    if (at_end()) fail("a \\ at the end", begin);
    return literal_escape(text_[at_++], begin);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

PatternNode parse_pattern(std::string_view text) { return Parser(text).parse(); }

}  // namespace seedctl::gen
