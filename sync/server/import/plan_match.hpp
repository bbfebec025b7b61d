#pragma once

#include <optional>
#include <string>
#include <vector>

namespace zvonok::server::imports {

struct MatchItem {
    int number = 0;  ///< 0: not known
    std::string topic;
};

/// For each new item the old one that it is, so that a topic stays the same thing, with all that is linked to it, when
/// others are put in, taken out or moved along: the same words in the same order first; between those, what has the
/// same place.
///
/// returns  one entry for each of `now`: index into `before`
std::vector<std::optional<std::size_t>> match_topics(const std::vector<MatchItem>& before,
                                                     const std::vector<MatchItem>& now);

}  // namespace zvonok::server::imports
