// The content digest of a table: an order-independent sum of per-row hashes over canonical logical values.
//
// The same rows give the same digest on every engine, in any order and in any split into batches. A row's
// hash covers, for each column in order of its name: the name, whether it is NULL or unreadable, and the
// canonical bytes of the logical value (decimals without trailing zeros, doubles by their bits with -0 as 0,
// json re-serialised with sorted keys).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/column_batch.h"
#include "base/hash.h"

namespace seedctl::base {

class TableDigest {
 public:
  // The columns' names, in the order in which their batches will be given to add().
  // Those named in `without` are passed over, as if they were not there.
  TableDigest(std::string_view table, std::span<const std::string> columns,
              std::span<const std::string> without = {});

  // Adds row i of each batch (one batch per column, same sizes).
  void add_row(std::span<const ColumnBatch> columns, std::size_t i);
  void add(std::span<const ColumnBatch> columns);

  std::uint64_t rows() const { return rows_; }
  // 32 hex digits; the digest of no rows is all zeros.
  std::string hex() const { return sum_.hex(); }

 private:
  std::uint64_t seed_;                    // of the table's name
  std::vector<std::size_t> order_;        // column indexes by name
  std::vector<std::uint64_t> name_hash_;  // in that order
  std::string buffer_;
  Hash128 sum_;
  std::uint64_t rows_ = 0;
};

}  // namespace seedctl::base
