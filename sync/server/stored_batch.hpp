#pragma once

#include "station/entry/seal.hpp"

/// What both backends of the log want to know of a batch.
namespace zvonok::sync::server {

struct BatchTraits {
    bool has_public = false;  ///< some entry is for everyone
    bool has_facts = false;
    std::uint64_t order = 0;  ///< of its last entry, where the server wrote it
};
BatchTraits traits_of(const entry::CheckedBatch& checked);

/// Whether the record is for kiosks too.
bool is_public(const entry::Record& record);

/// Roughly, on the wire.
std::size_t size_of(const entry::SealedBatch& batch);

/// Nothing: the record has none, or it derives from the seal's seed.
std::optional<ByteView> salt_to_store(const entry::Seal& seal, const entry::Record& record, std::uint64_t seq);

}  // namespace zvonok::sync::server
