// Result codes and their meaning: see the header. Names are listed because SQLite has no function that gives
// them.
#include "drivers/sqlite/errors.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "drivers/sqlite/file_lock.h"

namespace seedctl::drivers::sqlite {
namespace {

#define SEEDCTL_CODE(name) \
  std::pair<int, const char*> { name, #name }

constexpr std::array kCodes{
    SEEDCTL_CODE(SQLITE_ERROR),
    SEEDCTL_CODE(SQLITE_INTERNAL),
    SEEDCTL_CODE(SQLITE_PERM),
    SEEDCTL_CODE(SQLITE_ABORT),
    SEEDCTL_CODE(SQLITE_ABORT_ROLLBACK),
    SEEDCTL_CODE(SQLITE_BUSY),
    SEEDCTL_CODE(SQLITE_BUSY_RECOVERY),
    SEEDCTL_CODE(SQLITE_BUSY_SNAPSHOT),
    SEEDCTL_CODE(SQLITE_BUSY_TIMEOUT),
    SEEDCTL_CODE(SQLITE_LOCKED),
    SEEDCTL_CODE(SQLITE_LOCKED_SHAREDCACHE),
    SEEDCTL_CODE(SQLITE_NOMEM),
    SEEDCTL_CODE(SQLITE_READONLY),
    SEEDCTL_CODE(SQLITE_READONLY_RECOVERY),
    SEEDCTL_CODE(SQLITE_READONLY_CANTLOCK),
    SEEDCTL_CODE(SQLITE_READONLY_ROLLBACK),
    SEEDCTL_CODE(SQLITE_READONLY_DBMOVED),
    SEEDCTL_CODE(SQLITE_READONLY_CANTINIT),
    SEEDCTL_CODE(SQLITE_READONLY_DIRECTORY),
    SEEDCTL_CODE(SQLITE_INTERRUPT),
    SEEDCTL_CODE(SQLITE_IOERR),
    SEEDCTL_CODE(SQLITE_IOERR_READ),
    SEEDCTL_CODE(SQLITE_IOERR_SHORT_READ),
    SEEDCTL_CODE(SQLITE_IOERR_WRITE),
    SEEDCTL_CODE(SQLITE_IOERR_FSYNC),
    SEEDCTL_CODE(SQLITE_IOERR_DIR_FSYNC),
    SEEDCTL_CODE(SQLITE_IOERR_TRUNCATE),
    SEEDCTL_CODE(SQLITE_IOERR_LOCK),
    SEEDCTL_CODE(SQLITE_IOERR_UNLOCK),
    SEEDCTL_CODE(SQLITE_IOERR_SHMOPEN),
    SEEDCTL_CODE(SQLITE_IOERR_SHMMAP),
    SEEDCTL_CODE(SQLITE_IOERR_SHMSIZE),
    SEEDCTL_CODE(SQLITE_IOERR_MMAP),
    SEEDCTL_CODE(SQLITE_CORRUPT),
    SEEDCTL_CODE(SQLITE_CORRUPT_INDEX),
    SEEDCTL_CODE(SQLITE_FULL),
    SEEDCTL_CODE(SQLITE_CANTOPEN),
    SEEDCTL_CODE(SQLITE_CANTOPEN_ISDIR),
    SEEDCTL_CODE(SQLITE_CANTOPEN_FULLPATH),
    SEEDCTL_CODE(SQLITE_CANTOPEN_SYMLINK),
    SEEDCTL_CODE(SQLITE_SCHEMA),
    SEEDCTL_CODE(SQLITE_TOOBIG),
    SEEDCTL_CODE(SQLITE_CONSTRAINT),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_CHECK),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_COMMITHOOK),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_DATATYPE),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_FOREIGNKEY),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_FUNCTION),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_NOTNULL),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_PINNED),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_PRIMARYKEY),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_ROWID),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_TRIGGER),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_UNIQUE),
    SEEDCTL_CODE(SQLITE_CONSTRAINT_VTAB),
    SEEDCTL_CODE(SQLITE_MISMATCH),
    SEEDCTL_CODE(SQLITE_MISUSE),
    SEEDCTL_CODE(SQLITE_AUTH),
    SEEDCTL_CODE(SQLITE_RANGE),
    SEEDCTL_CODE(SQLITE_NOTADB),
};

#undef SEEDCTL_CODE

constexpr int kPrimaryMask = 0xff;  // an extended code holds its primary code in the low byte

}  // namespace

std::string code_name(int extended_code) {
  for (const int wanted : {extended_code, extended_code & kPrimaryMask}) {
    for (const auto& [code, name] : kCodes) {
      if (code == wanted) return name;
    }
  }
  return "SQLITE_" + std::to_string(extended_code);
}

base::ErrorCode class_of(int extended_code) {
  switch (extended_code & kPrimaryMask) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return base::ErrorCode::lock;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB:
    case SQLITE_NOMEM:
      return base::ErrorCode::database;
    default:
      return base::ErrorCode::sql;
  }
}

std::string hint_for(int extended_code) {
  switch (extended_code & kPrimaryMask) {
    case SQLITE_BUSY:
      return "another process is using the database; try again when it is done";
    case SQLITE_LOCKED:
      return "another statement of this process still reads the table";
    case SQLITE_READONLY:
      return "is the file, or the folder that it is in, write-protected?";
    case SQLITE_FULL:
      return "free some space and run the same command again; nothing of the transaction was kept";
    case SQLITE_IOERR:
      return "is the disk full or failing? nothing of the transaction was kept";
    case SQLITE_CANTOPEN:
      return "SQLite needs to read and write the file and the folder that it is in";
    case SQLITE_NOTADB:
      return "the file is something else, or an encrypted database";
    case SQLITE_CORRUPT:
      return "restore the file, or look at it with: PRAGMA integrity_check";
    default:
      return {};
  }
}

base::Error last_error(sqlite3* handle, int code, std::string_view sql) {
  const bool matches = sqlite3_errcode(handle) == code || sqlite3_extended_errcode(handle) == code;
  const int extended = matches ? sqlite3_extended_errcode(handle) : code;
  base::Error error(class_of(extended),
                    base::printable(matches ? sqlite3_errmsg(handle) : sqlite3_errstr(code)));
  error.sqlstate = code_name(extended);
  error.hint = hint_for(extended);
  if ((extended & kPrimaryMask) == SQLITE_BUSY)
    if (const std::string holder = posix_lock_holder(handle); !holder.empty())
      error.detail = "the file is locked by " + holder;
  const int offset = matches && !sql.empty() ? sqlite3_error_offset(handle) : -1;
  if (offset >= 0 && static_cast<std::size_t>(offset) <= sql.size())
    error.statement_offset = base::count_code_points(sql.substr(0, static_cast<std::size_t>(offset)));
  return error;
}

}  // namespace seedctl::drivers::sqlite
