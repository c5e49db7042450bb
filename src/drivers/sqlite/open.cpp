// Opening SQLite files with errors that say what is wrong.
//
// SQLite answers "unable to open database file" to almost everything, so the usual causes are looked for
// first, by stat() alone: the file is never opened by anything but SQLite.
#include "drivers/sqlite/open.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include <SQLiteCpp/Exception.h>

#include "base/text.h"
#include "drivers/sqlite/connection.h"
#include "drivers/sqlite/errors.h"
#include "drivers/sqlite/statement.h"

namespace seedctl::drivers::sqlite {
namespace {

using base::Error;
using base::ErrorCode;

Error cannot_open(const std::string& path, const std::string& why) {
  return {ErrorCode::database, "cannot open " + base::printable(path) + ": " + why};
}

[[noreturn]] void fail_missing(const db::Url& url) {
  Error error = cannot_open(url.path, "no such file");
  error.sqlstate = "SQLITE_CANTOPEN";
  error.hint = url.note.empty() ? "\"seedctl migrate\" makes the database" : url.note;
  throw error;
}

// The folder's path, where it is one.
std::string require_folder(const db::Url& url) {
  const std::size_t slash = url.path.rfind('/');
  std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : url.path.substr(0, slash);
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0)
    throw cannot_open(url.path, "its folder: " + std::generic_category().message(errno)).with_hint(url.note);
  if (!S_ISDIR(status.st_mode)) throw cannot_open(url.path, base::printable(folder) + " is not a folder");
  return folder;
}

void check_folder(const db::Url& url) {
  const std::string folder = require_folder(url);
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    throw cannot_open(url.path,
                      "a file cannot be made in its folder: " + std::generic_category().message(errno))
        .with_hint(url.note);
  }
}

void check_file(const db::Url& url, const OpenOptions& options) {
  struct stat status {};
  if (::stat(url.path.c_str(), &status) != 0) {
    if (errno != ENOENT) throw cannot_open(url.path, std::generic_category().message(errno));
    if (options.create && !options.read_only) return check_folder(url);
    require_folder(url);  // where there is none, nothing makes the database either
    fail_missing(url);
  }
  if (S_ISDIR(status.st_mode)) throw cannot_open(url.path, "it is a folder").with_hint("name a file in it");
  if (!S_ISREG(status.st_mode)) throw cannot_open(url.path, "it is not a regular file");
  if (::access(url.path.c_str(), R_OK) != 0) {
    throw cannot_open(url.path, std::generic_category().message(errno)).with_hint("may you read the file?");
  }
}

// SQLite takes names that begin with "file:" or ':' for something else than files.
std::string plain_file_name(const std::string& path) { return path.front() == '/' ? path : "./" + path; }

Error opening_error(const db::Url& url, const Error& cause) {
  Error error(cause.code() == ErrorCode::lock ? ErrorCode::lock : ErrorCode::database,
              "cannot open " + base::printable(url.path) + ": " + cause.message());
  error.sqlstate = cause.sqlstate;
  error.hint = cause.hint;
  return error;
}

// A session that has read from the file: the first read finds what is no database, and recovers a hot journal
// where the session may write. Throws what SQLite refused.
std::shared_ptr<Session> open_and_read(const db::Url& url, int flags, const OpenOptions& options) {
  try {
    auto session = std::make_shared<Session>(url.memory ? url.path : plain_file_name(url.path), flags,
                                             options.busy_timeout_ms, options.on_wait);
    for (const char* sql : {"PRAGMA schema_version", "PRAGMA foreign_keys = ON"}) {
      Statement statement(session, sql);
      while (statement.step()) {
      }
    }
    return session;
  } catch (const SQLite::Exception& e) {
    Error error = cannot_open(url.path, base::printable(e.what()));
    error.sqlstate = code_name(e.getExtendedErrorCode());
    error.hint = hint_for(e.getExtendedErrorCode());
    throw error;
  } catch (const Error& e) {
    throw opening_error(url, e);
  }
}

// Whether reading failed for want of a write: a killed writer's journal to roll back, a -wal to replay, or a
// -shm to make.
bool wants_recovery(const Error& error) { return error.sqlstate.starts_with("SQLITE_READONLY_"); }

// Lets SQLite finish what a killed writer left, by reading once as a session that may write. Not by keeping
// that session: one that only reads must stay unable to write, and `query_only` would take temporary tables
// from it too.
void recover(const db::Url& url, const OpenOptions& options) {
  try {
    open_and_read(url, SQLITE_OPEN_READWRITE, options);
  } catch (Error& error) {
    if (!wants_recovery(error)) throw;
    Error clear = cannot_open(url.path,
                              "a killed program left a transaction in it half done, and it is "
                              "write-protected, so that cannot be undone");
    clear.sqlstate = error.sqlstate;
    clear.hint = "make the file and the folder that it is in writable and run the command again";
    throw clear;
  }
}

std::shared_ptr<Session> open_session(const db::Url& url, const OpenOptions& options) {
  int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (options.create || url.memory) flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  try {
    return open_and_read(url, flags, options);
  } catch (const Error& error) {
    if (!wants_recovery(error)) throw;
  }
  recover(url, options);
  return open_and_read(url, flags, options);
}

}  // namespace

std::unique_ptr<db::Connection> open(const db::Url& url, const OpenOptions& options) {
  if (!url.memory) check_file(url, options);
  return std::make_unique<SqliteConnection>(open_session(url, options), url.display(), url.memory);
}

}  // namespace seedctl::drivers::sqlite
