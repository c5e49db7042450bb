// Makes the file of a new migration: the next version, written the way the folder writes versions.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>

#include "base/error.h"
#include "base/text.h"
#include "migrate/file_name.h"
#include "migrate/folder.h"

namespace seedctl::migrate {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

// Long enough for a sentence, short enough for every file system (255 bytes with version and engine).
constexpr std::size_t kMaxName = 100;
constexpr std::size_t kFirstWidth = 4;       // 0001
constexpr std::size_t kTimestampWidth = 14;  // YYYYMMDDHHMMSS

constexpr std::string_view kTemplate =
    "-- What changes, and why.\n"
    "\n"
    "-- migrate:up\n"
    "\n"
    "-- migrate:down\n"
    "\n";

std::string plain_name(const std::string& name) {
  std::string out;
  for (const char c : base::lower_ascii(name)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept)
      out += c;
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  if (out.size() > kMaxName) out.resize(kMaxName);
  while (out.ends_with('_')) out.pop_back();
  if (out.empty())
    throw Error(ErrorCode::usage, fmt::format("\"{}\" gives no file name", base::printable(name)))
        .with_hint("name the migration with letters and digits, such as `seedctl new create_users`");
  return out;
}

bool looks_like_timestamp(std::string_view digits) {
  if (digits.size() != kTimestampWidth) return false;
  const auto part = [&](std::size_t start, std::size_t length) {
    return *parse_version(digits.substr(start, length));
  };
  return part(0, 4) >= 1970 && part(4, 2) >= 1 && part(4, 2) <= 12 && part(6, 2) >= 1 && part(6, 2) <= 31 &&
         part(8, 2) < 24;
}

// The version that the folder's highest one was written with; "" in a folder without migrations.
std::string highest_digits(const std::string& folder) {
  std::uint64_t highest = 0;
  std::string digits;
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    const std::string leaf = entry->path().filename().string();
    if (!is_sql_file(leaf)) continue;
    const FileName name = parse_versioned_name(leaf, entry->path().string());
    if (name.version < highest) continue;
    // Several files of one version: the widest way of writing it, whatever order the file system lists them
    // in.
    if (name.version > highest || name.digits.size() > digits.size()) digits = name.digits;
    highest = name.version;
  }
  if (failed)
    throw Error(ErrorCode::migration, {folder, 0, 0}, "the folder cannot be read: " + failed.message());
  return digits;
}

std::string next_digits(const std::string& highest, const std::string& now) {
  if (highest.empty()) return fmt::format("{:0{}}", 1, kFirstWidth);
  const std::uint64_t version = *parse_version(highest);
  if (looks_like_timestamp(highest) && now > highest) return now;
  if (version == std::numeric_limits<std::uint64_t>::max())
    throw Error(ErrorCode::failed, "the highest version has no successor in 64 bits");
  return fmt::format("{:0{}}", version + 1, highest.size());
}

// O_EXCL: two people (or two runs) never write one file.
void write_new(const std::string& path, std::string_view content) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0)
    throw Error(ErrorCode::io, {path, 0, 0},
                fmt::format("the file cannot be made: {}", std::strerror(errno)));
  const ssize_t written = ::write(fd, content.data(), content.size());
  const int failure = written < 0 ? errno : 0;
  const bool closed = ::close(fd) == 0;
  if (written == static_cast<ssize_t>(content.size()) && closed) return;
  ::unlink(path.c_str());
  throw Error(ErrorCode::io, {path, 0, 0},
              fmt::format("the file cannot be written: {}", std::strerror(failure != 0 ? failure : ENOSPC)));
}

}  // namespace

std::string create_migration(const std::string& folder, const std::string& name, const std::string& now) {
  const std::string leaf_name = plain_name(name);
  std::error_code failed;
  fs::create_directories(folder, failed);
  const std::string reason = failed ? failed.message() : "it is no folder";
  if (!fs::is_directory(folder, failed)) {
    const bool is_there = fs::symlink_status(folder, failed).type() != fs::file_type::not_found;
    throw Error(is_there ? ErrorCode::migration : ErrorCode::io, {folder, 0, 0},
                (is_there ? "the folder cannot be read: " : "the folder cannot be made: ") + reason);
  }
  std::string path =
      (fs::path(folder) / fmt::format("{}_{}.sql", next_digits(highest_digits(folder), now), leaf_name))
          .string();
  write_new(path, kTemplate);
  return path;
}

}  // namespace seedctl::migrate
