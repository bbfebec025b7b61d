#include "station/journal/heads.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace zvonok::journal {

History::History(std::span<const Node> nodes) : nodes_(nodes), seen_(nodes.size()) {
    std::map<entry::EntryId, std::size_t> index;
    for (std::size_t i = 0; i < nodes.size(); ++i) index.emplace(nodes[i].id, i);
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (const entry::EntryId& id : nodes[i].seen)
            if (const auto found = index.find(id); found != index.end() && found->second != i)
                seen_[i].push_back(found->second);
}

void History::spread(std::size_t from, std::vector<bool>& reached) const {
    std::vector<std::size_t> open{from};
    while (!open.empty()) {
        const std::size_t at = open.back();
        open.pop_back();
        for (const std::size_t next : seen_[at]) {
            if (reached[next]) continue;
            reached[next] = true;
            open.push_back(next);
        }
    }
}

std::vector<bool> History::seen_by(std::span<const std::size_t> from) const {
    std::vector<bool> reached(nodes_.size());
    for (const std::size_t start : from) spread(start, reached);
    return reached;
}

std::vector<std::size_t> History::heads(std::span<const std::size_t> standing) const {
    const std::vector<bool> covered = seen_by(standing);
    std::vector<std::size_t> heads;
    for (const std::size_t i : standing)
        if (!covered[i]) heads.push_back(i);

    // Entries that have seen each other in a ring (no honest program writes such) would all be covered and none shown.
    // What no head accounts for gets its own heads, the greatest first: still a function of the set alone.
    std::vector<bool> accounted = seen_by(heads);
    for (const std::size_t i : heads) accounted[i] = true;
    for (;;) {
        std::optional<std::size_t> greatest;
        for (const std::size_t i : standing)
            if (!accounted[i] && (!greatest || shows_before(nodes_[i], nodes_[*greatest]))) greatest = i;
        if (!greatest) break;
        heads.push_back(*greatest);
        accounted[*greatest] = true;
        spread(*greatest, accounted);
    }
    std::ranges::sort(heads,
                      [&](std::size_t left, std::size_t right) { return shows_before(nodes_[left], nodes_[right]); });
    return heads;
}

}  // namespace zvonok::journal
