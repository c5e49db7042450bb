// The rows of one table of a profile, made batch by batch through the library and thrown away:
//   by_seedctl --lock schema.lock.json --seeds DIR --profile NAME --table TABLE
//              [--scale N] [--rows N] [--threads N] [--digest]
#include <algorithm>
#include <atomic>
#include <exception>
#include <fstream>
#include <numeric>
#include <sstream>
#include <thread>
#include <vector>

#include "base/column_batch.h"
#include "digest.h"
#include "gen/table.h"
#include "options.h"
#include "profile/document.h"
#include "profile/resolve.h"
#include "schema/snapshot.h"

namespace {

using namespace seedctl;

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::invalid_argument("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::uint64_t bits_of(const base::ColumnBatch& cells, std::size_t row) {
  switch (cells.storage()) {
    case base::ColumnBatch::Storage::integer:
      return static_cast<std::uint64_t>(cells.integer_at(row));
    case base::ColumnBatch::Storage::decimal:
      return static_cast<std::uint64_t>(cells.decimal_at(row).coefficient);
    default: {
      std::uint64_t bits = 0;
      for (const char c : cells.text_at(row)) bits = bench::mixed(bits + static_cast<unsigned char>(c));
      return bits;
    }
  }
}

std::uint64_t digest_of(const std::vector<base::ColumnBatch>& cells, std::size_t columns, std::uint64_t first,
                        std::size_t rows) {
  std::uint64_t digest = 0;
  for (std::size_t column = 0; column < columns; ++column)
    for (std::size_t i = 0; i < rows; ++i)
      digest += bench::digest_of(first + i, column, bits_of(cells[column], i));
  return digest;
}

// The batches that are left are taken one by one, so that no thread waits for a slower one.
std::uint64_t make_rows(const profile::ResolvedTable& table, std::uint64_t rows, bool digest,
                        std::atomic<std::uint64_t>& next) {
  std::vector<std::size_t> wanted(table.columns.size());
  std::iota(wanted.begin(), wanted.end(), std::size_t{0});
  std::vector<gen::RowId> ids;
  std::vector<base::ColumnBatch> cells;
  std::uint64_t sum = 0;
  while (true) {
    const std::uint64_t first = next.fetch_add(base::kBatchRows);
    if (first >= rows) return sum;
    ids.resize(static_cast<std::size_t>(std::min<std::uint64_t>(base::kBatchRows, rows - first)));
    table.data->rows_from(first, ids);
    table.data->fill(ids, wanted, cells);
    bench::consume(cells.data());
    if (digest) sum += digest_of(cells, wanted.size(), first, ids.size());
  }
}

void run(int argc, char** argv) {
  const std::string lock(bench::option(argc, argv, "--lock", "schema.lock.json"));
  const auto document = profile::load_profile(std::string(bench::option(argc, argv, "--seeds", "seeds")),
                                              std::string(bench::option(argc, argv, "--profile", "rent")));
  const auto schema = schema::from_snapshot(text_of(lock), lock);
  profile::ResolveOptions options;
  options.scale = static_cast<double>(bench::number(argc, argv, "--scale", 1));
  const auto resolved = profile::resolve(document, schema, options);
  const profile::ResolvedTable* table = resolved.table(bench::option(argc, argv, "--table", "rent"));
  if (table == nullptr) throw std::invalid_argument("the profile makes no such table");
  const std::uint64_t rows =
      std::min(bench::number(argc, argv, "--rows", table->data->rows()), table->data->rows());
  const bool digest = bench::flag(argc, argv, "--digest");

  const bench::Clock clock;
  std::atomic<std::uint64_t> next = 0, sum = 0;
  {
    std::vector<std::jthread> threads;
    for (std::uint64_t i = 1; i < bench::number(argc, argv, "--threads", 1); ++i)
      threads.emplace_back([&] { sum += make_rows(*table, rows, digest, next); });
    sum += make_rows(*table, rows, digest, next);
  }
  bench::answer(rows, clock.seconds(), sum);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}
