// UTF-8 as RFC 3629 defines it: the second byte's range excludes overlong forms, surrogates and values too
// large.
#include "base/utf8.h"

#include <cstdint>

namespace seedctl::base {
namespace {

struct Lead {
  std::size_t bytes;
  char32_t bits;
  std::uint8_t second_low, second_high;
};

constexpr Lead kMalformed{0, 0, 0, 0};

Lead lead_of(std::uint8_t byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2, byte & 0x1FU, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x0D, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {3, byte & 0x0FU, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {4, byte & 0x07U, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 4, 0x80, 0x8F};
  return kMalformed;
}

}  // namespace

CodePoint decode_utf8(std::string_view text) {
  constexpr CodePoint kReplacement{0xFFFD, 1, false};
  const auto byte_at = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  if (byte_at(0) < 0x80) return {byte_at(0), 1, true};
  const Lead lead = lead_of(byte_at(0));
  if (lead.bytes == 0 || text.size() < lead.bytes) return kReplacement;
  if (byte_at(1) < lead.second_low || byte_at(1) > lead.second_high) return kReplacement;
  char32_t value = lead.bits;
  for (std::size_t i = 1; i < lead.bytes; ++i) {
    if ((byte_at(i) & 0xC0U) != 0x80U) return kReplacement;
    value = (value << 6U) | (byte_at(i) & 0x3FU);
  }
  return {value, lead.bytes, true};
}

}  // namespace seedctl::base
