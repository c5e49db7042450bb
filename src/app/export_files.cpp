// Rows of many partitions arrive mixed, a few for each at a time. Those of one wait until they are worth a
// write, or until all together are too many; then the fuller half of the partitions goes.
#include "app/export_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/text.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;

// Far below the 1024 that a process may have by default.
constexpr std::size_t kMaxOpenFiles = 64;
// Of all partitions together.
constexpr std::size_t kMaxWaiting = 8 << 20;
// Larger pieces are not copied first.
constexpr std::size_t kWorthAWrite = 64 << 10;

[[noreturn]] void fail_to_write(const std::string& path, int code) {
  Error error(ErrorCode::io, "could not write " + base::printable(path) + ": " + std::strerror(code));
  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    error.hint = "make room, or export less: --only, --scale, or shards on several disks";
  throw error;
}

}  // namespace

void EncodedRows::clear() {
  text.clear();
  pieces.clear();
  rows = 0;
}

void EncodedRows::join(const base::RowLayout& layout, const std::string& partition, std::uint64_t unit) {
  if (pieces.empty() || pieces.back().partition != partition) {
    pieces.push_back({.partition = partition, .first_unit = unit});
  } else if (pieces.back().last_unit == unit) {
    text.append(layout.within);
  } else {
    text.append(layout.close);
    text.append(layout.open);
  }
}

void EncodedRows::joined(std::uint64_t count, std::uint64_t last_unit) {
  pieces.back().end = text.size();
  pieces.back().last_unit = last_unit;
  rows += count;
}

TableFiles::TableFiles(const base::RowLayout& layout, PathOf path_of)
    : layout_(layout), path_of_(std::move(path_of)) {}

TableFiles::~TableFiles() {
  for (File* file : open_) ::close(file->descriptor);
}

TableFiles::File& TableFiles::file_of(const std::string& partition) {
  const auto [found, is_new] = files_.try_emplace(partition);
  File& file = found->second;
  if (is_new) {
    if (files_.size() > kMaxPartitions)
      throw Error(ErrorCode::usage, "the partitions are more than " + base::with_thousands(kMaxPartitions))
          .with_hint("partition by a column of few values, or by the day, month or year of a date");
    file.path = path_of_(partition);
    add(file, layout_.head);
  }
  return file;
}

void TableFiles::append(const EncodedRows& rows) {
  std::size_t begin = 0;
  for (const EncodedRows::Piece& piece : rows.pieces) {
    append(piece, rows.text.view().substr(begin, piece.end - begin));
    begin = piece.end;
  }
}

void TableFiles::append(const EncodedRows::Piece& piece, std::string_view text) {
  File& file = file_of(piece.partition);
  if (!file.has_rows) {
    add(file, layout_.open);
  } else if (file.last_unit == piece.first_unit) {
    add(file, layout_.within);
  } else {
    add(file, layout_.close);
    add(file, layout_.open);
  }
  file.has_rows = true;
  file.last_unit = piece.last_unit;
  if (text.size() >= kWorthAWrite) {
    write_waiting(file);
    write(file, text);
    return;
  }
  add(file, text);
  if (file.waiting.size() >= kWorthAWrite) write_waiting(file);
  if (waiting_ <= kMaxWaiting) return;
  const std::size_t average = waiting_ / files_.size();
  for (auto& [name, other] : files_)
    if (other.waiting.size() >= average) write_waiting(other);
}

void TableFiles::finish() {
  for (auto& [name, file] : files_) {
    if (file.has_rows) add(file, layout_.close);
    add(file, layout_.tail);
    write_waiting(file);
    open(file);  // of a file without a byte too
    open_.erase(file.place);
    close(file);
  }
}

void TableFiles::add(File& file, std::string_view text) {
  file.waiting.append(text);
  waiting_ += text.size();
}

void TableFiles::write_waiting(File& file) {
  if (file.waiting.empty()) return;
  waiting_ -= file.waiting.size();
  write(file, file.waiting);
  file.waiting.clear();
  if (file.waiting.capacity() > kWorthAWrite) file.waiting.shrink_to_fit();
}

void TableFiles::write(File& file, std::string_view text) {
  open(file);
  bytes_ += text.size();
  while (!text.empty()) {
    const ssize_t done = ::write(file.descriptor, text.data(), text.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) fail_to_write(file.path, errno);
    text.remove_prefix(static_cast<std::size_t>(done));
  }
}

void TableFiles::open(File& file) {
  if (file.descriptor >= 0) {
    open_.splice(open_.end(), open_, file.place);
    return;
  }
  if (open_.size() == kMaxOpenFiles) {
    File& oldest = *open_.front();
    open_.pop_front();
    close(oldest);
  }
  file.descriptor = ::open(file.path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file.descriptor < 0) fail_to_write(file.path, errno);
  file.place = open_.insert(open_.end(), &file);
}

// Some file systems say only here that there was no room.
void TableFiles::close(File& file) {
  const int descriptor = file.descriptor;
  file.descriptor = -1;
  if (::close(descriptor) != 0 && errno != EINTR) fail_to_write(file.path, errno);
}

}  // namespace seedctl::app
