// Word lists of a locale, embedded at build time from data/locales/. Frozen: a changed list changes
// everybody's data, so lists only ever come as new files with a new generator version.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

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
  std::vector<std::pair<std::string, std::vector<std::string_view>>> lists_;
};

}  // namespace seedctl::gen
