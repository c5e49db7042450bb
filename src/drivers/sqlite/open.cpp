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

void check_folder(const db::Url& url) {
  const std::size_t slash = url.path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : url.path.substr(0, slash);
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0)
    throw cannot_open(url.path, "its folder: " + std::generic_category().message(errno)).with_hint(url.note);
  if (!S_ISDIR(status.st_mode)) throw cannot_open(url.path, base::printable(folder) + " is not a folder");
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
    if (!options.create || options.read_only) fail_missing(url);
    return check_folder(url);
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

std::shared_ptr<Session> open_session(const db::Url& url, const OpenOptions& options) {
  int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (options.create || url.memory) flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  try {
    auto session = std::make_shared<Session>(url.memory ? url.path : plain_file_name(url.path), flags,
                                             options.busy_timeout_ms);
    const auto run = [&](const char* sql) {
      Statement statement(session, sql);
      while (statement.step()) {
      }
    };
    run("PRAGMA schema_version");  // the first read: recovers a hot journal and finds what is no database
    run("PRAGMA foreign_keys = ON");
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

}  // namespace

std::unique_ptr<db::Connection> open(const db::Url& url, const OpenOptions& options) {
  if (!url.memory) check_file(url, options);
  return std::make_unique<SqliteConnection>(open_session(url, options), url.display(), url.memory);
}

}  // namespace seedctl::drivers::sqlite
