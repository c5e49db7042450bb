// How long a check took, for the report.
#pragma once

#include <chrono>
#include <cstdint>

namespace seedctl::check {

class Stopwatch {
 public:
  std::uint64_t milliseconds() const {
    const auto taken = std::chrono::steady_clock::now() - begin_;
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(taken).count());
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace seedctl::check
