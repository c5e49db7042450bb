// `explain`: one row of a profile and the rows that it refers to, with what made each cell. No database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/use_cases.h"
#include "profile/explain.h"

namespace seedctl::app {

// Rows refer to several others, whose numbers multiply: enough to read, and memory stays bounded.
inline constexpr std::size_t kMaxExplainedRows = 1'000;

struct ExplainRequest {
  std::string profile;
  std::string address;      // "rent:17"
  std::uint64_t depth = 1;  // how far references are followed; 0 = the row alone
  double scale = 1.0;
  std::optional<base::Date> as_of;
  std::optional<base::Date> until = std::nullopt;
};
struct Explanation {
  std::string profile;
  std::uint64_t seed = 0;
  base::Date as_of;
  std::vector<profile::ExplainedRow> rows;  // the one asked for, then what it refers to, nearest first
  bool cut = false;                         // there are more rows within the depth
};
// From schema.lock.json. Throws ErrorCode::usage for a table that the profile does not make and a row that is
// not there.
Explanation explain(const Settings& settings, const ExplainRequest& request);

}  // namespace seedctl::app
