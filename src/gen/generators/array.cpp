// array: some values of another generator, {array: {choice: [red, blue]}, length: [0, 3], distinct: true}.
//
// In a column of arrays it is PostgreSQL's array, in one of json or text a JSON array. An element is keyed by
// the row and its place, so that another length keeps the elements before; distinct ones are dealt out anew
// in each row.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/array_text.h"
#include "base/json_text.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/part.h"
#include "gen/generators/size_range.h"
#include "gen/permutation.h"
#include "gen/scratch.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

// A batch of rows is made at once, with all elements.
constexpr std::uint64_t kMostElements = 1'000;
constexpr SizeRange kUsualLength{0, 3};

class Array final : public Generator {
 public:
  Array(Part element, SizeRange length, bool distinct, const BuildContext& context)
      : element_(std::move(element)),
        length_(length),
        is_array_(context.type.kind == TypeKind::array),
        key_(context.key()),
        token_key_(sub_key(key_, "elements")),
        inputs_(element_.generator().inputs()) {
    if (distinct) values_ = element_.generator().capacity();
  }

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    Scratch made;
    std::vector<std::size_t>& ends = made->places;
    ends.clear();
    made->rows.clear();
    for (const RowId& row : request.rows) {
      append_elements(row, made->rows);
      ends.push_back(made->rows.size());
    }
    if (made->cells.empty()) made->cells.resize(1);
    fill_elements(request, ends, made->rows, made->cells.front());
    std::string text;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      text.assign(1, is_array_ ? '{' : '[');
      for (std::size_t at = i == 0 ? 0 : ends[i - 1]; at < ends[i]; ++at) {
        if (text.size() > 1) text += ',';
        if (is_array_) {
          base::append_array_cell(text, made->cells.front(), at);
        } else {
          base::append_json_cell(text, made->cells.front(), at);
        }
      }
      text += is_array_ ? '}' : ']';
      out.append_text(text);
    }
  }

  std::vector<std::size_t> inputs() const override { return inputs_; }

 private:
  void append_elements(const RowId& row, std::vector<RowId>& elements) const {
    const std::uint64_t length = length_.drawn(draw(key_, row.token));
    std::optional<Permutation> order;
    if (values_ && length > 0) order.emplace(draw(key_, row.token, 1), *values_);
    for (std::uint64_t place = 0; place < length; ++place) {
      const std::uint64_t number = order ? (*order)(place) + 1 : (row.number - 1) * length_.high + place + 1;
      elements.push_back({.number = number,
                          .token = draw(token_key_, row.token, place),
                          .parent = row.parent,
                          .ordinal = row.ordinal});
    }
  }

  // With what they read of their row.
  void fill_elements(const FillRequest& request, std::span<const std::size_t> ends,
                     std::span<const RowId> elements, base::ColumnBatch& out) const {
    Scratch read;
    if (!inputs_.empty() && read->cells.size() < request.cells.size())
      read->cells.resize(request.cells.size());
    for (const std::size_t input : inputs_) {
      base::ColumnBatch& cells = read->cells[input];
      cells.reset(request.cells[input].kind());
      for (std::size_t i = 0, at = 0; i < ends.size(); ++i)
        for (; at < ends[i]; ++at) cells.append_from(request.cells[input], i);
    }
    element_.fill({elements, read->cells}, out);
  }

  Part element_;
  SizeRange length_;
  bool is_array_;
  Key key_, token_key_;
  std::vector<std::size_t> inputs_;
  std::optional<std::uint64_t> values_;  // that distinct elements are dealt out of
};

}  // namespace

std::unique_ptr<Generator> build_array(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"array", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({"length", "distinct"});
  arguments.refuse_unique("two arrays may turn out the same");
  const bool is_array = context.type.kind == TypeKind::array;
  if (!is_array) require_document(arguments);
  const Node* length_node = arguments.parameter("length");
  const SizeRange length =
      length_node == nullptr ? kUsualLength : read_size_range(*length_node, "length", kMostElements);
  const Node* distinct_node = arguments.parameter("distinct");
  const bool distinct = distinct_node != nullptr && base::as_boolean(*distinct_node, "distinct");
  Part element = Part::build_element(
      context, value, is_array ? std::optional(base::element_type(context.type)) : std::nullopt, distinct);
  const auto values = element.generator().capacity();
  if (distinct && values && *values < length.high) {
    base::fail_at(
        *distinct_node,
        fmt::format("there are only {} different elements, and length goes up to {}", *values, length.high));
  }
  return std::make_unique<Array>(std::move(element), length, distinct, context);
}

}  // namespace seedctl::gen
