#include "station/screens/lesson.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using input::Key;
using ui::Role;

namespace {

using LessonScreen = test::Screen<lesson::State, lesson::Scratch, lesson::Intent>;

}  // namespace

TEST_CASE("about: the list says who was missed today and whom a paper excuses, the name opens the rest",
          "[screens][lesson][about]") {
    LessonScreen screen{lesson::draw, test::busy_lesson_state()};
    CHECK(screen.says("сегодня не было: 1, 2"));
    CHECK(screen.says("освобождён от урока"));
    const ui::Node* excused = screen.find(Role::cell, "Кузнецов Ф., посещаемость");
    REQUIRE(excused != nullptr);
    CHECK(excused->value.starts_with("ОСВ"));
    screen.touch(Role::button, "Григорьева А.");
    CHECK(screen.says("1 урок · Н · отсутствует"));
    CHECK(screen.says("4 урок · опоздание 12 минут"));
    screen.press(Role::button, "Закрыть");
    screen.touch(Role::button, "Кузнецов Ф.");
    CHECK(screen.says("Освобождён от урока до ср 14 октября · документ № 118"));
    // The number is for those who keep such papers.
    screen.state.pupils[15].exemption->paper.clear();
    screen.settle();
    CHECK(screen.says("Освобождён от урока до ср 14 октября"));
    CHECK(screen.intents.empty());
}

TEST_CASE("about: a pupil is given homework of his own, and it is taken back by an empty text",
          "[screens][lesson][about][H-07]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.touch(Role::button, "Белов И.");
    screen.touch(Role::text_field, "Отдельное задание");
    screen.type("№ 220");
    screen.press(Role::button, "Записать задание");
    const auto set = screen.take<lesson::SetTask>();
    CHECK(set.pupil == screen.state.pupils[1].id);
    CHECK(set.text == "№ 220");
    screen.state.pupils[1].task = {"№ 220", Standing::saved};
    screen.settle();
    CHECK(screen.says("отдельное задание"));
    screen.touch(Role::button, "Белов И.");
    const ui::Node* write = screen.find(Role::button, "Записать задание");
    REQUIRE(write != nullptr);
    CHECK_FALSE(write->enabled);
    screen.touch(Role::text_field, "Отдельное задание");
    for (int n = 0; n < 6; ++n) screen.key(Key::backspace);
    screen.press(Role::button, "Записать задание");
    CHECK(screen.take<lesson::SetTask>().text.empty());
}

TEST_CASE("about: one touch tells the class teacher that the pupil falls behind, and once is enough",
          "[screens][lesson][about][L-07]") {
    LessonScreen screen{lesson::draw, test::busy_lesson_state()};
    screen.touch(Role::button, "Григорьева А.");
    screen.press(Role::button, "Сообщить, что не успевает");
    const auto report = screen.take<lesson::ReportPupil>();
    CHECK(report.pupil == screen.state.pupils[4].id);
    CHECK(report.text == "Григорьева А., 7Б: не успевает по предмету «алгебра».");
    screen.state.pupils[4].reported = true;
    screen.settle();
    CHECK(screen.says("Сообщение отправлено: Орлова Т. В."));
    CHECK(screen.find(Role::button, "Сообщить, что не успевает") == nullptr);
}

TEST_CASE("marks: a comment goes with the mark, or is added to the one that stands", "[screens][lesson][about]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.touch(Role::cell, "Белов И., оценка");
    screen.touch(Role::text_field, "Комментарий к оценке");
    screen.type("решил у доски");
    screen.press(Role::choice, "5");
    const auto given = screen.take<lesson::GiveMark>();
    CHECK(given.value == "5");
    CHECK(given.comment == "решил у доски");
    screen.state.pupils[1].mark = {"5", Standing::saved};
    screen.state.pupils[1].comment = "решил у доски";
    screen.settle();
    // The keys give marks without touching what is said of them.
    screen.focus(Role::cell, "Белов И., оценка");
    screen.type("4");
    CHECK_FALSE(screen.take<lesson::GiveMark>().comment);
    screen.touch(Role::cell, "Белов И., оценка");
    screen.touch(Role::text_field, "Комментарий к оценке");
    screen.type(" сам");
    screen.key(Key::enter);
    const auto said = screen.take<lesson::GiveMark>();
    CHECK(said.value == "5");
    CHECK(said.comment == "решил у доски сам");
}

TEST_CASE("task: homework is for the next lesson unless a later one is chosen, and carries files",
          "[screens][lesson][about][H-05][H-09]") {
    LessonScreen screen{lesson::draw, test::lesson_state(30)};
    screen.touch(Role::text_field, "Задание");
    screen.type("§ 5");
    screen.press(Role::choice, "Срок и файлы");
    screen.press(Role::choice, "сб 19 сентября · 3 урок");
    screen.touch(Role::text_field, "Файлы и ссылки");
    screen.type("карточки.pdf");
    screen.key(Key::enter);
    screen.type("https://resh.example/7/");
    screen.press(Role::button, "Готово");
    CHECK(screen.says("2 файла"));
    screen.press(Role::button, "Записать");
    const auto write = screen.take<lesson::Write>();
    REQUIRE(write.task);
    CHECK(write.task->text == "§ 5");
    CHECK(write.task->links == std::vector<std::string>{"карточки.pdf", "https://resh.example/7/"});
    CHECK(write.task->due == screen.state.homework.dues[1].lesson);
    // The next lesson, chosen again, needs no saying.
    screen.press(Role::choice, "Срок и файлы");
    screen.press(Role::choice, "чт 17 сентября · 3 урок");
    screen.key(Key::escape);
    screen.press(Role::button, "Записать");
    CHECK(screen.take<lesson::Write>().task->due.empty());
}
