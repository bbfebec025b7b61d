#pragma once

#include <array>
#include <cstdint>
#include <utility>

namespace zvonok::ui {

/// Opaque sRGB colour, 0xRRGGBB.
struct Colour {
    std::uint32_t rgb = 0;
    bool operator==(const Colour&) const = default;
};

enum class Look { light, dark, high_contrast };

/// The colours of one look by what they are for.
struct Palette {
    Colour ground, card, line;  ///< page, panels, rules of the table
    Colour ink, quiet;          ///< text and second text
    Colour accent, on_accent;   ///< the one main button, focus ring, links
    Colour selection;           ///< chosen row, today's column
    Colour good, warn, bad;     ///< saved, needs attention, refused and absent
    float line_u = 0.1f;        ///< thickness of rules, in u
};

const Palette& palette(Look look);

/// WCAG 2.1 contrast ratio of two colours, 1 to 21, whichever is the lighter.
double contrast(Colour a, Colour b);

/// Type scale in u, look.md "Measures".
enum class TextSize { clock, title, heading, text, caption };
constexpr std::array<float, 5> text_size_u{10.f, 5.f, 3.2f, 2.6f, 2.1f};
constexpr float size_u(TextSize size) {
    return text_size_u[static_cast<std::size_t>(size)];
}

/// How a text stands out by colour; a word or a sign always goes with it.
enum class Tone { ink, quiet, accent, good, warn, bad };
Colour colour_of(const Palette& palette, Tone tone);

}  // namespace zvonok::ui
