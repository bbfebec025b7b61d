#pragma once

#include "sync/client/session.hpp"
#include "sync/server/service.hpp"
#include "tests/domain/small_school.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/sync/demo_tls.hpp"

/// A real server over TLS on loopback with the small school of tests/domain, and real stations with real journals.
namespace zvonok::test {

/// Tuesday, 15 September 2026, 09:50 in Moscow: the first lesson of algebra is over, the second goes on.
inline const Instant demo_morning = *parse_instant("2026-09-15T06:50:00Z");

struct Card {
    PersonId person;
    crypto::PrivateKey key;
    crypto::Certificate certificate;
};

/// What keeps the server's log. Tests of what a school sees run on both:
///     const auto backend = GENERATE(test::Backend::sqlite, test::Backend::postgresql);
///     test::DemoServer server{backend};
enum class Backend { sqlite, postgresql };

/// A new empty database, or the address of one that was made before.
struct TestDatabase {
    Backend backend;
    std::string address;  ///< PostgreSQL's; empty for a file

    explicit TestDatabase(Backend of);
    [[nodiscard]] std::unique_ptr<sync::server::Storage> storage(const sync::server::DataFolder& folder) const;
};

class DemoServer {
  public:
    explicit DemoServer(Backend backend = Backend::sqlite);
    ~DemoServer();
    DemoServer(const DemoServer&) = delete;
    DemoServer& operator=(const DemoServer&) = delete;

    void start();  ///< on the same port again
    void stop();
    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Registers a station and answers its enrolment token.
    std::string add_station(StationId station, domain::StationMode mode,
                            Instant expires = demo_morning + std::chrono::hours{24});
    void record(std::vector<domain::Fact> facts);

    TempDir dir;
    TestDatabase database;
    ManualClock clock{demo_morning};
    Log log{"test-server"};
    SmallSchool school;
    DemoTls tls;
    crypto::SigningKey signing = crypto::SigningKey::generate();
    crypto::Authority staff_authority;
    Card teacher;
    Card other_teacher;
    std::unique_ptr<sync::server::Core> core;

    [[nodiscard]] Card card_of(PersonId person, const std::string& login, const crypto::Authority& authority) const;
    void put_revocation_list(const std::vector<crypto::Revoked>& revoked, std::uint64_t number);

  private:
    std::unique_ptr<sync::server::Service> service_;
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
    Result<journal::Outgoing> unsent() override { return journal_.unsent(); }
    Result<void> take(const sync::client::Arrival& arrival) override;

    std::optional<sync::wire::AccessList> access;
    std::vector<sync::client::RefusedBatch> refused;
    std::vector<Fault> rejected;  ///< by the journal
    std::size_t arrivals = 0;

  private:
    journal::Journal& journal_;
    const Clock& clock_;
};

class DemoStation {
  public:
    /// Registered, enrolled, with an empty journal.
    DemoStation(DemoServer& server, std::uint8_t number, domain::StationMode mode);

    void connect();  ///< a new transport and session
    /// Steps the session until `done` or the deadline; answers whether it was done.
    bool run_until(const std::function<bool()>& done, std::chrono::milliseconds limit = std::chrono::seconds{20});
    /// Until everything is sent and the station stands where the server stands.
    bool settle();
    journal::Written write(std::vector<journal::Draft> drafts, const Card& card);
    [[nodiscard]] journal::Draft absence(PersonId pupil, std::string code, int ordinal = 1) const;
    [[nodiscard]] journal::Draft homework(std::string text) const;
    [[nodiscard]] sync::server::StationRow row() const;
    /// Posts a sync request of the test's making with this station's certificate.
    tl::expected<sync::wire::SyncAnswer, sync::client::Failure> post(const sync::wire::SyncRequest& request) const;
    [[nodiscard]] sync::wire::SyncRequest request() const;

    DemoServer& server;
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
