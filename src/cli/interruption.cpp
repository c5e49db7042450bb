// A thread waits for the signals with sigwait(), so that printing happens outside any signal handler.
#include "cli/interruption.h"

#include <csignal>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

namespace seedctl::cli {

struct Interruption::State {
  explicit State(Print given) : print(std::move(given)) {}
  const Print print;
  std::mutex mutex;  // held for ever by the thread that ends the process
  nlohmann::ordered_json document = nlohmann::ordered_json::object();
  bool closed = false;
};

namespace {

bool is_ignored(int signal) {
  struct sigaction action {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

[[noreturn]] void end_by(int signal) {
  std::signal(signal, SIG_DFL);
  sigset_t one;
  ::sigemptyset(&one);
  ::sigaddset(&one, signal);
  ::pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
  std::raise(signal);
  std::_Exit(128 + signal);
}

}  // namespace

Interruption::Interruption(Print print) : state_(std::make_shared<State>(std::move(print))) {
  sigset_t taken;
  ::sigemptyset(&taken);
  for (const int signal : {SIGINT, SIGTERM})
    if (!is_ignored(signal)) ::sigaddset(&taken, signal);
  ::pthread_sigmask(SIG_BLOCK, &taken, nullptr);
  std::thread([taken, state = state_] {
    int signal = 0;
    if (::sigwait(&taken, &signal) != 0) return;
    const std::lock_guard<std::mutex> lock(state->mutex);
    if (!state->closed) state->print(state->document, signal == SIGINT ? "SIGINT" : "SIGTERM");
    end_by(signal);
  }).detach();
}

Interruption::~Interruption() { close(); }

void Interruption::keep(const nlohmann::ordered_json& document) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->document = document;
}

void Interruption::close() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->closed = true;
}

}  // namespace seedctl::cli
