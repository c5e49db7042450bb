// A queue of (key bytes, number) records that is written once and then read in the same order: in memory
// while it is small, in a temporary file without a name beyond that, so that memory does not grow with the
// number of records.
//
// The file is unlinked as soon as it is open: a killed process leaves nothing behind. Throws ErrorCode::io.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace seedctl::state {

// What a spool keeps in memory before it needs a file: a few thousand keys, most tables of a developer's
// profile.
inline constexpr std::size_t kSpoolBufferBytes = 64 * 1024;
// Read at a time from the file: a merge holds one such window per run.
inline constexpr std::size_t kSpoolReadBytes = 16 * 1024;

class RecordSpool {
 public:
  RecordSpool() = default;
  ~RecordSpool();
  RecordSpool(RecordSpool&& other) noexcept;
  RecordSpool& operator=(RecordSpool&& other) noexcept;

  // Only before rewind().
  void append(std::string_view key, std::uint64_t number = 0);
  std::uint64_t size() const { return size_; }

  // Ends writing and starts reading at the first record; may be called again to read once more.
  void rewind();
  // The next record, or false after the last one that was appended: a file that ends before it is an error.
  // `key` is overwritten.
  bool next(std::string& key, std::uint64_t& number);
  bool next(std::string& key) {
    std::uint64_t number = 0;
    return next(key, number);
  }

 private:
  void flush();
  bool fill(std::size_t bytes);

  std::string buffer_;
  std::size_t position_ = 0;
  int file_ = -1;
  std::uint64_t size_ = 0;
  std::uint64_t read_ = 0;  // records
  bool reading_ = false;
};

}  // namespace seedctl::state
