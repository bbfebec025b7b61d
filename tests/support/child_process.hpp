#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace zvonok::test {

/// Waits until `holds` returns true, 10 s at most. Whether it did.
template <class Condition>
bool eventually(Condition holds) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return true;
}

/// A program that runs beside the test, with nothing on standard input; killed when the test is done with it.
class ChildProcess {
  public:
    /// output  where standard output and error go
    ChildProcess(std::vector<std::string> command, const std::filesystem::path& output);
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();

    /// Sends SIGKILL or another signal that ends it, and waits for the end.
    void end(int signal);
    /// Sends a signal and goes on.
    void tell(int signal) const;
    [[nodiscard]] pid_t id() const { return id_; }
    /// Waits until it ends by itself.
    /// returns  its exit status, -1 if a signal ended it
    int finish();

  private:
    pid_t id_ = -1;
};

}  // namespace zvonok::test
