// The same code reads cells for the reader and for this function, so that the two cannot disagree.
#include "drivers/sqlite/key_function.h"

#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/ordered_key.h"
#include "drivers/sqlite/values.h"

namespace seedctl::drivers::sqlite {
namespace {

// Reused from call to call.
struct Scratch {
  std::string kind_name;
  base::LogicalType type;
  base::ColumnBatch cell;
  std::string key;
};

void append_key(sqlite3_value* value, sqlite3_value* kind, Scratch& scratch) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(kind));
  const std::string_view name = text == nullptr ? std::string_view() : std::string_view(text);
  if (name != scratch.kind_name) {
    const auto type = base::LogicalType::parse(name);
    if (!type || !base::can_be_ordered_key(*type))
      throw base::Error(base::ErrorCode::failed, "seedctl_key: no key is of that kind");
    scratch.kind_name = name;
    scratch.type = *type;
  }
  scratch.cell.reset(scratch.type.kind);
  scratch.key.clear();
  read_cell(value, scratch.type.kind, scratch.cell);
  if (scratch.cell.is_null(0) || scratch.cell.is_unreadable(0)) return;
  const base::ColumnBatch* part = &scratch.cell;
  base::append_ordered_key({&part, 1}, 0, scratch.key);
}

void call(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) noexcept {
  auto& scratch = *static_cast<Scratch*>(sqlite3_user_data(context));
  try {
    append_key(arguments[0], arguments[1], scratch);
  } catch (const std::exception& error) {
    return sqlite3_result_error(context, error.what(), -1);
  }
  if (scratch.key.empty()) return sqlite3_result_null(context);
  sqlite3_result_blob64(context, scratch.key.data(), scratch.key.size(), SQLITE_TRANSIENT);
}

void discard(void* scratch) noexcept { delete static_cast<Scratch*>(scratch); }

}  // namespace

void define_key_function(sqlite3* database) {
  auto scratch = std::make_unique<Scratch>();
  // SQLite calls `discard` where it refuses, too.
  if (sqlite3_create_function_v2(database, base::kOrderedKeyFunction, 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                 scratch.release(), &call, nullptr, nullptr, &discard) != SQLITE_OK)
    throw base::Error(base::ErrorCode::database,
                      "SQLite takes no functions: " + std::string(sqlite3_errmsg(database)));
}

}  // namespace seedctl::drivers::sqlite
