#include "station/entry/seal.hpp"

#include <bit>

namespace zvonok::entry {

namespace {

crypto::Digest node(const crypto::Digest& left, const crypto::Digest& right) {
    static constexpr std::uint8_t inner[] = {1};
    return crypto::sha256({inner, left, right});
}

/// The largest power of two below `count`, where RFC 6962 splits.
std::size_t split(std::size_t count) {
    return std::bit_floor(count - 1);
}

}  // namespace

crypto::Digest merkle_leaf(ByteView header) {
    static constexpr std::uint8_t leaf[] = {0};
    return crypto::sha256({leaf, header});
}

crypto::Digest merkle_root(std::span<const crypto::Digest> leaves) {
    if (leaves.size() == 1) return leaves.front();
    const std::size_t left = split(leaves.size());
    return node(merkle_root(leaves.first(left)), merkle_root(leaves.subspan(left)));
}

MerklePath merkle_path(std::span<const crypto::Digest> leaves, std::size_t index) {
    if (leaves.size() == 1) return {};
    const std::size_t left = split(leaves.size());
    MerklePath path;
    if (index < left) {
        path = merkle_path(leaves.first(left), index);
        path.push_back(merkle_root(leaves.subspan(left)));
    } else {
        path = merkle_path(leaves.subspan(left), index - left);
        path.push_back(merkle_root(leaves.first(left)));
    }
    return path;
}

Result<crypto::Digest> merkle_root_of_path(const crypto::Digest& leaf, std::size_t index, std::size_t count,
                                           const MerklePath& path) {
    if (index >= count) return fail(FaultKind::corrupt, "a leaf outside its tree");
    // The way down from the root: true where the leaf lies in the right half.
    std::vector<bool> right;
    for (std::size_t at = index, size = count; size > 1;) {
        const std::size_t left = split(size);
        right.push_back(at >= left);
        if (at >= left) {
            at -= left;
            size -= left;
        } else {
            size = left;
        }
    }
    if (right.size() != path.size()) return fail(FaultKind::corrupt, "an inclusion path of a wrong length");
    crypto::Digest digest = leaf;
    for (std::size_t up = 0; up < path.size(); ++up)
        digest = right[path.size() - 1 - up] ? node(path[up], digest) : node(digest, path[up]);
    return digest;
}

}  // namespace zvonok::entry
