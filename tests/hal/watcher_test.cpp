#include "hal/card/watcher.hpp"
#include "tests/support/fake_readers.hpp"
#include "tests/support/staff_card.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::card;
using namespace zvonok::test;

TEST_CASE("watcher: a reader that is plugged in later is noticed, and its cards are", "[hal][card]") {
    CardOffice office;
    FakeReaders readers;
    EventLog log;
    const Watcher watcher{readers.status_source(), log.tell()};
    REQUIRE(log.comes("card service up"));
    REQUIRE(log.comes("no card reader"));
    readers.plug("USB");
    REQUIRE(log.comes("reader 'USB' appeared"));
    readers.insert("USB", applet(office.issue()));
    REQUIRE(log.comes("card in 'USB'"));
    CHECK(log.last_card()->atr == virtual_card::PivApplet::atr());
    readers.unplug("USB");
    REQUIRE(log.comes("card out of 'USB'"));
    REQUIRE(log.comes("reader 'USB' gone"));
    REQUIRE(log.comes("no card reader"));
    CHECK(log.rest().empty());
}

TEST_CASE("watcher: a card out and in again between two looks is another insertion", "[hal][card]") {
    CardOffice office;
    FakeReaders readers;
    readers.plug("USB");
    readers.insert("USB", applet(office.issue()));
    EventLog log;
    const Watcher watcher{readers.status_source(), log.tell()};
    REQUIRE(log.comes("card in 'USB'"));
    const auto first = log.last_card()->insertion;
    readers.blink("USB");
    REQUIRE(log.comes("card out of 'USB'"));
    REQUIRE(log.comes("card in 'USB'"));
    CHECK(log.last_card()->insertion != first);
}

TEST_CASE("watcher: a card that does not answer to power is told as mute", "[hal][card]") {
    FakeReaders readers;
    readers.plug("USB");
    EventLog log;
    const Watcher watcher{readers.status_source(), log.tell()};
    readers.insert_mute("USB");
    REQUIRE(log.comes("mute card in 'USB'"));
    readers.remove("USB");
    REQUIRE(log.comes("card out of 'USB'"));
}

TEST_CASE("watcher: when the service dies, cards and readers are gone before it is said", "[hal][card]") {
    CardOffice office;
    FakeReaders readers;
    readers.plug("left");
    readers.plug("right");
    readers.insert("left", applet(office.issue()));
    EventLog log;
    const Watcher watcher{readers.status_source(), log.tell()};
    REQUIRE(log.comes("card in 'left'"));
    readers.set_service(FakeReaders::Service::down);
    REQUIRE(log.comes("card out of 'left'"));
    REQUIRE(log.comes("reader 'left' gone"));
    REQUIRE(log.comes("reader 'right' gone"));
    REQUIRE(log.comes("card service down"));
    readers.set_service(FakeReaders::Service::denied);
    REQUIRE(log.comes("card service denies access"));
    readers.set_service(FakeReaders::Service::up);
    REQUIRE(log.comes("card service up"));
    REQUIRE(log.comes("card in 'left'"));
    CHECK(log.rest().empty());
}

TEST_CASE("watcher: it ends at once, whatever it is doing, and says nothing more", "[hal][card]") {
    for (const auto service : {FakeReaders::Service::up, FakeReaders::Service::down, FakeReaders::Service::denied}) {
        FakeReaders readers;
        readers.plug("USB");
        readers.set_service(service);
        const auto begun = std::chrono::steady_clock::now();
        for (int round = 0; round < 20; ++round) {
            EventLog log;
            const Watcher watcher{readers.status_source(), log.tell()};
        }
        CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds{5});
    }
}

TEST_CASE("watcher: with nothing going on it makes two looks and then waits", "[hal][card]") {
    CardOffice office;
    FakeReaders readers;
    readers.plug("USB");
    readers.insert("USB", applet(office.issue()));
    EventLog log;
    const Watcher watcher{readers.status_source(), log.tell()};
    REQUIRE(log.comes("card in 'USB'"));
    readers.remove("USB");
    REQUIRE(log.comes("card out of 'USB'"));
    CHECK(readers.waits() <= 4);
}
