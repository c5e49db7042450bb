// Bytes that are written piece by piece and sent away whole: a growing buffer that keeps its memory, and does
// not clear what is about to be written over, as a std::string would.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace seedctl::base {

class TextBuffer {
 public:
  std::string_view view() const { return {data_.get(), size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  void clear() { size_ = 0; }

  // Where at least n bytes can be written; end_at() says how far they were. Valid until the next call.
  char* room(std::size_t n) {
    if (data_ == nullptr || capacity_ - size_ < n) grow(n);
    return data_.get() + size_;
  }
  void end_at(const char* end) { size_ = static_cast<std::size_t>(end - data_.get()); }

  void append(std::string_view text) {
    if (text.empty()) return;
    std::memcpy(room(text.size()), text.data(), text.size());
    size_ += text.size();
  }
  void append(char c) {
    *room(1) = c;
    ++size_;
  }

 private:
  void grow(std::size_t n) {
    constexpr std::size_t kLeast = 4096;
    const std::size_t capacity = std::max({kLeast, capacity_ * 2, size_ + n});
    std::unique_ptr<char[]> larger(new char[capacity]);
    if (size_ > 0) std::memcpy(larger.get(), data_.get(), size_);
    data_ = std::move(larger);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace seedctl::base
