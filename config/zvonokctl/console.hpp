#pragma once

#include "config/refusal.hpp"
#include "config/schema.hpp"

#include <ostream>

namespace zvonok::ctl {

using config::Checked;
using config::Reason;
using config::Refusal;
using config::refuse;

/// A text in both languages.
struct Phrase {
    std::string russian, english;
};

/// What IT reads. Every text is given in both languages, and the chosen one is written.
class Console {
  public:
    Console(std::ostream& out, std::ostream& error) : out_(&out), error_(&error) {}
    void speak(config::Language language) { language_ = language; }

    void line(const std::string& russian, const std::string& english);
    /// "Название: value"
    void value(const std::string& russian, const std::string& english, const std::string& value);
    void warn(const std::string& russian, const std::string& english);
    void fail(const Refusal& refusal);

  private:
    [[nodiscard]] const std::string& chosen(const std::string& russian, const std::string& english) const;
    std::ostream* out_;
    std::ostream* error_;
    config::Language language_ = config::Language::russian;
};

/// "кабинет", "classroom"
Phrase words_of(config::Mode mode);

/// "2026-09-15 06:00 UTC"
std::string day_and_time(Instant at);

}  // namespace zvonok::ctl
