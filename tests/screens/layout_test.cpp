#include "station/ui/stage.hpp"
#include "tests/screens/samples.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace zvonok;
using ui::Node;
using ui::Rect;
using ui::Role;

namespace {

struct Size {
    int width, height;
};
constexpr Size sizes[]{{1280, 720}, {1366, 768}, {1920, 1080}, {3840, 2160}, {1080, 1920}};

/// Whether some group around the node may scroll: what lies in it may be below the screen's edge.
bool scrolls(const std::vector<Node>& nodes, const Node& node) {
    return node.group >= 0 && nodes[static_cast<std::size_t>(node.group)].role == Role::group;
}

bool overlap(const Rect& a, const Rect& b) {
    const Rect both = a.overlap(b);
    return both.w > 1 && both.h > 1;
}

void check(const std::vector<Node>& nodes, const Rect& screen) {
    for (const Node& node : nodes) {
        INFO(to_text(node.role) << " \"" << node.name << "\" at " << node.rect.x << "," << node.rect.y << " "
                                << node.rect.w << "x" << node.rect.h);
        CHECK(node.rect.w > 0);
        // What is listed may be long, and is told in full where it is chosen.
        if (node.role == Role::button || (node.role == Role::choice && !scrolls(nodes, node))) CHECK_FALSE(node.cut);
        CHECK(node.rect.x >= -1);
        CHECK(node.rect.right() <= screen.w + 1);
        if (!scrolls(nodes, node)) {
            CHECK(node.rect.y >= -1);
            CHECK(node.rect.bottom() <= screen.h + 1);
        }
        if (node.group >= 0) {
            const Node& group = nodes[static_cast<std::size_t>(node.group)];
            CHECK(node.rect.x >= group.rect.x - 1);
            CHECK(node.rect.right() <= group.rect.right() + 1);
        }
    }
    for (auto one = nodes.begin(); one != nodes.end(); ++one) {
        if (!one->focusable) continue;
        for (auto other = std::next(one); other != nodes.end(); ++other) {
            if (!other->focusable || other->layer != one->layer || other->group != one->group) continue;
            INFO("\"" << one->name << "\" and \"" << other->name << "\"");
            CHECK_FALSE(overlap(one->rect, other->rect));
        }
    }
}

}  // namespace

TEST_CASE("screens: every state fits every screen and text size, and no two controls lie upon each other",
          "[screens][layout]") {
    const auto samples = test::samples();
    for (const Size& size : sizes) {
        for (const int percent : {100, 125, 150, 200}) {
            const auto stage = ui::Stage::open(ui::find_fonts().value(), ui::Words{},
                                               {.text_percent = percent, .width = size.width, .height = size.height})
                                   .value();
            for (const test::Sample& sample : samples) {
                INFO(sample.name << " at " << size.width << "x" << size.height << ", " << percent << " %");
                REQUIRE(stage->settle(sample.draw));
                check(stage->tree().nodes(), {0, 0, static_cast<float>(size.width), static_cast<float>(size.height)});
            }
        }
    }
}

TEST_CASE("screens: what a finger presses is large enough", "[screens][layout]") {
    const auto samples = test::samples();
    const auto stage = ui::Stage::open(ui::find_fonts().value(), ui::Words{}, {}).value();
    const float u = 9;
    for (const test::Sample& sample : samples) {
        if (sample.name.ends_with("-desk")) continue;  // a desk has a mouse
        REQUIRE(stage->settle(sample.draw));
        for (const Node& node : stage->tree().nodes()) {
            if (!node.focusable) continue;
            INFO(sample.name << ": " << node.name);
            CHECK(node.rect.h >= (sample.kiosk ? 8 : 6) * u - 0.5f);
            CHECK(node.rect.w >= 6 * u);
        }
    }
}

TEST_CASE("screens: no text shouts", "[screens][words]") {
    const auto stage = ui::Stage::open(ui::find_fonts().value(), ui::Words{}, {}).value();
    for (const test::Sample& sample : test::samples()) {
        REQUIRE(stage->settle(sample.draw));
        INFO(sample.name);
        CHECK_FALSE(stage->tree().says("!"));
    }
}
