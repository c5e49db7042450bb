// A YAML text and the way from the parser's byte offsets to lines and columns that people count.
//
// The parser counts columns in bytes; people count characters. Offsets are looked up through a coarse table,
// so that a text of one huge line costs no more than one of many.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace seedctl::profile {

class YamlSource {
 public:
  // `text` has no byte order mark and outlives this object.
  YamlSource(std::string_view text, std::string file, base::ErrorCode code);

  std::string_view text() const { return text_; }
  base::SourcePosition position(std::size_t offset) const;
  [[noreturn]] void fail(std::size_t offset, std::string message, std::string hint = {}) const;
  [[noreturn]] void fail(const base::SourcePosition& position, std::string message,
                         std::string hint = {}) const;

  // Throws for bytes that no YAML text has: invalid UTF-8, control characters. (The parser would replace the
  // former, and takes byte 4 for the end of the text.)
  void check_characters() const;
  // Throws where the quoted scalar that starts here never ends: the parser accepts that at the end of the
  // text.
  void check_quotes_end(std::size_t offset) const;
  // Offset of the first character after an anchor, white space and comments: where a node itself starts.
  std::size_t skip_anchor(std::size_t offset) const;

 private:
  std::size_t code_points_before(std::size_t offset) const;

  std::string_view text_;
  std::string file_;
  base::ErrorCode code_;
  std::vector<std::size_t> line_starts_;
  std::vector<std::size_t> code_points_;  // before each block of kBlock bytes
};

}  // namespace seedctl::profile
