#include "station/ui/spoken.hpp"

#include "station/screens/lesson.hpp"
#include "station/screens/page.hpp"
#include "station/screens/pin.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using input::Key;
using ui::Role;

namespace {

using LessonScreen = test::Screen<lesson::State, lesson::Scratch, lesson::Intent>;
using PinScreen = test::Screen<pin::State, pin::Scratch, pin::Intent>;

/// What a listener hears between one picture that came to rest and the next.
class Ear {
  public:
    template <class Screen>
    ui::Spoken hears(const Screen& screen, const ui::Words& words = {}) {
        const ui::Spoken heard = ui::spoken(before_, screen.tree(), words);
        before_ = screen.tree();
        return heard;
    }

  private:
    ui::Tree before_;
};

}  // namespace

TEST_CASE("spoken: a lesson that opens says its title, and Tab and arrows what they come to", "[screens][spoken]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    Ear ear;
    CHECK(ear.hears(screen).text == "Каб. 12, 7Б, алгебра, 3 урок. Отмечено 0 из 30");
    const auto key_says = [&](Key key) {
        screen.key(key);
        return ear.hears(screen).text;
    };
    CHECK(key_says(Key::tab) == "кнопка Выход");
    CHECK(key_says(Key::tab) == "кнопка Помощь и вид");
    CHECK(key_says(Key::tab) == "кнопка Все на месте");
    screen.focus(Role::cell, "Белов И., посещаемость");
    CHECK(ear.hears(screen).text == "Белов И., посещаемость, пусто, 2 из 30");
    CHECK(key_says(Key::down) == "Васильева М., посещаемость, пусто, 3 из 30");
    CHECK(key_says(Key::right) == "Васильева М., оценка, пусто, 3 из 30");
    CHECK(key_says(Key::up) == "Белов И., оценка, пусто, 2 из 30");
    CHECK(ear.hears(screen) == ui::Spoken{{}, true});
}

TEST_CASE("spoken: of a cell that keeps the focus only its new state is said, in words and not in letters",
          "[screens][spoken]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.focus(Role::cell, "Белов И., посещаемость");
    Ear ear;
    ear.hears(screen);
    screen.state.pupils[1].code = "Н";
    screen.state.pupils[1].standing = Standing::writing;
    screen.settle();
    CHECK(ear.hears(screen).text == "отсутствует, ещё не сохранено");
    screen.state.pupils[1].standing = Standing::saved;
    screen.settle();
    const ui::Spoken saved = ear.hears(screen);
    CHECK(saved.text == "отсутствует, сохранено");
    CHECK_FALSE(saved.can_wait);
    screen.key(Key::down);
    ear.hears(screen);
    screen.key(Key::up);
    CHECK(ear.hears(screen).text == "Белов И., посещаемость, отсутствует, сохранено, 2 из 30");
}

TEST_CASE("spoken: on the journal page a square is its pupil, its day, its meaning and its row", "[screens][spoken]") {
    using PageScreen = test::Screen<page::State, page::Scratch, page::Intent>;
    PageScreen screen{page::draw, test::page_state(25, 8)};
    const std::string code = screen.state.codes.front().letters;
    screen.state.rows[1].squares.back().code = code;
    screen.state.rows[1].squares.back().marks.clear();
    screen.settle();
    Ear ear;
    ear.hears(screen);
    const auto& nodes = screen.tree().nodes();
    const auto square = std::ranges::find_if(nodes, [&](const ui::Node& node) {
        return node.name.starts_with(screen.state.rows[1].name) && node.value.starts_with(code);
    });
    REQUIRE(square != nodes.end());
    const std::string name = square->name;
    screen.focus(Role::cell, name);
    const std::string heard = ear.hears(screen).text;
    CHECK(heard.starts_with(name + ", " + screen.state.codes.front().title));
    CHECK(heard.ends_with(", 2 из 25"));
    screen.focus(Role::cell, name);
    screen.key(Key::end);  // of the row: the table stays the one that it was
    CHECK(ear.hears(screen).text.starts_with(screen.state.rows[1].name));
    for (int steps = 0; steps < 20; ++steps) screen.key(Key::down);
    const std::string below = ear.hears(screen).text;
    CHECK(below.starts_with(screen.state.rows[21].name));
    CHECK(below.ends_with(", 22 из 25"));
}

TEST_CASE("spoken: a refusal is said wherever the person is, and with its name", "[screens][spoken]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.state.pupils[1].code = "Н";
    screen.state.pupils[1].standing = Standing::saved;
    screen.settle();
    screen.focus(Role::cell, "Гаврилов С., посещаемость");
    Ear ear;
    ear.hears(screen);
    screen.state.pupils[1].standing = Standing::refused;
    screen.settle();
    const ui::Spoken refused = ear.hears(screen);
    CHECK(refused.text == "Белов И., посещаемость, отсутствует, отклонено");
    CHECK_FALSE(refused.can_wait);
    CHECK(ear.hears(screen).text.empty());
}

TEST_CASE("spoken: the line about network and saving waits until the rest was said", "[screens][spoken]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    Ear ear;
    CHECK(ear.hears(screen).text.find("сохранено на этой станции") == std::string::npos);
    screen.state.around = test::offline(3);
    screen.settle();
    const ui::Spoken offline = ear.hears(screen);
    CHECK(offline.can_wait);
    CHECK(offline.text.find("3 записи") != std::string::npos);
    screen.state.around.now = test::at(9, 43);
    screen.settle();
    CHECK(ear.hears(screen).text.empty());  // a minute went by: nothing that has to be heard
}

TEST_CASE("spoken: a dialogue says its name and its words; closed, the person hears where he is again",
          "[screens][spoken]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.focus(Role::button, "Оценки: ответ на уроке");
    Ear ear;
    ear.hears(screen);
    screen.scratch.choosing_work = true;
    screen.settle();
    CHECK(ear.hears(screen).text.starts_with("За что оценки"));
    screen.key(Key::escape);
    CHECK(ear.hears(screen).text == "кнопка Оценки: ответ на уроке");
    screen.scratch.choosing_work = true;
    screen.settle();
    ear.hears(screen);
    screen.key(Key::tab);
    CHECK(ear.hears(screen).text.find(", 1 из ") != std::string::npos);
    screen.key(Key::escape);  // the focus was in the dialogue: it is nowhere now
    CHECK(ear.hears(screen).text == "Каб. 12, 7Б, алгебра, 3 урок. Отмечено 0 из 30");
}

TEST_CASE("spoken: a field says what is typed, a word when it ends, and that it is empty", "[screens][spoken]") {
    LessonScreen screen{lesson::draw, test::busy_lesson_state()};
    const auto& nodes = screen.tree().nodes();
    const auto field = std::ranges::find(nodes, Role::text_field, &ui::Node::role);
    REQUIRE(field != nodes.end());
    const std::string name = field->name;
    Ear ear;
    screen.focus(Role::text_field, name);
    CHECK(ear.hears(screen).text.find("поле " + name) != std::string::npos);
    screen.key(Key::select_all);
    screen.key(Key::remove);
    CHECK(ear.hears(screen).text == "пусто");
    screen.type("д");
    CHECK(ear.hears(screen).text == "д");
    screen.type("робь");
    CHECK(ear.hears(screen).text == "робь");
    screen.type(" ");
    CHECK(ear.hears(screen).text == "дробь");
    screen.key(Key::backspace);
    CHECK(ear.hears(screen).text == "дробь");
}

TEST_CASE("spoken: of a PIN only that a digit was taken or erased, also when the pad is walked", "[screens][spoken]") {
    PinScreen screen{pin::draw, test::pin_state()};
    screen.state.digits = 0;
    screen.state.around = {.now = test::at(0, 0)};
    screen.settle();
    Ear ear;
    CHECK(ear.hears(screen).text.find("Введите PIN карты") != std::string::npos);
    for (int taken = 1; taken <= 6; ++taken) {
        screen.type("7");
        screen.state.digits = taken;
        screen.settle();
        CHECK(ear.hears(screen).text == "Цифра принята");
    }
    screen.state.digits = 5;
    screen.settle();
    CHECK(ear.hears(screen).text == "Стёрто");
    bool digits = false;
    for (int steps = 0; steps < 20; ++steps) {
        screen.key(Key::tab);
        const std::string heard = ear.hears(screen).text;
        INFO(heard);
        digits = digits || heard == "клавиша с цифрой";
        CHECK(heard.find_first_of("0123456789") == std::string::npos);
    }
    CHECK(digits);
    screen.state.phase = pin::Phase::wrong;
    screen.state.tries_left = 1;
    screen.settle();
    CHECK(ear.hears(screen).text.starts_with("PIN не подошёл. Осталась 1 попытка."));
}
