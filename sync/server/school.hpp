#pragma once

#include "station/crypto/signing.hpp"
#include "sync/server/belief.hpp"
#include "sync/server/clock_trust.hpp"
#include "sync/server/log_store.hpp"
#include "sync/server/registry.hpp"
#include "sync/wire/messages.hpp"

#include <memory>

namespace zvonok::sync::server {

/// What a school knows at one moment; shared between threads, never changed.
struct Known {
    std::shared_ptr<const domain::FactBook> book;
    Zone zone;
    StaffTrust trust;

    [[nodiscard]] Grounds grounds() const { return {book->school(), *book, zone, trust}; }
};

/// What one upload came to.
struct Upload {
    std::vector<wire::BatchOutcome> outcomes;  ///< one for each batch, in their order
    std::size_t stored = 0;                    ///< batches
};

/// One school's side of the server: takes what stations write, judges it, records facts. For one thread at a time.
class School {
  public:
    /// `book` as folded from the log.
    static Result<std::unique_ptr<School>> open(SchoolId id, std::shared_ptr<const domain::FactBook> book,
                                                LogStore& store, Registry& registry, const crypto::SigningKey& key);

    [[nodiscard]] SchoolId id() const { return id_; }
    [[nodiscard]] std::shared_ptr<const Known> known() const { return known_; }

    /// An uploaded batch with what was found out about it beforehand, without this object.
    struct Candidate {
        const entry::SealedBatch& batch;
        OrRule<BelievedBatch> belief;
    };
    /// Stores what was believed, judges every entry of it, and does both in one transaction.
    Result<Upload> take(StationId station, const wire::SyncRequest& request, const std::vector<Candidate>& candidates,
                        const Sessions& sessions, Instant now);
    /// Records facts in the order given, public ones first.
    /// returns  the version of the last one
    Result<domain::FactVersion> record(std::vector<domain::Fact> facts, Instant now);
    /// The staff authorities have changed.
    Result<void> reload_trust();

    /// Who may not log in today.
    [[nodiscard]] wire::AccessList access_list(Instant now) const;

  private:
    School(SchoolId id, LogStore& store, Registry& registry, const crypto::SigningKey& key)
        : id_(id), store_(store), registry_(registry), key_(key) {}
    Result<void> adopt(std::shared_ptr<const domain::FactBook> book);
    Result<wire::BatchOutcome> place(StationId station, const wire::SyncRequest& request, const Candidate& candidate,
                                     Instant now);
    Result<std::optional<wire::BatchOutcome>> refusal_of_place(StationId station, const wire::SyncRequest& request,
                                                               const entry::SealContent& seal,
                                                               const crypto::Digest& hash);
    Result<bool> lost_before(const wire::SyncRequest& request, const entry::SealContent& seal);
    Result<wire::BatchOutcome> refuse(const entry::SealContent& seal, const crypto::Digest& hash, std::string rule,
                                      Instant now);
    void judge(const BelievedBatch& batch, const TimeTokens& tokens, const Sessions& sessions, Instant now,
               std::vector<entry::Draft>& everyone, std::vector<entry::Draft>& staff);
    Result<void> seal_own(domain::Audience audience, std::vector<entry::Draft> drafts);
    entry::Header own_header(domain::Audience audience, CellId cell, domain::CellKind kind, Instant now);

    SchoolId id_;
    LogStore& store_;
    Registry& registry_;
    const crypto::SigningKey& key_;
    std::shared_ptr<const Known> known_;
    std::uint64_t order_ = 0;  ///< hybrid logical clock of the server's own entries
};

}  // namespace zvonok::sync::server
