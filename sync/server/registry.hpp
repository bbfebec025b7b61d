#pragma once

#include "station/crypto/digest.hpp"
#include "station/domain/facts.hpp"

namespace zvonok::sync::server {

struct StationRow {
    SchoolId school;
    StationId station;
    domain::StationMode mode = domain::StationMode::classroom;
    std::string name;  ///< "kab-12", for IT
    std::optional<Instant> revoked;
    std::size_t certificates = 0;  ///< issued so far
};

/// Why an enrolment token opens nothing.
enum class TokenState { good, unknown, used, expired };

/// What the server knows besides the logs: which stations exist, their certificates, the tokens of enrolment, and whose
/// staff cards a school believes. Lives in the same database and transactions as the LogStore.
class Registry {
  public:
    virtual ~Registry() = default;

    virtual Result<std::vector<StationRow>> stations(SchoolId school) = 0;
    virtual Result<std::optional<StationRow>> station_by_certificate(const crypto::Digest& fingerprint) = 0;
    virtual Result<std::optional<StationRow>> station(SchoolId school, StationId station) = 0;
    /// Adds, or changes name and mode of a known one.
    virtual Result<void> put_station(const StationRow& station) = 0;
    virtual Result<void> revoke_station(SchoolId school, StationId station, Instant at) = 0;
    virtual Result<void> add_certificate(const StationRow& station, const crypto::Digest& fingerprint,
                                         Instant issued) = 0;

    /// token  the hash of it; the token itself is never stored. A token known already is left as it is.
    virtual Result<void> add_token(const crypto::Digest& token, const StationRow& station, Instant expires) = 0;
    struct TokenRow {
        TokenState state = TokenState::unknown;
        SchoolId school;
        StationId station;
        std::optional<crypto::Digest> used_by;  ///< hash of the public key that it was used for
    };
    virtual Result<TokenRow> token(const crypto::Digest& token, Instant now) = 0;
    virtual Result<void> use_token(SchoolId school, const crypto::Digest& token, const crypto::Digest& key,
                                   Instant now) = 0;

    virtual Result<std::vector<Bytes>> staff_authorities(SchoolId school) = 0;  ///< certificates, DER
    virtual Result<void> add_staff_authority(SchoolId school, ByteView certificate) = 0;
};

}  // namespace zvonok::sync::server
