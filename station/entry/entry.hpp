#pragma once

#include "station/crypto/digest.hpp"
#include "station/domain/judge.hpp"

/// Entries as values and as bytes (station/entry/FORMAT.md). Everything that anybody states, people and server alike,
/// is an entry in some log; facts and verdicts are the entries of the server.
namespace zvonok::entry {

using EntryId = domain::EntryId;

/// When an entry was saved, and how far that can be believed.
struct Saved {
    Instant at;                               ///< the legal time
    BootId boot;                              ///< the machine's life in which it was written
    std::chrono::milliseconds since_token{};  ///< by the monotonic clock, sleep included
    TokenId token;                            ///< empty: no time token since the machine started
    bool clock_stepped = false;               ///< the wall clock disagreed with the monotonic one since the token

    bool operator==(const Saved&) const = default;
};

struct Header {
    SchoolId school;
    EntryId id;
    std::uint64_t order = 0;  ///< hybrid logical clock; for tie-breaks only
    Saved saved;
    PersonId author;  ///< empty: the server
    domain::Role role = domain::Role::none;
    SessionId session;  ///< empty: the server
    domain::FactVersion facts = 0;
    domain::CellKind kind = domain::CellKind::unknown;
    CellId cell;
    domain::Audience audience = domain::Audience::staff;
    std::vector<EntryId> seen;
    crypto::Digest body_hash{};

    bool operator==(const Header&) const = default;
};

using Writing = domain::Writing;

struct RecordedFact {
    domain::FactVersion version = 0;
    domain::Fact fact;
};

struct Verdict {
    EntryId entry;
    domain::Outcome outcome = domain::Outcome::pending;
    std::string rule;
    std::vector<std::string> notes{};  ///< domain::Judgement::notes

    bool operator==(const Verdict&) const = default;
};

using Body = std::variant<Writing, RecordedFact, Verdict>;

/// An entry as it lies in the log: bytes as they were sealed. An entry whose body was not sent, or was erased, is a
/// stub: header only.
struct Record {
    Bytes header;
    Bytes body;
    Bytes salt;  ///< 16 bytes with a body, empty without

    [[nodiscard]] bool is_stub() const { return salt.empty(); }
    bool operator==(const Record&) const = default;
};

Bytes encode(const Header& header);
/// corrupt: not a header, or an id of a wrong size in it.
Result<Header> decode_header(ByteView bytes);

Bytes encode(const Body& body);
/// An act or a fact of a newer program decodes as unknown, not as a fault.   corrupt: not a body
Result<Body> decode_body(ByteView bytes);

crypto::Digest body_hash(ByteView salt, ByteView body);
/// The salt of one entry, from its seal's seed: 16 bytes of HMAC-SHA-256(seed, seq).
Bytes derived_salt(ByteView seed, std::uint64_t seq);

/// The digest of the question, alike on every station.
CellId cell_id(SchoolId school, const domain::Cell& cell);
CellId fact_cell(SchoolId school, EntityId entity);
CellId verdict_cell(SchoolId school, const EntryId& judged);
LessonId lesson_id(SchoolId school, const domain::LessonKey& key);

/// corrupt: header and body do not belong together (hash, kind, cell or audience).
Result<void> check_record(const Header& header, const Record& record, const Body& body);

}  // namespace zvonok::entry
