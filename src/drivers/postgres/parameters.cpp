// Which values libpq accepts is libpq's to say: it is asked with a host that leads nowhere. Only numbers are
// read here, since libpq reads them too late for that.
#include "drivers/postgres/parameters.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <memory>
#include <string_view>

#include "base/text.h"

namespace seedctl::drivers::postgres {
namespace {

constexpr std::array<const char*, 6> kNumbers{"connect_timeout",     "keepalives",       "keepalives_idle",
                                              "keepalives_interval", "keepalives_count", "tcp_user_timeout"};

// As libpq reads it: an int, with white space around it.
bool is_number(std::string_view text) {
  text = base::trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failed == std::errc() && end == text.data() + text.size();
}

std::string libpq_default(const char* keyword) {
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> all(PQconndefaults(), PQconninfoFree);
  for (const PQconninfoOption* one = all.get(); one != nullptr && one->keyword != nullptr; ++one) {
    if (std::string_view(one->keyword) == keyword) return one->val == nullptr ? "" : one->val;
  }
  return {};
}

}  // namespace

std::string given_or_default(const db::Url& url, const char* keyword) {
  const auto found = url.parameters.find(keyword);
  return found == url.parameters.end() ? libpq_default(keyword) : found->second;
}

void require_numbers(const db::Url& url) {
  for (const char* keyword : kNumbers) {
    const std::string value = given_or_default(url, keyword);
    if (value.empty() || is_number(value)) continue;
    throw base::Error(base::ErrorCode::config,
                      fmt::format("the connection parameter {} takes a whole number, not \"{}\"", keyword,
                                  base::printable(value)))
        .with_hint("it comes from the database URL, or from libpq's variables or service file");
  }
}

bool are_refused(const db::Url& url) {
  db::Url nowhere = url;
  nowhere.host = "/nowhere";  // a folder of sockets that is not there
  nowhere.port.clear();
  nowhere.parameters.erase("hostaddr");
  nowhere.parameters.erase("service");
  return PQping(nowhere.conninfo().c_str()) == PQPING_NO_ATTEMPT;
}

}  // namespace seedctl::drivers::postgres
