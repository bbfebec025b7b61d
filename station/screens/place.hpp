#pragma once

#include "station/ui/frame.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace zvonok::screens {

/// One thing that fills the rectangle: a button, a field, or one line of text, cut where it does not fit.
template <class Draw>
void in_place(ui::Frame& frame, const ui::Rect& rect, Draw draw) {
    static constexpr std::array whole{ui::share()};
    frame.area(rect, [&] { frame.row(whole, {.height_u = rect.h / frame.u()}, draw); });
}

/// As wide as this text, with air for a button around it.
inline float button_width(const ui::Frame& frame, std::string_view name) {
    return frame.width(name) * 1.08f + frame.u(4);  // the bold face is a little wider
}

/// Buttons of equal width side by side, or one below another where a name would not fit; `draw` gets their numbers.
template <class Draw>
void side_by_side(ui::Frame& frame, std::initializer_list<std::string_view> names, Draw draw) {
    const auto count = static_cast<float>(names.size());
    const float each = (frame.area_width() - (count - 1) * frame.u()) / count;
    const bool fits =
        std::all_of(names.begin(), names.end(), [&](auto name) { return button_width(frame, name) <= each; });
    if (fits) {
        const std::vector<ui::Track> tracks(names.size(), ui::share());
        frame.row(tracks, {}, [&] {
            for (std::size_t n = 0; n < names.size(); ++n) draw(n);
        });
        return;
    }
    for (std::size_t n = 0; n < names.size(); ++n) frame.row({ui::share()}, [&] { draw(n); });
}

/// As high as a button or choice has to be.
inline float control_height(const ui::Frame& frame) {
    return std::max(frame.u(6), frame.line(ui::TextSize::text) + frame.u());
}

/// As high as that many lines of text in a field.
inline float field_height(const ui::Frame& frame, int lines) {
    return static_cast<float>(lines) * frame.line(ui::TextSize::text) + frame.u(2);
}

}  // namespace zvonok::screens
