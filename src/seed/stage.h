// A temporary table that holds what is to change in one table, so that each change is one statement over a
// set.
//
// Made when its first row comes: a run that changes nothing creates nothing. Lives in the transaction.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/column_batch.h"
#include "db/connection.h"
#include "schema/model.h"
#include "seed/recipe.h"

namespace seedctl::seed {

class Stage {
 public:
  // `name` must be unique in the run; `columns` are columns of `live`, `key` some of them.
  Stage(db::Connection& connection, const Recipe& recipe, const std::string& name, const schema::Table& live,
        std::vector<std::string> columns, std::vector<std::string> key);

  // Adds a row whose cells are in the order of the columns, picked by `from` (indexes into `cells`).
  void add(std::span<const base::ColumnBatch> cells, std::span<const std::size_t> from, std::size_t row);
  // Sends what is buffered, indexes the key and lets the planner see the table. Call once, after the last
  // row.
  void seal();
  void drop();

  std::uint64_t rows() const { return rows_; }
  bool empty() const { return rows_ == 0; }
  // Quoted and qualified; meaningful where the stage is not empty.
  std::string sql_name() const;

 private:
  void create();
  void send();

  db::Connection& connection_;
  const Recipe& recipe_;
  db::TableName name_;
  const schema::Table& live_;
  std::vector<std::string> columns_;
  std::vector<std::string> key_;
  std::vector<db::ColumnInfo> infos_;
  std::vector<base::ColumnBatch> buffer_;
  std::uint64_t rows_ = 0;
  bool created_ = false;
};

}  // namespace seedctl::seed
