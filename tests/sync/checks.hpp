#pragma once

#include "tests/sync/live_server.hpp"

#include <catch2/catch.hpp>

/// What tests of the exchange ask of a station and its server.
namespace zvonok::test {

/// The same hash of the canonical dump on both sides.
inline bool equal_to_server(LiveStation& station) {
    const auto mine = station.journal->dump_hash();
    const auto servers = station.live.core->dump_hash(station.live.house.school);
    REQUIRE(mine);
    REQUIRE(servers);
    return *mine == *servers;
}

/// How far the server has the station's log, by its own count.
inline std::uint64_t received_of(const LiveStation& station) {
    const auto answer = station.post(station.request());
    REQUIRE(answer);
    for (const sync::wire::Received& received : answer->received)
        if (received.log == station.journal->log()) return received.seq;
    return 0;
}

}  // namespace zvonok::test
