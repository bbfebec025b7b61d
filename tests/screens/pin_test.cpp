#include "station/screens/pin.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using ui::Role;

namespace {

using PinScreen = test::Screen<pin::State, pin::Scratch, pin::Intent>;

}  // namespace

TEST_CASE("pin: digits go out one by one, from the pad and from the keyboard", "[screens][pin]") {
    PinScreen screen{pin::draw, test::pin_state()};
    screen.touch(Role::key, "7");
    CHECK(screen.take<pin::Digit>().digit == '7');
    screen.type("0");
    CHECK(screen.take<pin::Digit>().digit == '0');
    screen.key(input::Key::backspace);
    screen.take<pin::Erase>();
    screen.touch(Role::key, "Стереть");
    screen.take<pin::Erase>();
    screen.key(input::Key::escape);
    screen.take<pin::Cancel>();
}

TEST_CASE("pin: no digit is anywhere in what the screen shows or keeps", "[screens][pin]") {
    PinScreen screen{pin::draw, test::pin_state()};
    screen.state.around = {.now = test::at(0, 0)};
    screen.type("739154");
    for (const ui::Node& node : screen.tree().nodes())
        if (node.role != Role::key) CHECK(node.value.find_first_of("7915") == std::string::npos);
    CHECK(screen.find(Role::status, "Введено цифр")->value == "2");
}

TEST_CASE("pin: «Готово» and Enter work from the shortest PIN on, and Enter never repeats a touched digit",
          "[screens][pin]") {
    PinScreen screen{pin::draw, test::pin_state()};
    CHECK_FALSE(screen.find(Role::key, "Готово")->enabled);
    screen.key(input::Key::enter);
    CHECK(screen.intents.empty());
    screen.touch(Role::key, "5");
    screen.take<pin::Digit>();
    screen.state.digits = 6;
    screen.settle();
    screen.key(input::Key::enter);
    screen.take<pin::Done>();
}

TEST_CASE("pin: more digits than the card takes are not passed on", "[screens][pin]") {
    PinScreen screen{pin::draw, test::pin_state()};
    screen.state.digits = 8;
    screen.settle();
    screen.type("1");
    CHECK(screen.intents.empty());
}

TEST_CASE("pin: tries are told in the right form, the last with its price", "[screens][pin]") {
    PinScreen screen{pin::draw, test::pin_state()};
    CHECK(screen.says("Осталось 3 попытки."));
    screen.state.phase = pin::Phase::wrong;
    screen.state.tries_left = 5;
    screen.settle();
    CHECK(screen.says("PIN не подошёл. Осталось 5 попыток."));
    screen.state.tries_left = 1;
    screen.settle();
    CHECK(screen.says("PIN не подошёл. Осталась 1 попытка."));
    CHECK(screen.says("карту разблокирует только администратор"));
    screen.state.tries_left.reset();
    screen.settle();
    CHECK(screen.says("PIN не подошёл."));
}

TEST_CASE("pin: while the card is at work nothing can be pressed", "[screens][pin]") {
    PinScreen screen{pin::draw, test::pin_state()};
    screen.state.phase = pin::Phase::checking;
    screen.state.digits = 6;
    screen.settle();
    screen.type("1");
    screen.key(input::Key::enter);
    screen.key(input::Key::backspace);
    CHECK(screen.intents.empty());
    CHECK(screen.says("не вынимайте карту"));
}
