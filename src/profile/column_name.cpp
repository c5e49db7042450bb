// Digits belong to the word before them where that is one that ends so: of "line1" they say nothing.
#include "profile/column_name.h"

#include <algorithm>

#include "base/text.h"

namespace seedctl::profile {
namespace {

constexpr std::string_view kNumbered[] = {"ipv4", "ipv6", "md5", "sha1", "sha256"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A word with digits that begins here, so that the digits are not lost; 0 = none.
std::size_t numbered_word(std::string_view rest) {
  for (const std::string_view word : kNumbered) {
    if (base::lower_ascii(rest.substr(0, word.size())) == word &&
        (rest.size() == word.size() || !is_letter(rest[word.size()]) || (rest[word.size()] < 'a')))
      return word.size();
  }
  return 0;
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> found;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) found.push_back(base::lower_ascii(word));
    word.clear();
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool hump = i > 0 && name[i] >= 'A' && name[i] <= 'Z' && name[i - 1] >= 'a' && name[i - 1] <= 'z';
    if (hump) flush();
    if (const std::size_t length = word.empty() ? numbered_word(name.substr(i)) : 0) {
      found.push_back(base::lower_ascii(name.substr(i, length)));
      i += length - 1;
    } else if (is_letter(name[i])) {
      word += name[i];
    } else {
      flush();
    }
  }
  flush();
  return found;
}

}  // namespace

ColumnName::ColumnName(std::string_view name) : parts(words_of(name)), whole(base::join(parts, "_")) {
  if (!parts.empty()) last = parts.back();
}

bool any_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace seedctl::profile
