#include "station/app/options.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace zvonok;
using namespace zvonok::app;
using namespace std::chrono_literals;

namespace {

Parsed parse(std::vector<const char*> words) {
    words.insert(words.begin(), "zvonok-station");
    return parse_options(static_cast<int>(words.size()), words.data());
}

}  // namespace

TEST_CASE("options: a demo time is school time to the minute or the second, and nothing else", "[app][options]") {
    const LocalDay day{std::chrono::year{2026} / 9 / 15};
    CHECK(parse_school_time("2026-09-15T09:42") == LocalTime{day} + 9h + 42min);
    CHECK(parse_school_time("2026-09-15T09:42:07") == LocalTime{day} + 9h + 42min + 7s);
    for (const char* wrong : {"", "2026-09-15", "2026-09-15T09", "2026-13-15T09:42", "2026-02-30T09:42",
                              "2026-09-15T24:00", "2026-09-15T09:60", "2026-09-15T09:42Z", "2026-09-15T09:42:07x"})
        CHECK_FALSE(parse_school_time(wrong));
}

TEST_CASE("options: a state folder alone asks for the whole screen", "[app][options]") {
    const Parsed parsed = parse({"--root", "/x"});
    REQUIRE(parsed.options);
    CHECK(parsed.options->root == "/x");
    CHECK_FALSE(parsed.options->size);
    CHECK_FALSE(parsed.options->demo_time);
    CHECK_FALSE(parsed.options->tree);
}

TEST_CASE("options: size, place and clock offset are taken", "[app][options]") {
    const Parsed parsed = parse({"--root", "/x", "--size", "1366x768", "--at", "10,-20", "--clock-offset", "-3600"});
    REQUIRE(parsed.options);
    CHECK(parsed.options->size->width == 1366);
    CHECK(parsed.options->size->height == 768);
    CHECK(parsed.options->x == 10);
    CHECK(parsed.options->y == -20);
    CHECK(parsed.options->clock_offset == -3600s);
}

TEST_CASE("options: what cannot be meant ends the program with a status", "[app][options]") {
    for (const std::vector<const char*>& words : std::vector<std::vector<const char*>>{
             {},
             {"--root", "/x", "--size", "wide"},
             {"--root", "/x", "--size", "10x10"},
             {"--root", "/x", "--at", "here"},
             {"--root", "/x", "--demo-time", "morning"},
             {"--root", "/x", "--demo-time", "2026-09-15T09:42", "--clock-offset", "5"},
             {"--root", "/x", "--frobnicate"},
         }) {
        const Parsed parsed = parse(words);
        CHECK_FALSE(parsed.options);
        CHECK(parsed.exit_code != 0);
    }
}
