// Tables that a profile refers to and does not make: people's, another profile's, or filled by migrations.
// Their rows are read from the database while the profile is resolved, and stand in for a table.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gen/table.h"
#include "profile/plan.h"

namespace seedctl::profile {

class ExternalParents {
 public:
  // `schema` and `made` outlive it.
  ExternalParents(const schema::Schema& schema, const std::set<std::string>& made, ReadExternalRows read)
      : schema_(schema), made_(made), read_(std::move(read)) {}

  // Whether the table has rows that may be referred to: the profile does not make it, the schema has it, and
  // there is a database to ask.
  bool has(const std::string& table) const;

  // Adds the names of all such tables.
  void add_names(std::vector<std::string>& names) const;

  // The rows that a column refers to, read when they are first asked for; nullptr where the column refers to
  // none of such a table. The key is what the column's foreign key refers to, or the column that it names.
  // Throws ErrorCode::profile for a key that rows cannot be picked by.
  const gen::Table* parent_of(const TablePlan& plan, const ColumnPlan& column);

  // What a table that is built reads of such rows, by their table and its key: part of what decides its
  // cells.
  std::map<std::string, std::string> fingerprints(const TablePlan& plan);
  // The names of their tables.
  std::set<std::string> tables_of(const TablePlan& plan);

  // What was read; the generators of the tables that were built need it.
  std::vector<std::unique_ptr<gen::Table>> take() { return std::move(tables_); }

 private:
  using Wanted =
      std::pair<std::string, std::vector<std::string>>;  // a table, and columns of it: the key first
  std::vector<ExternalColumn> columns_for(const TablePlan& plan, const ColumnPlan& column) const;

  const schema::Schema& schema_;
  const std::set<std::string>& made_;
  ReadExternalRows read_;
  std::map<Wanted, const gen::Table*> known_;
  std::vector<std::unique_ptr<gen::Table>> tables_;
};

}  // namespace seedctl::profile
