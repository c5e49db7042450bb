// Checksums of sections: what an edit is told by.
//
// They must never change from one release to the next, or every applied migration would look edited.
#pragma once

#include <string>
#include <string_view>

#include "base/engine.h"

namespace seedctl::migrate {

// SHA-256 of the text with LF line endings, without trailing white space on lines and without trailing blank
// lines.
std::string text_checksum(std::string_view text);

// SHA-256 of the statements without comments, with white space outside quotes reduced to single blanks.
// The text must have been split without error before.
std::string code_checksum(std::string_view text, base::Engine engine);

// A chain over the statements done so far: what the part of a `transaction:false` section that ran is known
// by.
std::string chain_checksum(std::string_view previous, std::string_view statement, base::Engine engine);

}  // namespace seedctl::migrate
