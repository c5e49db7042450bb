// Constraints of PostgreSQL that no order of statements satisfies half-way through a change: they are dropped
// before it and made again after it, within the transaction, with everything that a dump would show of them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "db/connection.h"
#include "seed/change.h"

namespace seedctl::seed {

struct TableStatement {
  std::string table;  // quoted where needed, for the message when it has to wait for too long
  std::string sql;
};

// Runs in the order of the fields, the change between the drops and the makes.
struct Rebuild {
  std::vector<TableStatement> drop_references, drop_keys, make_keys, make_references;
};

// What has to go for these changes: unique keys and exclusion constraints whose values trade places, foreign
// keys to those and to columns that updates change (so that no ON UPDATE action runs either), and GENERATED
// ALWAYS of columns that updates change; also foreign keys to tables further on in the order, which refer
// back in a circle, unless they can be deferred. Reads only; the changes are staged.
Rebuild plan_rebuild(db::Connection& connection, std::span<const TableChange> changes);

}  // namespace seedctl::seed
