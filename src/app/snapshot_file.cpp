// schema.lock.json on disk: read whole, replaced whole.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/file_presence.h"
#include "app/session.h"
#include "base/error.h"
#include "schema/introspect.h"
#include "schema/snapshot.h"

namespace seedctl::app {
namespace {

namespace fs = std::filesystem;

// A schema of ten thousand tables is about this large; anything larger is something else.
constexpr std::uintmax_t kMaxSnapshotBytes = 64 << 20;

std::string read_text(const std::string& path) {
  std::error_code failed;
  if (!fs::is_regular_file(path, failed) && failed)
    throw base::Error(base::ErrorCode::config, path + " cannot be read: " + failed.message());
  if (!fs::is_regular_file(path, failed) || fs::file_size(path, failed) > kMaxSnapshotBytes)
    throw base::Error(base::ErrorCode::config, path + " is not a file that seedctl wrote");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw base::Error(base::ErrorCode::config, path + " cannot be read: " + std::strerror(errno));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Beside the file and renamed over it, so that a reader never sees half of it. Returns what went wrong.
std::string replace_file(const std::string& path, const std::string& text) {
  std::error_code failed;
  const std::string part = path + "." + std::to_string(::getpid()) + ".part";
  {
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file << text;
    file.flush();
    if (!file) {
      fs::remove(part, failed);
      return "could not write " + path;
    }
  }
  fs::rename(part, path, failed);
  if (!failed) return {};
  const std::string why = failed.message();
  fs::remove(part, failed);
  return "could not write " + path + ": " + why;
}

}  // namespace

std::optional<schema::Schema> read_snapshot(const Settings& settings) {
  if (!is_there(settings.snapshot)) return std::nullopt;
  return schema::from_snapshot(read_text(settings.snapshot), settings.snapshot);
}

std::string write_snapshot(db::Connection& connection, const Settings& settings) {
  const std::string text =
      schema::to_snapshot(schema::introspect(connection, settings.schema, settings.own.all()));
  std::error_code failed;
  if (fs::exists(settings.snapshot, failed) && fs::is_regular_file(settings.snapshot, failed) &&
      read_text(settings.snapshot) == text)
    return {};
  std::string failure = replace_file(settings.snapshot, text);
  return failure.empty() ? "wrote " + settings.snapshot : failure;
}

SnapshotGuard::SnapshotGuard(const Settings& settings) : path_(settings.snapshot) {
  std::error_code failed;
  if (fs::is_regular_file(path_, failed)) before_ = read_text(path_);
}

SnapshotGuard::~SnapshotGuard() {
  if (keep_new_) return;
  try {
    std::error_code failed;
    if (!before_)
      fs::remove(path_, failed);
    else if (!fs::exists(path_, failed) || read_text(path_) != *before_)
      replace_file(path_, *before_);
  } catch (const std::exception&) {
    // The next migration writes it anew.
  }
}

}  // namespace seedctl::app
