#pragma once

#include "station/entry/seal.hpp"
#include "station/entry/session.hpp"

/// What stations and server say to each other (sync/PROTOCOL.md), as values and as bytes.
namespace zvonok::sync::wire {

/// The version that this program speaks, and the oldest that it still understands.
inline constexpr std::uint32_t protocol_version = 1;
inline constexpr std::uint32_t oldest_protocol = 1;

inline constexpr std::string_view content_type = "application/x-protobuf";

namespace route {
inline constexpr std::string_view sync = "/v1/sync";
inline constexpr std::string_view changes = "/v1/changes";
inline constexpr std::string_view snapshot = "/v1/snapshot";
inline constexpr std::string_view enrol = "/v1/enrol";
inline constexpr std::string_view time = "/v1/time";
inline constexpr std::string_view health = "/v1/health";
}  // namespace route

/// Entries that the station has lost for good with a damaged disk.
struct Loss {
    LogId log;
    std::uint64_t first = 0, last = 0;

    bool operator==(const Loss&) const = default;
};

struct SyncRequest {
    std::uint32_t protocol = protocol_version;
    SchoolId school;
    EpochId epoch;                     ///< empty at the first contact
    std::uint64_t cursor = 0;          ///< all changes up to here are stored
    std::uint64_t access_version = 0;  ///< of the access list that is held
    Bytes nonce{};                     ///< 16..64 bytes for the time token; empty: none wanted
    LogId log;                         ///< the station's current log
    std::vector<entry::SessionProof> sessions{};
    std::vector<entry::SealedBatch> batches{};
    std::vector<entry::SignedTimeToken> tokens{};  ///< that the entries' saved times lean on
    std::vector<Loss> losses{};                    ///< of the logs that are sent
    std::uint32_t page_bytes = 0;                  ///< 0: as the server likes
    std::vector<Bytes> visits{};                   ///< to diaries, sealed (station/entry/visit_note.hpp)
};

/// Who may no longer log in; goes to a station before all else, and whole.
struct AccessList {
    std::uint64_t version = 0;
    std::vector<Bytes> revocation_lists{};  ///< of the staff CAs, DER
    std::vector<PersonId> closed_people{};  ///< staff whose access has ended

    bool operator==(const AccessList&) const = default;
};

enum class Receipt : std::uint8_t {
    unsaid = 0,
    stored = 1,   ///< each record is in the server's log and will have a verdict
    known = 2,    ///< was there already
    gap = 3,      ///< records before it are missing
    refused = 4,  ///< will never be stored as it is
    later = 5,    ///< not now, for a reason of the server's
};

struct BatchOutcome {
    Receipt receipt = Receipt::unsaid;
    std::string rule{};  ///< why refused, "seal.signature"

    bool operator==(const BatchOutcome&) const = default;
};

struct Received {
    LogId log;
    std::uint64_t seq = 0;  ///< all up to here are on the server

    bool operator==(const Received&) const = default;
};

struct Page {
    std::uint64_t after = 0;
    std::uint64_t next = 0;  ///< the cursor once this page is stored
    bool more = false;
    std::vector<entry::SessionProof> sessions{};
    std::vector<entry::SealedBatch> batches{};
};

struct SyncAnswer {
    std::optional<AccessList> access{};  ///< nothing: the station holds it
    EpochId epoch;
    std::optional<entry::SignedTimeToken> time{};
    std::vector<BatchOutcome> outcomes{};
    std::vector<Received> received{};
    Page changes{};
    bool start_over = false;         ///< the epoch is new to the station: `changes` counts from 0
    std::uint32_t visits_taken = 0;  ///< of the request's visits, from the first on
};

struct EnrolRequest {
    std::string token;
    Bytes request;  ///< PKCS #10, DER
};

struct EnrolAnswer {
    std::string certificate_pem;  ///< leaf first
    StationId station;
    SchoolId school;
};

enum class ProblemKind : std::uint8_t {
    unsaid = 0,
    bad_request = 1,
    no_certificate = 2,
    certificate_invalid = 3,
    station_unknown = 4,
    station_revoked = 5,
    token_unknown = 6,
    token_used = 7,
    token_expired = 8,
    csr_unusable = 9,
    other_school = 10,
    outdated = 11,
    busy = 12,
    internal = 13,
    no_such_route = 14,
};

/// The body of every answer with a status of 400 or above.
struct Problem {
    ProblemKind kind = ProblemKind::unsaid;
    std::string text{};  ///< for the log; English, no personal data
};

Bytes encode(const SyncRequest& message);
Bytes encode(const SyncAnswer& message);
Bytes encode(const AccessList& message);
Bytes encode(const EnrolRequest& message);
Bytes encode(const EnrolAnswer& message);
Bytes encode(const entry::SignedTimeToken& message);
Bytes encode(const Problem& message);

/// corrupt: not such a message, or ids and hashes of wrong sizes in it. Nothing in them has been verified.
Result<SyncRequest> decode_sync_request(ByteView bytes);
Result<SyncAnswer> decode_sync_answer(ByteView bytes);
Result<AccessList> decode_access_list(ByteView bytes);
Result<EnrolRequest> decode_enrol_request(ByteView bytes);
Result<EnrolAnswer> decode_enrol_answer(ByteView bytes);
Result<entry::SignedTimeToken> decode_time(ByteView bytes);
Result<Problem> decode_problem(ByteView bytes);

}  // namespace zvonok::sync::wire
