// The list of the new files stands in the staging folder from the first move to the last, and its own move
// ends it all: where it is, moves are under way. Which of the files were moved is seen by where they are, so
// that taking back can itself be killed and begun again.
#include "app/export_moves.h"

#include <unistd.h>

#include <filesystem>

#include "app/file_presence.h"
#include "base/error.h"
#include "base/text.h"

namespace seedctl::app {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

constexpr const char* kMovingList = "/files.json";
constexpr const char* kReplaced = "/replaced/";

// Makes the folders above the new place.
std::error_code try_move(const std::string& from, const std::string& to) {
  std::error_code failed;
  fs::create_directories(fs::path(to).parent_path(), failed);
  if (!failed) fs::rename(from, to, failed);
  return failed;
}

void move(const std::string& from, const std::string& to) {
  if (const std::error_code failed = try_move(from, to))
    throw Error(ErrorCode::io, "could not write " + base::printable(to) + ": " + failed.message());
}

}  // namespace

void ExportMoves::carry_out(const ExportList& list, const std::string& list_name,
                            const std::vector<std::string>& replaced) const {
  write_list(staging + kMovingList, list);
  try {
    for (const std::string& name : replaced) set_aside(name);
    for (const std::string& file : list.files) move(staging + "/" + file, folder + "/" + file);
    move(staging + kMovingList, folder + "/" + list_name);
  } catch (Error& error) {
    if (!take_back())
      error.hint = "the earlier export is in " + base::printable(staging + kReplaced) +
                   "; the next export puts it back first";
    throw;
  }
  for (const std::string& name : replaced) remove_empty_folders(read_list(staging + kReplaced + name));
}

// The list goes first, so that it tells of all files that may be there.
void ExportMoves::set_aside(const std::string& list_name) const {
  const std::string aside = staging + kReplaced;
  move(folder + "/" + list_name, aside + list_name);
  for (const std::string& file : read_list(aside + list_name).files)
    if (is_there(folder + "/" + file)) move(folder + "/" + file, aside + file);
}

bool ExportMoves::take_back() const {
  if (!is_there(staging + kMovingList)) return true;
  const ExportList list = read_list(staging + kMovingList);
  bool done = true;
  for (const std::string& file : list.files)
    if (!is_there(staging + "/" + file) && is_there(folder + "/" + file))
      done = !try_move(folder + "/" + file, staging + "/" + file) && done;
  remove_empty_folders(list);
  if (!done) return false;
  std::error_code failed;
  std::vector<std::string> lists;
  for (fs::directory_iterator at(staging + kReplaced, failed), end; !failed && at != end;
       at.increment(failed))
    if (is_list_name(at->path().filename().string())) lists.push_back(at->path().filename().string());
  for (const std::string& name : lists) done = put_back(name) && done;
  return done && fs::remove(staging + kMovingList, failed);
}

// The list goes last.
bool ExportMoves::put_back(const std::string& list_name) const {
  const std::string aside = staging + kReplaced;
  bool done = true;
  for (const std::string& file : read_list(aside + list_name).files)
    if (is_there(aside + file)) done = !try_move(aside + file, folder + "/" + file) && done;
  return done && !try_move(aside + list_name, folder + "/" + list_name);
}

void ExportMoves::remove_empty_folders(const ExportList& list) const {
  // Not fs::remove(): where a person has put a file in place of a folder, that would go.
  for (const std::string& file : list.files)
    for (fs::path parent = fs::path(file).parent_path(); !parent.empty(); parent = parent.parent_path())
      if (::rmdir((fs::path(folder) / parent).c_str()) != 0) break;
}

}  // namespace seedctl::app
