#include "tests/domain/small_school.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/sync/test_database.hpp"

#include <catch2/catch.hpp>

/// What both backends promise of the registry; each case runs on each.
using namespace zvonok;
using namespace zvonok::sync::server;
using domain::StationMode;

namespace {

const auto one = test::id<SchoolId>(1);
const auto two = test::id<SchoolId>(2);
const Instant noon{std::chrono::milliseconds{1'790'000'000'000}};

crypto::Digest digest(std::uint8_t n) {
    crypto::Digest made{};
    made[0] = n;
    return made;
}

StationRow row(SchoolId school, std::uint8_t number, std::string name, StationMode mode = StationMode::classroom) {
    return {school, test::id<StationId>(number), mode, std::move(name), std::nullopt, 0};
}

class Base {
  public:
    Base() : database_(GENERATE(test::Backend::sqlite, test::Backend::postgresql)) {
        storage_ = database_.storage({dir_.path()});
        auto opened = storage_->connect();
        REQUIRE(opened);
        store = std::move(*opened);
        for (const SchoolId& school : {one, two}) {
            REQUIRE(store->begin_school(school, test::id<EpochId>(9)));
            REQUIRE(store->commit());
        }
    }
    template <class Work>
    void in(SchoolId school, Work work) {
        REQUIRE(store->begin(school));
        REQUIRE(work());
        REQUIRE(store->commit());
    }

  private:
    test::TempDir dir_;
    test::TestDatabase database_;
    std::unique_ptr<Storage> storage_;

  public:
    std::unique_ptr<Store> store;
};

}  // namespace

TEST_CASE("registry: stations are put, changed, found by certificate and struck off, each in its school",
          "[sync][registry]") {
    Base base;
    auto& store = *base.store;
    base.in(one, [&] { return store.put_station(row(one, 5, "кабинет 12")); });
    base.in(one, [&] { return store.put_station(row(one, 6, "hall", StationMode::kiosk)); });
    base.in(two, [&] { return store.put_station(row(two, 5, "theirs")); });
    base.in(one, [&] { return store.put_station(row(one, 5, "kab-12", StationMode::office)); });
    base.in(one, [&] { return store.add_certificate(row(one, 5, ""), digest(1), noon); });
    base.in(one, [&] { return store.add_certificate(row(one, 5, ""), digest(2), noon); });
    base.in(two, [&] { return store.add_certificate(row(two, 5, ""), digest(3), noon); });

    const auto all = store.stations(one);
    REQUIRE(all);
    REQUIRE(all->size() == 2);
    CHECK(all->at(0).name == "hall");
    CHECK(all->at(0).mode == StationMode::kiosk);
    CHECK(all->at(0).certificates == 0);
    CHECK(all->at(1).name == "kab-12");
    CHECK(all->at(1).mode == StationMode::office);
    CHECK(all->at(1).certificates == 2);

    const auto found = store.station_by_certificate(digest(2));
    REQUIRE(found);
    REQUIRE(*found);
    CHECK((*found)->school == one);
    CHECK((*found)->station == test::id<StationId>(5));
    CHECK_FALSE((*found)->revoked);
    CHECK(store.station_by_certificate(digest(3)).value()->school == two);
    CHECK_FALSE(store.station_by_certificate(digest(4)).value());

    base.in(one, [&] { return store.revoke_station(one, test::id<StationId>(5), noon); });
    base.in(one, [&] { return store.revoke_station(one, test::id<StationId>(5), noon + std::chrono::hours{1}); });
    CHECK(store.station(one, test::id<StationId>(5)).value()->revoked == noon);
    CHECK(store.station_by_certificate(digest(1)).value()->revoked == noon);
    CHECK_FALSE(store.station(two, test::id<StationId>(5)).value()->revoked);
    CHECK_FALSE(store.station(one, test::id<StationId>(9)).value());
}

TEST_CASE("registry: a token opens until it is used, runs out, or its station is struck off", "[sync][registry]") {
    Base base;
    auto& store = *base.store;
    const auto state = [&](const crypto::Digest& token, Instant at) {
        const auto found = store.token(token, at);
        REQUIRE(found);
        return found->state;
    };
    const StationRow station = row(one, 5, "kab-12");
    base.in(one, [&] { return store.put_station(station); });
    const Instant end = noon + std::chrono::hours{1};
    for (const std::uint8_t n : {1, 2, 3}) base.in(one, [&] { return store.add_token(digest(n), station, end); });
    CHECK(state(digest(9), noon) == TokenState::unknown);
    CHECK(state(digest(1), noon) == TokenState::good);
    CHECK(state(digest(1), end) == TokenState::expired);
    // A token known already is left as it is.
    base.in(one, [&] { return store.add_token(digest(1), station, end + std::chrono::hours{9}); });
    CHECK(state(digest(1), end) == TokenState::expired);

    base.in(one, [&] { return store.use_token(one, digest(2), digest(42), noon); });
    const auto used = store.token(digest(2), noon);
    REQUIRE(used);
    CHECK(used->state == TokenState::used);
    CHECK(used->used_by == digest(42));
    CHECK(used->school == one);
    CHECK(used->station == station.station);
    CHECK_FALSE(store.token(digest(1), noon)->used_by);

    base.in(one, [&] { return store.revoke_station(one, station.station, noon); });
    CHECK(state(digest(3), noon) == TokenState::expired);
}

TEST_CASE("registry: staff authorities are kept once, each school its own", "[sync][registry]") {
    Base base;
    auto& store = *base.store;
    const Bytes certificate{1, 2, 3}, other{4, 5};
    for (const Bytes& each : {certificate, other, certificate})
        base.in(one, [&] { return store.add_staff_authority(one, each); });
    CHECK(store.staff_authorities(one)->size() == 2);
    CHECK(store.staff_authorities(two)->empty());
}
