// sequence: start, start + step, ... by the row's number, so that it is unique, needs no state, and adding
// rows changes none before.
//
// In a table with rows `per` parent, `within: parent` counts the children of each parent from the start
// again. In a dense one the rows are counted one by one: no number is left out, and a child more moves all
// that come after it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/table.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;

class Sequence final : public Generator {
 public:
  enum class Counts { numbers, places, children };

  // `table` is that of the column, for places.
  Sequence(std::int64_t start, std::int64_t step, Counts counts, const Table* table, base::LogicalType type)
      : start_(start), step_(step), counts_(counts), table_(table), type_(std::move(type)) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    if (counts_ == Counts::places) return fill_places(request.rows, out);
    if (counts_rows() && type_.kind == TypeKind::integer) {
      std::int64_t* const numbers = out.append_integers(request.rows.size());
      for (std::size_t i = 0; i < request.rows.size(); ++i)
        numbers[i] = static_cast<std::int64_t>(request.rows[i].number);
      return;
    }
    for (const RowId& row : request.rows) {
      append((counts_ == Counts::children ? row.ordinal : row.number) - 1, out);
    }
  }

  bool counts_rows() const override { return start_ == 1 && step_ == 1 && counts_ == Counts::numbers; }

 private:
  void fill_places(std::span<const RowId> rows, base::ColumnBatch& out) const {
    std::array<std::uint64_t, 256> places;
    while (!rows.empty()) {
      const auto some = rows.first(std::min(rows.size(), places.size()));
      table_->places_of(some, places);
      for (std::size_t i = 0; i < some.size(); ++i) append(places[i], out);
      rows = rows.subspan(some.size());
    }
  }

  void append(std::uint64_t place, base::ColumnBatch& out) const {
    // The product may leave the range on the way to a value within it: unsigned, it wraps back.
    const auto value = static_cast<std::int64_t>(static_cast<std::uint64_t>(start_) +
                                                 place * static_cast<std::uint64_t>(step_));
    if (type_.kind == TypeKind::decimal) {
      out.append_decimal(base::Decimal::of(value).rescaled(type_.precision > 0 ? type_.scale : 0));
    } else {
      out.append_integer(value);
    }
  }

  std::int64_t start_;
  std::int64_t step_;
  Counts counts_;
  const Table* table_;
  base::LogicalType type_;
};

// The integer part that the column holds is -limit-1..limit for integers, -limit..limit for decimals.
base::int128 limit_of(const base::LogicalType& type) {
  const int bits = type.kind == TypeKind::integer && type.bits > 0 ? type.bits : 64;
  base::int128 limit = (static_cast<base::int128>(1) << (bits - 1)) - 1;
  if (type.kind == TypeKind::decimal && type.precision > 0) {
    base::int128 whole = 1;
    for (int i = type.scale; i < type.precision && whole <= limit; ++i) whole *= 10;
    limit = whole - 1 < limit ? whole - 1 : limit;
  }
  return limit;
}

void require_range(const Arguments& arguments, std::int64_t start, std::int64_t step, std::uint64_t rows) {
  const base::int128 limit = limit_of(arguments.context.type);
  const base::int128 least = arguments.context.type.kind == TypeKind::integer ? -limit - 1 : -limit;
  if (start < least || start > limit) {
    arguments.fail(fmt::format("sequence starts at {}, which column {} of type {} can't hold", start,
                               arguments.context.column, arguments.context.type.str()));
  }
  const base::int128 room =
      step > 0 ? (limit - start) / step : (start - least) / -static_cast<base::int128>(step);
  if (static_cast<base::int128>(rows) <= room + 1) return;
  arguments.fail(fmt::format(
      "sequence leaves the range of column {} ({}): {} rows are asked for; {} would work",
      arguments.context.column, arguments.context.type.str(), rows, static_cast<std::uint64_t>(room + 1)));
}

}  // namespace

std::unique_ptr<Generator> build_sequence(const Node& value, const Node& column,
                                          const BuildContext& context) {
  const Arguments arguments{"sequence", value, column, context};
  arguments.allow_parameters({});
  arguments.require_kind({TypeKind::integer, TypeKind::decimal});
  std::int64_t start = 1, step = 1;
  std::uint64_t rows = context.number_bound;
  const Table* own = context.parent ? context.parent(context.table) : nullptr;
  auto counts = Sequence::Counts::numbers;
  if (context.dense && own != nullptr) {
    counts = Sequence::Counts::places;
    rows = own->rows();
  }
  if (value.kind != Node::Kind::null) {
    if (value.kind != Node::Kind::map) {
      arguments.fail(fmt::format("sequence takes a map, not {}", value.kind_text()),
                     "sequence: {start: 1, step: 1}");
    }
    const std::string known[] = {"start", "step", "within"};
    base::allow_keys(value, known, "sequence");
    if (const Node* node = value.find("start")) start = base::as_integer(*node, "start");
    if (const Node* node = value.find("step")) {
      step = base::as_integer(*node, "step");
      if (step == 0) base::fail_at(*node, "step must not be 0");
    }
    if (const Node* node = value.find("within")) {
      if (base::as_text(*node, "within") != "parent") base::fail_at(*node, "within can only be: parent");
      if (own == nullptr || !own->per()) {
        base::fail_at(*node, fmt::format("table {} has no rows per parent to count within", context.table));
      }
      counts = Sequence::Counts::children;
      rows = own->per()->max();
      if (rows > 1) arguments.refuse_unique("it starts again within each parent");
    }
  }
  require_range(arguments, start, step, rows);
  return std::make_unique<Sequence>(start, step, counts, own, context.type);
}

}  // namespace seedctl::gen
