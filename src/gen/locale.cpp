// The locales that the build embedded.
#include "gen/locale.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace seedctl::gen {

struct LocaleRegistry {
  std::vector<Locale> locales;

  LocaleRegistry() {
    for (const EmbeddedList& list : embedded_lists()) {
      if (locales.empty() || locales.back().name_ != list.locale) locales.emplace_back().name_ = list.locale;
      locales.back().lists_.push_back(list);
    }
  }

  static const LocaleRegistry& instance() {
    static const LocaleRegistry registry;
    return registry;
  }
};

const Locale* Locale::find(std::string_view name) {
  for (const Locale& locale : LocaleRegistry::instance().locales) {
    if (locale.name_ == name) return &locale;
  }
  return nullptr;
}

std::vector<std::string> Locale::names() {
  std::vector<std::string> names;
  for (const Locale& locale : LocaleRegistry::instance().locales) names.push_back(locale.name_);
  return names;
}

const Locale& Locale::at(std::string_view name, const base::SourcePosition& position) {
  if (const Locale* locale = find(name)) return *locale;
  const std::vector<std::string> known = names();
  throw base::Error(
      base::ErrorCode::profile, position,
      fmt::format("unknown locale \"{}\"{}", base::printable(name), base::did_you_mean(name, known)))
      .with_hint(fmt::format("the locales are {}", base::join(known, ", ")));
}

std::span<const std::string_view> Locale::list(std::string_view name) const {
  for (const EmbeddedList& list : lists_) {
    if (list.name == name) return list.entries;
  }
  throw base::Error(base::ErrorCode::internal, fmt::format("locale {} has no list {}", name_, name));
}

std::vector<std::string_view> Locale::column(std::string_view list_name, std::size_t field) const {
  std::vector<std::string_view> fields;
  for (const std::string_view entry : list(list_name)) fields.push_back(list_field(entry, field));
  return fields;
}

std::string_view list_field(std::string_view entry, std::size_t index) {
  for (; index > 0; --index) {
    const std::size_t bar = entry.find('|');
    if (bar == std::string_view::npos) return {};
    entry.remove_prefix(bar + 1);
  }
  return entry.substr(0, entry.find('|'));
}

std::size_t longest_of(std::span<const std::string_view> words) {
  std::size_t longest = 0;
  for (const std::string_view word : words) longest = std::max(longest, base::count_code_points(word));
  return longest;
}

}  // namespace seedctl::gen
