#include "tests/domain/small_school.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/sync/test_database.hpp"

#include <catch2/catch.hpp>

/// What both backends promise of the registry; each case runs on each.
using namespace zvonok;
using namespace zvonok::sync::server;
using domain::StationMode;

namespace {

const auto first_school = test::id<SchoolId>(1);
const auto second_school = test::id<SchoolId>(2);
const Instant noon{std::chrono::milliseconds{1'790'000'000'000}};

crypto::Digest digest(std::uint8_t n) {
    crypto::Digest made{};
    made[0] = n;
    return made;
}

StationRow row(SchoolId school, std::uint8_t number, std::string name, StationMode mode = StationMode::classroom) {
    return {school, test::id<StationId>(number), mode, std::move(name), std::nullopt, 0};
}

class TwoSchools {
  public:
    TwoSchools() : database_(GENERATE(test::Backend::sqlite, test::Backend::postgresql)) {
        storage_ = database_.storage({dir_.path()});
        auto opened = storage_->connect();
        REQUIRE(opened);
        store = std::move(*opened);
        for (const SchoolId& school : {first_school, second_school}) {
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
    TwoSchools base;
    auto& store = *base.store;
    base.in(first_school, [&] { return store.put_station(row(first_school, 5, "кабинет 12")); });
    base.in(first_school, [&] { return store.put_station(row(first_school, 6, "hall", StationMode::kiosk)); });
    base.in(second_school, [&] { return store.put_station(row(second_school, 5, "theirs")); });
    base.in(first_school, [&] { return store.put_station(row(first_school, 5, "kab-12", StationMode::office)); });
    base.in(first_school, [&] { return store.add_certificate(row(first_school, 5, ""), digest(1), noon); });
    base.in(first_school, [&] { return store.add_certificate(row(first_school, 5, ""), digest(2), noon); });
    base.in(second_school, [&] { return store.add_certificate(row(second_school, 5, ""), digest(3), noon); });

    const auto all = store.stations(first_school);
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
    CHECK((*found)->school == first_school);
    CHECK((*found)->station == test::id<StationId>(5));
    CHECK_FALSE((*found)->revoked);
    CHECK(store.station_by_certificate(digest(3)).value()->school == second_school);
    CHECK_FALSE(store.station_by_certificate(digest(4)).value());

    base.in(first_school, [&] { return store.revoke_station(first_school, test::id<StationId>(5), noon); });
    base.in(first_school,
            [&] { return store.revoke_station(first_school, test::id<StationId>(5), noon + std::chrono::hours{1}); });
    CHECK(store.station(first_school, test::id<StationId>(5)).value()->revoked == noon);
    CHECK(store.station_by_certificate(digest(1)).value()->revoked == noon);
    CHECK_FALSE(store.station(second_school, test::id<StationId>(5)).value()->revoked);
    CHECK_FALSE(store.station(first_school, test::id<StationId>(9)).value());
}

TEST_CASE("registry: a token opens until it is used, runs out, or its station is struck off", "[sync][registry]") {
    TwoSchools base;
    auto& store = *base.store;
    const auto state = [&](const crypto::Digest& token, Instant at) {
        const auto found = store.token(token, at);
        REQUIRE(found);
        return found->state;
    };
    const StationRow station = row(first_school, 5, "kab-12");
    base.in(first_school, [&] { return store.put_station(station); });
    const Instant end = noon + std::chrono::hours{1};
    for (const std::uint8_t n : {1, 2, 3})
        base.in(first_school, [&] { return store.add_token(digest(n), station, end); });
    CHECK(state(digest(9), noon) == TokenState::unknown);
    CHECK(state(digest(1), noon) == TokenState::good);
    CHECK(state(digest(1), end) == TokenState::expired);
    // A token known already is left as it is.
    base.in(first_school, [&] { return store.add_token(digest(1), station, end + std::chrono::hours{9}); });
    CHECK(state(digest(1), end) == TokenState::expired);

    base.in(first_school, [&] { return store.use_token(first_school, digest(2), digest(42), noon); });
    const auto used = store.token(digest(2), noon);
    REQUIRE(used);
    CHECK(used->state == TokenState::used);
    CHECK(used->used_by == digest(42));
    CHECK(used->school == first_school);
    CHECK(used->station == station.station);
    CHECK_FALSE(store.token(digest(1), noon)->used_by);

    base.in(first_school, [&] { return store.revoke_station(first_school, station.station, noon); });
    CHECK(state(digest(3), noon) == TokenState::expired);
}

TEST_CASE("registry: staff authorities are kept once, each school its own", "[sync][registry]") {
    TwoSchools base;
    auto& store = *base.store;
    const Bytes certificate{1, 2, 3}, other{4, 5};
    for (const Bytes& each : {certificate, other, certificate})
        base.in(first_school, [&] { return store.add_staff_authority(first_school, each); });
    CHECK(store.staff_authorities(first_school)->size() == 2);
    CHECK(store.staff_authorities(second_school)->empty());
}
