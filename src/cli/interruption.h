// SIGINT and SIGTERM under --json: stdout gets the command's document as far as it is true, then the process
// ends by the signal as it would have without us.
//
// Nothing is undone and nothing waited for: a process that ends in any way leaves nothing half applied.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace seedctl::cli {

class Interruption {
 public:
  // Prints the document, which lacks its error, for the signal of that name ("SIGTERM").
  using Print = std::function<void(nlohmann::ordered_json document, const char* signal)>;

  // Takes the two signals, unless they are ignored, for this thread and those that it starts from now on.
  // `print` runs in a thread of its own, while others go on.
  explicit Interruption(Print print);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  void keep(const nlohmann::ordered_json& document);
  // From now on a signal prints nothing: the caller is about to. Does not return once a signal has come.
  void close();

 private:
  struct State;
  std::shared_ptr<State> state_;  // the thread's too, which is left behind when the process ends
};

}  // namespace seedctl::cli
