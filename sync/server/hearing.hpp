#pragma once

#include "sync/server/belief.hpp"
#include "sync/server/known.hpp"
#include "sync/server/storage.hpp"

#include <unordered_map>
#include <unordered_set>

namespace zvonok::sync::server {

namespace rule {
using namespace domain::rule;
}  // namespace rule

/// Something that the server states, about to be sealed into one of its logs.
struct Statement {
    domain::Audience audience = domain::Audience::staff;
    CellId cell;
    domain::CellKind kind = domain::CellKind::unknown;
    domain::FactVersion facts = 0;
    entry::Body body;
};

/// Entries judged within one transaction, one after another. What is accepted changes the facts at once, so that the
/// next is judged with them; what was held and hangs on these facts is judged again. Docket and statements of the
/// transaction come of it, the log itself is left to School.
class Hearing {
  public:
    /// key  to which personal records are sealed; outlives the hearing
    Hearing(SchoolId school, Store& store, std::shared_ptr<const Known> known, const crypto::SigningKey& key,
            Instant now)
        : school_(school), store_(store), known_(std::move(known)), key_(key), book_(known_->book), now_(now) {}

    [[nodiscard]] const std::shared_ptr<const domain::FactBook>& book() const { return book_; }
    /// Who is believed, and in which zone, since the last facts.
    void learn(std::shared_ptr<const Known> known) { known_ = std::move(known); }

    /// Facts that nobody's entry states; public ones first. Those that would alter lessons which somebody has written
    /// about begin behind them (D-04).
    Result<void> record(std::vector<domain::Fact> facts);
    /// Every entry of a batch that the log has taken.
    Result<void> judge(const BelievedBatch& batch, const entry::SessionStatement& session, const TimeTokens& tokens);
    /// Judges what is held again, where facts were recorded since it was judged last. Each entry that is settled may
    /// settle others; as a settled one is never held again, this comes to an end.
    /// limit    how many judgements at most
    /// returns  whether some still wait for their turn
    Result<bool> reconsider(std::size_t limit);
    /// Writes the docket. Nothing may be judged afterwards.
    /// returns  facts by version, then verdicts, of each audience together
    Result<std::vector<Statement>> close();

  private:
    struct Case {
        entry::Header header;
        domain::Claim claim;
    };
    Result<std::optional<Case>> load(const HeldEntry& held);
    /// What the entry says, with a personal record's fields beside their box.
    [[nodiscard]] domain::Writing opened(domain::Writing writing) const;
    Result<domain::Judgement> weigh(Case& the_case, std::string_view former_rule);
    Result<domain::Judgement> weigh_again(Case& the_case, const HeldEntry& held);
    Result<void> judge_again(HeldEntry held);
    Result<void> settle(const Case& the_case, domain::Judgement judgement);
    Result<void> release(const HeldEntry& held);
    Result<std::vector<domain::Fact>> spare_written_lessons(std::vector<domain::Fact> facts);
    Result<void> carry_out(const domain::HeldDecision& decision, const domain::EntryId& entry);
    Result<std::shared_ptr<const domain::FactBook>> if_held_were_accepted(const domain::EntryId& but);
    bool looked_right_to_its_author(const Case& the_case);

    SchoolId school_;
    Store& store_;
    std::shared_ptr<const Known> known_;
    const crypto::SigningKey& key_;
    std::shared_ptr<const domain::FactBook> book_;
    Instant now_;

    std::vector<std::pair<domain::FactVersion, domain::Fact>> facts_;
    std::map<domain::EntryId, Statement> verdicts_;
    std::unordered_set<CellId> answered_;  ///< of the cells that were asked about
    std::vector<CellId> newly_answered_;
    std::unordered_set<LessonId> newly_written_;
    std::set<domain::EntryId> released_;
    /// The facts as they would be if everything held were accepted; nothing inside: it would change none.
    std::optional<std::shared_ptr<const domain::FactBook>> hopes_;
    std::map<domain::FactVersion, domain::FactBook> earlier_;
};

}  // namespace zvonok::sync::server
