#pragma once

#include "sync/wire/messages.hpp"
#include "tests/bench/sync/crowd.hpp"
#include "tests/bench/sync/rows.hpp"

/// What a station says, made without a journal: signed entries under a card session, as questions to the server.
namespace zvonok::bench {

/// One station's log being written.
class Scribe {
  public:
    /// Before House::serve(), for the time token comes from the server.
    Scribe(House& house, const Enrolled& place, const Card& card);
    /// Seals the writings behind what was sealed before.
    entry::SealedBatch seal(const std::vector<domain::Writing>& writings);
    /// A request with that batch, and all that proves it.
    [[nodiscard]] sync::wire::SyncRequest request_with(entry::SealedBatch batch) const;
    [[nodiscard]] sync::wire::SyncRequest request() const;

  private:
    House& house_;
    SchoolId school_;
    StationId station_;
    OpenSession session_;
    entry::LogTip tip_;
    entry::SignedTimeToken signed_token_;
    entry::TimeToken token_;
    domain::FactVersion facts_ = 0;
    std::uint64_t order_ = 0;
};

/// Where a station stands with the server: what it says of itself with each question.
struct Standing {
    EpochId epoch;
    std::uint64_t cursor = 0;
    std::uint64_t access = 0;
};

Crowd::Question sync_question(sync::wire::SyncRequest request, const Standing& standing, std::uint32_t page_bytes);
Crowd::Question poll_question(const Standing& standing, std::chrono::seconds wait);
/// Moves the standing. Gives up on a reply that is no answer.
sync::wire::SyncAnswer answer_in(const Crowd::Reply& reply, Standing& standing);

/// Entries of people in the page.
std::size_t entries_in(const sync::wire::Page& page);

}  // namespace zvonok::bench
