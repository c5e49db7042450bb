// flock() with its checks: see the header.
#include "drivers/sqlite/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>

#include "base/text.h"

namespace seedctl::drivers::sqlite {
namespace {

bool same_file(int descriptor, const std::string& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(descriptor, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

[[noreturn]] void fail(const std::string& path, int number) {
  throw base::Error(base::ErrorCode::database, "cannot make the lock file " + base::printable(path) + ": " +
                                                   std::generic_category().message(number))
      .with_hint("seedctl locks a file beside the database; can you write to that folder?");
}

// Who has a lock of that kind on the file, one that writes before one that reads.
std::string holder_of(const std::string& path, std::string_view wanted) {
  struct stat named {};
  if (::stat(path.c_str(), &named) != 0) return {};
  // Lines such as "12: FLOCK  ADVISORY  WRITE 4711 fe:01:1234567 0 EOF".
  std::ifstream locks("/proc/locks");
  const std::string inode = ":" + std::to_string(named.st_ino);
  const std::string own = std::to_string(::getpid());
  std::string reader;
  for (std::string line; std::getline(locks, line);) {
    std::istringstream words(line);
    std::string number, kind, mode, access, pid, file;
    words >> number >> kind >> mode >> access >> pid >> file;
    if (kind != wanted || !file.ends_with(inode)) continue;
    if (kind == "POSIX" && pid == own) continue;  // what this process has already
    if (access == "WRITE") return "pid " + pid;
    reader = "pid " + pid;
  }
  return reader;
}

}  // namespace

std::string lock_file_of(Session& session) {
  const char* path = sqlite3_db_filename(session.handle(), "main");  // absolute, symbolic links resolved
  if (path == nullptr || *path == '\0')
    throw base::Error(base::ErrorCode::internal, "the SQLite database has no file");
  return std::string(path) + "-seedctl.lock";
}

std::unique_ptr<FileLock> FileLock::try_acquire(const std::string& path) {
  constexpr int kTries = 10;  // each lost race is a file removed by hand in between
  for (int i = 0; i < kTries; ++i) {
    // Read-only is all that flock() needs, and lets another user lock a file that is not theirs.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor < 0) {
      if (errno == EINTR) continue;
      fail(path, errno);
    }
    std::unique_ptr<FileLock> lock(new FileLock(descriptor, path));
    int result = 0;
    do {
      result = ::flock(descriptor, LOCK_EX | LOCK_NB);
    } while (result != 0 && errno == EINTR);
    if (result != 0 && errno == EWOULDBLOCK) return nullptr;
    if (result != 0) fail(path, errno);
    if (same_file(descriptor, path)) return lock;
  }
  return nullptr;
}

FileLock::~FileLock() { ::close(descriptor_); }

bool FileLock::still_held() { return same_file(descriptor_, path_); }

std::string flock_holder(const std::string& path) { return holder_of(path, "FLOCK"); }

std::string posix_lock_holder(sqlite3* handle) {
  const char* path = sqlite3_db_filename(handle, "main");
  if (path == nullptr || *path == '\0') return {};
  const std::string holder = holder_of(std::string(path) + "-shm", "POSIX");
  return holder.empty() ? holder_of(path, "POSIX") : holder;
}

}  // namespace seedctl::drivers::sqlite
