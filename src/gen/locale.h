// Word lists of a locale, embedded at build time from data/locales/. Frozen: a changed list changes
// everybody's data, so lists only ever come as new files with a new generator version.
//
// What differs between locales beyond words is data too: the lists named ..._layouts say how its parts are
// put together (see gen/layouts.h). Every locale has the same lists, or other layouts over lists of its own.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "gen/embedded_lists.h"

namespace seedctl::gen {

class Locale {
 public:
  // "en_US"; nullptr where there is none.
  static const Locale* find(std::string_view name);
  static std::vector<std::string> names();
  // Profile error at the position, with a suggestion, where there is none.
  static const Locale& at(std::string_view name, const base::SourcePosition& position);

  const std::string& name() const { return name_; }
  // A list by the name of its file without ".txt" ("first_names"): one entry a line. Internal error where it
  // is missing.
  std::span<const std::string_view> list(std::string_view name) const;
  // One field of each entry of a list.
  std::vector<std::string_view> column(std::string_view list, std::size_t field) const;

 private:
  friend struct LocaleRegistry;
  std::string name_;
  std::vector<EmbeddedList> lists_;
};

// Entries of some lists have fields separated by '|': the field of that index, "" where there is none.
std::string_view list_field(std::string_view entry, std::size_t index);
// Characters of the longest.
std::size_t longest_of(std::span<const std::string_view> words);

}  // namespace seedctl::gen
