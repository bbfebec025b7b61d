#pragma once

#include "hal/card/virtual_card/card_folder.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_dir.hpp"

#include <memory>
#include <optional>

namespace zvonok::test {

/// A real pcscd with vpcd's two readers, or none. Only for programs that run under tests/support/in_card_namespace.
class CardDaemon {
  public:
    enum class Readers { two, none };
    explicit CardDaemon(Readers readers = Readers::two) { start(readers); }
    CardDaemon(const CardDaemon&) = delete;
    CardDaemon& operator=(const CardDaemon&) = delete;
    ~CardDaemon() { stop(); }

    /// Returns when it takes calls. Other readers than before: what plugging one in looks like to vpcd.
    void start(Readers readers);
    void stop();
    void kill();

    static constexpr const char* left = "Virtual PCD 00 00";
    static constexpr const char* right = "Virtual PCD 00 01";

  private:
    TempDir dir_;
    std::optional<ChildProcess> process_;
};

/// The program zvonok-virtual-card, out of its reader at first.
class CardProgram {
  public:
    enum class Reader { left, right };
    explicit CardProgram(const std::filesystem::path& folder, Reader reader = Reader::left,
                         std::vector<std::string> options = {});

    /// One command, as `zvonok-virtual-card tell` takes it; throws unless the answer is "ok".
    void tell(const std::string& line) const;
    [[nodiscard]] std::string status() const;

  private:
    TempDir dir_;
    std::optional<ChildProcess> process_;
};

}  // namespace zvonok::test
