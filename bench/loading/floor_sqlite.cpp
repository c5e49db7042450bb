// The floor of loading into SQLite: the fastest recipe that is known, fed from rows that are ready to be
// bound.
//
//   floor_sqlite --database FILE --files DIR [--inline] [--insert-cache KIB] [--build-cache KIB]
//   [--check-cache KIB]
//                [--threads N]
//
// The file's tables must be as the example's first migration leaves them, and empty; --inline where the
// e-mail's UNIQUE stands in the table, so that its index cannot be made afterwards. DIR holds user.rows,
// bike.rows, rent.rows.
#include <sqlite3.h>

#include <cstdio>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include "../generation/options.h"
#include "packed.h"

namespace {

constexpr int kRowsAtOnce = 50;

class File {
 public:
  explicit File(const std::string& path) : database_(open(path), &sqlite3_close) {}

  void run(const std::string& sql) {
    const bench::Clock clock;
    if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
    if (tells) std::fprintf(stderr, "%7.3f s  %s\n", clock.seconds(), sql.c_str());
  }

  // Refuses where the query finds a row.
  void prove(const std::string& query) {
    const bench::Clock clock;
    const Statement statement = prepare(query);
    if (sqlite3_step(statement.get()) != SQLITE_DONE) throw std::runtime_error("a row was found: " + query);
    if (tells) std::fprintf(stderr, "%7.3f s  %s\n", clock.seconds(), query.c_str());
  }

  void insert(const std::string& table, int columns, bench::PackedFile rows) {
    const bench::Clock clock;
    std::uint64_t left = rows.rows();
    for (const int at_once : {kRowsAtOnce, 1}) {
      const Statement insert = prepare(insert_sql(table, columns, at_once));
      for (; left >= static_cast<std::uint64_t>(at_once); left -= static_cast<std::uint64_t>(at_once)) {
        for (int cell = 1; cell <= columns * at_once; ++cell) bind(insert.get(), cell, rows);
        if (sqlite3_step(insert.get()) != SQLITE_DONE || sqlite3_reset(insert.get()) != SQLITE_OK)
          fail("insert into " + table);
      }
    }
    if (tells) std::fprintf(stderr, "%7.3f s  insert into %s\n", clock.seconds(), table.c_str());
  }

  bool tells = false;

 private:
  using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

  static sqlite3* open(const std::string& path) {
    sqlite3* database = nullptr;
    if (sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK)
      throw std::runtime_error("cannot open " + path);
    return database;
  }

  static std::string insert_sql(const std::string& table, int columns, int rows) {
    std::string row = "(?";
    for (int column = 1; column < columns; ++column) row += ",?";
    row += ")";
    std::string sql = "insert into \"" + table + "\" values " + row;
    for (int number = 1; number < rows; ++number) sql += "," + row;
    return sql;
  }

  static void bind(sqlite3_stmt* statement, int place, bench::PackedFile& rows) {
    switch (rows.letter()) {
      case 'i':
        sqlite3_bind_int64(statement, place, rows.number<std::int64_t>());
        break;
      case 'd':
        sqlite3_bind_double(statement, place, rows.number<double>());
        break;
      case 't': {
        const auto size = rows.number<std::uint32_t>();
        sqlite3_bind_text(statement, place, rows.take(size), static_cast<int>(size), SQLITE_STATIC);
        break;
      }
      default:
        throw std::runtime_error("a packed file has an unknown cell");
    }
  }

  Statement prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) fail(sql);
    return {statement, &sqlite3_finalize};
  }

  [[noreturn]] void fail(const std::string& at) const {
    throw std::runtime_error(at + ": " + sqlite3_errmsg(database_.get()));
  }

  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database_;
};

std::string no_parent(const std::string& column, const std::string& parent) {
  return "select 1 from (select distinct " + column +
         " as value from rent) where not exists (select 1 from " + parent + " where id = value)";
}

std::string cache_of(std::uint64_t kib) { return "pragma cache_size = -" + std::to_string(kib); }

}  // namespace

int main(int argc, char** argv) try {
  const std::filesystem::path files(bench::option(argc, argv, "--files", "."));
  const bool is_inline = bench::flag(argc, argv, "--inline");
  const bench::Clock clock;
  {
    File file{std::string(bench::option(argc, argv, "--database", ""))};
    file.tells = bench::flag(argc, argv, "--steps");
    file.run("pragma foreign_keys = off");
    file.run("pragma threads = " + std::to_string(bench::number(argc, argv, "--threads", 4)));
    file.run(cache_of(bench::number(argc, argv, "--insert-cache", 65536)));
    file.run("begin immediate");
    if (!is_inline) file.run("drop index user_email_key");
    file.run("drop index rent_user_id_idx");
    file.run("drop index rent_bike_id_idx");
    file.insert("user", 4, bench::PackedFile(files / "user.rows"));
    file.insert("bike", 4, bench::PackedFile(files / "bike.rows"));
    file.insert("rent", 6, bench::PackedFile(files / "rent.rows"));
    file.run(cache_of(bench::number(argc, argv, "--build-cache", 2048)));
    if (!is_inline) file.run("create unique index user_email_key on \"user\" (email)");
    file.run("create index rent_user_id_idx on rent (user_id)");
    file.run("create index rent_bike_id_idx on rent (bike_id)");
    file.run(cache_of(bench::number(argc, argv, "--check-cache", 262144)));
    file.prove(no_parent("user_id", "\"user\""));
    file.prove(no_parent("bike_id", "bike"));
    file.run("commit");
  }
  bench::answer(0, clock.seconds(), 0);
  return 0;
} catch (const std::exception& error) {
  std::cerr << "floor_sqlite: " << error.what() << '\n';
  return 1;
}
