// Spelling out a few hundred names, once per plan.
#include "gen/account_names.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"

namespace seedctl::gen {

namespace {

std::string account_name(std::string_view name, std::span<const std::string_view> letters) {
  std::string spelled;
  while (!name.empty()) {
    const std::string_view letter = name.substr(0, base::decode_utf8(name).bytes);
    name.remove_prefix(letter.size());
    if (letter.size() == 1) {
      const std::string lower = base::lower_ascii(letter);
      if (lower >= "a" && lower <= "z") spelled += lower;
      continue;
    }
    const auto found = std::find_if(letters.begin(), letters.end(),
                                    [&](std::string_view entry) { return list_field(entry, 0) == letter; });
    if (found != letters.end()) spelled += list_field(*found, 1);
  }
  return spelled.empty() ? "x" : spelled;
}

}  // namespace

std::vector<std::string> account_names(const Locale& locale, std::string_view list) {
  const auto letters = locale.list("letters");
  std::vector<std::string> names;
  for (const std::string_view entry : locale.list(list)) {
    const std::string_view reading = list_field(entry, 1);
    names.push_back(account_name(reading.empty() ? list_field(entry, 0) : reading, letters));
  }
  return names;
}

}  // namespace seedctl::gen
