// The moves that put a finished export in place of an earlier one: all of them, or none.
//
// Nothing is removed before everything is in place. What is replaced waits in the staging folder, from where
// it is put back when a move fails, or by the next export when the process was killed.
#pragma once

#include <string>
#include <vector>

#include "app/export_list.h"

namespace seedctl::app {

// Of one folder and its staging folder, which holds the files of `list` under the same paths.
struct ExportMoves {
  std::string folder, staging;

  // Moves the files of `list` into the folder, with the list as `list_name`, in place of what the lists named
  // in `replaced` say. Throws ErrorCode::io; the folder then is as it was, or the hint says where the earlier
  // export is.
  void carry_out(const ExportList& list, const std::string& list_name,
                 const std::vector<std::string>& replaced) const;
  // Takes back moves that were begun and not finished, if there are any. False where that cannot be done; the
  // staging folder then must stay.
  bool take_back() const;

 private:
  void set_aside(const std::string& list_name) const;
  bool put_back(const std::string& list_name) const;
  void remove_empty_folders(const ExportList& list) const;
};

}  // namespace seedctl::app
