// All places of a batch, as an evaluation's selection.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace seedctl::gen {

// 0, 1, 2, ...; `own` is for batches longer than usual, and must outlive the result.
std::span<const std::uint32_t> all_places(std::size_t count, std::vector<std::uint32_t>& own);

}  // namespace seedctl::gen
