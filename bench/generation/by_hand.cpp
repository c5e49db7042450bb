// The rents of seeds/rent.yaml, made by a loop that somebody wrote for them alone: the floor that generation
// is measured against. The same values to the last digit (run.sh compares digests), with everything that is
// known beforehand computed beforehand: prices and picks of bikes in tables, costs in whole cents.
//   by_hand [batches|csv] [--rows N] [--threads N] [--digest]
// `csv` formats the rows as well, and writes them where --out says.
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "digest.h"
#include "gen/permutation.h"
#include "gen/random.h"
#include "options.h"

namespace {

constexpr std::uint64_t kSeed = 42, kUsers = 100'000, kBikes = 1'000, kBatch = 1'024;
constexpr std::int64_t kSecond = 1'000'000, kMinute = 60 * kSecond, kDay = 1'440 * kMinute;
constexpr std::int64_t kFirstDay = 20'133;  // 2025-02-14
constexpr std::uint64_t kSeconds = 4 * 86'400;

std::uint64_t key_of(const char* table, const char* column) {
  return seedctl::gen::column_key(kSeed, table, column, 1);
}

std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9U;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15U;

std::uint64_t bounded(std::uint64_t bits, std::uint64_t n) {
  __extension__ using wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<wide>(bits) * n) >> 64);
}

// Zipf by rejection: for each bike the part of [0, 2^53) that draws it; what lies between draws again.
class BikePicker {
 public:
  BikePicker() : key_(key_of("rent", "bike_id")) {
    const seedctl::gen::Permutation scattered(seedctl::gen::sub_key(key_, "ranks"), kBikes);
    for (std::uint64_t i = 0; i < kBikes; ++i) bikes_[i] = static_cast<std::int64_t>(scattered(i) + 1);
    const double from = area(1.5) - 1.0, to = area(kBikes + 0.5);
    const auto draw_at = [&](double a) { return (to - a) / (to - from) * 0x1p53; };
    for (std::uint64_t i = 0; i < kBikes; ++i) {
      const double number = static_cast<double>(kBikes - i), top = area(number + 0.5);
      from_[i] = static_cast<std::uint64_t>(std::max(0.0, draw_at(top)));
      to_[i] = static_cast<std::uint64_t>(draw_at(top - std::pow(number, -kExponent)));
    }
    for (std::uint64_t cell = 0, i = 0; cell < kCells; ++cell) {
      while (i + 1 < kBikes && from_[i + 1] <= cell << kCellBits) ++i;
      guide_[cell] = static_cast<std::uint16_t>(i);
    }
  }

  std::int64_t pick(std::uint64_t row_bits) const {
    const std::uint64_t stream = mix(row_bits ^ key_);
    for (std::uint64_t j = 0;; ++j) {
      const std::uint64_t bits = mix(stream + j * kStep) >> 11;
      std::size_t i = guide_[bits >> kCellBits];
      while (i + 1 < kBikes && from_[i + 1] <= bits) ++i;
      if (bits <= to_[i]) return bikes_[kBikes - 1 - i];
    }
  }

 private:
  static constexpr double kExponent = 1.1;
  static constexpr std::uint64_t kCells = 4'096, kCellBits = 53 - 12;
  static double area(double x) { return (std::pow(x, 1.0 - kExponent) - 1.0) / (1.0 - kExponent); }

  std::uint64_t key_;
  std::array<std::int64_t, kBikes> bikes_{};
  std::array<std::uint64_t, kBikes> from_{}, to_{};
  std::array<std::uint16_t, kCells> guide_{};
};

// Which of the users, so that few move when there are more (JumpBackHash).
std::int64_t user_of(std::uint64_t stream) {
  std::uint64_t levels = mix(stream) & (std::bit_floor(kUsers - 1) * 2 - 1);
  while (levels != 0) {
    const std::uint64_t bottom = std::bit_floor(levels);
    levels ^= bottom;
    const std::uint64_t level =
        mix(stream + (static_cast<std::uint64_t>(std::countr_zero(bottom)) + 1) * kStep);
    std::uint64_t index = bottom + (level & (bottom - 1));
    for (std::uint64_t attempt = 1; index >= bottom; ++attempt) {
      if (index < kUsers) return static_cast<std::int64_t>(index + 1);
      index = mix(level + attempt * kStep) & (bottom * 2 - 1);
    }
  }
  return 1;
}

struct Rents {
  std::array<std::int64_t, kBatch> id, user, bike, start, end, cents;
};

class RentLoop {
 public:
  RentLoop() {
    const std::uint64_t prices = key_of("bike", "price");
    for (std::uint64_t i = 0; i < kBikes; ++i)
      price_[i] = 20'000 + static_cast<std::int64_t>(bounded(mix(mix(mix(i + 1 + kStep) ^ prices)), 80'001));
  }

  void make(std::uint64_t first, std::size_t count, Rents& out) const {
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t row = first + i + 1, bits = mix(row + kStep);
      const std::int64_t bike = bikes_.pick(bits);
      const auto minutes = static_cast<std::int64_t>(10 + bounded(mix(mix(bits ^ minutes_)), 231));
      const std::int64_t start =
          kFirstDay * kDay + static_cast<std::int64_t>(bounded(mix(mix(bits ^ start_)), kSeconds)) * kSecond;
      out.id[i] = static_cast<std::int64_t>(row);
      out.user[i] = user_of(mix(bits ^ user_));
      out.bike[i] = bike;
      out.start[i] = start;
      out.end[i] = start + minutes * kMinute;
      out.cents[i] = (price_[static_cast<std::size_t>(bike - 1)] * 2 * minutes + 5'000) / 10'000;
    }
  }

 private:
  BikePicker bikes_;
  std::array<std::int64_t, kBikes> price_{};
  std::uint64_t user_ = key_of("rent", "user_id");
  std::uint64_t start_ = key_of("rent", "rent_start"), minutes_ = key_of("rent", "minutes");
};

char* write(char* out, std::int64_t value) { return std::to_chars(out, out + 20, value).ptr; }

char* write_two(char* out, std::int64_t value) {
  out[0] = static_cast<char>('0' + value / 10);
  out[1] = static_cast<char>('0' + value % 10);
  return out + 2;
}

// "2025-02-14 18:18:51": from days since 1970 (Hinnant, "chrono-compatible low-level date algorithms").
char* write_time(char* out, std::int64_t micros) {
  const std::int64_t seconds = micros / kSecond, days = seconds / 86'400 + 719'468, of_day = seconds % 86'400;
  const std::int64_t era = days / 146'097, doe = days % 146'097;
  const std::int64_t yoe = (doe - doe / 1'460 + doe / 36'524 - doe / 146'096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
  const std::int64_t day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
  const std::int64_t year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  out = write_two(write_two(out, year / 100), year % 100);
  *out++ = '-';
  out = write_two(out, month);
  *out++ = '-';
  out = write_two(out, day);
  *out++ = ' ';
  out = write_two(out, of_day / 3'600);
  *out++ = ':';
  out = write_two(out, of_day / 60 % 60);
  *out++ = ':';
  return write_two(out, of_day % 60);
}

void format(const Rents& rents, std::size_t count, std::string& out) {
  constexpr std::size_t kLongestRow = 160;
  const std::size_t before = out.size();
  out.resize(before + count * kLongestRow);
  char* at = out.data() + before;
  for (std::size_t i = 0; i < count; ++i) {
    at = write(at, rents.id[i]);
    *at++ = ',';
    at = write(at, rents.user[i]);
    *at++ = ',';
    at = write(at, rents.bike[i]);
    *at++ = ',';
    at = write_time(at, rents.start[i]);
    *at++ = ',';
    at = write_time(at, rents.end[i]);
    *at++ = ',';
    at = write(at, rents.cents[i] / 100);
    *at++ = '.';
    at = write_two(at, rents.cents[i] % 100);
    *at++ = '\n';
  }
  out.resize(static_cast<std::size_t>(at - out.data()));
}

std::uint64_t digest_of(const Rents& rents, std::uint64_t first, std::size_t count) {
  std::uint64_t digest = 0, column = 0;
  for (const auto* cells : {&rents.id, &rents.user, &rents.bike, &rents.start, &rents.end, &rents.cents}) {
    for (std::size_t i = 0; i < count; ++i)
      digest += bench::digest_of(first + i, column, static_cast<std::uint64_t>((*cells)[i]));
    ++column;
  }
  return digest;
}

std::uint64_t make_rows(const RentLoop& loop, std::uint64_t rows, bool digest,
                        std::atomic<std::uint64_t>& next) {
  Rents rents;
  std::uint64_t sum = 0;
  while (true) {
    const std::uint64_t first = next.fetch_add(kBatch);
    if (first >= rows) return sum;
    const auto count = static_cast<std::size_t>(std::min(kBatch, rows - first));
    loop.make(first, count, rents);
    bench::consume(&rents);
    if (digest) sum += digest_of(rents, first, count);
  }
}

// On one thread, into a buffer that is written when it is full.
void write_csv(const RentLoop& loop, std::uint64_t rows, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) throw std::runtime_error("cannot write " + path);
  std::setbuf(file, nullptr);
  Rents rents;
  std::string text = "id,user_id,bike_id,rent_start,rent_end,rent_cost\n";
  for (std::uint64_t first = 0; first < rows; first += kBatch) {
    const auto count = static_cast<std::size_t>(std::min(kBatch, rows - first));
    loop.make(first, count, rents);
    format(rents, count, text);
    if (text.size() < (std::size_t{1} << 18) && first + kBatch < rows) continue;
    if (std::fwrite(text.data(), 1, text.size(), file) != text.size())
      throw std::runtime_error("cannot write " + path);
    text.clear();
  }
  std::fclose(file);
}

void run(int argc, char** argv) {
  const auto loop = std::make_unique<RentLoop>();
  const std::uint64_t rows = bench::number(argc, argv, "--rows", 100'000'000);
  const bool digest = bench::flag(argc, argv, "--digest");
  const bench::Clock clock;
  if (bench::flag(argc, argv, "csv")) {
    write_csv(*loop, rows, std::string(bench::option(argc, argv, "--out", "/dev/null")));
    return bench::answer(rows, clock.seconds(), 0);
  }
  std::atomic<std::uint64_t> next = 0, sum = 0;
  {
    std::vector<std::jthread> threads;
    for (std::uint64_t i = 1; i < bench::number(argc, argv, "--threads", 1); ++i)
      threads.emplace_back([&] { sum += make_rows(*loop, rows, digest, next); });
    sum += make_rows(*loop, rows, digest, next);
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
