// Columns keep the names and types that they have in the table itself (`create table as select ... limit 0`),
// so that no cast and no affinity stands between a staged value and its place.
#include "seed/stage.h"

#include "sql/dialect.h"
#include "state/owned_rows.h"

namespace seedctl::seed {

Stage::Stage(db::Connection& connection, const Recipe& recipe, const std::string& name,
             const schema::Table& live, std::vector<std::string> columns, std::vector<std::string> key)
    : connection_(connection),
      recipe_(recipe),
      name_(recipe.stage_table(name)),
      live_(live),
      columns_(std::move(columns)),
      key_(std::move(key)),
      infos_(state::column_infos(live, columns_)) {
  for (const db::ColumnInfo& info : infos_) buffer_.emplace_back(info.type.kind);
}

std::string Stage::sql_name() const { return sql::qualified(name_.schema, name_.name); }

void Stage::create() {
  connection_.execute(recipe_.create_stage(name_, "select " + sql::column_list(columns_) + " from " +
                                                      sql::qualified(live_.schema, live_.name) + " limit 0"));
  created_ = true;
}

void Stage::add(std::span<const base::ColumnBatch> cells, std::span<const std::size_t> from,
                std::size_t row) {
  for (std::size_t i = 0; i < from.size(); ++i) buffer_[i].append_from(cells[from[i]], row);
  ++rows_;
  if (buffer_.front().size() >= base::kBatchRows) send();
}

void Stage::send() {
  if (buffer_.front().size() == 0) return;
  if (!created_) create();
  // A writer per batch: between two of them the table that is compared can be read on.
  const auto writer = connection_.bulk_writer(name_, infos_);
  writer->write(buffer_);
  writer->finish();
  for (base::ColumnBatch& column : buffer_) column.clear();
}

void Stage::seal() {
  send();
  if (!created_) return;
  for (const std::string& statement : recipe_.index_stage(name_, live_, key_)) connection_.execute(statement);
}

void Stage::drop() {
  if (!created_) return;
  connection_.execute("drop table " + sql_name());
  created_ = false;
}

}  // namespace seedctl::seed
