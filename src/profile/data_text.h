// A cursor over a data file's text that knows its line and column, and the limits that both formats share.
#pragma once

#include <string>
#include <string_view>

#include "profile/data_file.h"

namespace seedctl::profile {

class DataText {
 public:
  // Throws for invalid UTF-8 and for NUL, which no database keeps in text. A byte order mark is skipped.
  DataText(std::string_view text, std::string file);

  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool starts_with(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  std::size_t offset() const { return at_; }
  std::string_view since(std::size_t offset) const { return text_.substr(offset, at_ - offset); }
  void advance();
  // Takes a line end (LF or CR LF); false where there is none.
  bool take_line_end();

  base::SourcePosition position() const { return {file_, line_, column_}; }
  [[noreturn]] void fail(const base::SourcePosition& position, std::string message,
                         std::string hint = {}) const;

  // A text cell, or NULL.
  static base::Node text_cell(std::string text, base::SourcePosition position);
  static base::Node null_cell(base::SourcePosition position);
  // Throws where the column has no name or one that was there before.
  void add_column(DataFile& data, std::string name, base::SourcePosition position) const;
  // Throws beyond kMaxDataCells.
  void add_row(DataFile& data, DataRow row) const;

 private:
  void check_characters() const;

  std::string_view text_;
  std::string file_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1, column_ = 1;
};

}  // namespace seedctl::profile
