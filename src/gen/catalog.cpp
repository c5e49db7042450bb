// The table of generators. Its order is that of the listing.
//
// A plain array filled in one place: a registry filled by static initialisers would lose generators in a
// static library.
#include "gen/catalog.h"

#include "gen/generators/builders.h"

namespace seedctl::gen {

namespace {

// A row of the listing, in the order in which it is written below.
struct Row {
  const char* group;
  const char* name;
  const char* summary;
  const char* example;
  bool takes_value;
  Builder* build;
  std::vector<ParameterInfo> parameters = {};
};

ParameterInfo locale_parameter() {
  return {"locale", "locale", "such as de_DE; default: the table's, else the profile's"};
}

std::vector<ParameterInfo> locale_only() { return {locale_parameter()}; }

// Makes them keys of the generator's own map.
std::vector<ParameterInfo> inside(std::vector<ParameterInfo> parameters) {
  for (ParameterInfo& parameter : parameters) parameter.inside = !parameter.name.empty();
  return parameters;
}

// Beside every generator of dates and times: how often its days and hours come.
std::vector<ParameterInfo> with_shapes(std::vector<ParameterInfo> parameters) {
  parameters.insert(
      parameters.end(),
      {{"hours", "map of hours to shares", "{7-9: 30, 16-19: 70}; hours that are not named have none"},
       {"weekdays", "map of weekdays to factors", "{sat: 2, sun: 0.5}; 1 for the others"},
       {"months", "map of months to factors", "{jun-aug: 3}; 1 for the others"},
       {"growth", "linear, {linear: r}, {exponential: f}, s-curve or {keyframes: map}",
        "how the days of the range differ: r and f a year"}});
  return parameters;
}

// Beside every generator of numbers of a size: how prices end.
std::vector<ParameterInfo> with_ending(std::vector<ParameterInfo> parameters) {
  parameters.push_back({"ending", "ending", "numbers that end so: 0.99, or a list such as [0.99, 0.95]"});
  return parameters;
}

std::vector<Row> number_rows() {
  return {
      {"numbers", "sequence", "counts up by the row's number", "id: sequence", true, build_sequence,
       inside({{"", "map", "start and step, or within"},
               {"start", "integer", "the first row's value, default 1"},
               {"step", "integer, not 0", "from one row to the next, default 1"},
               {"within", "parent", "in a table with rows per parent: count the children of each parent"}})},
      {"numbers", "between", "uniform between two bounds, both included; numbers, dates, times, timestamps",
       "age: {between: [18, 70]}", true, build_between,
       with_ending(with_shapes(
           {{"", "list of two bounds",
             "values or expressions; a date as the upper bound of a timestamp means the end of that day",
             true}}))},
      {"choices",
       "choice",
       "one of a list of values, each as likely",
       "size: {choice: [small, medium, large]}",
       true,
       build_choice,
       {{"", "list of values", "a bare list is a choice too", true}}},
      {"choices",
       "weights",
       "one of several values, as often as their weights say",
       "type: {weights: {road: 50%, mountain: 30%, hybrid: 20%}}",
       true,
       build_weights,
       {{"", "map of values to weights", "relative numbers, or percentages that sum to 100%", true},
        {"by", "column", "a date of the row: the map then holds such a map for each of several dates"}}},
      {"choices",
       "match",
       "another column's value picks the generator",
       "price: {match: type, cases: {road: {between: [400, 1000]}}, else: {between: [200, 600]}}",
       true,
       build_match,
       {{"", "column", "of the same row", true},
        {"cases", "map of cases", "a column for each value; \"null\" is NULL", true},
        {"else", "case", "for all values without a case"}}},
      {"choices",
       "boolean",
       "true or false",
       "active: boolean",
       true,
       build_boolean,
       {{"", "share", "how many are true, default 50%"}}},
      {"choices",
       "value",
       "the same value in every row, or null",
       "status: {value: active}",
       true,
       build_value,
       {{"", "value", "the value, or null", true}}},
      {"text",
       "template",
       "text with the row's number and other columns in it",
       "code: {template: \"B-{row:06}\"}",
       true,
       build_template,
       {{"", "text", "{row}, {row:06} (with leading zeros), {column}; {{ and }} stand for braces", true}}},
      {"text",
       "pattern",
       "text that a regular expression matches",
       "code: {pattern: \"[A-Z]{2}-[0-9]{4}\"}",
       true,
       build_pattern,
       {{"", "text", "a regular expression of characters, classes, groups, alternatives and repetitions",
         true}}},
      {"text", "uuid", "a random identifier of version 4", "id: uuid", false, build_uuid},
      {"documents",
       "json",
       "an object whose members have generators of their own",
       "profile: {json: {name: full_name, tags: {array: word, length: [0, 3]}}}",
       true,
       build_json,
       {{"", "map of names to generators", "each written as a column is; objects within are json again",
         true}}},
      {"documents",
       "array",
       "some values of a generator: an array, in columns of json and text a JSON array",
       "labels: {array: [red, green, blue], length: [0, 3], distinct: true}",
       true,
       build_array,
       {{"", "generator", "of the elements, written as a column is", true},
        {"length", "number or list of two", "how many, default 0 to 3"},
        {"distinct", "true or false", "no element twice in an array"}}},
      {"text",
       "bytes",
       "random bytes",
       "token: {bytes: 16}",
       true,
       build_bytes,
       {{"", "number or list of two", "how many, or the least and the most", true}}},
  };
}

std::vector<Row> person_rows() {
  return {
      {"person", "full_name",
       "first and last name in the locale's order; all different until every pair is used", "name: full_name",
       false, build_full_name, locale_only()},
      {"person", "first_name", "the first name of the row's person", "first_name: first_name", false,
       build_first_name, locale_only()},
      {"person", "last_name", "the last name of the row's person", "last_name: last_name", false,
       build_last_name, locale_only()},
      {"person", "email",
       "an address of the row's person at example.com, .org or .net; unique: with the row's number",
       "email: {email: null, unique: true}", false, build_email, locale_only()},
      {"person", "username", "a login made of the person's name; unique: with the row's number",
       "login: username", false, build_username, locale_only()},
      {"person", "phone", "a number of a range that nobody is given", "phone: phone", false, build_phone,
       locale_only()},
  };
}

std::vector<Row> place_rows() {
  return {
      {"place", "street", "house number and street, as the locale writes them", "street: street", false,
       build_street, locale_only()},
      {"place", "city", "a city, in agreement with the row's region and postcode", "city: city", false,
       build_city, locale_only()},
      {"place", "postcode", "a postcode of the row's city", "zip: postcode", false, build_postcode,
       locale_only()},
      {"place",
       "region",
       "the state, county or province of the row's city",
       "state: {region: code}",
       true,
       build_region,
       {{"", "name or code", "its name (the default) or its code"}, locale_parameter()}},
      {"place",
       "country",
       "a country",
       "country: country",
       true,
       build_country,
       {{"", "name or code", "its name (the default) or its two-letter code"},
        {"of", "address", "the country of the row's city, which is the locale's"},
        locale_parameter()}},
      {"place",
       "latitude",
       "degrees north, within the country that the locale's cities lie in",
       "lat: latitude",
       true,
       build_latitude,
       {{"", "country or world", "default: country"}, locale_parameter()}},
      {"place",
       "longitude",
       "degrees east, within the country that the locale's cities lie in",
       "lon: longitude",
       true,
       build_longitude,
       {{"", "country or world", "default: country"}, locale_parameter()}},
      {"words", "company", "a made-up company's name", "employer: company", false, build_company,
       locale_only()},
      {"words", "word", "one word", "tag: word", false, build_word, locale_only()},
      {"words", "sentence", "4 to 12 words", "title: sentence", false, build_sentence, locale_only()},
      {"words", "paragraph", "3 to 6 sentences", "description: paragraph", false, build_paragraph,
       locale_only()},
      {"words",
       "text",
       "sentences of a given length, or so many words, sentences or paragraphs",
       "body: {text: {length: [50, 200]}}",
       true,
       build_text,
       {{"", "map of one key", "length, words, sentences or paragraphs", true},
        {"length", "number or list of two", "characters, exactly", false, true},
        {"words", "number or list of two", "without a full stop", false, true},
        {"sentences", "number or list of two", "of 4 to 12 words", false, true},
        {"paragraphs", "number or list of two", "of 3 to 6 sentences, with an empty line between", false,
         true},
        locale_parameter()}},
  };
}

std::vector<Row> distribution_rows() {
  const ParameterInfo min{"min", "value", "the distribution is truncated there"};
  const ParameterInfo max{"max", "value", "the distribution is truncated there"};
  return {
      {"numbers", "normal", "around a mean; numbers, dates, times, timestamps",
       "age: {normal: {mean: 40, sd: 12, min: 18, max: 90}}", true, build_normal,
       with_ending(with_shapes(inside({{"", "map", "mean and sd, bounded by min and max", true},
                                       {"mean", "value", "of the whole, untruncated distribution", true},
                                       {"sd", "number or span", "the standard deviation", true},
                                       min,
                                       max})))},
      {"numbers", "lognormal", "sizes and durations: half below the median, few many times as large",
       "minutes: {lognormal: {median: 20, sigma: 0.5, max: 500}}", true, build_lognormal,
       with_ending(
           with_shapes(inside({{"", "map", "median and sigma, bounded by min and max", true},
                               {"median", "number or span", "of dates: after min", true},
                               {"sigma", "number above 0", "the standard deviation of the logarithm", true},
                               min,
                               max})))},
      {"numbers", "exponential", "most near min, ever fewer above",
       "days_open: {exponential: {mean: 5, min: 1}}", true, build_exponential,
       with_ending(with_shapes(inside({{"", "map", "mean, bounded by min and max", true},
                                       {"mean", "number or span", "above min", true},
                                       {"min", "value", "default 0; needed for dates"},
                                       max})))},
      {"numbers", "zipf", "whole numbers, few of them very often",
       "quantity: {zipf: {exponent: 1.1, max: 1000}}", true, build_zipf,
       inside({{"", "map", "exponent and max", true},
               {"exponent", "exponent", "number k comes as often as 1 / k^exponent", true},
               {"min", "integer", "default 1"},
               {"max", "integer", "the rarest", true}})},
      {"numbers", "histogram", "stretches as often as their weights say; numbers, dates, times, timestamps",
       "age: {histogram: [{from: 18, to: 30, weight: 5}, {from: 30, to: 90, weight: 3}]}", true,
       build_histogram,
       with_ending(with_shapes(
           {{"", "list of {from, to, weight}", "`to` is included unless the next one starts there", true}}))},
  };
}

std::vector<Row> reference_rows() {
  return {
      {"references",
       "ref",
       "the key of a row of another table, or of an earlier row of the same",
       "bike_id: {ref: bike}",
       true,
       build_ref,
       {{"", "table", "may be left out where the column has a foreign key"},
        {"column", "column", "of that table; default: the one that the foreign key refers to"},
        {"pick", "policy",
         "uniform, each, {distinct: 3}, {zipf: 1.1}, {weights: [5, 3, 1]}, {growth: {children_per_parent: "
         "5}}"},
        {"capacity", "whole number above 0",
         "how many of that table's first rows are referred to; default: all"},
        {"to", "name", "the fixed row of that name, always"},
        {"distinct_from", "column or list of columns",
         "another reference, or a list of them, whose rows it does not take"}}},
      {"expressions",
       "expr",
       "what a PostgreSQL expression makes of the row's other columns",
       "rent_end: {expr: \"rent_start + minutes * interval '1 minute'\"}",
       true,
       build_expr,
       {{"", "expression", "sees the columns of the row, `row` (its number) and `as_of`", true}}},
      {"time",
       "after",
       "another column's time plus a span",
       "rent_end: {after: rent_start, by: [10m, 4h]}",
       true,
       build_after,
       {{"", "column", "a date or timestamp of the same row", true},
        {"by", "span or list of two", "uniform between them, in whole seconds (dates: days)", true}}},
      {"time",
       "day",
       "in a table with rows per_day, the day of the row; of timestamps a second of it",
       "etl_date: day",
       false,
       build_day,
       {{"hours", "map of hours to shares", "{7-9: 30, 16-19: 70}; default: all seconds alike"}}},
  };
}

std::vector<Row> internet_rows() {
  return {
      {"internet",
       "ipv4",
       "an address that nobody has",
       "ip: ipv4",
       true,
       build_ipv4,
       {{"", "documentation or private",
         "of the networks kept for examples (the default), or of 10.0.0.0/8"}}},
      {"internet", "ipv6", "an address of 2001:db8::/32, kept for examples", "ip: ipv6", false, build_ipv6},
      {"internet", "mac", "a locally administered hardware address", "device: mac", false, build_mac},
      {"internet", "domain", "a name below .example, which nobody has", "host: domain", false, build_domain},
      {"internet", "url", "a page of www.example.com, .org or .net", "homepage: url", false, build_url},
      {"internet", "slug", "three words joined by hyphens", "slug: slug", false, build_slug},
      {"internet", "user_agent", "what a browser calls itself", "agent: user_agent", false, build_user_agent},
      {"internet",
       "hash",
       "random hexadecimal text as long as that of a hash function",
       "checksum: {hash: sha256}",
       true,
       build_hash,
       {{"", "md5, sha1 or sha256", "32, 40 or 64 digits", true}}},
      {"files", "file_name", "two words and the ending of the row's mime_type", "file_name: file_name", false,
       build_file_name},
      {"files", "file_path", "an absolute path with the ending of the row's mime_type", "path: file_path",
       false, build_file_path},
      {"files", "mime_type", "the type of the row's file", "mime_type: mime_type", false, build_mime_type},
  };
}

std::vector<Row> trade_rows() {
  return {
      {"trade",
       "currency",
       "a currency; code, name and symbol of a row agree",
       "currency: currency",
       true,
       build_currency,
       {{"", "code, name or symbol", "of ISO 4217 (the default), in English, or as prices show it"}}},
      {"trade",
       "credit_card",
       "a card number published for tests; number and brand of a row agree",
       "card_number: credit_card",
       true,
       build_credit_card,
       {{"", "number or brand", "default: number"}}},
      {"trade",
       "iban",
       "an account number with valid check digits, of a bank that there is not",
       "iban: {iban: DE}",
       true,
       build_iban,
       {{"", "country with IBANs", "its code; default: the locale's country, else any"}, locale_parameter()}},
      {"trade",
       "product",
       "what a shop sells",
       "title: product",
       true,
       build_product,
       {{"", "name or sku", "a name made of parts (the default), or a number such as ABC-12345"}}},
      {"trade",
       "color",
       "a color",
       "color: color",
       true,
       build_color,
       {{"", "name or hex", "an English name (the default), or #rrggbb"}}},
      {"person", "job_title", "what somebody does", "position: job_title", false, build_job_title},
      {"person", "department", "a part of a company", "department: department", false, build_department},
  };
}

std::vector<GeneratorInfo> make_catalog() {
  std::vector<GeneratorInfo> catalog;
  for (auto* rows :
       {number_rows, distribution_rows, reference_rows, person_rows, place_rows, internet_rows, trade_rows}) {
    for (Row& row : rows()) {
      catalog.push_back({.name = row.name,
                         .version = 1,
                         .group = row.group,
                         .summary = row.summary,
                         .parameters = std::move(row.parameters),
                         .example = row.example,
                         .takes_value = row.takes_value,
                         .build = row.build});
    }
  }
  return catalog;
}

const std::vector<GeneratorInfo>& catalog() {
  static const std::vector<GeneratorInfo> rows = make_catalog();
  return rows;
}

}  // namespace

std::span<const ParameterInfo> column_modifiers() {
  static const std::vector<ParameterInfo> modifiers = {
      {"nulls", "share", "how many rows are NULL, spread evenly"},
      {"unique", "true or false", "no value twice"},
      {"dirty", "dirt", "a share of the cells is wrong, in known places"},
      {"virtual", "true or false", "used by other columns, and in no table"},
      {"type", "type", "of a virtual column, where its generator does not say it: numeric(10,2)"},
  };
  return modifiers;
}

std::span<const GeneratorInfo> generators() { return catalog(); }

const GeneratorInfo* find_generator(std::string_view name) {
  for (const GeneratorInfo& info : catalog()) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

std::vector<std::string> generator_names() {
  std::vector<std::string> names;
  for (const GeneratorInfo& info : catalog()) names.push_back(info.name);
  return names;
}

}  // namespace seedctl::gen
