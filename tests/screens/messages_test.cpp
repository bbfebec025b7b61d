#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

using namespace zvonok;
using namespace zvonok::screens;
using ui::Role;

namespace {

using MessageScreen = test::Screen<messages::State, messages::Scratch, messages::Intent>;

}  // namespace

TEST_CASE("messages: what is new is told once, and opening it says so", "[screens][messages][L-02]") {
    MessageScreen screen{messages::draw, test::messages_state()};
    const auto& items = screen.state.items;
    const std::string name = items[0].who + " · " + items[0].text;
    CHECK(screen.find(Role::choice, name)->value == "новое");
    screen.press(Role::choice, name);
    CHECK(screen.take<messages::Open>().item == items[0].id);
    CHECK(screen.says("администрация · 08:05"));
    screen.state.items[0].fresh = false;
    screen.press(Role::choice, name);
    CHECK(screen.intents.empty());
}

TEST_CASE("messages: an answer goes to whoever wrote, and names what it answers", "[screens][messages][L-10]") {
    MessageScreen screen{messages::draw, test::messages_state()};
    screen.scratch.chosen = screen.state.items[1].id;
    screen.settle();
    CHECK_FALSE(screen.find(Role::button, "Ответить")->enabled);
    screen.focus(Role::text_field, "Ваш ответ");
    screen.type("В четверг после уроков.");
    screen.press(Role::button, "Ответить");
    const auto sent = screen.take<messages::Send>();
    CHECK(sent.people == std::vector{screen.state.items[1].from});
    CHECK(sent.groups.empty());
    CHECK(sent.answers == screen.state.items[1].id);
    CHECK(sent.text == "В четверг после уроков.");
    CHECK(screen.find(Role::text_field, "Ваш ответ")->value.empty());
}

TEST_CASE("messages: an announcement is not answered", "[screens][messages]") {
    MessageScreen screen{messages::draw, test::messages_state()};
    screen.scratch.chosen = screen.state.items[2].id;
    screen.settle();
    CHECK(screen.says("сводные ведомости"));
    CHECK(screen.find(Role::button, "Ответить") == nullptr);
}

TEST_CASE("messages: a new one is written to a colleague or to a class", "[screens][messages][L-01]") {
    MessageScreen screen{messages::draw, test::messages_state()};
    screen.press(Role::button, "Новое сообщение");
    screen.press(Role::choice, "7Б: семьям, ученикам и учителям класса");
    CHECK(screen.says("Прочитают все семьи класса"));
    screen.press(Role::button, "Другому");
    screen.press(Role::choice, "Орлова В. П.");
    screen.focus(Role::text_field, "Текст сообщения");
    screen.type("Тем пока пять.");
    screen.press(Role::button, "Отправить");
    const auto sent = screen.take<messages::Send>();
    CHECK(sent.people == std::vector{screen.state.recipients[2].person});
    CHECK(sent.groups.empty());
    CHECK(sent.answers.empty());
    CHECK_FALSE(screen.scratch.writing);
}
