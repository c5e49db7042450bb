// What a column's name and type suggest: the weakest evidence, used where the database enforces nothing.
//
// Names are taken apart at '_' and at humps; the tables below list whole names first, then last words.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/array_text.h"
#include "base/text.h"
#include "profile/column_name.h"
#include "profile/facts.h"
#include "profile/inference.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::TypeKind;

constexpr std::int32_t kYear = kInferredDays;
constexpr const char* kPage = "https://www.example.com/{row}";

bool is_about_people(std::string_view word) {
  return any_of(
      word,
      {"user",   "users",   "person",    "people",     "customer",   "customers", "employee", "employees",
       "member", "members", "account",   "accounts",   "author",     "authors",   "contact",  "contacts",
       "staff",  "student", "students",  "teacher",    "teachers",   "patient",   "patients", "doctor",
       "driver", "drivers", "client",    "clients",    "guest",      "guests",    "manager",  "owner",
       "player", "players", "passenger", "passengers", "subscriber", "recipient", "sender",   "agent"});
}

bool is_about_companies(std::string_view word) {
  return any_of(word,
                {"company", "companies", "organization", "organizations", "organisation", "organisations",
                 "vendor", "vendors", "supplier", "suppliers", "employer", "manufacturer", "manufacturers",
                 "publisher", "publishers", "brand", "brands", "merchant", "merchants"});
}

// A generator by the column's own words.
struct Rule {
  std::initializer_list<std::string_view> names;
  const char* generator;
};

const std::array<Rule, 14>& text_rules() {
  static const std::array<Rule, 14> rules = {{
      {{"email", "mail", "e_mail", "email_address"}, "email"},
      {{"username", "user_name", "login", "nickname", "nick", "handle", "screen_name"}, "username"},
      {{"first_name", "firstname", "given_name", "forename"}, "first_name"},
      {{"last_name", "lastname", "surname", "family_name"}, "last_name"},
      {{"full_name", "fullname", "display_name"}, "full_name"},
      {{"company", "company_name", "organization", "organisation", "employer", "vendor", "supplier",
        "manufacturer"},
       "company"},
      {{"phone", "phone_number", "mobile", "cell", "tel", "telephone", "fax"}, "phone"},
      {{"street", "address", "street_address", "address_line", "addr"}, "street"},
      {{"city", "town", "place"}, "city"},
      {{"region", "province", "county", "prefecture"}, "region"},
      {{"country", "country_name", "nationality"}, "country"},
      {{"postcode", "zip", "zipcode", "zip_code", "postal_code", "post_code"}, "postcode"},
      {{"description", "summary", "title", "subject", "headline", "comment", "note", "notes", "remark",
        "remarks", "message", "caption", "question", "answer", "reason"},
       "sentence"},
      {{"body", "content", "bio", "biography", "article", "details", "abstract", "text"}, "paragraph"},
  }};
  return rules;
}

// "name" means what its table is about.
Inferred infer_name_column(const schema::Table& table, const ColumnName& name) {
  const std::vector<std::string> table_words = ColumnName(table.name).parts;
  const bool is_of_column = name.parts.size() > 1;
  const std::string about = is_of_column          ? name.parts[name.parts.size() - 2]
                            : table_words.empty() ? std::string()
                                                  : table_words.back();
  const std::string reason =
      is_of_column ? fmt::format("name of a {}", about) : fmt::format("name of a row of {}", table.name);
  if (is_about_people(about)) return {plain("full_name"), reason};
  if (is_about_companies(about)) return {plain("company"), reason};
  if (any_of(about, {"city", "cities", "town"})) return {plain("city"), reason};
  if (any_of(about, {"country", "countries"})) return {plain("country"), reason};
  std::string label = about.empty() ? "row" : about;
  if (label.front() >= 'a' && label.front() <= 'z')
    label.front() = static_cast<char>(label.front() - 'a' + 'A');
  return {call("template", words(label + " {row}")), reason};
}

// The address that a column's name speaks of, where its last word is one of these: "shipping" of
// shipping_city.
std::optional<std::string> address_of(std::vector<std::string> parts,
                                      std::initializer_list<std::string_view> last_words) {
  if (parts.empty() || !any_of(parts.back(), last_words)) return std::nullopt;
  parts.pop_back();
  return base::join(parts, "_");
}

// A region or country beside a city or postcode of the same address agrees with it. (Alone, a `state` may be
// anything, and a country anybody's.)
std::optional<Inferred> infer_of_address(const InferenceInput& input, const schema::Column& column,
                                         const ColumnName& name) {
  std::vector<std::string> parts = name.parts;
  const bool code = name.last == "code";
  if (code || name.last == "name") parts.pop_back();
  const auto region = address_of(parts, {"region", "state", "province", "county", "prefecture"});
  const auto country = address_of(parts, {"country"});
  if (!region && !country) return std::nullopt;
  const bool short_form = code || (column.type.length > 0 && column.type.length <= (region ? 3 : 2));
  const auto form = words(short_form ? "code" : "name");
  for (const schema::Column& other : input.table.columns) {
    const auto place =
        address_of(ColumnName(other.name).parts, {"city", "town", "postcode", "zip", "zipcode"});
    if (!place || place != (region ? region : country)) continue;
    return Inferred{region ? call("region", form) : with(call("country", form), "of", words("address")),
                    fmt::format("named {}, beside {}", column.name, other.name)};
  }
  return std::nullopt;
}

// What tells one of many apart, in a shape that people know and that nobody has: a BIC of the country ZZ with
// the 0 of a test bank, a social security number of the 900s, whose group is not one of a tax payer's either.
std::optional<Inferred> infer_identifier(const schema::Column& column, const ColumnName& name) {
  const auto ends_with = [&](std::initializer_list<std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
      return name.whole == ending || name.whole.ends_with("_" + std::string(ending));
    });
  };
  const std::string reason = fmt::format("named {}", column.name);
  if (ends_with({"uuid", "guid"})) return Inferred{plain("uuid"), reason};
  if (ends_with({"bic", "bic_code", "swift", "swift_code"}))
    return Inferred{call("pattern", words("[A-Z]{4}ZZ[A-Z2-9]0")), reason};
  if (ends_with({"ssn", "social_security", "social_security_number", "social_security_no"})) {
    constexpr std::int32_t kWithHyphens = 11;
    const bool bare = column.type.length > 0 && column.type.length < kWithHyphens;
    return Inferred{call("pattern", words(bare ? "9[0-9]{2}0[0-9]{5}" : "9[0-9]{2}-0[0-9]-[0-9]{4}")),
                    reason};
  }
  return std::nullopt;
}

std::optional<Inferred> infer_text(const InferenceInput& input, const schema::Column& column) {
  const ColumnName name(column.name);
  const std::string reason = fmt::format("named {}", column.name);
  if (auto of_address = infer_of_address(input, column, name)) return of_address;
  if (auto identifier = infer_identifier(column, name)) return identifier;
  const bool short_code = column.type.length > 0 && column.type.length <= 3;
  if (short_code && any_of(name.parts.empty() ? "" : name.parts.front(), {"country"})) {
    return Inferred{column.type.length == 2 ? choice_of({"US", "CA", "GB", "DE", "FR", "JP"})
                                            : choice_of({"USA", "CAN", "GBR", "DEU", "FRA", "JPN"}),
                    reason};
  }
  for (const bool whole : {true, false}) {
    for (const Rule& rule : text_rules()) {
      const std::string_view word = whole ? name.whole : name.last;
      if (std::find(rule.names.begin(), rule.names.end(), word) != rule.names.end()) {
        return Inferred{plain(rule.generator), reason};
      }
    }
  }
  if (name.last == "name") return infer_name_column(input.table, name);
  if (any_of(name.last, {"url", "website", "link", "homepage", "uri"})) {
    return Inferred{call("template", words(kPage)), reason};
  }
  if (any_of(name.last, {"slug", "code", "sku", "number", "reference", "ref", "key", "token", "barcode"})) {
    return Inferred{call("template", words(fmt::format("{}-{{row}}", name.last))), reason};
  }
  if (any_of(name.last, {"status"})) return Inferred{choice_of({"active", "inactive", "pending"}), reason};
  if (any_of(name.last, {"color", "colour"}))
    return Inferred{choice_of({"red", "green", "blue", "black", "white"}), reason};
  if (any_of(name.last, {"currency"})) return Inferred{choice_of({"USD", "EUR", "GBP"}), reason};
  if (any_of(name.last, {"language", "lang"})) return Inferred{choice_of({"en", "es", "de", "fr"}), reason};
  if (any_of(name.last, {"gender", "sex"})) return Inferred{choice_of({"F", "M", "X"}), reason};
  return std::nullopt;
}

std::string days_from(base::Date date, std::int32_t days) { return base::Date{date.days + days}.str(); }

std::optional<Range> range_of_time(const InferenceInput& input, const schema::Column& column,
                                   const ColumnName& name) {
  const base::Date day = input.as_of;
  const std::string reason = fmt::format("named {}", column.name);
  if (any_of(name.last, {"birth", "birthday", "birthdate", "dob", "born"}) ||
      std::find(name.parts.begin(), name.parts.end(), "birth") != name.parts.end()) {
    return Range{days_from(day, -80 * kYear), days_from(day, -18 * kYear), reason};
  }
  for (const std::string& part : name.parts) {
    if (any_of(part, {"due", "expires", "expiry", "expiration", "expire", "until", "deadline", "renewal"})) {
      return Range{days_from(day, 1), days_from(day, kYear), reason};
    }
  }
  return std::nullopt;
}

std::optional<Range> range_of_integer(const InferenceInput& input, const schema::Column& column,
                                      const ColumnName& name) {
  const std::string reason = fmt::format("named {}", column.name);
  if (name.last == "age") return Range{"18", "80", reason};
  if (name.last == "year") return Range{"2000", std::to_string(input.as_of.civil().year), reason};
  if (name.last == "month") return Range{"1", "12", reason};
  if (name.last == "day") return Range{"1", "28", reason};
  if (name.last == "hour") return Range{"0", "23", reason};
  if (any_of(name.last, {"quantity", "qty", "level", "priority"})) return Range{"1", "10", reason};
  if (any_of(name.last, {"count", "stock", "points", "views", "likes"})) return Range{"0", "100", reason};
  if (any_of(name.last, {"rating", "stars", "score"})) return Range{"1", "5", reason};
  if (any_of(name.last, {"percent", "pct", "percentage", "discount"})) return Range{"0", "100", reason};
  if (any_of(name.last, {"minutes", "duration", "seconds"})) return Range{"1", "240", reason};
  if (name.last == "id") return Range{"1", "1000", reason};
  return std::nullopt;
}

std::optional<Range> range_of_fraction(const schema::Column& column, const ColumnName& name) {
  const std::string reason = fmt::format("named {}", column.name);
  if (any_of(name.last, {"salary", "income", "budget"})) return Range{"30000", "150000", reason};
  if (any_of(name.last, {"lat", "latitude"})) return Range{"-90", "90", reason};
  if (any_of(name.last, {"lon", "lng", "long", "longitude"})) return Range{"-180", "180", reason};
  if (any_of(name.last, {"percent", "pct", "percentage", "discount"})) return Range{"0", "100", reason};
  if (any_of(name.last, {"rate", "ratio", "probability", "share"})) return Range{"0", "1", reason};
  if (any_of(name.last, {"rating", "score", "stars"})) return Range{"1", "5", reason};
  return std::nullopt;
}

bool is_money(const ColumnName& name) {
  return any_of(name.last,
                {"price", "cost", "amount", "total", "fee", "subtotal", "balance", "charge", "payment"});
}

// The largest number that a decimal column of few digits holds, at most `wanted`.
std::string fitting(const base::LogicalType& type, std::int64_t wanted) {
  if (type.kind != TypeKind::decimal || type.precision == 0) return std::to_string(wanted);
  std::int64_t whole = 1;
  for (int i = type.scale; i < type.precision && whole <= wanted; ++i) whole *= 10;
  if (whole > wanted) return std::to_string(wanted);
  if (whole > 1) return std::to_string(whole - 1);
  base::Decimal below_one{1, 0};
  below_one = below_one.rescaled(type.scale);
  --below_one.coefficient;
  return below_one.str();
}

}  // namespace

Range usual_range(const InferenceInput& input, const schema::Column& column) {
  const ColumnName name(column.name);
  const std::string by_type = fmt::format("type {}", column.type.str());
  switch (column.type.kind) {
    case TypeKind::integer:
      if (auto range = range_of_integer(input, column, name)) return *range;
      if (is_money(name)) return {"1", "1000", fmt::format("named {}", column.name)};
      return {"0", "1000", by_type};
    case TypeKind::decimal:
    case TypeKind::real: {
      auto range = range_of_fraction(column, name);
      if (!range && is_money(name)) range = Range{"1", "1000", fmt::format("named {}", column.name)};
      if (!range) range = Range{"0", "1000", by_type};
      const auto wanted = base::Decimal::parse(range->high);
      range->high = fitting(column.type, static_cast<std::int64_t>(wanted->coefficient));
      if (const auto least = base::Decimal::parse(range->low); least && least->coefficient < 0)
        range->low = "-" + fitting(column.type, static_cast<std::int64_t>(-least->coefficient));
      const auto low = base::Decimal::parse(range->low), high = base::Decimal::parse(range->high);
      if (low && high && *high < *low) range->low = "0";
      return *range;
    }
    case TypeKind::time:
      return {"00:00:00", "23:59:59", by_type};
    default:
      if (auto range = range_of_time(input, column, name)) return *range;
      return {days_from(input.as_of, -kYear), input.as_of.str(), kYearBefore};
  }
}

std::optional<Inferred> infer_from_name(const InferenceInput& input, const schema::Column& column) {
  const ColumnName name(column.name);
  if (column.type.kind == TypeKind::text) return infer_text(input, column);
  if (!is_temporal(column.type.kind)) return std::nullopt;
  if (column.nullable &&
      any_of(name.parts.empty() ? "" : name.parts.front(), {"deleted", "cancelled", "canceled"})) {
    return Inferred{call("value", plain("null")), fmt::format("named {}, and may be NULL", column.name)};
  }
  if (column.type.kind != TypeKind::date && name.whole == "updated_at") {
    const schema::Column* created = input.table.column("created_at");
    if (created != nullptr && created->type.kind == column.type.kind) {
      return Inferred{with(call("after", plain("created_at")), "by", list_of({plain("1m"), plain("7d")})),
                      "named updated_at"};
    }
  }
  return std::nullopt;
}

std::vector<Inferred> shorter_forms(const Inferred& named) {
  const base::Node* page = named.column.find("template");
  std::vector<const char*> templates;
  if (named.column.text == "email") templates = {"{row}@a.example", "{row}@a.test"};
  if (page != nullptr && page->text == kPage) templates = {"https://a.example/{row}", "a.example/{row}"};
  std::vector<Inferred> found;
  for (const char* shorter : templates)
    found.push_back({call("template", words(shorter)), named.reason + ", as short as can be"});
  return found;
}

Inferred infer_from_type(const InferenceInput& input, const schema::Column& column) {
  const std::string reason = fmt::format("type {}", column.type.str());
  switch (column.type.kind) {
    case TypeKind::boolean: {
      const ColumnName name(column.name);
      const bool question = !name.parts.empty() && any_of(name.parts.front(), {"is", "has", "can"});
      return {plain("boolean"), question ? fmt::format("named {}", column.name) : reason};
    }
    case TypeKind::text:
      return {plain("word"), reason};
    case TypeKind::uuid:
      return {plain("uuid"), reason};
    case TypeKind::enumeration:
      return {choice_of(column.type.labels), "the enumeration's labels"};
    case TypeKind::json:
      return {call("value", words("{}")), reason};
    case TypeKind::bytes:
      return {call("bytes", plain("16")), reason};
    case TypeKind::interval:
      return {call("value", words("01:00:00")), reason};
    case TypeKind::network:
      return {plain(column.type.raw.starts_with("mac") ? "mac" : "ipv4"), reason};
    case TypeKind::array: {
      schema::Column element = column;
      element.type = base::element_type(column.type);
      return {call("array", infer_from_type(input, element).column), reason};
    }
    default: {
      const Range range = usual_range(input, column);
      return {between(range.low, range.high), range.reason};
    }
  }
}

}  // namespace seedctl::profile
