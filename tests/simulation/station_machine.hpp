#pragma once

#include "sync/client/session.hpp"
#include "sync/relay/shelf.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/school.hpp"

namespace zvonok::simulation {

/// What a station has promised somebody: the entry is on its disk.
struct Promise {
    entry::EntryId entry;
    PersonId author;
    domain::CellKind kind{};
    Instant really;  ///< when it was written, by a clock that nobody sets
    CellId cell;
    Instant saved;
    bool at_station = true;  ///< the station's disk has not been replaced by one without it
    bool void_ = false;      ///< both the station's and the server's disk were replaced by ones without it
    LocalDay lesson{};       ///< whose day decides how late it may be
};

/// A visit to a diary that was noted.
struct Visit {
    EntityId id;
    bool void_ = false;  ///< whatever knew of it may have been replaced by what does not
};

/// A station without its screen: journal, sync session, the card of whoever stands before it, on a disk and a network
/// that fail.
class StationMachine {
  public:
    StationMachine(World& world, const Prepared& prepared, const Place& place, const Weather& weather, FarEnd far_end);
    ~StationMachine();
    StationMachine(const StationMachine&) = delete;
    StationMachine& operator=(const StationMachine&) = delete;

    /// Writes as that person; what was promised is kept in `promises`.
    void write(const Staff& staff, std::vector<journal::Draft> drafts);
    /// Somebody opens a diary here.
    void visit();
    /// Asks a neighbour for what it passes on, and takes it.
    void hear_from(StationMachine& neighbour);
    /// Something that a screen asks; nothing while the station is down.
    void read(const std::function<void(journal::Journal&)>& question);
    void tend();

    void power_cut();
    void kill();
    void keep_image();
    /// The disk, or the journal's file alone, is put back as it was.
    enum class Back { whole_disk, journal_only };
    void put_back(Back what, const std::function<bool(const entry::EntryId&)>& server_holds);
    /// The server's disk was put back: what a former disk of this station alone had told it may be gone for good.
    void server_put_back(const std::function<bool(const entry::EntryId&)>& server_holds);
    [[nodiscard]] bool has_image() const { return !image_.empty(); }
    [[nodiscard]] bool runs() const { return journal_.has_value(); }

    void heal();
    /// What is still missing until there is nothing to send and all is read; nothing: it is settled.
    [[nodiscard]] std::optional<std::string> unsettled(const sync::server::Head& head);

    [[nodiscard]] const Place& place() const { return place_; }
    [[nodiscard]] Disk& disk() { return disk_; }
    [[nodiscard]] StationLine& line() { return line_; }
    [[nodiscard]] journal::Journal& journal() { return *journal_; }
    MachineClock clock;
    std::vector<Promise> promises;
    std::vector<Visit> visits;
    std::vector<std::string> complaints;  ///< what an honest server and disk never make happen

  private:
    class Replica;
    class Host;
    struct CardSession {
        PersonId person;
        entry::SessionStatement statement;
        crypto::SigningKey key;
    };
    void start(bool known_damaged = false);
    void stop();
    void shut_down();
    void run(const std::function<void()>& work);
    void bury();
    void stir(std::chrono::milliseconds delay);
    void take(const Fault& fault, std::string_view what);
    bool log_in(const Staff& staff);
    void converse(StationMachine& neighbour);
    bool has(const Promise& promise);

    World& world_;
    const Prepared& prepared_;
    const Place& place_;
    Disk disk_;
    DiskFiles files_;
    Log log_;
    StationLine line_;
    Chance chance_;
    std::optional<journal::Journal> journal_;
    std::unique_ptr<Replica> replica_;
    std::unique_ptr<sync::client::Session> session_;
    std::unique_ptr<Host> host_;
    std::optional<sync::relay::JournalShelf> shelf_;
    std::optional<CardSession> card_;
    std::optional<Instant> stirs_at_;
    std::optional<sync::wire::AccessList> access_;
    Disk::Names image_;
    bool damaged_ = false;
    bool healed_ = false;
    int depth_ = 0;
    std::uint64_t life_ = 0;
};

}  // namespace zvonok::simulation
