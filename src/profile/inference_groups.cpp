// What a column's name suggests of the groups of hosts, files, trade and places: a table of words, most
// particular first, and for each the generators that are tried in turn.
//
// Whether one fits is not asked here: the column's type, length and CHECKs decide among what is suggested,
// and what the type suggests comes last.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "profile/column_name.h"
#include "profile/inference.h"
#include "profile/notation.h"

namespace seedctl::profile {
namespace {

using base::TypeKind;

// "hash: sha256", or just "ipv4".
struct Suggestion {
  const char* generator;
  const char* form = nullptr;
};

struct Rule {
  std::vector<std::string_view> names;  // whole, or the last words of a name
  std::vector<Suggestion> suggestions;
};

const std::vector<Rule>& text_rules() {
  static const std::vector<Rule> rules = {
      {{"ip", "ip_address", "ip_addr", "ipaddress", "ipaddr", "ipv4", "remote_addr", "remote_address",
        "client_addr"},
       {{"ipv4"}}},
      {{"ipv6"}, {{"ipv6"}}},
      {{"mac", "mac_address", "mac_addr", "macaddr"}, {{"mac"}}},
      {{"domain", "domain_name", "hostname", "host_name", "host", "fqdn"}, {{"domain"}}},
      {{"url", "website", "link", "homepage", "uri", "permalink", "webpage"}, {{"url"}}},
      {{"slug"}, {{"slug"}}},
      {{"user_agent", "useragent"}, {{"user_agent"}}},
      {{"md5"}, {{"hash", "md5"}}},
      {{"sha1", "sha"}, {{"hash", "sha1"}}},
      {{"sha256", "hash", "checksum", "digest", "etag", "fingerprint"},
       {{"hash", "sha256"}, {"hash", "sha1"}, {"hash", "md5"}}},
      {{"file_name", "filename", "attachment_name"}, {{"file_name"}}},
      {{"file_path", "filepath", "path"}, {{"file_path"}}},
      {{"mime_type", "mimetype", "content_type", "media_type", "mime"}, {{"mime_type"}}},
      {{"currency", "currency_code"}, {{"currency"}}},
      {{"currency_name"}, {{"currency", "name"}}},
      {{"currency_symbol"}, {{"currency", "symbol"}}},
      {{"card_number", "credit_card", "credit_card_number", "cc_number"}, {{"credit_card"}}},
      {{"card_brand", "card_type", "card_network"}, {{"credit_card", "brand"}}},
      {{"iban", "bank_account"}, {{"iban"}}},
      {{"product", "product_name", "product_title", "item_name", "article_name"}, {{"product"}}},
      {{"sku", "article_number", "part_number"}, {{"product", "sku"}}},
      {{"hex_color", "hex_colour", "color_hex", "colour_hex", "color_code"}, {{"color", "hex"}}},
      {{"color", "colour"}, {{"color"}, {"color", "hex"}}},
      {{"job_title", "position", "profession", "occupation", "job"}, {{"job_title"}}},
      {{"department", "dept", "department_name"}, {{"department"}}},
  };
  return rules;
}

const std::vector<Rule>& degree_rules() {
  static const std::vector<Rule> rules = {{{"lat", "latitude"}, {{"latitude"}}},
                                          {{"lon", "lng", "long", "longitude"}, {{"longitude"}}}};
  return rules;
}

// How many of the name's last words are one of the rule's names; 0 = none.
std::size_t match_length(const ColumnName& name, const Rule& rule) {
  std::size_t longest = 0;
  for (const std::string_view known : rule.names) {
    const bool ends_so =
        name.whole == known || (name.whole.size() > known.size() && name.whole.ends_with(known) &&
                                name.whole[name.whole.size() - known.size() - 1] == '_');
    if (ends_so) longest = std::max(longest, known.size());
  }
  return longest;
}

bool is_about_products(const schema::Table& table) {
  return any_of(ColumnName(table.name).last, {"product", "products", "item", "items", "article", "articles"});
}

}  // namespace

std::vector<Inferred> infer_from_groups(const schema::Table& table, const schema::Column& column) {
  const TypeKind kind = column.type.kind;
  const bool degrees = kind == TypeKind::decimal || kind == TypeKind::real;
  if (!degrees && kind != TypeKind::text) return {};
  const ColumnName name(column.name);
  const Rule* best = nullptr;
  std::size_t longest = 0;
  for (const Rule& rule : degrees ? degree_rules() : text_rules()) {
    const std::size_t length = match_length(name, rule);
    if (length > longest) {
      best = &rule;
      longest = length;
    }
  }
  std::vector<Inferred> found;
  if (!degrees && any_of(name.whole, {"name", "title"}) && is_about_products(table))
    return {{plain("product"), fmt::format("{} of a product", name.whole)}};
  if (best == nullptr) return found;
  for (const Suggestion& suggestion : best->suggestions) {
    found.push_back({suggestion.form == nullptr ? plain(suggestion.generator)
                                                : call(suggestion.generator, words(suggestion.form)),
                     fmt::format("named {}", column.name)});
  }
  return found;
}

}  // namespace seedctl::profile
