#include "station/screens/lock.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

#include <set>

using namespace zvonok;
using namespace zvonok::screens;
using test::at;
using ui::Role;

namespace {

using LockScreen = test::Screen<lock::State, lock::Scratch, lock::Intent>;

}  // namespace

TEST_CASE("lock: it shows room, date, time, the lesson that is going on and the next", "[screens][lock]") {
    const LockScreen screen{lock::draw, test::lock_state()};
    for (const char* text : {"Кабинет 12", "вт 15 сентября", "09:42", "3 урок · 09:30–10:15 · осталось 33 мин",
                             "7Б · алгебра", "Следующий: 4 урок · 10:30 · 8А · геометрия", "Вставьте карту"}) {
        INFO(text);
        CHECK(screen.says(text));
    }
}

TEST_CASE("lock: in a break the next lesson takes the place, with the minutes until it", "[screens][lock]") {
    lock::State state = test::lock_state();
    state.current.reset();
    state.around.now = at(10, 22);
    const LockScreen screen{lock::draw, state};
    CHECK(screen.says("до 4 урока 8 мин · 10:30–11:15"));
    CHECK(screen.says("8А · геометрия"));
}

TEST_CASE("lock: with no lesson left today it says so and names the next day's", "[screens][lock]") {
    lock::State state = test::lock_state();
    state.current.reset();
    state.next->starts += std::chrono::hours{48};
    state.next->ends += std::chrono::hours{48};
    LockScreen screen{lock::draw, state};
    CHECK(screen.says("Сегодня уроков здесь больше нет"));
    CHECK(screen.says("Следующий: чт 17 сентября · 4 урок · 10:30 · 8А · геометрия"));
    screen.state.next.reset();
    screen.settle();
    CHECK(screen.says("Уроков здесь нет"));
}

TEST_CASE("lock: each trouble of the card has its own words and says what to do", "[screens][lock]") {
    std::set<std::string> seen;
    LockScreen screen{lock::draw, test::lock_state()};
    for (int card = 0; card <= static_cast<int>(lock::Card::failed); ++card) {
        screen.state.card = static_cast<lock::Card>(card);
        screen.settle();
        INFO(card << '\n' << screen.tree().describe());
        const auto& nodes = screen.tree().nodes();
        const auto notice = std::ranges::find(nodes, Role::notice, &ui::Node::role);
        if (notice == nodes.end()) continue;  // an invitation, one line
        CHECK(seen.insert(notice->name).second);
        CHECK(notice->value.size() > 20);
    }
    CHECK(seen.size() >= 20);
}

TEST_CASE("lock: an expired card says since when", "[screens][lock]") {
    lock::State state = test::lock_state();
    state.card = lock::Card::expired;
    state.date = test::tuesday - std::chrono::days{5};
    const LockScreen screen{lock::draw, state};
    CHECK(screen.says("Срок карты истёк чт 10 сентября."));
}

TEST_CASE("lock: the other language is one touch away", "[screens][lock]") {
    LockScreen screen{lock::draw, test::lock_state()};
    screen.touch(Role::button, "English");
    CHECK(screen.take<Speak>() == Speak{flow::Language::english});
}
