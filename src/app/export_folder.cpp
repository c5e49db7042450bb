// Every step can be the last: a killed export leaves its hidden folder, and the next one takes back what it
// was moving (see export_moves.h) and clears it away.
#include "app/export_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "app/file_presence.h"
#include "base/error.h"
#include "base/text.h"

namespace seedctl::app {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

void require(const std::error_code& failed, const char* what, const std::string& path) {
  if (failed)
    throw Error(ErrorCode::io,
                std::string("could not ") + what + " " + base::printable(path) + ": " + failed.message());
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    names.push_back(at->path().filename().string());
  require(failed, "read", folder);
  return names;
}

// A descriptor that holds the lock of a staging folder; -1 where another process is at work in it.
int try_lock(const std::string& staging) {
  const int descriptor = ::open(staging.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return -1;
  struct stat opened {};
  struct stat now {};
  // It may have been removed in between, and the lock would be on nothing.
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && ::fstat(descriptor, &opened) == 0 &&
      ::lstat(staging.c_str(), &now) == 0 && opened.st_ino == now.st_ino)
    return descriptor;
  ::close(descriptor);
  return -1;
}

}  // namespace

ExportFolder::ExportFolder(std::string path, std::uint32_t shard, std::string profile, std::string content,
                           const Confirm& confirm)
    : path_(std::move(path)), shard_(shard) {
  staging_ = below(staging_name(shard));
  list_.profile = std::move(profile);
  list_.content = std::move(content);
  std::error_code failed;
  made_ = fs::create_directories(path_, failed);
  require(failed, "make", path_);
  try {
    clear_leftovers();
    Found found = look_around();
    ask(found, confirm);
    replaced_ = std::move(found.replaced);
    lock();
  } catch (...) {
    if (made_) fs::remove(path_, failed);
    throw;
  }
}

ExportFolder::~ExportFolder() {
  std::error_code ignored;
  if (moves().take_back()) fs::remove_all(staging_, ignored);
  ::close(lock_);
  if (made_) fs::remove(path_, ignored);  // only where it is empty
}

void ExportFolder::lock() {
  std::error_code failed;
  fs::create_directory(staging_, failed);
  require(failed, "make", staging_);
  lock_ = try_lock(staging_);
  if (lock_ < 0) throw Error(ErrorCode::lock, "another export is writing into " + base::printable(path_));
}

void ExportFolder::clear_leftovers() const {
  for (const std::string& name : names_in(path_)) {
    if (!is_staging_name(name)) continue;
    const std::string staging = below(name);
    const int held = try_lock(staging);
    if (held < 0) continue;  // at work
    std::error_code failed;
    const bool taken_back = ExportMoves{.folder = path_, .staging = staging}.take_back();
    if (taken_back) fs::remove_all(staging, failed);
    ::close(held);
    require(failed, "remove", staging);
    if (!taken_back)
      throw Error(ErrorCode::io, "could not put back what an export that was killed had set aside in " +
                                     base::printable(staging));
  }
}

ExportFolder::Found ExportFolder::look_around() const {
  Found found;
  const std::vector<std::string> names = names_in(path_);
  std::set<std::string> listed;  // what the folder may hold, at its first level
  for (const std::string& name : names) {
    if (is_staging_name(name)) listed.insert(name);
    if (!is_list_name(name)) continue;
    const ExportList list = read_list(below(name));
    if (list.content.empty()) continue;  // no list of ours
    listed.insert(name);
    for (const std::string& file : list.files) listed.insert(fs::path(file).begin()->string());
    if (list.content != list_.content || name == list_name(shard_)) found.replaced.push_back(name);
  }
  for (const std::string& name : names) found.foreign = found.foreign || !listed.contains(name);
  return found;
}

void ExportFolder::ask(const Found& found, const Confirm& confirm) const {
  std::string question;
  if (!found.replaced.empty())
    question = "Replace what an earlier export made in " + path_ + "?";
  else if (found.foreign)
    question = "Export into " + path_ + ", which holds other files?";
  if (!question.empty() && !confirm(question))
    throw Error(ErrorCode::refused, "not confirmed; nothing was changed");
}

std::string ExportFolder::place_for(const std::string& relative) {
  std::string place = staging_ + "/" + relative;
  std::error_code failed;
  fs::create_directories(fs::path(place).parent_path(), failed);
  require(failed, "make a folder for", place);
  list_.files.push_back(relative);
  return place;
}

void ExportFolder::publish() {
  require_free();
  moves().carry_out(list_, list_name(shard_), replaced_);
}

// What no export made stays, whatever was agreed to.
void ExportFolder::require_free() const {
  std::set<std::string> ours;
  for (const std::string& name : replaced_)
    for (std::string& file : read_list(below(name)).files) ours.insert(std::move(file));
  for (const std::string& file : list_.files)
    if (!ours.contains(file) && is_there(below(file)))
      throw Error(ErrorCode::io, base::printable(below(file)) + " is in the way: no export made it")
          .with_hint("move it, or export into another folder");
}

}  // namespace seedctl::app
