// The automaton of positions (Glushkov 1961): one state per character of the pattern, each repetition written
// out. Ways of making a text are paths of it, as long as no part is empty in several ways; two paths of one
// text are a path of pairs of states that leaves the diagonal (Book, Even, Greibach, Ott 1971).
#include "gen/pattern_ambiguity.h"

#include <fmt/format.h>

#include <algorithm>
#include <bitset>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"

namespace seedctl::gen {

namespace {

using Kind = PatternNode::Kind;
using Bytes = std::bitset<256>;
using States = std::vector<std::size_t>;

// What is proven takes the square of these in time; longer patterns are refused where it matters.
constexpr std::size_t kMostStates = 600, kMostSteps = 4000;

struct TooLarge {};
struct EmptyTwice {};

// A part of the automaton: where its texts begin and end.
struct Part {
  States first, last;
  bool may_be_empty = true;
};

class Automaton {
 public:
  // Throws TooLarge or EmptyTwice.
  explicit Automaton(const PatternNode& root) {
    const Part whole = part_of(root);
    start_ = add_state({});
    steps_[start_] = whole.first;
    is_final_.resize(labels_.size());
    for (const std::size_t state : whole.last) is_final_[state] = true;
    is_final_[start_] = whole.may_be_empty;
  }

  // A text with two paths.
  std::optional<std::string> text_of_two_paths() const;

 private:
  using Pair = std::pair<std::size_t, std::size_t>;

  std::size_t add_state(const Bytes& label) {
    if (labels_.size() > kMostStates) throw TooLarge{};
    labels_.push_back(label);
    steps_.emplace_back();
    return labels_.size() - 1;
  }

  Part part_of(const PatternNode& node);
  Part of_literal(const std::string& text);
  Part of_repeat(const PatternNode& node);
  Part followed(Part before, const Part& after);
  static Part either(Part one, const Part& other);

  std::optional<char> shared(std::size_t a, std::size_t b) const {
    const Bytes both = labels_[a] & labels_[b];
    for (std::size_t c = 0; c < both.size(); ++c) {
      if (both[c]) return static_cast<char>(c);
    }
    return std::nullopt;
  }
  char any_of(std::size_t state) const { return shared(state, state).value_or('\0'); }
  // A text for the shortest way to each state.
  std::vector<std::string> ways_to() const;
  std::string way_out(std::size_t state) const;

  std::vector<Bytes> labels_;
  std::vector<States> steps_;
  std::vector<bool> is_final_;
  std::size_t start_ = 0;
  std::size_t step_count_ = 0;
};

Part Automaton::followed(Part before, const Part& after) {
  step_count_ += before.last.size() * after.first.size();
  if (step_count_ > kMostSteps) throw TooLarge{};
  for (const std::size_t from : before.last) {
    steps_[from].insert(steps_[from].end(), after.first.begin(), after.first.end());
  }
  if (before.may_be_empty) {
    before.first.insert(before.first.end(), after.first.begin(), after.first.end());
  }
  if (after.may_be_empty) {
    before.last.insert(before.last.end(), after.last.begin(), after.last.end());
  } else {
    before.last = after.last;
  }
  before.may_be_empty = before.may_be_empty && after.may_be_empty;
  return before;
}

Part Automaton::either(Part one, const Part& other) {
  if (one.may_be_empty && other.may_be_empty) throw EmptyTwice{};
  one.first.insert(one.first.end(), other.first.begin(), other.first.end());
  one.last.insert(one.last.end(), other.last.begin(), other.last.end());
  one.may_be_empty = one.may_be_empty || other.may_be_empty;
  return one;
}

Part Automaton::of_literal(const std::string& text) {
  Part all;
  for (const char c : text) {
    const std::size_t state = add_state(Bytes().set(static_cast<unsigned char>(c)));
    all = followed(std::move(all), {{state}, {state}, false});
  }
  return all;
}

// x{2,4} is xx(x(x)?)?, so that few states follow each other.
Part Automaton::of_repeat(const PatternNode& node) {
  const PatternNode& repeated = node.parts.front();
  Part all;
  for (std::uint32_t i = node.least; i < node.most; ++i) {
    all = either(followed(part_of(repeated), all), Part{});
  }
  for (std::uint32_t i = 0; i < node.least; ++i) all = followed(part_of(repeated), all);
  return all;
}

Part Automaton::part_of(const PatternNode& node) {
  switch (node.kind) {
    case Kind::literal:
      return of_literal(node.text);
    case Kind::set: {
      Bytes label;
      for (const char c : node.text) label.set(static_cast<unsigned char>(c));
      const std::size_t state = add_state(label);
      return {{state}, {state}, false};
    }
    case Kind::sequence: {
      Part all;
      for (const PatternNode& part : node.parts) all = followed(std::move(all), part_of(part));
      return all;
    }
    case Kind::choice: {
      Part all = part_of(node.parts.front());
      for (std::size_t i = 1; i < node.parts.size(); ++i)
        all = either(std::move(all), part_of(node.parts[i]));
      return all;
    }
    case Kind::repeat:
      return of_repeat(node);
  }
  return {};
}

std::vector<std::string> Automaton::ways_to() const {
  std::vector<std::string> ways(labels_.size());
  std::vector<bool> seen(labels_.size());
  std::deque<std::size_t> queue{start_};
  while (!queue.empty()) {
    const std::size_t from = queue.front();
    queue.pop_front();
    for (const std::size_t to : steps_[from]) {
      if (seen[to]) continue;
      seen[to] = true;
      ways[to] = ways[from] + any_of(to);
      queue.push_back(to);
    }
  }
  return ways;
}

// Patterns are finite and every state is on the way to an end, so that any steps reach one.
std::string Automaton::way_out(std::size_t state) const {
  std::string text;
  while (!is_final_[state]) {
    state = steps_[state].front();
    text += any_of(state);
  }
  return text;
}

std::optional<std::string> Automaton::text_of_two_paths() const {
  const std::vector<std::string> ways = ways_to();
  std::map<Pair, std::string> seen;
  std::deque<Pair> queue;
  const auto visit = [&](std::size_t a, std::size_t b, const std::string& before) {
    const auto c = a == b ? std::nullopt : shared(a, b);
    if (!c) return;
    const Pair pair = std::minmax(a, b);
    if (seen.try_emplace(pair, before + *c).second) queue.push_back(pair);
  };
  for (std::size_t from = 0; from < steps_.size(); ++from) {
    for (const std::size_t a : steps_[from]) {
      for (const std::size_t b : steps_[from]) visit(a, b, ways[from]);
    }
  }
  while (!queue.empty()) {
    const Pair pair = queue.front();
    queue.pop_front();
    const std::string text = seen.at(pair);
    if (is_final_[pair.first] && is_final_[pair.second]) return text;
    for (const std::size_t a : steps_[pair.first]) {
      for (const std::size_t b : steps_[pair.second]) {
        if (a == b) return text + any_of(a) + way_out(a);
        visit(a, b, text);
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::string repetition_in(const PatternNode& root) {
  try {
    const auto text = Automaton(root).text_of_two_paths();
    return text ? fmt::format("it makes \"{}\" in more than one way", base::printable(*text)) : "";
  } catch (const TooLarge&) {
    return "it is too long to prove that it makes no text in more than one way";
  } catch (const EmptyTwice&) {
    return "a part of it can be left out in more than one way";
  }
}

}  // namespace seedctl::gen
