// Characters are checked once, before anything is read, so that the readers meet valid text only.
#include "profile/data_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"

namespace seedctl::profile {

DataText::DataText(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  check_characters();
}

void DataText::check_characters() const {
  base::SourcePosition at{file_, 1, 1};
  for (std::size_t i = 0; i < text_.size();) {
    const base::CodePoint point = base::decode_utf8(text_.substr(i));
    if (!point.valid) fail(at, "this is not UTF-8", "save the file as UTF-8");
    if (point.value == 0) fail(at, "a data file has no NUL characters");
    i += point.bytes;
    ++at.column;
    if (point.value != U'\n') continue;
    ++at.line;
    at.column = 1;
  }
}

void DataText::advance() {
  if (at_end()) return;
  if (text_[at_] == '\n') {
    ++line_;
    column_ = 0;
  }
  ++at_;
  // Of a character the first byte counts.
  if (at_end() || (static_cast<unsigned char>(text_[at_]) & 0xC0U) != 0x80U) ++column_;
}

bool DataText::take_line_end() {
  if (starts_with("\r\n")) advance();
  if (peek() != '\n') return false;
  advance();
  return true;
}

void DataText::fail(const base::SourcePosition& position, std::string message, std::string hint) const {
  base::Error error(base::ErrorCode::profile, position, std::move(message));
  error.hint = std::move(hint);
  throw error;
}

base::Node DataText::text_cell(std::string text, base::SourcePosition position) {
  base::Node node;
  node.kind = base::Node::Kind::text;
  node.quoted = true;
  node.text = std::move(text);
  node.position = std::move(position);
  return node;
}

base::Node DataText::null_cell(base::SourcePosition position) {
  base::Node node;
  node.position = std::move(position);
  return node;
}

void DataText::add_column(DataFile& data, std::string name, base::SourcePosition position) const {
  if (name.empty()) fail(position, "this column has no name");
  const auto same = std::find_if(data.columns.begin(), data.columns.end(),
                                 [&](const DataColumn& other) { return other.name == name; });
  if (same != data.columns.end())
    fail(position, fmt::format("column \"{}\" is there twice", base::printable(name)));
  data.columns.push_back({std::move(name), std::move(position)});
}

void DataText::add_row(DataFile& data, DataRow row) const {
  if ((data.rows.size() + 1) * data.columns.size() > kMaxDataCells) {
    fail(row.position, fmt::format("a data file has at most {} cells", base::with_thousands(kMaxDataCells)),
         "load larger data with the database's own tools");
  }
  data.rows.push_back(std::move(row));
}

}  // namespace seedctl::profile
