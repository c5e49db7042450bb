#include "app/reset_transaction.h"

#include "base/error.h"
#include "base/text.h"

namespace seedctl::app {
namespace {

constexpr const char* kSavepoint = "savepoint seedctl_reset";
constexpr const char* kBack = "rollback to savepoint seedctl_reset";
constexpr const char* kRelease = "release savepoint seedctl_reset";

}  // namespace

ResetTransaction::ResetTransaction(db::Connection& connection)
    : real_(connection), whole_(connection, Access::write) {}

ResetTransaction::~ResetTransaction() = default;

void ResetTransaction::commit_everything() { whole_.commit(); }

void ResetTransaction::begin(Access /*access*/) {
  if (open_) throw base::Error(base::ErrorCode::internal, "a transaction is already open");
  real_.execute(kSavepoint);
  open_ = true;
}

void ResetTransaction::commit() {
  if (!open_) throw base::Error(base::ErrorCode::internal, "no transaction is open");
  check_deferred_constraints();
  real_.execute(kRelease);  // refused where a statement failed
  open_ = false;
}

void ResetTransaction::rollback() noexcept {
  if (!open_) return;
  open_ = false;
  try {
    real_.execute(kBack);
    real_.execute(kRelease);
  } catch (const std::exception&) {
    // The session is gone; else nothing more runs in it, and the whole is rolled back.
  }
}

void ResetTransaction::check_deferred_constraints() {
  const std::vector<db::Row> deferrable = real_.query(
      "select pg_catalog.format('%s.%I', connamespace::pg_catalog.regnamespace, conname), condeferred "
      "from pg_catalog.pg_constraint where condeferrable");
  if (deferrable.empty()) return;
  real_.execute("set constraints all immediate");
  // There is no statement that puts each back to what it was declared.
  real_.execute("set constraints all deferred");
  std::vector<std::string> immediate;
  for (const db::Row& row : deferrable)
    if (row.at(1) != "t") immediate.push_back(row.at(0).value());
  if (!immediate.empty()) real_.execute("set constraints " + base::join(immediate, ", ") + " immediate");
}

}  // namespace seedctl::app
