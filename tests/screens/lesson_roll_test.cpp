#include "station/screens/lesson.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using input::Key;
using ui::Role;

namespace {

using LessonScreen = test::Screen<lesson::State, lesson::Scratch, lesson::Intent>;

/// Does what the application will do with an answer.
lesson::Attend obeyed(LessonScreen& screen) {
    const auto said = screen.take<lesson::Attend>();
    for (lesson::Pupil& pupil : screen.state.pupils) {
        if (pupil.id != said.pupil) continue;
        pupil.code = said.code;
        pupil.late_minutes = said.late_minutes;
        pupil.standing = Standing::saved;
    }
    screen.settle();
    return said;
}

}  // namespace

TEST_CASE("roll-call: the name stands in letters for the last desk, one touch answers and leads to the next",
          "[screens][lesson][roll]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.touch(Role::button, "Перекличка");
    CHECK(screen.says("Перекличка: 1 из 30"));
    const ui::Node* name = screen.find(Role::heading, "Абдурахманова-Кржижановская");
    REQUIRE(name != nullptr);
    CHECK(name->rect.h >= 10 * 9.F);
    CHECK(screen.find(Role::heading, "Елизавета") != nullptr);

    screen.touch(Role::button, "На месте");
    CHECK(obeyed(screen).code.empty());
    CHECK(screen.find(Role::heading, "Белов") != nullptr);
    screen.touch(Role::button, "Нет в классе");
    const auto absent = obeyed(screen);
    CHECK(absent.pupil == screen.state.pupils[1].id);
    CHECK(absent.code == "Н");
    CHECK(screen.says("Белов И. · Н · отсутствует"));
    screen.touch(Role::button, "Опоздание");
    const auto late = obeyed(screen);
    CHECK(late.code.empty());
    CHECK(late.late_minutes == 12);
    CHECK(screen.says("опоздание 12 минут"));
}

TEST_CASE("roll-call: keys answer, go back and on, and Escape ends it", "[screens][lesson][roll]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.press(Role::button, "Перекличка");
    screen.key(Key::space);
    CHECK(obeyed(screen).pupil == screen.state.pupils[0].id);
    screen.type("2");
    CHECK(obeyed(screen).code == "Н");
    screen.type("3");
    CHECK(obeyed(screen).late_minutes == 12);
    screen.type("б");
    CHECK(obeyed(screen).code == "Б");
    screen.key(Key::left);
    screen.key(Key::left);
    CHECK(screen.says("Перекличка: 3 из 30"));
    screen.key(Key::enter);
    const auto again = obeyed(screen);
    CHECK(again.pupil == screen.state.pupils[2].id);
    CHECK(again.late_minutes == 0);
    screen.key(Key::right);
    screen.key(Key::right);
    CHECK(screen.intents.empty());
    CHECK(screen.says("Перекличка: 6 из 30"));
    screen.key(Key::escape);
    CHECK(screen.find(Role::button, "Перекличка") != nullptr);
    CHECK(screen.says("Отмечено 4 из 30"));
    // It goes on with those whom nobody has called yet.
    screen.press(Role::button, "Перекличка");
    CHECK(screen.says("Перекличка: 1 из 26"));
    CHECK(screen.find(Role::heading, "Григорьева") != nullptr);
}

TEST_CASE("roll-call: a class of 45 is called in 45 touches, and behind the last the list is back",
          "[screens][lesson][roll]") {
    LessonScreen screen{lesson::draw, test::lesson_state(45)};
    screen.touch(Role::button, "Перекличка");
    for (int n = 0; n < 45; ++n) {
        screen.touch(Role::button, "На месте");
        obeyed(screen);
    }
    CHECK(screen.says("На месте 45 из 45"));
    CHECK(screen.find(Role::button, "Перекличка") != nullptr);
}

TEST_CASE("roll-call: after the bell nobody can be late, and on another's lesson nobody is called",
          "[screens][lesson][roll]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.state.around.now = screen.state.ends;
    screen.settle();
    screen.press(Role::button, "Перекличка");
    CHECK(screen.find(Role::button, "Опоздание") == nullptr);
    screen.type("3");
    CHECK(screen.intents.empty());
    CHECK(screen.says("Перекличка: 1 из 30"));
    screen.state.read_only = lesson::ReadOnly::not_yours;
    screen.settle();
    CHECK_FALSE(screen.says("Перекличка: 1 из 30"));
    CHECK(screen.find(Role::button, "Перекличка") == nullptr);
}
