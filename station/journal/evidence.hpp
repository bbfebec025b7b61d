#pragma once

#include "station/domain/fact_book.hpp"
#include "station/entry/session.hpp"
#include "station/sqlite/database.hpp"

#include "station/entry/seal.hpp"

namespace zvonok::journal {

/// How a station's file stands, for IT's lists.
struct Tally {
    std::size_t written = 0;              ///< entries that people wrote here
    std::size_t unsent = 0;               ///< of those, what the server has not said to have
    std::size_t attention = 0;            ///< refused and held, not answered by a later entry
    std::size_t lost = 0;                 ///< own entries lost with a damaged file
    std::optional<Instant> last_contact;  ///< the last time token of the server
};

/// What a journal file holds to prove an entry with, read without changing the file: a station's, the server's, or a
/// copy of either, also while its program runs. Says what is there; whether it proves anything is for the asker to
/// check.
///
/// faults  missing: not in this file   corrupt: damage, or a file of another kind
class Evidence {
  public:
    static Result<Evidence> open(const std::filesystem::path& file);

    /// The seal over the entry with the entries under it that are here: all, or those with a path to the root.
    [[nodiscard]] Result<entry::SealedBatch> seal_of(const entry::EntryId& id);
    [[nodiscard]] Result<entry::SessionProof> session(SessionId session);
    /// The server's entry whose verdict on this one holds; nothing: not judged yet.
    [[nodiscard]] Result<std::optional<entry::EntryId>> verdict_on(const entry::EntryId& id);
    [[nodiscard]] Result<entry::SignedTimeToken> time_token(TokenId token);
    /// The last entry that somebody wrote at the station whose file this is.
    [[nodiscard]] Result<entry::EntryId> last_written();
    [[nodiscard]] Result<Tally> tally();
    /// The server's facts as they lie here, their seals unchecked.
    [[nodiscard]] Result<domain::FactBook> facts(SchoolId school);

  private:
    explicit Evidence(sqlite::Database database) : database_(std::move(database)) {}
    sqlite::Database database_;
};

}  // namespace zvonok::journal
