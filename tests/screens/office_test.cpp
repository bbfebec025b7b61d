#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using ui::Role;

namespace {

using RequestScreen = test::Screen<requests::State, requests::Scratch, requests::Intent>;
using AbsenceScreen = test::Screen<absences::State, absences::Scratch, absences::Intent>;
using TimetableScreen = test::Screen<timetable::State, timetable::Scratch, timetable::Intent>;
using AnnouncementScreen = test::Screen<notices::State, notices::Scratch, notices::Intent>;

}  // namespace

TEST_CASE("office: only the desks that a role opens are offered", "[screens][office][A-01]") {
    test::Screen<desk::State, desk::Scratch, desk::Intent> screen{desk::draw, test::desk_state()};
    CHECK(screen.find(Role::button, "Исправления") == nullptr);
    screen.state.office = {desk::Office::requests, desk::Office::notices};
    screen.settle();
    CHECK(screen.find(Role::button, "Замены и переносы") == nullptr);
    screen.press(Role::button, "Объявления");
    CHECK(screen.take<desk::Office>() == desk::Office::notices);
}

TEST_CASE("requests: what is open is listed, read in full and decided", "[screens][requests][J-11]") {
    RequestScreen screen{requests::draw, test::requests_state()};
    CHECK_FALSE(screen.says("№ 10"));
    screen.press(Role::choice, "№ 12 · Белов И. · 7Б · алгебра · оценка");
    CHECK(screen.says("Было: 3"));
    CHECK(screen.says("Станет: 4"));
    CHECK(screen.says("заявление № 14 от 10 сентября"));
    CHECK(screen.says("1 четверть"));
    screen.focus(Role::text_field, "Примечание к решению");
    screen.type("да");
    screen.press(Role::button, "Разрешить");
    const auto decided = screen.take<requests::Decide>();
    CHECK(decided.request == screen.state.items[1].id);
    CHECK(decided.approved);
    CHECK(decided.note == "да");
    screen.press(Role::button, "Отказать");
    CHECK_FALSE(screen.take<requests::Decide>().approved);
}

TEST_CASE("requests: an approved one is carried out by its number, the register shows those that are done",
          "[screens][requests][J-12][J-13][J-14]") {
    RequestScreen screen{requests::draw, test::requests_state()};
    screen.press(Role::choice, "№ 11 · Цой М. · 7Б · алгебра · оценка");
    CHECK(screen.find(Role::button, "Разрешить") == nullptr);
    screen.press(Role::button, "Внести исправление № 11");
    CHECK(screen.take<requests::CarryOut>().request == screen.state.items[2].id);
    screen.press(Role::choice, "Все: 5");
    screen.press(Role::choice, "№ 10 · Орлов С. · 7Б · алгебра · посещаемость");
    CHECK(screen.says("Станет: на месте"));
    CHECK(screen.says("Админов А. А."));
    CHECK(screen.find(Role::button, "Внести исправление № 10") == nullptr);
}

TEST_CASE("absences: one choice gives its reason to all missed lessons of the day", "[screens][absences][F-05]") {
    AbsenceScreen screen{absences::draw, test::absences_state()};
    CHECK(screen.says("7 пропусков без причины"));
    screen.touch(Role::cell, "Белов И. · 1 урок · русский язык");
    screen.press(Role::choice, "УП");
    const auto one = screen.take<absences::GiveReason>();
    CHECK(one.lessons == std::vector{screen.state.columns[0].key});
    CHECK(one.code == "УП");
    screen.focus(Role::cell, "Белов И. · 3 урок · алгебра");
    screen.type("б");
    CHECK(screen.take<absences::GiveReason>().code == "Б");
    screen.press(Role::button, "Причина");
    CHECK(screen.says("3 пропущенных урока"));
    screen.press(Role::choice, "Б");
    const auto all = screen.take<absences::GiveReason>();
    CHECK(all.pupil == screen.state.rows[1].id);
    CHECK(all.lessons.size() == 3);
}

TEST_CASE("office: nothing is counted before the store has answered", "[screens][office]") {
    absences::State missed = test::absences_state();
    missed.days = {{missed.day, 0}};
    CHECK(AbsenceScreen{absences::draw, missed}.says("Все причины указаны"));
    missed.common.loading = true;
    CHECK_FALSE(AbsenceScreen{absences::draw, missed}.says("Все причины указаны"));
    requests::State asked;
    asked.common.loading = true;
    const RequestScreen screen{requests::draw, asked};
    CHECK(screen.find(Role::choice, "Открытые") != nullptr);
    CHECK(screen.find(Role::choice, "Все: 0") == nullptr);
}

TEST_CASE("absences: a paper has a number and days, and what it covers is not asked any more",
          "[screens][absences][F-07]") {
    AbsenceScreen screen{absences::draw, test::absences_state()};
    CHECK(screen.says("по справке"));
    CHECK_FALSE(screen.find(Role::cell, "Абдурахманова-Кржижановская Е. · 1 урок · русский язык")->enabled);
    screen.press(Role::button, "Причина");
    screen.press(Role::button, "Есть справка");
    CHECK_FALSE(screen.find(Role::button, "Записать справку")->enabled);
    screen.focus(Role::text_field, "Номер и кем выдана");
    screen.type("118");
    screen.press(Role::button, "конец позже");
    screen.press(Role::button, "начало раньше");
    screen.press(Role::button, "Записать справку");
    const auto paper = screen.take<absences::RegisterPaper>();
    CHECK(paper.number == "118");
    CHECK(paper.first == test::tuesday - std::chrono::days{1});
    CHECK(paper.last == test::tuesday + std::chrono::days{1});
}

TEST_CASE("absences: other days and classes are one touch away", "[screens][absences]") {
    AbsenceScreen screen{absences::draw, test::absences_state()};
    screen.press(Role::choice, "сб 12 сентября: без причины 2");
    CHECK(screen.take<absences::Show>().day == test::tuesday - std::chrono::days{3});
    screen.press(Role::button, "Мои уроки");
    CHECK(std::holds_alternative<office::ShowLessons>(screen.take<office::Intent>()));
}

TEST_CASE("timetable: a substitute is chosen with a reason, those who are free come first",
          "[screens][timetable][D-05]") {
    TimetableScreen screen{timetable::draw, test::timetable_state()};
    screen.press(Role::button, "Изменить");
    screen.press(Role::choice, "Назначить замену");
    CHECK_FALSE(screen.find(Role::choice, "Ли П.")->enabled);
    CHECK(screen.find(Role::choice, "Орлова Т. В.") == nullptr);  // the lesson is hers
    CHECK(screen.find(Role::choice, "Ли П.")->rect.y < screen.find(Role::choice, "Никитин О. П.")->rect.y);
    screen.press(Role::choice, "болезнь");
    screen.press(Role::choice, "Ли П.");
    const auto replaced = screen.take<timetable::Replace>();
    CHECK(replaced.lesson == screen.state.lessons.front().key);
    CHECK(replaced.teacher == screen.state.colleagues[2].id);
    CHECK(replaced.reason == "болезнь");
}

TEST_CASE("timetable: a lesson is moved, cancelled and put back", "[screens][timetable][D-08]") {
    TimetableScreen screen{timetable::draw, test::timetable_state()};
    screen.press(Role::button, "Изменить");
    CHECK_FALSE(screen.find(Role::button, "Отменить урок")->enabled);
    screen.press(Role::choice, "отпуск");
    screen.press(Role::button, "Отменить урок");
    CHECK(screen.take<timetable::Change>().state == domain::LessonState::cancelled);
    screen.press(Role::button, "Изменить");
    screen.press(Role::choice, "Перенести урок");
    screen.press(Role::choice, "командировка");
    screen.press(Role::choice, "на чт 17 сентября");
    screen.press(Role::choice, "6 урок");
    const auto moved = screen.take<timetable::Change>();
    CHECK(moved.state == domain::LessonState::moved);
    CHECK(moved.day == test::tuesday + std::chrono::days{2});
    CHECK(moved.period == 6);
    CHECK(moved.reason == "командировка");
    screen.scratch = {.changing = screen.state.lessons[4].key};
    screen.settle();
    screen.press(Role::choice, "Вернуть по расписанию");
    CHECK(screen.take<timetable::Change>().state == domain::LessonState::as_planned);
    screen.press(Role::choice, "6А");
    CHECK(screen.take<timetable::Show>().day == test::tuesday);
}

TEST_CASE("notices: one is written, hung for a time, and taken down", "[screens][notices][L-03]") {
    AnnouncementScreen screen{notices::draw, test::notices_state()};
    screen.press(Role::button, "Новое объявление");
    CHECK_FALSE(screen.find(Role::button, "Повесить объявление")->enabled);
    screen.focus(Role::text_field, "Заголовок");
    screen.type("Педсовет");
    screen.press(Role::choice, "неделю");
    screen.press(Role::choice, "сотрудникам и семьям");
    screen.press(Role::button, "Повесить объявление");
    const auto post = screen.take<notices::Post>();
    CHECK(post.title == "Педсовет");
    CHECK(post.to_families);
    CHECK(post.last == test::tuesday + std::chrono::days{6});
    CHECK_FALSE(screen.scratch.writing);
    screen.press(Role::button, "Снять объявление");
    CHECK(screen.take<notices::Withdraw>().notice == screen.state.items[1].id);
}

TEST_CASE("lock: announcements, substitutions and cancelled lessons hang on the door, and no names",
          "[screens][lock][D-09][L-03]") {
    lock::State state = test::lock_state();
    state.current->change = LessonChange::substitution;
    state.cancelled = {*state.next};
    state.announcements = {{"Педсовет", "Сегодня в 15:00."}};
    const test::Screen<lock::State, lock::Scratch, lock::Intent> screen{lock::draw, state};
    CHECK(screen.says("7Б · алгебра · замена"));
    CHECK(screen.says("Отменён: 4 урок · 8А · геометрия"));
    CHECK(screen.says("Сегодня в 15:00."));
}
