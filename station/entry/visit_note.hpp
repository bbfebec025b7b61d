#pragma once

#include "station/crypto/signing.hpp"
#include "station/domain/office_act.hpp"

namespace zvonok::entry {

/// That somebody opened a diary, or was not let (K-21, A-06), as the station notes it for the server: no entry, as
/// nobody's card vouches for it. The server says where: the station that told it.
struct VisitNote {
    EntityId id;  ///< random: told twice it is one visit
    PersonId visitor;
    PersonId pupil;  ///< whose diary
    Instant at;
    bool refused = false;

    bool operator==(const VisitNote&) const = default;
};

/// Sealed to the server's key, so that the station's own disk tells nobody who came.
Result<Bytes> seal_visit(const VisitNote& note, const crypto::PublicKey& server);
/// refused: sealed to another key   corrupt: something else was sealed
Result<VisitNote> open_visit(ByteView sealed, const crypto::SigningKey& server);

}  // namespace zvonok::entry
