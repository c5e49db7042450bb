// The external sort against std::sort, at buffer sizes that force runs, levels and merges.
#include "state/key_sorter.h"

#include <algorithm>
#include <filesystem>

#include <unistd.h>

#include "base/error.h"
#include "support/catch.h"

using namespace seedctl::state;

namespace {

using Record = std::pair<std::string, std::uint64_t>;

std::vector<Record> some_records(std::size_t count, std::uint64_t state) {
  std::vector<Record> records;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    std::string key;
    for (std::uint64_t left = (state >> 60) + 1, bits = state; left > 0; --left, bits >>= 3) {
      key.push_back(static_cast<char>(bits & 0xff));
    }
    if (state % 5 == 0) key.clear();
    records.emplace_back(std::move(key), i);
  }
  return records;
}

std::vector<Record> sorted_by(std::size_t buffer_bytes, const std::vector<Record>& records) {
  KeySorter sorter(buffer_bytes);
  for (const auto& [key, number] : records) sorter.add(key, number);
  sorter.finish();
  std::vector<Record> out;
  Record record;
  while (sorter.next(record.first, record.second)) out.push_back(record);
  return out;
}

}  // namespace

TEST_CASE("records come back sorted as by std sort") {
  for (const std::size_t count : {0U, 1U, 2U, 100U, 5000U, 40000U}) {
    for (const std::size_t buffer : {std::size_t{1}, std::size_t{1000}, std::size_t{50000}, kSortBytes}) {
      if (buffer == 1 && count > 100) continue;  // one run a record: slow, and nothing new
      std::vector<Record> records = some_records(count, count + buffer);
      const std::vector<Record> out = sorted_by(buffer, records);
      std::sort(records.begin(), records.end());
      CHECK(out == records);
    }
  }
}

TEST_CASE("a spool gives back what was put in as often as it is rewound") {
  for (const std::size_t count : {0U, 3U, 20000U}) {
    const std::vector<Record> records = some_records(count, 7);
    seedctl::state::RecordSpool spool;
    for (const auto& [key, number] : records) spool.append(key, number);
    CHECK(spool.size() == count);
    for (int pass = 0; pass < 2; ++pass) {
      spool.rewind();
      std::vector<Record> out;
      Record record;
      while (spool.next(record.first, record.second)) out.push_back(record);
      CHECK(out == records);
    }
  }
}

TEST_CASE("a spool holds keys larger than its windows") {
  seedctl::state::RecordSpool spool;
  const std::string large(300'000, 'x');
  for (std::uint64_t i = 0; i < 4; ++i) spool.append(large + std::to_string(i), i);
  spool.rewind();
  std::string key;
  std::uint64_t number = 0;
  for (std::uint64_t i = 0; i < 4; ++i) {
    REQUIRE(spool.next(key, number));
    CHECK(key == large + std::to_string(i));
    CHECK(number == i);
  }
  CHECK_FALSE(spool.next(key, number));
}

TEST_CASE("a spool says that its file was cut short") {
  for (const off_t cut : {1, 10, 15, 22, 25}) {  // 22 bytes are a record
    seedctl::state::RecordSpool spool;
    for (std::uint64_t i = 0; i < 20'000; ++i) spool.append("0123456789", i);
    spool.rewind();
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      const auto file = std::filesystem::read_symlink(entry.path(), gone).string();
      if (file.find("/seedctl-") == std::string::npos || file.find("(deleted)") == std::string::npos)
        continue;
      REQUIRE(::truncate(entry.path().c_str(), 20'000 * 22 - cut) == 0);
    }
    const auto read_all = [&spool] {
      std::string key;
      while (spool.next(key)) continue;
    };
    CHECK_THROWS_AS(read_all(), seedctl::base::Error);
  }
}
