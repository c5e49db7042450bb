// Records are a 32-bit length, the key's bytes and a 64-bit number, in the machine's own byte order: the file
// never outlives the process.
#include "state/record_spool.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"

namespace seedctl::state {

namespace {

constexpr std::size_t kHeaderBytes = sizeof(std::uint32_t) + sizeof(std::uint64_t);

[[noreturn]] void fail(const char* what, int error) {
  base::Error failure(base::ErrorCode::io,
                      std::string("temporary file: cannot ") + what + ": " + std::strerror(error));
  failure.hint =
      "keys that do not fit into memory are sorted in TMPDIR; point it at a directory with free space";
  throw failure;
}

[[noreturn]] void fail_short() {
  throw base::Error(base::ErrorCode::io, "temporary file: it ends before its last record");
}

int open_unnamed() {
  std::error_code error;
  const std::filesystem::path directory = std::filesystem::temp_directory_path(error);
  std::string name = ((error ? std::filesystem::path("/tmp") : directory) / "seedctl-XXXXXX").string();
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) fail("create", errno);
  ::unlink(name.c_str());
  return file;
}

}  // namespace

RecordSpool::~RecordSpool() {
  if (file_ >= 0) ::close(file_);
}

RecordSpool::RecordSpool(RecordSpool&& other) noexcept
    : buffer_(std::move(other.buffer_)),
      position_(std::exchange(other.position_, 0)),
      file_(std::exchange(other.file_, -1)),
      size_(std::exchange(other.size_, 0)),
      read_(std::exchange(other.read_, 0)),
      reading_(std::exchange(other.reading_, false)) {}

RecordSpool& RecordSpool::operator=(RecordSpool&& other) noexcept {
  std::swap(buffer_, other.buffer_);
  std::swap(position_, other.position_);
  std::swap(file_, other.file_);
  std::swap(size_, other.size_);
  std::swap(read_, other.read_);
  std::swap(reading_, other.reading_);
  return *this;
}

void RecordSpool::append(std::string_view key, std::uint64_t number) {
  if (reading_) throw base::Error(base::ErrorCode::internal, "a spool is written before it is read");
  const auto length = static_cast<std::uint32_t>(key.size());
  buffer_.append(reinterpret_cast<const char*>(&length), sizeof length);
  buffer_.append(reinterpret_cast<const char*>(&number), sizeof number);
  buffer_.append(key);
  ++size_;
  if (buffer_.size() >= kSpoolBufferBytes) flush();
}

void RecordSpool::flush() {
  if (file_ < 0) file_ = open_unnamed();
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(file_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write", errno);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void RecordSpool::rewind() {
  if (file_ >= 0) {
    if (!reading_) flush();
    if (::lseek(file_, 0, SEEK_SET) < 0) fail("read", errno);
    buffer_.clear();
    buffer_.shrink_to_fit();
  }
  position_ = 0;
  read_ = 0;
  reading_ = true;
}

// Whether that many bytes are in the buffer from position_ on, after reading more where there is more.
bool RecordSpool::fill(std::size_t bytes) {
  if (buffer_.size() - position_ >= bytes) return true;
  if (file_ < 0) return false;
  buffer_.erase(0, position_);
  position_ = 0;
  while (buffer_.size() < bytes) {
    const std::size_t held = buffer_.size();
    const std::size_t wanted = std::max(bytes - held, kSpoolReadBytes);
    buffer_.resize(held + wanted);
    const ssize_t got = ::read(file_, buffer_.data() + held, wanted);
    buffer_.resize(held + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && errno != EINTR) fail("read", errno);
    if (got == 0) return false;
  }
  return true;
}

bool RecordSpool::next(std::string& key, std::uint64_t& number) {
  if (read_ == size_) return false;
  if (!fill(kHeaderBytes)) fail_short();
  std::uint32_t length = 0;
  std::memcpy(&length, buffer_.data() + position_, sizeof length);
  std::memcpy(&number, buffer_.data() + position_ + sizeof length, sizeof number);
  if (!fill(kHeaderBytes + length)) fail_short();
  key.assign(buffer_, position_ + kHeaderBytes, length);
  position_ += kHeaderBytes + length;
  ++read_;
  return true;
}

}  // namespace seedctl::state
