#include "station/ui/frame.hpp"
#include "station/ui/inside.hpp"

namespace zvonok::ui {

/// Icons are a few strokes in a square of 24 by 24, drawn at the size of their place.
void Frame::icon(Icon icon, Tone tone) {
    const Rect place = in_.place(6 * in_.u);
    const float side = std::min(place.w, place.h);
    const Rect square = place.centred(side, side);
    const ImU32 colour = packed(colour_of(in_.palette(), tone));
    const float stroke = std::max(2.f, side / 14);
    ImDrawList& list = in_.list();
    const auto at = [&](float x, float y) { return ImVec2{square.x + x * side / 24, square.y + y * side / 24}; };
    const auto line = [&](ImVec2 from, ImVec2 to) { list.AddLine(from, to, colour, stroke); };
    switch (icon) {
        case Icon::card:
            list.AddRect(at(2, 5), at(22, 19), colour, side / 12, 0, stroke);
            list.AddRect(at(5.5f, 9), at(10, 13), colour, 0, 0, stroke * 0.8f);
            line(at(13, 15.5f), at(19, 15.5f));
            break;
        case Icon::check:
            line(at(4, 13), at(10, 19));
            line(at(9.6f, 19), at(20, 6));
            break;
        case Icon::cross:
            line(at(5, 5), at(19, 19));
            line(at(19, 5), at(5, 19));
            break;
        case Icon::back:
            line(at(15, 5), at(8, 12));
            line(at(8, 12), at(15, 19));
            break;
        case Icon::offline:
            list.AddCircle(at(12, 12), side * 9 / 24, colour, 32, stroke);
            line(at(5.5f, 18.5f), at(18.5f, 5.5f));
            break;
        case Icon::warning:
            list.AddTriangle(at(12, 3), at(22, 20), at(2, 20), colour, stroke);
            line(at(12, 9), at(12, 14.5f));
            list.AddCircleFilled(at(12, 17.3f), stroke * 0.6f, colour, 12);
            break;
        case Icon::clock:
            list.AddCircle(at(12, 12), side * 9 / 24, colour, 32, stroke);
            line(at(12, 7), at(12, 12.4f));
            line(at(12, 12), at(16, 14));
            break;
    }
}

}  // namespace zvonok::ui
