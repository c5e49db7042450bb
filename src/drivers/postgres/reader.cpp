// Cursors: see the header. The SELECT is the caller's and goes through the raw handle, so that its errors
// have a position; the FETCHes are ours and go through libpqxx.
#include "drivers/postgres/reader.h"

#include <fmt/format.h>

#include "drivers/postgres/values.h"

namespace seedctl::drivers::postgres {
namespace {

constexpr unsigned kBlankPadded = 1042;  // char(n); the number never changes

std::string_view without_padding(std::string_view text) {
  const std::size_t last = text.find_last_not_of(' ');
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
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
  padded_.resize(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i)
    padded_[i] = rows.column_type(static_cast<pqxx::row::size_type>(i)) == kBlankPadded;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto field = row[static_cast<pqxx::row::size_type>(i)];
      if (field.is_null()) {
        out[i].append_null();
        continue;
      }
      std::string_view text(field.c_str(), field.size());
      if (padded_[i]) text = without_padding(text);
      if (!append_from_server(text, columns_[i].type, out[i])) out[i].append_unreadable();
    }
  }
  if (static_cast<std::size_t>(rows.size()) < base::kBatchRows) close();
  return !rows.empty();
}

}  // namespace seedctl::drivers::postgres
