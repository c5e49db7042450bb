// Sorts any number of (key bytes, number) records within bounded memory: sorted runs in temporary files,
// merged on reading.
//
// Needed where keys do not come in their own order (uuid, text, composite keys): the comparison with a table
// is a merge of sorted streams. Records of equal keys come in the order of their numbers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "state/record_spool.h"

namespace seedctl::state {

// Held in memory before a run is written: larger runs mean fewer files, and this much is what a sort may
// cost.
inline constexpr std::size_t kSortBytes = 2 * 1024 * 1024;
// Runs of one level that are merged into one of the next: bounds the open files and the windows held for
// reading.
inline constexpr std::size_t kSortFanIn = 16;

class KeySorter {
 public:
  explicit KeySorter(std::size_t buffer_bytes = kSortBytes);
  ~KeySorter();

  // Only before finish().
  void add(std::string_view key, std::uint64_t number);
  // Ends adding; next() then returns the records in order.
  void finish();
  bool next(std::string& key, std::uint64_t& number);

 private:
  struct Entry {
    std::size_t offset;
    std::uint32_t length;
    std::uint64_t number;
  };
  class Merge;

  std::string_view key_of(const Entry& entry) const {
    return std::string_view(bytes_).substr(entry.offset, entry.length);
  }
  void sort_buffer();
  void write_run();
  void add_run(std::size_t level, RecordSpool run);

  std::size_t buffer_bytes_;
  std::string bytes_;
  std::vector<Entry> entries_;
  std::size_t read_ = 0;
  std::vector<std::vector<RecordSpool>> levels_;
  std::unique_ptr<Merge> merge_;
};

}  // namespace seedctl::state
