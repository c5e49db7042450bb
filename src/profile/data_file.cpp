// Profiles are code of the project, but a file name in one may come from a template or a merge: nothing
// outside the folder is read.
#include "profile/data_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/text.h"

namespace seedctl::profile {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const base::Node& from, const std::string& why, const std::string& hint = {}) {
  base::fail_at(from, fmt::format("from: {} {}", base::printable(from.text), why), hint);
}

// Where the file really is; within the folder, links followed.
fs::path place_of(const std::string& folder, const base::Node& from) {
  const fs::path relative = from.text;
  const bool climbs = std::find(relative.begin(), relative.end(), "..") != relative.end();
  if (relative.empty() || relative.is_absolute() || climbs)
    refuse(from, "must be a file below the folder of the profiles",
           "write a path from there, such as data/countries.csv");
  fs::path path = fs::path(folder) / relative;
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (status.type() == fs::file_type::not_found) refuse(from, "is not there", "looked for " + path.string());
  if (failed) refuse(from, "cannot be read: " + failed.message());
  if (status.type() != fs::file_type::regular) refuse(from, "is no file");
  const fs::path real = fs::canonical(path, failed), root = fs::canonical(folder, failed);
  if (failed) refuse(from, "cannot be read: " + failed.message());
  if (std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first != root.end())
    refuse(from, "leads out of the folder of the profiles", "a symbolic link must stay in that folder");
  return path;
}

std::string content_of(const fs::path& path, const base::Node& from) {
  std::ifstream stream(path, std::ios::binary);
  // One byte more tells a file that is too large from one that just fits.
  std::string text(kMaxDataBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad() || (stream.fail() && !stream.eof())) refuse(from, "cannot be read");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > kMaxDataBytes)
    refuse(from, fmt::format("is larger than {} bytes", base::with_thousands(kMaxDataBytes)),
           "load larger data with the database's own tools");
  return text;
}

}  // namespace

DataFile read_data_file(const std::string& folder, const base::Node& from) {
  (void)base::as_text(from, "from");
  const std::string ending = base::lower_ascii(fs::path(from.text).extension().string());
  const bool lines = ending == ".jsonl" || ending == ".ndjson";
  if (!lines && ending != ".csv") refuse(from, "is neither .csv nor .jsonl");
  const fs::path path = place_of(folder, from);
  const std::string text = content_of(path, from);
  return lines ? read_json_lines(text, path.string()) : read_csv(text, path.string());
}

}  // namespace seedctl::profile
