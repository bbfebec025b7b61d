#pragma once

#include "tests/support/child_process.hpp"
#include "tests/sync/demo_school.hpp"

namespace zvonok::test {

/// A station without a screen as a process of its own (station_process_main.cpp): writes and syncs until it is killed,
/// and notes each entry that its journal has acknowledged.
class StationProcess {
  public:
    /// The station's journal must not be open here meanwhile.
    StationProcess(const DemoStation& station, const Card& card);

    void start(const std::string& url);
    /// SIGKILL.
    void kill();
    /// How far each log was acknowledged, over all lives.
    [[nodiscard]] std::map<LogId, std::uint64_t> acknowledged() const;

  private:
    std::filesystem::path folder_, program_;
    std::vector<std::string> words_;
    std::optional<ChildProcess> process_;
};

}  // namespace zvonok::test
