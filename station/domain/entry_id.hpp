#pragma once

#include "station/base/id.hpp"

namespace zvonok::domain {

/// The identity of an entry: which log, and the gapless number in it, from 1.
struct EntryId {
    LogId log;
    std::uint64_t seq = 0;

    auto operator<=>(const EntryId&) const = default;
};

}  // namespace zvonok::domain
