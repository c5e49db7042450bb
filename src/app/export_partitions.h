// `--partition-by`: which folder each row of a table goes to, named as Hive does: column=value.
//
// A folder's name is a column to those who read such folders, in place of a column of the file with that
// name. So a folder named by the column itself holds its whole value, and the files do without it; one named
// by a day, month or year of it is a column of another name.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/column_batch.h"
#include "profile/resolve.h"

namespace seedctl::app {

enum class PartitionUnit { value, day, month, year };

struct PartitionBy {
  std::string column;
  PartitionUnit unit = PartitionUnit::value;
};

// "rent_start", "rent_start:day". Throws ErrorCode::usage, with a suggestion.
PartitionBy parse_partition_by(const std::string& text);

// Where rows go that have no value. An empty text goes there too: an empty name would be no value to readers.
inline constexpr std::string_view kNullPartition = "__HIVE_DEFAULT_PARTITION__";

class Partitioner {
 public:
  // Of a table that has the column; nullopt of one that has not. Throws ErrorCode::usage where the column has
  // no days or no value to name a folder by, or where the table has a column of the folder's name.
  static std::optional<Partitioner> of(const profile::ResolvedTable& table, const PartitionBy& by);

  std::size_t column() const { return column_; }
  // The folder's name is the column.
  bool names_value() const { return by_.unit == PartitionUnit::value; }

  // The folder that holds the rows whose text() is this.
  std::string folder(std::string_view text) const;
  // What rows of one folder have in common; the same memory for every row.
  std::string_view text(const base::ColumnBatch& cells, std::size_t row, std::string& memory) const;

 private:
  Partitioner(std::size_t column, PartitionBy by) : column_(column), by_(std::move(by)) {}

  std::size_t column_;
  PartitionBy by_;
};

// Throws ErrorCode::usage, with a suggestion, where none of the tables has the column.
void require_partition_column(std::span<const profile::ResolvedTable* const> tables, const PartitionBy& by);

// Sorts the rows of batches by their folders. One for each thread; uses its memory over and over.
class PartitionGroups {
 public:
  struct Group {
    std::string folder;
    std::vector<std::uint32_t> rows;  // ascending
  };
  // In the order in which the folders come first. Valid until the next call.
  std::span<const Group> group(const Partitioner& partitioner, const base::ColumnBatch& cells);

 private:
  std::vector<Group> groups_;
  std::unordered_map<std::string, std::size_t> places_;  // of texts, in groups_; looked up, never walked
  std::string memory_;
};

}  // namespace seedctl::app
