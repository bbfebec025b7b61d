#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::flow;
using namespace zvonok::test;

namespace {

constexpr Sight large{200, Look::contrast};
constexpr Sight spoken{100, Look::light, true};
constexpr Sight dark{100, Look::dark};

}  // namespace

TEST_CASE("sight: what a person chose comes back with the card and goes with it", "[flow][sight]") {
    Rig rig;
    rig.ready().logged_in();
    CHECK(sight_of(rig.state) == Sight{});
    rig.apply(ask::ChooseSight{large});
    CHECK(sight_of(rig.state) == large);
    REQUIRE(rig.done<effect::KeepSights>().size() == 1);
    CHECK(rig.done<effect::KeepSights>().front().sights.size() == 1);
    rig.card_out();
    CHECK(sight_of(rig.state) == Sight{});
    rig.asked_for_pin(2);
    CHECK(sight_of(rig.state) == large);
    rig.card_out().asked_for_pin(3, "p.li@school.example");
    CHECK(sight_of(rig.state) == Sight{});
}

TEST_CASE("sight: what was read at the start holds from the first login on", "[flow][sight]") {
    Rig rig;
    rig.ready().logged_in();
    const PersonId person = rig.shows<Desk>()->session.person;
    Rig next;
    next.apply(event::SightsRead{{{person, dark}}});
    next.ready();
    CHECK(sight_of(next.state) == Sight{});
    next.logged_in();
    CHECK(sight_of(next.state) == dark);
}

TEST_CASE("sight: a choice before login serves whoever comes, until the station closes or rests", "[flow][sight]") {
    Rig rig;
    rig.ready().apply(ask::ChooseSight{large});
    CHECK(sight_of(rig.state) == large);
    CHECK(rig.done<effect::KeepSights>().empty());
    SECTION("nobody comes") {
        rig.apply(event::Idle{});
        CHECK(sight_of(rig.state) == Sight{});
    }
    SECTION("somebody logs in and leaves") {
        rig.logged_in();
        CHECK(sight_of(rig.state) == large);
        SECTION("and goes") {
            rig.card_out();
            CHECK(sight_of(rig.state) == Sight{});
        }
        SECTION("and would rather have the station's own") {
            rig.apply(ask::ChooseSight{Sight{}});
            CHECK(sight_of(rig.state) == Sight{});
        }
    }
}

TEST_CASE("sight: at a kiosk it goes when nobody touches the screen", "[flow][sight]") {
    Rig rig{StationMode::kiosk};
    rig.ready().apply(ask::ChooseSight{large});
    CHECK(sight_of(rig.state) == large);
    rig.apply(event::Idle{});
    CHECK(sight_of(rig.state) == Sight{});
}

TEST_CASE("sight: who takes the station's own again follows it", "[flow][sight]") {
    Rig rig;
    rig.ready().logged_in().apply(ask::ChooseSight{dark});
    rig.apply(ask::ChooseSight{Sight{}});
    CHECK(rig.state.sights.empty());
    CHECK(sight_of(rig.state) == Sight{});
}

TEST_CASE("sight: that the screen is spoken is kept per person too, and ends when the card leaves", "[flow][sight]") {
    Rig rig;
    rig.ready().logged_in().apply(ask::ChooseSight{spoken});
    CHECK(sight_of(rig.state).spoken);
    REQUIRE(rig.done<effect::KeepSights>().size() == 1);
    CHECK(rig.done<effect::KeepSights>().front().sights.begin()->second == spoken);
    rig.card_out();
    CHECK_FALSE(sight_of(rig.state).spoken);
    rig.asked_for_pin(2);
    CHECK(sight_of(rig.state).spoken);
    rig.card_out().asked_for_pin(3, "p.li@school.example");
    CHECK_FALSE(sight_of(rig.state).spoken);
}

TEST_CASE("sight: a lock screen that is spoken stays so whoever comes and goes, until nobody touches it",
          "[flow][sight]") {
    Rig rig;
    rig.ready().apply(ask::ChooseSight{spoken});
    CHECK(sight_of(rig.state).spoken);
    rig.logged_in();
    CHECK(sight_of(rig.state).spoken);
    SECTION("the card leaves") {
        rig.card_out();
        CHECK(sight_of(rig.state).spoken);
        rig.apply(event::Idle{});
        CHECK_FALSE(sight_of(rig.state).spoken);
    }
    SECTION("the person wants it quiet") {
        rig.apply(ask::ChooseSight{Sight{}});
        CHECK_FALSE(sight_of(rig.state).spoken);
        rig.card_out();
        CHECK_FALSE(sight_of(rig.state).spoken);
    }
}

TEST_CASE("sight: a size that is none of the four changes nothing", "[flow][sight]") {
    Rig rig;
    rig.ready().logged_in().apply(ask::ChooseSight{{137, Look::dark}});
    CHECK(sight_of(rig.state) == Sight{});
    CHECK(rig.effects.empty());
}

TEST_CASE("sight: another language asked for before login serves whoever comes, and is forgotten with the rest",
          "[flow][sight]") {
    Rig rig;
    rig.ready().apply(ask::ChooseLanguage{Language::english});
    CHECK(sight_of(rig.state).language == Language::english);
    SECTION("nobody comes") {
        rig.apply(event::Idle{});
        CHECK(sight_of(rig.state).language == Language::russian);
    }
    SECTION("somebody comes, changes nothing and goes") {
        rig.logged_in();
        CHECK(sight_of(rig.state).language == Language::english);
        rig.card_out();
        CHECK(sight_of(rig.state).language == Language::russian);
        CHECK(rig.done<effect::KeepSights>().empty());
    }
}

TEST_CASE("sight: a person's language is kept, and one just asked for goes before it", "[flow][sight]") {
    Rig rig;
    rig.ready().logged_in().apply(ask::ChooseLanguage{Language::english});
    REQUIRE(rig.done<effect::KeepSights>().size() == 1);
    const PersonId person = rig.shows<Desk>()->session.person;
    CHECK(rig.state.sights.at(person).language == Language::english);
    rig.card_out();
    CHECK(sight_of(rig.state).language == Language::russian);
    rig.asked_for_pin(2);
    CHECK(sight_of(rig.state).language == Language::english);

    Rig next;
    next.apply(event::SightsRead{{{person, dark}}});
    next.ready().apply(ask::ChooseLanguage{Language::english});
    next.logged_in();
    CHECK(sight_of(next.state) == Sight{100, Look::dark, false, Language::english});
    next.apply(ask::ChooseLanguage{Language::russian});
    CHECK(sight_of(next.state) == dark);
}
