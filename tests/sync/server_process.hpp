#pragma once

#include "tests/support/child_process.hpp"
#include "tests/sync/live_server.hpp"

namespace zvonok::test {

/// The server's program, with the keys and the database of a LiveServer that has stopped, or beside it where the
/// database is PostgreSQL.
class ServerProcess {
  public:
    /// On the LiveServer's own folder and port.
    explicit ServerProcess(LiveServer& of);
    /// On a folder and a port of its own.
    ServerProcess(LiveServer& of, const std::filesystem::path& folder);

    /// options  more words for `serve`
    void start(const std::string& options = {});
    void end(int signal);
    /// Sends a signal and goes on.
    void tell(int signal);
    /// Waits until it ends by itself; its exit status.
    [[nodiscard]] int finish();
    /// Another command on the same folder; its exit status.
    [[nodiscard]] int command(const std::string& words) const;
    /// What the last command said.
    [[nodiscard]] std::string said() const;
    /// Where it listens, once it does.
    [[nodiscard]] std::uint16_t port() const;
    /// Where it answers Prometheus, once it does.
    [[nodiscard]] std::uint16_t metrics_port() const;
    /// What it has written.
    [[nodiscard]] std::string log() const;

  private:
    ServerProcess(LiveServer& of, const std::filesystem::path& folder, std::uint16_t port);
    [[nodiscard]] std::uint16_t announced(std::string_view words) const;

    sync::server::DataFolder folder_;
    std::filesystem::path program_;
    std::uint16_t port_;  ///< 0: any
    std::string offset_;
    std::optional<ChildProcess> process_;
};

}  // namespace zvonok::test
