// XXH3 compiled into this file alone: libpg_query exports the symbols of an older xxHash, which a linked one
// could silently resolve to.
#include "base/hash.h"

#include <openssl/evp.h>

#include <array>

#include "base/error.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace seedctl::base {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

void append_hex(std::uint64_t value, std::string& out) {
  for (unsigned shift = 64; shift > 0;) {
    shift -= 4;
    out += kHexDigits[(value >> shift) & 0x0FU];
  }
}

std::string digest_hex(std::string_view bytes, const EVP_MD* algorithm) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, algorithm, nullptr) != 1) {
    throw Error(ErrorCode::internal, "a digest of this system's OpenSSL failed");
  }
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += kHexDigits[digest[i] >> 4U];
    out += kHexDigits[digest[i] & 0x0FU];
  }
  return out;
}

}  // namespace

std::string Hash128::hex() const {
  std::string out;
  append_hex(high, out);
  append_hex(low, out);
  return out;
}

Hash128 operator+(Hash128 a, Hash128 b) {
  Hash128 sum;
  const bool carry = __builtin_add_overflow(a.low, b.low, &sum.low);
  sum.high = a.high + b.high + (carry ? 1U : 0U);
  return sum;
}

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

Hash128 hash128(std::string_view bytes, std::uint64_t seed) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
  return {hash.high64, hash.low64};
}

std::string sha256_hex(std::string_view bytes) { return digest_hex(bytes, EVP_sha256()); }
std::string md5_hex(std::string_view bytes) { return digest_hex(bytes, EVP_md5()); }

}  // namespace seedctl::base
