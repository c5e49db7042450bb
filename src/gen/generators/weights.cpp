// weights: one of a map's keys, as often as its weight says, by an alias table in whole numbers, so that the
// rarest weight still occurs as often as it should.
//
// With `by`, the weights follow a date of the row: the map holds keyframes, and between two of them the
// shares go over from the one to the other in a straight line.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "gen/distribution/alias_table.h"
#include "gen/generators/arguments.h"
#include "gen/generators/builders.h"
#include "gen/generators/weight_list.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::TypeKind;
using base::uint128;

class Weights final : public Generator {
 public:
  Weights(base::ColumnBatch values, const std::vector<uint128>& weights, Key key)
      : values_(std::move(values)), table_(weights), key_(key) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    for (const RowId& row : request.rows) {
      out.append_from(values_, static_cast<std::size_t>(table_.rank(key_, row.token)));
    }
  }

  std::optional<std::uint64_t> capacity() const override { return values_.size(); }

 private:
  base::ColumnBatch values_;
  AliasTable table_;
  Key key_;
};

struct Keyframe {
  std::int64_t from = 0;  // days or microseconds, as the column that decides
  AliasTable table;
};

// A row between two keyframes takes the later one's weights as often as its date is on the way there: so its
// shares are exactly those of the straight line.
class WeightsOverTime final : public Generator {
 public:
  WeightsOverTime(base::ColumnBatch values, std::vector<Keyframe> frames, std::size_t input, Key key)
      : values_(std::move(values)), frames_(std::move(frames)), input_(input), key_(key) {}

  void fill(const FillRequest& request, base::ColumnBatch& out) const override {
    const base::ColumnBatch& input = request.cells[input_];
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      if (input.is_null(i)) {
        out.append_null();
        continue;
      }
      const std::uint64_t token = request.rows[i].token;
      const Keyframe& frame = frame_at(input.integer_at(i), draw(key_, token, 2));
      out.append_from(values_, static_cast<std::size_t>(frame.table.rank(key_, token)));
    }
  }

  std::vector<std::size_t> inputs() const override { return {input_}; }
  std::optional<std::uint64_t> capacity() const override { return values_.size(); }

 private:
  const Keyframe& frame_at(std::int64_t moment, std::uint64_t bits) const {
    const auto next =
        std::upper_bound(frames_.begin(), frames_.end(), moment,
                         [](std::int64_t at, const Keyframe& frame) { return at < frame.from; });
    if (next == frames_.begin()) return frames_.front();
    const Keyframe& before = *(next - 1);
    if (next == frames_.end()) return before;
    const double passed =
        static_cast<double>(moment - before.from) / static_cast<double>(next->from - before.from);
    return unit(bits) < passed ? *next : before;
  }

  base::ColumnBatch values_;
  std::vector<Keyframe> frames_;
  std::size_t input_;
  Key key_;
};

void require_map(const Arguments& arguments, const Node& map) {
  if (map.kind == Node::Kind::map && !map.entries.empty()) return;
  base::fail_at(map, "weights takes a map of values to weights",
                arguments.parameter("by") == nullptr
                    ? "for example: weights: {road: 50%, mountain: 50%}"
                    : "for example: weights: {2024-01-01: {free: 9, pro: 1}, 2025-01-01: {free: 6, pro: 4}}");
}

void append_key(const Arguments& arguments, const base::NodeEntry& entry, base::ColumnBatch& values) {
  Node key;
  key.kind = base::core_schema_kind(entry.key);
  if (key.kind == Node::Kind::null) key.kind = Node::Kind::text;  // a key is never absent
  key.position = entry.position;
  key.text = entry.key;
  values.append(value_of(key, arguments.context.type));
}

std::unique_ptr<Generator> build_fixed(const Arguments& arguments) {
  base::ColumnBatch values(arguments.context.type.kind);
  std::vector<const Node*> weights;
  for (const base::NodeEntry& entry : arguments.value.entries) {
    append_key(arguments, entry, values);
    weights.push_back(&entry.value);
  }
  return std::make_unique<Weights>(std::move(values), read_weights(arguments, weights),
                                   arguments.context.key());
}

// The values of all keyframes, in the order in which they are first named.
std::vector<std::string> names_of(const Arguments& arguments, base::ColumnBatch& values) {
  std::vector<std::string> names;
  for (const base::NodeEntry& frame : arguments.value.entries) {
    require_map(arguments, frame.value);
    for (const base::NodeEntry& entry : frame.value.entries) {
      if (std::find(names.begin(), names.end(), entry.key) != names.end()) continue;
      names.push_back(entry.key);
      append_key(arguments, entry, values);
    }
  }
  return names;
}

std::int64_t moment_of(const base::NodeEntry& frame, TypeKind kind) {
  const auto date = base::Date::parse(frame.key);
  const auto moment = base::Timestamp::parse(frame.key);
  if (kind == TypeKind::date && date) return date->days;
  if (kind != TypeKind::date && moment) return moment->micros;
  Node key;
  key.position = frame.position;
  base::fail_at(key, fmt::format("\"{}\" is no date: with `by`, weights are given for dates",
                                 base::printable(frame.key)));
}

std::unique_ptr<Generator> build_over_time(const Arguments& arguments, const Node& by) {
  const SiblingColumn input = time_column(arguments, by);
  base::ColumnBatch values(arguments.context.type.kind);
  const std::vector<std::string> names = names_of(arguments, values);
  std::vector<Keyframe> frames;
  for (const base::NodeEntry& frame : arguments.value.entries) {
    const std::int64_t from = moment_of(frame, input.type.kind);
    if (!frames.empty() && from <= frames.back().from) {
      Node key;
      key.position = frame.position;
      base::fail_at(key, "keyframes must be in the order of their dates");
    }
    // Only what the keyframe names is held against its percentages; the rest has no weight.
    std::vector<const Node*> named;
    for (const base::NodeEntry& entry : frame.value.entries) named.push_back(&entry.value);
    const std::vector<uint128> given = read_weights(arguments, named);
    std::vector<uint128> weights(names.size(), 0);
    for (std::size_t i = 0; i < given.size(); ++i) {
      const auto place = std::find(names.begin(), names.end(), frame.value.entries[i].key) - names.begin();
      weights[static_cast<std::size_t>(place)] = given[i];
    }
    frames.push_back({from, AliasTable(weights)});
  }
  return std::make_unique<WeightsOverTime>(std::move(values), std::move(frames), input.index,
                                           arguments.context.key());
}

}  // namespace

std::unique_ptr<Generator> build_weights(const Node& value, const Node& column, const BuildContext& context) {
  const Arguments arguments{"weights", value, column, context};
  arguments.require_value();
  arguments.allow_parameters({"by"});
  arguments.refuse_unique("its values come as often as their weights say");
  require_map(arguments, value);
  const Node* by = arguments.parameter("by");
  return by == nullptr ? build_fixed(arguments) : build_over_time(arguments, *by);
}

}  // namespace seedctl::gen
