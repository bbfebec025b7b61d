#pragma once

#include "station/base/log.hpp"
#include "sync/relay/shelf.hpp"

#include <chrono>
#include <filesystem>
#include <memory>

namespace zvonok::sync::relay {

struct RelayOptions {
    SchoolId school;
    std::filesystem::path certificate;  ///< this station's chain, PEM, its authority last
    std::filesystem::path key;
    std::string address = "::";  ///< to listen on; "::" takes both families
    std::uint16_t port = 0;      ///< 0: any free one
    std::chrono::milliseconds round_offline;
    std::chrono::milliseconds round_online;

    RelayOptions();  ///< rounds as tuning.hpp says
};

/// Where a neighbour listens, as far as somebody on the network says.
struct Address {
    std::string host;  ///< numeric, a link-local one with its zone
    std::uint16_t port = 0;

    auto operator<=>(const Address&) const = default;
};

/// This station among its neighbours: answers their questions about what it passes on, and asks them round by round.
/// Works on a thread of its own, which also calls the shelf.
class Relay {
  public:
    /// heard  how many neighbours answered in the round that has just ended; on the relay's thread
    using OnRound = std::function<void(std::size_t heard)>;
    /// missing, corrupt: no certificate that can be used   busy: the port is taken
    static Result<std::unique_ptr<Relay>> open(const RelayOptions& options, Shelf& shelf, Log& log, OnRound on_round);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    /// Who is there now. Any thread.
    void neighbours(std::vector<Address> addresses);
    /// Whether the server is out of reach; sets the pace. Any thread.
    void server_is_away(bool away);

  private:
    struct Station;
    explicit Relay(std::unique_ptr<Station> station);
    std::unique_ptr<Station> station_;
};

}  // namespace zvonok::sync::relay
