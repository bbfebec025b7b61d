#pragma once

#include "station/crypto/signing.hpp"
#include "station/domain/facts.hpp"

namespace zvonok::entry {

/// The record of a personal register as it travels: its fields in a box that the server alone can open, with the names
/// of those still to be filled beside it. A record of another register, and one already sealed, stays as it is.
///
/// entity  of the fact: the box fits no other record
Result<domain::RegisterRecord> seal_fields(domain::RegisterRecord record, EntityId entity,
                                           const crypto::PublicKey& server);
/// The record with its fields beside the box; one without a box stays as it is.
///
/// refused: sealed to another key   corrupt: something else was sealed, or for another record
Result<domain::RegisterRecord> open_fields(domain::RegisterRecord record, EntityId entity,
                                           const crypto::SigningKey& server);

}  // namespace zvonok::entry
