#include "station/app/waiting.hpp"
#include "station/app/tuning.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace std::chrono_literals;

namespace {

const app::Waiting::Time start{1h};

}  // namespace

TEST_CASE("waiting: an entry that leaves in a moment is never told of", "[app][waiting]") {
    app::Waiting waiting;
    waiting.heard(1, true, start);
    CHECK(waiting.told() == 0);
    waiting.heard(0, true, start + 20ms);
    CHECK(waiting.told() == 0);
    CHECK_FALSE(waiting.due().has_value());
}

TEST_CASE("waiting: what stands for a while is told, however often more comes meanwhile", "[app][waiting]") {
    app::Waiting waiting;
    waiting.heard(1, true, start);
    waiting.heard(2, true, start + app::tuning::waiting_calm - 1ms);
    REQUIRE(waiting.due() == start + app::tuning::waiting_calm);
    waiting.come(start + app::tuning::waiting_calm - 1ms);
    CHECK(waiting.told() == 0);
    waiting.come(start + app::tuning::waiting_calm);
    CHECK(waiting.told() == 2);
    CHECK_FALSE(waiting.due().has_value());
}

TEST_CASE("waiting: fewer are told at once, and so is everything that nobody takes", "[app][waiting]") {
    app::Waiting waiting;
    waiting.heard(5, false, start);
    CHECK(waiting.told() == 5);
    waiting.heard(3, true, start);
    CHECK(waiting.told() == 3);
    waiting.heard(4, true, start);
    CHECK(waiting.told() == 3);
    waiting.heard(6, false, start + 1ms);
    CHECK(waiting.told() == 6);
    CHECK_FALSE(waiting.due().has_value());
}
