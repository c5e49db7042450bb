// Only cells that are hit come here, a few in a hundred: they are made one by one, as values.
#include "gen/dirt.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "gen/expression/characters.h"

namespace seedctl::gen {

namespace {

struct KindName {
  DirtKind kind;
  const char* name;
};
constexpr KindName kKinds[] = {
    {DirtKind::null, "null"},        {DirtKind::duplicate, "duplicate"},   {DirtKind::truncate, "truncate"},
    {DirtKind::letter_case, "case"}, {DirtKind::whitespace, "whitespace"},
};

// The draws of a row: two for the way, then one for what the way does.
constexpr std::uint64_t kColumnDraw = 0, kAliasDraw = 1, kDetailDraw = 2;

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";  // what pages and spreadsheets leave behind

template <class Change>
std::string changed_letters(std::string_view text, Change change) {
  std::string out;
  while (!text.empty()) {
    const base::CodePoint point = base::decode_utf8(text);
    append_character(out, change(point.value));
    text.remove_prefix(point.bytes);
  }
  return out;
}

std::string in_case(std::string_view text, std::uint64_t which) {
  if (which == 0) return changed_letters(text, upper_of);
  if (which == 1) return changed_letters(text, lower_of);
  return changed_letters(text, [](char32_t c) { return upper_of(c) == c ? lower_of(c) : upper_of(c); });
}

std::string with_whitespace(std::string_view text, std::uint64_t which) {
  const std::string same(text);
  if (which == 0) return " " + same;
  if (which == 1) return same + " ";
  if (which == 2) return " " + same + " ";
  if (which == 3) return same + std::string(kNoBreakSpace);
  const std::size_t inner = text.find(' ');
  return inner == std::string_view::npos ? same : same.substr(0, inner) + " " + same.substr(inner);
}

std::string without_whitespace(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with(' ')) {
      ++i;
    } else if (rest.starts_with(kNoBreakSpace)) {
      i += kNoBreakSpace.size();
    } else {
      out += text[i++];
    }
  }
  return out;
}

bool could_be_text(DirtKind kind, std::string_view found, std::string_view clean) {
  if (kind == DirtKind::truncate) return !found.empty() && clean.starts_with(found);
  if (kind == DirtKind::letter_case)
    return changed_letters(found, lower_of) == changed_letters(clean, lower_of);
  return without_whitespace(found) == without_whitespace(clean);
}

}  // namespace

const char* dirt_kind_name(DirtKind kind) {
  const auto* known = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const KindName& one) { return one.kind == kind; });
  return known == std::end(kKinds) ? "value" : known->name;
}

std::optional<DirtKind> dirt_kind_of_name(std::string_view name) {
  for (const KindName& known : kKinds)
    if (known.name == name) return known.kind;
  return std::nullopt;
}

std::vector<std::string> dirt_kind_names() {
  std::vector<std::string> names;
  for (const KindName& known : kKinds) names.emplace_back(known.name);
  return names;
}

Dirt::Dirt(Key key, Rate rate, std::vector<DirtWay> ways, const std::vector<base::uint128>& weights,
           std::uint32_t longest)
    : rate_key_(sub_key(key, "rows")),
      way_key_(sub_key(key, "ways")),
      rate_(rate),
      ways_(std::move(ways)),
      choice_(weights),
      longest_(longest),
      reads_previous_(std::any_of(ways_.begin(), ways_.end(),
                                  [](const DirtWay& way) { return way.kind == DirtKind::duplicate; })) {}

std::optional<Dirt::Cell> Dirt::spoil(const RowId& row, const base::Value& clean,
                                      const std::optional<base::Value>& previous) const {
  const std::size_t first =
      choice_.at(draw(way_key_, row.token, kColumnDraw), draw(way_key_, row.token, kAliasDraw));
  for (std::size_t i = 0; i < ways_.size(); ++i) {
    const DirtWay& way = ways_[(first + i) % ways_.size()];
    auto value = spoiled(way, row, clean, previous);
    if (value && *value != clean) return Cell{way.kind, *std::move(value)};
  }
  return std::nullopt;
}

std::optional<base::Value> Dirt::spoiled(const DirtWay& way, const RowId& row, const base::Value& clean,
                                         const std::optional<base::Value>& previous) const {
  if (way.kind == DirtKind::value || way.kind == DirtKind::null) return way.value;
  if (way.kind == DirtKind::duplicate) return previous;
  const auto* text = std::get_if<std::string>(&clean);
  return text == nullptr ? std::nullopt : spoiled_text(way.kind, row, *text);
}

std::optional<base::Value> Dirt::spoiled_text(DirtKind kind, const RowId& row, std::string_view clean) const {
  const std::uint64_t bits = draw(way_key_, row.token, kDetailDraw);
  if (kind == DirtKind::truncate) {
    const std::int64_t characters = count_characters(clean);
    if (characters < 2) return std::nullopt;
    const std::uint64_t kept = 1 + below(bits, static_cast<std::uint64_t>(characters - 1));
    return std::string(take_characters(clean, static_cast<std::int64_t>(kept)));
  }
  // Of several forms the one drawn, or the next that differs and fits.
  const std::uint64_t forms = kind == DirtKind::letter_case ? 3 : 5;
  for (std::uint64_t i = 0; i < forms; ++i) {
    const std::uint64_t form = (below(bits, forms) + i) % forms;
    std::string made = kind == DirtKind::letter_case ? in_case(clean, form) : with_whitespace(clean, form);
    const bool fits = longest_ == 0 || base::count_code_points(made) <= longest_;
    if (fits && made != clean) return made;
  }
  return std::nullopt;
}

bool Dirt::could_make(const base::Value& found, const base::Value& clean,
                      const std::optional<base::Value>& previous) const {
  if (found == clean) return false;
  const auto* found_text = std::get_if<std::string>(&found);
  const auto* clean_text = std::get_if<std::string>(&clean);
  return std::any_of(ways_.begin(), ways_.end(), [&](const DirtWay& way) {
    if (way.kind == DirtKind::value || way.kind == DirtKind::null) return found == way.value;
    if (way.kind == DirtKind::duplicate) return previous && found == *previous;
    return found_text != nullptr && clean_text != nullptr &&
           could_be_text(way.kind, *found_text, *clean_text);
  });
}

}  // namespace seedctl::gen
