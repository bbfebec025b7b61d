#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace zvonok::server::imports {

/// Where in a foreign file something was found. Line 0: the file as a whole.
struct Place {
    std::string file;
    std::size_t line = 0;
    std::string column{};  ///< "C", as spreadsheets name it; empty: the line as a whole

    bool operator==(const Place&) const = default;
};

enum class Severity {
    note,      ///< ignored on purpose, nothing is lost that we keep
    warning,   ///< read, but an administrator should look
    left_out,  ///< the row is not taken, the others are
    error,     ///< the import changes nothing
};

/// One line for the administrator, in Russian. May name people: it goes to the screen of whoever runs the import,
/// never to the log.
struct Finding {
    Severity severity{};
    Place at;
    std::string text;
};

/// Collects everything that is wrong with the files, so that they can be mended in one go.
class Findings {
  public:
    void note(Place at, std::string text) { add(Severity::note, std::move(at), std::move(text)); }
    void warning(Place at, std::string text) { add(Severity::warning, std::move(at), std::move(text)); }
    void leave_out(Place at, std::string text) { add(Severity::left_out, std::move(at), std::move(text)); }
    void error(Place at, std::string text) { add(Severity::error, std::move(at), std::move(text)); }
    [[nodiscard]] std::size_t errors() const { return errors_; }
    [[nodiscard]] const std::vector<Finding>& all() const { return all_; }

  private:
    void add(Severity severity, Place at, std::string text) {
        if (severity == Severity::error) ++errors_;
        all_.push_back({severity, std::move(at), std::move(text)});
    }

    std::vector<Finding> all_;
    std::size_t errors_ = 0;
};

}  // namespace zvonok::server::imports
