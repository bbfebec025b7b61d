#include "station/domain/fact_list.hpp"

#include <algorithm>

namespace zvonok::domain {

bool FactList::contains(FactVersion version) const {
    const auto chunk =
        std::ranges::lower_bound(chunks_, version, {}, [](const auto& facts) { return facts->back().first; });
    return chunk != chunks_.end() && std::ranges::binary_search(**chunk, version, {}, &Recorded::first);
}

const std::vector<FactList::Recorded>& FactList::append(std::vector<Recorded> newer) {
    size_ += newer.size();
    return *chunks_.emplace_back(std::make_shared<const std::vector<Recorded>>(std::move(newer)));
}

}  // namespace zvonok::domain
