#pragma once

#include "config/station.hpp"
#include "station/app/store.hpp"
#include "sync/relay/discovery.hpp"

namespace zvonok::app {

/// The school's other stations on the local network, by which entries go on while the server is out of reach. Works on
/// threads of the relay's own; what it finds out it tells the UI.
class Neighbours final : private sync::relay::JournalShelf::Host {
  public:
    Neighbours(const std::filesystem::path& root, const config::StationConfig& config, Store& store, const Clock& clock,
               Tell tell, Log& log);
    ~Neighbours() override;
    Neighbours(const Neighbours&) = delete;
    Neighbours& operator=(const Neighbours&) = delete;

    /// Once there is a certificate to show.
    void open();
    /// Whose cards are taken back, and the keys of the envelopes. Any thread.
    void obey(const sync::wire::AccessList& access);
    /// Sets the pace. The thread that called open().
    void server_is_away(bool away);
    /// What is carried, by other facts. Inside a question of the store only.
    void judge_again(journal::Journal& journal);

  private:
    void found(std::optional<std::vector<sync::relay::Address>> addresses);
    void tell(std::optional<std::uint32_t> heard);

    Result<void> with_journal(const std::function<Result<void>(journal::Journal&)>& work) override;
    Result<sync::relay::Grounds> grounds(journal::Journal& journal) override;
    Instant now(journal::Journal& journal) override { return journal.server_time(clock_); }
    Result<void> before_change(journal::Journal& journal) override;
    void changed(const journal::CarriedIn& in) override { store_.carried(in.changes); }

    sync::relay::RelayOptions options_;
    StationId station_;
    std::vector<crypto::PublicKey> server_keys_;
    std::string zone_;
    Store& store_;
    const Clock& clock_;
    Tell tell_;
    Log& log_;
    sync::relay::JournalShelf shelf_;

    std::mutex mutex_;
    sync::belief::StaffTrust image_trust_;               ///< of the config image
    sync::belief::StaffTrust trust_;                     ///< with what the server said; under the mutex
    std::shared_ptr<const sync::belief::KeyRing> keys_;  ///< under the mutex
    std::optional<std::optional<std::uint32_t>> told_;   ///< under the mutex
    bool discovering_ = false;                           ///< under the mutex
    std::unique_ptr<sync::relay::Relay> relay_;
    std::unique_ptr<sync::relay::Discovery> discovery_;  ///< ends before the relay that it tells
};

}  // namespace zvonok::app
