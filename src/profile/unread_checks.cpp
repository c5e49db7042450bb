#include "profile/unread_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace seedctl::profile {

using sql::CheckFact;

bool is_unread(const CheckFact& fact, std::span<const ResolvedColumn> columns) {
  if (fact.kind == CheckFact::Kind::unknown) return !fact.low && !fact.high && fact.values.empty();
  // Made to obey where it was inferred; what the profile writes is not held against it.
  if (fact.kind != CheckFact::Kind::matches) return false;
  return std::none_of(columns.begin(), columns.end(), [&](const ResolvedColumn& column) {
    return column.name == fact.column && !column.reason.empty();
  });
}

std::vector<std::string> notes_of_unread(const schema::Table& table,
                                         std::span<const ResolvedColumn> columns) {
  std::vector<std::string> notes;
  for (const schema::Check& check : table.checks) {
    for (const CheckFact& fact : check.facts) {
      if (!is_unread(fact, columns)) continue;
      std::string note =
          fmt::format("a CHECK{} is not understood: only the database can tell whether it holds",
                      fact.column.empty() ? "" : " of " + base::printable(fact.column));
      if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(std::move(note));
    }
  }
  return notes;
}

}  // namespace seedctl::profile
