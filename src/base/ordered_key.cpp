// Order-preserving key bytes. Numbers are big-endian with the sign bit flipped; text doubles its zero bytes
// and ends in two, which sorts a prefix before what continues it; a decimal is its floor and then its
// fraction, so that equal numbers of different scales have equal bytes.
#include "base/ordered_key.h"

#include <bit>

#include "base/error.h"

namespace seedctl::base {
namespace {

constexpr char kNull = '\0';
constexpr char kValue = '\1';
constexpr char kZero = '\0';
constexpr char kZeroInside = '\xFF';  // after a zero byte: the text goes on
constexpr char kTextEnd = '\0';       // after a zero byte: the text ends
constexpr uint128 kSign128 = uint128{1} << 127;
constexpr std::uint64_t kSign64 = std::uint64_t{1} << 63;

template <class Unsigned>
void append_big_endian(Unsigned value, std::string& out) {
  for (std::size_t i = sizeof(Unsigned); i > 0; --i) {
    out += static_cast<char>(static_cast<unsigned char>((value >> ((i - 1) * 8)) & 0xFFU));
  }
}

void append_text(std::string_view text, std::string& out) {
  for (const char c : text) {
    out += c;
    if (c == kZero) out += kZeroInside;
  }
  out += kZero;
  out += kTextEnd;
}

int128 power_of_ten(int exponent) {
  int128 power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

void append_decimal(const Decimal& value, std::string& out) {
  const int128 unit = power_of_ten(value.scale);
  int128 floor = value.coefficient / unit;
  int128 fraction = value.coefficient % unit;
  if (fraction < 0) {
    fraction += unit;
    --floor;
  }
  append_big_endian(static_cast<uint128>(floor) ^ kSign128, out);
  append_big_endian(static_cast<uint128>(fraction * power_of_ten(Decimal::kMaxDigits - value.scale)), out);
}

void append_value(const ColumnBatch& column, std::size_t i, std::string& out) {
  switch (column.storage()) {
    case ColumnBatch::Storage::integer:
      return append_big_endian(static_cast<std::uint64_t>(column.integer_at(i)) ^ kSign64, out);
    case ColumnBatch::Storage::decimal:
      return append_decimal(column.decimal_at(i), out);
    case ColumnBatch::Storage::text:
      return append_text(column.text_at(i), out);
    case ColumnBatch::Storage::uuid:
      for (const std::uint8_t byte : column.uuid_at(i).bytes) out += static_cast<char>(byte);
      return;
    case ColumnBatch::Storage::real:
    case ColumnBatch::Storage::interval:
      break;
  }
  throw Error(ErrorCode::internal,
              std::string("a column of kind ") + kind_name(column.kind()) + " is no key");
}

// Takes the encodings from the front of the bytes, in turn.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }

  Value value(const LogicalType& type) {
    const char tag = byte();
    if (tag == kNull) return Null{};
    if (tag != kValue) fail();
    switch (ColumnBatch::storage_of(type.kind)) {
      case ColumnBatch::Storage::integer:
        return integer(type.kind);
      case ColumnBatch::Storage::decimal:
        return decimal(type);
      case ColumnBatch::Storage::text:
        if (type.kind == TypeKind::bytes) return Bytes{text()};
        return text();
      case ColumnBatch::Storage::uuid:
        return uuid();
      case ColumnBatch::Storage::real:
      case ColumnBatch::Storage::interval:
        break;
    }
    fail();
  }

  [[noreturn]] static void fail() {
    throw Error(ErrorCode::internal, "these bytes are no ordered key of their types");
  }

 private:
  char byte() {
    if (rest_.empty()) fail();
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  template <class Unsigned>
  Unsigned big_endian() {
    Unsigned value = 0;
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
      value = (value << 8U) | static_cast<Unsigned>(static_cast<unsigned char>(byte()));
    }
    return value;
  }

  Value integer(TypeKind kind) {
    const auto value = std::bit_cast<std::int64_t>(big_endian<std::uint64_t>() ^ kSign64);
    switch (kind) {
      case TypeKind::boolean:
        return value != 0;
      case TypeKind::date:
        if (value < INT32_MIN || value > INT32_MAX) fail();
        return Date{static_cast<std::int32_t>(value)};
      case TypeKind::time:
        return Time{value};
      case TypeKind::timestamp:
      case TypeKind::timestamptz:
        return Timestamp{value};
      default:
        return value;
    }
  }

  Value decimal(const LogicalType& type) {
    auto coefficient = static_cast<int128>(big_endian<uint128>() ^ kSign128);
    auto fraction = static_cast<int128>(big_endian<uint128>());
    int128 unit = power_of_ten(Decimal::kMaxDigits);
    if (fraction < 0 || fraction >= unit) fail();
    Decimal value;
    if (coefficient < 0 && fraction != 0) {  // from the floor back to a sign and a magnitude
      ++coefficient;
      fraction -= unit;
    }
    for (; fraction != 0; ++value.scale) {
      unit /= 10;
      if (__builtin_mul_overflow(coefficient, int128{10}, &coefficient) ||
          __builtin_add_overflow(coefficient, fraction / unit, &coefficient)) {
        fail();
      }
      fraction %= unit;
    }
    value.coefficient = coefficient;
    if (type.precision == 0 || type.scale < value.scale || type.scale > Decimal::kMaxDigits) return value;
    const bool fits = value.digits() + type.scale - value.scale <= Decimal::kMaxDigits;
    return fits ? value.rescaled(type.scale) : value;
  }

  std::string text() {
    std::string out;
    for (;;) {
      const char c = byte();
      if (c != kZero) {
        out += c;
        continue;
      }
      const char next = byte();
      if (next == kTextEnd) return out;
      if (next != kZeroInside) fail();
      out += kZero;
    }
  }

  Value uuid() {
    Uuid value;
    for (std::uint8_t& part : value.bytes) part = static_cast<std::uint8_t>(byte());
    return value;
  }

  std::string_view rest_;
};

}  // namespace

void append_ordered_key(std::span<const ColumnBatch* const> key, std::size_t i, std::string& out) {
  for (const ColumnBatch* column : key) {
    if (column->is_unreadable(i)) throw Error(ErrorCode::internal, "an unreadable cell is no key");
    out += column->is_null(i) ? kNull : kValue;
    if (!column->is_null(i)) append_value(*column, i, out);
  }
}

bool can_be_ordered_key(const LogicalType& type) {
  switch (type.kind) {
    case TypeKind::real:
    case TypeKind::json:
    case TypeKind::interval:
    case TypeKind::network:
    case TypeKind::array:
    case TypeKind::unsupported:
      return false;
    default:
      return true;
  }
}

std::vector<Value> decode_ordered_key(std::string_view bytes, std::span<const LogicalType> types) {
  Decoder decoder(bytes);
  std::vector<Value> values;
  values.reserve(types.size());
  for (const LogicalType& type : types) values.push_back(decoder.value(type));
  if (!decoder.at_end()) Decoder::fail();
  return values;
}

}  // namespace seedctl::base
