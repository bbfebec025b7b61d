#pragma once

#include "station/base/bytes.hpp"
#include "station/base/id.hpp"
#include "station/crypto/digest.hpp"

/// What the codecs of this folder share. Only for its .cpp files.
namespace zvonok::sync::wire {

constexpr std::size_t id_bytes = 16, hash_bytes = sizeof(crypto::Digest);

inline std::string packed(ByteView bytes) {
    return std::string(as_text(bytes));
}
template <class Tag>
std::string packed(const Id<Tag>& id) {
    return id.empty() ? std::string{} : packed(id.view());
}

}  // namespace zvonok::sync::wire
