// Reading database URLs, strictly: what is ambiguous is refused, because the wrong reading of a URL shows a
// password or reaches the wrong server.
//
// Messages are made of fixed words, the scheme and names of parameters; nothing else from behind "//" is
// repeated, as a malformed URL has its password anywhere. Not even a name that may be a part of it.
#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "db/percent.h"
#include "db/url.h"

namespace seedctl::db {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kMaxUrlBytes = 8192;  // far above any real URL; keeps hostile input small

constexpr const char* kForms = "write sqlite:FILE or postgres://user@host:5432/database";
constexpr const char* kEncode =
    "percent-encode special characters in user and password: @ is %40, / is %2F, : is %3A, # is %23, ? is "
    "%3F, % is %25";

[[noreturn]] void refuse(std::string what, std::string hint) {
  throw Error(ErrorCode::config, std::move(what)).with_hint(std::move(hint));
}

bool is_scheme(std::string_view text) {
  constexpr std::size_t kLongestScheme = 40;
  if (text.empty() || text.size() > kLongestScheme) return false;
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto other = [](char c) { return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'; };
  return letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || other(c); });
}

// The keywords of libpq up to version 18 that a URL may carry.
const std::vector<std::string>& known_parameters() {
  static const std::vector<std::string> names{"host",
                                              "hostaddr",
                                              "port",
                                              "dbname",
                                              "user",
                                              "password",
                                              "passfile",
                                              "require_auth",
                                              "channel_binding",
                                              "connect_timeout",
                                              "client_encoding",
                                              "options",
                                              "application_name",
                                              "fallback_application_name",
                                              "keepalives",
                                              "keepalives_idle",
                                              "keepalives_interval",
                                              "keepalives_count",
                                              "tcp_user_timeout",
                                              "replication",
                                              "gssencmode",
                                              "sslmode",
                                              "requiressl",
                                              "sslnegotiation",
                                              "sslcompression",
                                              "sslcert",
                                              "sslkey",
                                              "sslkeylogfile",
                                              "sslpassword",
                                              "sslcertmode",
                                              "sslrootcert",
                                              "sslcrl",
                                              "sslcrldir",
                                              "sslsni",
                                              "requirepeer",
                                              "ssl_min_protocol_version",
                                              "ssl_max_protocol_version",
                                              "min_protocol_version",
                                              "max_protocol_version",
                                              "krbsrvname",
                                              "gsslib",
                                              "gssdelegation",
                                              "scram_client_key",
                                              "scram_server_key",
                                              "service",
                                              "servicefile",
                                              "target_session_attrs",
                                              "load_balance_hosts",
                                              "oauth_issuer",
                                              "oauth_client_id",
                                              "oauth_client_secret",
                                              "oauth_scope"};
  return names;
}

std::string decode(std::string_view text, const char* part) {
  auto decoded = percent_decode(text);
  if (!decoded) refuse(std::string("the database URL's ") + part + " has a malformed % escape", kEncode);
  return *std::move(decoded);
}

void check_port(std::string_view port) {
  if (port.empty()) return;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), value);
  if (error != std::errc{} || end != port.data() + port.size() || value == 0 || value > 65535) {
    refuse("the database URL's port is not a number from 1 to 65535",
           std::string("the form is postgres://user:password@host:port/database; ") + kEncode);
  }
}

struct HostPort {
  std::string host, port;
};

HostPort parse_host(std::string_view text) {
  HostPort out;
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) refuse("the database URL's IPv6 address has no closing ]", kForms);
    out.host = decode(text.substr(1, close - 1), "host");
    if (out.host.find(':') == std::string::npos)
      refuse("the database URL has something other than an IPv6 address in brackets", kForms);
    rest = text.substr(close + 1);
    if (!rest.empty() && rest.front() != ':')
      refuse("the database URL has text between an IPv6 address and its port", kForms);
  } else {
    const std::size_t colon = text.find(':');
    out.host = decode(text.substr(0, colon), "host");
    if (colon != std::string_view::npos) rest = text.substr(colon);
    if (rest.size() > 1 && rest.substr(1).find(':') != std::string_view::npos)
      refuse("the database URL's host has more than one colon", "write an IPv6 address in brackets: [::1]");
  }
  if (!rest.empty()) out.port = rest.substr(1);
  check_port(out.port);
  return out;
}

void parse_hosts(std::string_view text, Url& url) {
  const auto parts = base::split(text, ',');
  bool any_port = false;
  std::string ports;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const HostPort one = parse_host(parts[i]);
    if (one.host.find(',') != std::string::npos)
      refuse("the database URL's host holds an encoded comma", kForms);
    if (i > 0) url.host += ',', ports += ',';
    url.host += one.host;
    ports += one.port;
    any_port = any_port || !one.port.empty();
  }
  if (any_port) url.port = ports;
}

void parse_authority(std::string_view text, Url& url) {
  const std::size_t at = text.find('@');
  if (at != std::string_view::npos) {
    if (text.find('@', at + 1) != std::string_view::npos)
      refuse("the database URL has more than one @", kEncode);
    const std::string_view who = text.substr(0, at);
    const std::size_t colon = who.find(':');
    url.user = decode(who.substr(0, colon), "user");
    if (colon != std::string_view::npos) url.password = decode(who.substr(colon + 1), "password");
    text.remove_prefix(at + 1);
  }
  parse_hosts(text, url);
}

void set_parameter(Url& url, const std::string& name, std::string value) {
  if (name == "host") {
    url.host = std::move(value);
  } else if (name == "port") {
    for (const std::string& port : base::split(value, ',')) check_port(port);
    url.port = std::move(value);
  } else if (name == "user") {
    url.user = std::move(value);
  } else if (name == "password") {
    url.password = std::move(value);
  } else if (name == "dbname") {
    url.database = std::move(value);
  } else {
    url.parameters[name] = std::move(value);
  }
}

// Behind a value of these, a name may be the rest of a password that holds an & which is not encoded.
bool is_secret(std::string_view name) {
  return name.find("password") != std::string_view::npos || name.find("secret") != std::string_view::npos ||
         name.find("_key") != std::string_view::npos;
}

// `names_shown`: no name can be part of a password.
void parse_query(std::string_view text, bool names_shown, Url& url) {
  const auto& known = known_parameters();
  std::size_t number = 0;
  for (const std::string& pair : base::split(text, '&')) {
    ++number;
    const std::string which = "parameter " + std::to_string(number) + " of the database URL";
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) refuse(which + " is not of the form name=value", kEncode);
    const std::string name = decode(std::string_view(pair).substr(0, equals), "parameters");
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      refuse(which + (names_shown ? ", " + base::printable(name) + "," : "") + " is unknown to libpq" +
                 base::did_you_mean(name, known),
             "the parameters are those of libpq, such as sslmode or connect_timeout");
    }
    names_shown = names_shown && !is_secret(name);
    set_parameter(url, name, decode(std::string_view(pair).substr(equals + 1), "parameters"));
  }
}

Url parse_postgres(std::string_view rest) {
  if (!rest.starts_with("//")) refuse("a PostgreSQL URL needs // after the scheme", kForms);
  rest.remove_prefix(2);
  if (rest.find('#') != std::string_view::npos)
    refuse("the database URL holds a # that is not percent-encoded", kEncode);
  const std::size_t end = rest.find_first_of("/?");
  const std::string_view authority = rest.substr(0, end);
  const std::string_view after = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
  // An @ behind the first / or ? means that the password held that character: read on, it would be taken for
  // a host.
  if (after.find('@') != std::string_view::npos)
    refuse("the database URL's user or password holds a character that must be percent-encoded", kEncode);
  Url url;
  url.engine = base::Engine::postgres;
  parse_authority(authority, url);
  const std::size_t question = after.find('?');
  std::string_view path = after.substr(0, question);
  if (!path.empty()) path.remove_prefix(1);
  if (path.find('/') != std::string_view::npos)
    refuse("the database URL has more than one / after the host", "a / in a database's name is written %2F");
  url.database = decode(path, "database name");
  // Without an @, `user:part?rest` reads as a host with a port and parameters, and may be a cut-off password.
  const bool complete =
      authority.find('@') != std::string_view::npos || authority.find(':') == std::string_view::npos;
  if (question != std::string_view::npos && question + 1 < after.size())
    parse_query(after.substr(question + 1), complete, url);
  return url;
}

std::string sqlite_path(std::string_view rest) {
  if (rest.starts_with("//")) {
    if (rest.size() > 2 && rest[2] != '/') {
      refuse("a SQLite URL has no host",
             "write sqlite:FILE for a file relative to here, sqlite:///ABSOLUTE/FILE for another");
    }
    // Three slashes are the URL form of an absolute path, four what some tools write for the same.
    rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()) -
                       std::min<std::size_t>(1, rest.size()));
  }
  return decode(rest, "file name");
}

Url parse_sqlite(std::string_view rest, const std::string& base_dir) {
  Url url;
  url.engine = base::Engine::sqlite;
  if (rest == ":memory:" || rest == "//:memory:" || rest == "///:memory:") {
    url.path = ":memory:";
    url.memory = true;
    return url;
  }
  if (rest.find('?') != std::string_view::npos)
    refuse("a SQLite URL takes no parameters", "a ? in a file's name is written %3F");
  url.path = sqlite_path(rest);
  if (url.path.empty() || url.path == "/") refuse("the SQLite URL names no file", "write sqlite:FILE");
  const bool absolute = url.path.front() == '/';
  if (absolute && url.path.find('/', 1) == std::string::npos && rest.starts_with("///")) {
    url.note = "sqlite://" + base::printable(url.path) + " is " + base::printable(url.path) +
               ", in the root folder; a file of this folder is sqlite:" + base::printable(url.path.substr(1));
  }
  if (!absolute && !base_dir.empty())
    url.path = base_dir.back() == '/' ? base_dir + url.path : base_dir + "/" + url.path;
  return url;
}

[[noreturn]] void refuse_scheme(const std::string& scheme) {
  static const std::vector<std::string> later{"sqlserver",  "mssql",  "mysql",   "mariadb",  "oracle",
                                              "mongodb",    "duckdb", "libsql",  "redshift", "snowflake",
                                              "clickhouse", "db2",    "firebird"};
  static const std::vector<std::string> known{"sqlite", "sqlite3", "postgres", "postgresql"};
  const std::string engine = scheme.substr(0, scheme.find('+'));
  if (std::find(later.begin(), later.end(), engine) != later.end())
    refuse("there is no driver for " + engine + " databases",
           std::string("known are SQLite and PostgreSQL: ") + kForms);
  refuse("unknown database URL scheme \"" + scheme + "\"" + base::did_you_mean(engine, known), kForms);
}

}  // namespace

Url parse_url(std::string_view text, const std::string& base_dir) {
  if (text.empty()) refuse("the database URL is empty", kForms);
  if (text.size() > kMaxUrlBytes) refuse("the database URL is longer than 8192 bytes", kForms);
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(text.begin(), text.end(), control))
    refuse("the database URL holds a control character",
           "was it read from a file with a line break at its end?");
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon))) {
    refuse("the database URL does not begin with a scheme such as sqlite: or postgres://", kForms);
  }
  const std::string scheme = base::lower_ascii(text.substr(0, colon));
  const std::string_view rest = text.substr(colon + 1);
  if (scheme == "sqlite" || scheme == "sqlite3") return parse_sqlite(rest, base_dir);
  const std::string engine = scheme.substr(0, scheme.find('+'));
  if (engine == "postgres" || engine == "postgresql") return parse_postgres(rest);
  refuse_scheme(scheme);
}

}  // namespace seedctl::db
