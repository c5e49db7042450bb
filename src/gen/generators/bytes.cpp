// bytes: random bytes of a given length.
//
// Unique ones begin with a number of the row, as many bytes of it as the shortest has.
#include <algorithm>
#include <string>

#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/size_range.h"
#include "gen/permutation.h"

namespace seedctl::gen {

namespace {

// A batch of the longest ones takes 64 MiB.
constexpr std::uint64_t kMostBytes = 65'536;
// What a number that tells rows apart has at most: 2^56 are enough.
constexpr std::uint64_t kNumberBytes = 7;

void append_bytes(std::string& text, std::uint64_t number, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) text.push_back(static_cast<char>(number >> (8 * i) & 0xffU));
}

class RandomBytes final : public Generator {
 public:
  RandomBytes(SizeRange length, Key key, bool unique)
      : length_(length), key_(key), number_bytes_(std::min(length.low, kNumberBytes)) {
    if (unique) numbers_.emplace(sub_key(key, "unique"), *capacity());
  }

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    for (const RowId& row : request.rows) {
      text.clear();
      const std::uint64_t length = length_.drawn(draw(key_, row.token));
      if (numbers_) append_bytes(text, (*numbers_)(row.number - 1), number_bytes_);
      for (std::uint64_t word = 1; text.size() < length; ++word)
        append_bytes(text, draw(key_, row.token, word), std::min<std::uint64_t>(8, length - text.size()));
      out.append_text(text);
    }
  }

  std::optional<std::uint64_t> capacity() const override { return std::uint64_t{1} << (8 * number_bytes_); }

 private:
  SizeRange length_;
  Key key_;
  std::uint64_t number_bytes_;
  std::optional<Permutation> numbers_;
};

}  // namespace

std::unique_ptr<Generator> build_bytes(const base::Node& value, const base::Node& column,
                                       const BuildContext& context) {
  const Arguments arguments{"bytes", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({});
  arguments.require_kind({base::TypeKind::bytes});
  const SizeRange length = read_size_range(value, "bytes", kMostBytes);
  auto made = std::make_unique<RandomBytes>(length, context.key(), context.unique);
  arguments.require_capacity(*made->capacity());
  return made;
}

}  // namespace seedctl::gen
