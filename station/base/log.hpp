#pragma once

#include "station/base/result.hpp"

#include <memory>
#include <string_view>

namespace zvonok {

/// The program's diary for IT: one line an event on standard error, in the form that the systemd journal reads
/// ("<4>sync: ..."), or with time stamps when standard error is a terminal. No personal data, no secrets.
class Log {
  public:
    /// What is written: all that the environment asks for, or nothing, for programs whose output is something else.
    enum class Voice { usual, silent };
    explicit Log(std::string_view program, Voice voice = Voice::usual);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    void debug(std::string_view text);
    void info(std::string_view text);
    void warn(std::string_view text);
    void error(std::string_view text);
    /// "what: describe(fault)" as a warning.
    void fault(std::string_view what, const Fault& fault);

  private:
    struct Sink;
    std::unique_ptr<Sink> sink_;
};

}  // namespace zvonok
