#include "station/screens/page.hpp"
#include "station/screens/phrases.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using input::Key;
using ui::Role;

namespace {

using PageScreen = test::Screen<page::State, page::Scratch, page::Intent>;

/// The name of a square, as the tree has it.
std::string square(const page::State& state, std::size_t row, std::size_t column) {
    return state.rows[row].name + ", " + date_text(ui::Words{}, state.columns[column].day) + ", 3 урок";
}
std::size_t today_of(const page::State& state) {
    std::size_t found = 0;
    for (std::size_t n = 0; n < state.columns.size(); ++n)
        if (state.columns[n].day <= test::tuesday) found = n;
    return found;
}
std::string focused(const PageScreen& screen) {
    const ui::Node* node = screen.tree().focused();
    return node == nullptr ? std::string{} : node->name;
}
std::size_t squares_in(const ui::Tree& tree) {
    return static_cast<std::size_t>(std::ranges::count(tree.nodes(), Role::cell, &ui::Node::role));
}

}  // namespace

TEST_CASE("page: it opens with the cursor on today's lesson, and draws no more squares than fit", "[screens][page]") {
    PageScreen screen{page::draw, test::page_state(40, 80)};
    const std::size_t today = today_of(screen.state);
    CHECK(focused(screen) == square(screen.state, 0, today));
    CHECK(screen.tree().focused()->rect.right() <= 1920);
    CHECK(squares_in(screen.tree()) < 40U * 30U);
    CHECK(screen.find(Role::cell, square(screen.state, 0, 0)) == nullptr);
    CHECK(screen.find(Role::cell, square(screen.state, 39, today)) == nullptr);
}

TEST_CASE("page: the cursor stands on today's lesson also when the lessons come after the page itself",
          "[screens][page]") {
    const page::State full = test::page_state(40, 80);
    page::State opening = full;
    opening.columns.clear();
    opening.rows.clear();
    opening.loading = true;
    PageScreen screen{page::draw, opening};
    screen.state = full;
    screen.settle();
    CHECK(focused(screen) == square(full, 0, today_of(full)));
    screen.key(Key::home);
    screen.settle();
    CHECK(focused(screen) == square(full, 0, 0));  // and nothing takes it back there
}

TEST_CASE("page: arrows walk over the whole table, beyond every visible edge", "[screens][page]") {
    PageScreen screen{page::draw, test::page_state(40, 80)};
    for (std::size_t column = today_of(screen.state); column > 0; --column) screen.key(Key::left);
    CHECK(focused(screen) == square(screen.state, 0, 0));
    for (int row = 1; row < 40; ++row) {
        screen.key(Key::down);
        CHECK(focused(screen) == square(screen.state, static_cast<std::size_t>(row), 0));
        CHECK(screen.tree().focused()->rect.bottom() <= 1080);
    }
    for (std::size_t column = 1; column < 80; ++column) screen.key(Key::right);
    CHECK(focused(screen) == square(screen.state, 39, 79));
    screen.key(Key::right);
    CHECK(focused(screen) == screen.state.rows[39].name + ", итоговая оценка");
    screen.key(Key::home);
    CHECK(focused(screen) == square(screen.state, 39, 0));
    screen.key(Key::page_up);
    CHECK(focused(screen) == square(screen.state, 29, 0));
    screen.key(Key::end);
    CHECK(focused(screen) == screen.state.rows[29].name + ", итоговая оценка");
}

TEST_CASE("page: at the table's upper edge the arrow leads to the buttons", "[screens][page]") {
    PageScreen screen{page::draw, test::page_state(30, 27)};
    screen.key(Key::up);
    REQUIRE(screen.tree().focused() != nullptr);
    CHECK(screen.tree().focused()->role == Role::button);
}

TEST_CASE("page: a digit is a mark in that lesson and goes on to the next pupil, a letter is attendance",
          "[screens][page][G-01]") {
    PageScreen screen{page::draw, test::page_state(30, 27)};
    const std::size_t today = today_of(screen.state);
    screen.type("4");
    const auto mark = screen.take<page::GiveMark>();
    CHECK(mark.value == "4");
    CHECK(mark.pupil == screen.state.rows[0].id);
    CHECK(mark.lesson == screen.state.columns[today].key);
    CHECK(focused(screen) == square(screen.state, 1, today));
    screen.key(Key::left);
    screen.type("y");  // the key of «н»
    const auto absent = screen.take<page::Attend>();
    CHECK(absent.code == "Н");
    CHECK(absent.lesson == screen.state.columns[today - 1].key);
    CHECK(focused(screen) == square(screen.state, 1, today - 1));
    screen.key(Key::remove);
    CHECK(screen.take<page::Erase>().lesson == screen.state.columns[today - 1].key);
    screen.type("9");
    CHECK(screen.intents.empty());
}

TEST_CASE("page: the last column takes the period's mark, words by their first letter", "[screens][page][I-05]") {
    PageScreen screen{page::draw, test::page_state(30, 27)};
    screen.key(Key::end);
    CHECK(screen.says("прогноз"));
    screen.type("5");
    CHECK(screen.take<page::GiveResult>().value == "5");
    CHECK(focused(screen) == screen.state.rows[1].name + ", итоговая оценка");
    screen.type("н");
    CHECK(screen.take<page::GiveResult>().value == "н/а");
    screen.key(Key::backspace);
    const auto back = screen.take<page::GiveResult>();
    CHECK(back.value.empty());
    CHECK(back.pupil == screen.state.rows[2].id);
}

TEST_CASE("page: a touch says which square is meant, and each touch on the strip writes and goes on as a key does",
          "[screens][page]") {
    PageScreen screen{page::draw, test::page_state(30, 27)};
    const std::size_t column = today_of(screen.state) - 1;
    screen.touch(Role::cell, square(screen.state, 2, column));
    CHECK(focused(screen) == square(screen.state, 2, column));
    CHECK(screen.find(Role::cell, square(screen.state, 2, column))->chosen);
    CHECK(screen.find(Role::group, "Клетка журнала") == nullptr);
    screen.touch(Role::choice, "3");
    auto mark = screen.take<page::GiveMark>();
    CHECK(mark.pupil == screen.state.rows[2].id);
    CHECK(mark.lesson == screen.state.columns[column].key);
    screen.touch(Role::choice, "5");
    mark = screen.take<page::GiveMark>();
    CHECK(mark.pupil == screen.state.rows[3].id);
    CHECK(mark.value == "5");
    screen.touch(Role::choice, "Б");
    CHECK(screen.take<page::Attend>().pupil == screen.state.rows[4].id);
    CHECK(focused(screen) == square(screen.state, 4, column));
    screen.key(Key::end);
    screen.touch(Role::choice, "н/а");
    CHECK(screen.take<page::GiveResult>().pupil == screen.state.rows[4].id);
    // At the last pupil it stays.
    for (int row = 0; row < 40; ++row) screen.key(Key::down);
    screen.touch(Role::choice, "4");
    CHECK(screen.take<page::GiveResult>().pupil == screen.state.rows.back().id);
    CHECK(focused(screen) == screen.state.rows.back().name + ", итоговая оценка");
}

TEST_CASE("page: a second touch opens all that can be done in the square", "[screens][page]") {
    PageScreen screen{page::draw, test::page_state(30, 27)};
    const std::size_t column = today_of(screen.state) - 1;
    screen.touch(Role::cell, square(screen.state, 2, column));
    screen.touch(Role::cell, square(screen.state, 2, column));
    REQUIRE(screen.find(Role::group, "Клетка журнала") != nullptr);
    screen.press(Role::choice, "3");
    CHECK(screen.take<page::GiveMark>().pupil == screen.state.rows[2].id);
    CHECK(screen.find(Role::group, "Клетка журнала") == nullptr);
    screen.touch(Role::button, "Ещё");
    screen.press(Role::choice, "Б");
    CHECK(screen.take<page::Attend>().code == "Б");
    // A finger that only moved the page has chosen nothing: the key opens the square it stands on.
    const ui::Node* other = screen.find(Role::cell, square(screen.state, 5, column));
    REQUIRE(other != nullptr);
    screen.swipe(other->rect.middle(), {other->rect.middle().x, other->rect.middle().y - 60});
    screen.key(Key::enter);
    CHECK(screen.find(Role::group, "Клетка журнала") != nullptr);
}

TEST_CASE("page: another's lesson, a pupil who was not there yet, and another's page take nothing", "[screens][page]") {
    page::State state = test::page_state(30, 27);
    const std::size_t today = today_of(state);
    state.columns[today].own = false;
    state.rows[1].squares[today - 1].listed = false;
    PageScreen screen{page::draw, state};
    screen.type("4");
    CHECK(screen.intents.empty());
    screen.key(Key::enter);
    CHECK(screen.take<page::ShowHistory>().lesson == state.columns[today].key);  // it can be read
    CHECK(screen.says("урок ведёт другой учитель"));
    screen.key(Key::left);
    screen.key(Key::down);
    screen.type("4");
    CHECK(screen.intents.empty());
    CHECK(screen.says("не в списке этого урока"));
    screen.state.read_only = page::ReadOnly::not_yours;
    screen.settle();
    screen.key(Key::down);
    screen.type("4");
    screen.key(Key::remove);
    CHECK(screen.intents.empty());
    CHECK(screen.says("Этот журнал ведёт другой учитель"));
}

TEST_CASE("page: where the windows have closed the squares take what should be there, to ask for it",
          "[screens][page][J-08]") {
    page::State state = test::page_state(30, 27);
    state.read_only = page::ReadOnly::window_closed;
    PageScreen screen{page::draw, state};
    CHECK(screen.says("Срок исправления прошёл. Впишите, как должно быть"));
    screen.type("4");
    CHECK(screen.take<page::GiveMark>().value == "4");
}

TEST_CASE("page: buttons lead to the lesson, to other periods, works and times", "[screens][page]") {
    PageScreen screen{page::draw, test::page_state(40, 80)};
    screen.press(Role::button, "Урок");
    screen.take<page::ShowLesson>();
    screen.press(Role::button, "1 четверть");
    screen.press(Role::choice, "учебный год");
    CHECK(screen.take<page::ShowPeriod>().period == screen.state.periods.back().id);
    screen.press(Role::button, "Оценки: ответ на уроке");
    screen.press(Role::choice, "контрольная работа");
    CHECK(screen.take<lesson::ChooseWork>().kind == "контр");
    screen.press(Role::button, "Раньше");
    CHECK(screen.find(Role::cell, square(screen.state, 0, today_of(screen.state))) == nullptr);
    screen.press(Role::button, "Позже");
    CHECK(screen.find(Role::cell, square(screen.state, 0, today_of(screen.state))) != nullptr);
}

TEST_CASE("page: a square holds marks and absence together, and its sign is the one to be looked at",
          "[screens][page]") {
    page::State state = test::page_state(30, 27);
    const std::size_t today = today_of(state);
    state.rows[0].squares[today] = {
        .code = "Н",
        .standing = Standing::accepted,
        .marks = {{"5", "ответ", 1, Standing::accepted}, {"3", "контр", 1, Standing::refused}}};
    PageScreen screen{page::draw, state};
    const ui::Node* node = screen.find(Role::cell, square(state, 0, today));
    REQUIRE(node != nullptr);
    CHECK(node->value == "5 3 Н, отклонено");
    CHECK(screen.says("3 — контрольная работа (отклонено) · Н — отсутствует"));
}

TEST_CASE("page: the history of a square tells who wrote what, when and where, and what became of it",
          "[screens][page][J-16]") {
    page::State state = test::page_state(30, 27);
    const std::size_t today = today_of(state);
    PageScreen screen{page::draw, state};
    screen.press(Role::cell, square(state, 2, today));
    screen.press(Role::button, "История записей");
    CHECK(screen.take<page::ShowHistory>().pupil == state.rows[2].id);
    screen.state.history = page::History{.pupil = "Васильева М.", .day = test::tuesday, .period = 3};
    screen.settle();
    CHECK(screen.says("История открывается."));
    screen.state.history->loading = false;
    screen.settle();
    CHECK(screen.says("Здесь ещё ничего не записывали."));
    screen.state.history = test::square_history();
    screen.settle();
    CHECK(screen.says("оценка (контрольная работа): 4"));
    CHECK(screen.says("Иванова А. П. · Кабинет 12"));
    CHECK(screen.says("Срок исправления отметки прошёл."));
    CHECK(screen.says("по просьбе об исправлении"));
    screen.press(Role::button, "Закрыть");
    screen.take<page::HideHistory>();
}

TEST_CASE("page: the cursor on a refused square says the rule and what to do, and one touch asks for the correction",
          "[screens][page][J-08]") {
    PageScreen screen{page::draw, test::busy_page_state()};
    const std::size_t column = today_of(screen.state) - 2;
    screen.focus(Role::cell, square(screen.state, 4, column));
    screen.settle();
    CHECK(screen.says("Срок исправления отметки прошёл."));
    screen.touch(Role::choice, "Попросить исправление");
    CHECK(screen.says("Основание"));
    screen.press(Role::choice, "по согласованию с администрацией");
    screen.press(Role::button, "Отправить просьбу");
    const auto asked = screen.take<lesson::AskChange>();
    CHECK(asked.wanted == screen.state.attention[0].writing);
    CHECK(screen.find(Role::group, "Требует внимания") == nullptr);
    CHECK(focused(screen) == square(screen.state, 4, column));
    screen.state.attention[0].request = lesson::Attention::Request::asked;
    screen.settle();
    CHECK(screen.find(Role::choice, "Попросить исправление") == nullptr);
    CHECK(screen.says("Просьба об исправлении отправлена."));
    screen.key(Key::down);
    CHECK_FALSE(screen.says("Просьба об исправлении отправлена."));
}

TEST_CASE("page: the cursor on a conflict tells both versions with author and time, and either can be chosen",
          "[screens][page]") {
    PageScreen screen{page::draw, test::busy_page_state()};
    const std::size_t column = today_of(screen.state) - 2;
    screen.focus(Role::cell, square(screen.state, 5, column));
    screen.settle();
    CHECK(screen.says("Записали двое. Ваша запись: 4 · 09:37. Другая: 5 · Иванова А. П. · 09:39."));
    screen.key(Key::enter);
    screen.press(Role::choice, "Взять другую: 5");
    auto chosen = screen.take<lesson::ChooseVersion>();
    CHECK(chosen.cell == screen.state.attention[2].writing.cell);
    CHECK(chosen.other);
    CHECK(screen.find(Role::group, "Клетка журнала") == nullptr);
    screen.touch(Role::choice, "Выбрать запись");
    screen.touch(Role::choice, "Оставить мою: 4");
    chosen = screen.take<lesson::ChooseVersion>();
    CHECK_FALSE(chosen.other);
}

TEST_CASE("page: a finger draws the lessons aside, column by column, and writes nothing", "[screens][page]") {
    PageScreen screen{page::draw, test::page_state(30, 80)};
    const std::size_t first = screen.scratch.first;
    REQUIRE(first > 8);
    const ui::Node* under = screen.find(Role::cell, square(screen.state, 3, first + 4));
    const ui::Node* beside = screen.find(Role::cell, square(screen.state, 3, first + 5));
    REQUIRE(under != nullptr);
    REQUIRE(beside != nullptr);
    const float width = beside->rect.x - under->rect.x;
    const ui::Point from = under->rect.middle();
    screen.swipe(from, {from.x + 3 * width, from.y + 4});
    CHECK(screen.scratch.first == first - 3);
    CHECK(screen.intents.empty());
    CHECK_FALSE(screen.scratch.choosing);
    screen.swipe(from, {from.x - 2 * width, from.y});
    CHECK(screen.scratch.first == first - 1);
    screen.swipe(from, {from.x + 4000, from.y});
    CHECK(screen.scratch.first == 0);
    // What goes down rather than aside scrolls as before.
    screen.swipe(from, {from.x + width, from.y - 5 * width});
    CHECK(screen.scratch.first == 0);
}
