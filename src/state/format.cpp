// Numbers only: whether an older build could do with a newer format is not for it to guess.
#include "state/format.h"

#include <charconv>

#include "base/error.h"
#include "base/text.h"

namespace seedctl::state {

std::uint64_t known_format(const std::string& stored, std::uint64_t newest, const std::string& table) {
  constexpr std::size_t kShown = 40;
  std::uint64_t format = 0;
  const auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), format);
  if (error != std::errc() || end != stored.data() + stored.size()) {
    throw base::Error(base::ErrorCode::failed, "the format of seedctl's table " + base::printable(table) +
                                                   " is no number: \"" +
                                                   base::printable(stored.substr(0, kShown)) + "\"")
        .with_hint("somebody changed it by hand; put it right");
  }
  if (format <= newest) return format;
  throw base::Error(base::ErrorCode::refused,
                    "seedctl's table " + base::printable(table) +
                        " was written by a newer version of seedctl: its format is " +
                        std::to_string(format) + ", this version knows formats up to " +
                        std::to_string(newest))
      .with_hint("use that version, or a newer one");
}

}  // namespace seedctl::state
