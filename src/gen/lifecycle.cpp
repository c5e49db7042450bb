// Reading a lifecycle: states by name, chances as parts of 2^64.
#include "gen/lifecycle.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "base/text.h"
#include "gen/rate.h"

namespace seedctl::gen {

namespace {

using base::Node;
using base::NodeEntry;
using base::uint128;

constexpr std::uint64_t kMillion = 1'000'000;  // rates have six digits

[[noreturn]] void fail_entry(const NodeEntry& entry, const std::string& message,
                             const std::string& hint = {}) {
  throw base::Error(base::ErrorCode::profile, entry.position, message).with_hint(hint);
}

const Node& part(const Node& form, std::string_view name, const char* key) {
  const Node* node = form.find(key);
  if (node == nullptr) base::fail_at(form, fmt::format("{} lacks `{}`", name, key));
  return *node;
}

class Reader {
 public:
  Reader(const Node& form, Key key) : form_(form), key_(key) {}

  Lifecycle read() {
    const std::string known[] = {"column", "start", "steps"};
    require_map(form_, "lifecycle");
    base::allow_keys(form_, known, "lifecycle");
    const Node& column = part(form_, "lifecycle", "column");
    cycle_.column = base::as_text(column, "column");
    cycle_.column_position = column.position;
    read_start(part(form_, "lifecycle", "start"));
    const Node& steps = part(form_, "lifecycle", "steps");
    require_map(steps, "steps");
    for (const NodeEntry& from : steps.entries) name_states(from);
    for (const NodeEntry& from : steps.entries) read_steps(from);
    check_reached(steps);
    check_columns();
    return std::move(cycle_);
  }

 private:
  static void require_map(const Node& node, const char* what) {
    if (node.kind == Node::Kind::map && !node.entries.empty()) return;
    base::fail_at(node,
                  fmt::format("{} must be a map, not {}", what,
                              node.kind == Node::Kind::map ? "an empty one" : node.kind_text()),
                  "write lifecycle: {column: status, start: {placed: created_at}, steps: {placed: {paid: "
                  "{after: [1m, 2d], at: paid_at}}}}");
  }

  void read_start(const Node& start) {
    require_map(start, "start");
    if (start.entries.size() != 1) base::fail_at(start, "start names one state and the column of its moment");
    const NodeEntry& entry = start.entries.front();
    cycle_.start_column = base::as_text(entry.value, "the column of the start");
    cycle_.start_position = entry.value.position;
    state_of(entry.key, entry.position);
  }

  std::size_t state_of(const std::string& name, const base::SourcePosition& position) {
    for (std::size_t i = 0; i < cycle_.states.size(); ++i)
      if (cycle_.states[i].name == name) return i;
    cycle_.states.push_back({name, position, sub_key(key_, "state " + name)});
    return cycle_.states.size() - 1;
  }

  void name_states(const NodeEntry& from) {
    state_of(from.key, from.position);
    require_map(from.value, "the steps of a state");
    for (const NodeEntry& to : from.value.entries) state_of(to.key, to.position);
  }

  void read_steps(const NodeEntry& from) {
    const std::size_t state = state_of(from.key, from.position);
    std::vector<const NodeEntry*> entries;
    for (const NodeEntry& to : from.value.entries) entries.push_back(&to);
    // Their order in the file means nothing.
    std::sort(entries.begin(), entries.end(),
              [](const NodeEntry* a, const NodeEntry* b) { return a->key < b->key; });
    const std::vector<uint128> ends = chances_of(from, entries);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      Lifecycle::Step step = read_step(from, *entries[i]);
      step.up_to = ends[i];
      cycle_.states[state].steps.push_back(std::move(step));
    }
  }

  Lifecycle::Step read_step(const NodeEntry& from, const NodeEntry& to) {
    const std::string known[] = {"chance", "after", "at"};
    require_map(to.value, "a step");
    base::allow_keys(to.value, known, "a step");
    Lifecycle::Step step{.to = state_of(to.key, to.position),
                         .up_to = 0,
                         .key = sub_key(key_, fmt::format("step {} {}", from.key, to.key)),
                         .dwell = Dwell::read(part(to.value, "a step", "after"))};
    if (const Node* at = to.value.find("at")) {
      step.column = base::as_text(*at, "at");
      step.column_position = at->position;
    }
    return step;
  }

  // Those without a chance share what the others leave; what all leave, stays in the state.
  static std::vector<uint128> chances_of(const NodeEntry& from, const std::vector<const NodeEntry*>& steps) {
    std::vector<std::optional<std::uint64_t>> millionths;
    std::uint64_t sum = 0, open = 0;
    for (const NodeEntry* step : steps) {
      const Node* chance = step->value.kind == Node::Kind::map ? step->value.find("chance") : nullptr;
      millionths.emplace_back();
      if (chance == nullptr) {
        ++open;
        continue;
      }
      const Rate rate = Rate::from(*chance);
      millionths.back() = std::uint64_t{rate.hits} * (kMillion / rate.block);
      sum += *millionths.back();
    }
    if (sum > kMillion || (sum == kMillion && open > 0)) {
      fail_entry(from,
                 fmt::format("the chances of {} sum to {}%{}", base::printable(from.key),
                             base::Decimal{static_cast<std::int64_t>(sum), 4}.normalized().str(),
                             open > 0 && sum == kMillion ? ", which leaves nothing for the other steps" : ""),
                 "they are shares of the rows in that state, and what they leave stays in it");
    }
    const std::uint64_t parts = std::max<std::uint64_t>(open, 1);
    std::vector<uint128> ends;
    uint128 up_to = 0;
    for (const auto& chance : millionths) {
      up_to += chance ? *chance * parts : kMillion - sum;
      ends.push_back((up_to << 64) / (uint128{kMillion} * parts));
    }
    return ends;
  }

  // Depth first: the path to a state met again is a loop.
  void check_reached(const Node& steps) {
    std::vector<int> seen(cycle_.states.size(), 0);
    std::vector<std::string> path;
    const std::function<void(std::size_t)> visit = [&](std::size_t at) {
      const Lifecycle::State& state = cycle_.states[at];
      path.push_back(state.name);
      if (seen[at] == 1) {
        path.erase(path.begin(), std::find(path.begin(), path.end(), state.name));
        throw base::Error(base::ErrorCode::profile, state.position,
                          "a lifecycle has no loops: " + base::join(path, " -> "))
            .with_hint("a state is reached once: name what comes after it apart, such as reopened");
      }
      if (seen[at] == 0) {
        seen[at] = 1;
        for (const Lifecycle::Step& step : state.steps) visit(step.to);
        seen[at] = 2;
      }
      path.pop_back();
    };
    visit(0);
    std::vector<std::string> reached;
    for (std::size_t i = 0; i < seen.size(); ++i)
      if (seen[i] != 0) reached.push_back(cycle_.states[i].name);
    for (const NodeEntry& from : steps.entries) {
      if (std::find(reached.begin(), reached.end(), from.key) != reached.end()) continue;
      fail_entry(from, fmt::format("no step leads to the state \"{}\"{}", base::printable(from.key),
                                   base::did_you_mean(from.key, reached)));
    }
  }

  // On no way does a column get two moments.
  void check_columns() const {
    for (const Lifecycle::State& state : cycle_.states) {
      for (const Lifecycle::Step& step : state.steps) {
        if (step.column.empty()) continue;
        if (step.column == cycle_.start_column || step.column == cycle_.column)
          fail_filled(step, "a step gets a column of its own");
        std::vector<bool> seen(cycle_.states.size(), false);
        check_column_after(step, step.to, seen);
      }
    }
  }

  void check_column_after(const Lifecycle::Step& step, std::size_t at, std::vector<bool>& seen) const {
    if (seen[at]) return;
    seen[at] = true;
    for (const Lifecycle::Step& later : cycle_.states[at].steps) {
      if (later.column == step.column) fail_filled(later, "a later step gets a column of its own");
      check_column_after(step, later.to, seen);
    }
  }

  [[noreturn]] void fail_filled(const Lifecycle::Step& step, const char* hint) const {
    throw base::Error(base::ErrorCode::profile, step.column_position,
                      fmt::format("column {} is filled already when a row becomes {}",
                                  base::printable(step.column), base::printable(cycle_.states[step.to].name)))
        .with_hint(hint);
  }

  const Node& form_;
  Key key_;
  Lifecycle cycle_;
};

}  // namespace

Lifecycle Lifecycle::read(const Node& form, Key key) { return Reader(form, key).read(); }

}  // namespace seedctl::gen
