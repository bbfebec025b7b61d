#include "sync/relay/discovery.hpp"

#include "station/crypto/random.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/local_discovery.hpp"

#include <catch2/catch.hpp>
#include <mutex>

/// With a bus and an Avahi daemon of the test's own; to be run by tests/support/in_quiet_network.
using namespace zvonok;
using namespace zvonok::sync;
using namespace zvonok::test;

namespace {

/// What one station has found.
class Found {
  public:
    relay::Discovery::OnChange listener() {
        return [this](auto addresses) {
            const std::scoped_lock lock{mutex_};
            addresses_ = std::move(addresses);
            ++told_;
        };
    }
    bool is(const std::optional<std::vector<relay::Address>>& wanted) {
        return eventually([&] {
            const std::scoped_lock lock{mutex_};
            return told_ > 0 && addresses_ == wanted;
        });
    }

  private:
    std::mutex mutex_;
    std::optional<std::vector<relay::Address>> addresses_;
    int told_ = 0;
};

const std::vector<relay::Address> nobody;

}  // namespace

TEST_CASE("discovery: stations of one school find each other, come and go, and those of another stay strangers",
          "[sync][relay][discovery]") {
    Log log{"test"};
    LocalDiscovery bus;
    bus.start();
    bus.start_avahi();
    const auto school = crypto::random_id<SchoolId>();
    Found first_found, second_found, stranger_found;
    const auto first =
        relay::Discovery::open({school, crypto::random_id<StationId>(), 4001}, log, first_found.listener());
    REQUIRE(first);
    const auto stranger = relay::Discovery::open({crypto::random_id<SchoolId>(), crypto::random_id<StationId>(), 4003},
                                                 log, stranger_found.listener());
    REQUIRE(stranger);
    CHECK(first_found.is(nobody));
    {
        const auto second =
            relay::Discovery::open({school, crypto::random_id<StationId>(), 4002}, log, second_found.listener());
        REQUIRE(second);
        CHECK(first_found.is(std::vector<relay::Address>{{"127.0.0.1", 4002}}));
        CHECK(second_found.is(std::vector<relay::Address>{{"127.0.0.1", 4001}}));
        CHECK(stranger_found.is(nobody));
    }
    CHECK(first_found.is(nobody));
}

TEST_CASE("discovery: a machine without Avahi says so, and looks for neighbours as soon as it is there",
          "[sync][relay][discovery]") {
    Log log{"test"};
    LocalDiscovery bus;
    bus.start();
    const auto school = crypto::random_id<SchoolId>();
    Found found, other_found;
    const auto station = relay::Discovery::open({school, crypto::random_id<StationId>(), 4001}, log, found.listener());
    REQUIRE(station);
    CHECK(found.is(std::nullopt));
    bus.start_avahi();
    CHECK(found.is(nobody));
    const auto other =
        relay::Discovery::open({school, crypto::random_id<StationId>(), 4002}, log, other_found.listener());
    REQUIRE(other);
    CHECK(found.is(std::vector<relay::Address>{{"127.0.0.1", 4002}}));
    bus.stop_avahi();
    CHECK(found.is(std::nullopt));
    bus.start_avahi();
    CHECK(found.is(std::vector<relay::Address>{{"127.0.0.1", 4002}}));
}

TEST_CASE("discovery: a machine without a bus has no neighbours, and no trouble", "[sync][relay][discovery]") {
    Log log{"test"};
    const LocalDiscovery bus;
    Found found;
    const auto station = relay::Discovery::open({crypto::random_id<SchoolId>(), crypto::random_id<StationId>(), 4001},
                                                log, found.listener());
    REQUIRE(station);
    CHECK(found.is(std::nullopt));
}

TEST_CASE("discovery: the school's mark tells nobody the school, and two schools apart", "[sync][relay][discovery]") {
    const auto school = crypto::random_id<SchoolId>();
    CHECK(relay::school_mark(school).size() == 16);
    CHECK(school.hex().find(relay::school_mark(school)) == std::string::npos);
    CHECK(relay::school_mark(school) != relay::school_mark(crypto::random_id<SchoolId>()));
}
