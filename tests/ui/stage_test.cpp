#include "station/ui/stage.hpp"
#include "station/ui/text.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::ui;

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
    click(*stage, stage->tree().find(Role::button, "Записать")->rect.middle());
    REQUIRE(stage->settle(draw));
    CHECK(pressed == 2);
    stage->handle(input::KeyPress{input::Key::tab});
    stage->handle(input::KeyPress{input::Key::space});
    REQUIRE(stage->settle(draw));
    CHECK(pressed == 3);
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
