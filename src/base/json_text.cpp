// Texts are scanned byte by byte: bytes of UTF-8 are never special.
#include "base/json_text.h"

#include <array>
#include <cmath>

#include "base/cell_form.h"

namespace seedctl::base {

namespace {

constexpr auto kIsSpecial = [] {
  std::array<bool, 256> special{};
  for (std::size_t c = 0; c < 0x20; ++c) special[c] = true;
  special['"'] = special['\\'] = true;
  return special;
}();

char* write_escaped(char* out, char c) {
  *out++ = '\\';
  switch (c) {
    case '"':
    case '\\':
      *out++ = c;
      return out;
    case '\n':
      *out++ = 'n';
      return out;
    case '\t':
      *out++ = 't';
      return out;
    case '\r':
      *out++ = 'r';
      return out;
    default:
      return write_hex(write_word(out, "u00"), {&c, 1});
  }
}

}  // namespace

char* write_json_text(char* out, std::string_view text) {
  *out++ = '"';
  for (const char c : text) {
    if (kIsSpecial[static_cast<unsigned char>(c)])
      out = write_escaped(out, c);
    else
      *out++ = c;
  }
  *out++ = '"';
  return out;
}

void append_json_text(std::string& out, std::string_view text) {
  const std::size_t before = out.size();
  out.resize(before + kLongestJsonEscape * text.size() + 2);
  const char* end = write_json_text(out.data() + before, text);
  out.resize(static_cast<std::size_t>(end - out.data()));
}

bool is_bare_json(const ColumnBatch& column, std::size_t row) {
  switch (column.kind()) {
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::boolean:
      return true;
    case TypeKind::real:
      return std::isfinite(column.real_at(row));  // JSON has no number for the others
    default:
      return false;
  }
}

void append_json_cell(std::string& out, const ColumnBatch& column, std::size_t row) {
  if (column.is_null(row)) {
    out += "null";
    return;
  }
  std::array<char, kBoundedCellLength> text;
  if (const char* end = write_bounded_cell(text.data(), column, row)) {
    const bool bare = is_bare_json(column, row);
    if (!bare) out += '"';
    out.append(text.data(), static_cast<std::size_t>(end - text.data()));
    if (!bare) out += '"';
  } else if (column.kind() == TypeKind::json) {
    out += column.text_at(row);
  } else if (column.storage() == ColumnBatch::Storage::text && column.kind() != TypeKind::bytes) {
    append_json_text(out, column.text_at(row));
  } else {
    append_json_text(out, to_text(column.value_at(row)));
  }
}

}  // namespace seedctl::base
