// Who a row is about: the first and last name that all of a row's person columns share, so that name, user
// name and e-mail agree without knowing of each other.
//
// The identity is keyed by (seed, table, person). The person is the column's name without its person words:
// `email`, `full_name` and `user_name` speak of the person "", `contact_email` and `contact_name` of
// "contact". Identities are dealt out by the row's number, by a permutation of all pairs of names: full names
// are all different until every pair has been used, and from then on each further round is in another order.
// That is what lets a unique full name agree with the rest.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gen/generator.h"
#include "gen/locale.h"
#include "gen/permutation.h"

namespace seedctl::gen {

// "contact_email" -> "contact", "fullName" -> "".
std::string person_of_column(std::string_view column);

// What is left of a column's name without the given words, in lower case, parts joined by '_'.
std::string name_without(std::string_view column, std::span<const std::string_view> words);

class PersonNames {
 public:
  PersonNames(const BuildContext& context, const Locale& locale);

  // Indexes into the lists.
  struct Identity {
    std::size_t first;
    std::size_t last;
  };

  // Looks up identities for one thread; keeps the permutation of the round it was last in.
  class Reader {
   public:
    explicit Reader(const PersonNames& names) : names_(names) {}
    Identity operator()(const RowId& row);

   private:
    const PersonNames& names_;
    std::uint64_t round_ = 0;
    std::optional<Permutation> permutation_;  // of round_, where it is not the first
  };

  std::span<const std::string_view> first_names() const { return first_names_; }
  std::span<const std::string_view> last_names() const { return last_names_; }
  // Appends both names in the order in which the locale writes them.
  void append_full(std::string& text, Identity identity) const;
  // Characters of the longest full name.
  std::size_t longest_full() const;
  // Pairs of names.
  std::uint64_t capacity() const { return first_round_.size(); }

 private:
  std::vector<std::string_view> first_names_;
  std::vector<std::string_view> last_names_;
  bool family_first_;     // 佐藤 翔太
  std::string_view gap_;  // between the two names
  Key key_;
  Permutation first_round_;
};

}  // namespace seedctl::gen
