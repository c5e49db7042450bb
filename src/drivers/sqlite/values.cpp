// Conversions between logical values and SQLite's storage classes: see the header.
//
// Reading is tolerant of how other programs store values (integral REALs, ISO text with 'T' and 'Z', numbers
// as text) and strict about what is not a value of the type, which becomes an unreadable cell: a wrong guess
// would be a wrong digest.
#include "drivers/sqlite/values.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "base/text.h"

namespace seedctl::drivers::sqlite {
namespace {

using base::ColumnBatch;
using base::TypeKind;

// SQLite would silently store NULL instead.
void refuse_nan(double value) {
  if (std::isnan(value)) throw base::Error(base::ErrorCode::sql, "NaN cannot be stored in SQLite");
}

struct Binder {
  Statement& statement;
  int index;
  std::string& scratch;

  void text(std::string made) const {
    scratch = std::move(made);
    statement.bind_text(index, scratch);
  }
  void operator()(base::Null) const { statement.bind_null(index); }
  void operator()(bool value) const { statement.bind_integer(index, value ? 1 : 0); }
  void operator()(std::int64_t value) const { statement.bind_integer(index, value); }
  void operator()(double value) const {
    refuse_nan(value);
    statement.bind_real(index, value);
  }
  void operator()(const std::string& value) const { statement.bind_text(index, value); }
  void operator()(const base::Bytes& value) const { statement.bind_bytes(index, value.data); }
  template <class Made>
  void operator()(const Made& value) const {
    text(value.str());
  }
};

std::string_view stored_text(sqlite3_value* cell) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(cell));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_value_bytes(cell))};
}

std::string_view stored_bytes(sqlite3_value* cell) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(cell));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(cell))};
}

std::optional<std::int64_t> exact_integer(double value) {
  constexpr double kLimit = 9223372036854775808.0;  // 2^63
  if (!(value >= -kLimit && value < kLimit) || value != std::floor(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> as_integer(sqlite3_value* cell) {
  switch (sqlite3_value_type(cell)) {
    case SQLITE_INTEGER:
      return sqlite3_value_int64(cell);
    case SQLITE_FLOAT:
      return exact_integer(sqlite3_value_double(cell));
    case SQLITE_TEXT:
      return whole_number<std::int64_t>(stored_text(cell));
    default:
      return std::nullopt;
  }
}

std::optional<std::int64_t> as_boolean(sqlite3_value* cell) {
  if (sqlite3_value_type(cell) == SQLITE_TEXT) {
    const std::string text = base::lower_ascii(stored_text(cell));
    if (text == "true" || text == "t" || text == "1") return 1;
    if (text == "false" || text == "f" || text == "0") return 0;
    return std::nullopt;
  }
  const auto number = as_integer(cell);
  return number && (*number == 0 || *number == 1) ? number : std::nullopt;
}

std::optional<double> as_real(sqlite3_value* cell) {
  switch (sqlite3_value_type(cell)) {
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
      return sqlite3_value_double(cell);
    case SQLITE_TEXT:
      return whole_number<double>(stored_text(cell));
    default:
      return std::nullopt;
  }
}

std::optional<base::Decimal> as_decimal(sqlite3_value* cell) {
  switch (sqlite3_value_type(cell)) {
    case SQLITE_INTEGER:
      return base::Decimal::of(sqlite3_value_int64(cell));
    case SQLITE_FLOAT: {
      // 15 digits are what a REAL keeps of the decimal it was made of; more would show the binary fraction.
      const double value = sqlite3_value_double(cell);
      if (!std::isfinite(value)) return std::nullopt;
      return base::Decimal::parse(fmt::format("{:.15g}", value));
    }
    case SQLITE_TEXT:
      return base::Decimal::parse(stored_text(cell));
    default:
      return std::nullopt;
  }
}

std::optional<base::Date> as_date(std::string_view text) {
  if (auto date = base::Date::parse(text)) return date;
  const auto timestamp = base::Timestamp::parse(text);
  if (timestamp && *timestamp == base::Timestamp::at_midnight(timestamp->date())) return timestamp->date();
  return std::nullopt;
}

// The value of a type that is stored as text; false where the text is none.
bool append_parsed(std::string_view text, TypeKind kind, ColumnBatch& out) {
  switch (kind) {
    case TypeKind::date:
      if (const auto value = as_date(text)) return out.append_integer(value->days), true;
      return false;
    case TypeKind::time:
      if (const auto value = base::Time::parse(text)) return out.append_integer(value->micros), true;
      return false;
    case TypeKind::timestamp:
    case TypeKind::timestamptz:
      if (const auto value = base::Timestamp::parse(text)) return out.append_integer(value->micros), true;
      return false;
    case TypeKind::interval:
      if (const auto value = base::Interval::parse(text)) return out.append_interval(*value), true;
      return false;
    case TypeKind::uuid:
      if (const auto value = base::Uuid::parse(text)) return out.append_uuid(*value), true;
      return false;
    default:
      return false;
  }
}

bool append_stored(sqlite3_value* cell, TypeKind kind, ColumnBatch& out) {
  const int storage = sqlite3_value_type(cell);
  switch (kind) {
    case TypeKind::boolean:
      if (const auto value = as_boolean(cell)) return out.append_integer(*value), true;
      return false;
    case TypeKind::integer:
      if (const auto value = as_integer(cell)) return out.append_integer(*value), true;
      return false;
    case TypeKind::decimal:
      if (const auto value = as_decimal(cell)) return out.append_decimal(*value), true;
      return false;
    case TypeKind::real:
      if (const auto value = as_real(cell)) return out.append_real(*value), true;
      return false;
    case TypeKind::text:
    case TypeKind::json:
    case TypeKind::enumeration:
    case TypeKind::network:
    case TypeKind::array:
    case TypeKind::unsupported:
      if (storage == SQLITE_BLOB && !base::is_valid_utf8(stored_bytes(cell))) return false;
      return out.append_text(stored_text(cell)), true;
    case TypeKind::bytes:
      if (storage != SQLITE_BLOB && storage != SQLITE_TEXT) return false;
      return out.append_text(stored_bytes(cell)), true;
    case TypeKind::uuid:
      if (storage == SQLITE_BLOB) {
        const std::string_view bytes = stored_bytes(cell);
        base::Uuid uuid;
        if (bytes.size() != uuid.bytes.size()) return false;
        std::copy(bytes.begin(), bytes.end(), uuid.bytes.begin());
        return out.append_uuid(uuid), true;
      }
      [[fallthrough]];
    case TypeKind::date:
    case TypeKind::time:
    case TypeKind::timestamp:
    case TypeKind::timestamptz:
    case TypeKind::interval:
      return storage == SQLITE_TEXT && append_parsed(stored_text(cell), kind, out);
  }
  return false;
}

}  // namespace

void bind_value(Statement& statement, int index, const base::Value& value, std::string& scratch) {
  std::visit(Binder{statement, index, scratch}, value);
}

void bind_cell(Statement& statement, int index, const ColumnBatch& batch, std::size_t row,
               std::string& scratch) {
  const Binder bind{statement, index, scratch};
  if (batch.is_null(row)) return bind(base::Null{});
  if (batch.is_unreadable(row))
    throw base::Error(base::ErrorCode::internal, "an unreadable cell cannot be written");
  switch (batch.kind()) {
    case TypeKind::boolean:
    case TypeKind::integer:
      return bind(batch.integer_at(row));
    case TypeKind::real:
      return bind(batch.real_at(row));
    case TypeKind::decimal:
      return bind(batch.decimal_at(row));
    case TypeKind::bytes:
      return statement.bind_bytes(index, batch.text_at(row));
    case TypeKind::date:
      return bind(base::Date{static_cast<std::int32_t>(batch.integer_at(row))});
    case TypeKind::time:
      return bind(base::Time{batch.integer_at(row)});
    case TypeKind::timestamp:
    case TypeKind::timestamptz:
      return bind(base::Timestamp{batch.integer_at(row)});
    case TypeKind::interval:
      return bind(batch.interval_at(row));
    case TypeKind::uuid:
      return bind(batch.uuid_at(row));
    case TypeKind::text:
    case TypeKind::json:
    case TypeKind::enumeration:
    case TypeKind::network:
    case TypeKind::array:
    case TypeKind::unsupported:
      return statement.bind_text(index, batch.text_at(row));
  }
}

void read_cell(sqlite3_value* cell, TypeKind kind, ColumnBatch& out) {
  if (sqlite3_value_type(cell) == SQLITE_NULL) return out.append_null();
  if (append_stored(cell, kind, out)) return;
  out.append_unreadable();
}

}  // namespace seedctl::drivers::sqlite
