// A row at a time through one pointer: room for all that is not text is made once a row.
#include "report/csv.h"

#include <array>

#include "base/cell_form.h"

namespace seedctl::report {
namespace {

using base::ColumnBatch;
using base::TypeKind;

// Of all values but texts, and a comma.
constexpr std::size_t kLongestFixed = base::kBoundedCellLength + 1;

constexpr auto kNeedsQuotes = [] {
  std::array<bool, 256> needs{};
  for (const char c : {',', '"', '\n', '\r'}) needs[static_cast<unsigned char>(c)] = true;
  return needs;
}();

bool needs_quotes(std::string_view text) {
  if (text.empty()) return true;  // or it would be NULL
  bool needs = false;
  for (const char c : text) needs |= kNeedsQuotes[static_cast<unsigned char>(c)];
  return needs || text == "\\.";  // COPY's end of data
}

// Needs twice the text, and two bytes.
char* write_text(char* out, std::string_view text) {
  if (!needs_quotes(text)) {
    return base::write_word(out, text);
  }
  *out++ = '"';
  for (const char c : text) {
    if (c == '"') *out++ = '"';
    *out++ = c;
  }
  *out++ = '"';
  return out;
}

class CsvEncoder final : public base::RowEncoder {
 public:
  explicit CsvEncoder(const std::vector<std::string>& columns)
      : row_room_(columns.size() * kLongestFixed + 1) {
    layout_.extension = "csv";
    base::TextBuffer head;
    for (const std::string& name : columns) {
      if (!head.empty()) head.append(',');
      head.end_at(write_text(head.room(2 * name.size() + 2), name));
    }
    head.append('\n');
    layout_.head = head.view();
  }

  const base::RowLayout& layout() const override { return layout_; }

  void append(std::span<const ColumnBatch> cells, std::span<const std::uint32_t> rows,
              std::uint64_t /*first_place*/, base::TextBuffer& out) const override {
    for (const std::uint32_t row : rows) {
      char* at = out.room(row_room_);
      for (const ColumnBatch& column : cells) {
        if (!column.has_nulls() || !column.is_null(row)) at = write_cell(column, row, at, out);
        *at++ = ',';
      }
      at[-1] = '\n';  // in place of the last comma
      out.end_at(at);
    }
  }

 private:
  char* write_long(std::string_view text, char* at, base::TextBuffer& out) const {
    out.end_at(at);
    return write_text(out.room(2 * text.size() + 2 + row_room_), text);
  }

  char* write_bytes(std::string_view bytes, char* at, base::TextBuffer& out) const {
    out.end_at(at);
    return base::write_hex(base::write_word(out.room(2 * bytes.size() + 2 + row_room_), "\\x"), bytes);
  }

  char* write_cell(const ColumnBatch& column, std::size_t row, char* at, base::TextBuffer& out) const {
    if (char* end = base::write_bounded_cell(at, column, row)) return end;
    if (column.kind() == TypeKind::interval) return write_long(column.interval_at(row).str(), at, out);
    if (column.kind() == TypeKind::bytes) return write_bytes(column.text_at(row), at, out);
    return write_long(column.text_at(row), at, out);
  }

  base::RowLayout layout_;
  std::size_t row_room_;
};

}  // namespace

std::unique_ptr<base::RowEncoder> csv_encoder(const std::vector<std::string>& columns) {
  return std::make_unique<CsvEncoder>(columns);
}

}  // namespace seedctl::report
