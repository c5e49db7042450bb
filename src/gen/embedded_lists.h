// The word lists as the build embeds them: one array per file of data/locales/, made by
// cmake/EmbedLocales.cmake.
#pragma once

#include <span>
#include <string_view>

namespace seedctl::gen {

struct EmbeddedList {
  std::string_view locale;  // the folder
  std::string_view name;    // the file, without ".txt"
  std::span<const std::string_view> entries;
};

// By locale, then by name.
std::span<const EmbeddedList> embedded_lists();

}  // namespace seedctl::gen
