// Database URLs: which engine, which database, and how to show it without its password.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/engine.h"

namespace seedctl::db {

struct Url {
  base::Engine engine = base::Engine::sqlite;

  std::string path;     // sqlite: file name, or ":memory:"
  bool memory = false;  // sqlite

  // postgres; empty = libpq's default. `host` may be a socket directory.
  std::string host, port, user, password, database;
  std::map<std::string, std::string> parameters;  // libpq's, percent-decoded

  // Worth telling people when the URL does not lead anywhere: "sqlite:///dev.db is /dev.db, in the root
  // folder; ...".
  std::string note;

  // "sqlite:dev.db", "postgres://user@host:5432/db": no password, no parameters that may hold one.
  std::string display() const;
  // "host:port/database" or the file: what a destructive command names when it asks.
  std::string target() const;
  // With what libpq takes from the environment for parts that the URL leaves empty (PGHOST, PGHOSTADDR,
  // PGPORT, PGUSER, PGDATABASE, PGSERVICE) written out: what is examined is then what is connected to.
  Url with_environment(const std::function<std::optional<std::string>(const std::string&)>& variable) const;
  // SQLite, a socket, or a loopback address (127.0.0.0/8, ::1, localhost); every host of a libpq host list
  // counts, and `hostaddr` where given. A service file may name any host, so a URL with a service is not
  // local.
  bool is_local() const;
  // The same server, another database.
  Url with_database(std::string name) const;
  // libpq's keyword=value string, password included. For the driver only: never print it.
  std::string conninfo() const;
};

// Reads sqlite:, sqlite3:, postgres://, postgresql://, postgresql+driver:// URLs; relative SQLite paths are
// taken relative to `base_dir` ("" = leave). Throws ErrorCode::config; the message never repeats the text
// between "//" and
// "@", nor a password parameter. An engine that is not there yet (sqlserver, mysql, ...) is named in the
// message.
Url parse_url(std::string_view text, const std::string& base_dir = {});

// Masks what looks like a password in any text: "://user:xxx@", "password=xxx". For messages of others.
std::string redact(std::string_view text);

}  // namespace seedctl::db
