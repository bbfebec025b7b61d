#pragma once

#include "station/base/log.hpp"
#include "sync/client/batch_size.hpp"
#include "sync/client/enrol.hpp"
#include "sync/client/replica.hpp"

#include <atomic>
#include <functional>
#include <random>
#include <stop_token>

namespace zvonok::sync::client {

/// What people and IT may want to know of the sync. A value; handed over whenever it changes.
struct Status {
    bool online = false;
    Trouble trouble = Trouble::none;  ///< why not online
    std::string detail{};             ///< of the trouble, for the log
    Instant since{};                  ///< online or offline since then
    std::optional<Instant> last_sync{};
    std::size_t refused_batches = 0;  ///< since the program started
    std::optional<std::chrono::milliseconds>
        clock_ahead{};  ///< this machine's clock less the server's, at the last token

    bool operator==(const Status&) const = default;
};

struct SessionOptions {
    SchoolId school;
    StationId station;
    std::vector<crypto::PublicKey> server_keys;   ///< that may sign time tokens
    std::uint32_t seed = std::random_device{}();  ///< of the jitter
};

/// Keeps a replica and the server alike: sends what is unsent at once when woken, hears of others' changes by a long
/// poll on a connection of its own, and tries again with growing, jittered pauses while the server is out of reach.
/// The first exchange after that sends nothing, so that the access list is here before any entry leaves.
///
/// One thread calls run() or step(); wake() may be called from any.
class Session {
  public:
    using OnStatus = std::function<void(const Status&)>;
    Session(SessionOptions options, Transport& transport, Replica& replica, const Clock& clock, Log& log,
            OnStatus on_status);

    /// Until `stop` is requested and the session woken.
    void run(const std::stop_token& stop);
    /// Starts what is due, waits at most `limit` for something to happen and handles it.
    void step(std::chrono::milliseconds limit);
    /// There is something to send, or to stop.
    void wake();
    [[nodiscard]] const Status& status() const { return status_; }

  private:
    using Steady = std::chrono::steady_clock;
    /// What the exchange under way has sent.
    struct Sent {
        struct Batch {
            LogId log;
            std::uint64_t first = 0, last = 0;
        };
        std::vector<Batch> batches;
        std::vector<crypto::Digest> carried;  ///< names of other stations' parcels
        bool more_carried = false;
        bool more = false;  ///< the replica had more than one request holds
        bool cut = false;   ///< and gave more than this one carries
        std::size_t visits = 0;
        std::uint64_t visits_up_to = 0;
        Bytes nonce;
        SinceBoot at{};
    };

    void start_exchange();
    Result<void> add_unsent(wire::SyncRequest& request);
    void start_poll();
    void exchange_came(Answer answer);
    void poll_came(Answer answer);
    std::optional<wire::SyncAnswer> opened(Answer& answer);
    bool take(const wire::SyncAnswer& answer, const Sent* sent);
    void settle_outcomes(const wire::SyncAnswer& answer, const Sent& sent, Arrival& arrival);
    /// Whether the server settled any.
    static bool settle_carried(const wire::SyncAnswer& answer, const Sent& sent, Arrival& arrival);
    void anchor_time(const wire::SyncAnswer& answer, const Sent& sent, Arrival& arrival);
    void failed(const Failure& failure);
    void succeeded();
    void local_fault(std::string_view what, const Fault& fault);
    void tell();

    SessionOptions options_;
    Transport& transport_;
    Replica& replica_;
    const Clock& clock_;
    Log& log_;
    OnStatus on_status_;
    std::minstd_rand random_;

    std::atomic<bool> woken_ = true;  ///< the first exchange needs no waking
    bool due_ = false;                ///< an exchange is
    bool stalled_ = false;            ///< the server took nothing of what was sent
    bool reading_ = false;            ///< the last answer was one page of several; exchanges read the rest
    bool server_reads_dense_ = false;
    bool carrying_ = false;  ///< of other stations' parcels there are more, and it took some
    Steady::time_point not_before_{};
    Steady::time_point poll_started_{};
    Steady::time_point poll_not_before_{};
    Steady::time_point refresh_{};  ///< an exchange is due then in any case, for a fresh time token
    std::chrono::milliseconds pause_{0};
    Sent sent_;
    BatchSize batch_size_;
    Status status_, told_;
    bool told_once_ = false;
};

}  // namespace zvonok::sync::client
