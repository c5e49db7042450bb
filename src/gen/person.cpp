// Column names to persons, and rows to identities.
#include "gen/person.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace seedctl::gen {

namespace {

constexpr std::string_view kPersonWords[] = {
    "name",     "first",    "last",  "full", "given", "family", "sur",   "surname",  "firstname",
    "lastname", "fullname", "email", "mail", "e",     "user",   "login", "username", "address"};

// Part of the values: another version would give everybody another name.
constexpr std::uint32_t kIdentityVersion = 1;

// What a locale's layout of full names is made of.
constexpr std::string_view kFirstSlot = "{first_names}", kLastSlot = "{last_names}";

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

std::string name_without(std::string_view column, std::span<const std::string_view> words) {
  std::string separated;
  for (std::size_t i = 0; i < column.size(); ++i) {
    if (i > 0 && is_upper(column[i]) && is_lower(column[i - 1])) separated.push_back('_');
    separated.push_back(column[i]);
  }
  std::vector<std::string> kept;
  for (std::string& part : base::split(base::lower_ascii(separated), '_')) {
    if (!part.empty() && std::find(words.begin(), words.end(), part) == words.end())
      kept.push_back(std::move(part));
  }
  return base::join(kept, "_");
}

std::string person_of_column(std::string_view column) { return name_without(column, kPersonWords); }

PersonNames::PersonNames(const BuildContext& context, const Locale& locale)
    : first_names_(locale.column("first_names", 0)),
      last_names_(locale.column("last_names", 0)),
      key_(context.draws_with(column_key(context.seed, context.table,
                                         "person:" + person_of_column(context.column), kIdentityVersion),
                              true)),
      first_round_(key_, first_names_.size() * last_names_.size()) {
  const std::string_view layout = locale.list("full_name_layout").front();
  const std::size_t first = layout.find(kFirstSlot), last = layout.find(kLastSlot);
  family_first_ = last < first;
  const std::size_t begin = family_first_ ? last + kLastSlot.size() : first + kFirstSlot.size();
  gap_ = layout.substr(begin, std::max(first, last) - begin);
}

void PersonNames::append_full(std::string& text, Identity identity) const {
  const std::string_view first = first_names_[identity.first], last = last_names_[identity.last];
  text += family_first_ ? last : first;
  text += gap_;
  text += family_first_ ? first : last;
}

std::size_t PersonNames::longest_full() const {
  return longest_of(first_names_) + base::count_code_points(gap_) + longest_of(last_names_);
}

PersonNames::Identity PersonNames::Reader::operator()(const RowId& row) {
  const std::uint64_t pairs = names_.capacity();
  const std::uint64_t round = (row.number - 1) / pairs, place = (row.number - 1) % pairs;
  if (round != round_) {
    round_ = round;
    permutation_.reset();
    if (round != 0) permutation_.emplace(draw(names_.key_, round), pairs);
  }
  const std::uint64_t rank = permutation_ ? (*permutation_)(place) : names_.first_round_(place);
  const std::size_t last_names = names_.last_names_.size();
  return {static_cast<std::size_t>(rank) / last_names, static_cast<std::size_t>(rank) % last_names};
}

}  // namespace seedctl::gen
