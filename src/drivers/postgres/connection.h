// The PostgreSQL driver: db::Connection over one session of a server that speaks PostgreSQL's protocol.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "db/connection.h"
#include "drivers/postgres/session.h"

namespace seedctl::drivers::postgres {

class PostgresConnection final : public db::Connection {
 public:
  PostgresConnection(std::shared_ptr<Session> session, std::string display_name);

  base::Engine engine() const override { return base::Engine::postgres; }
  const std::string& display_name() const override { return display_name_; }
  std::string default_schema() override;
  std::string server_version() override;

  std::uint64_t execute(std::string_view sql) override;
  std::uint64_t execute(std::string_view sql, std::span<const base::Value> parameters) override;
  std::vector<db::Row> query(std::string_view sql, std::span<const base::Value> parameters) override;
  std::vector<db::Row> first_rows(std::string_view select, std::size_t most) override;
  std::uint64_t copy_in(std::string_view statement, std::string_view data) override;

  std::unique_ptr<db::BatchReader> read(std::string_view select,
                                        std::span<const db::ColumnInfo> columns) override;
  std::unique_ptr<db::BulkWriter> bulk_writer(const db::TableName& table,
                                              std::span<const db::ColumnInfo> columns) override;

  // `read` is REPEATABLE READ, READ ONLY: every statement sees the snapshot of the first.
  void begin(Access access) override;
  void commit() override;
  void rollback() noexcept override;
  bool in_transaction() const override;

  std::int64_t session_pid() const override { return PQbackendPID(session_->raw()); }
  void on_notice(const std::function<void(const db::Notice&)>& sink) override { session_->on_notice = sink; }
  std::unique_ptr<db::SessionLock> try_lock(std::string_view name) override;
  std::string lock_holder(std::string_view name) override;

 private:
  std::shared_ptr<Session> session_;
  std::string display_name_;
};

}  // namespace seedctl::drivers::postgres
