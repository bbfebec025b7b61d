#include "sync/server/stored_batch.hpp"

#include <algorithm>

namespace zvonok::sync::server {

BatchTraits traits_of(const entry::CheckedBatch& checked) {
    BatchTraits traits;
    for (const entry::Header& header : checked.headers) {
        traits.has_public = traits.has_public || header.audience == domain::Audience::everyone;
        traits.has_facts = traits.has_facts || header.kind == domain::CellKind::fact;
        if (checked.seal.server_key) traits.order = std::max(traits.order, header.order);
    }
    return traits;
}

bool is_public(const entry::Record& record) {
    const auto header = entry::decode_header(record.header);
    return header && header->audience == domain::Audience::everyone;
}

std::size_t size_of(const entry::SealedBatch& batch) {
    std::size_t bytes = batch.seal.content.size() + batch.seal.signature.size();
    for (const entry::Record& record : batch.records) bytes += record.header.size() + record.body.size();
    return bytes;
}

std::optional<ByteView> salt_to_store(const entry::Seal& seal, const entry::Record& record, std::uint64_t seq) {
    if (record.is_stub()) return std::nullopt;
    if (!seal.salt_seed.empty() && equal(entry::derived_salt(seal.salt_seed, seq), record.salt)) return std::nullopt;
    return record.salt;
}

}  // namespace zvonok::sync::server
