// How a locale writes streets, companies and telephone numbers: texts of fixed parts and slots, each slot an
// entry of one of the locale's lists or a number.
//
//   {street_names}         an entry of that list (its first field)
//   {1-199}, {000-999}     a number between the two, with at least as many digits as the lower one is written
//   with
//
// Every rank below count() has one text, so that a text can be drawn, or dealt out once each by a
// permutation. A rank is mixed radix: numbers are its lowest digits, then lists, either from right to left;
// several layouts follow each other. That order is part of the values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gen/locale.h"

namespace seedctl::gen {

class Layouts {
 public:
  // The layouts of one of the locale's lists, "street_layouts". Internal error where one cannot be read.
  Layouts(const Locale& locale, std::string_view list);
  // One layout.
  static Layouts single(const Locale& locale, std::string_view layout);

  // Texts that there are; at least 1.
  std::uint64_t count() const { return count_; }
  // Characters of the longest text.
  std::size_t longest() const { return longest_; }
  // Appends the text of a rank below count().
  void append(std::string& text, std::uint64_t rank) const;

 private:
  // A number, or an entry of `words`, and the fixed text before it.
  struct Slot {
    std::string before;
    std::vector<std::string_view> words;  // empty: a number
    std::uint64_t low = 0;
    std::size_t digits = 1;
    std::uint64_t count = 1;
  };
  struct Layout {
    std::vector<Slot> slots;
    std::string after;               // the last slot
    std::vector<std::size_t> order;  // of the slots in a rank, lowest digit first
    std::uint64_t count = 1;
  };

  Layouts() = default;
  void add(const Locale& locale, std::string_view text);
  static Slot read_slot(const Locale& locale, std::string_view text);

  std::vector<Layout> layouts_;
  std::uint64_t count_ = 0;
  std::size_t longest_ = 0;
};

}  // namespace seedctl::gen
