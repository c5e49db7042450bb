// Exit statuses, positions in words and source excerpts. The excerpt escapes what could drive a terminal and
// measures display width, so that the caret stands under the column that is meant.
#include "base/error.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "base/utf8.h"

namespace seedctl::base {
namespace {

// How many code points of a line are shown on either side of the caret: an excerpt stays one terminal row.
constexpr std::size_t kExcerptRadius = 50;
constexpr std::string_view kCut = "...";

// The line of that number without its line ending; false where the text has no such line.
bool find_line(std::string_view text, std::uint32_t number, std::string_view& line) {
  for (std::uint32_t current = 1;; ++current) {
    const std::size_t end = text.find('\n');
    if (current == number) {
      line = text.substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      return true;
    }
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> code_points_of(std::string_view line) {
  std::vector<std::string_view> points;
  while (!line.empty()) {
    const std::size_t bytes = decode_utf8(line).bytes;
    points.push_back(line.substr(0, bytes));
    line.remove_prefix(bytes);
  }
  return points;
}

}  // namespace

int exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
    case ErrorCode::config:
    case ErrorCode::profile:
    case ErrorCode::migration:
      return 2;
    case ErrorCode::check:
      return 3;
    case ErrorCode::lock:
      return 4;
    case ErrorCode::refused:
      return 5;
    case ErrorCode::database:
    case ErrorCode::sql:
    case ErrorCode::io:
    case ErrorCode::interrupted:
    case ErrorCode::failed:
    case ErrorCode::internal:
      break;
  }
  return 1;
}

const char* code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return "usage";
    case ErrorCode::config:
      return "config";
    case ErrorCode::profile:
      return "profile";
    case ErrorCode::migration:
      return "migration";
    case ErrorCode::database:
      return "database";
    case ErrorCode::sql:
      return "sql";
    case ErrorCode::io:
      return "io";
    case ErrorCode::failed:
      return "failed";
    case ErrorCode::check:
      return "check";
    case ErrorCode::lock:
      return "lock";
    case ErrorCode::interrupted:
      return "interrupted";
    case ErrorCode::refused:
      return "refused";
    case ErrorCode::internal:
      break;
  }
  return "internal";
}

std::string SourcePosition::str() const {
  std::string out = file;
  if (line == 0) return out;
  if (!out.empty()) out += ':';
  out += std::to_string(line);
  if (column != 0) out += ':' + std::to_string(column);
  return out;
}

std::string excerpt_of(std::string_view text, const SourcePosition& position) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::string_view line;
  if (position.line == 0 || !find_line(text, position.line, line)) return {};

  const std::vector<std::string_view> points = code_points_of(line);
  const bool has_caret = position.column != 0;
  const std::size_t caret = has_caret ? std::min<std::size_t>(position.column - 1, points.size()) : 0;
  const std::size_t first = caret > kExcerptRadius ? caret - kExcerptRadius : 0;
  const std::size_t last = std::min(points.size(), caret + kExcerptRadius);

  std::string shown(first > 0 ? kCut : "");
  std::string below(shown.size(), ' ');
  for (std::size_t i = first; i < last; ++i) {
    const std::string piece = points[i] == "\t" ? "\t" : printable(points[i]);
    shown += piece;
    if (i < caret) below += piece == "\t" ? piece : std::string(display_width(piece), ' ');
  }
  if (last < points.size()) shown += kCut;
  return has_caret ? shown + "\n" + below + "^" : shown;
}

}  // namespace seedctl::base
