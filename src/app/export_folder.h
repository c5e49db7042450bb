// The folder that an export writes into. What is written stands in a hidden folder inside of it until it is
// whole, and is then moved into place; a file of ours beside it lists what an export made, so that a later
// one replaces that and nothing else.
//
//   rent/part-00000.csv           the rows; shard 2 of 3 writes part-00001.csv
//   seedctl-export-00000.json     what shard 1 made, and of what
//   .seedctl-export-00000.part/   shard 1 at work, or what is left of one that was killed
//
// Shards of one export may be written at the same time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/export_list.h"
#include "app/export_moves.h"
#include "app/use_cases.h"

namespace seedctl::app {

class ExportFolder {
 public:
  // `profile` and `content` are what the list will say. Makes the folder where there is none, and removes
  // what killed exports left. Throws ErrorCode::refused where it holds anything but other shards of this
  // export and nobody agrees to that, ErrorCode::lock where another process writes the same shard,
  // ErrorCode::io.
  ExportFolder(std::string path, std::uint32_t shard, std::string profile, std::string content,
               const Confirm& confirm);
  // Removes what was not published.
  ~ExportFolder();
  ExportFolder(const ExportFolder&) = delete;
  ExportFolder& operator=(const ExportFolder&) = delete;

  // Where to write the file that is to stand at this path below the folder; makes the folders above it.
  std::string place_for(const std::string& relative);
  // Moves the files into place, and removes what they replace: all of it or nothing.
  void publish();

 private:
  struct Found {
    std::vector<std::string> replaced;  // lists of exports that this one takes the place of
    bool foreign = false;               // something that no export made
  };
  std::string below(const std::string& relative) const { return path_ + "/" + relative; }
  void lock();
  void clear_leftovers() const;
  Found look_around() const;
  void ask(const Found& found, const Confirm& confirm) const;
  void require_free() const;
  ExportMoves moves() const { return {.folder = path_, .staging = staging_}; }

  std::string path_, staging_;
  std::uint32_t shard_;
  ExportList list_;
  std::vector<std::string> replaced_;
  bool made_ = false;  // the folder itself
  int lock_ = -1;      // on the staging folder; goes with the process
};

}  // namespace seedctl::app
