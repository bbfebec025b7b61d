#include "station/entry/seal.hpp"

#include "station/crypto/random.hpp"
#include "station/entry/pb.hpp"

namespace zvonok::entry {

namespace {

constexpr std::string_view seal_context = "zvonok seal v1";

/// More entries than any batch of ours holds; keeps a hostile seal from asking for a tree of any size.
constexpr std::uint64_t batch_limit = 1u << 20;

Result<void> check_place(const SealContent& seal, const Header& header) {
    if (header.school != seal.school || header.id.log != seal.log || header.session != seal.session ||
        header.id.seq < seal.first || header.id.seq > seal.last)
        return fail(FaultKind::corrupt, "an entry that its seal does not cover");
    return {};
}

Result<void> check_tree(const SealContent& seal, const SealedBatch& batch, const std::vector<Header>& headers) {
    const std::size_t count = static_cast<std::size_t>(seal.last - seal.first + 1);
    std::vector<crypto::Digest> leaves;
    leaves.reserve(batch.records.size());
    for (const Record& record : batch.records) leaves.push_back(merkle_leaf(record.header));
    if (batch.paths.empty()) {
        if (batch.records.size() != count) return fail(FaultKind::corrupt, "a batch with entries missing");
        for (std::size_t i = 0; i < count; ++i)
            if (headers[i].id.seq != seal.first + i) return fail(FaultKind::corrupt, "a batch out of order");
        if (merkle_root(leaves) != seal.root) return fail(FaultKind::corrupt, "entries that are not the sealed ones");
        return {};
    }
    if (batch.paths.size() != batch.records.size()) return fail(FaultKind::corrupt, "a batch with paths missing");
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const std::size_t index = static_cast<std::size_t>(headers[i].id.seq - seal.first);
        const auto root = merkle_root_of_path(leaves[i], index, count, batch.paths[i]);
        if (!root) return tl::unexpected(root.error());
        if (*root != seal.root) return fail(FaultKind::corrupt, "an entry that is not the sealed one");
    }
    return {};
}

}  // namespace

Bytes encode(const SealContent& content) {
    pb::SealContent to;
    to.set_school(pack(content.school));
    to.set_log(pack(content.log));
    to.set_first(content.first);
    to.set_last(content.last);
    to.set_root(pack(content.root));
    if (content.previous) to.set_previous(pack(*content.previous));
    to.set_session(pack(content.session));
    if (content.server_key) to.set_server_key(pack(*content.server_key));
    return serialized(to);
}

Result<SealContent> decode_seal(ByteView bytes) {
    pb::SealContent from;
    if (!parse(from, bytes)) return fail(FaultKind::corrupt, "not a seal");
    Unpacker unpack;
    SealContent content;
    unpack(from.school(), content.school);
    unpack(from.log(), content.log);
    content.first = from.first();
    content.last = from.last();
    unpack(from.root(), content.root);
    unpack(from.session(), content.session);
    if (!from.previous().empty()) unpack(from.previous(), content.previous.emplace());
    if (!from.server_key().empty()) unpack(from.server_key(), content.server_key.emplace());
    if (!unpack.ok() || content.school.empty() || content.log.empty() || content.first == 0 ||
        content.last < content.first || content.last - content.first >= batch_limit ||
        content.session.empty() != content.server_key.has_value() ||
        (content.first == 1) != !content.previous.has_value())
        return fail(FaultKind::corrupt, "a seal with impossible values");
    return content;
}

crypto::Digest seal_hash(ByteView content) {
    return crypto::sha256(content);
}

SealedBatch seal_entries(SchoolId school, const LogTip& tip, std::vector<Draft> drafts, const crypto::SigningKey& key,
                         Signer signer, SessionId session) {
    SealedBatch batch;
    batch.seal.salt_seed = crypto::random_bytes(32);
    std::vector<crypto::Digest> leaves;
    std::uint64_t seq = tip.last;
    for (Draft& draft : drafts) {
        ++seq;
        draft.header.school = school;
        draft.header.id = {tip.log, seq};
        draft.header.session = signer == Signer::session ? session : SessionId{};
        Record record;
        record.body = encode(draft.body);
        record.salt = derived_salt(batch.seal.salt_seed, seq);
        draft.header.body_hash = body_hash(record.salt, record.body);
        record.header = encode(draft.header);
        leaves.push_back(merkle_leaf(record.header));
        batch.records.push_back(std::move(record));
    }
    SealContent content{school, tip.log, tip.last + 1, seq, merkle_root(leaves), tip.previous, {}, std::nullopt};
    if (signer == Signer::session)
        content.session = session;
    else
        content.server_key = key.public_key();
    batch.seal.content = encode(content);
    batch.seal.signature = copy(key.sign(seal_context, batch.seal.content));
    return batch;
}

Result<SealContent> check_seal(const Seal& seal, const crypto::PublicKey& key) {
    auto content = decode_seal(seal.content);
    if (!content) return content;
    if (content->server_key && *content->server_key != key)
        return fail(FaultKind::refused, "a seal by another server key");
    if (!crypto::verify(key, seal_context, seal.content, seal.signature))
        return fail(FaultKind::refused, "a seal with a wrong signature");
    return content;
}

Result<CheckedBatch> check_batch(const SealedBatch& batch, const crypto::PublicKey& key) {
    auto seal = check_seal(batch.seal, key);
    if (!seal) return tl::unexpected(seal.error());

    CheckedBatch checked{*seal, {}, {}};
    for (const Record& record : batch.records) {
        auto header = decode_header(record.header);
        if (!header) return tl::unexpected(header.error());
        if (const auto place = check_place(*seal, *header); !place) return tl::unexpected(place.error());
        std::optional<Body> body;
        if (!record.is_stub()) {
            auto decoded = decode_body(record.body);
            if (!decoded) return tl::unexpected(decoded.error());
            if (const auto fits = check_record(*header, record, *decoded); !fits) return tl::unexpected(fits.error());
            body = std::move(*decoded);
        }
        checked.headers.push_back(std::move(*header));
        checked.bodies.push_back(std::move(body));
    }
    if (const auto tree = check_tree(*seal, batch, checked.headers); !tree) return tl::unexpected(tree.error());
    return checked;
}

}  // namespace zvonok::entry
