#include "hal/window/damage.hpp"
#include "hal/window/glfw_window.hpp"
#include "tests/support/xvfb.hpp"

#include <GLFW/glfw3.h>
#include <imgui.h>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <random>
#include <thread>

using namespace zvonok;
using namespace zvonok::hal;
using namespace std::chrono_literals;

/// Read by the leak checker. Mesa's code generator leaves a few blocks behind when it is unloaded, in a module that is
/// then unknown and can't be excused by name; our own code is checked for leaks by the tests that open no window.
extern "C" int __lsan_is_turned_off() {
    return 1;
}

namespace {

constexpr Extent small{320, 200};

/// ImGui for one test: an atlas with its default font, and pictures made of plain draw lists.
class Drawing {
  public:
    explicit Drawing(Extent extent) : context_(ImGui::CreateContext()) {
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {static_cast<float>(extent.width), static_cast<float>(extent.height)};
        io.Fonts->AddFontDefault();
        unsigned char* pixels = nullptr;
        int width = 0;
        int height = 0;
        io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
    }
    ~Drawing() { ImGui::DestroyContext(context_); }
    Drawing(const Drawing&) = delete;
    Drawing& operator=(const Drawing&) = delete;

    template <class Draw>
    const ImDrawData& picture(Draw&& draw) {
        ImGui::SetCurrentContext(context_);
        ImGui::NewFrame();
        ImDrawList& list = *ImGui::GetBackgroundDrawList();
        list.AddRectFilled({0, 0}, ImGui::GetIO().DisplaySize, IM_COL32(240, 240, 236, 255));
        draw(list);
        ImGui::Render();
        return *ImGui::GetDrawData();
    }
    void new_atlas() {
        ImGui::SetCurrentContext(context_);
        ImGuiIO& io = ImGui::GetIO();
        io.Fonts->Clear();
        ImFontConfig config;
        config.SizePixels = 20;
        io.Fonts->AddFontDefault(&config);
        io.Fonts->Build();
    }

  private:
    ImGuiContext* context_;
};

/// One thing on a random screen, drawn with blending, in a clipping rectangle of its own.
struct Shape {
    int kind = 0;
    ImVec2 from, to;
    ImU32 colour = 0;
    ImVec4 clip;
    std::string text;
};

class Shapes {
  public:
    explicit Shapes(unsigned seed) : random_(seed) {
        for (int i = 0; i < 25; ++i) shapes_.push_back(shape());
    }
    /// What a screen does from one frame to the next: things come, go, move, change colour, and swap their order.
    void change() {
        switch (number(0, 5)) {
            case 0:
                shapes_.push_back(shape());
                break;
            case 1:
                if (!shapes_.empty()) shapes_.erase(shapes_.begin() + number(0, last()));
                break;
            case 2:
                if (!shapes_.empty()) std::swap(shapes_[any()], shapes_[any()]);
                break;
            case 3:
                if (!shapes_.empty()) shapes_[any()].colour ^= 0x00FF0040U;
                break;
            case 4:
                if (!shapes_.empty()) shapes_[any()].clip = shape().clip;
                break;
            default:
                if (!shapes_.empty()) shapes_[any()] = shape();
        }
    }
    void draw(ImDrawList& list) const {
        for (const Shape& s : shapes_) {
            list.PushClipRect({s.clip.x, s.clip.y}, {s.clip.z, s.clip.w}, true);
            if (s.kind == 0) list.AddRectFilled(s.from, s.to, s.colour, 3);
            if (s.kind == 1) list.AddTriangleFilled(s.from, s.to, {s.from.x, s.to.y}, s.colour);
            if (s.kind == 2) list.AddCircleFilled(s.from, 12, s.colour, 16);
            if (s.kind == 3) list.AddText({std::floor(s.from.x), std::floor(s.from.y)}, s.colour, s.text.c_str());
            if (s.kind == 4) list.AddLine(s.from, s.to, s.colour, 2.5f);
            list.PopClipRect();
        }
    }

  private:
    int number(int least, int most) { return std::uniform_int_distribution{least, most}(random_); }
    int last() { return static_cast<int>(shapes_.size()) - 1; }
    std::size_t any() { return static_cast<std::size_t>(number(0, last())); }
    ImVec2 point() {
        return {static_cast<float>(number(-200, 3600)) / 10.f, static_cast<float>(number(-200, 2200)) / 10.f};
    }
    Shape shape() {
        Shape s;
        s.kind = number(0, 4);
        s.from = point();
        s.to = {s.from.x + static_cast<float>(number(-90, 90)), s.from.y + static_cast<float>(number(-60, 60))};
        s.colour = static_cast<ImU32>(random_()) | 0x30000000U;
        const ImVec2 corner = point();
        s.clip = number(0, 2) == 0 ? ImVec4{corner.x, corner.y, corner.x + 80.5f, corner.y + 40.5f}
                                   : ImVec4{0, 0, 1000, 1000};
        s.text = std::to_string(number(0, 99999));
        return s;
    }

    std::mt19937 random_;
    std::vector<Shape> shapes_;
};

std::unique_ptr<Window> open(Extent extent, Keeping keeping, Redraw redraw = Redraw::changes) {
    return open_glfw_window({.extent = extent, .keeping = keeping, .redraw = redraw}).value();
}

bool same_on_screen(const test::Xvfb& screen, const std::vector<std::uint8_t>& pixels, Extent extent) {
    for (int y = 0; y < extent.height; ++y) {
        for (int x = 0; x < extent.width; ++x) {
            const std::size_t at =
                (static_cast<std::size_t>(y) * static_cast<std::size_t>(extent.width) + static_cast<std::size_t>(x)) *
                4;
            const std::uint32_t want =
                std::uint32_t{pixels[at]} << 16U | std::uint32_t{pixels[at + 1]} << 8U | pixels[at + 2];
            if (screen.pixel(x, y) != want) return false;
        }
    }
    return true;
}

/// The server draws when it comes to it, so what is sent is waited for, 5 s at most.
bool appears(const test::Xvfb& screen, const std::vector<std::uint8_t>& pixels, Extent extent) {
    const auto until = std::chrono::steady_clock::now() + 5s;
    while (!same_on_screen(screen, pixels, extent)) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::yield();
    }
    return true;
}

}  // namespace

TEST_CASE("damage: the same picture again has none", "[hal][window]") {
    Drawing drawing{small};
    Damage damage;
    const auto draw = [](ImDrawList& list) { list.AddRectFilled({10, 10}, {50, 50}, 0xFF0000FF); };
    CHECK(damage.compare(drawing.picture(draw), small) == std::vector<Box>{{0, 0, 320, 200}});
    CHECK(damage.compare(drawing.picture(draw), small).empty());
    CHECK(damage.compare(drawing.picture(draw), {300, 200}) == std::vector<Box>{{0, 0, 300, 200}});
}

TEST_CASE("damage: one changed cell costs its own pixels and no more", "[hal][window]") {
    Drawing drawing{small};
    Damage damage;
    const auto picture = [&](ImU32 colour) -> const ImDrawData& {
        return drawing.picture([&](ImDrawList& list) { list.AddRectFilled({100, 100}, {110, 110}, colour); });
    };
    (void)damage.compare(picture(0xFF0000FF), small);
    CHECK(damage.compare(picture(0xFF00FF00), small) == std::vector<Box>{{100, 100, 110, 110}});
}

TEST_CASE("damage: two overlapping shapes that swap their order are seen", "[hal][window]") {
    Drawing drawing{small};
    Damage damage;
    const auto picture = [&](bool swapped) -> const ImDrawData& {
        return drawing.picture([&](ImDrawList& list) {
            const auto red = [&] { list.AddRectFilled({100, 100}, {120, 120}, 0xFF0000FF); };
            const auto green = [&] { list.AddRectFilled({110, 110}, {125, 125}, 0xFF00FF00); };
            swapped ? (green(), red()) : (red(), green());
        });
    };
    (void)damage.compare(picture(false), small);
    const std::vector<Box> boxes = damage.compare(picture(true), small);
    REQUIRE(boxes.size() == 1);
    CHECK(boxes[0].contains({110, 110, 120, 120}));
}

TEST_CASE("damage: what comes, goes and changes among thousands of things is found place by place", "[hal][window]") {
    constexpr Extent large{1920, 1080};
    Drawing drawing{large};
    Damage damage;
    // A table of squares with a letter each, some of them otherwise than at first.
    const auto picture = [&](const std::map<int, std::string>& other) -> const ImDrawData& {
        return drawing.picture([&](ImDrawList& list) {
            for (int square = 0; square < 1500; ++square) {
                const ImVec2 at{static_cast<float>(square % 50) * 38, static_cast<float>(square / 50) * 36};
                list.AddRect(at, {at.x + 38, at.y + 36}, 0xFF808080);
                const auto found = other.find(square);
                list.AddText({at.x + 8, at.y + 8}, 0xFF000000, found == other.end() ? "5" : found->second.c_str());
            }
        });
    };
    (void)damage.compare(picture({}), large);
    const auto boxes = damage.compare(picture({{210, ""}, {1110, "absent"}, {1349, "4"}}), large);
    CHECK(boxes.size() == 3);
    std::uint64_t pixels = 0;
    for (const Box& box : boxes) pixels += box.area();
    CHECK(pixels < std::uint64_t{3} * 38 * 36);
    CHECK(damage.compare(picture({{210, ""}, {1110, "absent"}, {1349, "4"}}), large).empty());
}

TEST_CASE("damage: boxes far apart stay apart, and are never more than a few", "[hal][window]") {
    CHECK(joined({{0, 0, 32, 32}, {1000, 1000, 1032, 1032}}, 4).size() == 2);
    CHECK(joined({{0, 0, 32, 32}, {32, 0, 64, 32}}, 4) == std::vector<Box>{{0, 0, 64, 32}});
    std::vector<Box> many;
    for (int i = 0; i < 30; ++i) many.push_back({i * 100, i * 100, i * 100 + 32, i * 100 + 32});
    CHECK(joined(many, 4).size() == 4);
}

TEST_CASE("window: over 3000 random screens the kept picture equals a full redraw, pixel for pixel", "[hal][window]") {
    const Keeping keeping = GENERATE(Keeping::best, Keeping::framebuffer);
    const test::Xvfb screen{small.width, small.height};
    // Both see the same changes, one after the other: one program has one window at a time.
    const auto run = [&](Redraw redraw, const auto& each) {
        Drawing drawing{small};
        const auto window = open(small, keeping, redraw);
        for (unsigned seed = 0; seed < 10; ++seed) {
            Shapes shapes{seed};
            for (int step = 0; step < 300; ++step) {
                shapes.change();
                window->show(drawing.picture([&](ImDrawList& list) { shapes.draw(list); }));
                each(*window, seed * 300 + static_cast<unsigned>(step));
            }
        }
        return window->counters();
    };
    std::vector<std::size_t> expected;
    const auto hashed = [](Window& window) {
        const auto pixels = window.pixels();
        return std::hash<std::string_view>{}({reinterpret_cast<const char*>(pixels.data()), pixels.size()});
    };
    const WindowCounters full = run(Redraw::all, [&](Window& window, unsigned) { expected.push_back(hashed(window)); });
    unsigned wrong = 0;
    unsigned unseen = 0;
    const WindowCounters kept = run(Redraw::changes, [&](Window& window, unsigned step) {
        if (hashed(window) != expected[step]) ++wrong;
        if (step % 50 == 0 && !appears(screen, window.pixels(), small)) ++unseen;
    });
    CHECK(wrong == 0);
    CHECK(unseen == 0);
    CHECK(kept.pixels < full.pixels / 2);
}

TEST_CASE("window: a new atlas draws everything anew", "[hal][window]") {
    const test::Xvfb screen{small.width, small.height};
    Drawing drawing{small};
    const auto window = open(small, Keeping::best);
    const auto draw = [](ImDrawList& list) { list.AddText({20, 20}, 0xFF000000, "9:42"); };
    CHECK(window->show(drawing.picture(draw)));
    CHECK_FALSE(window->show(drawing.picture(draw)));
    CHECK(window->counters().frames == 1);
    const auto before = window->pixels();
    drawing.new_atlas();
    CHECK(window->show(drawing.picture(draw)));
    CHECK(window->pixels() != before);
    CHECK(window->counters().pixels == 2 * 320 * 200);
}

TEST_CASE("window: a new size is told, and the picture of that size is shown whole", "[hal][window]") {
    const Keeping keeping = GENERATE(Keeping::best, Keeping::framebuffer);
    const test::Xvfb screen{640, 480};
    const auto window = open(small, keeping);
    const auto draw = [](ImDrawList& list) {
        list.AddRectFilled({10, 10}, {600, 400}, 0xFF2040C0);
        list.AddText({20, 20}, 0xFF000000, "9:42");
    };
    {
        Drawing drawing{small};
        window->show(drawing.picture(draw));
    }
    REQUIRE(std::system("xdotool search --name Zvonok windowsize 400 300") == 0);
    constexpr Extent larger{400, 300};
    bool told = false;
    const auto until = std::chrono::steady_clock::now() + 5s;
    while (!told && std::chrono::steady_clock::now() < until)
        for (const input::Event& event : window->wait(until))
            told = told || event == input::Event{input::Resize{400, 300}};
    CHECK(told);
    CHECK(window->extent() == larger);
    Drawing drawing{larger};
    CHECK(window->show(drawing.picture(draw)));
    CHECK(appears(screen, window->pixels(), larger));
}

TEST_CASE("window: Ctrl+V brings the text of the system's clipboard before its key, and never more than a column's",
          "[hal][window]") {
    const test::Xvfb screen{small.width, small.height};
    const auto window = open(small, Keeping::best);
    REQUIRE(std::system("xdotool search --sync --name Zvonok windowfocus") == 0);
    const auto pasted = [&](const std::string& held) {
        glfwSetClipboardString(nullptr, held.c_str());
        REQUIRE(std::system("xdotool key ctrl+v") == 0);
        std::vector<input::Event> told;
        const auto until = std::chrono::steady_clock::now() + 5s;
        while (told.size() < 2 && std::chrono::steady_clock::now() < until)
            for (input::Event& event : window->wait(until))
                if (std::holds_alternative<input::Pasted>(event) || std::holds_alternative<input::KeyPress>(event))
                    told.push_back(std::move(event));
        REQUIRE(told.size() == 2);
        CHECK(told.back() == input::Event{input::KeyPress{input::Key::paste}});
        REQUIRE(std::holds_alternative<input::Pasted>(told.front()));
        return std::get<input::Pasted>(told.front()).text;
    };
    CHECK(pasted("5\r\nН\r\n") == "5\r\nН\r\n");
    CHECK(pasted(std::string(1U << 20U, '5')).size() == input::clipboard_bytes);
}

TEST_CASE("window: waiting ends at the deadline, or when another thread wakes it", "[hal][window]") {
    const test::Xvfb screen{small.width, small.height};
    const auto window = open(small, Keeping::best);
    const auto start = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() < start + 50ms) (void)window->wait(start + 50ms);
    CHECK(std::chrono::steady_clock::now() >= start + 50ms);
    std::jthread other{[&] { window->wake(); }};
    const auto late = std::chrono::steady_clock::now() + 10s;
    (void)window->wait(late);
    CHECK(std::chrono::steady_clock::now() < late);
}

TEST_CASE("window: without a display there is a fault and no crash", "[hal][window]") {
    unsetenv("DISPLAY");
    const auto window = open_glfw_window({});
    REQUIRE_FALSE(window.has_value());
    CHECK(window.error().kind == FaultKind::missing);
}
