// ipv4, ipv6, mac, domain, url, slug and user_agent.
//
// Addresses and hosts are only ever those that nobody has: the blocks that RFC 5737 and RFC 3849 keep for
// documentation, private networks (RFC 1918), locally administered hardware addresses, and the names of
// RFC 2606.
#include <fmt/format.h>

#include <string>

#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/pattern_text.h"

namespace seedctl::gen {

namespace {

using base::Node;

constexpr std::string_view kByte = "(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])";
constexpr std::string_view kHostByte = "([1-9]|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-4])";
constexpr std::string_view kDocumentationNetworks = "(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.";
// Groups of four digits without a leading zero are how the address is written in its canonical form.
constexpr std::string_view kDocumentationAddress6 = "2001:db8(:[1-9a-f][0-9a-f]{3}){6}";
// The second digit says: administered locally, and of one device.
constexpr std::string_view kLocalMac = "[0-9a-f][26ae](:[0-9a-f]{2}){5}",
                           kLocalMac8 = "[0-9a-f][26ae](:[0-9a-f]{2}){7}";
// Browsers that freeze what they say of their system; Firefox says rv:109.0 in all of these versions.
constexpr std::string_view kUserAgents =
    "Mozilla/5\\.0 \\((Windows NT 10\\.0; Win64; x64|Macintosh; Intel Mac OS X 10_15_7|X11; Linux x86_64)"
    "(\\) AppleWebKit/537\\.36 \\(KHTML, like Gecko\\) Chrome/1[0-3]\\d\\.0\\.0\\.0 Safari/537\\.36"
    "|; rv:109\\.0\\) Gecko/20100101 Firefox/11\\d\\.0)";

// In columns of text and of these types of networks.
bool is_of_network(const Arguments& arguments, std::string_view one, std::string_view other) {
  const base::LogicalType& type = arguments.context.type;
  if (type.kind != base::TypeKind::network) return false;
  if (type.raw == one || type.raw == other) return true;
  arguments.fail(fmt::format("{} makes {} and {}; column {} is {}", arguments.generator, one, other,
                             arguments.context.column, type.raw));
}

// A cidr is a network, here of one host.
std::unique_ptr<Generator> make_host(const Arguments& arguments, std::string pattern,
                                     std::string_view all_bits) {
  if (!is_of_network(arguments, "inet", "cidr"))
    return make_pattern_text(arguments, built_in_pattern(pattern));
  if (arguments.context.type.raw == "cidr") pattern.append("/").append(all_bits);
  return make_pattern_of_type(arguments, built_in_pattern(pattern));
}

}  // namespace

std::unique_ptr<Generator> build_ipv4(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"ipv4", value, column, context};
  constexpr std::string_view kForms[] = {"documentation", "private"};
  arguments.allow_parameters({});
  const bool is_private = form_of(arguments, kForms) == 1;
  const std::string host(kHostByte), byte(kByte);
  return make_host(
      arguments,
      is_private ? "10\\." + byte + "\\." + byte + "\\." + host : std::string(kDocumentationNetworks) + host,
      "32");
}

std::unique_ptr<Generator> build_ipv6(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"ipv6", value, column, context};
  arguments.allow_nothing();
  return make_host(arguments, std::string(kDocumentationAddress6), "128");
}

std::unique_ptr<Generator> build_mac(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"mac", value, column, context};
  if (!is_of_network(arguments, "macaddr", "macaddr8")) return make_built_in_text(arguments, kLocalMac);
  arguments.allow_nothing();
  return make_pattern_of_type(arguments,
                              built_in_pattern(context.type.raw == "macaddr" ? kLocalMac : kLocalMac8));
}

std::unique_ptr<Generator> build_domain(const Node& value, const Node& column, const BuildContext& context) {
  return make_built_in_text({"domain", value, column, context},
                            any_word() + "(-" + any_word() + ")?\\.example");
}

std::unique_ptr<Generator> build_url(const Node& value, const Node& column, const BuildContext& context) {
  return make_built_in_text(
      {"url", value, column, context},
      "https://www\\.example\\.(com|org|net)/" + any_word() + "/" + any_word() + "-" + any_word());
}

std::unique_ptr<Generator> build_slug(const Node& value, const Node& column, const BuildContext& context) {
  return make_built_in_text({"slug", value, column, context},
                            any_word() + "-" + any_word() + "-" + any_word());
}

std::unique_ptr<Generator> build_user_agent(const Node& value, const Node& column,
                                            const BuildContext& context) {
  return make_built_in_text({"user_agent", value, column, context}, kUserAgents);
}

}  // namespace seedctl::gen
