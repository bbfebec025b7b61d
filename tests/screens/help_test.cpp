#include "station/screens/help.hpp"
#include "station/ui/spoken.hpp"
#include "tests/screens/harness.hpp"
#include "tests/screens/samples.hpp"

#include <set>

using namespace zvonok;
using namespace zvonok::screens;
using input::Key;
using ui::Role;

namespace {

constexpr std::string_view button = "Помощь и вид";
constexpr std::string_view panel = "Помощь: Урок";

struct Both {
    lesson::Scratch lesson;
    help::Scratch help;
};

std::optional<help::Intent> draw_both(ui::Frame& frame, const help::State& state, Both& scratch) {
    lesson::draw(frame, test::busy_lesson_state(), scratch.lesson);
    return help::draw(frame, state, scratch.help);
}

using Helped = test::Screen<help::State, Both, help::Intent>;

Helped helped_lesson() {
    return {draw_both, {.place = help::Place::lesson, .around = test::online()}};
}

}  // namespace

TEST_CASE("help: one touch opens it on every screen, and Esc closes it", "[screens][help]") {
    auto screen = helped_lesson();
    CHECK(screen.find(Role::heading, panel) == nullptr);
    screen.touch(Role::button, button);
    CHECK(screen.find(Role::heading, panel) != nullptr);
    CHECK(screen.says("каб. 21"));
    screen.key(Key::escape);
    CHECK(screen.find(Role::heading, panel) == nullptr);
}

TEST_CASE("help: F1 leaves a half-typed text and the cursor where they were", "[screens][help]") {
    auto screen = helped_lesson();
    const auto fields = screen.tree().nodes();
    const auto field = std::ranges::find(fields, Role::text_field, &ui::Node::role);
    REQUIRE(field != fields.end());
    screen.focus(Role::text_field, field->name);
    screen.type("повторе");
    const std::string before = screen.find(Role::text_field, field->name)->value;
    REQUIRE(before.ends_with("повторе"));
    screen.key(Key::help);
    REQUIRE(screen.find(Role::heading, panel) != nullptr);
    screen.type("этого нет");
    screen.key(Key::backspace);
    CHECK(screen.find(Role::text_field, field->name)->value == before);
    screen.key(Key::help);
    CHECK(screen.find(Role::heading, panel) == nullptr);
    CHECK(screen.find(Role::text_field, field->name)->focused);
    screen.type("ние");
    CHECK(screen.find(Role::text_field, field->name)->value == before + "ние");
}

TEST_CASE("help: over a dialogue it comes on top, and Esc closes it alone", "[screens][help]") {
    auto screen = helped_lesson();
    screen.scratch.lesson.choosing_work = true;
    screen.settle();
    screen.key(Key::help);
    REQUIRE(screen.find(Role::heading, panel) != nullptr);
    screen.key(Key::escape);
    CHECK(screen.find(Role::heading, panel) == nullptr);
    CHECK(screen.scratch.lesson.choosing_work);
    screen.key(Key::escape);
    CHECK_FALSE(screen.scratch.lesson.choosing_work);
}

TEST_CASE("help: text size and colours are chosen there", "[screens][help]") {
    auto screen = helped_lesson();
    screen.key(Key::help);
    CHECK(screen.find(Role::choice, "Обычный")->chosen);
    CHECK(screen.find(Role::choice, "Светлые")->chosen);
    screen.press(Role::choice, "Самый крупный");
    CHECK(screen.take<help::Choose>().sight == flow::Sight{200, flow::Look::light});
    screen.press(Role::choice, "Контрастные");
    CHECK(screen.take<help::Choose>().sight == flow::Sight{100, flow::Look::contrast});
    screen.press(Role::choice, "English");
    CHECK(screen.take<help::Choose>().sight == flow::Sight{.language = flow::Language::english});
    CHECK(screen.find(Role::choice, "Русский")->chosen);
    screen.press(Role::choice, "Обычный");
    CHECK(screen.intents.empty());
    CHECK(screen.says("Станция запомнит это за вами"));
}

TEST_CASE("help: reading aloud is switched there and by F4, open or not", "[screens][help]") {
    auto screen = helped_lesson();
    screen.key(Key::voice);
    CHECK(screen.take<help::Choose>().sight.spoken);
    screen.key(Key::help);
    CHECK(screen.find(Role::choice, "Выключено")->chosen);
    screen.press(Role::choice, "Включено");
    CHECK(screen.take<help::Choose>().sight == flow::Sight{100, flow::Look::light, true});
    screen.state.sight.spoken = true;
    screen.settle();
    CHECK(screen.find(Role::choice, "Включено")->chosen);
    ui::Tree before = screen.tree();
    screen.focus(Role::choice, "Выключено");
    CHECK(ui::spoken(before, screen.tree(), {}).text == "Выключено, 1 из 2");
    screen.key(Key::voice);
    CHECK_FALSE(screen.take<help::Choose>().sight.spoken);
    CHECK_FALSE(screen.says("Звук недоступен"));
    screen.state.hearing = help::Hearing::no_sound;
    screen.settle();
    CHECK(screen.says("Звук недоступен"));
}

TEST_CASE("help: another screen closes it", "[screens][help]") {
    auto screen = helped_lesson();
    screen.key(Key::help);
    screen.state.place = help::Place::lock;
    screen.settle();
    CHECK(screen.find(Role::choice, "Обычный") == nullptr);
}

TEST_CASE("help: every screen has words of its own, and every state of the sync a meaning", "[screens][help]") {
    std::set<std::string_view> titles, meanings;
    for (int place = 0; place <= static_cast<int>(help::Place::class_day); ++place) {
        const help::Topic topic = help::topic_of(static_cast<help::Place>(place));
        CHECK(topic.can.size() >= 2);
        titles.insert(topic.title);
    }
    CHECK(titles.size() == static_cast<std::size_t>(help::Place::class_day) + 1);
    for (int server = 0; server <= static_cast<int>(Server::proxy); ++server) {
        Surroundings around = test::online();
        around.server = static_cast<Server>(server);
        CHECK_FALSE(help::meaning_of(around).empty());
        meanings.insert(help::meaning_of(around));
        around.disk_full = true;
        CHECK(help::meaning_of(around).find("место") != std::string_view::npos);
    }
    CHECK(meanings.size() == 5);
}
