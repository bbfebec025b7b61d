#include "tests/e2e/served_school.hpp"
#include "tests/support/local_discovery.hpp"

#include <catch2/catch.hpp>

/// A classroom's station and the hall's kiosk, two programs that find each other by Avahi, and a server that goes away;
/// to be run by tests/support/in_quiet_network.
using namespace zvonok;
using namespace zvonok::test;

namespace {

constexpr std::string_view belov = "Белов И., посещаемость";

/// What a new station of the school is told by the server.
struct Told {
    explicit Told(DemoServer& server) : station(server, 130, StationMode::classroom) {}

    bool of_absence_and_homework() {
        REQUIRE(station.settle());
        const auto view = station.journal->read().lesson(lesson());
        REQUIRE(view);
        const auto* cell = view->of(station.server.school.belov);
        return cell != nullptr && cell->accepted && view->homework.size() == 1 && view->homework.front().cell.accepted;
    }
    /// How often the question was answered: no entry is there twice.
    std::size_t answers(const domain::Cell& cell) {
        const auto history = station.journal->read().history(entry::cell_id(station.server.school.school, cell));
        REQUIRE(history);
        return history->size();
    }
    [[nodiscard]] domain::LessonKey lesson() const { return {station.server.school.algebra, date(2026, 9, 15), 2, {}}; }

    DemoStation station;
};

/// How many parcels of others the station keeps for the server.
std::int64_t carried_in(const std::filesystem::path& station) {
    auto journal = sqlite::Database::open(station / "journal.db", {.access = sqlite::Access::read_only});
    REQUIRE(journal);
    const auto count = journal->integer("SELECT count(*) FROM carried");
    REQUIRE(count);
    return *count;
}

}  // namespace

TEST_CASE(
    "stations without a server: the kiosk shows what the teacher sets, and brings to the server what it can't read",
    "[e2e][net][relay]") {
    LocalDiscovery discovery;
    discovery.start();
    discovery.start_avahi();
    ServedSchool served;
    const CardDaemon daemon;
    const CardProgram card{served.card()};
    StationProgram room{served.station("kab-12", StationMode::classroom)};
    const auto hall_folder = served.station("hall-1", StationMode::kiosk);
    const StationProgram hall{hall_folder};
    REQUIRE(room.comes_to_say("Вставьте карту"));
    card.tell("in");
    room.log_in();
    hall.click("button", "7Б");
    hall.click("choice", "чт 17 сентября");
    REQUIRE(hall.comes_to_say("задание не записано"));

    served.server.stop();
    REQUIRE(room.comes_to_say("Нет связи с сервером"));
    INFO(room.log() << hall.log());
    REQUIRE(room.comes_to_say("Записи передаёт 1 соседняя станция"));
    room.click("text field", "Задание");
    room.type("214-216");
    room.click("button", "Записать");
    CHECK(hall.comes_to_say("214-216"));
    room.click("cell", belov);
    REQUIRE(eventually([&] { return room.value("cell", belov) == absence_saved; }));
    CHECK_FALSE(hall.says("Белов"));

    REQUIRE(eventually([&] { return carried_in(hall_folder) == 2; }));
    room.kill();
    served.server.start();
    Told told{served.server};
    CHECK(eventually([&] { return told.of_absence_and_homework(); }));

    room.start();
    REQUIRE(room.comes_to_say("отправлено"));
    CHECK(told.of_absence_and_homework());
    CHECK(told.answers({CellKind::attendance, told.lesson(), entity_of(served.server.school.belov)}) == 1);
    CHECK(told.answers({CellKind::homework, told.lesson(), entity_of(served.server.school.class_7b)}) == 1);
}
