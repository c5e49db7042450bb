// Every step can be the last: a killed export leaves its hidden folder, with the list of what it was moving,
// and the next one clears both away.
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

constexpr const char* kMovingList = "/files.json";  // in the staging folder

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
  if (moving_) remove_listed(list_);
  fs::remove_all(staging_, ignored);
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
    remove_listed(read_list(staging + kMovingList));
    std::error_code failed;
    fs::remove_all(staging, failed);
    ::close(held);
    require(failed, "remove", staging);
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
  write_list(staging_ + kMovingList, list_);
  moving_ = true;
  for (const std::string& name : replaced_) {
    remove_listed(read_list(below(name)));
    std::error_code failed;
    fs::remove(below(name), failed);
    require(failed, "remove", below(name));
  }
  for (const std::string& file : list_.files) {
    std::error_code failed;
    fs::create_directories(fs::path(below(file)).parent_path(), failed);
    if (!failed) fs::rename(staging_ + "/" + file, below(file), failed);
    require(failed, "write", below(file));
  }
  std::error_code failed;
  fs::rename(staging_ + kMovingList, below(list_name(shard_)), failed);
  require(failed, "write", below(list_name(shard_)));
  moving_ = false;
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

void ExportFolder::remove_listed(const ExportList& list) const {
  std::error_code ignored;
  for (const std::string& file : list.files) {
    fs::path place = below(file);
    fs::remove(place, ignored);
    // And the folders that are empty then.
    for (fs::path parent = fs::path(file).parent_path(); !parent.empty(); parent = parent.parent_path())
      if (!fs::remove(below(parent.string()), ignored)) break;
  }
}

}  // namespace seedctl::app
