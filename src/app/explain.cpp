// Breadth first, each row once, however many refer to it.
#include "app/explain.h"

#include <deque>
#include <set>
#include <utility>

#include "app/session.h"
#include "base/text.h"
#include "profile/row_address.h"

namespace seedctl::app {
namespace {

using base::Error;
using base::ErrorCode;

struct Address {
  std::string table, row;
};

// A table's name may have colons, so that the first part that is one decides; else the first colon.
Address split_address(const profile::ResolvedProfile& profile, const std::string& text) {
  const std::size_t first = text.find(':');
  if (first == std::string::npos || first == 0 || first + 1 == text.size())
    throw Error(ErrorCode::usage,
                "a row's address is TABLE:ROW, such as rent:17, not \"" + base::printable(text) + "\"");
  for (std::size_t colon = first; colon != std::string::npos; colon = text.find(':', colon + 1)) {
    if (profile.table(text.substr(0, colon)) != nullptr)
      return {text.substr(0, colon), text.substr(colon + 1)};
  }
  return {text.substr(0, first), text.substr(first + 1)};
}

}  // namespace

Explanation explain(const Settings& settings, const ExplainRequest& request) {
  const profile::ResolvedProfile profile = resolve_without_database(
      settings, request.profile, resolve_options(request.scale, {}, request.as_of, request.until));
  const Address address = split_address(profile, request.address);
  const profile::ResolvedTable& table = made_table(profile, address.table);
  Explanation explanation;
  explanation.profile = profile.name;
  explanation.seed = profile.seed;
  explanation.as_of = profile.as_of;

  struct Wanted {
    const profile::ResolvedTable* table;
    gen::RowId row;
    std::uint64_t depth;
  };
  std::deque<Wanted> wanted{{&table, profile::find_row(table, address.row), 0}};
  std::set<std::pair<std::string, std::uint64_t>> known{{table.name, wanted.front().row.number}};
  for (; !wanted.empty(); wanted.pop_front()) {
    const Wanted& next = wanted.front();
    if (explanation.rows.size() == kMaxExplainedRows) {
      explanation.cut = true;
      break;
    }
    explanation.rows.push_back(profile::explain_row(*next.table, next.row));
    if (next.depth == request.depth) continue;
    for (const profile::RowReference& reference : profile::referred_rows(explanation.rows.back())) {
      if (!known.emplace(reference.table, reference.number).second) continue;
      if (profile.table(reference.table) == nullptr) continue;  // a row of the database's
      const profile::ResolvedTable& parent = made_table(profile, reference.table);
      wanted.push_back({&parent, parent.data->row_numbered(reference.number).value(), next.depth + 1});
    }
  }
  return explanation;
}

}  // namespace seedctl::app
