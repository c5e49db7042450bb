// Replacing a database's content in place, through SQLite's backup interface.
//
// All pages are written in one transaction of the target, so that other openers see the old content or the
// new, and a kill leaves a journal from which the next opener recovers the old. Renaming a new file over the
// old one would leave a -wal or hot journal behind, and SQLite would write its old pages into the new file.
#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Exception.h>

#include <string>

#include "base/text.h"
#include "drivers/sqlite/errors.h"
#include "drivers/sqlite/open.h"
#include "drivers/sqlite/session.h"
#include "drivers/sqlite/statement.h"

namespace seedctl::drivers::sqlite {
namespace {

using base::Error;
using base::ErrorCode;

constexpr int kBusyTimeoutMs = 10'000;  // as long as an ordinary writer is waited for

std::string single_value(const std::shared_ptr<Session>& session, const char* sql) {
  Statement statement(session, sql);
  if (!statement.step()) return {};
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement.raw(), 0));
  std::string out = text == nullptr ? "" : text;
  while (statement.step()) {
  }
  return out;
}

std::shared_ptr<Session> open_for_backup(const std::string& path, int flags) {
  const std::string file = path.front() == '/' ? path : "./" + path;
  auto session = std::make_shared<Session>(file, flags, kBusyTimeoutMs);
  single_value(session, "PRAGMA schema_version");
  return session;
}

void copy_all(Session& target, Session& source) {
  SQLite::Backup backup(target.database(), source.database());
  const int code = backup.executeStep(-1);  // waits through the busy handlers
  if (code == SQLITE_DONE) return;
  Error error(class_of(code), std::string("the content was not replaced: ") + sqlite3_errstr(code));
  error.sqlstate = code_name(code);
  error.hint = hint_for(code);
  throw error;
}

void replace(const std::string& source_path, const std::string& target_path) {
  const auto source = open_for_backup(source_path, SQLITE_OPEN_READONLY);
  const auto target = open_for_backup(target_path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  const std::string mode = single_value(target, "PRAGMA journal_mode");
  const bool wal = mode == "wal";
  // In WAL mode the pages cannot change their size.
  const bool resize =
      wal && single_value(target, "PRAGMA page_size") != single_value(source, "PRAGMA page_size");
  if (resize && single_value(target, "PRAGMA journal_mode = DELETE") != "delete") {
    throw Error(ErrorCode::lock, "cannot replace the content of " + base::printable(target_path) +
                                     " while another process has it open");
  }
  copy_all(*target, *source);
  if (wal != (single_value(target, "PRAGMA journal_mode") == "wal"))
    single_value(target, wal ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE");
}

}  // namespace

void replace_content(const std::string& source, const std::string& target) {
  if (source.empty() || target.empty()) throw Error(ErrorCode::internal, "a database file has no name");
  try {
    replace(source, target);
  } catch (const SQLite::Exception& e) {
    Error error(
        class_of(e.getExtendedErrorCode()),
        "cannot replace the content of " + base::printable(target) + ": " + base::printable(e.what()));
    error.sqlstate = code_name(e.getExtendedErrorCode());
    error.hint = hint_for(e.getExtendedErrorCode());
    throw error;
  }
}

}  // namespace seedctl::drivers::sqlite
