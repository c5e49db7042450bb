// Runs a program as a person would: arguments, environment, working folder; what it printed and how it ended.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace seedctl::test {

struct ProcessResult {
  int status = -1;  // exit status, or 128 + signal
  std::string out;
  std::string err;
};

// A child that is running. Killed and reaped in the destructor if it still is.
class Process {
 public:
  Process(const std::vector<std::string>& arguments, const std::string& folder,
          const std::map<std::string, std::string>& variables = {}) {
    int out[2], err[2];
    if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error("pipe failed");
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("fork failed");
    if (pid_ == 0) {
      ::dup2(out[1], STDOUT_FILENO);
      ::dup2(err[1], STDERR_FILENO);
      const int null = ::open("/dev/null", O_RDONLY);
      ::dup2(null, STDIN_FILENO);
      if (::chdir(folder.c_str()) != 0) ::_exit(126);
      // What the developer's shell happens to hold must not decide a test.
      for (const char* name : {"SEEDCTL_DATABASE_URL", "DATABASE_URL", "SEEDCTL_DISPOSABLE", "PGHOST",
                               "PGHOSTADDR", "PGSERVICE", "PGPORT", "PGUSER", "PGDATABASE", "NO_COLOR"})
        ::unsetenv(name);
      for (const auto& [name, value] : variables) ::setenv(name.c_str(), value.c_str(), 1);
      std::vector<char*> argv;
      for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
      argv.push_back(nullptr);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    out_ = out[0];
    err_ = err[0];
  }
  ~Process() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    for (const int fd : {out_, err_})
      if (fd >= 0) ::close(fd);
  }
  Process(Process&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)),
        out_(std::exchange(other.out_, -1)),
        err_(std::exchange(other.err_, -1)),
        result_(std::move(other.result_)) {}
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  Process& operator=(Process&&) = delete;

  pid_t pid() const { return pid_; }
  void kill(int signal) const { ::kill(pid_, signal); }

  // Reads until stderr holds `text`. False at the end of the output.
  bool wait_for_stderr(const std::string& text) {
    while (result_.err.find(text) == std::string::npos)
      if (!pump()) return result_.err.find(text) != std::string::npos;
    return true;
  }

  // Reads the rest and waits for the end.
  ProcessResult finish() {
    while (pump()) {
    }
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    result_.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return std::move(result_);
  }

 private:
  // Reads what there is from both pipes; false when both are closed.
  bool pump() {
    pollfd fds[2] = {{out_, POLLIN, 0}, {err_, POLLIN, 0}};
    if (out_ < 0 && err_ < 0) return false;
    if (::poll(fds, 2, -1) < 0) return errno == EINTR;
    read_some(fds[0], out_, result_.out);
    read_some(fds[1], err_, result_.err);
    return out_ >= 0 || err_ >= 0;
  }
  static void read_some(const pollfd& ready, int& fd, std::string& text) {
    if (fd < 0 || ready.revents == 0) return;
    char buffer[65536];
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got > 0) text.append(buffer, static_cast<std::size_t>(got));
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) {
      ::close(fd);
      fd = -1;
    }
  }

  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  ProcessResult result_;
};

inline ProcessResult run_process(const std::vector<std::string>& arguments, const std::string& folder,
                                 const std::map<std::string, std::string>& variables = {}) {
  return Process(arguments, folder, variables).finish();
}

// The same command line run as somebody whom permissions bind: root may read and write everything.
inline std::vector<std::string> without_privileges(std::vector<std::string> arguments) {
  if (::geteuid() != 0) return arguments;
  const std::vector<std::string> as_nobody{"/usr/bin/setpriv", "--reuid=65534", "--regid=65534",
                                           "--clear-groups"};
  arguments.insert(arguments.begin(), as_nobody.begin(), as_nobody.end());
  return arguments;
}

}  // namespace seedctl::test
