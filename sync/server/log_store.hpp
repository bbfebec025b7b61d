#pragma once

#include "station/entry/seal.hpp"
#include "station/entry/session.hpp"

#include <functional>

namespace zvonok::sync::server {

/// How far a school's log has come.
struct Head {
    EpochId epoch;                    ///< changes when the database is put back from a backup
    std::uint64_t cursor = 0;         ///< of the last change
    std::uint64_t public_cursor = 0;  ///< of the last change that a kiosk may see
    std::uint64_t facts_cursor = 0;   ///< of the last change with facts in it
    std::uint64_t order = 0;          ///< hybrid logical clock of the server's last own entry
};

/// One log as the server holds it.
struct LogRow {
    LogId log;
    StationId station;                       ///< empty: the server's own
    std::uint64_t last = 0;                  ///< seq of the last entry
    std::optional<crypto::Digest> previous;  ///< hash of the last seal
    std::uint64_t received = 0;              ///< all up to here are stored: less than `last` behind a refused batch
};

enum class Scope { staff, kiosk };

/// Changes behind a cursor, as a station of that scope may see them.
struct ChangeSet {
    std::vector<entry::SessionProof> sessions;
    std::vector<entry::SealedBatch> batches;
    std::uint64_t next = 0;
    bool more = false;
};

/// A refused upload: kept as hash and reason, so that what follows it in its log can still be taken.
struct Refusal {
    LogId log;
    std::uint64_t first = 0, last = 0;
    crypto::Digest seal{};
    std::string rule;
    Instant at;
};

/// Whether what was refused counts as being there. What was refused behind a hole says nothing of the hole.
enum class Refusals { ignored, counted };

/// The truth: the logs of all schools. Every row knows its school and no call but schools() crosses schools. One
/// connection to the database, for one thread at a time; several connections and several processes may work at once.
///
/// Writes happen between begin() and commit(); what is not committed is rolled back by the next begin() or abandon().
/// faults   full, busy, corrupt, refused, offline: the database cannot be reached. A commit that ends in `offline` may
///          have been carried out or not: whoever asks again is told.
class LogStore {
  public:
    virtual ~LogStore() = default;

    virtual Result<std::vector<SchoolId>> schools() = 0;
    /// missing: no such school
    virtual Result<Head> head(SchoolId school) = 0;
    virtual Result<std::optional<LogRow>> log(SchoolId school, LogId log) = 0;
    virtual Result<std::vector<LogRow>> logs_of(SchoolId school, StationId station) = 0;
    /// Hash of the seal that begins at this place.
    virtual Result<std::optional<crypto::Digest>> seal_at(SchoolId school, LogId log, std::uint64_t first) = 0;
    /// Whether any stored seal of the log reaches into first..last.
    virtual Result<bool> overlaps(SchoolId school, LogId log, std::uint64_t first, std::uint64_t last) = 0;
    /// Whether a seal with this hash, stored or refused, ends at `last`.
    virtual Result<bool> ends_with(SchoolId school, LogId log, std::uint64_t last, const crypto::Digest& seal) = 0;
    /// Whether anything stored or told as lost, whatever its hash, ends at `last`; if they count, anything refused.
    virtual Result<bool> reaches(SchoolId school, LogId log, std::uint64_t last, Refusals refusals) = 0;
    virtual Result<std::optional<entry::SessionProof>> session(SchoolId school, SessionId session) = 0;
    /// limit_bytes  the page ends behind the change that exceeds it
    virtual Result<ChangeSet> changes(SchoolId school, std::uint64_t after, Scope scope, std::size_t limit_bytes) = 0;
    /// The batches that hold facts, of the changes behind `after` up to `until`; other entries may lie among them.
    virtual Result<std::vector<entry::SealedBatch>> facts(SchoolId school, std::uint64_t after,
                                                          std::uint64_t until) = 0;

    /// Takes the school's counter: from here to commit() or abandon() nobody else, in whatever process, moves the
    /// school's log, and all that was committed before is seen.
    /// returns  where the log stands   missing: no such school   busy: another held it for too long
    virtual Result<Head> begin(SchoolId school) = 0;
    /// Begins with a school that is not there yet.   refused: it is
    virtual Result<Head> begin_school(SchoolId school, EpochId epoch) = 0;
    virtual Result<void> commit() = 0;
    virtual void abandon() = 0;
    /// After a backup was put back: tells every station to begin anew.
    virtual Result<void> renew_epoch(SchoolId school, EpochId epoch) = 0;
    virtual Result<void> add_log(SchoolId school, LogId log, StationId station) = 0;
    /// The next change of the school: moves the counter and stores the batch under it, in one transaction.
    virtual Result<std::uint64_t> add_batch(const entry::SealedBatch& batch, const entry::CheckedBatch& checked) = 0;
    /// A proof known already is left as it is.
    virtual Result<void> add_session(const entry::SessionProof& proof, const entry::SessionStatement& statement) = 0;
    virtual Result<void> add_refusal(SchoolId school, const Refusal& refusal) = 0;
    /// Entries that a station has lost: its log goes on behind them.
    virtual Result<void> add_loss(SchoolId school, LogId log, std::uint64_t first, std::uint64_t last) = 0;
};

}  // namespace zvonok::sync::server
