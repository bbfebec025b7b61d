#pragma once

#include "station/base/clock.hpp"
#include "station/journal/journal.hpp"
#include "sync/client/session.hpp"
#include "sync/server/core.hpp"
#include "tests/bench/sync/figures.hpp"
#include "tests/bench/sync/verify_count.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/year/school_year.hpp"

/// The shipped server as a process of its own over TLS on loopback, the schools on it, their stations and cards.
namespace zvonok::bench {

/// The machine's clock, set forward by as much as it was told, so that days pass in no time and no clock was stepped.
class TravelClock final : public Clock {
  public:
    /// The start is met to the second, for a server is told its offset so.
    explicit TravelClock(Instant start)
        : offset_(std::chrono::floor<std::chrono::seconds>(start - SystemClock{}.now())) {
        boot_.bytes[0] = 1;
    }
    [[nodiscard]] Instant now() const override { return system_.now() + offset_; }
    [[nodiscard]] SinceBoot since_boot() const override { return system_.since_boot() + passed_; }
    [[nodiscard]] BootId boot() const override { return boot_; }
    /// Nothing where the clock is past that already.
    void go_on_to(Instant at);
    [[nodiscard]] std::chrono::milliseconds offset() const { return offset_; }

  private:
    SystemClock system_;
    std::chrono::milliseconds offset_, passed_{0};
    BootId boot_;
};

struct Card {
    PersonId person;
    crypto::PrivateKey key;
    crypto::Certificate certificate;
};

/// A card session.
struct OpenSession {
    entry::SessionStatement statement;
    entry::SessionProof proof;
    crypto::SigningKey key;
};
OpenSession open_session(const Card& card, SchoolId school, StationId station, LogId log, Instant now);

/// A station's place on the server.
struct Enrolled {
    SchoolId school;
    StationId id;
    crypto::PrivateKey key;
    crypto::Certificate certificate;
};

class House {
  public:
    /// program  zvonok-server; looked for beside this program
    House(const char* this_program, Instant start);
    House(const House&) = delete;
    House& operator=(const House&) = delete;

    // Before serve():
    void found(SchoolId school, const std::vector<domain::Fact>& facts);
    std::vector<Enrolled> enrol(SchoolId school, std::size_t count);
    [[nodiscard]] sync::server::Core& core() { return *core_; }
    [[nodiscard]] Card card_of(PersonId person, const std::string& login) const;

    /// Starts the program, whose clock is this one's from now on.
    void serve();
    /// Ends it; the same folder is open here again.
    void stop();
    [[nodiscard]] pid_t process() const { return process_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// Of the server since it started.
    [[nodiscard]] Verified verified() const;
    /// As a station's program knows the server and itself.
    [[nodiscard]] sync::client::Endpoint endpoint(const Enrolled& station);
    [[nodiscard]] const std::string& authority_pem() const { return authority_pem_; }

    test::TempDir dir;
    TravelClock clock;
    Log log{"bench", Log::Voice::silent};
    crypto::SigningKey signing = crypto::SigningKey::generate();

  private:
    void open();

    std::filesystem::path program_;
    crypto::Authority server_authority_, station_authority_, staff_authority_;
    std::string authority_pem_;
    std::unique_ptr<sync::server::Core> core_;
    std::unique_ptr<test::ChildProcess> child_;
    pid_t process_ = 0;
    std::uint16_t port_ = 0;
    std::size_t enrolled_ = 0;
};

/// A journal as the sync session sees it.
class BenchReplica final : public sync::client::Replica {
  public:
    BenchReplica(journal::Journal& journal, const Clock& clock) : journal_(journal), clock_(clock) {}
    Result<sync::client::ReplicaState> state() override {
        return sync::client::ReplicaState{journal_.position(), journal_.log(), access_};
    }
    Result<journal::Outgoing> unsent(std::size_t limit_bytes) override { return journal_.unsent(limit_bytes); }
    Result<void> take(const sync::client::Arrival& arrival) override;

    bool complete = false;           ///< the last answer said that there is no more
    std::uint64_t acknowledged = 0;  ///< of the own log

  private:
    journal::Journal& journal_;
    const Clock& clock_;
    std::uint64_t access_ = 0;
};

/// A station's journal and sync without a screen.
class BenchStation {
  public:
    BenchStation(House& house, Enrolled place);
    /// Steps the session until `done`; gives up after ten minutes.
    void run_until(const std::function<bool()>& done);
    /// Connects, has everything and has sent everything.
    void settle();
    /// Ends the connections; run_until() makes new ones.
    void disconnect();
    /// Entries of its tables that the server has accepted.
    [[nodiscard]] std::size_t accepted() const;
    [[nodiscard]] journal::Journal& journal() { return *journal_; }
    [[nodiscard]] BenchReplica& replica() { return *replica_; }
    [[nodiscard]] sync::client::Session& session() { return *session_; }
    [[nodiscard]] const Enrolled& place() const { return place_; }

  private:
    House& house_;
    Enrolled place_;
    sync::client::Endpoint endpoint_;
    std::filesystem::path file_;
    std::unique_ptr<journal::Journal> journal_;
    std::unique_ptr<BenchReplica> replica_;
    std::unique_ptr<sync::client::Transport> transport_;
    std::unique_ptr<sync::client::Session> session_;
};

}  // namespace zvonok::bench
