#pragma once

#include "station/entry/entry.hpp"

#include <span>
#include <tuple>

namespace zvonok::journal {

/// An entry as one point in its cell's history.
struct Node {
    entry::EntryId id;
    std::uint64_t order = 0;
    std::vector<entry::EntryId> seen;
};

/// The tie-break: whether `left` shows rather than `right` where neither has seen the other.
inline bool shows_before(const Node& left, const Node& right) {
    return std::tie(left.order, left.id) > std::tie(right.order, right.id);
}

/// What has seen what in one cell.
class History {
  public:
    /// nodes  all known entries of the cell, stubs too, each once; kept by reference
    explicit History(std::span<const Node> nodes);

    /// The members of `standing` (indexes of nodes) that no other member has seen, the one that shows first. Seeing
    /// passes through every node, whatever became of it. Never empty for a standing set that is not: entries that
    /// claim to have seen each other are settled by the tie-break.
    [[nodiscard]] std::vector<std::size_t> heads(std::span<const std::size_t> standing) const;
    /// One flag a node: whether any of `from` has seen it.
    [[nodiscard]] std::vector<bool> seen_by(std::span<const std::size_t> from) const;

  private:
    void spread(std::size_t from, std::vector<bool>& reached) const;
    std::span<const Node> nodes_;
    std::vector<std::vector<std::size_t>> seen_;
};

}  // namespace zvonok::journal
