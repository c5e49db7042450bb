#include <filesystem>

#include "app/reset.h"
#include "base/error.h"

namespace seedctl::app {

namespace fs = std::filesystem;

ScratchFile::ScratchFile(const std::string& beside) : path_(beside + "-seedctl-reset") {
  remove();
  std::error_code failed;
  if (fs::exists(path_, failed))
    throw base::Error(base::ErrorCode::io, "can't remove " + path_ + ", which an earlier reset left");
}

ScratchFile::~ScratchFile() { remove(); }

void ScratchFile::remove() const noexcept {
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
    std::error_code ignored;
    fs::remove(path_ + suffix, ignored);
  }
}

}  // namespace seedctl::app
