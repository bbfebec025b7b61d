#pragma once

#include "tests/support/child_process.hpp"
#include "tests/support/temp_dir.hpp"

#include <optional>

namespace zvonok::test {

/// A message bus and an Avahi daemon of the test's own, neither of which runs yet. This program and those that it
/// starts find them. Only for programs that run under tests/support/in_quiet_network.
class LocalDiscovery {
  public:
    LocalDiscovery();
    ~LocalDiscovery();
    LocalDiscovery(const LocalDiscovery&) = delete;
    LocalDiscovery& operator=(const LocalDiscovery&) = delete;

    void start();  ///< the bus; returns when it takes calls
    void start_avahi();
    void stop_avahi();

  private:
    TempDir dir_;
    std::optional<ChildProcess> bus_, avahi_;
};

}  // namespace zvonok::test
