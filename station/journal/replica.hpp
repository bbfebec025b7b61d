#pragma once

#include "station/crypto/digest.hpp"
#include "station/domain/fact_book.hpp"
#include "station/entry/session.hpp"
#include "station/sqlite/database.hpp"

#include "station/entry/seal.hpp"

#include <map>
#include <set>

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
    std::size_t entries = 0;        ///< that were not here before
    std::size_t forked = 0;         ///< that claim an identity which other bytes have here; not taken
    bool facts = false;             ///< facts() of before is out of date
    std::vector<LessonId> lessons;  ///< whose cells look different now
    bool attention = false;         ///< somebody's list of refused and held entries may have changed
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
    /// The facts of the school, in memory.
    [[nodiscard]] Result<std::shared_ptr<const domain::FactBook>> load_fact_book();
    /// Hash of the canonical dump: the same wherever the same records of others lie, whatever is pending here.
    [[nodiscard]] Result<crypto::Digest> dump_hash();

    /// The seal at this place of the log with its entries, as stored.   missing: no such seal
    [[nodiscard]] Result<entry::SealedBatch> batch(std::int64_t log, std::uint64_t first);
    [[nodiscard]] Result<std::int64_t> log_key(LogId log, Source if_new);
    [[nodiscard]] Result<void> set_source(LogId log, Source source);
    [[nodiscard]] SchoolId school() const { return school_; }
    [[nodiscard]] std::int64_t school_key() const { return key_; }

  private:
    struct Piece;
    struct Fold;
    struct Log {
        LogId id;
        Source source;
    };

    Replica(sqlite::Database& database, SchoolId school) : database_(&database), school_(school) {}
    Result<void> prepare();
    Result<void> read_logs();
    Result<bool> store_seal(const entry::Seal& seal, const entry::SealContent& content, std::int64_t log);
    Result<bool> store_record(const entry::Record& record, const entry::Header& header, const entry::MerklePath* path,
                              std::int64_t log);
    Result<void> take_verdict(const entry::Header& header, const entry::Verdict& verdict);
    Result<void> refold_all();
    Result<std::vector<Piece>> pieces_of(CellId cell);
    Result<void> fold_cell(CellId cell);
    Result<void> show(const Fold& fold);
    Result<void> show_layer(const Fold& fold, int layer, const Piece* piece, std::size_t versions);
    Result<void> list_attention(const Fold& fold);
    Result<void> list_conflict(const Fold& fold);

    sqlite::Database* database_;
    SchoolId school_;
    std::int64_t key_ = 0;
    std::int64_t generation_ = 1;
    std::map<LogId, std::int64_t> log_keys_;
    std::map<std::int64_t, Log> logs_;
    std::set<CellId> touched_;
    Changes changes_;

    sqlite::Statement insert_log_, insert_seal_, seal_matches_, insert_entry_, entry_matches_, entry_cell_,
        insert_session_, insert_verdict_, cell_entries_, find_seal_, seal_entries_;
    sqlite::Statement put_attendance_, drop_attendance_, put_topic_, drop_topic_, put_homework_, drop_homework_;
    sqlite::Statement put_attention_, drop_attention_, put_conflict_, drop_conflict_, put_newer_, drop_newer_;
};

/// The batch decoded, bodies checked against their headers, headers against the seal's range, no signature asked: for
/// what comes from someone who has checked it.
Result<entry::CheckedBatch> read_batch(const entry::SealedBatch& batch);

}  // namespace zvonok::journal
