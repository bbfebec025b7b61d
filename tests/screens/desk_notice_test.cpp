#include "station/screens/desk.hpp"
#include "station/screens/notice.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

#include <set>

using namespace zvonok;
using namespace zvonok::screens;
using ui::Role;

namespace {

using DeskScreen = test::Screen<desk::State, desk::Scratch, desk::Intent>;
using NoticeScreen = test::Screen<notice::State, notice::Scratch, notice::Intent>;

}  // namespace

TEST_CASE("desk: the day's lessons are listed with how far each is, and open", "[screens][desk]") {
    DeskScreen screen{desk::draw, test::desk_state()};
    for (const char* text :
         {"Мои уроки сегодня, вт 15 сентября", "Сейчас урока нет.", "5А · математика", "отмечены все",
          "отмечено 12 из 30", "требует внимания", "8А, 8Б · вероятность и статистика · Спортзал", "ещё не начался"}) {
        INFO(text);
        CHECK(screen.says(text));
    }
    screen.touch(Role::button, "Открыть");
    CHECK(screen.take<desk::Open>().lesson == screen.state.lessons.front().key);
    screen.touch(Role::button, "Выход");
    screen.take<desk::Leave>();
}

TEST_CASE("desk: Enter opens the lesson that is going on", "[screens][desk]") {
    DeskScreen screen{desk::draw, test::desk_state()};
    screen.state.lessons[3].time = desk::Time::going_on;
    screen.settle();
    screen.key(input::Key::enter);
    CHECK(screen.take<desk::Open>().lesson == screen.state.lessons[3].key);
}

TEST_CASE("desk: no lessons is told apart from no teaching at all", "[screens][desk]") {
    DeskScreen screen{desk::draw, test::desk_state()};
    screen.state.lessons.clear();
    screen.settle();
    CHECK(screen.says("В этот день у вас нет уроков."));
    screen.state.may_write = false;
    screen.settle();
    CHECK(screen.says("За вами не записано ни одного урока."));
    screen.state.loading = true;
    screen.settle();
    CHECK(screen.says("Уроки открываются."));
}

TEST_CASE("desk: what needs attention is listed beside the lessons, and each leads to its place", "[screens][desk]") {
    DeskScreen screen{desk::draw, test::busy_desk_state()};
    for (const char* text :
         {"Требует внимания", "посещаемость: Н · отклонено", "посещаемость: Н · есть другая запись",
          "5А · математика · пт 11 сентября, 3 урок", "не записано: тема, задание · срок прошёл пн 14 сентября, 18:00",
          "замечание: Задано больше", "Завучева З. З. · срок до ср 16 сентября, 18:00",
          "не записано: посещаемость, оценка · срок до 18:00", "7 пропусков без причины"}) {
        INFO(text << screen.tree().describe());
        CHECK(screen.says(text));
    }
    screen.touch(Role::button, "Перейти");
    CHECK(screen.take<desk::Open>().lesson == screen.state.duties.front().lesson);
    screen.state.duties.erase(screen.state.duties.begin(), screen.state.duties.end() - 1);
    screen.settle();
    screen.touch(Role::button, "Перейти");
    CHECK(screen.take<desk::Office>() == desk::Office::absences);
    screen.state.duties.clear();
    screen.settle();
    CHECK_FALSE(screen.says("Требует внимания"));
}

TEST_CASE("notice: each trouble says what happened, what it means and what to do", "[screens][notice]") {
    std::set<std::string> seen;
    NoticeScreen screen{notice::draw, {.room = "12", .around = test::online()}};
    for (int kind = 0; kind <= static_cast<int>(notice::Kind::failed); ++kind) {
        screen.state.kind = static_cast<notice::Kind>(kind);
        screen.settle();
        INFO(kind << '\n' << screen.tree().describe());
        const auto& nodes = screen.tree().nodes();
        const auto title = std::ranges::find(nodes, Role::heading, &ui::Node::role);
        REQUIRE(title != nodes.end());
        CHECK(seen.insert(title->name).second);
        const auto sentences = std::ranges::count(nodes, Role::text, &ui::Node::role);
        CHECK(sentences >= (screen.state.kind == notice::Kind::starting ? 1 : 2));
    }
}

TEST_CASE("notice: a salvage names what was kept and the numbers of what was lost", "[screens][notice]") {
    NoticeScreen screen{
        notice::draw,
        {.kind = notice::Kind::salvaged, .kept = 1342, .lost = {{118, 120}, {131, 131}}, .may_continue = true}};
    CHECK(screen.says("Сохранены 1342 записи."));
    CHECK(screen.says("Не прочитаны 4 записи: № 118–120, 131."));
    screen.key(input::Key::enter);
    screen.take<notice::Continue>();
    screen.state.lost.clear();
    screen.state.kept = 1;
    screen.settle();
    CHECK(screen.says("Сохранена 1 запись."));
    CHECK(screen.says("Ничего не потеряно."));
}

TEST_CASE("notice: what can be tried again has a button, and IT sees the detail", "[screens][notice]") {
    NoticeScreen screen{notice::draw,
                        {.kind = notice::Kind::image_faulty, .detail = "school.toml, строка 14", .may_retry = true}};
    CHECK(screen.says("school.toml, строка 14"));
    screen.touch(Role::button, "Попробовать снова");
    screen.take<notice::Retry>();
}

TEST_CASE("notice: a refused image is not said to leave a configuration that there never was", "[screens][notice]") {
    NoticeScreen screen{notice::draw, {.kind = notice::Kind::image_truncated}};
    CHECK(screen.says("Пока станция не настроена, войти на ней нельзя."));
    screen.state.set_up = true;
    screen.settle();
    CHECK(screen.says("Станция продолжает работать с прежней настройкой."));
}
