// Columns that show the same entry of a list in different forms, so that they agree row by row without
// knowing of each other: a currency's code and symbol, a card's number and brand, a file's name and type.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gen/generators/arguments.h"
#include "gen/ranks.h"

namespace seedctl::gen {

// Which entry a row has. The entries are of (seed, table, group, the column's name without the group's
// words), so that `shipping_currency` is another one than `currency`.
Ranks agreeing_ranks(const BuildContext& context, std::string_view group,
                     std::span<const std::string_view> words, std::size_t entries);

// One text per entry. Unique ones are dealt out on their own, and only where no two are the same.
std::unique_ptr<Generator> make_agreeing_text(const Arguments& arguments, std::vector<std::string_view> texts,
                                              const Ranks& ranks);

// A generator of one form of the entries "4242|Visa", the form that its value names or else the first.
std::unique_ptr<Generator> make_entry_text(const Arguments& arguments,
                                           std::span<const std::string_view> entries,
                                           std::span<const std::string_view> forms,
                                           std::span<const std::string_view> words);

}  // namespace seedctl::gen
