// Text formats of PostgreSQL: see the header. The session's settings (DateStyle ISO, IntervalStyle postgres,
// bytea_output hex, extra_float_digits 3) are what makes the server's output exact and of one form.
#include "drivers/postgres/values.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <iterator>

#include "base/array_text.h"
#include "base/error.h"

namespace seedctl::drivers::postgres {
namespace {

using base::ColumnBatch;
using base::TypeKind;

// Of PostgreSQL's built-in types; these numbers never change.
constexpr Oid kInferred = 0, kBool = 16, kBytea = 17, kInt8 = 20, kFloat8 = 701, kDate = 1082, kTime = 1083,
              kTimestamp = 1114, kInterval = 1186, kNumeric = 1700, kUuid = 2950;

void refuse_nul(std::string_view text) {
  if (text.find('\0') != std::string_view::npos)
    throw base::Error(base::ErrorCode::sql, "text holds a NUL character, which PostgreSQL cannot store");
}

void append_real(double value, std::string& out) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
  } else {
    fmt::format_to(std::back_inserter(out), "{}", value);  // the shortest text that reads back the same
  }
}

void append_hex(std::string_view bytes, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
}

void append_escaped(std::string_view text, std::string& out) {
  refuse_nul(text);
  std::size_t done = 0;
  while (true) {
    const std::size_t special = text.find_first_of("\\\t\n\r", done);
    out += text.substr(done, special - done);
    if (special == std::string_view::npos) return;
    out += '\\';
    switch (text[special]) {
      case '\t':
        out += 't';
        break;
      case '\n':
        out += 'n';
        break;
      case '\r':
        out += 'r';
        break;
      default:
        out += '\\';
    }
    done = special + 1;
  }
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool decode_hex(std::string_view text, std::string& out) {
  if (!text.starts_with("\\x") || text.size() % 2 != 0) return false;
  for (std::size_t i = 2; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return false;
    out += static_cast<char>(high * 16 + low);
  }
  return true;
}

template <class Number>
bool parse_number(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

bool append_boolean(std::string_view text, ColumnBatch& out) {
  if (text == "t" || text == "true") return out.append_integer(1), true;
  if (text == "f" || text == "false") return out.append_integer(0), true;
  return false;
}

template <class Parsed, class Append>
bool append_if(const std::optional<Parsed>& value, Append append) {
  if (value) append(*value);
  return value.has_value();
}

Oid type_of(const base::Value& value) {
  struct {
    Oid operator()(base::Null) const { return kInferred; }
    Oid operator()(bool) const { return kBool; }
    Oid operator()(std::int64_t) const { return kInt8; }
    Oid operator()(double) const { return kFloat8; }
    Oid operator()(const base::Decimal&) const { return kNumeric; }
    Oid operator()(const std::string&) const { return kInferred; }
    Oid operator()(const base::Bytes&) const { return kBytea; }
    Oid operator()(base::Date) const { return kDate; }
    Oid operator()(base::Time) const { return kTime; }
    Oid operator()(base::Timestamp) const { return kTimestamp; }
    Oid operator()(const base::Interval&) const { return kInterval; }
    Oid operator()(const base::Uuid&) const { return kUuid; }
  } visitor;
  return std::visit(visitor, value);
}

std::string made_text(const base::Value& value) {
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? "t" : "f";
  std::string out;
  if (const auto* real = std::get_if<double>(&value)) return append_real(*real, out), out;
  return base::to_text(value);
}

}  // namespace

Parameters::Parameters(std::span<const base::Value> values) {
  made_.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    types_.push_back(type_of(values[i]));
    const char* data = nullptr;
    std::size_t length = 0;
    bool binary = false;
    if (const auto* text = std::get_if<std::string>(&values[i])) {
      refuse_nul(*text);
      data = text->c_str();
    } else if (const auto* bytes = std::get_if<base::Bytes>(&values[i])) {
      data = bytes->data.data();
      length = bytes->data.size();
      binary = true;
    } else if (!base::is_null(values[i])) {
      made_[i] = made_text(values[i]);
      data = made_[i].c_str();
    }
    texts_.push_back(data);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(binary ? 1 : 0);
  }
}

void append_copy_cell(const ColumnBatch& batch, std::size_t row, std::string& out) {
  if (batch.is_null(row)) {
    out += "\\N";
    return;
  }
  if (batch.is_unreadable(row))
    throw base::Error(base::ErrorCode::internal, "an unreadable cell cannot be written");
  switch (batch.kind()) {
    case TypeKind::boolean:
      out += batch.integer_at(row) != 0 ? 't' : 'f';
      return;
    case TypeKind::integer: {
      std::array<char, 24> digits{};
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), batch.integer_at(row)).ptr;
      out.append(digits.data(), end);
      return;
    }
    case TypeKind::real:
      return append_real(batch.real_at(row), out);
    case TypeKind::decimal:
      out += batch.decimal_at(row).str();
      return;
    case TypeKind::bytes:
      out += "\\\\x";
      return append_hex(batch.text_at(row), out);
    case TypeKind::date:
      out += base::Date{static_cast<std::int32_t>(batch.integer_at(row))}.str();
      return;
    case TypeKind::time:
      out += base::Time{batch.integer_at(row)}.str();
      return;
    case TypeKind::timestamp:
      out += base::Timestamp{batch.integer_at(row)}.str();
      return;
    case TypeKind::timestamptz:
      out += base::Timestamp{batch.integer_at(row)}.str();
      out += "+00";
      return;
    case TypeKind::interval:
      out += batch.interval_at(row).str();
      return;
    case TypeKind::uuid:
      out += batch.uuid_at(row).str();
      return;
    case TypeKind::text:
    case TypeKind::json:
    case TypeKind::enumeration:
    case TypeKind::network:
    case TypeKind::array:
    case TypeKind::unsupported:
      return append_escaped(batch.text_at(row), out);
  }
}

bool append_from_server(std::string_view text, const base::LogicalType& type, ColumnBatch& out) {
  const auto integer = [&](const auto& value) { out.append_integer(value.micros); };
  switch (type.kind) {
    case TypeKind::boolean:
      return append_boolean(text, out);
    case TypeKind::integer: {
      std::int64_t value = 0;
      return parse_number(text, value) && (out.append_integer(value), true);
    }
    case TypeKind::real: {
      // The text is the shortest that tells a float from the next one: as a double it is another number.
      if (type.bits == 32) {
        float single = 0;
        return parse_number(text, single) && (out.append_real(static_cast<double>(single)), true);
      }
      double value = 0;
      return parse_number(text, value) && (out.append_real(value), true);
    }
    case TypeKind::decimal:
      return append_if(base::Decimal::parse(text), [&](const auto& value) { out.append_decimal(value); });
    case TypeKind::bytes: {
      std::string bytes;
      return decode_hex(text, bytes) && (out.append_text(bytes), true);
    }
    case TypeKind::date:
      return append_if(base::Date::parse(text), [&](const auto& value) { out.append_integer(value.days); });
    case TypeKind::time:
      return append_if(base::Time::parse(text), integer);
    case TypeKind::timestamp:
    case TypeKind::timestamptz:
      return append_if(base::Timestamp::parse(text), integer);
    case TypeKind::interval:
      return append_if(base::Interval::parse(text), [&](const auto& value) { out.append_interval(value); });
    case TypeKind::uuid:
      return append_if(base::Uuid::parse(text), [&](const auto& value) { out.append_uuid(value); });
    case TypeKind::text:
    case TypeKind::json:
    case TypeKind::enumeration:
    case TypeKind::network:
    case TypeKind::unsupported:
      return out.append_text(text), true;
    case TypeKind::array: {
      // One of several dimensions stays as it is: it equals none that is made.
      const auto canonical = base::canonical_array(text, base::element_type(type));
      return out.append_text(canonical ? *canonical : text), true;
    }
  }
  return false;
}

}  // namespace seedctl::drivers::postgres
