#pragma once

#include "sync/client/session.hpp"
#include "sync/server/service.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/sync/demo_tls.hpp"
#include "tests/sync/test_database.hpp"

/// A real server over TLS on loopback, and real stations with real journals, for any school.
namespace zvonok::test {

struct Card {
    PersonId person;
    crypto::PrivateKey key;
    crypto::Certificate certificate;
};

class LiveServer {
  public:
    /// Whose server it is.
    struct House {
        SchoolId school;
        RoomId room;  ///< of stations that say nothing else
        std::vector<domain::Fact> facts;
        Instant start;
        Backend backend = Backend::sqlite;
        std::chrono::hours horizon{24 * 300};  ///< cards and lists are valid so long from the start
        Bytes signing_seed{};                  ///< of the server's key; a new one without it
        std::string former_log{};  ///< SQL of a database that an older program has left; a new one without it
        /// What stands between the listener and the routes; nothing without it.
        std::function<std::unique_ptr<sync::server::HttpHandler>(sync::server::HttpHandler&)> front{};
    };
    explicit LiveServer(House house);
    ~LiveServer();
    LiveServer(const LiveServer&) = delete;
    LiveServer& operator=(const LiveServer&) = delete;

    void start();  ///< on the same port again
    void stop();
    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Registers a station and answers its enrolment token. Those in offices are protected workplaces.
    /// expires  a day after now if nothing is said
    std::string add_station(StationId station, domain::StationMode mode, std::optional<Instant> expires = std::nullopt,
                            std::optional<RoomId> room = std::nullopt);
    void record(std::vector<domain::Fact> facts);

    House house;
    TempDir dir;
    TestDatabase database;
    ManualClock clock;
    Log log{"test-server"};
    DemoTls tls;
    crypto::SigningKey signing;
    crypto::Authority staff_authority;
    std::unique_ptr<sync::server::Core> core;

    [[nodiscard]] Card card_of(PersonId person, const std::string& login, const crypto::Authority& authority) const;
    void put_revocation_list(const std::vector<crypto::Revoked>& revoked, std::uint64_t number);

  private:
    std::unique_ptr<sync::server::Service> service_;
    std::unique_ptr<sync::server::HttpHandler> front_;
    std::unique_ptr<sync::server::Listener> listener_;
    std::uint16_t port_ = 0;
};

/// A card session as the station opens it.
struct OpenSession {
    entry::SessionStatement statement;
    entry::SessionProof proof;
    crypto::SigningKey key;
};
OpenSession open_session(const Card& card, SchoolId school, StationId station, LogId log, Instant now);

/// A journal as the sync session sees it, on the session's own thread.
class JournalReplica final : public sync::client::Replica {
  public:
    JournalReplica(journal::Journal& journal, const Clock& clock) : journal_(journal), clock_(clock) {}
    Result<sync::client::ReplicaState> state() override {
        return sync::client::ReplicaState{journal_.position(), journal_.log(), access ? access->version : 0};
    }
    Result<journal::Outgoing> unsent(std::size_t limit_bytes) override { return journal_.unsent(limit_bytes); }
    Result<void> take(const sync::client::Arrival& arrival) override;

    std::optional<sync::wire::AccessList> access;
    std::vector<journal::RefusedBatch> refused;
    std::vector<Fault> rejected;  ///< by the journal
    std::size_t arrivals = 0;

  private:
    journal::Journal& journal_;
    const Clock& clock_;
};

class LiveStation {
  public:
    /// Registered, enrolled, with an empty journal.
    LiveStation(LiveServer& server, std::uint8_t number, domain::StationMode mode,
                std::optional<RoomId> room = std::nullopt);

    void connect();  ///< a new transport and session
    /// Steps the session until `done` or the deadline; answers whether it was done.
    bool run_until(const std::function<bool()>& done, std::chrono::milliseconds limit = std::chrono::seconds{20});
    /// Until everything is sent and the station stands where the server stands.
    bool settle();
    journal::Written write(std::vector<journal::Draft> drafts, const Card& card,
                           domain::Role role = domain::Role::teacher);
    [[nodiscard]] sync::server::StationRow row() const;
    /// Posts a sync request of the test's making with this station's certificate.
    tl::expected<sync::wire::SyncAnswer, sync::client::Failure> post(const sync::wire::SyncRequest& request) const;
    [[nodiscard]] sync::wire::SyncRequest request() const;

    LiveServer& live;
    ManualClock clock;  ///< this machine's own
    StationId id;
    std::filesystem::path folder;
    sync::client::Endpoint endpoint;
    std::unique_ptr<journal::Journal> journal;
    std::unique_ptr<JournalReplica> replica;
    std::unique_ptr<sync::client::Transport> transport;
    std::unique_ptr<sync::client::Session> session;
    std::optional<OpenSession> card_session;
};

}  // namespace zvonok::test
