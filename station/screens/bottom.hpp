#pragma once

#include "station/screens/surroundings.hpp"
#include "station/ui/frame.hpp"

namespace zvonok::screens {

/// Network and sync in words.
struct BottomText {
    std::string text{};
    std::string right{};  ///< the last exchange when the text does not tell it, and where help is
    ui::Tone tone = ui::Tone::quiet;
    ui::Sign sign = ui::Sign::none;
};
/// Whether something on the screen was typed and waits for the person to have it written.
enum class Typed : std::uint8_t { nothing, unwritten };
BottomText bottom_text(const ui::Words& words, const Surroundings& around, Typed typed = Typed::nothing);

/// The bottom line of every staff screen. Before body() is asked for.
void draw_bottom(ui::Frame& frame, const Surroundings& around, Typed typed = Typed::nothing);

/// The word on the button of help, at the right of every bottom line.
std::string_view help_word(const ui::Frame& frame);

/// «English» while the screen speaks Russian, and back; to be drawn in a row.
std::optional<Speak> language_button(ui::Frame& frame);

}  // namespace zvonok::screens
