#pragma once

#include "station/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string_view>

namespace zvonok::app {

/// Times for the benches, as JSON lines: {"t_us": since the process began, "what": "...", "n": ...}. Nothing personal.
/// Without a file every call is one comparison.
class Trace {
  public:
    Trace() = default;
    /// refused: the file cannot be written
    Result<void> open(const std::filesystem::path& file);
    [[nodiscard]] bool on() const { return on_; }
    /// Any thread.
    void note(std::string_view what, std::uint64_t n = 0);

  private:
    bool on_ = false;
    std::mutex mutex_;
    std::ofstream file_;
};

/// Since the kernel started this process, by CLOCK_BOOTTIME; what a cold start is measured from.
std::chrono::microseconds since_exec();

}  // namespace zvonok::app
