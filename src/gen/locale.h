// Word lists of a locale, embedded at build time from data/locales/. Frozen: a changed list changes
// everybody's data, so lists only ever come as new files with a new generator version.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gen/embedded_lists.h"

namespace seedctl::gen {

class Locale {
 public:
  // "en_US"; nullptr where there is none.
  static const Locale* find(std::string_view name);
  static std::vector<std::string> names();

  const std::string& name() const { return name_; }
  // A list by the name of its file without ".txt" ("first_names"): one entry a line. Internal error where it
  // is missing.
  std::span<const std::string_view> list(std::string_view name) const;

 private:
  friend struct LocaleRegistry;
  std::string name_;
  std::vector<EmbeddedList> lists_;
};

// Entries of some lists have fields separated by '|': the field of that index, "" where there is none.
std::string_view list_field(std::string_view entry, std::size_t index);

}  // namespace seedctl::gen
