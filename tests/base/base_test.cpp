#include "station/base/clock.hpp"
#include "station/base/file.hpp"
#include "station/base/mailbox.hpp"
#include "station/base/zone.hpp"
#include "tests/support/temp_dir.hpp"

#include <catch2/catch.hpp>
#include <thread>

using namespace zvonok;
using namespace std::chrono_literals;

TEST_CASE("hex: bytes come back as they were, foreign characters are refused", "[base]") {
    const Bytes bytes{0x00, 0x7f, 0xff};
    CHECK(to_hex(bytes) == "007fff");
    CHECK(from_hex("007FfF").value() == bytes);
    CHECK_FALSE(from_hex("0").has_value());
    CHECK_FALSE(from_hex("0g").has_value());
}

TEST_CASE("instant: text and value agree, impossible dates are refused", "[base]") {
    const Instant at = parse_instant("2028-02-29T23:59:59.999Z").value();
    CHECK(to_text(at) == "2028-02-29T23:59:59.999Z");
    CHECK(parse_instant("2026-09-15T09:42:07Z").has_value());
    CHECK_FALSE(parse_instant("2027-02-29T00:00:00Z").has_value());
    CHECK_FALSE(parse_instant("2026-09-15T24:00:00Z").has_value());
    CHECK_FALSE(parse_instant("2026-09-15T09:42:07Z and more").has_value());
}

TEST_CASE("zone: a change of the clocks maps skipped and repeated times as documented", "[base]") {
    const Zone moscow = Zone::find("Europe/Moscow").value();
    CHECK(to_text(moscow.to_instant(LocalTime{std::chrono::local_days{2026y / 9 / 15} + 8h + 30min})) ==
          "2026-09-15T05:30:00.000Z");
    const Zone berlin = Zone::find("Europe/Berlin").value();
    // 29 March 2026: 02:30 does not exist; 25 October 2026: 02:30 comes twice.
    CHECK(to_text(berlin.to_instant(LocalTime{std::chrono::local_days{2026y / 3 / 29} + 2h + 30min})) ==
          "2026-03-29T01:00:00.000Z");
    CHECK(to_text(berlin.to_instant(LocalTime{std::chrono::local_days{2026y / 10 / 25} + 2h + 30min})) ==
          "2026-10-25T01:30:00.000Z");
    CHECK_FALSE(Zone::find("Europe/Lava").has_value());
}

TEST_CASE("file: replaced in one step, limits and absence are told apart", "[base]") {
    const test::TempDir dir;
    const auto path = dir / "state";
    REQUIRE(write_file(path, as_bytes("first"), FileMode::owner_only));
    REQUIRE(write_file(path, as_bytes("second"), FileMode::owner_only));
    CHECK(as_text(read_file(path, 100).value()) == "second");
    CHECK(read_file(path, 3).error().kind == FaultKind::full);
    CHECK(read_file(dir / "none", 3).error().kind == FaultKind::missing);
    CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::group_read) ==
          std::filesystem::perms::none);
    CHECK(std::distance(std::filesystem::directory_iterator{dir.path()}, {}) == 1);
}

TEST_CASE("mailbox: what was posted before the close is still read", "[base]") {
    Mailbox<int> box;
    std::jthread writer{[&] {
        for (int i = 0; i < 100; ++i) box.post(i);
        box.close();
    }};
    int expected = 0;
    while (auto message = box.take()) CHECK(*message == expected++);
    CHECK(expected == 100);
}
