#pragma once

#include "station/crypto/signing.hpp"
#include "station/entry/entry.hpp"

/// Seals: one signature over a run of entries of one log (shared design, section 3). The tree is that of RFC 6962,
/// section 2.1, with SHA-256 over header bytes; the headers hold the hashes of the bodies.
namespace zvonok::entry {

using MerklePath = std::vector<crypto::Digest>;

crypto::Digest merkle_leaf(ByteView header);
/// leaves  one or more
crypto::Digest merkle_root(std::span<const crypto::Digest> leaves);
/// The siblings from leaf `index` up to the root.
MerklePath merkle_path(std::span<const crypto::Digest> leaves, std::size_t index);
/// corrupt: the path does not have the length that `count` leaves ask for.
Result<crypto::Digest> merkle_root_of_path(const crypto::Digest& leaf, std::size_t index, std::size_t count,
                                           const MerklePath& path);

struct SealContent {
    SchoolId school;
    LogId log;
    std::uint64_t first = 0, last = 0;
    crypto::Digest root{};
    std::optional<crypto::Digest> previous;       ///< hash of the log's previous seal; nothing for the first
    SessionId session;                            ///< whose key signs; empty where the server signs
    std::optional<crypto::PublicKey> server_key;  ///< where the server signs
};

struct Seal {
    Bytes content;    ///< encoded SealContent, as signed
    Bytes signature;  ///< 64 bytes, Ed25519 over the context "zvonok seal v1"
    Bytes salt_seed;  ///< 32 bytes, the salts of all its bodies derive from it; empty where some bodies are withheld

    bool operator==(const Seal&) const = default;
};

/// A seal with the entries under it: all of them in order, or some, each with its path to the root.
struct SealedBatch {
    Seal seal;
    std::vector<Record> records;
    std::vector<MerklePath> paths;  ///< empty where all entries are here; else one a record

    bool operator==(const SealedBatch&) const = default;
};

Bytes encode(const SealContent& content);
Result<SealContent> decode_seal(ByteView content);
/// What the next seal of the log names as `previous`.
crypto::Digest seal_hash(ByteView content);

/// An entry about to be sealed; id, salt and body hash are filled in by seal_entries().
struct Draft {
    Header header;
    Body body;
};

/// Where a log stands.
struct LogTip {
    LogId log;
    std::uint64_t last = 0;                  ///< seq of the last entry, 0 with none
    std::optional<crypto::Digest> previous;  ///< hash of the last seal
};

/// Numbers, salts, hashes and signs the drafts as one batch behind the tip. `server` says which kind of key signs.
enum class Signer { session, server };
SealedBatch seal_entries(SchoolId school, const LogTip& tip, std::vector<Draft> drafts, const crypto::SigningKey& key,
                         Signer signer, SessionId session);

/// The signed content, if the signature over it is `key`'s.
/// refused: the signature is not the key's   corrupt: not a seal
Result<SealContent> check_seal(const Seal& seal, const crypto::PublicKey& key);

/// Checks the signature by `key`, that every record lies where the seal says, and that the tree comes out. Bodies that
/// are present are checked against their headers.
/// refused: the signature is not the key's   corrupt: anything else is wrong
struct CheckedBatch {
    SealContent seal;
    std::vector<Header> headers;              ///< one a record
    std::vector<std::optional<Body>> bodies;  ///< nothing for a stub
};
Result<CheckedBatch> check_batch(const SealedBatch& batch, const crypto::PublicKey& key);

/// The batch with only the records that `wanted` takes, each with its path; the salt seed is left out, so that nothing
/// about the withheld bodies can be guessed from their hashes. Needs a complete batch.
template <class Predicate>
SealedBatch part_of(const SealedBatch& whole, Predicate wanted);

}  // namespace zvonok::entry

namespace zvonok::entry {

template <class Predicate>
SealedBatch part_of(const SealedBatch& whole, Predicate wanted) {
    std::vector<crypto::Digest> leaves;
    leaves.reserve(whole.records.size());
    for (const Record& record : whole.records) leaves.push_back(merkle_leaf(record.header));
    SealedBatch part{whole.seal, {}, {}};
    part.seal.salt_seed.clear();
    for (std::size_t i = 0; i < whole.records.size(); ++i) {
        if (!wanted(whole.records[i])) continue;
        part.records.push_back(whole.records[i]);
        part.paths.push_back(merkle_path(leaves, i));
    }
    if (part.records.size() == whole.records.size()) part.paths.clear();
    return part;
}

}  // namespace zvonok::entry
