// One PostgreSQL transaction around work that was written to commit many: each of its transactions becomes a
// savepoint, so that a reset is done as a whole or not at all.
//
// What a commit would do is done at the end of each savepoint: deferred constraints are checked, and are
// deferred again afterwards. What only a real commit does stays undone until the end: values added to an
// enumeration cannot be used before it, and locks pile up.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/connection.h"

namespace seedctl::app {

class ResetTransaction final : public db::Connection {
 public:
  // Begins on `connection`, which must outlive this, and rolls back when it goes away, unless committed.
  explicit ResetTransaction(db::Connection& connection);
  ~ResetTransaction() override;
  ResetTransaction(const ResetTransaction&) = delete;
  ResetTransaction& operator=(const ResetTransaction&) = delete;

  void commit_everything();

  // Of one piece of the work: a savepoint.
  void begin(Access access) override;
  void commit() override;
  void rollback() noexcept override;
  bool in_transaction() const override { return open_; }

  base::Engine engine() const override { return real_.engine(); }
  const std::string& display_name() const override { return real_.display_name(); }
  std::string default_schema() override { return real_.default_schema(); }
  std::string server_version() override { return real_.server_version(); }
  std::int64_t session_pid() const override { return real_.session_pid(); }
  void on_notice(const std::function<void(const db::Notice&)>& sink) override { real_.on_notice(sink); }
  std::uint64_t execute(std::string_view sql) override { return real_.execute(sql); }
  std::uint64_t execute(std::string_view sql, std::span<const base::Value> parameters) override {
    return real_.execute(sql, parameters);
  }
  std::vector<db::Row> query(std::string_view sql, std::span<const base::Value> parameters = {}) override {
    return real_.query(sql, parameters);
  }
  std::vector<db::Row> first_rows(std::string_view select, std::size_t most) override {
    return real_.first_rows(select, most);
  }
  std::uint64_t copy_in(std::string_view statement, std::string_view data) override {
    return real_.copy_in(statement, data);
  }
  std::unique_ptr<db::BatchReader> read(std::string_view select,
                                        std::span<const db::ColumnInfo> columns) override {
    return real_.read(select, columns);
  }
  std::unique_ptr<db::BulkWriter> bulk_writer(const db::TableName& table,
                                              std::span<const db::ColumnInfo> columns) override {
    return real_.bulk_writer(table, columns);
  }
  std::unique_ptr<db::SessionLock> try_lock(std::string_view name) override { return real_.try_lock(name); }
  std::string lock_holder(std::string_view name) override { return real_.lock_holder(name); }

 private:
  void check_deferred_constraints();

  db::Connection& real_;
  db::Transaction whole_;
  bool open_ = false;  // a savepoint is
};

}  // namespace seedctl::app
