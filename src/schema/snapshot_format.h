// What the writer and the reader of schema.lock.json agree on.
#pragma once

#include <cstddef>

namespace seedctl::schema {

// Raised when a reader of the version before would misunderstand the file.
inline constexpr int kSnapshotVersion = 1;

// A thousand tables of a hundred columns take 10 MB; what is larger is no snapshot, and reading it would cost
// gigabytes.
inline constexpr std::size_t kMaxSnapshotBytes = 64 * 1024 * 1024;

}  // namespace seedctl::schema
