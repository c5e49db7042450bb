// Rows as SQLite binds them, in a file: what floor_sqlite reads, and measure_loading.py writes. 8 bytes of
// their number, then each cell as a letter and its bytes, little-endian: `i` an integer of 8 bytes, `d` a
// double of 8, `t` 4 bytes of length and the text.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace bench {

class PackedFile {
 public:
  explicit PackedFile(const std::filesystem::path& file) : bytes_(std::filesystem::file_size(file)) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(bytes_.data(), static_cast<std::streamsize>(bytes_.size())))
      throw std::runtime_error("cannot read " + file.string());
    rows_ = number<std::uint64_t>();
  }
  std::uint64_t rows() const { return rows_; }
  char letter() { return *take(1); }
  template <class T>
  T number() {
    T value{};
    std::memcpy(&value, take(sizeof value), sizeof value);
    return value;
  }
  const char* take(std::size_t size) {
    if (bytes_.size() - at_ < size) throw std::runtime_error("a packed file ends within a cell");
    const char* found = bytes_.data() + at_;
    at_ += size;
    return found;
  }

 private:
  std::vector<char> bytes_;
  std::size_t at_ = 0;
  std::uint64_t rows_ = 0;
};

}  // namespace bench
