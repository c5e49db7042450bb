// The SQLite driver: db::Connection over one SQLite file or a database in memory.
#pragma once

#include <memory>
#include <string>

#include "db/connection.h"
#include "db/url.h"
#include "drivers/sqlite/session.h"

namespace seedctl::drivers::sqlite {

class SqliteConnection final : public db::Connection {
 public:
  // `file` is empty for a database in memory.
  SqliteConnection(std::shared_ptr<Session> session, std::string display_name, bool memory);

  base::Engine engine() const override { return base::Engine::sqlite; }
  const std::string& display_name() const override { return display_name_; }
  std::string default_schema() override { return "main"; }
  std::string server_version() override;

  std::uint64_t execute(std::string_view sql) override;
  std::uint64_t execute(std::string_view sql, std::span<const base::Value> parameters) override;
  std::vector<db::Row> query(std::string_view sql, std::span<const base::Value> parameters) override;
  std::vector<db::Row> first_rows(std::string_view select, std::size_t most) override;

  std::unique_ptr<db::BatchReader> read(std::string_view select,
                                        std::span<const db::ColumnInfo> columns) override;
  std::unique_ptr<db::BulkWriter> bulk_writer(const db::TableName& table,
                                              std::span<const db::ColumnInfo> columns) override;

  void begin(Access access) override;
  void commit() override;
  void rollback() noexcept override;
  bool in_transaction() const override;

  std::unique_ptr<db::SessionLock> try_lock(std::string_view name) override;
  std::string lock_holder(std::string_view name) override;

 private:
  void run(std::string_view sql);
  void refuse_after_end() const;

  std::shared_ptr<Session> session_;
  std::string display_name_;
  bool memory_;
};

}  // namespace seedctl::drivers::sqlite
