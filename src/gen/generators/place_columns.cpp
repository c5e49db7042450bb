// street, city, postcode, country and phone.
//
// A row's city and postcode agree: they share a place, keyed by (seed, table, address), where the address is
// the column's name without its address words, as `shipping` of `shipping_city` and `shipping_postcode`.
// Phone numbers are of the range that the North American plan keeps for fiction, 555-0100 to 555-0199.
#include <fmt/format.h>

#include <algorithm>

#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/list_text.h"
#include "gen/person.h"

namespace seedctl::gen {

namespace {

using base::Node;

constexpr std::string_view kAddressWords[] = {"city", "town",   "address", "street", "line",   "postcode",
                                              "post", "postal", "code",    "zip",    "zipcode"};
constexpr std::uint32_t kAddressVersion = 1;  // part of the values

// Columns of data/locales/*/cities.txt.
enum CityField { kCityName = 0, kCityPrefix = 2 };

constexpr std::uint64_t kHouseNumbers = 9999;
constexpr std::uint64_t kCodesPerPrefix = 100;  // two digits follow a prefix of three
constexpr std::uint64_t kLinesPerArea = 100;    // 555-0100 to 555-0199

std::vector<std::string_view> column_of(std::span<const std::string_view> lines, std::size_t field) {
  std::vector<std::string_view> words;
  for (const std::string_view line : lines) words.push_back(list_field(line, field));
  return words;
}

std::vector<std::string_view> distinct(std::vector<std::string_view> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

Ranks places(const BuildContext& context, std::uint64_t cities) {
  const std::string address = "address:" + name_without(context.column, kAddressWords);
  return {column_key(context.seed, context.table, address, kAddressVersion), cities, false};
}

class City final : public Generator {
 public:
  City(std::vector<std::string_view> names, Ranks places) : names_(std::move(names)), places_(places) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (const RowId& row : request.rows) out.append_text(names_[static_cast<std::size_t>(places_(row))]);
  }

  std::optional<std::uint64_t> capacity() const override { return names_.size(); }

 private:
  std::vector<std::string_view> names_;
  Ranks places_;
};

// A prefix of three digits and two more.
class Postcode final : public Generator {
 public:
  // `places` rank the prefixes; where `codes` is given it ranks prefixes and digits together, each code once.
  Postcode(std::vector<std::string_view> prefixes, Ranks places, std::optional<Ranks> codes, Key key)
      : prefixes_(std::move(prefixes)), places_(places), codes_(codes), key_(key) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    for (const RowId& row : request.rows) {
      const std::uint64_t code =
          codes_ ? (*codes_)(row)
                 : places_(row) * kCodesPerPrefix + below(draw(key_, row.token), kCodesPerPrefix);
      text.assign(prefixes_[static_cast<std::size_t>(code / kCodesPerPrefix)]);
      text.push_back(static_cast<char>('0' + code % 100 / 10));
      text.push_back(static_cast<char>('0' + code % 10));
      out.append_text(text);
    }
  }

 private:
  std::vector<std::string_view> prefixes_;
  Ranks places_;
  std::optional<Ranks> codes_;
  Key key_;
};

class Phone final : public Generator {
 public:
  Phone(std::span<const std::string_view> areas, Ranks ranks) : areas_(areas), ranks_(ranks) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    for (const RowId& row : request.rows) {
      const std::uint64_t rank = ranks_(row);
      text.assign("+1-").append(areas_[static_cast<std::size_t>(rank / kLinesPerArea)]).append("-555-01");
      text.push_back(static_cast<char>('0' + rank % 100 / 10));
      text.push_back(static_cast<char>('0' + rank % 10));
      out.append_text(text);
    }
  }

  std::optional<std::uint64_t> capacity() const override { return ranks_.count(); }

 private:
  std::span<const std::string_view> areas_;
  Ranks ranks_;
};

class Street final : public Generator {
 public:
  Street(std::span<const std::string_view> names, std::span<const std::string_view> types, Ranks ranks)
      : names_(names), types_(types), ranks_(ranks) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    for (const RowId& row : request.rows) {
      std::uint64_t rank = ranks_(row);
      const fmt::format_int house(rank % kHouseNumbers + 1);
      rank /= kHouseNumbers;
      text.assign(house.data(), house.size()).append(1, ' ');
      text.append(names_[static_cast<std::size_t>(rank / types_.size())]).append(1, ' ');
      text.append(types_[static_cast<std::size_t>(rank % types_.size())]);
      out.append_text(text);
    }
  }

  std::optional<std::uint64_t> capacity() const override { return ranks_.count(); }

 private:
  std::span<const std::string_view> names_;
  std::span<const std::string_view> types_;
  Ranks ranks_;
};

}  // namespace

std::unique_ptr<Generator> build_city(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"city", value, column, context};
  arguments.allow_nothing();
  auto names = column_of(arguments.locale().list("cities"), kCityName);
  arguments.require_text(longest_of(names));
  arguments.require_capacity(names.size());
  if (context.unique) return std::make_unique<ListText>(std::move(names), context.key(1), true);
  Ranks ranks = places(context, names.size());
  return std::make_unique<City>(std::move(names), ranks);
}

std::unique_ptr<Generator> build_postcode(const Node& value, const Node& column,
                                          const BuildContext& context) {
  const Arguments arguments{"postcode", value, column, context};
  arguments.allow_nothing();
  arguments.require_text(5);
  auto prefixes = column_of(arguments.locale().list("cities"), kCityPrefix);
  Ranks ranks = places(context, prefixes.size());
  std::optional<Ranks> codes;
  if (context.unique) {
    prefixes = distinct(std::move(prefixes));
    arguments.require_capacity(prefixes.size() * kCodesPerPrefix);
    codes.emplace(context.key(1), prefixes.size() * kCodesPerPrefix, true);
  }
  return std::make_unique<Postcode>(std::move(prefixes), ranks, codes, context.key(1));
}

std::unique_ptr<Generator> build_country(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"country", value, column, context};
  arguments.allow_parameters({});
  std::size_t field = 0;
  if (value.kind != Node::Kind::null) {
    const std::string& form = base::as_text(value, "country");
    if (form != "name" && form != "code") {
      const std::string forms[] = {"name", "code"};
      base::fail_at(value, fmt::format("country can be written by name or code, not \"{}\"{}",
                                       base::printable(form), base::did_you_mean(form, forms)));
    }
    field = form == "code" ? 1 : 0;
  }
  auto names = column_of(arguments.locale().list("countries"), field);
  arguments.require_text(longest_of(names));
  arguments.require_capacity(names.size());
  return std::make_unique<ListText>(std::move(names), context.key(1), context.unique);
}

std::unique_ptr<Generator> build_phone(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"phone", value, column, context};
  arguments.allow_nothing();
  arguments.require_text(std::string_view("+1-212-555-0100").size());
  const auto areas = arguments.locale().list("area_codes");
  const std::uint64_t numbers = areas.size() * kLinesPerArea;
  arguments.require_capacity(numbers);
  return std::make_unique<Phone>(areas, Ranks(context.key(1), numbers, context.unique));
}

std::unique_ptr<Generator> build_street(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"street", value, column, context};
  arguments.allow_nothing();
  const auto names = arguments.locale().list("street_names");
  const auto types = arguments.locale().list("street_types");
  arguments.require_text(digits_of(kHouseNumbers) + 1 + longest_of(names) + 1 + longest_of(types));
  const std::uint64_t streets = kHouseNumbers * names.size() * types.size();
  arguments.require_capacity(streets);
  return std::make_unique<Street>(names, types, Ranks(context.key(1), streets, context.unique));
}

}  // namespace seedctl::gen
