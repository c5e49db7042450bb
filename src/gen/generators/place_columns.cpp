// street, city, region, postcode, country and phone.
//
// A row's city, region and postcode agree: they share a place, keyed by (seed, table, address), where the
// address is the column's name without its address words, as `shipping` of `shipping_city` and
// `shipping_postcode`. Phone numbers are of ranges that nobody is ever given: each locale's SOURCES.md says
// which, and why.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/layout_text.h"
#include "gen/generators/list_text.h"
#include "gen/person.h"

namespace seedctl::gen {

namespace {

using base::Node;

constexpr std::string_view kAddressWords[] = {"city", "town",   "address", "street", "line",   "postcode",
                                              "post", "postal", "code",    "zip",    "zipcode"};
// Of a region's column alone: in the name of a city's column they have always told addresses apart.
constexpr std::string_view kRegionWords[] = {"region", "state",      "province", "county",
                                             "name",   "prefecture", "land",     "department"};
constexpr std::uint32_t kAddressVersion = 1;  // part of the values

// Fields of data/locales/*/cities.txt.
enum CityField { kCityName = 0, kCityRegion = 1, kCityPrefix = 2 };
// Fields of regions.txt, countries.txt and own_country.txt.
enum NameField { kName = 0, kCode = 1 };

// What a layout of postcodes begins with: the city's own part.
constexpr std::string_view kPrefixSlot = "{prefix}";

std::vector<std::string_view> distinct(std::vector<std::string_view> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

Ranks places(const BuildContext& context, std::string_view address, std::uint64_t cities) {
  const std::string purpose = fmt::format("address:{}", address);
  return {context.draws_with(column_key(context.seed, context.table, purpose, kAddressVersion)), cities,
          false};
}

std::string address_of_region(std::string_view column) {
  std::vector<std::string_view> words(std::begin(kAddressWords), std::end(kAddressWords));
  words.insert(words.end(), std::begin(kRegionWords), std::end(kRegionWords));
  return name_without(column, words);
}

// What a row's city is called, or what else there is to say of it: one text per city.
class OfCity final : public Generator {
 public:
  OfCity(std::vector<std::string_view> texts, std::uint64_t capacity, Ranks places)
      : texts_(std::move(texts)), capacity_(capacity), places_(places) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (const RowId& row : request.rows) out.append_text(texts_[static_cast<std::size_t>(places_(row))]);
  }

  std::optional<std::uint64_t> capacity() const override { return capacity_; }

 private:
  std::vector<std::string_view> texts_;
  std::uint64_t capacity_;
  Ranks places_;
};

// The city's prefix, and what follows it in the locale's layout.
class Postcode final : public Generator {
 public:
  // `places` rank the prefixes; where `codes` is given it ranks prefixes and tails together, each code once.
  Postcode(std::vector<std::string_view> prefixes, Layouts tails, Ranks places, std::optional<Ranks> codes,
           Key key)
      : prefixes_(std::move(prefixes)), tails_(std::move(tails)), places_(places), codes_(codes), key_(key) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    const std::uint64_t tails = tails_.count();
    for (const RowId& row : request.rows) {
      const std::uint64_t code =
          codes_ ? (*codes_)(row) : places_(row) * tails + below(draw(key_, row.token), tails);
      text.assign(prefixes_[static_cast<std::size_t>(code / tails)]);
      tails_.append(text, code % tails);
      out.append_text(text);
    }
  }

 private:
  std::vector<std::string_view> prefixes_;
  Layouts tails_;
  Ranks places_;
  std::optional<Ranks> codes_;
  Key key_;
};

// `name` or `code`, as a generator's own value says it; the name where it says nothing.
NameField read_form(const Arguments& arguments) {
  const Node& value = arguments.value;
  if (value.kind == Node::Kind::null) return kName;
  const std::string& form = base::as_text(value, arguments.generator);
  if (form == "name") return kName;
  if (form == "code") return kCode;
  const std::string forms[] = {"name", "code"};
  base::fail_at(value, fmt::format("{} can be written by name or code, not \"{}\"{}", arguments.generator,
                                   base::printable(form), base::did_you_mean(form, forms)));
}

}  // namespace

std::unique_ptr<Generator> build_city(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"city", value, column, context};
  arguments.allow_locale();
  auto names = arguments.locale().column("cities", kCityName);
  arguments.require_text(longest_of(names));
  arguments.require_capacity(names.size());
  if (context.unique) return std::make_unique<ListText>(std::move(names), context.key(), true);
  Ranks ranks = places(context, name_without(context.column, kAddressWords), names.size());
  return std::make_unique<OfCity>(std::move(names), ranks.count(), ranks);
}

std::unique_ptr<Generator> build_region(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"region", value, column, context};
  arguments.allow_parameters({"locale"});
  const NameField form = read_form(arguments);
  const Locale& locale = arguments.locale();
  auto regions = locale.column("regions", form);
  arguments.require_text(longest_of(regions));
  arguments.require_capacity(regions.size());
  if (context.unique) return std::make_unique<ListText>(std::move(regions), context.key(), true);
  std::vector<std::string_view> texts = locale.column("cities", kCityRegion);
  const Ranks ranks = places(context, address_of_region(context.column), texts.size());
  const std::vector<std::string_view> codes = locale.column("regions", kCode);
  for (std::string_view& text : texts) {
    text = regions[static_cast<std::size_t>(std::find(codes.begin(), codes.end(), text) - codes.begin())];
  }
  return std::make_unique<OfCity>(std::move(texts), regions.size(), ranks);
}

std::unique_ptr<Generator> build_postcode(const Node& value, const Node& column,
                                          const BuildContext& context) {
  const Arguments arguments{"postcode", value, column, context};
  arguments.allow_locale();
  const Locale& locale = arguments.locale();
  auto prefixes = locale.column("cities", kCityPrefix);
  std::string_view layout = locale.list("postcode_layout").front();
  layout.remove_prefix(kPrefixSlot.size());
  Layouts tails = Layouts::single(locale, layout);
  arguments.require_text(longest_of(prefixes) + tails.longest());
  Ranks ranks = places(context, name_without(context.column, kAddressWords), prefixes.size());
  std::optional<Ranks> codes;
  if (context.unique) {
    prefixes = distinct(std::move(prefixes));
    arguments.require_capacity(prefixes.size() * tails.count());
    codes.emplace(context.key(), prefixes.size() * tails.count(), true);
  }
  return std::make_unique<Postcode>(std::move(prefixes), std::move(tails), ranks, codes, context.key());
}

std::unique_ptr<Generator> build_country(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"country", value, column, context};
  arguments.allow_parameters({"of", "locale"});
  std::string_view list = "countries";
  if (const Node* of = arguments.parameter("of")) {
    const std::string& whose = base::as_text(*of, "of");
    if (whose != "address") {
      const std::string known[] = {"address"};
      base::fail_at(*of,
                    fmt::format("a country can be of the address, not of \"{}\"{}", base::printable(whose),
                                base::did_you_mean(whose, known)),
                    "write of: address for the country that the locale's cities lie in");
    }
    list = "own_country";
  }
  auto names = arguments.locale().column(list, read_form(arguments));
  arguments.require_text(longest_of(names));
  arguments.require_capacity(names.size());
  return std::make_unique<ListText>(std::move(names), context.key(), context.unique);
}

std::unique_ptr<Generator> build_phone(const Node& value, const Node& column, const BuildContext& context) {
  return LayoutText::build({"phone", value, column, context}, "phone_layouts");
}

std::unique_ptr<Generator> build_street(const Node& value, const Node& column, const BuildContext& context) {
  return LayoutText::build({"street", value, column, context}, "street_layouts");
}

}  // namespace seedctl::gen
