// How long something took, for people: nothing is decided by it.
#pragma once

#include <chrono>
#include <cstdint>

namespace seedctl::base {

class Stopwatch {
 public:
  std::uint64_t milliseconds() const {
    const auto taken = std::chrono::steady_clock::now() - begin_;
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(taken).count());
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace seedctl::base
