#include "db/target.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>
#include <vector>

#include "base/text.h"

namespace seedctl::db {
namespace {

constexpr const char* kDefaultPort = "5432";

std::string parameter(const Url& url, const std::string& name) {
  const auto found = url.parameters.find(name);
  return found == url.parameters.end() ? std::string{} : found->second;
}

bool has_service(const Url& url) { return !parameter(url, "service").empty(); }

bool is_same_file(const Url& a, const Url& b) {
  namespace fs = std::filesystem;
  if (a.memory || b.memory) return false;
  std::error_code failed;
  if (fs::equivalent(a.path, b.path, failed) && !failed) return true;
  const auto real = [&failed](const std::string& path) {
    return fs::weakly_canonical(fs::absolute(path, failed), failed);
  };
  return real(a.path) == real(b.path) && !failed;
}

// libpq takes the user's name where no database is named; "" where neither is known.
std::string database_of(const Url& url) { return url.database.empty() ? url.user : url.database; }

std::string port_at(const Url& url, std::size_t i) {
  const std::vector<std::string> ports = base::split(url.port, ',');
  const std::string port = ports.size() == 1 ? ports[0] : i < ports.size() ? ports[i] : std::string{};
  return port.empty() ? kDefaultPort : port;
}

// Every (host, port) that the URL may lead to, local ones under one name. Names and addresses are both
// listed: which of them another URL uses is not known.
std::set<std::pair<std::string, std::string>> places(const Url& url) {
  std::set<std::pair<std::string, std::string>> found;
  std::vector<std::string> lists;
  const std::string address = parameter(url, "hostaddr");
  if (!url.host.empty() || address.empty()) lists.push_back(url.host);  // no host at all is the local socket
  if (!address.empty()) lists.push_back(address);
  for (const std::string& list : lists) {
    const std::vector<std::string> hosts = base::split(list, ',');
    for (std::size_t i = 0; i < hosts.size(); ++i) {
      Url one;
      one.engine = url.engine;
      one.host = hosts[i];
      found.emplace(one.is_local() ? "local" : base::lower_ascii(hosts[i]), port_at(url, i));
    }
  }
  return found;
}

}  // namespace

bool is_same_target(const Url& a, const Url& b) {
  if (a.engine != b.engine) return false;
  if (a.engine == base::Engine::sqlite) return is_same_file(a, b);
  if (has_service(a) || has_service(b)) return false;
  const auto port = [](const Url& url) { return url.port.empty() ? std::string(kDefaultPort) : url.port; };
  return base::lower_ascii(a.host) == base::lower_ascii(b.host) &&
         parameter(a, "hostaddr") == parameter(b, "hostaddr") && port(a) == port(b) &&
         database_of(a) == database_of(b);
}

bool may_be_same_target(const Url& a, const Url& b) {
  if (a.engine != b.engine) return false;
  if (a.engine == base::Engine::sqlite) return is_same_file(a, b);
  const std::string one = database_of(a);
  const std::string other = database_of(b);
  if (has_service(a) || has_service(b)) return true;
  if (!one.empty() && !other.empty() && one != other) return false;
  const auto mine = places(a);
  const auto theirs = places(b);
  return std::any_of(mine.begin(), mine.end(), [&](const auto& place) { return theirs.contains(place); });
}

}  // namespace seedctl::db
