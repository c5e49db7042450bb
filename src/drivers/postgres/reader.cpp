// Cursors: see the header. The SELECT is the caller's and goes through the raw handle, so that its errors
// have a position; the FETCHes are ours and go through libpqxx.
#include "drivers/postgres/reader.h"

#include <fmt/format.h>

#include "base/text.h"
#include "drivers/postgres/values.h"

namespace seedctl::drivers::postgres {
namespace {

[[noreturn]] void refuse_value(const db::ColumnInfo& column, std::string_view text) {
  constexpr std::size_t kShownCharacters = 60;  // enough to recognise a value by
  const std::string_view shown = text.substr(0, base::byte_offset_of(text, kShownCharacters));
  throw base::Error(
      base::ErrorCode::sql,
      fmt::format("column \"{}\" holds '{}'{}, which is no {}", base::printable(column.name),
                  base::printable(shown), shown.size() < text.size() ? "..." : "", column.type.str()));
}

}  // namespace

Reader::Reader(std::shared_ptr<Session> session, std::string_view select,
               std::span<const db::ColumnInfo> columns)
    : session_(std::move(session)), columns_(columns.begin(), columns.end()) {
  session_->refuse_after_end();
  if (session_->transaction_status() == PQTRANS_IDLE)
    throw base::Error(base::ErrorCode::internal, "reading needs a transaction");
  cursor_ = "seedctl_reader_" + std::to_string(session_->next_number());
  session_->run({.sql = select, .prefix = "DECLARE " + cursor_ + " NO SCROLL CURSOR FOR "}, nullptr);
  open_ = true;
}

Reader::~Reader() { close(); }

void Reader::close() noexcept {
  if (!open_) return;
  open_ = false;
  // Otherwise the end of the transaction has closed it, or will.
  if (!session_->alive() || session_->ended || session_->transaction_status() != PQTRANS_INTRANS) return;
  try {
    session_->own("CLOSE " + cursor_);
  } catch (const std::exception&) {
    // The cursor belonged to an earlier transaction.
  }
}

bool Reader::next(std::vector<base::ColumnBatch>& out) {
  out.resize(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) out[i].reset(columns_[i].type.kind);
  if (!open_) return false;
  session_->refuse_after_end();
  const pqxx::result rows = session_->own(fmt::format("FETCH FORWARD {} FROM {}", base::kBatchRows, cursor_));
  if (static_cast<std::size_t>(rows.columns()) != columns_.size()) {
    throw base::Error(base::ErrorCode::internal,
                      fmt::format("a query of {} columns is read as {}", rows.columns(), columns_.size()));
  }
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto field = row[static_cast<pqxx::row::size_type>(i)];
      if (field.is_null()) {
        out[i].append_null();
        continue;
      }
      const std::string_view text(field.c_str(), field.size());
      if (!append_from_server(text, columns_[i].type.kind, out[i])) refuse_value(columns_[i], text);
    }
  }
  if (static_cast<std::size_t>(rows.size()) < base::kBatchRows) close();
  return !rows.empty();
}

}  // namespace seedctl::drivers::postgres
