// inet_pton and inet_ntop follow the same rules as PostgreSQL: RFC 5952, lower case, the longest run of zeros
// left out.
#include "base/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace seedctl::base {

namespace {

constexpr std::string_view kTypes[] = {"inet", "cidr", "macaddr", "macaddr8"};

struct Address {
  int family = AF_INET;
  std::array<std::uint8_t, 16> bytes{};
  unsigned bits() const { return family == AF_INET ? 32 : 128; }
};

std::optional<Address> read_address(std::string_view text) {
  const std::string host(text);
  if (host.find('\0') != std::string::npos) return std::nullopt;
  Address address;
  if (text.find(':') != std::string_view::npos) address.family = AF_INET6;
  if (inet_pton(address.family, host.c_str(), address.bytes.data()) != 1) return std::nullopt;
  return address;
}

bool has_bits_behind(const Address& address, unsigned mask) {
  for (unsigned bit = mask; bit < address.bits(); ++bit)
    if ((address.bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) return true;
  return false;
}

std::optional<std::string> canonical_host(std::string_view text, bool cidr) {
  const std::size_t slash = text.find('/');
  const auto address = read_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  unsigned mask = address->bits();
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), mask);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || mask > address->bits())
      return std::nullopt;
  }
  if (cidr && has_bits_behind(*address, mask)) return std::nullopt;
  std::array<char, INET6_ADDRSTRLEN> written{};
  std::string host = inet_ntop(address->family, address->bytes.data(), written.data(), written.size());
  if (cidr || mask != address->bits()) host += "/" + std::to_string(mask);
  return host;
}

std::optional<std::string> canonical_hardware(std::string_view text, std::size_t pairs) {
  if (text.size() != 3 * pairs - 1) return std::nullopt;
  const char separator = text[2];
  if (separator != ':' && separator != '-') return std::nullopt;
  std::string address(text);
  for (std::size_t i = 0; i < address.size(); ++i) {
    char& c = address[i];
    if (i % 3 == 2) {
      if (c != separator) return std::nullopt;
      c = ':';
      continue;
    }
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) return std::nullopt;
  }
  return address;
}

}  // namespace

bool is_network_type(std::string_view type) {
  return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

std::optional<std::string> canonical_network(std::string_view text, std::string_view type) {
  if (type == "macaddr") return canonical_hardware(text, 6);
  if (type == "macaddr8") return canonical_hardware(text, 8);
  return canonical_host(text, type == "cidr");
}

}  // namespace seedctl::base
