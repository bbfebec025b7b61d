#include "station/ui/theme.hpp"

#include <algorithm>
#include <cmath>

namespace zvonok::ui {

namespace {

constexpr Palette light{
    .ground = {0xF6F7F9},
    .card = {0xFFFFFF},
    .line = {0xD5DAE1},
    .ink = {0x1A2230},
    .quiet = {0x566173},
    .accent = {0x1457B0},
    .on_accent = {0xFFFFFF},
    .selection = {0xDCE9FB},
    .good = {0x1B7038},
    .warn = {0x8A5A00},
    .bad = {0xB3261E},
};

constexpr Palette dark{
    .ground = {0x12161D},
    .card = {0x1C222C},
    .line = {0x364050},
    .ink = {0xEEF2F7},
    .quiet = {0xA9B4C4},
    .accent = {0x7FB2FF},
    .on_accent = {0x0B1A30},
    .selection = {0x24364F},
    .good = {0x6FD08C},
    .warn = {0xF0B840},
    .bad = {0xFF8A80},
};

// Black on white without tints: what is chosen is told by a thick frame, never by its ground.
constexpr Palette high_contrast{
    .ground = {0xFFFFFF},
    .card = {0xFFFFFF},
    .line = {0x000000},
    .ink = {0x000000},
    .quiet = {0x3D3D3D},
    .accent = {0x00318F},
    .on_accent = {0xFFFFFF},
    .selection = {0xFFFFFF},
    .good = {0x004D1A},
    .warn = {0x5C3B00},
    .bad = {0x8A0000},
    .line_u = 0.4f,
};

double channel(std::uint32_t value) {
    const double share = static_cast<double>(value & 0xFFU) / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
    return 0.2126 * channel(colour.rgb >> 16U) + 0.7152 * channel(colour.rgb >> 8U) + 0.0722 * channel(colour.rgb);
}

}  // namespace

const Palette& palette(Look look) {
    switch (look) {
        case Look::dark:
            return dark;
        case Look::high_contrast:
            return high_contrast;
        case Look::light:
            break;
    }
    return light;
}

double contrast(Colour a, Colour b) {
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

Colour colour_of(const Palette& palette, Tone tone) {
    switch (tone) {
        case Tone::quiet:
            return palette.quiet;
        case Tone::accent:
            return palette.accent;
        case Tone::good:
            return palette.good;
        case Tone::warn:
            return palette.warn;
        case Tone::bad:
            return palette.bad;
        case Tone::ink:
            break;
    }
    return palette.ink;
}

}  // namespace zvonok::ui
