#include "station/screens/kiosk.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using ui::Role;

namespace {

using KioskScreen = test::Screen<kiosk::State, kiosk::Scratch, kiosk::Intent>;

kiosk::State with_day() {
    kiosk::State state = test::kiosk_state();
    state.chosen = test::class_day();
    return state;
}

}  // namespace

TEST_CASE("kiosk: the homework of any class is one touch from the board", "[screens][kiosk]") {
    KioskScreen screen{kiosk::draw, test::kiosk_state()};
    CHECK(screen.says("09:42"));
    CHECK(screen.says("3 урок · до звонка 33 мин"));
    for (const kiosk::ClassButton& which : screen.state.classes) {
        screen.touch(Role::button, which.name);
        CHECK(screen.take<kiosk::PickClass>().id == which.id);
    }
}

TEST_CASE("kiosk: a day lists number, time, subject, place and what to do", "[screens][kiosk][K-02]") {
    const KioskScreen screen{kiosk::draw, with_day()};
    for (const char* text : {"09:30–10:15", "алгебра", "Каб. 12 · Ковалёва А. С.", "§ 12, № 214–216 · письменно",
                             "§ 3 · читать · пересказать", "ничего не задано", "задание не записано", "идёт сейчас",
                             "иностранный язык (английский) · англ. 1", "Спортзал · Мельников Д. А."}) {
        INFO(text);
        CHECK(screen.says(text));
    }
    CHECK(screen.find(Role::choice, "сегодня")->chosen);
}

TEST_CASE("kiosk: what became of a lesson stands beside it, and a cancelled one has neither room nor homework",
          "[screens][kiosk][D-05][D-08]") {
    KioskScreen screen{kiosk::draw, with_day()};
    screen.state.chosen->lessons[2].change = LessonChange::substitution;
    screen.state.chosen->lessons[4].change = LessonChange::cancelled;
    screen.settle();
    CHECK(screen.says("замена"));
    CHECK(screen.says("Каб. 12 · Ковалёва А. С."));
    CHECK(screen.says("урок отменён"));
    CHECK_FALSE(screen.says("Спортзал · Мельников Д. А."));
}

TEST_CASE("kiosk: other days and the board are one touch away, Escape is the way back too", "[screens][kiosk]") {
    KioskScreen screen{kiosk::draw, with_day()};
    screen.touch(Role::choice, "завтра");
    CHECK(screen.take<kiosk::PickDay>().day == test::tuesday + std::chrono::days{1});
    screen.touch(Role::button, "Все классы");
    screen.take<kiosk::Back>();
    screen.key(input::Key::escape);
    screen.take<kiosk::Back>();
    screen.touch(Role::button, "English");
    CHECK(screen.take<Speak>() == Speak{flow::Language::english});
}

TEST_CASE("kiosk: upright, another class is one touch away from a day", "[screens][kiosk]") {
    KioskScreen screen{kiosk::draw, with_day(), {.width = 1080, .height = 1920}};
    CHECK(screen.says("§ 12, № 214–216 · письменно"));
    screen.touch(Role::button, "3А");
    CHECK(screen.take<kiosk::PickClass>().id == screen.state.classes[6].id);
}

TEST_CASE("kiosk: it says how old its data is, and more when there is no network", "[screens][kiosk]") {
    KioskScreen screen{kiosk::draw, test::kiosk_state()};
    CHECK(screen.says("Данные на 09:41"));
    screen.state.around = test::offline(0);
    screen.settle();
    CHECK(screen.says("Нет связи с сервером. Данные на 09:20, новое появится позже."));
    screen.state.around.exchanged = test::at(9, 20) - std::chrono::hours{24};
    screen.settle();
    CHECK(screen.says("Данные на пн 14 сентября, 09:20"));
    screen.state.classes.clear();
    screen.state.around.exchanged.reset();
    screen.settle();
    CHECK(screen.says("Расписание ещё не получено."));
}

TEST_CASE("kiosk: a day without lessons says why where that is known", "[screens][kiosk]") {
    KioskScreen screen{kiosk::draw, with_day()};
    screen.state.chosen->lessons.clear();
    screen.settle();
    CHECK(screen.says("Уроков нет"));
    screen.state.chosen->holiday = "Осенние каникулы";
    screen.settle();
    CHECK(screen.says("Осенние каникулы"));
}

TEST_CASE("kiosk: a school whose classes have no grades still has them all", "[screens][kiosk]") {
    kiosk::State state = test::kiosk_state();
    for (kiosk::ClassButton& which : state.classes) which.grade = 0;
    KioskScreen screen{kiosk::draw, state};
    screen.press(Role::button, "11А");
    CHECK(screen.take<kiosk::PickClass>().id == state.classes.back().id);
}
