#pragma once

#include "station/crypto/digest.hpp"
#include "station/domain/fact_book.hpp"
#include "station/entry/seal.hpp"
#include "station/entry/session.hpp"
#include "station/journal/carried.hpp"
#include "station/journal/cell_rows.hpp"
#include "station/sqlite/database.hpp"

#include <map>
#include <unordered_map>

namespace zvonok::journal {

/// Whose log it is. Stored by number.
enum class Source : std::uint8_t {
    station = 1,     ///< another station's
    server = 2,      ///< the server's: facts and verdicts are believed from here only
    own_former = 3,  ///< this station's, closed: the file was restored, salvaged or moved to another machine
    own = 4,         ///< this station's, being written
};

/// What a change did that screens may want to know.
struct Changes {
    std::size_t entries = 0;                      ///< that were not here before
    std::size_t forked = 0;                       ///< that claim an identity which other bytes have here; not taken
    bool facts = false;                           ///< facts() of before is out of date
    std::vector<entry::RecordedFact> recorded{};  ///< the facts that came
    std::vector<LessonId> lessons;                ///< whose cells look different now
    bool attention = false;                       ///< somebody's list of refused and held entries may have changed
    bool registers = false;                       ///< so may a cell that belongs to no lesson
};

/// A batch of this station's own that the server will never take.
struct RefusedBatch {
    LogId log;
    std::uint64_t first = 0, last = 0;
    std::string rule;
};

/// One school's records in one SQLite file, and their projection: projection = fold(facts, entries, verdicts). The
/// tables that people read are a function of the set of records alone; order, doubling and batching of arrival leave no
/// trace. Stations and the server use it alike (SCHEMA.md).
///
/// Everything that changes the file runs inside a transaction of the caller's: store... then fold() once, then commit;
/// after a rollback, rolled_back().
class Replica {
  public:
    /// The file's tables must be at hand (migrations()). Rebuilds a projection of another version.
    static Result<Replica> open(sqlite::Database& database, SchoolId school);

    /// Takes the batch's records. `checked` is what check_batch() or read_batch() made of it.
    [[nodiscard]] Result<void> store(const entry::SealedBatch& batch, const entry::CheckedBatch& checked,
                                     Source source);
    [[nodiscard]] Result<void> store_session(const entry::SessionProof& proof, SessionId session);
    /// Nothing: not here.
    [[nodiscard]] Result<std::optional<entry::SessionProof>> proof_of(SessionId session);
    /// The batch's entries count as refused by that rule from now on, unless a verdict on them should come after all.
    [[nodiscard]] Result<void> note_refused(const RefusedBatch& refused);
    /// Takes a parcel that a neighbour passed on. `content` is what could be read and believed of it, nothing: the
    /// parcel is carried unread.
    /// returns  false, and nothing was stored: known here, by its name or by its numbers, or this station's own
    [[nodiscard]] Result<bool> carry(const Parcel& parcel, const std::optional<Passed>& content);
    /// What the server said of a parcel.
    [[nodiscard]] Result<void> settle_carried(const CarriedOutcome& outcome);
    /// The entries of carried batches that the judgement here does not accept are these and no others.
    [[nodiscard]] Result<void> set_doubts(Doubts doubts);
    [[nodiscard]] const CarriedBatches& carried() const { return carried_; }
    /// The entries under these numbers that have no verdict, by order: what is to be judged here.
    using Unjudged = std::pair<entry::Header, entry::Writing>;
    [[nodiscard]] Result<std::vector<Unjudged>> unjudged(std::span<const CarriedBatches::Range> ranges);
    /// Brings the tables up to date with what was stored since the last call.
    [[nodiscard]] Result<Changes> fold();
    void rolled_back();

    /// Forgets the projection and folds everything anew, in a transaction of its own.
    [[nodiscard]] Result<void> rebuild();
    /// Begins a new generation: what does not arrive again before drop_former_generation() is no longer the server's
    /// word.
    [[nodiscard]] Result<void> begin_generation();
    /// Drops foreign records of former generations and rebuilds; inside the caller's transaction.
    [[nodiscard]] Result<void> drop_former_generation();

    /// The heads of the cell that an author at this station sees: accepted ones and all of the station's own.
    [[nodiscard]] Result<std::vector<entry::EntryId>> visible_heads(CellId cell);
    /// Whether an entry of the cell has been accepted: domain::Claim::first is the contrary.
    [[nodiscard]] Result<bool> is_answered(CellId cell);
    /// The facts of the school, in memory.
    [[nodiscard]] Result<std::shared_ptr<const domain::FactBook>> load_fact_book();
    /// Hash of the canonical dump: the same wherever the same records of others lie, whatever is pending here.
    [[nodiscard]] Result<crypto::Digest> dump_hash();

    /// The seal at this place of the log with its entries, as stored.   missing: no such seal
    [[nodiscard]] Result<entry::SealedBatch> batch(std::int64_t log, std::uint64_t first);
    [[nodiscard]] Result<std::int64_t> log_key(LogId log, Source if_new);
    [[nodiscard]] Result<void> set_source(LogId log, Source source);
    /// Forgets closed logs of this station's own in which nothing was ever written.
    [[nodiscard]] Result<void> drop_unused_logs(const std::optional<LogId>& but);
    [[nodiscard]] SchoolId school() const { return school_; }
    [[nodiscard]] std::int64_t school_key() const { return key_; }

  private:
    struct Piece;
    struct Former;
    struct Fold;
    struct Log {
        LogId id;
        Source source;
    };
    struct Refusal {
        std::int64_t log;
        std::uint64_t first, last;
        std::string rule;
    };
    enum class Stored : std::uint8_t { known, fresh, completed };
    struct ForgetPiece {
        void operator()(Piece* piece) const;
    };
    /// What of a cell's records arrived since the last fold().
    struct Touch {
        std::size_t fresh = 0;           ///< entries that were not here
        std::size_t first_verdicts = 0;  ///< verdicts on entries of the cell that had none
        bool other = false;              ///< anything else: bodies of stubs, replaced verdicts
        /// The one entry of the cell, where it is fresh, as its rows would be read, verdict included.
        std::unique_ptr<Piece, ForgetPiece> piece{};
    };
    struct HashEntry {
        std::size_t operator()(const entry::EntryId& id) const {
            return std::hash<LogId>{}(id.log) ^ (static_cast<std::size_t>(id.seq) * 0x9e3779b97f4a7c15u);
        }
    };
    struct Masks {
        std::uint16_t accepted = 0, pending = 0;
        Masks& operator|=(const Masks& other) {
            accepted = static_cast<std::uint16_t>(accepted | other.accepted);
            pending = static_cast<std::uint16_t>(pending | other.pending);
            return *this;
        }
    };
    /// Lessons whose line in lesson_contents is behind.
    struct Contents {
        std::map<LessonPlace, Masks> added;            ///< gained something, lost nothing
        std::map<LessonPlace, domain::LessonKey> due;  ///< to be looked through anew
    };

    Replica(sqlite::Database& database, SchoolId school) : database_(&database), school_(school) {}
    Result<void> prepare();
    Result<void> read_logs();
    Result<void> read_refusals();
    Result<bool> store_seal(const entry::Seal& seal, const entry::SealContent& content, std::int64_t log);
    Result<Stored> store_record(const entry::Record& record, const entry::Header& header, const entry::MerklePath* path,
                                std::int64_t log);
    Result<void> take_verdict(const entry::Header& header, const entry::Verdict& verdict);
    /// Whether it is the first on that entry.
    Result<bool> store_verdict(std::int64_t log, const entry::Header& header, const entry::Verdict& verdict);
    static std::string notes_text(const entry::Verdict& verdict);
    Result<void> touch_refused(const Refusal& refusal);
    Touch& touch(const CellId& cell);
    /// The page cache for as many cells as were touched.
    Result<void> fit_cache();
    void forget_touched();
    Result<void> read_carried();
    Result<void> touch_carried(const CarriedBatches::Range& range);
    /// The server has spoken of the numbers first..last: what was carried under them gives way.
    Result<void> yield_to(const entry::Seal& seal, const entry::SealContent& content, std::int64_t log);
    Result<void> drop_carried(const crypto::Digest& name);
    Result<void> drop_records(const CarriedBatches::Range& range);
    Result<void> unshow(sqlite::Row& row);
    static void judge_fresh(Touch& touch, const entry::Verdict& verdict, bool first);
    Result<void> touch_fresh(const entry::Header& header, const std::optional<entry::Body>& body, std::int64_t log);

    Result<void> refold_all();
    Result<void> refold();
    Result<void> clear_projection();
    Result<void> retake_verdicts();
    Result<void> fold_every_cell();
    Result<std::vector<std::string>> drop_indexes();

    static Piece make_piece(entry::Header header, std::optional<entry::Body> body, std::int64_t log, Source source);
    void judge_unjudged(Piece& piece, Source source);
    Result<Piece> read_piece(sqlite::Row& row);
    /// Whether the touch's own piece is all that there is of the cell; its verdict is then complete.
    Result<bool> piece_suffices(const Touch& touch);
    Result<std::vector<Piece>> pieces_of(const CellId& cell);
    Result<void> fold_cell(const CellId& cell, const Touch& touch);
    Result<void> fold_pieces(const CellId& cell, std::span<const Piece> pieces, Former former);
    static void find_heads(Fold& fold);
    Result<void> show(const Fold& fold);
    Result<void> show_layer(const Fold& fold, int layer, const Piece* piece, std::size_t versions);
    Result<void> list_newer(const Fold& fold);
    Result<void> list_attention(const Fold& fold);
    Result<void> list_accepted(const Fold& fold);
    Result<void> list_conflict(const Fold& fold);
    Result<void> list_contents();
    Result<void> look_through(const LessonPlace& place, const domain::LessonKey& lesson);
    void note_lesson(const domain::LessonKey& lesson);

    sqlite::Database* database_;
    SchoolId school_;
    std::int64_t key_ = 0;
    std::map<LogId, std::int64_t> log_keys_;
    std::map<std::int64_t, Log> logs_;
    std::vector<Refusal> refusals_;
    CarriedBatches carried_;
    std::unordered_map<CellId, Touch> touched_;
    std::vector<std::pair<const CellId, Touch>*> arrivals_;        // of touched_, in the order in which they came
    std::unordered_map<entry::EntryId, Touch*, HashEntry> fresh_;  // of their cells
    bool large_intake_ = false;
    Contents contents_;
    domain::LessonKey last_noted_;
    Changes changes_;
    Values values_;  // of the statement that runs; kept for its room

    sqlite::Statement insert_log_, insert_seal_, seal_matches_, insert_entry_, complete_entry_, entry_matches_,
        entry_cell_, cells_between_, insert_session_, find_session_, insert_verdict_, replace_verdict_, cell_entries_,
        find_seal_, seal_entries_, answered_, cell_size_, entry_verdict_;
    std::array<sqlite::Statement, shape_count> put_rows_, clear_rows_;
    sqlite::Statement put_attention_, drop_attention_, put_conflict_, drop_conflict_, put_newer_, drop_newer_,
        put_noted_, drop_noted_, put_based_, drop_based_, add_contents_, see_contents_, describe_contents_,
        put_contents_, drop_contents_;
};

/// The batch decoded, bodies checked against their headers, headers against the seal's range, no signature asked: for
/// what comes from someone who has checked it.
Result<entry::CheckedBatch> read_batch(const entry::SealedBatch& batch);

}  // namespace zvonok::journal
