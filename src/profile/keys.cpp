// A key is one row; what its value may be is read where it is given a meaning (document.cpp,
// cardinality.cpp).
#include "profile/keys.h"

namespace seedctl::profile {
namespace {

constexpr KeyInfo kProfileKeys[] = {
    {"extends", "profile name", "a profile of the same folder, whose tables and columns this one adds to"},
    {"seed", "whole number", "another seed, other data; default 0"},
    {"as_of", "date or today", "the data's today"},
    {"locale", "locale", "whose names, addresses and words; default en_US"},
    {"tables", "map of tables", "the tables to fill, with their rows"},
    {"checks", "list of checks", "rules that seed and check verify"},
};

constexpr KeyInfo kTableKeys[] = {
    {"rows", "number of rows", "fixed rows included; with `per` how many for each parent row"},
    {"per", "table or list of tables",
     "the parent table, whose foreign key is filled by itself; of several each combination comes at most "
     "once"},
    {"total", "total", "with `per`, how many in all, instead of `rows`"},
    {"per_day", "rows per day", "the days whose rows these are: column, from, to, rows, instead of `rows`"},
    {"key", "column or list of columns", "by which rows are matched, instead of the primary key; or dense"},
    {"columns", "map of columns", "a generator per column; those left out follow from the schema"},
    {"lifecycle", "lifecycle", "states that rows go through: a status column, and a moment for each state"},
    {"fixed", "list of rows", "literal rows, first in the table; `as` names one"},
    {"from", "data file", "a CSV or JSON Lines file beside the profile, whose rows come first in the table"},
    {"on_conflict", "refuse, keep or overwrite", "where a row that people added stands at a generated key"},
    {"locale", "locale", "of this table, where it is not the profile's"},
};

constexpr KeyInfo kCheckKeys[] = {
    {"name", "text", "what findings call it"},
    {"table", "table", "whose rows are counted"},
    {"row_count", "row count", "a number, a comparison such as \">= 500\", or {between: [400, 600]}"},
    {"sql", "text", "a query"},
    {"expect", "expected rows", "its first cell, `empty`, or a list of rows"},
};

}  // namespace

std::span<const KeyInfo> profile_keys() { return kProfileKeys; }

std::span<const KeyInfo> table_keys() { return kTableKeys; }

std::span<const KeyInfo> check_keys() { return kCheckKeys; }

std::vector<std::string> names_of(std::span<const KeyInfo> keys) {
  std::vector<std::string> names;
  for (const KeyInfo& key : keys) names.emplace_back(key.name);
  return names;
}

}  // namespace seedctl::profile
