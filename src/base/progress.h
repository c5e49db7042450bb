// Where long work reports how far it is. The command line draws it; tests and the library ignore it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace seedctl::base {

class Progress {
 public:
  virtual ~Progress() = default;
  // A step begins: "seed rent", 1000000 rows to go (0 = unknown).
  virtual void start(std::string_view step, std::uint64_t total) = 0;
  virtual void advance(std::uint64_t done) = 0;
  virtual void finish() = 0;
  // Worth telling people, never part of the result.
  virtual void note(std::string_view message) = 0;
  virtual void warn(std::string_view message) = 0;
  // For who asked to be told more (--verbose).
  virtual void detail(std::string_view /*message*/) {}
};

// Says nothing.
Progress& silent_progress();

}  // namespace seedctl::base
