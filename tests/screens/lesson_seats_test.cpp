#include "station/screens/lesson.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using input::Key;
using ui::Role;

namespace {

using LessonScreen = test::Screen<lesson::State, lesson::Scratch, lesson::Intent>;

LessonScreen seats_screen(lesson::State state) {
    LessonScreen screen{lesson::draw, std::move(state)};
    screen.press(Role::button, "Посадка");
    return screen;
}

ui::Point middle_of(const LessonScreen& screen, std::string_view cell) {
    const ui::Node* node = screen.find(Role::cell, cell);
    INFO(screen.tree().describe());
    REQUIRE(node != nullptr);
    return node->rect.middle();
}

/// Who sits there; empty: nobody.
PersonId at(const domain::SeatPlan& plan, int row, int column) {
    for (const domain::SeatPlan::Seat& seat : plan.seats)
        if (seat.row == row && seat.column == column) return seat.pupil;
    return {};
}

}  // namespace

TEST_CASE("seats: the class is marked where it sits, by touch and by keys", "[screens][lesson][seats]") {
    LessonScreen screen = seats_screen(test::seated_lesson_state());
    // The board is in front: the first of the list sits nearer to it than the seventh.
    CHECK(middle_of(screen, "Васильева М., посещаемость").y < middle_of(screen, "Жданов Е., посещаемость").y);
    CHECK(screen.says("Ещё 3 ученика без места"));
    CHECK(screen.find(Role::cell, "Цой А., посещаемость") != nullptr);
    screen.touch(Role::cell, "Васильева М., посещаемость");
    CHECK(screen.take<lesson::Attend>().code == "Н");
    screen.focus(Role::cell, "Васильева М., оценка");
    screen.type("5");
    const auto mark = screen.take<lesson::GiveMark>();
    CHECK(mark.pupil == screen.state.pupils[2].id);
    CHECK(mark.value == "5");
    screen.key(Key::remove);
    CHECK(screen.take<lesson::GiveMark>().value.empty());
    screen.press(Role::button, "Список");
    CHECK(screen.find(Role::cell, "Васильева М., посещаемость") != nullptr);
}

TEST_CASE("seats: a pupil is dragged to another's place, and the two change places", "[screens][lesson][seats]") {
    LessonScreen screen = seats_screen(test::seated_lesson_state());
    screen.press(Role::button, "Пересадить");
    screen.swipe(middle_of(screen, "Ряд 1, парта 1, слева"), middle_of(screen, "Ряд 3, парта 2, справа"));
    CHECK(screen.intents.empty());
    // A free place, a pupil without one, and what lies outside the room.
    screen.swipe(middle_of(screen, "Ряд 1, парта 1, справа"), middle_of(screen, "Ряд 3, парта 5, справа"));
    screen.flick(middle_of(screen, "Цой А., без места"), middle_of(screen, "Ряд 1, парта 1, справа"));
    screen.swipe(middle_of(screen, "Ряд 2, парта 1, слева"), {5, 5});
    screen.press(Role::button, "Сохранить схему");
    const domain::SeatPlan plan = screen.take<lesson::Seat>().plan;
    const auto& pupils = screen.state.pupils;
    CHECK(at(plan, 0, 0) == pupils[11].id);
    CHECK(at(plan, 1, 5) == pupils[0].id);
    CHECK(at(plan, 4, 5) == pupils[1].id);
    CHECK(at(plan, 0, 1) == pupils[28].id);
    CHECK(at(plan, 0, 2) == pupils[2].id);
    CHECK(plan.seats.size() == 28);
    CHECK(screen.find(Role::button, "Пересадить") != nullptr);
}

TEST_CASE("seats: two touches or Enter and arrows seat a pupil as a drag does", "[screens][lesson][seats]") {
    LessonScreen screen = seats_screen(test::seated_lesson_state());
    screen.press(Role::button, "Пересадить");
    screen.touch(Role::cell, "Ряд 1, парта 1, слева");
    CHECK(screen.says("Абдурахманова-Кржижановская Е.: коснитесь места"));
    screen.touch(Role::cell, "Ряд 3, парта 5, справа");
    screen.focus(Role::cell, "Ряд 1, парта 2, слева");
    screen.key(Key::enter);
    screen.key(Key::right);
    screen.key(Key::enter);
    // Escape lets go of whom was taken, and no more.
    screen.key(Key::enter);
    screen.key(Key::escape);
    screen.touch(Role::cell, "Фёдоров С., без места");
    screen.touch(Role::cell, "Ряд 1, парта 1, слева");
    screen.press(Role::button, "Сохранить схему");
    const domain::SeatPlan plan = screen.take<lesson::Seat>().plan;
    const auto& pupils = screen.state.pupils;
    CHECK(at(plan, 4, 5) == pupils[0].id);
    CHECK(at(plan, 1, 0) == pupils[7].id);
    CHECK(at(plan, 1, 1) == pupils[6].id);
    CHECK(at(plan, 0, 0) == pupils[27].id);
}

TEST_CASE("seats: a class that was never seated is seated in the order of the list, and nothing is written before",
          "[screens][lesson][seats]") {
    lesson::State state = test::lesson_state(30);
    state.seats.can = lesson::SeatPart::Can::write;
    LessonScreen screen = seats_screen(state);
    CHECK(screen.says("7Б в этом кабинете ещё никто не рассаживал"));
    screen.press(Role::button, "Рассадить");
    CHECK(screen.says("3 ряда · по 5 парт"));
    // Desks that are taken out leave their pupils without a place; put back, they are seated again.
    screen.press(Role::button, "− парта");
    CHECK(screen.find(Role::cell, "Щукина П., без места") != nullptr);
    screen.press(Role::button, "+ парта");
    screen.press(Role::button, "Рассадить остальных");
    CHECK(screen.says("Место есть у каждого."));
    CHECK(screen.intents.empty());
    screen.press(Role::button, "Отмена");
    CHECK(screen.intents.empty());
    screen.press(Role::button, "Рассадить");
    screen.press(Role::button, "Сохранить схему");
    const domain::SeatPlan plan = screen.take<lesson::Seat>().plan;
    CHECK(plan.rows == 5);
    CHECK(plan.columns == 6);
    CHECK(plan.seats.size() == 30);
    CHECK(at(plan, 0, 0) == state.pupils[0].id);
}

TEST_CASE("seats: where no plan can be made the screen says why", "[screens][lesson][seats]") {
    lesson::State state = test::lesson_state(30);
    using Can = lesson::SeatPart::Can;
    const auto says = [&](Can can, std::string_view why) {
        state.seats.can = can;
        LessonScreen screen = seats_screen(state);
        CHECK(screen.says(why));
        CHECK(screen.find(Role::button, "Рассадить") == nullptr);
        CHECK(screen.says("У этого урока нет схемы посадки") == (can != Can::read));
    };
    says(Can::read, "Рассадить класс может его учитель, классный руководитель или завуч.");
    says(Can::not_one_class, "На уроке несколько классов сразу, а схема бывает у одного класса. Отмечайте по списку.");
    says(Can::not_in_a_room, "В расписании не сказано, в каком кабинете урок. Отмечайте по списку.");
}

TEST_CASE("seats: who has left the class leaves the plan, and a right that ends closes the seating",
          "[screens][lesson][seats]") {
    LessonScreen screen = seats_screen(test::seated_lesson_state());
    screen.state.pupils.erase(screen.state.pupils.begin());
    screen.settle();
    CHECK(screen.find(Role::cell, "Белов И., посещаемость") != nullptr);
    screen.press(Role::button, "Пересадить");
    const ui::Node* seat = screen.find(Role::cell, "Ряд 1, парта 1, слева");
    REQUIRE(seat != nullptr);
    CHECK(seat->meaning == "свободно");
    screen.touch(Role::cell, "Ряд 1, парта 1, слева");
    screen.touch(Role::cell, "Ряд 1, парта 1, справа");
    screen.touch(Role::cell, "Ряд 1, парта 1, слева");
    screen.state.seats.can = lesson::SeatPart::Can::read;
    screen.settle();
    CHECK(screen.find(Role::button, "Сохранить схему") == nullptr);
}
