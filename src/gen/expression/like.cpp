// LIKE and ILIKE: % is any characters, _ is one, a backslash makes the next one literal.
#include "gen/expression/like.h"

#include "gen/expression/characters.h"
#include "gen/expression/node.h"

namespace seedctl::gen {

bool is_like(std::string_view text, std::string_view pattern) {
  // Where the last % was, to go on from there with one character more.
  std::string_view text_after, pattern_after;
  bool seen_percent = false;
  while (true) {
    if (!pattern.empty() && pattern.front() == '%') {
      pattern.remove_prefix(1);
      text_after = text;
      pattern_after = pattern;
      seen_percent = true;
      continue;
    }
    if (text.empty()) return pattern.empty();
    bool matches = false;
    if (!pattern.empty()) {
      const bool escaped = pattern.front() == '\\';
      if (escaped) pattern.remove_prefix(1);
      if (pattern.empty()) fail("22025", "LIKE pattern must not end with escape character");
      if (!escaped && pattern.front() == '_') {
        matches = true;
        text.remove_prefix(first_character(text).size());
        pattern.remove_prefix(1);
      } else if (pattern.front() == text.front()) {
        matches = true;
        text.remove_prefix(1);
        pattern.remove_prefix(1);
      }
    }
    if (matches) continue;
    if (!seen_percent || text_after.empty()) return false;
    text_after.remove_prefix(first_character(text_after).size());
    text = text_after;
    pattern = pattern_after;
  }
}

}  // namespace seedctl::gen
