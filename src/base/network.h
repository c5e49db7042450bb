// Network addresses in the one form in which PostgreSQL prints them, so that equal ones are equal texts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace seedctl::base {

// `type` is inet, cidr, macaddr or macaddr8. Hosts and networks in full ("10.0.0.0/8", not "10/8"), hardware
// addresses as pairs of digits with ':' or '-' between them; nullopt for anything else, for a cidr with bits
// to the right of its mask too.
std::optional<std::string> canonical_network(std::string_view text, std::string_view type);

bool is_network_type(std::string_view type);

}  // namespace seedctl::base
