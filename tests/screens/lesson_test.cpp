#include "station/screens/lesson.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using input::Key;
using test::at;
using ui::Role;

namespace {

using LessonScreen = test::Screen<lesson::State, lesson::Scratch, lesson::Intent>;

constexpr const char* belov = "Белов И., посещаемость";

/// Does what the application will do with a mark.
void obey(LessonScreen& screen, const lesson::Attend& mark) {
    for (lesson::Pupil& pupil : screen.state.pupils) {
        if (pupil.id != mark.pupil) continue;
        pupil.code = mark.code;
        pupil.standing = Standing::saved;
    }
    screen.settle();
}

}  // namespace

TEST_CASE("lesson: one touch after another cycles a cell through the codes and back to present", "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    for (const char* code : {"Н", "УП", "НП", "Б", "ОСВ", "", "Н"}) {
        screen.touch(Role::cell, belov);
        const auto mark = screen.take<lesson::Attend>();
        CHECK(mark.pupil == screen.state.pupils[1].id);
        CHECK(mark.code == code);
        obey(screen, mark);
    }
}

TEST_CASE("lesson: letters set a code directly, on a Russian or Latin keyboard, again for the next alike",
          "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.focus(Role::cell, belov);
    const auto typed = [&](const char* letter, const char* code) {
        INFO(letter);
        screen.type(letter);
        const auto mark = screen.take<lesson::Attend>();
        CHECK(mark.code == code);
        obey(screen, mark);
    };
    typed("н", "Н");
    typed("н", "НП");
    typed("Н", "Н");
    typed("y", "НП");  // the key of «н»
    typed("б", "Б");
    typed("у", "УП");
    typed("e", "УП");   // the key of «у»
    typed(",", "Б");    // the key of «б»
    typed("o", "ОСВ");  // by sound: no code begins with «щ»
    screen.type("x");
    CHECK(screen.intents.empty());
    screen.key(Key::remove);
    CHECK(screen.take<lesson::Attend>().code.empty());
}

TEST_CASE("lesson: arrows walk the rows, Home and End reach the first and the last, Space and Enter cycle",
          "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::lesson_state(45)};
    const auto focused = [&] { return screen.tree().focused()->name; };
    screen.key(Key::down);
    CHECK(focused() == "Абдурахманова-Кржижановская Е., посещаемость");
    screen.key(Key::down);
    CHECK(focused() == belov);
    screen.key(Key::down);
    CHECK(focused() == "Васильева М., посещаемость");
    screen.key(Key::up);
    CHECK(focused() == belov);
    screen.key(Key::end);
    const ui::Node* last = screen.tree().focused();
    CHECK(last->name == screen.state.pupils.back().name + ", посещаемость");
    CHECK(last->rect.bottom() <= 1080);
    screen.key(Key::space);
    CHECK(screen.take<lesson::Attend>().pupil == screen.state.pupils.back().id);
    screen.key(Key::home);
    CHECK(focused() == "Абдурахманова-Кржижановская Е., посещаемость");
    screen.key(Key::enter);
    CHECK(screen.take<lesson::Attend>().code == "Н");
    screen.key(Key::page_down);
    CHECK(focused() == screen.state.pupils[10].name + ", посещаемость");
}

TEST_CASE("lesson: thirty marks by keyboard are thirty digits, and the arrow passes those without",
          "[screens][lesson][G-01]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.focus(Role::cell, "Абдурахманова-Кржижановская Е., оценка");
    int keys = 0;
    for (std::size_t row = 0; row < 30; ++row) {
        ++keys;
        if (row == 4) {
            screen.key(Key::down);
            continue;
        }
        screen.type(row % 2 == 0 ? "5" : "4");
        const auto given = screen.take<lesson::GiveMark>();
        CHECK(given.pupil == screen.state.pupils[row].id);
        CHECK(given.value == (row % 2 == 0 ? "5" : "4"));
    }
    CHECK(keys == 30);
    CHECK(screen.tree().focused()->name == screen.state.pupils.back().name + ", оценка");
}

TEST_CASE("lesson: either cell of a row takes marks and letters, as one column of a paper journal does",
          "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.focus(Role::cell, belov);
    screen.type("3");
    CHECK(screen.take<lesson::GiveMark>().value == "3");
    CHECK(screen.tree().focused()->name == belov);
    screen.key(Key::right);
    CHECK(screen.tree().focused()->name == "Белов И., оценка");
    screen.type("н");
    CHECK(screen.take<lesson::Attend>().code == "Н");
    screen.type("6");
    CHECK(screen.intents.empty());
    screen.key(Key::remove);
    CHECK(screen.take<lesson::GiveMark>().value.empty());
    screen.key(Key::end);
    CHECK(screen.tree().focused()->name == screen.state.pupils.back().name + ", оценка");
}

TEST_CASE("lesson: a mark by touch is two touches, and can be taken back", "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::busy_lesson_state()};
    const lesson::Pupil& third = screen.state.pupils[2];
    CHECK(screen.find(Role::cell, third.name + ", оценка")->value == "4, сохранено");
    CHECK(screen.says("5 3"));
    screen.touch(Role::cell, third.name + ", оценка");
    screen.touch(Role::choice, "2");
    CHECK(screen.take<lesson::GiveMark>().value == "2");
    CHECK_FALSE(screen.scratch.marking);
    screen.touch(Role::cell, third.name + ", оценка");
    screen.touch(Role::button, "Убрать оценку");
    CHECK(screen.take<lesson::GiveMark>().value.empty());
    screen.touch(Role::cell, third.name + ", оценка");
    screen.key(Key::escape);
    CHECK(screen.intents.empty());
    CHECK(screen.tree().focused()->name == third.name + ", оценка");
}

TEST_CASE("lesson: points are typed as a number and no more than there are", "[screens][lesson][G-12]") {
    lesson::State state = test::lesson_state(30);
    state.marks.values.clear();
    state.marks.most_points = 50;
    LessonScreen screen{lesson::draw, state};
    screen.focus(Role::cell, "Белов И., оценка");
    screen.type("5");
    screen.settle();
    screen.focus(Role::text_field, "Баллы, от 0 до 50");
    screen.type("1");
    CHECK_FALSE(screen.find(Role::button, "Записать")->enabled);
    screen.key(Key::backspace);
    screen.key(Key::backspace);
    screen.type("47");
    screen.key(Key::enter);
    CHECK(screen.take<lesson::GiveMark>().value == "47");
}

TEST_CASE("lesson: the work that marks are for is chosen from the school's kinds", "[screens][lesson][G-02]") {
    LessonScreen screen{lesson::draw, test::busy_lesson_state()};
    screen.touch(Role::button, "Оценки: ответ на уроке");
    CHECK(screen.find(Role::choice, "ответ на уроке")->chosen);
    screen.touch(Role::choice, "ответ на уроке (2)");
    const auto work = screen.take<lesson::ChooseWork>();
    CHECK(work.kind == "ответ");
    CHECK(work.ordinal == 2);
    CHECK_FALSE(screen.scratch.choosing_work);
}

TEST_CASE("lesson: «Все на месте» is for those of whom nothing is written, and not for a stray Enter",
          "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.key(Key::enter);
    CHECK(screen.intents.empty());
    CHECK(screen.says("Отмечено 0 из 30"));
    screen.state.pupils[1].code = "Н";
    screen.state.pupils[1].standing = Standing::saved;
    screen.settle();
    screen.touch(Role::button, "Остальные на месте");
    const auto present = screen.take<lesson::MarkPresent>();
    CHECK(present.pupils.size() == 29);
    CHECK(std::ranges::find(present.pupils, screen.state.pupils[1].id) == present.pupils.end());
    for (lesson::Pupil& pupil : screen.state.pupils) pupil.standing = Standing::saved;
    screen.settle();
    CHECK_FALSE(screen.find(Role::button, "Все на месте")->enabled);
    CHECK(screen.says("На месте 29 из 30"));
}

TEST_CASE("lesson: a cell says its letter and how far it is on its way", "[screens][lesson]") {
    const LessonScreen screen{lesson::draw, test::busy_lesson_state()};
    const auto value = [&](std::size_t row) {
        return screen.find(Role::cell, screen.state.pupils[row].name + ", посещаемость")->value;
    };
    CHECK(value(0) == "сохранено");
    CHECK(value(1) == "Н, сохранено");
    CHECK(value(7) == "Б, ещё не сохранено");
    CHECK(value(9) == "УП, ждёт решения");
    CHECK(value(12) == "Н, отклонено");
    CHECK(value(20) == "Н, разошлось с другой записью");
}

TEST_CASE("lesson: topic picked from the plan and homework with its ways are written together", "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    CHECK_FALSE(screen.find(Role::button, "Записать")->enabled);
    screen.touch(Role::choice, "15. Решение задач с помощью уравнений");
    screen.focus(Role::text_field, "Задание");
    screen.type("§ 12");
    screen.touch(Role::choice, "письменно");
    screen.touch(Role::choice, "читать");
    CHECK(screen.says("Ещё не записано"));
    CHECK(screen.says("Набранное ещё не записано, остальное сохранено на этой станции."));
    CHECK_FALSE(screen.says("Всё сохранено на этой станции · отправлено 09:41"));
    screen.touch(Role::button, "Записать");
    const auto write = screen.take<lesson::Write>();
    REQUIRE(write.topic);
    CHECK(write.topic->text == "Решение задач с помощью уравнений");
    CHECK(write.topic->plan_item == screen.state.topic.next[1].id);
    REQUIRE(write.task);
    CHECK(write.task->text == "§ 12");
    CHECK(write.task->ways == (domain::HomeworkWay::written | domain::HomeworkWay::read));

    // Until the state shows it as recorded the draft stays: a disk without room loses nothing.
    CHECK(screen.find(Role::button, "Записать")->enabled);
    screen.state.topic.recorded = *write.topic;
    screen.state.topic.standing = Standing::saved;
    screen.state.homework.recorded = *write.task;
    screen.state.homework.standing = Standing::saved;
    screen.settle();
    CHECK_FALSE(screen.find(Role::button, "Записать")->enabled);
    CHECK_FALSE(screen.scratch.topic);
    CHECK_FALSE(screen.scratch.task);
    CHECK(screen.says("записано"));
    CHECK(screen.says("Всё сохранено на этой станции · отправлено 09:41"));
}

TEST_CASE("lesson: over the cells of the list stands what they are for", "[screens][lesson]") {
    const LessonScreen screen{lesson::draw, test::lesson_state(30)};
    CHECK(screen.says("Явка"));
    CHECK(screen.says("Оценка"));
    lesson::State markless = test::lesson_state(30);
    markless.marks = {};
    const LessonScreen without{lesson::draw, markless};
    CHECK(without.says("Явка"));
    CHECK_FALSE(without.says("Оценка"));
}

TEST_CASE("lesson: only what was changed is written", "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::busy_lesson_state()};
    screen.focus(Role::text_field, "Тема урока");
    screen.type(", повторение");
    screen.touch(Role::button, "Записать");
    const auto write = screen.take<lesson::Write>();
    REQUIRE(write.topic);
    CHECK(write.topic->text == "Линейные уравнения с одной переменной, повторение");
    CHECK(write.topic->plan_item == screen.state.topic.recorded.plan_item);
    CHECK_FALSE(write.task);
}

TEST_CASE("lesson: «Ничего не задано» is said on purpose, keeps the typed text and can be taken back",
          "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.focus(Role::text_field, "Задание");
    screen.type("§ 3");
    screen.touch(Role::choice, "Ничего не задано");
    CHECK_FALSE(screen.find(Role::text_field, "Задание")->enabled);
    screen.touch(Role::choice, "Ничего не задано");
    CHECK(screen.find(Role::text_field, "Задание")->value == "§ 3");
    screen.touch(Role::choice, "Ничего не задано");
    screen.touch(Role::button, "Записать");
    const auto write = screen.take<lesson::Write>();
    REQUIRE(write.task);
    CHECK(write.task->nothing());

    screen.state.homework.recorded = lesson::Task{};
    screen.state.homework.standing = Standing::saved;
    screen.settle();
    CHECK_FALSE(screen.find(Role::button, "Записать")->enabled);
    CHECK(screen.find(Role::choice, "Ничего не задано")->chosen);
    screen.touch(Role::choice, "Ничего не задано");
    CHECK_FALSE(screen.find(Role::choice, "Ничего не задано")->chosen);
    CHECK(screen.find(Role::text_field, "Задание")->enabled);
}

TEST_CASE("lesson: the rest of the plan opens in a list of its own", "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.touch(Role::button, "Весь план");
    screen.press(Role::choice, "18. Числовые функции");
    CHECK_FALSE(screen.scratch.choosing_topic);
    CHECK(screen.find(Role::text_field, "Тема урока")->value == "Числовые функции");
}

TEST_CASE("lesson: entries that were not taken are counted and explained", "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::busy_lesson_state()};
    CHECK(screen.says("Внимание: 3 записи не приняты"));
    screen.state.attention.resize(1);
    screen.settle();
    screen.touch(Role::choice, "Внимание: 1 запись отклонена");
    CHECK(screen.says("Ильин А. · посещаемость: Н"));
    CHECK(screen.says("Срок исправления прошёл."));
    CHECK(screen.says("обратитесь к завучу"));
    screen.press(Role::button, "Закрыть");
    CHECK_FALSE(screen.scratch.attention.reading);
}

TEST_CASE("lesson: a conflict shows both versions and who wrote the other", "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::busy_lesson_state()};
    screen.touch(Role::choice, "Внимание: 3 записи не приняты");
    CHECK(screen.says("Объедкова А. · посещаемость: Н"));
    CHECK(screen.says("другая запись: на месте · Иванова А. П."));
}

TEST_CASE("lesson: of another's lesson nothing can be changed, and why is said", "[screens][lesson]") {
    lesson::State state = test::busy_lesson_state();
    state.read_only = lesson::ReadOnly::not_yours;
    state.planned = "Кузнецова А. С.";
    LessonScreen screen{lesson::draw, state};
    CHECK(screen.says("Кузнецова А. С. ведёт этот урок: можно только смотреть."));
    CHECK(screen.find(Role::button, "Я провожу этот урок") == nullptr);
    CHECK_FALSE(screen.find(Role::cell, belov)->enabled);
    CHECK_FALSE(screen.find(Role::text_field, "Тема урока")->enabled);
    CHECK(screen.find(Role::button, "Записать") == nullptr);
    CHECK(screen.find(Role::button, "Все на месте") == nullptr);
    screen.touch(Role::cell, belov);
    CHECK(screen.intents.empty());
}

TEST_CASE("lesson: who holds another's lesson says so with a reason, in two touches", "[screens][lesson][D-05]") {
    lesson::State state = test::busy_lesson_state();
    state.read_only = lesson::ReadOnly::not_yours;
    state.planned = "Кузнецова А. С.";
    state.may_stand_in = true;
    LessonScreen screen{lesson::draw, state};
    screen.touch(Role::button, "Я провожу этот урок");
    screen.touch(Role::choice, "болезнь");
    CHECK(screen.take<lesson::StandIn>().reason == "болезнь");
    CHECK_FALSE(screen.scratch.standing_in);
    screen.state.read_only = lesson::ReadOnly::no;
    screen.state.may_stand_in = false;
    screen.state.substitution = true;
    screen.settle();
    CHECK(screen.says("замена, по плану Кузнецова А. С."));
    CHECK(screen.find(Role::cell, belov)->enabled);
}

TEST_CASE("lesson: from a refusal that a request would lift a correction is asked for, with ground and document",
          "[screens][lesson][J-08][J-09]") {
    lesson::State state = test::busy_lesson_state();
    state.attention.resize(1);
    LessonScreen screen{lesson::draw, state};
    screen.touch(Role::choice, "Внимание: 1 запись отклонена");
    screen.press(Role::button, "Попросить исправление");
    CHECK_FALSE(screen.find(Role::button, "Отправить просьбу")->enabled);
    screen.press(Role::choice, "пересдача");
    CHECK_FALSE(screen.find(Role::button, "Отправить просьбу")->enabled);
    screen.focus(Role::text_field, "Документ: вид, номер, дата");
    screen.type("заявление 14");
    screen.press(Role::button, "Отправить просьбу");
    const auto asked = screen.take<lesson::AskChange>();
    CHECK(asked.wanted == state.attention.front().writing);
    CHECK(asked.ground == "retake");
    CHECK(asked.document == "заявление 14");
    screen.state.attention.front().request = lesson::Attention::Request::asked;
    screen.settle();
    CHECK(screen.says("Просьба об исправлении отправлена."));
    CHECK(screen.find(Role::button, "Попросить исправление") == nullptr);
}

TEST_CASE("lesson: an empty class and a full disk say what it means", "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::lesson_state(0)};
    CHECK(screen.says("В списке класса никого нет."));
    screen.state = test::busy_lesson_state();
    screen.state.around.disk_full = true;
    screen.settle();
    CHECK(screen.says("На диске станции нет места."));
    CHECK(screen.says("пустым кольцом ещё не сохранены"));
}

TEST_CASE("lesson: leaving and the day's lessons are one touch away", "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.touch(Role::button, "Выход");
    screen.take<lesson::Leave>();
    screen.touch(Role::button, "Мои уроки");
    screen.take<lesson::ShowDesk>();
}

TEST_CASE("lesson: a class of 30 is seen whole on a touch board, with rows that a finger hits", "[screens][lesson]") {
    const LessonScreen screen{lesson::draw, test::lesson_state(30)};
    const float u = 9;
    for (const ui::Node& node : screen.tree().nodes()) {
        if (node.role != Role::cell) continue;
        CHECK(node.rect.bottom() <= 1080 - 4 * u);
        CHECK(node.rect.h >= 6 * u);
    }
}

TEST_CASE("lesson: a swipe scrolls a class of 45 and marks nobody", "[screens][lesson]") {
    LessonScreen screen{lesson::draw, test::lesson_state(45), {.width = 1080, .height = 1920}};
    const float before = screen.find(Role::cell, belov)->rect.y;
    const ui::Point from = screen.find(Role::cell, belov)->rect.middle();
    screen.swipe(from, {from.x, from.y - 300});
    CHECK(screen.find(Role::cell, belov)->rect.y < before);
    CHECK(screen.intents.empty());
}
