// What stands before each cell is the same in every row, and made once.
#include "report/json_lines.h"

#include "base/cell_form.h"
#include "base/json_text.h"

namespace seedctl::report {
namespace {

using base::ColumnBatch;
using base::TypeKind;
using base::write_word;

class JsonLinesEncoder final : public base::RowEncoder {
 public:
  explicit JsonLinesEncoder(const std::vector<std::string>& columns) {
    layout_.extension = "jsonl";
    for (const std::string& name : columns) {
      base::TextBuffer label;
      label.append(labels_.empty() ? '{' : ',');
      label.end_at(base::write_json_text(label.room(base::kLongestJsonEscape * name.size() + 2), name));
      label.append(':');
      labels_.emplace_back(label.view());
      row_room_ += label.size() + base::kBoundedCellLength + 2;  // two quotes
    }
    row_room_ += 2;  // the brace and the end of the line
  }

  const base::RowLayout& layout() const override { return layout_; }

  void append(std::span<const ColumnBatch> cells, std::span<const std::uint32_t> rows,
              std::uint64_t /*first_place*/, base::TextBuffer& out) const override {
    for (const std::uint32_t row : rows) {
      char* at = out.room(row_room_);
      for (std::size_t i = 0; i < cells.size(); ++i) {
        at = write_word(at, labels_[i]);
        at = cells[i].is_null(row) ? write_word(at, "null") : write_cell(cells[i], row, at, out);
      }
      out.end_at(write_word(at, "}\n"));
    }
  }

 private:
  char* write_cell(const ColumnBatch& column, std::size_t row, char* at, base::TextBuffer& out) const {
    const bool bare = base::is_bare_json(column, row);
    if (char* end = base::write_bounded_cell(bare ? at : at + 1, column, row)) {
      if (bare) return end;
      *at = *end = '"';
      return end + 1;
    }
    if (column.kind() == TypeKind::interval) return write_long(column.interval_at(row).str(), at, out);
    if (column.kind() == TypeKind::bytes) return write_bytes(column.text_at(row), at, out);
    return write_long(column.text_at(row), at, out);
  }

  char* write_long(std::string_view text, char* at, base::TextBuffer& out) const {
    out.end_at(at);
    return base::write_json_text(out.room(base::kLongestJsonEscape * text.size() + row_room_), text);
  }

  char* write_bytes(std::string_view bytes, char* at, base::TextBuffer& out) const {
    out.end_at(at);
    at = write_word(out.room(2 * bytes.size() + 3 + row_room_), "\"\\\\x");
    at = base::write_hex(at, bytes);
    *at++ = '"';
    return at;
  }

  base::RowLayout layout_;
  std::vector<std::string> labels_;
  std::size_t row_room_ = 0;
};

}  // namespace

std::unique_ptr<base::RowEncoder> json_lines_encoder(const std::vector<std::string>& columns) {
  return std::make_unique<JsonLinesEncoder>(columns);
}

}  // namespace seedctl::report
