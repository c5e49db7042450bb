// One step of UTF-8 decoding, for everything that walks text by code points. Malformed bytes are never
// skipped together: each is one step, so that positions in broken files still agree with what an editor
// shows.
#pragma once

#include <cstddef>
#include <string_view>

namespace seedctl::base {

struct CodePoint {
  char32_t value = 0;     // 0xFFFD where malformed
  std::size_t bytes = 0;  // 1 where malformed
  bool valid = false;
};

// The first code point of text that is not empty. Overlong forms, surrogates and values over 0x10FFFF are
// malformed.
CodePoint decode_utf8(std::string_view text);

}  // namespace seedctl::base
