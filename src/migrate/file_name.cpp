// Reads migration file names; what is wrong with one is said together with a name that would be right.
#include "migrate/file_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace seedctl::migrate {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::string_view kExtension = ".sql";
// sqlserver has no driver yet; its files may already lie beside the others.
const std::array<std::string, 3> kEngines = {"postgres", "sqlite", "sqlserver"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

[[noreturn]] void refuse(const std::string& path, const std::string& what, std::string hint) {
  throw Error(ErrorCode::migration, {path, 0, 0}, what).with_hint(std::move(hint));
}

std::string_view stem_of(std::string_view file_name, const std::string& path) {
  if (!file_name.ends_with(kExtension))
    refuse(path, "a migration's name ends in .sql, in lower case",
           fmt::format("rename it to {}.sql",
                       base::printable(file_name.substr(0, file_name.size() - kExtension.size()))));
  return file_name.substr(0, file_name.size() - kExtension.size());
}

// Takes ".postgres" off the end of `stem`. A dot followed by anything else is taken for a misspelt engine: as
// part of the name it would turn a file for one engine into one for all.
std::string take_engine(std::string_view& stem, const std::string& path) {
  const std::size_t dot = stem.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string engine(stem.substr(dot + 1));
  if (std::find(kEngines.begin(), kEngines.end(), engine) == kEngines.end()) {
    const std::string meant =
        engine == "postgresql" ? " (did you mean \"postgres\"?)" : base::did_you_mean(engine, kEngines);
    refuse(path, fmt::format("unknown engine \"{}\" in the file name{}", base::printable(engine), meant),
           "between name and .sql there is nothing or one of: " + base::join(kEngines, ", "));
  }
  stem = stem.substr(0, dot);
  if (stem.find('.') != std::string_view::npos)
    refuse(path, "a migration's name holds no dot", "write the name with letters, digits, _ and -");
  return engine;
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && base::is_valid_utf8(name) && std::none_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
}

}  // namespace

bool is_sql_file(std::string_view file_name) {
  if (file_name.starts_with('.') || file_name.size() < kExtension.size()) return false;
  return base::lower_ascii(file_name.substr(file_name.size() - kExtension.size())) == kExtension;
}

std::optional<std::uint64_t> parse_version(std::string_view digits) {
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

FileName parse_versioned_name(std::string_view file_name, const std::string& path) {
  FileName result;
  std::string_view stem = stem_of(file_name, path);
  result.engine = take_engine(stem, path);
  const auto digits_end =
      static_cast<std::size_t>(std::find_if_not(stem.begin(), stem.end(), is_digit) - stem.begin());
  result.digits = stem.substr(0, digits_end);
  const bool underscore = digits_end < stem.size() && stem[digits_end] == '_';
  const std::string_view rest = stem.substr(digits_end + (underscore ? 1 : 0));
  if (result.digits.empty())
    refuse(path, "the name of a migration is NNNN_name.sql; this one has no version",
           fmt::format("rename it, such as to 0001_{}.sql, or move it out of the folder",
                       base::printable(stem)));
  if (!underscore || !is_plain_name(rest)) {
    const std::size_t letter = std::min(rest.find_first_not_of("_- "), rest.size());
    const std::string name = letter < rest.size() ? base::printable(rest.substr(letter)) : "name";
    refuse(path, "the name of a migration is NNNN_name.sql",
           fmt::format("rename it, such as to {}_{}.sql", result.digits, name));
  }
  result.name = rest;
  const auto version = parse_version(result.digits);
  if (!version)
    refuse(path, "the version is too large: it must fit 64 bits", "use a number up to 18446744073709551615");
  if (*version == 0)
    refuse(path, "version 0 means \"nothing applied\"; migrations count from 1",
           "rename it to a version above 0");
  result.version = *version;
  return result;
}

FileName parse_repeatable_name(std::string_view file_name, const std::string& path) {
  FileName result;
  std::string_view stem = stem_of(file_name, path);
  result.engine = take_engine(stem, path);
  if (!is_plain_name(stem)) refuse(path, "the name of a repeatable migration is NAME.sql", "rename it");
  result.name = stem;
  return result;
}

std::string label_of(const std::string& file, std::uint64_t version, const std::string& name) {
  if (version == 0) return name;
  const std::string leaf = std::filesystem::path(file).filename().string();
  const std::string digits = leaf.substr(0, leaf.find('_'));
  return fmt::format("{}_{}", parse_version(digits) == version ? digits : std::to_string(version),
                     base::printable(name));
}

}  // namespace seedctl::migrate
