// Profiles applied to a database, as people do it: what the tests of seeding stand on.
#pragma once

#include <string>
#include <vector>

#include "seed/seed.h"
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

  std::vector<seed::StoredDigest> digests() { return seed::stored_digests(connection(), live(), names); }
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
