// Layouts are read once, while the plan is made; making a text is a division per slot.
#include "gen/layouts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/error.h"
#include "base/text.h"

namespace seedctl::gen {

namespace {

// Slots of one layout: enough for every address that people write, and few enough for the stack.
constexpr std::size_t kMaxSlots = 8;

[[noreturn]] void fail(const Locale& locale, std::string_view layout, const char* why) {
  throw base::Error(base::ErrorCode::internal,
                    fmt::format("locale {}: layout \"{}\" {}", locale.name(), layout, why));
}

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

void append_number(std::string& text, std::uint64_t number, std::size_t digits) {
  const fmt::format_int shown(number);
  if (shown.size() < digits) text.append(digits - shown.size(), '0');
  text.append(shown.data(), shown.size());
}

}  // namespace

Layouts::Layouts(const Locale& locale, std::string_view list) {
  for (const std::string_view layout : locale.list(list)) add(locale, layout);
}

Layouts Layouts::single(const Locale& locale, std::string_view layout) {
  Layouts layouts;
  layouts.add(locale, layout);
  return layouts;
}

Layouts::Slot Layouts::read_slot(const Locale& locale, std::string_view text) {
  Slot slot;
  if (text.find_first_not_of("0123456789-") != std::string_view::npos) {
    slot.words = locale.column(text, 0);
    slot.count = slot.words.size();
    return slot;
  }
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) fail(locale, text, "is no range of numbers");
  slot.low = number_of(text.substr(0, dash));
  const std::uint64_t high = number_of(text.substr(dash + 1));
  if (high < slot.low) fail(locale, text, "ends before it begins");
  slot.digits = dash;
  slot.count = high - slot.low + 1;
  return slot;
}

void Layouts::add(const Locale& locale, std::string_view text) {
  Layout layout;
  std::string_view rest = text;
  std::size_t longest = 0;
  for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
    const std::size_t close = rest.find('}', open);
    if (close == std::string_view::npos) fail(locale, text, "has a slot without an end");
    Slot slot = read_slot(locale, rest.substr(open + 1, close - open - 1));
    slot.before = rest.substr(0, open);
    std::size_t widest = longest_of(slot.words);
    if (slot.words.empty()) widest = std::max(slot.digits, fmt::format_int(slot.low + slot.count - 1).size());
    longest += base::count_code_points(slot.before) + widest;
    layout.count *= slot.count;
    layout.slots.push_back(std::move(slot));
    rest.remove_prefix(close + 1);
  }
  if (layout.slots.size() > kMaxSlots) fail(locale, text, "has too many slots");
  layout.after = rest;
  for (const bool numbers : {true, false}) {
    for (std::size_t i = layout.slots.size(); i-- > 0;) {
      if (layout.slots[i].words.empty() == numbers) layout.order.push_back(i);
    }
  }
  count_ += layout.count;
  longest_ = std::max(longest_, longest + base::count_code_points(layout.after));
  layouts_.push_back(std::move(layout));
}

void Layouts::append(std::string& text, std::uint64_t rank) const {
  std::size_t chosen = 0;
  while (rank >= layouts_[chosen].count) rank -= layouts_[chosen++].count;
  const Layout& layout = layouts_[chosen];
  std::array<std::uint64_t, kMaxSlots> places{};
  for (const std::size_t slot : layout.order) {
    const std::uint64_t count = layout.slots[slot].count, above = rank / count;
    places[slot] = rank - above * count;
    rank = above;
  }
  for (std::size_t i = 0; i < layout.slots.size(); ++i) {
    const Slot& slot = layout.slots[i];
    text += slot.before;
    if (slot.words.empty()) {
      append_number(text, slot.low + places[i], slot.digits);
    } else {
      text += slot.words[static_cast<std::size_t>(places[i])];
    }
  }
  text += layout.after;
}

}  // namespace seedctl::gen
