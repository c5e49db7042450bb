// Functions of text. Characters are code points; results are bounded, as no cell is meant to be a megabyte.
#include <algorithm>
#include <charconv>
#include <limits>

#include "base/hash.h"
#include "gen/expression/characters.h"
#include "gen/expression/function_table.h"
#include "gen/expression/like.h"

namespace seedctl::gen {
namespace {

constexpr std::int64_t kMostBytes = 1 << 20;  // of what repeat, lpad and rpad make

[[noreturn]] void too_large() { fail("54000", "requested length too large"); }

// `text` is only read before it is appended to `out`, which is another string.
template <char32_t (*Map)(char32_t)>
void mapped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const base::CodePoint character = base::decode_utf8(text);
    append_character(out, Map(character.value));
    text.remove_prefix(character.bytes);
  }
}

void initcap(std::string& out, std::string_view text) {
  bool in_word = false;
  while (!text.empty()) {
    const base::CodePoint character = base::decode_utf8(text);
    append_character(out, in_word ? lower_of(character.value) : upper_of(character.value));
    in_word = is_letter_or_digit(character.value);
    text.remove_prefix(character.bytes);
  }
}

bool like(std::string_view text, std::string_view pattern) { return is_like(text, pattern); }
bool not_like(std::string_view text, std::string_view pattern) { return !is_like(text, pattern); }
bool ilike(std::string_view text, std::string_view pattern) {
  std::string lower_text;
  std::string lower_pattern;
  mapped<&lower_of>(lower_text, text);
  mapped<&lower_of>(lower_pattern, pattern);
  return is_like(lower_text, lower_pattern);
}
bool not_ilike(std::string_view text, std::string_view pattern) { return !ilike(text, pattern); }

void concatenate(std::string& out, std::string_view a, std::string_view b) { out.append(a).append(b); }

std::int64_t length(std::string_view text) { return count_characters(text); }
std::int64_t octet_length(std::string_view text) { return static_cast<std::int64_t>(text.size()); }
std::int64_t bit_length(std::string_view text) { return static_cast<std::int64_t>(text.size()) * 8; }

// Characters from..from+count-1, counted from 1, of which some may lie before the first.
std::string_view substring(std::string_view text, std::int64_t from, std::int64_t count) {
  if (count < 0) fail("22011", "negative substring length not allowed");
  const std::int64_t end = from + count;
  const std::int64_t start = std::max<std::int64_t>(from, 1);
  return end <= start ? std::string_view{} : take_characters(drop_characters(text, start - 1), end - start);
}
std::string_view substring_from(std::string_view text, std::int64_t from) {
  return drop_characters(text, from - 1);
}

std::string_view left(std::string_view text, std::int64_t n) {
  return take_characters(text, n >= 0 ? n : std::max<std::int64_t>(count_characters(text) + n, 0));
}
std::string_view right(std::string_view text, std::int64_t n) {
  return drop_characters(text, n >= 0 ? std::max<std::int64_t>(count_characters(text) - n, 0) : -n);
}

void replace(std::string& out, std::string_view text, std::string_view from, std::string_view to) {
  std::size_t at = from.empty() ? std::string_view::npos : text.find(from);
  while (at != std::string_view::npos) {
    out.append(text.substr(0, at)).append(to);
    text.remove_prefix(at + from.size());
    at = text.find(from);
  }
  out.append(text);
}

bool has_character(std::string_view set, std::string_view character) {
  return set.find(character) != std::string_view::npos;  // UTF-8 characters do not overlap
}
std::string_view ltrim(std::string_view text, std::string_view set) {
  while (!text.empty() && has_character(set, first_character(text)))
    text.remove_prefix(first_character(text).size());
  return text;
}
std::string_view rtrim(std::string_view text, std::string_view set) {
  while (!text.empty() && has_character(set, last_character(text)))
    text.remove_suffix(last_character(text).size());
  return text;
}
std::string_view btrim(std::string_view text, std::string_view set) { return rtrim(ltrim(text, set), set); }
std::string_view ltrim_spaces(std::string_view text) { return ltrim(text, " "); }
std::string_view rtrim_spaces(std::string_view text) { return rtrim(text, " "); }
std::string_view btrim_spaces(std::string_view text) { return btrim(text, " "); }

void append_fill(std::string& out, std::int64_t missing, std::string_view fill) {
  if (missing == 0) return;
  const std::int64_t width = count_characters(fill);
  for (; missing >= width; missing -= width) out.append(fill);
  out.append(take_characters(fill, missing));
}
template <bool Left>
void pad(std::string& out, std::string_view text, std::int64_t n, std::string_view fill) {
  if (n > kMostBytes) too_large();
  const std::string_view kept = take_characters(text, n);
  const std::int64_t missing = fill.empty() ? 0 : std::max<std::int64_t>(n - count_characters(kept), 0);
  if (Left) append_fill(out, missing, fill);
  out.append(kept);
  if (!Left) append_fill(out, missing, fill);
}
template <bool Left>
void pad_spaces(std::string& out, std::string_view text, std::int64_t n) {
  pad<Left>(out, text, n, " ");
}

void repeat(std::string& out, std::string_view text, std::int64_t n) {
  if (text.empty()) return;
  if (n > kMostBytes / static_cast<std::int64_t>(text.size())) too_large();
  for (; n > 0; --n) out.append(text);
}

void reverse(std::string& out, std::string_view text) {
  for (; !text.empty(); text.remove_suffix(last_character(text).size())) out.append(last_character(text));
}

std::int64_t position(std::string_view text, std::string_view part) {
  const std::size_t at = text.find(part);
  return at == std::string_view::npos ? 0 : count_characters(text.substr(0, at)) + 1;
}

std::string_view split_part(std::string_view text, std::string_view delimiter, std::int64_t n) {
  if (n == 0) fail("22023", "field position must not be zero");
  if (delimiter.empty() || text.empty()) return n == 1 || n == -1 ? text : std::string_view{};
  if (n < 0) {
    std::int64_t fields = 1;
    for (std::size_t at = text.find(delimiter); at != std::string_view::npos; ++fields)
      at = text.find(delimiter, at + delimiter.size());
    n += fields + 1;
    if (n <= 0) return {};
  }
  for (;; --n) {
    const std::size_t at = text.find(delimiter);
    if (n == 1) return text.substr(0, at);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + delimiter.size());
  }
}

void translate(std::string& out, std::string_view text, std::string_view from, std::string_view to) {
  for (; !text.empty(); text.remove_prefix(first_character(text).size())) {
    const std::string_view character = first_character(text);
    const std::size_t at = from.find(character);
    if (at == std::string_view::npos) {
      out.append(character);
    } else {
      out.append(take_characters(drop_characters(to, count_characters(from.substr(0, at))), 1));
    }
  }
}

void md5(std::string& out, std::string_view text) { out += base::md5_hex(text); }
bool starts_with(std::string_view text, std::string_view prefix) { return text.starts_with(prefix); }

void chr(std::string& out, std::int64_t n) {
  if (n < 0) fail("22023", "character number must be positive");
  if (n == 0) fail("54000", "null character not permitted");
  if (n > 0x10FFFF) fail("54000", "requested character too large for encoding: " + std::to_string(n));
  if (n >= 0xD800 && n <= 0xDFFF)
    fail("54000", "requested character not valid for encoding: " + std::to_string(n));
  append_character(out, static_cast<char32_t>(n));
}
std::int64_t ascii(std::string_view text) {
  return text.empty() ? 0 : static_cast<std::int64_t>(base::decode_utf8(text).value);
}

template <int Bits>
void to_hex(std::string& out, std::int64_t value) {
  const auto bits = Bits == 64 ? static_cast<std::uint64_t>(value) : static_cast<std::uint32_t>(value);
  std::array<char, 16> buffer{};
  out.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), bits, 16).ptr);
}

// concat and concat_ws: NULLs are left out.
class ConcatenationNode : public OperatorNode {
 public:
  ConcatenationNode(std::vector<ExpressionPtr> operands, bool separated)
      : OperatorNode(type_of(kText), std::move(operands), {}), separated_(separated) {}

  void evaluate(const EvaluationRequest& request, base::ColumnBatch& out) const override {
    std::vector<std::unique_ptr<base::ColumnBatch>> scratch;
    std::vector<Cells> cells;
    for (const Operand& operand : operands()) {
      scratch.push_back(std::make_unique<base::ColumnBatch>(base::TypeKind::text));
      cells.push_back(operand.evaluate(request, *scratch.back()));
    }
    std::string text;
    for (std::size_t i = 0; i < request.selected.size(); ++i) {
      if (separated_ && cells[0].is_null(i)) {
        out.append_null();
        continue;
      }
      text.clear();
      bool any = false;
      for (std::size_t part = separated_ ? 1 : 0; part < cells.size(); ++part) {
        if (cells[part].is_null(i)) continue;
        if (any && separated_) text += cells[0].batch->text_at(cells[0].at(i));
        text += cells[part].batch->text_at(cells[part].at(i));
        any = true;
      }
      out.append_text(text);
    }
  }

 private:
  bool separated_;
};

// The output form of a boolean, which is not that of its cast.
void letter_of_boolean(std::string& out, bool value) { out += value ? 't' : 'f'; }

template <bool Separated>
ExpressionPtr make_concatenation(const Function&, std::vector<ExpressionPtr> arguments,
                                 const base::SourcePosition& position) {
  for (ExpressionPtr& argument : arguments) {
    if (argument->type().kind == base::TypeKind::boolean) {
      argument = make_unary<&letter_of_boolean>(std::move(argument), type_of(kText), position);
    } else {
      argument = make_cast(std::move(argument), type_of(kText), position);
    }
  }
  auto node = std::make_shared<ConcatenationNode>(std::move(arguments), Separated);
  const auto operands = node->operands();
  return folded(std::move(node), operands);
}

void add_measures(std::vector<Function>& table) {
  for (const char* name : {"length", "char_length", "character_length"})
    add<&length>(table, name, {kText}, kInt4);
  add<&octet_length>(table, "octet_length", {kText}, kInt4);
  add<&octet_length>(table, "octet_length", {kBytes}, kInt4);
  add<&octet_length>(table, "length", {kBytes}, kInt4);
  add<&bit_length>(table, "bit_length", {kText}, kInt4);
  add<&position>(table, "strpos", {kText, kText}, kInt4);
  add<&position>(table, "position", {kText, kText}, kInt4);
  add<&ascii>(table, "ascii", {kText}, kInt4);
}

void add_tests(std::vector<Function>& table) {
  add<&like>(table, "~~", {kText, kText}, kBoolean);
  add<&not_like>(table, "!~~", {kText, kText}, kBoolean);
  add<&ilike>(table, "~~*", {kText, kText}, kBoolean);
  add<&not_ilike>(table, "!~~*", {kText, kText}, kBoolean);
  add<&starts_with>(table, "starts_with", {kText, kText}, kBoolean);
  add<&starts_with>(table, "^@", {kText, kText}, kBoolean);
}

void add_parts(std::vector<Function>& table) {
  for (const char* name : {"substr", "substring"}) {
    add<&substring>(table, name, {kText, kInt4, kInt4}, kText);
    add<&substring_from>(table, name, {kText, kInt4}, kText);
  }
  add<&left>(table, "left", {kText, kInt4}, kText);
  add<&right>(table, "right", {kText, kInt4}, kText);
  add<&ltrim>(table, "ltrim", {kText, kText}, kText);
  add<&rtrim>(table, "rtrim", {kText, kText}, kText);
  add<&btrim>(table, "btrim", {kText, kText}, kText);
  add<&ltrim_spaces>(table, "ltrim", {kText}, kText);
  add<&rtrim_spaces>(table, "rtrim", {kText}, kText);
  add<&btrim_spaces>(table, "btrim", {kText}, kText);
  add<&split_part>(table, "split_part", {kText, kText, kInt4}, kText);
}

void add_makers(std::vector<Function>& table) {
  add<&concatenate>(table, "||", {kText, kText}, kText);
  add<&mapped<&lower_of>>(table, "lower", {kText}, kText);
  add<&mapped<&upper_of>>(table, "upper", {kText}, kText);
  add<&initcap>(table, "initcap", {kText}, kText);
  add<&replace>(table, "replace", {kText, kText, kText}, kText);
  add<&translate>(table, "translate", {kText, kText, kText}, kText);
  add<&pad<true>>(table, "lpad", {kText, kInt4, kText}, kText);
  add<&pad<false>>(table, "rpad", {kText, kInt4, kText}, kText);
  add<&pad_spaces<true>>(table, "lpad", {kText, kInt4}, kText);
  add<&pad_spaces<false>>(table, "rpad", {kText, kInt4}, kText);
  add<&repeat>(table, "repeat", {kText, kInt4}, kText);
  add<&reverse>(table, "reverse", {kText}, kText);
  add<&md5>(table, "md5", {kText}, kText);
  add<&chr>(table, "chr", {kInt4}, kText);
  add<&to_hex<32>>(table, "to_hex", {kInt4}, kText);
  add<&to_hex<64>>(table, "to_hex", {kInt8}, kText);
  // A parameter of no kind takes any type.
  table.push_back({"concat", {Signature{}}, true, kText, false, &make_concatenation<false>});
  table.push_back({"concat_ws", {kText, Signature{}}, true, kText, false, &make_concatenation<true>});
}

}  // namespace

void add_text_functions(std::vector<Function>& table) {
  add_measures(table);
  add_tests(table);
  add_parts(table);
  add_makers(table);
}

}  // namespace seedctl::gen
