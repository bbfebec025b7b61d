#include "station/ui/theme.hpp"

#include <catch2/catch.hpp>

using namespace zvonok::ui;

TEST_CASE("theme: contrast is computed as WCAG 2.1 does", "[ui][theme]") {
    CHECK(contrast({0xFFFFFF}, {0x000000}) == Approx(21));
    CHECK(contrast({0x777777}, {0xFFFFFF}) == Approx(4.48).margin(0.01));
    CHECK(contrast({0xFFFFFF}, {0x777777}) == contrast({0x777777}, {0xFFFFFF}));
}

TEST_CASE("theme: every text colour is readable on every ground of its look", "[ui][theme]") {
    const Look look = GENERATE(Look::light, Look::dark, Look::high_contrast);
    const Palette& colours = palette(look);
    const double least = look == Look::high_contrast ? 7.0 : 4.5;
    for (const Tone tone : {Tone::ink, Tone::quiet, Tone::accent, Tone::good, Tone::warn, Tone::bad}) {
        for (const Colour ground : {colours.ground, colours.card, colours.selection}) {
            INFO(static_cast<int>(look) << " tone " << static_cast<int>(tone) << " on " << std::hex << ground.rgb);
            CHECK(contrast(colour_of(colours, tone), ground) >= least);
        }
    }
    CHECK(contrast(colours.on_accent, colours.accent) >= least);
}
