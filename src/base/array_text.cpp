// Elements are quoted by PostgreSQL's rules for printing them, so that most arrays read back as they were
// written.
#include "base/array_text.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/cell_form.h"
#include "base/text.h"

namespace seedctl::base {

namespace {

constexpr std::string_view kBlank = " \t\n\r\v\f";

bool needs_quotes(std::string_view element) {
  return element.empty() || lower_ascii(element) == "null" ||
         element.find_first_of("{}\",\\ \t\n\r\v\f") != std::string_view::npos;
}

void append_quoted(std::string& text, std::string_view element) {
  if (!needs_quotes(element)) {
    text += element;
    return;
  }
  text += '"';
  for (const char c : element) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  text += '"';
}

class ArrayReader {
 public:
  explicit ArrayReader(std::string_view text) : rest_(trim(text)) {}

  // nullopt elements are NULL. False where the text is no array of one dimension.
  bool read(std::vector<std::optional<std::string>>& elements) {
    if (!take('{')) return false;
    skip_blank();
    if (take('}')) return rest_.empty();
    do {
      skip_blank();
      if (!read_element(elements)) return false;
      skip_blank();
    } while (take(','));
    return take('}') && rest_.empty();
  }

 private:
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void skip_blank() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlank), rest_.size())); }

  bool read_element(std::vector<std::optional<std::string>>& elements) {
    const bool quoted = take('"');
    std::string element;
    std::size_t kept = 0;  // without the blanks behind
    for (;;) {
      if (rest_.empty()) return false;
      char c = rest_.front();
      if (quoted ? c == '"' : c == ',' || c == '}') break;
      if (!quoted && (c == '{' || c == '"')) return false;
      rest_.remove_prefix(1);
      const bool escaped = c == '\\';
      if (escaped) {
        if (rest_.empty()) return false;
        c = rest_.front();
        rest_.remove_prefix(1);
      }
      element += c;
      if (escaped || kBlank.find(c) == std::string_view::npos) kept = element.size();
    }
    if (quoted) {
      rest_.remove_prefix(1);
      elements.emplace_back(std::move(element));
      return true;
    }
    element.resize(kept);
    if (element.empty()) return false;
    if (lower_ascii(element) == "null") {
      elements.emplace_back(std::nullopt);
    } else {
      elements.emplace_back(std::move(element));
    }
    return true;
  }

  std::string_view rest_;
};

}  // namespace

bool can_be_element(const LogicalType& type) {
  return type.kind != TypeKind::json && type.kind != TypeKind::array && type.kind != TypeKind::unsupported;
}

LogicalType element_type(const LogicalType& array) {
  return LogicalType::parse(array.raw).value_or(LogicalType{});
}

LogicalType array_of(const LogicalType& element) {
  LogicalType array;
  array.kind = TypeKind::array;
  array.raw = element.str();
  return array;
}

void append_array_cell(std::string& text, const ColumnBatch& elements, std::size_t i) {
  if (elements.is_null(i)) {
    text += "NULL";
    return;
  }
  std::array<char, kBoundedCellLength> bounded;
  if (const char* end = write_bounded_cell(bounded.data(), elements, i)) {
    append_quoted(text, {bounded.data(), static_cast<std::size_t>(end - bounded.data())});
  } else if (elements.storage() == ColumnBatch::Storage::text && elements.kind() != TypeKind::bytes) {
    append_quoted(text, elements.text_at(i));
  } else {
    append_quoted(text, to_text(elements.value_at(i)));
  }
}

std::optional<std::string> canonical_array(std::string_view text, const LogicalType& element) {
  std::vector<std::optional<std::string>> elements;
  if (!ArrayReader(text).read(elements)) return std::nullopt;
  std::string canonical = "{";
  ColumnBatch cell;
  for (const auto& one : elements) {
    cell.reset(element.kind);
    if (one) {
      const auto value = from_text(*one, element);
      if (!value) return std::nullopt;
      cell.append(*value);
    } else {
      cell.append_null();
    }
    if (canonical.size() > 1) canonical += ',';
    append_array_cell(canonical, cell, 0);
  }
  return canonical + "}";
}

}  // namespace seedctl::base
