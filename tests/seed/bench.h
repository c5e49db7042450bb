// Profiles applied to a database, as people do it: what the tests of seeding stand on.
#pragma once

#include <string>
#include <vector>

#include "seed/seed.h"
#include "state/ledger.h"
#include "state/owned_rows.h"
#include "support/database_bench.h"

namespace seedctl::test {

class Bench : public DatabaseBench {
 public:
  using DatabaseBench::DatabaseBench;

  seed::SeedResult seed(const std::string& yaml, const seed::SeedOptions& options = {},
                        const std::string& name = "dev") {
    const profile::ResolvedProfile profile = resolve(yaml, name);
    return seed::apply(connection(), profile, live(), names, options, base::silent_progress());
  }

  seed::SeedResult seed_until(const std::string& yaml, const char* day) {
    const profile::ResolvedProfile profile = resolve(yaml, "dev", base::Date::parse(day).value());
    return seed::apply(connection(), profile, live(), names, {}, base::silent_progress());
  }

  // What each seeded table holds of the ledger's rows, and what the ledger says.
  struct Digest {
    std::uint64_t rows = 0;
    std::string digest;
    std::string recorded;
  };
  std::vector<Digest> digests() {
    const schema::Schema schema = live();
    const db::Transaction transaction(connection(), db::Connection::Access::read);
    state::Ledger ledger(connection(), names);
    std::vector<Digest> found;
    for (const auto& [table, record] : ledger.load()) {
      const state::OwnedContent content =
          state::read_owned_content(connection(), ledger, record, *schema.table(table));
      found.push_back({content.rows, content.digest, record.digest});
    }
    return found;
  }
};

// "user +100 ~0 -0 =0", and kept rows where there are any.
inline std::string counts_text(const seed::SeedResult& result) {
  std::string all;
  for (const seed::TableCounts& counts : result.tables) {
    all += (all.empty() ? "" : ", ") + counts.table + " +" + std::to_string(counts.inserted) + " ~" +
           std::to_string(counts.updated) + " -" + std::to_string(counts.deleted) + " =" +
           std::to_string(counts.unchanged);
    if (counts.kept > 0) all += " kept " + std::to_string(counts.kept);
  }
  return all;
}

}  // namespace seedctl::test
