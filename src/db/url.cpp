// What a URL means once it is read: how to show it, whether it is local, and what libpq is told.
//
// Local is decided from literal addresses alone, never by asking a resolver: a name that only happens to
// resolve to loopback today must not lift the protection of a database.
#include "db/url.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.h"
#include "db/percent.h"

namespace seedctl::db {
namespace {

std::string parameter(const Url& url, const std::string& name) {
  const auto found = url.parameters.find(name);
  return found == url.parameters.end() ? std::string{} : found->second;
}

bool is_socket(std::string_view host) { return host.empty() || host.front() == '/' || host.front() == '@'; }

// 127.0.0.0/8 in the usual four parts. "127.1" or octal parts may be loopback to a resolver; they count as
// not local.
bool is_loopback_v4(std::string_view host) {
  const auto parts = base::split(host, '.');
  if (parts.size() != 4) return false;
  for (const std::string& part : parts) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (error != std::errc{} || end != part.data() + part.size() || value > 255) return false;
    if (part.size() > 1 && part.front() == '0') return false;
  }
  return parts.front() == "127";
}

bool is_loopback(std::string_view host) {
  return is_loopback_v4(host) || host == "::1" || host == "0:0:0:0:0:0:0:1";
}

bool all_local(const std::string& hosts, bool names_too) {
  return std::ranges::all_of(base::split(hosts, ','), [&](const std::string& host) {
    return is_loopback(host) || (names_too && (is_socket(host) || base::lower_ascii(host) == "localhost"));
  });
}

// "a:1,b:2", IPv6 addresses in brackets: hosts with their ports, one port standing for all.
std::string hosts_with_ports(const std::string& host, const std::string& port) {
  const auto hosts = base::split(host, ',');
  const auto ports = base::split(port, ',');
  std::string out;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (i > 0) out += ',';
    const bool v6 = hosts[i].find(':') != std::string::npos;
    out += v6 ? "[" + base::printable(hosts[i]) + "]" : base::printable(hosts[i]);
    const std::string one = ports.size() == 1 ? ports[0] : i < ports.size() ? ports[i] : std::string{};
    if (!one.empty()) out += ":" + one;
  }
  return out;
}

void add_keyword(std::string& out, std::string_view keyword, std::string_view value) {
  if (value.empty()) return;
  if (!out.empty()) out += ' ';
  out += keyword;
  out += "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  out += '\'';
}

}  // namespace

std::string Url::display() const {
  if (engine == base::Engine::sqlite) return "sqlite:" + base::printable(path);
  std::string out = "postgres://";
  if (!user.empty()) out += percent_encode(user) + "@";
  const bool socket = !host.empty() && is_socket(host);
  if (!socket) out += hosts_with_ports(host, port);
  if (socket && !port.empty()) out += ":" + port;
  out += "/" + percent_encode(database);
  if (socket) out += "?host=" + base::printable(host);
  return out;
}

std::string Url::target() const {
  if (engine == base::Engine::sqlite) return base::printable(path);
  const std::string where = host.empty() ? parameter(*this, "hostaddr") : host;
  const std::string server = where.empty() ? "the local socket" : hosts_with_ports(where, port);
  return server + "/" + base::printable(database.empty() ? user : database);
}

Url Url::with_environment(
    const std::function<std::optional<std::string>(const std::string&)>& variable) const {
  Url settled = *this;
  if (engine != base::Engine::postgres) return settled;
  const auto take = [&variable](std::string& part, const char* name) {
    if (part.empty()) part = variable(name).value_or("");
  };
  take(settled.host, "PGHOST");
  take(settled.port, "PGPORT");
  take(settled.user, "PGUSER");
  take(settled.database, "PGDATABASE");
  take(settled.parameters["hostaddr"], "PGHOSTADDR");
  take(settled.parameters["service"], "PGSERVICE");
  return settled;
}

bool Url::is_local() const {
  if (engine == base::Engine::sqlite) return true;
  if (!parameter(*this, "service").empty()) return false;
  const std::string address = parameter(*this, "hostaddr");
  if (!address.empty() && !all_local(address, false)) return false;
  // With addresses given, names are for certificates only; still, a name that is not local is no local
  // server's.
  return host.empty() || all_local(host, true);
}

Url Url::with_database(std::string name) const {
  Url other = *this;
  other.database = std::move(name);
  return other;
}

std::string Url::conninfo() const {
  std::string out;
  add_keyword(out, "host", host);
  add_keyword(out, "port", port);
  add_keyword(out, "user", user);
  add_keyword(out, "password", password);
  add_keyword(out, "dbname", database);
  for (const auto& [name, value] : parameters) add_keyword(out, name, value);
  return out;
}

}  // namespace seedctl::db
