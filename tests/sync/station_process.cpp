#include "tests/sync/station_process.hpp"

#include "station/base/file.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <fstream>

namespace zvonok::test {

StationProcess::StationProcess(const DemoStation& station, const Card& card) : folder_(station.folder) {
    const char* bin = std::getenv("ZVONOK_BIN");
    REQUIRE(bin != nullptr);
    program_ = std::filesystem::path(bin) / "sync-test-station";
    REQUIRE(write_file(folder_ / "ca.pem", as_bytes(station.endpoint.authority_pem), FileMode::everyone_reads));
    REQUIRE(write_file(folder_ / "card.key", card.key.pem().view(), FileMode::owner_only));
    REQUIRE(write_file(folder_ / "card.der", card.certificate.der(), FileMode::everyone_reads));
    words_ = {station.server.school.school.hex(), station.id.hex(), to_hex(station.live.signing.public_key()),
              card.person.hex(), std::to_string((station.clock.now() - SystemClock{}.now()).count())};
}

void StationProcess::start(const std::string& url) {
    std::vector<std::string> command{program_.string(), folder_.string(), url};
    command.insert(command.end(), words_.begin(), words_.end());
    process_.emplace(std::move(command), folder_ / "station.log");
}

void StationProcess::kill() {
    process_->end(SIGKILL);
    process_.reset();
}

std::map<LogId, std::uint64_t> StationProcess::acknowledged() const {
    std::map<LogId, std::uint64_t> all;
    std::ifstream lines{folder_ / "acknowledged"};
    std::string log;
    std::uint64_t seq = 0;
    // The last line may have been cut by the kill.
    while (lines >> log >> seq && lines.peek() == '\n')
        if (const auto id = LogId::from_hex_text(log)) all[*id] = std::max(all[*id], seq);
    return all;
}

}  // namespace zvonok::test
