// How long to wait before trying again: twice as long each time up to a limit, with jitter, so that processes
// which met once do not meet again.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "base/hash.h"

namespace seedctl::base {

// Attempts at work that other sessions stand in the way of. A migration that they block waits its lock
// timeout each time: about half a minute in all.
inline constexpr int kMaxAttempts = 5;
inline constexpr std::chrono::milliseconds kFirstRetryPause{250};
inline constexpr std::chrono::milliseconds kLongestRetryPause{4000};

// Half of the pause is fixed, half is drawn from (who, attempt). `attempt` counts from 1.
inline std::chrono::milliseconds pause_before(int attempt, std::uint64_t who, std::chrono::milliseconds first,
                                              std::chrono::milliseconds longest) {
  constexpr int kMaxDoublings = 16;  // beyond every limit in use, below overflow
  const auto full = std::min(longest, first * (std::int64_t{1} << std::min(attempt - 1, kMaxDoublings)));
  const auto half = static_cast<std::uint64_t>(full.count()) / 2;
  const std::uint64_t drawn = hash64({}, who * 1000003 + static_cast<std::uint64_t>(attempt)) % (half + 1);
  return std::chrono::milliseconds(static_cast<std::int64_t>(half + drawn));
}

}  // namespace seedctl::base
