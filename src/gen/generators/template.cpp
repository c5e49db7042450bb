// template: text with {row}, {row:06} and {column} in it; {{ and }} stand for braces.
//
// Cells of the row's other columns are put in as their canonical text; where one is NULL the whole is NULL.
// {row} is the row's number even where a column is called so.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

constexpr std::size_t kMaxPadding = 19;  // digits of the largest row number

struct Piece {
  enum class Kind { literal, row, column };
  Kind kind = Kind::literal;
  std::string literal;
  std::size_t padding = 0;  // of row: least digits
  std::size_t column = 0;
  base::LogicalType type;  // of that column
};

void append_cell(std::string& text, const base::ColumnBatch& cells, std::size_t i) {
  const bool plain = cells.kind() == TypeKind::text || cells.kind() == TypeKind::enumeration;
  if (plain) {
    text.append(cells.text_at(i));
  } else if (cells.kind() == TypeKind::integer) {
    const fmt::format_int number(cells.integer_at(i));
    text.append(number.data(), number.size());
  } else {
    text.append(base::to_text(cells.value_at(i)));
  }
}

class Template final : public Generator {
 public:
  Template(std::vector<Piece> pieces, const Arguments& arguments)
      : pieces_(std::move(pieces)),
        limit_(arguments.text_limit()),
        column_(arguments.context.column),
        type_(arguments.context.type.str()),
        position_(arguments.value.position) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    std::string text;
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      text.clear();
      if (!append_row(request, i, text)) {
        out.append_null();
        continue;
      }
      if (limit_ && text.size() > *limit_ && base::count_code_points(text) > *limit_)
        fail_too_long(request.rows[i], text);
      out.append_text(text);
    }
  }

  std::vector<std::size_t> inputs() const override {
    std::vector<std::size_t> columns;
    for (const Piece& piece : pieces_) {
      if (piece.kind == Piece::Kind::column) columns.push_back(piece.column);
    }
    return columns;
  }

 private:
  // False where an input is NULL.
  bool append_row(const FillRequest& request, std::size_t i, std::string& text) const {
    for (const Piece& piece : pieces_) {
      if (piece.kind == Piece::Kind::literal) {
        text.append(piece.literal);
      } else if (piece.kind == Piece::Kind::row) {
        const fmt::format_int number(request.rows[i].number);
        if (number.size() < piece.padding) text.append(piece.padding - number.size(), '0');
        text.append(number.data(), number.size());
      } else {
        const base::ColumnBatch& cells = request.cells[piece.column];
        if (cells.is_null(i)) return false;
        append_cell(text, cells, i);
      }
    }
    return true;
  }

  // What other columns hold is not known while the plan is made, so that this can only be found here.
  [[noreturn]] void fail_too_long(const RowId& row, const std::string& text) const {
    throw base::Error(base::ErrorCode::profile, position_,
                      fmt::format("the template makes {} characters in row {}; column {} is {}",
                                  base::count_code_points(text), row.number, column_, type_));
  }

  std::vector<Piece> pieces_;
  std::optional<std::size_t> limit_;
  std::string column_;
  std::string type_;
  base::SourcePosition position_;
};

// Reads the text between braces.
Piece parse_piece(const Arguments& arguments, std::string_view inside) {
  Piece piece;
  if (inside == "row" || inside.starts_with("row:")) {
    piece.kind = Piece::Kind::row;
    if (inside == "row") return piece;
    const std::string_view format = inside.substr(4);
    const bool digits = format.size() >= 2 && format.size() <= 3 && format[0] == '0' &&
                        format.find_first_not_of("0123456789") == std::string_view::npos;
    for (const char c : format.substr(digits ? 0 : format.size())) {
      piece.padding = piece.padding * 10 + static_cast<std::size_t>(c - '0');
    }
    if (piece.padding == 0 || piece.padding > kMaxPadding) {
      arguments.fail(fmt::format("unknown format in {{{}}}", base::printable(inside)),
                     "{row:06} pads the row's number with zeros to six digits");
    }
    return piece;
  }
  const BuildContext& context = arguments.context;
  if (inside == context.column) {
    arguments.fail(fmt::format("the template of column {} refers to itself", context.column));
  }
  const auto sibling = context.sibling ? context.sibling(inside) : std::nullopt;
  if (!sibling) {
    auto names = context.sibling_names;
    names.emplace_back("row");
    arguments.fail(fmt::format("unknown column \"{}\" in the template{}", base::printable(inside),
                               base::did_you_mean(inside, names)),
                   "{{ and }} stand for braces");
  }
  piece.kind = Piece::Kind::column;
  piece.column = sibling->index;
  piece.type = sibling->type;
  return piece;
}

std::vector<Piece> parse_pieces(const Arguments& arguments, std::string_view text) {
  std::vector<Piece> pieces;
  const auto add_literal = [&](char c) {
    if (pieces.empty() || pieces.back().kind != Piece::Kind::literal) pieces.emplace_back();
    pieces.back().literal.push_back(c);
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '{' && c != '}') {
      add_literal(c);
    } else if (i + 1 < text.size() && text[i + 1] == c) {
      add_literal(c);
      ++i;
    } else if (c == '}') {
      arguments.fail("a } without its {", "}} stands for a brace");
    } else {
      const std::size_t end = text.find('}', i);
      if (end == std::string_view::npos) arguments.fail("a { without its }", "{{ stands for a brace");
      pieces.push_back(parse_piece(arguments, text.substr(i + 1, end - i - 1)));
      i = end;
    }
  }
  return pieces;
}

// The longest canonical text of a column; 0 where the type does not tell.
std::size_t longest_text(const base::LogicalType& type) {
  switch (type.kind) {
    case TypeKind::boolean:
      return 5;
    case TypeKind::integer:
      return type.bits == 16 ? 6 : type.bits == 32 ? 11 : 20;
    case TypeKind::decimal:
      return type.precision > 0 ? static_cast<std::size_t>(type.precision) + 3 : 0;
    case TypeKind::text:
      return type.length;
    case TypeKind::date:
      return 10;
    case TypeKind::time:
      return 15;
    case TypeKind::timestamp:
    case TypeKind::timestamptz:
      return 26;
    case TypeKind::uuid:
      return 36;
    case TypeKind::enumeration: {
      std::size_t longest = 0;
      for (const std::string& label : type.labels)
        longest = std::max(longest, base::count_code_points(label));
      return longest;
    }
    default:
      return 0;
  }
}

// What is certain already while planning: what the literals and the row's number take.
void require_length(const Arguments& arguments, const std::vector<Piece>& pieces) {
  std::size_t longest = 0;
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::literal) longest += base::count_code_points(piece.literal);
    if (piece.kind == Piece::Kind::row) {
      longest += std::max(piece.padding, digits_of(arguments.context.number_bound));
    }
    // Free text is checked row by row: the type's limit is seldom what the values need.
    if (piece.kind == Piece::Kind::column && piece.type.kind != TypeKind::text)
      longest += longest_text(piece.type);
  }
  arguments.require_text(longest);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether the row's number can be read back from the text: literals and {row} only; or {row} before all other
// columns, or after them, with a character in between that can't be a digit of it.
bool row_can_be_read_back(const std::vector<Piece>& pieces) {
  std::optional<std::size_t> first_row, last_row, first_column, last_column;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    auto& first = pieces[i].kind == Piece::Kind::row ? first_row : first_column;
    auto& last = pieces[i].kind == Piece::Kind::row ? last_row : last_column;
    if (pieces[i].kind == Piece::Kind::literal) continue;
    if (!first) first = i;
    last = i;
  }
  if (!first_row) return false;
  if (!first_column) return true;
  if (*first_row < *first_column) {
    const Piece& next = pieces[*first_row + 1];
    if (next.kind == Piece::Kind::literal && !is_digit(next.literal.front())) return true;
  }
  if (*last_row > *last_column) {
    const Piece& before = pieces[*last_row - 1];
    return before.kind == Piece::Kind::literal && !is_digit(before.literal.back());
  }
  return false;
}

}  // namespace

std::unique_ptr<Generator> build_template(const Node& value, const Node& column,
                                          const BuildContext& context) {
  const Arguments arguments{"template", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({});
  if (!value.is_scalar()) arguments.fail(fmt::format("template takes text, not {}", value.kind_text()));
  auto pieces = parse_pieces(arguments, value.text);
  require_length(arguments, pieces);
  if (!row_can_be_read_back(pieces)) {
    arguments.refuse_unique(
        "it needs {row}, before or after all other columns and apart from them by a character that is "
        "no digit");
  }
  return std::make_unique<Template>(std::move(pieces), arguments);
}

}  // namespace seedctl::gen
