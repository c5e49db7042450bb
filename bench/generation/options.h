// What the programs that are measured are told, and how they answer: so that one runner can compare them.
#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>

namespace bench {

// "--rows 1000": the value that follows the name among the arguments, else `otherwise`.
inline std::string_view option(int argc, char** argv, std::string_view name, std::string_view otherwise) {
  for (int i = 1; i + 1 < argc; ++i)
    if (argv[i] == name) return argv[i + 1];
  return otherwise;
}

inline std::uint64_t number(int argc, char** argv, std::string_view name, std::uint64_t otherwise) {
  const std::string_view text = option(argc, argv, name, "");
  if (text.empty()) return otherwise;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::invalid_argument(std::string(name) + " takes a number");
  return value;
}

inline bool flag(int argc, char** argv, std::string_view name) {
  for (int i = 1; i < argc; ++i)
    if (argv[i] == name) return true;
  return false;
}

class Clock {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Makes the compiler believe that somebody reads what was written there.
inline void consume(const void* memory) { asm volatile("" : : "g"(memory) : "memory"); }

// One line of JSON; `digest` is 0 where none was asked for.
inline void answer(std::uint64_t rows, double seconds, std::uint64_t digest) {
  std::printf("{\"rows\": %llu, \"seconds\": %.6f, \"digest\": \"%016llx\"}\n",
              static_cast<unsigned long long>(rows), seconds, static_cast<unsigned long long>(digest));
}

}  // namespace bench
