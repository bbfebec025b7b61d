#include "station/screens/lesson.hpp"
#include "station/screens/page.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using domain::CellKind;
using input::Key;
using ui::Role;

namespace {

using LessonScreen = test::Screen<lesson::State, lesson::Scratch, lesson::Intent>;
using PageScreen = test::Screen<page::State, page::Scratch, page::Intent>;

}  // namespace

TEST_CASE("undo: the lesson says what was written last, and a touch or Ctrl+Z takes it back",
          "[screens][lesson][undo]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    CHECK(screen.find(Role::button, "Отменить") == nullptr);
    screen.state.last_touch = lesson::LastTouch{CellKind::attendance, "Белов И.", "Н"};
    screen.settle();
    CHECK(screen.says("Можно отменить: Белов И.: Н"));
    screen.press(Role::button, "Отменить");
    screen.take<lesson::Undo>();
    screen.key(Key::undo);
    screen.take<lesson::Undo>();

    // While something is being typed the key is the field's.
    screen.touch(Role::text_field, "Тема урока");
    screen.type("Дроби");
    screen.key(Key::undo);
    CHECK(screen.intents.empty());
}

TEST_CASE("undo: what was written is told in words", "[screens][lesson][undo]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    const auto told = [&](const lesson::LastTouch& touch, std::string_view text) {
        screen.state.last_touch = touch;
        screen.settle();
        return screen.says("Можно отменить: " + std::string{text});
    };
    CHECK(told({CellKind::attendance, "Белов И.", ""}, "Белов И.: на месте"));
    CHECK(told({CellKind::attendance, "Белов И.", "", 1, 7}, "Белов И.: опоздание 7 минут"));
    CHECK(told({CellKind::mark, "Белов И.", "", 1}, "Белов И.: убрано"));
    CHECK(told({CellKind::mark, "Белов И.", "5", 3}, "Белов И.: 5 и ещё 2 записи"));
    CHECK(told({CellKind::homework, "Белов И.", "№ 220"}, "Белов И.: задание"));
    CHECK(told({CellKind::homework, "", ""}, "задание"));
    CHECK(told({CellKind::topic, "", "Дроби"}, "тема: Дроби"));
}

TEST_CASE("undo: on the journal page too, and not where nothing can be taken back", "[screens][page][undo]") {
    PageScreen screen{page::draw, test::busy_page_state()};
    const ui::Node* button = screen.find(Role::button, "Отменить");
    REQUIRE(button != nullptr);
    CHECK_FALSE(button->enabled);
    screen.key(Key::undo);
    CHECK(screen.intents.empty());
    screen.state.last_touch = lesson::LastTouch{CellKind::mark, "Белов И.", "5"};
    screen.settle();
    screen.press(Role::button, "Отменить");
    screen.take<lesson::Undo>();
}

TEST_CASE("undo: what others have changed since is told on the lesson and on its page",
          "[screens][lesson][page][undo]") {
    const lesson::LastTouch touch{CellKind::attendance, "Белов И.", "Н"};
    const auto* told = "Белов И.: Н — с тех пор здесь записали другое, поэтому отменить это нельзя.";
    LessonScreen on_lesson{lesson::draw, test::lesson_state(30)};
    CHECK_FALSE(on_lesson.says(told));
    on_lesson.state.overtaken = touch;
    on_lesson.settle();
    CHECK(on_lesson.says(told));
    PageScreen on_page{page::draw, test::busy_page_state()};
    on_page.state.overtaken = touch;
    on_page.settle();
    CHECK(on_page.says(told));
}
