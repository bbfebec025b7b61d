#pragma once

#include "station/base/id.hpp"
#include "station/crypto/signing.hpp"

/// Whose the seeds are: the same names and key each time, so that they verify.
namespace zvonok::fuzz {

inline const SchoolId known_school{{0x5c}};
inline const StationId known_station{{0x57}};

inline const crypto::SigningKey& known_key() {
    static const crypto::SigningKey key = *crypto::SigningKey::from_seed(Bytes(32, 0x4b));
    return key;
}

}  // namespace zvonok::fuzz
