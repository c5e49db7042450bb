// The floor of loading into PostgreSQL: the recipes fed from files that are ready in the server's own binary
// format, with nothing else to do. What a loader that makes its rows meanwhile takes longer is what it costs.
//
//   floor_postgres one      --url URL --files DIR            # one transaction
//   floor_postgres parallel --url URL --files DIR --jobs N   # tables beside the old ones, then a swap
//
// DIR holds user.0.bin, bike.0.bin and rent.0.bin to rent.<N - 1>.bin, each a whole COPY stream. The tables
// must be as the example's first migration leaves them.
#include <libpq-fe.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "../generation/options.h"
#include "recipe_postgres.h"

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

class Server {
 public:
  explicit Server(const std::string& url) : connection_(PQconnectdb(url.c_str()), &PQfinish) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) fail("connect");
    run({"set client_min_messages = warning"});
  }

  void run(const bench::Statements& statements) {
    for (const std::string& statement : statements) {
      const bench::Clock clock;
      const Result result(PQexec(connection_.get(), statement.c_str()), &PQclear);
      const ExecStatusType status = PQresultStatus(result.get());
      if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(statement);
      if (tells) std::fprintf(stderr, "%7.3f s  %s\n", clock.seconds(), statement.c_str());
    }
  }

  void copy(const std::string& statement, const std::filesystem::path& file) {
    const bench::Clock clock;
    const Result begun(PQexec(connection_.get(), statement.c_str()), &PQclear);
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) fail(statement);
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw std::runtime_error("cannot open " + file.string());
    std::vector<char> piece(kPieceBytes);
    while (stream) {
      stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
      const auto size = static_cast<int>(stream.gcount());
      if (size > 0 && PQputCopyData(connection_.get(), piece.data(), size) != 1) fail(statement);
    }
    if (PQputCopyEnd(connection_.get(), nullptr) != 1) fail(statement);
    for (PGresult* next = PQgetResult(connection_.get()); next != nullptr;
         next = PQgetResult(connection_.get())) {
      const Result result(next, &PQclear);
      if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(statement);
    }
    if (tells) std::fprintf(stderr, "%7.3f s  %s\n", clock.seconds(), statement.c_str());
  }

  bool tells = false;

 private:
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

  [[noreturn]] void fail(const std::string& at) const {
    throw std::runtime_error(at + ": " + PQerrorMessage(connection_.get()));
  }

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

struct Options {
  std::string url;
  std::filesystem::path files;
  std::size_t jobs;
  bool tells;
};

void load_in_one(const Options& options) {
  Server server(options.url);
  server.tells = options.tells;
  server.run(bench::kRoomForIndexes);
  server.run({"begin"});
  server.run(bench::kEmptied);
  for (const std::string table : {"user", "bike", "rent"}) {
    for (std::size_t part = 0;
         std::filesystem::exists(options.files / (table + "." + std::to_string(part) + ".bin")); ++part)
      server.copy("copy \"" + table + "\" from stdin (format binary, freeze)",
                  options.files / (table + "." + std::to_string(part) + ".bin"));
  }
  server.run(bench::kIndexed);
  server.run(bench::kReferring);
  server.run({"commit"});
  server.run(bench::kAnalyzed);
}

// Runs `work(server, item)` for items 0 to count - 1, each taken by the first connection that is free.
template <class Work>
void side_by_side(const Options& options, std::size_t count, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::vector<std::exception_ptr> failed(options.jobs);
  std::vector<std::thread> threads;
  for (std::size_t job = 0; job < options.jobs; ++job) {
    threads.emplace_back([&, job] {
      try {
        Server server(options.url);
        server.tells = options.tells;
        server.run(bench::kRoomForIndexes);
        for (std::size_t item = next++; item < count; item = next++) work(server, item);
      } catch (...) {
        failed[job] = std::current_exception();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& error : failed)
    if (error) std::rethrow_exception(error);
}

void load_beside(const Options& options) {
  Server server(options.url);
  server.tells = options.tells;
  server.run(bench::kBeside);
  std::vector<std::string> parts{"user.0", "bike.0"};
  for (std::size_t job = 0; job < options.jobs; ++job)
    parts.insert(parts.begin(), "rent." + std::to_string(job));
  side_by_side(options, parts.size(), [&](Server& own, std::size_t item) {
    const std::string table = parts[item].substr(0, parts[item].find('.'));
    own.copy("copy beside.\"" + table + "\" from stdin (format binary)",
             options.files / (parts[item] + ".bin"));
  });
  side_by_side(options, bench::kIndexedBeside.size(),
               [](Server& own, std::size_t item) { own.run({bench::kIndexedBeside[item]}); });
  server.run(bench::kRoomForIndexes);
  server.run({"begin"});
  server.run(bench::kSwapped);
  server.run(bench::kReferring);
  server.run({"commit"});
  side_by_side(options, bench::kAnalyzed.size(),
               [](Server& own, std::size_t item) { own.run({bench::kAnalyzed[item]}); });
}

}  // namespace

int main(int argc, char** argv) try {
  const Options options{std::string(bench::option(argc, argv, "--url", "")),
                        std::string(bench::option(argc, argv, "--files", ".")),
                        bench::number(argc, argv, "--jobs", 4), bench::flag(argc, argv, "--steps")};
  const std::string recipe = argc > 1 ? argv[1] : "";
  const bench::Clock clock;
  if (recipe == "one") {
    load_in_one(options);
  } else if (recipe == "parallel") {
    load_beside(options);
  } else {
    throw std::invalid_argument("the first argument is one or parallel");
  }
  bench::answer(0, clock.seconds(), 0);
  return 0;
} catch (const std::exception& error) {
  std::cerr << "floor_postgres: " << error.what() << '\n';
  return 1;
}
