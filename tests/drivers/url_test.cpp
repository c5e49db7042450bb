// Database URLs: what is read, what is refused, what is local, and that no password is ever shown.
#include "db/url.h"
#include "db/target.h"

#include <string>
#include <vector>

#include "base/error.h"
#include "support/catch.h"

using namespace seedctl;
using db::parse_url;
using db::Url;

TEST_CASE("a SQLite URL names a file") {
  struct Case {
    const char *url, *path;
  };
  for (const auto& [url, path] : std::vector<Case>{{"sqlite:dev.db", "dev.db"},
                                                   {"sqlite3:dev.db", "dev.db"},
                                                   {"SQLite:dev.db", "dev.db"},
                                                   {"sqlite:sub/dev.db", "sub/dev.db"},
                                                   {"sqlite:./dev.db", "./dev.db"},
                                                   {"sqlite:/abs/dev.db", "/abs/dev.db"},
                                                   {"sqlite:///abs/dev.db", "/abs/dev.db"},
                                                   {"sqlite:////abs/dev.db", "/abs/dev.db"},
                                                   {"sqlite:my%20db.db", "my db.db"},
                                                   {"sqlite:100%25.db", "100%.db"},
                                                   {"sqlite:a%3Fb.db", "a?b.db"},
                                                   {"sqlite:füße.db", "füße.db"},
                                                   {"sqlite:a#b@c:d.db", "a#b@c:d.db"}}) {
    INFO(url);
    const db::Url parsed = parse_url(url);
    CHECK(parsed.engine == base::Engine::sqlite);
    CHECK(parsed.path == path);
    CHECK_FALSE(parsed.memory);
    CHECK(parsed.is_local());
    CHECK(parsed.display() == std::string("sqlite:") + path);
    CHECK(parsed.target() == path);
  }
}

TEST_CASE("a database in memory is told apart from a file") {
  CHECK(parse_url("sqlite::memory:").memory);
  CHECK(parse_url("sqlite::memory:", "/base").path == ":memory:");
  CHECK_FALSE(parse_url("sqlite:./:memory:").memory);
}

TEST_CASE("relative SQLite paths are taken relative to the given folder") {
  CHECK(parse_url("sqlite:dev.db", "/project").path == "/project/dev.db");
  CHECK(parse_url("sqlite:dev.db", "/").path == "/dev.db");
  CHECK(parse_url("sqlite:///x/dev.db", "/project").path == "/x/dev.db");
  CHECK(parse_url("sqlite:dev.db", "").path == "dev.db");
}

TEST_CASE("a relative-looking triple slash draws a hint") {
  CHECK_THAT(parse_url("sqlite:///dev.db").note, ContainsSubstring("sqlite:dev.db"));
  CHECK(parse_url("sqlite:///srv/dev.db").note.empty());
  CHECK(parse_url("sqlite:/dev.db").note.empty());
}

TEST_CASE("a PostgreSQL URL is read into its parts") {
  struct Case {
    const char *url, *user, *password, *host, *port, *database, *display;
  };
  for (const Case& c : std::vector<Case>{
           {"postgres://", "", "", "", "", "", "postgres:///"},
           {"postgres:///app", "", "", "", "", "app", "postgres:///app"},
           {"postgres://host/app", "", "", "host", "", "app", "postgres://host/app"},
           {"postgresql://u:p@host:5433/app", "u", "p", "host", "5433", "app", "postgres://u@host:5433/app"},
           {"postgresql+psycopg2://u:p@host/app", "u", "p", "host", "", "app", "postgres://u@host/app"},
           {"POSTGRES://u@host/app", "u", "", "host", "", "app", "postgres://u@host/app"},
           {"postgres://u%40corp:p%2F%40%23%3A%25@host/a%2Fb", "u@corp", "p/@#:%", "host", "", "a/b",
            "postgres://u%40corp@host/a%2Fb"},
           {"postgres://u:p:q@host/app", "u", "p:q", "host", "", "app", "postgres://u@host/app"},
           {"postgres://u@[::1]:5433/app", "u", "", "::1", "5433", "app", "postgres://u@[::1]:5433/app"},
           {"postgres://a:1,b,[::1]:3/app", "", "", "a,b,::1", "1,,3", "app", "postgres://a:1,b,[::1]:3/app"},
           {"postgres://a,b/app", "", "", "a,b", "", "app", "postgres://a,b/app"},
           {"postgres:///app?host=/run/pg&port=5433&user=u&password=p", "u", "p", "/run/pg", "5433", "app",
            "postgres://u@:5433/app?host=/run/pg"},
           {"postgres://%2Frun%2Fpg/app", "", "", "/run/pg", "", "app", "postgres:///app?host=/run/pg"},
           {"postgres://h?dbname=app", "", "", "h", "", "app", "postgres://h/app"},
           {"postgres://h/", "", "", "h", "", "", "postgres://h/"}}) {
    INFO(c.url);
    const db::Url parsed = parse_url(c.url);
    CHECK(parsed.engine == base::Engine::postgres);
    CHECK(parsed.user == c.user);
    CHECK(parsed.password == c.password);
    CHECK(parsed.host == c.host);
    CHECK(parsed.port == c.port);
    CHECK(parsed.database == c.database);
    CHECK(parsed.display() == c.display);
  }
}

TEST_CASE("libpq's parameters are kept and reach libpq quoted") {
  const db::Url url = parse_url("postgres://u:it%27s%5C@h/db?sslmode=require&options=-c%20x%3D1");
  CHECK(url.parameters.at("sslmode") == "require");
  CHECK(url.parameters.at("options") == "-c x=1");
  CHECK(url.conninfo() ==
        "host='h' user='u' password='it\\'s\\\\' dbname='db' options='-c x=1' sslmode='require'");
}

TEST_CASE("another database of the same server keeps everything else") {
  const db::Url other = parse_url("postgres://u:p@h:5433/db?sslmode=require").with_database("next");
  CHECK(other.conninfo() == "host='h' port='5433' user='u' password='p' dbname='next' sslmode='require'");
}

TEST_CASE("what a destructive command names is host and database") {
  CHECK(parse_url("postgres://u:p@h:5433/db").target() == "h:5433/db");
  CHECK(parse_url("postgres:///db").target() == "the local socket/db");
  CHECK(parse_url("postgres:///db?host=/run/pg").target() == "/run/pg/db");
  CHECK(parse_url("postgres:///db?hostaddr=10.0.0.5").target() == "10.0.0.5/db");
}

TEST_CASE("only loopback and sockets are local") {
  for (const char* url : {"postgres:///db", "postgres://localhost/db", "postgres://LOCALHOST/db",
                          "postgres://127.0.0.1/db", "postgres://127.9.8.7:5433/db", "postgres://[::1]/db",
                          "postgres://localhost,127.0.0.1/db", "postgres:///db?host=/run/pg",
                          "postgres://localhost/db?hostaddr=127.0.0.1", "postgres:///db?hostaddr=::1"}) {
    INFO(url);
    CHECK(parse_url(url).is_local());
  }
  for (const char* url :
       {"postgres://db.example.com/db", "postgres://10.0.0.5/db", "postgres://128.0.0.1/db",
        "postgres://[::2]/db", "postgres://localhost,10.0.0.5/db", "postgres://127.0.0.1.example.com/db",
        "postgres://localhost.example.com/db", "postgres://127.1/db", "postgres://0177.0.0.1/db",
        "postgres://localhost/db?hostaddr=10.0.0.5", "postgres:///db?host=10.0.0.5",
        "postgres://10.0.0.5/db?hostaddr=127.0.0.1", "postgres:///db?service=prod",
        "postgres:///db?hostaddr=127.0.0.1,10.0.0.5"}) {
    INFO(url);
    CHECK_FALSE(parse_url(url).is_local());
  }
}

TEST_CASE("what libpq takes from the environment is written out where the URL leaves it empty") {
  const std::map<std::string, std::string> variables{{"PGHOST", "db.example.com"},
                                                     {"PGPORT", "5433"},
                                                     {"PGUSER", "me"},
                                                     {"PGDATABASE", "prod"},
                                                     {"PGHOSTADDR", "192.0.2.1"}};
  const auto environment = [&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
  CHECK(parse_url("postgres://").with_environment(environment).conninfo() ==
        "host='db.example.com' port='5433' user='me' dbname='prod' hostaddr='192.0.2.1'");
  CHECK(parse_url("postgres://you@localhost:1/db?hostaddr=127.0.0.1")
            .with_environment(environment)
            .conninfo() == "host='localhost' port='1' user='you' dbname='db' hostaddr='127.0.0.1'");
  CHECK_FALSE(parse_url("postgres://you@localhost/db").with_environment(environment).is_local());
  CHECK_FALSE(parse_url("postgres://you@localhost/db?hostaddr=").with_environment(environment).is_local());
  const auto service = [](const std::string& name) -> std::optional<std::string> {
    return name == "PGSERVICE" ? std::optional<std::string>("prod") : std::nullopt;
  };
  CHECK_FALSE(parse_url("postgres://you@localhost/db").with_environment(service).is_local());
}

TEST_CASE("two URLs are certainly or possibly the same database") {
  struct Case {
    const char* a;
    const char* b;
    bool same;
    bool maybe;
  };
  const std::vector<Case> cases{
      {"postgres://localhost/prod", "postgres://localhost:5432/prod", true, true},
      {"postgres://me@LOCALHOST/prod", "postgres://you@localhost/prod", true, true},
      {"postgres://localhost/prod", "postgres://127.0.0.1/prod", false, true},
      {"postgres://localhost/prod", "postgres://[::1]/prod", false, true},
      {"postgres://localhost/prod", "postgres:///prod", false, true},
      {"postgres://localhost/prod", "postgres:///prod?host=/run/postgresql", false, true},
      {"postgres://localhost/prod", "postgres://localhost/dev", false, false},
      {"postgres://localhost/prod", "postgres://localhost:5433/prod", false, false},
      {"postgres://localhost/prod", "postgres://localhost", false, true},
      {"postgres://prod@localhost", "postgres://me@localhost/prod", true, true},
      {"postgres://localhost/prod", "postgres:///prod?service=far", false, true},
      {"postgres://localhost/prod", "postgres://localhost/prod?hostaddr=192.0.2.1", false, true},
      {"postgres://a.example.com/prod", "postgres://b.example.com/prod", false, false},
      {"postgres://a.example.com,b.example.com/prod", "postgres://b.example.com/prod", false, true},
      {"postgres://a.example.com:1,b.example.com:2/prod", "postgres://b.example.com:1/prod", false, false},
      {"postgres://a.example.com/prod", "sqlite:prod", false, false},
      {"sqlite:a.db", "sqlite:./x/../a.db", true, true},
      {"sqlite:a.db", "sqlite:b.db", false, false},
      {"sqlite::memory:", "sqlite::memory:", false, false},
  };
  for (const Case& item : cases) {
    INFO(item.a << " and " << item.b);
    const Url a = parse_url(item.a);
    const Url b = parse_url(item.b);
    CHECK(db::is_same_target(a, b) == item.same);
    CHECK(db::is_same_target(b, a) == item.same);
    CHECK(db::may_be_same_target(a, b) == item.maybe);
    CHECK(db::may_be_same_target(b, a) == item.maybe);
  }
}

TEST_CASE("what is no database URL is refused with a hint and without a word of it") {
  for (const char* url : {"postgres://user:s3cret",
                          "postgres://user:s3cret/db",
                          "postgres://user:s3cret@host@other/db",
                          "postgres://user:s3cr/et@host/db",
                          "postgres://user:12/s3cret@host/db",
                          "postgres://user:12/s3cret@host",
                          "postgres://user:12?sslmode=s3cret@host",
                          "postgres://user:s3#cret@host/db",
                          "postgres://user:s3?cret@host/db",
                          "postgres://user:12?s3cret=1@host/db",
                          "postgres://user:%zzs3cret@host/db",
                          "postgres://user:s3cret%@host/db",
                          "postgres://user:s3cret%00@host/db",
                          "postgres://user:s3cret@host:port/db",
                          "postgres://user:s3cret@host:99999/db",
                          "postgres://user:s3cret@::1/db",
                          "postgres://user:s3cret@[::1/db",
                          "postgres://user:s3cret@[::1]x/db",
                          "postgres://user:s3cret@[host]/db",
                          "postgres://user:s3cret@host/db/s3cret",
                          "postgres://user:s3cret@host/db?s3cret",
                          "postgres://user:12?s3cret=1",
                          "postgres://host/db?password=s3cret&s3cret=1",
                          "postgres://host/db?sslpassword=s3&cret=1",
                          "postgres://user:s3cret@host/db?port=s3cret",
                          "postgres:user:s3cret@host/db",
                          "postgres://user:s3cret\n@host/db",
                          "postgres://user:s3cret\x01@host/db",
                          "user:s3cret@host/db",
                          "s3cret@host/db",
                          "//user:s3cret@host/db",
                          "host=h password=s3cret",
                          "mysql://user:s3cret@host/db",
                          "sqlserver://sa:s3cret@host:1433/db",
                          "postgre://user:s3cret@host/db",
                          "sqlite://s3cret@host/db",
                          "sqlite:dev.db?key=s3cret",
                          "sqlite:%zz"}) {
    INFO(url);
    std::string shown;
    try {
      shown = "accepted as " + parse_url(url).display();
      FAIL_CHECK(shown);
    } catch (const base::Error& error) {
      CHECK(error.code() == base::ErrorCode::config);
      CHECK_FALSE(error.hint.empty());
      shown = error.message() + error.hint + error.detail;
    }
    CHECK(shown.find("s3c") == std::string::npos);
    CHECK(shown.find("cret") == std::string::npos);
  }
}

TEST_CASE("an unknown parameter is named where its name cannot be part of a password") {
  for (const char* url : {"postgres://user:pw@host/db?conect_timeout=5", "postgres:///db?conect_timeout=5",
                          "postgres://host/db?sslmode=prefer&conect_timeout=5"}) {
    INFO(url);
    try {
      (void)parse_url(url);
      FAIL("accepted");
    } catch (const base::Error& error) {
      CHECK(error.code() == base::ErrorCode::config);
      CHECK_THAT(error.message(), ContainsSubstring(", conect_timeout, is unknown to libpq"));
      CHECK_THAT(error.message(), ContainsSubstring("connect_timeout"));
    }
  }
}

TEST_CASE("an unknown engine is named with what is known") {
  const auto message = [](const char* url) {
    try {
      parse_url(url);
    } catch (const base::Error& error) {
      return error.message() + "; " + error.hint;
    }
    return std::string("accepted");
  };
  CHECK_THAT(message("postgre://h/db"), ContainsSubstring("did you mean \"postgres\""));
  CHECK_THAT(message("sqlit:dev.db"), ContainsSubstring("did you mean \"sqlite\""));
  CHECK_THAT(message("sqlserver://h/db"), ContainsSubstring("no driver for sqlserver"));
  CHECK_THAT(message("mysql://h/db"), ContainsSubstring("no driver for mysql"));
  CHECK_THAT(message("dev.db"), ContainsSubstring("sqlite:FILE"));
  CHECK_THAT(message(""), ContainsSubstring("empty"));
  CHECK_THAT(message("postgres://h/db?sslmod=require"), ContainsSubstring("did you mean \"sslmode\""));
}

TEST_CASE("passwords in the text of others are masked") {
  struct Case {
    const char *text, *masked;
  };
  for (const auto& [text, masked] : std::vector<Case>{
           {"nothing here", "nothing here"},
           {"postgres://u:pw@h/db", "postgres://u:***@h/db"},
           {"at postgres://u:p@w@h:5432/db: refused", "at postgres://u:***@h:5432/db: refused"},
           {"postgres://u:p/w#x@h/db", "postgres://u:***@h/db"},
           {"postgres://u:p w@h/db", "postgres://u:***@h/db"},
           {"postgres://u:pw", "postgres://u:***"},
           {"two: a://u:x@h b://v:y@i", "two: a://u:***@h b://v:***@i"},
           {"http://h:80/path", "http://h:80/path"},
           {"postgres://h:5432/db", "postgres://h:5432/db"},
           {"postgres://u@h:5432/db", "postgres://u@h:5432/db"},
           {"host=h password=pw user=u", "host=h password=*** user=u"},
           {"password = 'it\\'s' x", "password = *** x"},
           {"Server=h;PWD=pw Database=d", "Server=h;PWD=*** Database=d"},
           {"passwd=pw client_secret=cs passphrase=pp", "passwd=*** client_secret=*** passphrase=***"},
           {"?password=pw&sslpassword=pw2&x=1", "?password=***&sslpassword=***&x=1"},
           {"ALTER ROLE r PASSWORD 'pw' NOLOGIN", "ALTER ROLE r PASSWORD *** NOLOGIN"},
           {"password authentication failed for user \"u\"",
            "password authentication failed for user \"u\""}}) {
    INFO(text);
    CHECK(db::redact(text) == masked);
  }
}
