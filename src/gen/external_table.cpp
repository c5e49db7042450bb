#include "gen/external_table.h"

#include "gen/hash_ring.h"

namespace seedctl::gen {

namespace {

class KnownCells final : public Generator {
 public:
  explicit KnownCells(base::ColumnBatch cells) : cells_(std::move(cells)) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (const RowId& row : request.rows) out.append_from(cells_, static_cast<std::size_t>(row.number - 1));
  }

 private:
  base::ColumnBatch cells_;
};

}  // namespace

std::unique_ptr<Table> external_table(std::string name, std::vector<ExternalColumn> columns,
                                      std::vector<std::uint64_t> hashes) {
  auto table = std::make_unique<Table>(std::move(name), hashes.size());
  for (ExternalColumn& column : columns) {
    Column made;
    made.name = std::move(column.name);
    made.type = column.type;
    made.stored = column.is_key;
    made.generator = std::make_unique<KnownCells>(std::move(column.cells));
    table->add_column(std::move(made));
  }
  table->set_ring(std::make_shared<HashRing>(std::move(hashes)));
  table->finish();
  return table;
}

}  // namespace seedctl::gen
