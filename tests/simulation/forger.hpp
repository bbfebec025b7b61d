#pragma once

#include "sync/server/http.hpp"
#include "sync/wire/messages.hpp"
#include "tests/simulation/school.hpp"

#include <deque>

namespace zvonok::simulation {

/// Somebody who hears what stations upload, holds the certificate of a station, of which he knows how to use others'
/// too, and a card of the staff. What he sends must change nothing, whoever he says he is.
class Forger {
  public:
    Forger(World& world, const Prepared& prepared)
        : world_(world), prepared_(prepared), chance_(world.chance.branch()), key_(crypto::SigningKey::generate()) {}

    void overhear(const sync::server::HttpRequest& request);
    /// What he sends next; nothing: he has heard nothing yet.
    std::optional<sync::server::HttpRequest> next();

  private:
    struct Heard {
        sync::wire::SyncRequest upload;
        sync::server::PeerCertificate peer;
    };
    void alter(entry::SealedBatch& batch);
    /// The same entries under a seal of his own.
    std::optional<entry::SealedBatch> sealed_again(const entry::SealedBatch& batch, entry::Signer signer,
                                                   SessionId session);
    /// Whose card he has: anybody's but that person's.
    [[nodiscard]] const Staff& other_than(PersonId person) const;
    /// What that card can say of a session with his key.
    [[nodiscard]] entry::SessionProof stated(entry::SessionStatement statement, const Staff& card) const;

    World& world_;
    const Prepared& prepared_;
    Chance chance_;
    crypto::SigningKey key_;
    std::deque<Heard> heard_;
};

}  // namespace zvonok::simulation
