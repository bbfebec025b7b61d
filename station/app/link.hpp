#pragma once

#include "config/station.hpp"
#include "station/app/neighbours.hpp"
#include "station/app/store.hpp"
#include "sync/client/session.hpp"

namespace zvonok::app {

/// The network thread: keeps the station's journal and the server alike.
class Link final : private sync::client::Replica {
  public:
    Link(const std::filesystem::path& root, const config::StationConfig& config, Store& store, const Clock& clock,
         Tell tell, Log& log);
    ~Link() override;
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    /// Something waits to be sent. Any thread.
    void nudge();

  private:
    void run(const std::stop_token& stop);
    /// Before enrolment there is no certificate to show; false: stopped meanwhile.
    bool wait_for_certificate(const std::stop_token& stop);
    void tell_status(const sync::client::Status& status);
    void read_access();
    Result<void> take_access(const sync::wire::AccessList& access);

    Result<sync::client::ReplicaState> state() override;
    Result<journal::Outgoing> unsent(std::size_t limit_bytes) override;
    Result<void> take(const sync::client::Arrival& arrival) override;

    std::filesystem::path access_file_;
    sync::client::Endpoint endpoint_;
    sync::client::SessionOptions options_;
    Store& store_;
    const Clock& clock_;
    Tell tell_;
    Log& log_;
    std::uint64_t access_version_ = 0;
    Neighbours neighbours_;

    std::mutex mutex_;
    std::condition_variable_any woken_;
    sync::client::Session* session_ = nullptr;  ///< while the thread has one; under the mutex
    std::jthread thread_;
};

}  // namespace zvonok::app
