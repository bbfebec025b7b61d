#include "tests/e2e/served_school.hpp"

#include <catch2/catch.hpp>

/// Work that passes from hand to hand, each person with a card of his own, and work that comes from another program.
using namespace zvonok;
using namespace zvonok::test;

namespace {

/// A fact of the school's, from the autumn.
Fact fact(const SmallSchool& school, EntityId entity, FactValue value) {
    return {entity, school.autumn, std::nullopt, false, "", std::move(value)};
}

/// The card goes in, the PIN is typed, and the desk is there.
void log_in(const StationProgram& station, const CardProgram& card, std::string_view name) {
    card.tell("in");
    REQUIRE(station.comes_to_say(name));
    station.enter_pin(teacher_pin);
    REQUIRE(station.comes_to_say("Выход"));
}

/// How many marks of the lesson the server has, as a station hears it that is new to them.
std::size_t marks_known_to(DemoStation& station, const LessonKey& lesson) {
    REQUIRE(station.settle());
    const auto view = station.journal->read().lesson(lesson);
    REQUIRE(view);
    return view->marks.size();
}

void open_requests(const StationProgram& office) {
    office.click("button", "Мои уроки");
    office.click("button", "Исправления");
}

}  // namespace

TEST_CASE(
    "late change: the teacher asks for it, the director allows it, the administrator carries it out by its number, "
    "and journal and register show it",
    "[e2e][late][J-08][J-10][J-11][J-12][J-13][J-14]") {
    ServedSchool served;
    const SmallSchool& school = served.server.school;
    const auto clerk = id<PersonId>(22);
    served.server.record(
        {fact(school, entity_of(clerk), Person{PersonKind::staff, "Орлова", "Вера", "", "v.orlova@school.example"}),
         fact(school, id<EntityId>(150), RoleGrant{school.other_teacher, Role::director, {}}),
         fact(school, id<EntityId>(151), RoleGrant{clerk, Role::administrator, {}})});
    constexpr std::string_view square = "Белов И., вт 1 сентября, 1 урок";
    constexpr std::string_view request = "№ 1 · Белов И. · 7Б · алгебра · оценка";
    const CardDaemon daemon;

    StationProgram room{served.station("kab-12", StationMode::classroom)};
    {
        const CardProgram card{served.card()};
        log_in(room, card, "Анна Сергеевна К.");
        room.click("button", "Журнал");
        room.click("cell", square);
        room.click("choice", "5");
        REQUIRE(room.comes_to_say("Срок исправления отметки прошёл."));
        CHECK(room.value("cell", square).empty());
        room.click("cell", square);
        room.click("button", "Попросить исправление");
        room.click("choice", "ученик отсутствовал по уважительной причине");
        room.click("text field", "Документ: вид, номер, дата");
        room.type("118");
        room.click("button", "Отправить просьбу");
        REQUIRE(room.comes_to_say("Просьба об исправлении отправлена."));
        // What stands on this station alone would not leave it any more.
        REQUIRE(eventually([&] {
            const auto book = served.server.core->facts(school.school);
            return book && (*book)->change_requests().size() == 1;
        }));
        card.tell("out");
        REQUIRE(room.comes_to_say("Вставьте карту"));
    }
    room.stop();  // all stations of this test see the same readers

    StationProgram office{served.station("office-1", StationMode::office)};
    {
        const CardProgram card{served.other_card()};
        log_in(office, card, "Пётр Л.");
        open_requests(office);
        office.click("choice", request);
        INFO(office.screen());
        CHECK(office.comes_to_say("Станет: 5"));
        CHECK(office.says("118"));
        office.click("button", "Разрешить");
        REQUIRE(office.comes_to_say("разрешено, не внесено"));
        CHECK_FALSE(office.says("Внести исправление"));
        card.tell("out");
        REQUIRE(office.comes_to_say("Вставьте карту"));
    }
    {
        const CardProgram card{served.card_of(clerk, "v.orlova@school.example")};
        log_in(office, card, "Вера О.");
        open_requests(office);
        office.click("choice", request);
        CHECK_FALSE(office.says("Разрешить"));
        office.click("button", "Внести исправление № 1");
        REQUIRE(office.comes_to_say("Открытых просьб нет."));
        office.click("choice", "Все: 1");
        office.click("choice", request);
        REQUIRE(office.comes_to_say("№ 1 · внесено"));
        CHECK(office.says("Ли П."));
        CHECK(office.says("Орлова В. · вт 15 сентября"));
    }
    DemoStation told{served.server, 130, StationMode::classroom};
    REQUIRE(eventually([&] { return marks_known_to(told, {school.algebra, school.autumn, 1, {}}) == 1; }));
    office.stop();

    room.start();
    const CardProgram card{served.card()};
    log_in(room, card, "Анна Сергеевна К.");
    room.click("button", "Журнал");
    REQUIRE(eventually([&] { return room.value("cell", square) == "5"; }));
    room.click("cell", square);
    room.click("button", "Ещё");
    room.click("button", "История записей");
    CHECK(room.comes_to_say("по просьбе об исправлении"));
    CHECK(room.says("Орлова В."));
}

TEST_CASE(
    "paste: a column copied from a spreadsheet lands in today's lesson, lines that fit nowhere are told first, and the "
    "mended column brings only what was missing",
    "[e2e][paste]") {
    ServedSchool served;
    const SmallSchool& school = served.server.school;
    constexpr std::array families{"Воронин", "Гусева", "Дроздов", "Зимин", "Иванова", "Котов", "Лебедев"};
    std::vector<Fact> facts;
    for (std::uint8_t n = 0; n < families.size(); ++n) {
        const auto pupil = id<PersonId>(static_cast<std::uint8_t>(180 + n));
        facts.push_back(fact(school, entity_of(pupil), Person{PersonKind::pupil, families.at(n), "Пётр", "", ""}));
        facts.push_back(
            fact(school, id<EntityId>(static_cast<std::uint8_t>(200 + n)), Membership{school.class_7b, pupil}));
    }
    served.server.record(std::move(facts));
    const CardDaemon daemon;
    const CardProgram card{served.card()};
    const StationProgram room{served.station("kab-12", StationMode::classroom)};
    log_in(room, card, "Анна Сергеевна К.");
    room.click("button", "Журнал");
    const auto square = [](std::string_view pupil) { return std::string(pupil) + ", вт 15 сентября, 2 урок"; };
    const auto holds = [&](std::string_view pupil, std::string_view value) {
        return eventually([&] { return room.value("cell", square(pupil)) == value; });
    };
    REQUIRE(room.comes_to_say("Лебедев П."));

    // As a spreadsheet puts it: a pupil without a mark is an empty line, and the last line ends too.
    room.copy("5\r\n4\r\n\r\n3\r\nотл\r\nн\r\n4,5\r\n2\r\n4\r\n");
    room.press("ctrl+v");
    REQUIRE(room.comes_to_say("Вставка столбца"));
    CHECK(room.says("вт 15 сентября, 2 урок · ответ на уроке"));
    CHECK(room.says("Будет вписано: 5 оценок, 1 буква посещаемости."));
    CHECK(room.says("2 строки не подходят и вписаны не будут:"));
    CHECK(room.says("Строка 5 · Дроздов П. · «отл»"));
    CHECK(room.says("Строка 7 · Иванова П. · «4,5»"));
    CHECK(room.value("cell", square("Белов И.")).empty());
    room.click("button", "Вставить");
    CHECK(holds("Абдурахманова-Кржижановская Е.", "5"));
    CHECK(holds("Белов И.", "4"));
    CHECK(holds("Гусева П.", "3"));
    CHECK(holds("Зимин П.", "Н"));
    CHECK(holds("Котов П.", "2"));
    CHECK(holds("Лебедев П.", "4"));
    for (const std::string_view pupil : {"Воронин П.", "Дроздов П.", "Иванова П."}) CHECK(holds(pupil, ""));

    // Nothing of it fits nowhere or replaces anything now, so nobody is asked.
    room.click("cell", square("Абдурахманова-Кржижановская Е."));
    room.copy("5\n4\n\n3\n5\nН\n4\n2\n4\n");
    room.press("ctrl+v");
    CHECK(holds("Дроздов П.", "5"));
    CHECK(holds("Иванова П.", "4"));
    CHECK_FALSE(room.says("Вставка столбца"));

    DemoStation told{served.server, 130, StationMode::classroom};
    CHECK(eventually([&] { return marks_known_to(told, {school.algebra, tuesday, 2, {}}) == 7; }));
}
