// Every screen in every state as pictures, drawn in a real window on a virtual screen of its own:
//   screens_gallery --out DIR [--size WxH] [--percent 100..200] [--look light|dark|contrast] [--only TEXT]
//                   [--language FILE.mo]
#include "hal/window/glfw_window.hpp"
#include "station/ui/stage.hpp"
#include "tests/screens/gallery/png.hpp"
#include "tests/screens/samples.hpp"
#include "tests/support/xvfb.hpp"

#include <cstdio>
#include <cstdlib>

using namespace zvonok;

namespace {

struct Wanted {
    std::filesystem::path out;
    hal::Extent size{1920, 1080};
    ui::StageOptions stage;
    std::string only;
    std::filesystem::path language;
};

Wanted parse(int count, char** arguments) {
    Wanted wanted;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = arguments[i];
        const std::string value = arguments[i + 1];
        if (name == "--out") wanted.out = value;
        if (name == "--only") wanted.only = value;
        if (name == "--language") wanted.language = value;
        if (name == "--percent") wanted.stage.text_percent = std::atoi(value.c_str());
        if (name == "--size") std::sscanf(value.c_str(), "%dx%d", &wanted.size.width, &wanted.size.height);
        if (name == "--look")
            wanted.stage.look = value == "dark"       ? ui::Look::dark
                                : value == "contrast" ? ui::Look::high_contrast
                                                      : ui::Look::light;
    }
    wanted.stage.width = wanted.size.width;
    wanted.stage.height = wanted.size.height;
    return wanted;
}

Result<int> run(const Wanted& wanted) {
    const auto fonts = ui::find_fonts();
    if (!fonts) return tl::unexpected(fonts.error());
    ui::Words words;
    if (!wanted.language.empty()) {
        auto opened = ui::Words::open(wanted.language);
        if (!opened) return tl::unexpected(opened.error());
        words = std::move(*opened);
    }
    const auto window = hal::open_glfw_window({.extent = wanted.size});
    if (!window) return tl::unexpected(window.error());
    int pictures = 0;
    for (const test::Sample& sample : test::samples()) {
        if (sample.name.find(wanted.only) == std::string::npos) continue;
        const auto stage = ui::Stage::open(*fonts, words, wanted.stage);
        if (!stage) return tl::unexpected(stage.error());
        ui::Finished finished = (*stage)->frame(sample.draw);
        for (int frames = 0; !finished.settled && frames < 64; ++frames) finished = (*stage)->frame(sample.draw);
        (*window)->show(*finished.picture);
        const auto file = wanted.out / (sample.name + ".png");
        const auto written = test::write_png(file, wanted.size.width, wanted.size.height, (*window)->pixels());
        if (!written) return tl::unexpected(written.error());
        ++pictures;
    }
    return pictures;
}

}  // namespace

int main(int count, char** arguments) {
    const Wanted wanted = parse(count, arguments);
    if (wanted.out.empty()) {
        std::fprintf(stderr, "screens_gallery: --out DIR is missing\n");
        return 2;
    }
    std::filesystem::create_directories(wanted.out);
    const test::Xvfb screen{wanted.size.width, wanted.size.height};
    const auto pictures = run(wanted);
    if (!pictures) {
        std::fprintf(stderr, "screens_gallery: %s\n", describe(pictures.error()).c_str());
        return 1;
    }
    std::printf("%d pictures in %s\n", *pictures, wanted.out.c_str());
}
