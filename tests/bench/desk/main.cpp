// The desk's two large screens as the station draws them, on an invented class, without cards, journal and server:
//   bench_desk show lesson|page       a window that answers as the station's does, until SIGTERM; the probe clicks in
//   it bench_desk frames lesson|page N   N frames drawn whole, each built anew; prints the medians "BUILD_MS DRAW_MS"
//   bench_desk table lesson|page N    the same for bare Dear ImGui with as many cells and its own backend
// The lesson has 30 pupils, the journal page 40 pupils and 80 lessons. Size of the display: 1920x1080.
#include "hal/window/glfw_window.hpp"
#include "station/ui/stage.hpp"
#include "tests/bench/desk/bare_table.hpp"
#include "tests/screens/samples.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>

using namespace zvonok;

namespace {

volatile std::sig_atomic_t stopped = 0;

std::function<void(ui::Frame&)> screen_of(std::string_view which) {
    if (which == "page") return test::drawn<screens::page::draw, screens::page::Scratch>(test::page_state(40, 80));
    return test::drawn<screens::lesson::draw, screens::lesson::Scratch>(test::lesson_state(30));
}

const ImDrawData* settled(ui::Stage& stage, const std::function<void(ui::Frame&)>& draw) {
    ui::Finished finished = stage.frame(draw);
    while (!finished.settled) finished = stage.frame(draw);
    return finished.picture;
}

Result<std::unique_ptr<ui::Stage>> stage_of(const hal::Window& window) {
    const auto fonts = ui::find_fonts();
    if (!fonts) return tl::unexpected(fonts.error());
    ui::StageOptions options;
    options.width = window.extent().width;
    options.height = window.extent().height;
    return ui::Stage::open(*fonts, {}, options);
}

Result<void> show(std::string_view which) {
    const auto window = hal::open_glfw_window({});
    if (!window) return tl::unexpected(window.error());
    const auto stage = stage_of(**window);
    if (!stage) return tl::unexpected(stage.error());
    const auto draw = screen_of(which);
    (*window)->show(*settled(**stage, draw));
    while (stopped == 0 && !(*window)->closing()) {
        for (const input::Event& event : (*window)->wait(std::nullopt)) (*stage)->handle(event);
        (*window)->show(*settled(**stage, draw));
    }
    return {};
}

Result<void> frames(std::string_view which, int count) {
    hal::GlfwOptions options;
    options.redraw = hal::Redraw::all;
    const auto window = hal::open_glfw_window(options);
    if (!window) return tl::unexpected(window.error());
    const auto stage = stage_of(**window);
    if (!stage) return tl::unexpected(stage.error());
    const auto draw = screen_of(which);
    bench::Laps building;
    bench::Laps drawing;
    for (int n = 0; n < count; ++n) {
        building.start();
        const ImDrawData* picture = settled(**stage, draw);
        building.stop();
        drawing.start();
        (*window)->show(*picture);
        drawing.stop();
    }
    std::printf("%.3f %.3f\n", building.median(), drawing.median());
    return {};
}

}  // namespace

int main(int count, char** given) {
    const std::string_view what = count > 2 ? given[1] : "";
    const std::string_view which = count > 2 ? given[2] : "";
    const int frames_wanted = count > 3 ? std::atoi(given[3]) : 0;
    if ((which != "lesson" && which != "page") || (what != "show" && frames_wanted < 1)) {
        std::fprintf(stderr, "bench_desk show|frames|table lesson|page [COUNT]\n");
        return 2;
    }
    std::signal(SIGTERM, [](int) { stopped = 1; });
    Result<void> done;
    if (what == "show") {
        done = show(which);
    } else if (what == "frames") {
        done = frames(which, frames_wanted);
    } else {
        // Dear ImGui's tables end at 64 columns; what lies beyond the display's edge is not drawn in either.
        const bench::Cells cells = which == "page" ? bench::Cells{40, 64} : bench::Cells{30, 4};
        done = bench::draw_bare_table(cells, frames_wanted);
    }
    if (done) return 0;
    std::fprintf(stderr, "bench_desk: %s\n", describe(done.error()).c_str());
    return 1;
}
