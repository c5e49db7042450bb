// What of each seeded table is in the database now: for people who ask whether a cell was changed by hand.
#include <optional>

#include "seed/seed.h"
#include "state/ledger.h"
#include "state/owned_rows.h"

namespace seedctl::seed {

std::vector<StoredDigest> stored_digests(db::Connection& connection, const schema::Schema& live,
                                         const state::OwnTables& names) {
  std::optional<db::Transaction> transaction;
  if (!connection.in_transaction()) transaction.emplace(connection, db::Connection::Access::read);
  state::Ledger ledger(connection, names);
  std::vector<StoredDigest> digests;
  for (const auto& [table, record] : ledger.load()) {
    StoredDigest one{
        .table = table, .rows = 0, .digest = {}, .recorded = record.digest, .recorded_rows = record.rows};
    const schema::Table* stored = live.table(table);
    if (stored != nullptr && state::can_find_owned_rows(record, *stored)) {
      const state::OwnedContent content = state::read_owned_content(connection, ledger, record, *stored);
      one.rows = content.rows;
      one.digest = content.digest;
    }
    digests.push_back(std::move(one));
  }
  return digests;
}

}  // namespace seedctl::seed
