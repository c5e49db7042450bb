// Events of the parser are written straight into the innermost open object's buffer; nothing recurses, so
// that nesting cannot exhaust the stack.
#include "base/json.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace seedctl::base {
namespace {

using nlohmann::json;

// Each level copies its text once into the level above; real documents are a few levels deep.
constexpr std::size_t kDeepestNesting = 1000;

void append_string(std::string_view text, std::string& out) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      out += "\\u00";
      out += kHexDigits[byte >> 4U];
      out += kHexDigits[byte & 0x0FU];
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

// "-12.50e3" -> "-125e2": digits without zeros at either end, and the power of ten that they are counted in.
void append_number(std::string_view text, std::string& out) {
  const std::size_t end = std::min(text.find_first_of("eE"), text.size());
  std::int64_t exponent = 0;
  if (end < text.size()) {
    std::string_view digits = text.substr(end + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (result.ec != std::errc()) {
      out += text;
      return;
    }
  }
  std::string digits;
  bool after_point = false;
  for (const char c : text.substr(0, end)) {
    if (c == '.') after_point = true;
    if (c < '0' || c > '9') continue;
    if (after_point) --exponent;
    if (c != '0' || !digits.empty()) digits += c;
  }
  while (!digits.empty() && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  if (digits.empty()) {
    out += '0';
    return;
  }
  if (text.starts_with('-')) out += '-';
  out += digits;
  if (exponent != 0) out += 'e' + std::to_string(exponent);
}

class Canonicaliser {
 public:
  using number_integer_t = json::number_integer_t;
  using number_unsigned_t = json::number_unsigned_t;
  using number_float_t = json::number_float_t;
  using string_t = json::string_t;
  using binary_t = json::binary_t;

  bool null() { return scalar("null"); }
  bool boolean(bool value) { return scalar(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) { return number(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) { return number(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) { return number(text); }
  bool string(string_t& text) {
    append_string(text, next_value());
    return true;
  }
  bool binary(binary_t&) { return false; }
  bool start_object(std::size_t) { return open(true); }
  bool start_array(std::size_t) { return open(false); }
  bool key(string_t& text) {
    levels_.back().members.emplace_back(std::move(text), std::string());
    return true;
  }
  bool end_object() {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    std::stable_sort(level.members.begin(), level.members.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string& out = next_value();
    out += '{';
    for (std::size_t i = 0; i < level.members.size(); ++i) {
      const auto& [name, value] = level.members[i];
      if (i + 1 < level.members.size() && level.members[i + 1].first == name) continue;
      if (out.back() != '{') out += ',';
      append_string(name, out);
      out += ':';
      out += value;
    }
    out += '}';
    return true;
  }
  bool end_array() {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    std::string& out = next_value();
    out += '[';
    out += level.array;
    out += ']';
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const json::exception&) { return false; }

  std::string take() { return std::move(document_); }

 private:
  struct Level {
    bool is_object = false;
    std::string array;                                         // the items so far
    std::vector<std::pair<std::string, std::string>> members;  // names and canonical values
  };

  bool open(bool is_object) {
    if (levels_.size() == kDeepestNesting) return false;
    levels_.push_back({is_object, {}, {}});
    return true;
  }
  bool scalar(std::string_view text) {
    next_value() += text;
    return true;
  }
  bool number(std::string_view text) {
    append_number(text, next_value());
    return true;
  }
  // Where the next value is to be written, its separator included.
  std::string& next_value() {
    if (levels_.empty()) return document_;
    Level& level = levels_.back();
    if (level.is_object) return level.members.back().second;
    if (!level.array.empty()) level.array += ',';
    return level.array;
  }

  std::vector<Level> levels_;
  std::string document_;
};

}  // namespace

std::string canonical_json(std::string_view text) {
  Canonicaliser canonicaliser;
  if (!json::sax_parse(text.begin(), text.end(), &canonicaliser)) return std::string(text);
  return canonicaliser.take();
}

bool is_json(std::string_view text) { return json::accept(text.begin(), text.end()); }

}  // namespace seedctl::base
