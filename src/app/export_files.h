// The files that one table's rows go to, one for each partition, written in order by one thread.
//
// However many partitions there are, few files are open at a time, and what waits to be written is bounded.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/row_encoder.h"

namespace seedctl::app {

// More folders than that are a mistake: a column of times that should have gone by its day.
inline constexpr std::size_t kMaxPartitions = 10'000;

// Encoded rows on their way to files: one text, in pieces that go to one partition each, so that many
// partitions need no more memory than one.
struct EncodedRows {
  struct Piece {
    std::string partition;  // "" = the table is not partitioned
    std::size_t end = 0;    // in the text
    // The bundles (see RowLayout) that the first and the last row belong to.
    std::uint64_t first_unit = 0, last_unit = 0;
  };
  base::TextBuffer text;
  std::vector<Piece> pieces;
  std::uint64_t rows = 0;

  void clear();
  // What the layout puts before a row of that bundle, in a new piece or in that of the row before; then the
  // rows may be appended to the text.
  void join(const base::RowLayout& layout, const std::string& partition, std::uint64_t unit);
  // After them.
  void joined(std::uint64_t count, std::uint64_t last_unit);
};

class TableFiles {
 public:
  // `path_of` gives the file of a partition, its folder made.
  using PathOf = std::function<std::string(const std::string& partition)>;
  TableFiles(const base::RowLayout& layout, PathOf path_of);
  ~TableFiles();
  TableFiles(const TableFiles&) = delete;
  TableFiles& operator=(const TableFiles&) = delete;

  // Throws ErrorCode::io where the bytes cannot be written, ErrorCode::usage for too many partitions.
  void append(const EncodedRows& rows);
  // A partition that is there even without rows.
  void begin(const std::string& partition) { file_of(partition); }
  // Ends, writes and closes all files.
  void finish();

  std::uint64_t count() const { return files_.size(); }
  std::uint64_t bytes() const { return bytes_; }

 private:
  struct File {
    std::string path;
    std::string waiting;  // to be written
    int descriptor = -1;
    bool has_rows = false;
    std::uint64_t last_unit = 0;
    std::list<File*>::iterator place;  // in open_, where it is open
  };

  File& file_of(const std::string& partition);
  void append(const EncodedRows::Piece& piece, std::string_view text);
  void add(File& file, std::string_view text);
  void write_waiting(File& file);
  void write(File& file, std::string_view text);
  void open(File& file);
  static void close(File& file);

  const base::RowLayout& layout_;
  PathOf path_of_;
  std::map<std::string, File> files_;
  std::list<File*> open_;  // least recently written first
  std::size_t waiting_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace seedctl::app
