// Reading a rate exactly, and deciding a row by its block.
#include "gen/rate.h"

#include <fmt/format.h>

#include <numeric>

#include "base/decimal.h"
#include "base/text.h"
#include "gen/permutation.h"

namespace seedctl::gen {

namespace {

// A block longer than this would leave most tables without a single hit, and tells of a typing mistake.
constexpr int kMaxDigits = 6;  // after the point, of the share

constexpr std::uint64_t kByName = 0x6669786564;  // draws of fixed rows, apart from those of blocks

}  // namespace

Rate Rate::from(const base::Node& node) {
  const std::string shown = base::printable(node.text);
  std::string_view text = node.text;
  const bool percent = node.is_scalar() && text.ends_with('%');
  if (percent) text.remove_suffix(1);
  if (!node.is_scalar() || !(percent || node.is_number())) {
    base::fail_at(node, fmt::format("a rate must be a share such as 5% or 0.05, not {}", node.kind_text()));
  }
  auto number = base::Decimal::parse(text);
  if (!number)
    base::fail_at(node, fmt::format("\"{}\" is no rate", shown), "write a share such as 5% or 0.05");
  const base::Decimal whole = base::Decimal::of(percent ? 100 : 1);
  if (*number < base::Decimal::of(0) || *number > whole) {
    base::fail_at(node,
                  fmt::format("a rate must lie between 0 and {}, not {}", percent ? "100%" : "1", shown));
  }
  *number = number->normalized();
  if (percent && number->scale <= kMaxDigits)
    *number = base::Decimal{number->coefficient, static_cast<std::uint8_t>(number->scale + 2)}.normalized();
  if (number->scale > kMaxDigits) {
    base::fail_at(
        node,
        fmt::format("a rate is at least one in a million, with no finer steps; \"{}\" is finer", shown));
  }
  std::uint64_t block = 1;
  for (int i = 0; i < number->scale; ++i) block *= 10;
  const auto hits = static_cast<std::uint64_t>(number->coefficient);
  const std::uint64_t divisor = std::gcd(hits, block);
  return {static_cast<std::uint32_t>(hits / divisor), static_cast<std::uint32_t>(block / divisor)};
}

bool Rate::hit(Key key, const RowId& row) const {
  if (hits == 0) return false;
  if (hits >= block) return true;
  // A fixed row stands where the profile's author put it; its fate goes with its name, not with its place.
  if (row.is_fixed()) return below(draw(key, row.token, kByName), block) < hits;
  const std::uint64_t place = (row.parent != 0 ? row.parent : row.number) - 1;
  const Key block_key = draw(key, place / block, row.ordinal);
  if (hits == 1) return below(mix64(block_key), block) == place % block;
  return Permutation(block_key, block)(place % block) < hits;
}

}  // namespace seedctl::gen
