#include "tests/sync/demo_school.hpp"

namespace zvonok::test {

LiveServer::House DemoServer::plain_house(Backend backend) {
    const SmallSchool school;
    return {school.school, school.room, school.facts, demo_morning, backend};
}

DemoServer::DemoServer(Backend backend) : DemoServer(plain_house(backend)) {}

DemoServer::DemoServer(House house)
    : LiveServer(std::move(house)),
      teacher(card_of(school.teacher, "a.kuznetsova@school.example", staff_authority)),
      other_teacher(card_of(school.other_teacher, "p.li@school.example", staff_authority)) {}

journal::Draft DemoStation::absence(PersonId pupil, std::string code, int ordinal) const {
    return {{domain::CellKind::attendance, {server.school.algebra, date(2026, 9, 15), ordinal, {}}, entity_of(pupil)},
            domain::Attendance{std::move(code)}};
}

journal::Draft DemoStation::homework(std::string text) const {
    return {{domain::CellKind::homework,
             {server.school.algebra, date(2026, 9, 15), 1, {}},
             entity_of(server.school.class_7b)},
            domain::Homework{
                std::move(text), domain::HomeworkWay::written, {server.school.algebra, date(2026, 9, 17), 1, {}}}};
}

}  // namespace zvonok::test
