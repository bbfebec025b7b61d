#pragma once

#include "station/entry/visit_note.hpp"
#include "station/journal/reader.hpp"
#include "station/journal/replica.hpp"
#include "station/journal/time_keeper.hpp"
#include "station/journal/tuning.hpp"
#include "station/journal/witness.hpp"

#include <functional>

namespace zvonok::journal {

struct Options {
    SchoolId school;
    StationId station;
    std::vector<crypto::PublicKey> server_keys;  ///< whose seals make facts and verdicts; several while keys change
    std::string vfs{};                           ///< for sqlite::Options
    bool known_damaged = false;                  ///< a call answered corrupt: set the file aside even if it opens
    const Files* files = &system_files();        ///< for what SQLite does not write
};

/// Who writes: the person whose card opened the session, and the session's key.
struct Pen {
    PersonId author;
    domain::Role role = domain::Role::none;
    SessionId session;
    const crypto::SigningKey& key;
};

/// One answer to one question, about to be written.
struct Draft {
    domain::Cell cell;
    domain::Act act;
    /// The heads that the author saw; nothing: those that the journal shows at the moment of writing.
    std::optional<std::vector<entry::EntryId>> seen{};
    EntityId basis{};  ///< domain::Writing::basis
};

/// On disk.
struct Receipt {
    entry::EntryId entry;
    CellId cell;
    Instant saved;
};
struct Written {
    std::vector<Receipt> receipts;  ///< one a draft
    Changes changes;
};

/// The server has all of the log that this station holds up to `up_to`.
struct Acknowledged {
    LogId log;
    std::uint64_t up_to = 0;
};

/// A time token that the client has checked, and where this machine's clocks stood when it came.
struct Anchor {
    entry::SignedTimeToken signed_token;
    entry::TimeToken token;
    Instant wall;
    SinceBoot since_boot{};
    BootId boot;
};

/// What one answer of the server brings.
struct Incoming {
    EpochId epoch;
    std::uint64_t after = 0;   ///< the cursor that the answer continues from
    std::uint64_t cursor = 0;  ///< the cursor behind its last row
    bool complete = false;     ///< the server had nothing more at that moment
    std::vector<entry::SessionProof> sessions;
    std::vector<entry::SealedBatch> batches;
    std::vector<Acknowledged> acknowledged;
    std::vector<RefusedBatch> refused;      ///< own batches that the server will never take
    std::vector<CarriedOutcome> carried{};  ///< what became of the parcels that were sent for others
    std::optional<Anchor> anchor;
    std::uint64_t visits_told = 0;  ///< Outgoing::visits_up_to of what the server has
};
struct Applied {
    Changes changes;
    std::vector<Fault> rejected;  ///< batches and sessions that could not be believed; the rest was taken
    bool epoch_changed = false;   ///< the server was restored: own entries go again, the cursor restarts
    bool log_changed = false;     ///< this file turned out older than what the server has: sessions must begin anew
};

/// Own entries that were lost with a damaged file.
struct Loss {
    LogId log;
    std::uint64_t first = 0, last = 0;
};

/// What the client sends next.
struct Outgoing {
    std::vector<entry::SessionProof> sessions;
    std::vector<entry::SignedTimeToken> tokens;
    std::vector<entry::SealedBatch> batches;  ///< by log, in order
    std::vector<Loss> losses;                 ///< gaps in own logs that nothing here will fill
    std::vector<Bytes> visits;                ///< to diaries, sealed to the server
    std::uint64_t visits_up_to = 0;           ///< the number of the last of them
    bool more = false;                        ///< the limit cut it
    std::vector<Parcel> carried{};            ///< of other stations; only where nothing of the own was cut
    bool more_carried = false;                ///< the limit cut these
};

/// Somebody else's parcel, about to be carried: see Replica::carry().
struct Carriage {
    Parcel parcel;
    std::optional<Passed> content;
};
/// What taking parcels changed.
struct CarriedIn {
    std::vector<crypto::Digest> taken;
    Changes changes;
};
/// A batch of this station's own that the server has not received, as neighbours are given it.
struct OwnBatch {
    entry::SealedBatch batch;
    entry::SessionProof session;
    std::vector<entry::SignedTimeToken> tokens;
};

/// Where the station stands with the server.
struct Position {
    EpochId epoch;  ///< empty: never synced
    std::uint64_t cursor = 0;
};

/// What was found when a damaged file was set aside.
struct Salvage {
    std::filesystem::path kept_as;  ///< the damaged file's new name
    std::size_t entries = 0;        ///< own entries taken over
    std::vector<Loss> losses;       ///< own entries that could not be read or verified, as far as is known
    bool end_known = false;         ///< false: more may be missing behind the last one
    bool facts = false;             ///< the school's facts came over too; else the station waits for the server
};

class Control;
class Journal;
struct Opened;

/// A station's offline journal: its own log, what the server sent, and the tables folded from both, in one SQLite file.
/// For one thread. A call that answered `corrupt` has met damage: close, and open with known_damaged.
///
/// faults   full: no room; nothing of the call is in the file, everything earlier is   corrupt: see above
///          refused: another disk error, or as told at the call   busy: another process holds the file
class Journal {
  public:
    static Result<Opened> open(const std::filesystem::path& path, const Options& options);

    /// The log that a session's statement must name.
    [[nodiscard]] LogId log() const { return tip_.log; }
    [[nodiscard]] std::uint64_t last_seq() const { return tip_.last; }
    [[nodiscard]] Position position() const { return position_; }

    /// Keeps the proof; before the session's first entry.   refused: another school, station or log
    [[nodiscard]] Result<void> begin_session(const entry::SessionProof& proof);
    /// Numbers, seals and stores the drafts in one commit. They are on disk when it returns. Where the disk failed the
    /// journal may go on with another log, and log() tells.
    /// refused: the session was not begun for this log
    [[nodiscard]] Result<Written> write(std::span<const Draft> drafts, const Pen& pen, const Clock& clock);

    /// Keeps the visit for the server, sealed: nobody reads it here again. On disk when it returns.
    [[nodiscard]] Result<void> note_visit(const entry::VisitNote& note);

    /// Takes an answer of the server in one commit; what came before changes nothing.
    [[nodiscard]] Result<Applied> apply(const Incoming& incoming, const Clock& clock);
    /// limit_bytes  the last batch may go beyond
    [[nodiscard]] Result<Outgoing> unsent(std::size_t limit_bytes = tuning::unsent_batch_bytes);
    [[nodiscard]] Result<void> acknowledge(std::span<const Acknowledged> acknowledged);

    // Between stations (sync/PROTOCOL.md).
    /// Which of these entries are not to be shown, by what rule; may ask this journal.
    using Judge = std::function<Result<Doubts>(const std::vector<CarriedEntry>&)>;
    /// Takes what neighbours passed on, in one commit. What the server knows better is left; the cursor stays.
    [[nodiscard]] Result<CarriedIn> carry(std::span<const Carriage> parcels, const Judge& judge);
    /// The facts are others now.
    [[nodiscard]] Result<Changes> judge_carried_again(const Judge& judge);
    [[nodiscard]] const CarriedBatches& carried() const { return replica_.carried(); }
    /// Names of the own batches that the server has not received, the oldest first.
    [[nodiscard]] Result<std::vector<crypto::Digest>> own_parcels();
    /// Of those wanted, as many as fit.   limit_bytes  the last one may go beyond
    [[nodiscard]] Result<std::vector<OwnBatch>> own_batches(std::span<const crypto::Digest> wanted,
                                                            std::size_t limit_bytes);
    /// Names of the parcels that are carried and that the server does not have, the oldest first.
    [[nodiscard]] Result<std::vector<crypto::Digest>> carried_parcels();
    [[nodiscard]] Result<std::vector<Parcel>> parcels(std::span<const crypto::Digest> wanted, std::size_t limit_bytes);
    [[nodiscard]] Result<std::size_t> carried_bytes();

    /// The facts as of the last apply(); shared, never changed.
    [[nodiscard]] Result<std::shared_ptr<const domain::FactBook>> facts();
    [[nodiscard]] Reader& read() { return reader_; }
    /// Good as long as the journal is open.
    [[nodiscard]] Result<Control> control();
    [[nodiscard]] Result<crypto::Digest> dump_hash() { return replica_.dump_hash(); }
    /// The cell's heads as this station shows them: what Draft::seen is by default.
    [[nodiscard]] Result<std::vector<entry::EntryId>> heads(CellId cell) { return replica_.visible_heads(cell); }
    /// Whether an answer to the cell has been accepted already; domain::Claim::first is the contrary.
    [[nodiscard]] Result<bool> is_answered(CellId cell) { return replica_.is_answered(cell); }
    [[nodiscard]] Instant server_time(const Clock& clock) const { return time_.server_time(clock); }

    /// At quiet moments, after answers have been given: checkpoints, the clock's high-water mark.
    [[nodiscard]] Result<void> tend(const Clock& clock);
    /// Once after opening, when the screen stands: room for the write-ahead log.
    /// Frames waiting in the write-ahead log; for measurements.
    [[nodiscard]] int log_frames() const { return database_->log_frames(); }
    [[nodiscard]] Result<void> reserve() { return database_->reserve_log(); }
    /// Reads everything: structure, own seals, the tables against the records. corrupt: damage
    [[nodiscard]] Result<void> check();

  private:
    Journal(std::unique_ptr<sqlite::Database> database, Replica replica, Reader reader, TimeKeeper time,
            Options options, std::filesystem::path path)
        : options_(std::move(options)),
          path_(std::move(path)),
          database_(std::move(database)),
          replica_(std::move(replica)),
          reader_(std::move(reader)),
          time_(std::move(time)) {}

    /// witness  what was seen of the file that is there; nothing: it is new
    /// corrupt  among others: the file is empty, and its witness has seen it filled
    static Result<Journal> open_file(const std::filesystem::path& path, const Options& options,
                                     const std::optional<Witness::State>& witness);
    Result<void> adopt(const std::optional<Witness::State>& witness, bool file_is_new);
    Result<std::optional<std::uint64_t>> last_of(LogId log);
    Result<void> read_tip();
    Result<void> start_log();
    Result<void> leave_doubtful_log();
    Result<void> note_order();
    /// The log is known to have come this far: what is missing below counts as lost.
    Result<void> expect_entries(LogId log, std::uint64_t last);
    Result<void> write_witness();
    /// Runs `work` in a transaction; after any fault file and memory are as before.
    Result<void> transact(const std::function<Result<void>()>& work);
    Result<std::vector<entry::Draft>> dress(std::span<const Draft> drafts, const Pen& pen, const entry::Saved& saved,
                                            std::uint64_t& order);
    Result<void> take_sessions(const Incoming& incoming, Applied& applied);
    Result<bool> take_batch(const entry::SealedBatch& batch, Applied& applied, Instant server_now);
    Result<void> take_acknowledged(std::span<const Acknowledged> acknowledged, bool& log_changed);
    Result<void> take_position(const Incoming& incoming, Applied& applied);
    Result<void> drop_visits(std::uint64_t up_to);
    Result<void> add_visits(Outgoing& outgoing);
    Result<void> add_carried(Outgoing& outgoing);
    Result<Changes> judge_carried(std::span<const CarriedBatches::Range> ranges, const Judge& judge);
    Result<std::optional<entry::SessionStatement>> statement_of(SessionId session);
    Result<void> take_over(const struct Findings& findings);
    Result<std::vector<Loss>> losses();
    /// corrupt: it does not verify; what damage has changed must not go out as if somebody had written it
    Result<entry::CheckedBatch> own_batch(const entry::SealedBatch& batch);
    static Result<Salvage> rescue(const std::filesystem::path& kept, const std::filesystem::path& path,
                                  const Options& options);

    Options options_;
    std::filesystem::path path_;
    std::unique_ptr<sqlite::Database> database_;
    Replica replica_;
    Reader reader_;
    TimeKeeper time_;
    std::optional<Witness> witness_;

    entry::LogTip tip_;
    std::uint64_t clock_order_ = 0;
    Position position_;
    bool purge_due_ = false;
    bool in_doubt_ = false;  ///< the own log's last commit failed, and may be on the disk all the same
    LifeId life_;
    std::shared_ptr<const domain::FactBook> facts_;
    std::map<SessionId, entry::SessionStatement> statements_;
};

struct Opened {
    Journal journal;
    std::optional<Salvage> salvaged;
};

}  // namespace zvonok::journal
