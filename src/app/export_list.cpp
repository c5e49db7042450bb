// Names with five digits in fixed places, so that no file of a person is taken for one of ours by accident.
#include "app/export_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"

namespace seedctl::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view kStagingPrefix = ".seedctl-export-", kStagingSuffix = ".part";
constexpr std::string_view kListPrefix = "seedctl-export-", kListSuffix = ".json";
constexpr std::string_view kPartPrefix = "part-";
constexpr std::size_t kNumberDigits = 5;
constexpr std::uintmax_t kMaxListBytes = 64 << 20;  // a million files with paths of 60 bytes

std::string percent(char c) {
  return fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
}

std::string escaped(std::string_view text, std::string_view special) {
  std::string safe;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || special.find(c) != std::string_view::npos)
      safe += percent(c);
    else
      safe += c;
  }
  return safe;
}

std::string numbered(std::string_view prefix, std::uint32_t shard, std::string_view suffix) {
  return fmt::format("{}{:0{}}{}", prefix, shard - 1, kNumberDigits, suffix);
}

bool is_numbered(std::string_view name, std::string_view prefix, std::string_view suffix) {
  if (name.size() != prefix.size() + kNumberDigits + suffix.size()) return false;
  const std::string_view digits = name.substr(prefix.size(), kNumberDigits);
  return name.starts_with(prefix) && name.ends_with(suffix) &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// <table>/[<partition>/]part-00000.<extension>
bool could_be_ours(const fs::path& file) {
  if (file.is_absolute() || !file.has_parent_path()) return false;
  for (const fs::path& part : file)
    if (part == ".." || part == "." || part.empty()) return false;
  return is_numbered(file.filename().string(), kPartPrefix, file.extension().string());
}

std::string text_in(const Json& list, const char* key) {
  const auto found = list.find(key);
  return found != list.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::string path_safe(std::string_view name) {
  // What has a meaning to shells too.
  std::string safe = escaped(name, "\"#%'*/:=?\\{}[]^$&|;<>`~!() ");
  if (safe.starts_with('.') || safe.starts_with('_'))  // readers of Hive's folders pass over such
    safe = percent(safe.front()) + safe.substr(1);
  return safe;
}

std::string hive_escaped(std::string_view value) { return escaped(value, "\"#%'*/:=?\\{[]^"); }

std::string part_name(std::uint32_t shard, const std::string& extension) {
  return numbered(kPartPrefix, shard, "." + extension);
}

std::string list_name(std::uint32_t shard) { return numbered(kListPrefix, shard, kListSuffix); }
std::string staging_name(std::uint32_t shard) { return numbered(kStagingPrefix, shard, kStagingSuffix); }
bool is_list_name(std::string_view name) { return is_numbered(name, kListPrefix, kListSuffix); }
bool is_staging_name(std::string_view name) { return is_numbered(name, kStagingPrefix, kStagingSuffix); }

ExportList read_list(const std::string& path) {
  std::error_code failed;
  if (!fs::is_regular_file(fs::symlink_status(path, failed)) || fs::file_size(path, failed) > kMaxListBytes)
    return {};
  std::ifstream file(path, std::ios::binary);
  const Json document = Json::parse(file, nullptr, false);
  if (!document.is_object()) return {};
  ExportList list{
      .profile = text_in(document, "profile"), .content = text_in(document, "content"), .files = {}};
  const auto files = document.find("files");
  if (files == document.end() || !files->is_array()) return list;
  for (const Json& entry : *files)
    if (entry.is_string() && could_be_ours(entry.get<std::string>())) list.files.push_back(entry);
  return list;
}

void write_list(const std::string& path, const ExportList& list) {
  const Json document{{"profile", list.profile}, {"content", list.content}, {"files", list.files}};
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << document.dump(1, ' ', false, Json::error_handler_t::replace) << "\n";
  file.close();
  if (!file) throw base::Error(base::ErrorCode::io, "could not write " + base::printable(path));
}

}  // namespace seedctl::app
