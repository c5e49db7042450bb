// A state machine as a pure function of a row: which states the row goes through, and when.
//
// Every draw is keyed by the state that is left, or the step that is taken, so that another step changes only
// what comes after it, and a later end of the walk only goes on with it.
#pragma once

#include <string>
#include <vector>

#include "base/datetime.h"
#include "base/decimal.h"
#include "base/node.h"
#include "gen/dwell.h"
#include "gen/random.h"

namespace seedctl::gen {

class Lifecycle {
 public:
  struct Step {
    std::size_t to;       // a state
    base::uint128 up_to;  // of 2^64 draws: those below take this step, or one before it
    Key key;
    Dwell dwell;
    std::string column = {};  // gets the moment; "" = none does
    base::SourcePosition column_position = {};
  };
  struct State {
    std::string name;
    base::SourcePosition position;
    Key key;
    std::vector<Step> steps = {};  // by the names of their states
  };

  // {column, start: {state: column}, steps: {state: {state: {chance, after, at}}}}. Throws a profile error at
  // what is none: loops, states that nothing leads to, chances above 100%, two moments for one column.
  static Lifecycle read(const base::Node& form, Key key);

  std::string column;  // has the state's name
  base::SourcePosition column_position;
  std::string start_column;  // when the first state began
  base::SourcePosition start_position;
  std::vector<State> states;  // the first one first

  // Calls visit(step, moment) for each step that the row takes before `end`; moments are microseconds.
  template <class Visit>
  void walk(std::uint64_t token, std::int64_t start, std::int64_t end, const Visit& visit) const {
    const State* state = &states.front();
    for (std::int64_t moment = start;;) {
      const std::uint64_t bits = draw(state->key, token);
      const Step* taken = nullptr;
      for (const Step& step : state->steps) {
        if (bits >= step.up_to) continue;
        taken = &step;
        break;
      }
      if (taken == nullptr) return;
      moment += taken->dwell.seconds(taken->key, token) * base::kMicrosPerSecond;
      if (moment >= end) return;
      visit(*taken, moment);
      state = &states[taken->to];
    }
  }
};

}  // namespace seedctl::gen
