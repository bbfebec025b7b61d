#include "station/ui/stage.hpp"
#include "station/ui/text.hpp"
#include "station/ui/tuning.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::ui;
using input::Key;

namespace {

std::unique_ptr<Stage> stage_of(const StageOptions& options = {}) {
    return Stage::open(find_fonts().value(), Words{}, options).value();
}

void type(Stage& stage, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) stage.handle(input::Character{next_character(text, at)});
}

void click(Stage& stage, Point where) {
    stage.handle(input::PointerMove{where.x, where.y});
    stage.handle(input::PointerButton{true});
    stage.handle(input::PointerButton{false});
}

void press(Stage& stage, Key key, bool shift = false) {
    stage.handle(input::KeyPress{key, shift});
}

Point middle(const Stage& stage, Role role, std::string_view name) {
    const Node* node = stage.tree().find(role, name);
    REQUIRE(node != nullptr);
    return node->rect.middle();
}

std::string focused(const Stage& stage) {
    const Node* node = stage.tree().focused();
    return node != nullptr ? node->name : "nothing";
}

}  // namespace

TEST_CASE("stage: a button is pressed by name, by touch and by key alike", "[ui][stage]") {
    const auto stage = stage_of();
    int pressed = 0;
    const auto draw = [&](Frame& frame) {
        frame.heading("7Б · алгебра");
        if (frame.button("Записать")) ++pressed;
    };
    REQUIRE(stage->settle(draw));
    REQUIRE(stage->press(Role::button, "Записать"));
    REQUIRE(stage->settle(draw));
    CHECK(pressed == 1);
    click(*stage, middle(*stage, Role::button, "Записать"));
    REQUIRE(stage->settle(draw));
    CHECK(pressed == 2);
    press(*stage, Key::tab);
    press(*stage, Key::space);
    REQUIRE(stage->settle(draw));
    CHECK(pressed == 3);
}

TEST_CASE("stage: a frame that takes input never settles: another follows, and only that one is drawn to be seen",
          "[ui][stage]") {
    const auto stage = stage_of();
    const auto draw = [](Frame& frame) { frame.button("Записать"); };
    REQUIRE(stage->settle(draw));
    const Point there = middle(*stage, Role::button, "Записать");
    const std::vector<input::Event> events{
        input::PointerMove{there.x, there.y}, input::PointerButton{true}, input::PointerButton{false}, input::Scroll{1},
        input::KeyPress{Key::tab, false},     input::Character{U'а'},
    };
    for (const input::Event& event : events) {
        stage->handle(event);
        CHECK_FALSE(stage->frame(draw).settled);
        CHECK(stage->frame(draw).settled);
    }
}

TEST_CASE("stage: a disabled button can't be pressed by any means", "[ui][stage]") {
    const auto stage = stage_of();
    int pressed = 0;
    const auto draw = [&](Frame& frame) {
        if (frame.button("Записать", {.enabled = false, .emphasis = Emphasis::main})) ++pressed;
    };
    REQUIRE(stage->settle(draw));
    CHECK_FALSE(stage->press(Role::button, "Записать"));
    click(*stage, middle(*stage, Role::button, "Записать"));
    press(*stage, Key::tab);
    press(*stage, Key::enter);
    REQUIRE(stage->settle(draw));
    CHECK(pressed == 0);
}

TEST_CASE("stage: a press that leaves the button before it ends does nothing", "[ui][stage]") {
    const auto stage = stage_of();
    int pressed = 0;
    const auto draw = [&](Frame& frame) {
        if (frame.button("Записать")) ++pressed;
    };
    REQUIRE(stage->settle(draw));
    const Point on = middle(*stage, Role::button, "Записать");
    stage->handle(input::PointerMove{on.x, on.y});
    stage->handle(input::PointerButton{true});
    stage->handle(input::PointerMove{on.x + 900, on.y + 500});
    stage->handle(input::PointerButton{false});
    REQUIRE(stage->settle(draw));
    CHECK(pressed == 0);
}

TEST_CASE("stage: Tab walks controls in order and round, arrows go to what lies there, Enter presses the main button",
          "[ui][stage]") {
    const auto stage = stage_of();
    int saved = 0;
    const auto draw = [&](Frame& frame) {
        for (const char* row : {"1", "2"})
            frame.row({share(), share()}, [&] {
                frame.button(std::string{row} + " слева");
                frame.button(std::string{row} + " справа");
            });
        if (frame.button("Записать", {.emphasis = Emphasis::main})) ++saved;
    };
    REQUIRE(stage->settle(draw));
    press(*stage, Key::enter);
    REQUIRE(stage->settle(draw));
    CHECK(saved == 1);
    const auto after = [&](Key key, bool shift = false) {
        press(*stage, key, shift);
        REQUIRE(stage->settle(draw));
        return focused(*stage);
    };
    CHECK(after(Key::tab) == "1 слева");
    CHECK(after(Key::tab) == "1 справа");
    CHECK(after(Key::down) == "2 справа");
    CHECK(after(Key::left) == "2 слева");
    CHECK(after(Key::up) == "1 слева");
    CHECK(after(Key::up) == "1 слева");
    CHECK(after(Key::tab, true) == "Записать");
    CHECK(after(Key::tab) == "1 слева");
}

TEST_CASE("stage: what is typed fast arrives whole and in order", "[ui][stage]") {
    const auto stage = stage_of();
    std::string topic;
    const auto draw = [&](Frame& frame) { frame.text_field("Тема урока", topic); };
    REQUIRE(stage->settle(draw));
    REQUIRE(stage->focus(Role::text_field, "Тема урока"));
    type(*stage, "Линейные уравнения, § 12");
    REQUIRE(stage->settle(draw));
    CHECK(topic == "Линейные уравнения, § 12");
    CHECK(stage->tree().find(Role::text_field, "Тема урока")->value == topic);
}

TEST_CASE("stage: Enter sends a field of one line and breaks the line in a longer one", "[ui][stage]") {
    const auto stage = stage_of();
    std::string topic;
    std::string homework;
    int sent = 0;
    const auto draw = [&](Frame& frame) {
        if (frame.text_field("Тема", topic) == FieldChange::submitted) ++sent;
        frame.text_field("Задание", homework, {.lines = 3});
    };
    REQUIRE(stage->settle(draw));
    stage->focus(Role::text_field, "Тема");
    type(*stage, "а");
    press(*stage, Key::enter);
    REQUIRE(stage->settle(draw));
    CHECK(sent == 1);
    CHECK(topic == "а");
    press(*stage, Key::tab);
    type(*stage, "б");
    press(*stage, Key::enter);
    type(*stage, "в");
    REQUIRE(stage->settle(draw));
    CHECK(homework == "б\nв");
    CHECK(sent == 1);
}

TEST_CASE("stage: equally named cells of different rows are told apart", "[ui][stage]") {
    const auto stage = stage_of();
    std::string pressed;
    const auto draw = [&](Frame& frame) {
        for (const char* pupil : {"Белов", "Васильева"})
            frame.scope(pupil, [&] {
                if (frame.cell("посещаемость")) pressed += pupil;
            });
    };
    REQUIRE(stage->settle(draw));
    REQUIRE(stage->tree().nodes().size() == 2);
    CHECK(stage->tree().nodes()[0].id != stage->tree().nodes()[1].id);
    click(*stage, stage->tree().nodes()[1].rect.middle());
    REQUIRE(stage->settle(draw));
    CHECK(pressed == "Васильева");
}

TEST_CASE("stage: a cell tells letter and state in words, and takes the letter that is typed on it", "[ui][stage]") {
    const auto stage = stage_of();
    CellPress last;
    const auto draw = [&](Frame& frame) {
        const CellPress press = frame.cell("Белов И.", {.letter = "Н", .sign = Sign::pending});
        if (press || press.typed != 0) last = press;
    };
    REQUIRE(stage->settle(draw));
    CHECK(stage->tree().find(Role::cell, "Белов И.")->value == "Н, ещё не сохранено");
    stage->focus(Role::cell, "Белов И.");
    type(*stage, "б");
    REQUIRE(stage->settle(draw));
    CHECK(last.typed == U'б');
    CHECK_FALSE(last.pressed);
}

TEST_CASE("stage: a dialogue takes all input, and what lies under it none", "[ui][stage]") {
    const auto stage = stage_of();
    int below = 0;
    int above = 0;
    bool open = true;
    const auto draw = [&](Frame& frame) {
        frame.area(frame.body(), [&] {
            for (int i = 0; i < 12; ++i) frame.row({share()}, [&] { below += frame.button("Внизу") ? 1 : 0; });
        });
        if (open) frame.dialogue("Вопрос", 60, 30, [&] { above += frame.button("Закрыть") ? 1 : 0; });
    };
    REQUIRE(stage->settle(draw));
    CHECK_FALSE(stage->press(Role::button, "Внизу"));
    click(*stage, {300, 500});
    click(*stage, middle(*stage, Role::button, "Закрыть"));
    press(*stage, Key::tab);
    REQUIRE(stage->settle(draw));
    CHECK(focused(*stage) == "Закрыть");
    CHECK(below == 0);
    CHECK(above == 1);
    open = false;
    REQUIRE(stage->settle(draw));
    click(*stage, {300, 500});
    REQUIRE(stage->settle(draw));
    CHECK(below == 1);
}

TEST_CASE("stage: a long list scrolls by wheel, by drag and to the focus, and a drag presses nothing", "[ui][stage]") {
    const auto stage = stage_of();
    int pressed = 0;
    const auto draw = [&](Frame& frame) {
        frame.card("Класс", frame.body(), [&] {
            for (int i = 1; i <= 40; ++i)
                frame.row({share()}, [&] { pressed += frame.button(std::to_string(i)) ? 1 : 0; });
        });
    };
    REQUIRE(stage->settle(draw));
    const auto top = [&] { return stage->tree().find(Role::button, "1")->rect.y; };
    const float start = top();
    stage->handle(input::PointerMove{400, 400});
    stage->handle(input::Scroll{-1});
    REQUIRE(stage->settle(draw));
    CHECK(top() < start);
    stage->handle(input::Scroll{10});
    REQUIRE(stage->settle(draw));
    CHECK(top() == start);

    stage->handle(input::PointerButton{true});
    stage->handle(input::PointerMove{400, 250});
    stage->handle(input::PointerButton{false});
    REQUIRE(stage->settle(draw));
    CHECK(top() == start - 150);
    CHECK(pressed == 0);

    REQUIRE(stage->focus(Role::button, "39"));
    press(*stage, Key::down);
    REQUIRE(stage->settle(draw));
    CHECK(focused(*stage) == "40");
    const Node* panel = stage->tree().find(Role::group, "Класс");
    CHECK(panel->rect.holds(stage->tree().find(Role::button, "40")->rect));
}

TEST_CASE("stage: a list that is thrown rolls on and comes to rest; a touch stops it and presses nothing",
          "[ui][stage]") {
    using std::chrono::milliseconds;
    const auto stage = stage_of();
    int pressed = 0;
    const auto draw = [&](Frame& frame) {
        frame.card("Класс", frame.body(), [&] {
            for (int i = 1; i <= 400; ++i)
                frame.row({share()}, [&] { pressed += frame.button(std::to_string(i)) ? 1 : 0; });
        });
    };
    Time now{};
    const auto after = [&](milliseconds passed) {
        now += passed;
        stage->pass(now);
        Finished finished = stage->frame(draw);
        while (!finished.settled) finished = stage->frame(draw);
        return finished.due.has_value();
    };
    const auto top = [&] { return stage->tree().find(Role::button, "1")->rect.y; };
    const auto draw_up = [&](float from, float to, milliseconds rest) {
        stage->handle(input::PointerMove{400, from});
        stage->handle(input::PointerButton{true});
        after(milliseconds{10});
        for (int step = 1; step <= 5; ++step) {
            stage->handle(input::PointerMove{400, from + (to - from) * static_cast<float>(step) / 5});
            after(milliseconds{10});
        }
        stage->handle(input::PointerButton{false});
        return after(rest);
    };
    REQUIRE_FALSE(after(milliseconds{0}));
    const float start = top();

    SECTION("thrown, it goes on and slows down until it rests") {
        REQUIRE(draw_up(800, 600, milliseconds{5}));
        float before = top();
        CHECK(before == Approx(start - 200).margin(1));
        REQUIRE(after(milliseconds{16}));
        float speed = before - top();
        CHECK(speed > 0);
        bool rolls = true;
        for (int frames = 0; frames < 200 && rolls; ++frames) {
            before = top();
            rolls = after(milliseconds{16});
            CHECK(before - top() <= speed + 1);
            speed = before - top();
        }
        CHECK_FALSE(rolls);
        const float rest = top();
        CHECK(rest < start - 600);
        CHECK_FALSE(after(milliseconds{500}));
        CHECK(top() == rest);
    }
    SECTION("held still before it is let go, it stays") {
        CHECK_FALSE(draw_up(800, 600, milliseconds{200}));
        CHECK(top() == Approx(start - 200).margin(1));
    }
    SECTION("a touch stops it and presses nothing; the next one presses") {
        REQUIRE(draw_up(800, 600, milliseconds{5}));
        REQUIRE(after(milliseconds{16}));
        click(*stage, {400, 500});
        CHECK_FALSE(after(milliseconds{1}));
        const float caught = top();
        CHECK_FALSE(after(milliseconds{100}));
        CHECK(top() == caught);
        CHECK(pressed == 0);
        click(*stage, {400, 500});
        after(milliseconds{1});
        CHECK(pressed == 1);
    }
    SECTION("at its end it stops") {
        REQUIRE(draw_up(600, 700, milliseconds{5}) == false);
        CHECK(top() == start);
    }
}

TEST_CASE("stage: digits reach the screen one by one, from pad and keyboard, and stay nowhere", "[ui][stage]") {
    const auto stage = stage_of();
    std::string got;
    bool done = false;
    const auto draw = [&](Frame& frame) {
        frame.pin_dots(static_cast<int>(got.size()), 6);
        if (const auto key = frame.digit_pad()) {
            if (key->kind == PadKey::Kind::digit) got += key->digit;
            if (key->kind == PadKey::Kind::erase && !got.empty()) got.pop_back();
            if (key->kind == PadKey::Kind::done) done = true;
        }
    };
    REQUIRE(stage->settle(draw));
    click(*stage, middle(*stage, Role::key, "4"));
    type(*stage, "70x9");
    press(*stage, Key::backspace);
    press(*stage, Key::enter);
    REQUIRE(stage->settle(draw));
    CHECK(got == "470");
    CHECK(done);
    CHECK_FALSE(stage->tree().says("470"));
    CHECK(stage->tree().find(Role::status, "Введено цифр")->value == "3");
}

TEST_CASE("stage: a field that is touched brings up the keyboard, which types into it", "[ui][stage]") {
    const auto stage = stage_of({.on_screen_keyboard = true});
    std::string topic;
    const auto draw = [&](Frame& frame) { frame.text_field("Тема", topic); };
    REQUIRE(stage->settle(draw));
    CHECK(stage->tree().find(Role::group, "Экранная клавиатура") == nullptr);
    click(*stage, middle(*stage, Role::text_field, "Тема"));
    REQUIRE(stage->settle(draw));
    const auto touch = [&](const char* key) {
        click(*stage, middle(*stage, Role::key, key));
        REQUIRE(stage->settle(draw));
    };
    touch("Заглавные буквы");
    touch("Ё");
    touch("ж");
    touch("пробел");
    touch("7");
    touch("Другой язык");
    touch("b");
    touch("Стереть");
    CHECK(topic == "Ёж 7");
    touch("Убрать клавиатуру");
    CHECK(stage->tree().find(Role::group, "Экранная клавиатура") == nullptr);
}

TEST_CASE("stage: a key that is held offers what is beside it, and the finger chooses by where it is lifted",
          "[ui][stage]") {
    using std::chrono::milliseconds;
    const auto stage = stage_of({.on_screen_keyboard = true});
    std::string text;
    const auto draw = [&](Frame& frame) { frame.text_field("Текст", text); };
    Time now{milliseconds{1000}};
    const auto after = [&](milliseconds passed) {
        now += passed;
        stage->pass(now);
        Finished finished = stage->frame(draw);
        while (!finished.settled) finished = stage->frame(draw);
        return finished.due;
    };
    after(milliseconds{0});
    click(*stage, middle(*stage, Role::text_field, "Текст"));
    after(milliseconds{1});
    const auto down_on = [&](const char* key) {
        const Point at = middle(*stage, Role::key, key);
        stage->handle(input::PointerMove{at.x, at.y});
        stage->handle(input::PointerButton{true});
        return after(milliseconds{1});
    };
    const auto up = [&] {
        stage->handle(input::PointerButton{false});
        after(milliseconds{1});
    };

    // The stage says when it wants to be asked again, and until then nothing shows.
    const auto due = down_on("-");
    REQUIRE(due == now + tuning::key_held);
    CHECK(stage->tree().find(Role::key, "–") == nullptr);
    after(milliseconds{200});
    up();
    CHECK(text == "-");
    CHECK_FALSE(after(milliseconds{1000}));

    down_on("-");
    CHECK_FALSE(after(tuning::key_held));
    const Point dash = middle(*stage, Role::key, "—");
    stage->handle(input::PointerMove{dash.x, dash.y + 30});
    after(milliseconds{1});
    up();
    CHECK(text == "-—");
    CHECK(stage->tree().find(Role::key, "–") == nullptr);

    // Lifted where it went down: the nearest.
    down_on("ь");
    after(tuning::key_held);
    up();
    CHECK(text == "-—ъ");
    // Nothing is beside this one.
    CHECK_FALSE(down_on("ж"));
    after(milliseconds{2000});
    up();
    CHECK(text == "-—ъж");
}

TEST_CASE("stage: all that can be touched is high enough for a finger, at every size of screen and text",
          "[ui][stage]") {
    StageOptions options;
    std::tie(options.width, options.height) =
        GENERATE(std::pair{1920, 1080}, std::pair{1366, 768}, std::pair{1080, 1920}, std::pair{3840, 2160});
    options.text_percent = GENERATE(100, 150, 200);
    const auto stage = stage_of(options);
    std::string text;
    const auto draw = [&](Frame& frame) {
        frame.top_bar({.place = "Каб. 12", .clock = "09:42", .person = "Анна Сергеевна К.", .leave = "Выход"});
        frame.button("Записать");
        frame.choice("Линейные уравнения");
        frame.text_field("Тема", text);
        frame.digit_pad();
    };
    REQUIRE(stage->settle(draw));
    const float u = static_cast<float>(std::min(options.width, options.height)) / 120;
    for (const Node& node : stage->tree().nodes()) {
        if (!node.focusable) continue;
        INFO(node.name);
        CHECK(node.rect.h >= 6 * u - 0.01f);
        CHECK(node.rect.w >= 6 * u - 0.01f);
    }
}

TEST_CASE("stage: a new size of the screen lays everything out anew", "[ui][stage]") {
    const auto stage = stage_of();
    const auto draw = [&](Frame& frame) {
        frame.area(frame.body(), [&] { frame.row({share()}, [&] { frame.button("Записать"); }); });
    };
    REQUIRE(stage->settle(draw));
    stage->handle(input::Resize{1080, 1920});
    REQUIRE(stage->settle(draw));
    const Node* button = stage->tree().find(Role::button, "Записать");
    CHECK(button->rect.right() <= 1080);
    CHECK(button->rect.w > 900);
}

TEST_CASE("stage: an idle frame is settled and asks for no other", "[ui][stage]") {
    const auto stage = stage_of();
    const auto draw = [&](Frame& frame) { frame.clock("09:42"); };
    REQUIRE(stage->settle(draw));
    for (int i = 0; i < 5; ++i) CHECK(stage->frame(draw).settled);
}

TEST_CASE("stage: an arrow that a cell keeps is told to its table, the others move the focus", "[ui][stage]") {
    const auto stage = stage_of();
    bool walked = false;
    const auto draw = [&](Frame& frame) {
        frame.row({fixed(10), fixed(10)}, [&] {
            frame.cell("первая", {.ruled = true, .kept = {.right = true}});
            frame.cell("вторая", {.ruled = true});
        });
        walked = walked || frame.key(Key::right);
    };
    REQUIRE(stage->settle(draw));
    REQUIRE(stage->focus(Role::cell, "первая"));
    press(*stage, Key::right);
    REQUIRE(stage->settle(draw));
    CHECK(walked);
    CHECK(focused(*stage) == "первая");
    REQUIRE(stage->focus(Role::cell, "вторая"));
    press(*stage, Key::left);
    REQUIRE(stage->settle(draw));
    CHECK(focused(*stage) == "первая");
}
