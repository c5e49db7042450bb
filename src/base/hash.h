// Hashes: XXH3 for content (its 64- and 128-bit forms are stable across versions and platforms), SHA-256 for
// checksums that people compare.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace seedctl::base {

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  bool operator==(const Hash128&) const = default;
  // 32 lower-case hex digits, high half first.
  std::string hex() const;
};

// Sum modulo 2^128: order-independent accumulation of row hashes.
Hash128 operator+(Hash128 a, Hash128 b);

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);
Hash128 hash128(std::string_view bytes, std::uint64_t seed = 0);

// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

// 32 lower-case hex digits: what SQL's md5() gives, never a safeguard.
std::string md5_hex(std::string_view bytes);

}  // namespace seedctl::base
