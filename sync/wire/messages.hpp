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

/// A batch on its way over the local network ("Between stations" in PROTOCOL.md). Whoever passes it on is not believed:
/// what is inside proves itself, and the name is that of the seal inside.
struct Parcel {
    crypto::Digest name{};                         ///< hash of the seal's content
    std::optional<entry::SealedBatch> shown{};     ///< what of the batch is for everyone
    std::optional<entry::SessionProof> session{};  ///< with `shown`
    std::vector<entry::SignedTimeToken> tokens{};  ///< with `shown`; that the saved times lean on
    std::uint32_t key = 0;                         ///< number of the envelope key
    Bytes envelope{};                              ///< ParcelContent, sealed; empty: this parcel is for kiosks alone
};

/// What the envelope holds.
struct ParcelContent {
    entry::SealedBatch batch;  ///< whole
    entry::SessionProof session;
    std::vector<entry::SignedTimeToken> tokens{};
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
    std::vector<Parcel> carried{};                 ///< other stations' batches, passed on by this one
    bool reads_dense = false;                      ///< the answer may be written in Form::dense
};

/// A key of the school's staff stations.
struct EnvelopeKey {
    std::uint32_t number = 0;
    Bytes seed{};  ///< 32 secret bytes

    bool operator==(const EnvelopeKey&) const = default;
};

/// Who may no longer log in; goes to a station before all else, and whole.
struct AccessList {
    std::uint64_t version = 0;
    std::vector<Bytes> revocation_lists{};     ///< of the staff CAs, DER
    std::vector<PersonId> closed_people{};     ///< staff whose access has ended
    std::vector<EnvelopeKey> envelope_keys{};  ///< of the school, the newest first

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
    bool start_over = false;              ///< the epoch is new to the station: `changes` counts from 0
    std::uint32_t visits_taken = 0;       ///< of the request's visits, from the first on
    std::vector<BatchOutcome> carried{};  ///< one for each parcel carried here
    bool reads_dense = false;             ///< so may the next request
};

/// What a station asks its neighbour.
struct RelayAsk {
    std::uint32_t protocol = protocol_version;
    SchoolId school;
    std::vector<crypto::Digest> wanted{};  ///< names of parcels; none: only the list
};

struct RelayAnswer {
    std::vector<crypto::Digest> names{};  ///< of all parcels that the neighbour passes on, the oldest first
    std::vector<Parcel> parcels{};        ///< of those wanted, as many as one answer holds
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

/// How batches are written: as every program reads them, or in an eighth of the bytes for one that says it reads that.
enum class Form { plain, dense };

Bytes encode(const SyncRequest& message, Form form = Form::plain);
Bytes encode(const SyncAnswer& message, Form form = Form::plain);
Bytes encode(const AccessList& message);
Bytes encode(const EnrolRequest& message);
Bytes encode(const EnrolAnswer& message);
Bytes encode(const entry::SignedTimeToken& message);
Bytes encode(const Problem& message);
Bytes encode(const Parcel& message);
Bytes encode(const ParcelContent& message);
Bytes encode(const RelayAsk& message);
Bytes encode(const RelayAnswer& message);

/// corrupt: not such a message, or ids and hashes of wrong sizes in it. Nothing in them has been verified.
Result<SyncRequest> decode_sync_request(ByteView bytes);
Result<SyncAnswer> decode_sync_answer(ByteView bytes);
Result<AccessList> decode_access_list(ByteView bytes);
Result<EnrolRequest> decode_enrol_request(ByteView bytes);
Result<EnrolAnswer> decode_enrol_answer(ByteView bytes);
Result<entry::SignedTimeToken> decode_time(ByteView bytes);
Result<Problem> decode_problem(ByteView bytes);
Result<Parcel> decode_parcel(ByteView bytes);
Result<ParcelContent> decode_parcel_content(ByteView bytes);
Result<RelayAsk> decode_relay_ask(ByteView bytes);
Result<RelayAnswer> decode_relay_answer(ByteView bytes);

}  // namespace zvonok::sync::wire
