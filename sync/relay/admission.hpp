#pragma once

#include "station/journal/journal.hpp"
#include "sync/belief/belief.hpp"
#include "sync/belief/envelope.hpp"

/// What a station makes of a parcel that a neighbour passed on ("Between stations" in sync/PROTOCOL.md).
namespace zvonok::sync::relay {

/// What belief and judgement of a parcel depend on at this station.
struct Grounds {
    StationId station;                             ///< this one
    std::shared_ptr<const domain::FactBook> book;  ///< without declarations that wait for their verdict
    Zone zone;
    belief::StaffTrust trust;
    std::vector<crypto::PublicKey> server_keys;
    std::shared_ptr<const belief::KeyRing> keys;  ///< never null; empty at a kiosk
};

/// A parcel as the journal takes it: with all that could be read and believed, or unread. One that is authentic but by
/// nobody whom the facts here know is carried unread, as those of the server may be newer.
/// fails   with the rule by which it is thrown away
belief::OrRule<journal::Carriage> look_at(const wire::Parcel& parcel, const Grounds& grounds);

/// The judgement here, over what is carried. Declarations that it accepts count for the entries behind them.
/// journal  is asked while it takes the parcels
journal::Journal::Judge judge_by(const Grounds& grounds, journal::Journal& journal, Instant now);

}  // namespace zvonok::sync::relay
