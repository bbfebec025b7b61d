#pragma once

#include "station/crypto/signing.hpp"
#include "sync/server/hearing.hpp"
#include "sync/wire/messages.hpp"

namespace zvonok::sync::server {

/// What one upload came to.
struct Upload {
    std::vector<wire::BatchOutcome> outcomes;  ///< one for each batch, in their order
    std::size_t stored = 0;                    ///< batches
    bool unfinished = false;                   ///< held entries wait to be judged again: School::reconsider()
    Head head;                                 ///< of the school afterwards
};

/// Somebody has opened a diary, or was not let (K-21, A-06).
struct SeenVisit {
    EntityId id;  ///< random, of whoever saw it: told twice it is one visit
    PersonId visitor;
    domain::Visit visit;
};

/// A pupil or a parent, known by the account, has written to somebody (L-01, L-10).
struct FamilyMessage {
    EntityId id;  ///< random, of whoever took it: told twice it is one message
    PersonId author;
    domain::Message message;
};

/// What recording came to.
struct Recorded {
    domain::FactVersion version = 0;  ///< of the last fact
    bool unfinished = false;          ///< as Upload::unfinished
    Head head;
};

/// One school's side of the server: takes what stations write, judges it, records facts. For one thread at a time, and
/// for several processes: it holds the facts in memory, and whoever has the school's counter first reads what the
/// others have recorded.
class School {
  public:
    /// missing: no such school
    static Result<std::unique_ptr<School>> open(SchoolId id, Store& store, const crypto::SigningKey& key);
    /// A new one with its first facts.   refused: it exists already
    static Result<std::unique_ptr<School>> found(SchoolId id, EpochId epoch, std::vector<domain::Fact> facts,
                                                 Store& store, const crypto::SigningKey& key, Instant now);

    [[nodiscard]] SchoolId id() const { return id_; }
    [[nodiscard]] std::shared_ptr<const Known> known() const { return known_; }

    /// Reads the facts that others have recorded since.
    /// head  of this school, as asked after the last change that is to be known
    Result<void> catch_up(Store& store, const Head& head);

    /// An uploaded batch with what was found out about it beforehand, without this object.
    struct Candidate {
        const entry::SealedBatch& batch;
        OrRule<BelievedBatch> belief;
        /// Where the station passes on what another one wrote: whose session it is, and that one's time tokens.
        struct Carried {
            const wire::ParcelContent& content;
            std::optional<BelievedSession> session;
        };
        std::optional<Carried> carried{};
    };
    /// Stores what was believed, judges every entry of it, records what follows from the accepted ones, and does all of
    /// it in one transaction.
    /// believed_by  what was known when the candidates were looked at
    /// returns  nothing, and has done nothing, where more is known by now: look at them again
    Result<std::optional<Upload>> take(Store& store, StationId station, const wire::SyncRequest& request,
                                       const std::vector<Candidate>& candidates, const Sessions& sessions,
                                       const std::shared_ptr<const Known>& believed_by, Instant now);

    /// Changes in the store what goes with the facts, and answers the facts; inside the transaction, when all that was
    /// committed before is known.
    using Change = std::function<Result<std::vector<domain::Fact>>(const Known& known)>;
    /// Records facts in the order given, public ones first, together with what `change` has done.
    Result<Recorded> record(Store& store, const Change& change, Instant now);

    /// Judges held entries again that could not be in the transaction that changed the facts.
    Result<Recorded> reconsider(Store& store, Instant now);

    /// Writes into the server's own log what it has seen itself; nobody judges that.
    Result<Recorded> record_visits(Store& store, const std::vector<SeenVisit>& visits, Instant now);
    /// Writes acts of the server's own; what is there already is left out.
    Result<Recorded> record_own(Store& store, std::vector<entry::Writing> writings, Instant now);
    /// Judges the message as its author's own entry, and writes it into the server's log: no card of a pupil or parent
    /// could.
    /// refused  by the rule that `what` names
    Result<Recorded> record_message(Store& store, const FamilyMessage& message, Instant now);

    /// Who may not log in now.
    struct Access {
        wire::AccessList list;
        Instant until;  ///< as long as nothing is recorded, the list holds up to here
    };
    /// envelope_keys  go along with the list; empty where stations do not pass on entries
    [[nodiscard]] Access access(Instant now, std::vector<wire::EnvelopeKey> envelope_keys) const;

  private:
    School(SchoolId id, const crypto::SigningKey& key) : id_(id), key_(key) {}
    Result<std::shared_ptr<const Known>> work_out(Store& store, std::shared_ptr<const domain::FactBook> book) const;
    Result<void> begin(Store& store);
    Result<void> complete_docket(Store& store);
    Result<Recorded> write_facts(Store& store, std::vector<domain::Fact> facts, Instant now);
    Result<Recorded> conclude(Store& store, Hearing& hearing, Instant now);
    Result<wire::BatchOutcome> place(Store& store, StationId station, std::span<const wire::Loss> losses,
                                     const Candidate& candidate, Instant now);
    Result<wire::BatchOutcome> place_carried(Store& store, const Candidate& candidate, Instant now);
    Result<std::optional<wire::BatchOutcome>> refusal_of_place(Store& store, StationId station,
                                                               std::span<const wire::Loss> losses,
                                                               const entry::SealContent& seal,
                                                               const crypto::Digest& hash);
    Result<bool> lost_before(Store& store, std::span<const wire::Loss> losses, const entry::SealContent& seal);
    Result<wire::BatchOutcome> refuse(Store& store, const entry::SealContent& seal, const crypto::Digest& hash,
                                      std::string rule, Instant now);
    /// What is there already is left out.
    Result<Recorded> write_own(Store& store, std::vector<entry::Writing> writings, Instant now);
    Result<void> seal_own(Store& store, std::vector<Statement> statements, Instant now);
    Result<void> seal_own(Store& store, domain::Audience audience, std::vector<entry::Draft> drafts);
    entry::Header own_header(const Statement& statement, Instant now);

    SchoolId id_;
    const crypto::SigningKey& key_;
    std::shared_ptr<const Known> known_;
    EpochId epoch_;
    std::uint64_t read_ = 0;   ///< the facts up to this cursor are known
    std::uint64_t order_ = 0;  ///< hybrid logical clock of the server's own entries
};

}  // namespace zvonok::sync::server
