#include "station/ui/inside.hpp"
#include "station/ui/tuning.hpp"

#include <cmath>

namespace zvonok::ui {

namespace {

ImVec2 top_left(const Rect& rect) {
    return {std::round(rect.x), std::round(rect.y)};
}
ImVec2 bottom_right(const Rect& rect) {
    return {std::round(rect.right()), std::round(rect.bottom())};
}

}  // namespace

ImU32 packed(Colour colour) {
    return IM_COL32((colour.rgb >> 16U) & 0xFFU, (colour.rgb >> 8U) & 0xFFU, colour.rgb & 0xFFU, 255);
}

ImDrawList& Inside::list() {
    return layer == page_layer ? *ImGui::GetBackgroundDrawList() : *ImGui::GetForegroundDrawList();
}

void Inside::fill(const Rect& rect, Colour colour, float radius_u) {
    if (unseen) return;
    list().AddRectFilled(top_left(rect), bottom_right(rect), packed(colour), radius_u * u);
}

void Inside::frame_line(const Rect& rect, Colour colour, float thickness_u, float radius_u) {
    if (unseen) return;
    const float thickness = std::max(1.f, std::round(thickness_u * u));
    const Rect middle = rect.inset(thickness / 2);  // ImGui draws to both sides of the line it is given
    list().AddRect({std::round(rect.x) + thickness / 2, std::round(rect.y) + thickness / 2},
                   {std::round(rect.right()) - thickness / 2, std::round(rect.bottom()) - thickness / 2},
                   packed(colour), std::min(radius_u * u, middle.h / 2), 0, thickness);
}

void Inside::ring(const Rect& rect) {
    // Where all lines are thick already, the ring is thicker still.
    const float thickness = std::max(tuning::focus_ring_u, 2 * palette().line_u);
    const float out = (tuning::focus_ring_u / 2 + thickness) * u;
    frame_line(rect.inset(-out), palette().accent, thickness, tuning::corner_u + thickness);
}

Advance Inside::advance(Face face) {
    return [this, face](char32_t character) { return fonts.advance(face, character); };
}

std::vector<Span> Inside::lines(Face face, std::string_view text, float width) {
    if (!fonts.want(face, text)) again = true;
    return wrap(text, width, advance(face));
}

void Inside::put(Face face, std::string_view text, const Rect& rect, Colour colour, Align align) {
    if (!fonts.want(face, text)) again = true;
    if (unseen || rect.empty() || text.empty() || rect.overlap(area().clip).empty()) return;
    const Advance step = advance(face);
    float width = width_of(text, step);
    std::string shortened;
    if (width > rect.w) {
        shortened = elide(text, rect.w, step);
        text = shortened;
        width = width_of(text, step);
    }
    float x = rect.x;
    if (align == Align::centre) x += (rect.w - width) / 2;
    if (align == Align::right) x += rect.w - width;
    const float height = fonts.line_height(face);
    list().AddText(&fonts.font(face), height, {std::floor(x), std::floor(rect.y + (rect.h - height) / 2)},
                   packed(colour), text.data(), text.data() + text.size());
}

/// Draws as many lines as there are from the rectangle's top; the height that they took.
float Inside::put_wrapped(Face face, std::string_view text, const Rect& rect, Colour colour, Align align) {
    const float height = fonts.line_height(face);
    float y = rect.y;
    for (const Span& span : lines(face, text, rect.w)) {
        put(face, text.substr(span.begin, span.end - span.begin), {rect.x, y, rect.w, height}, colour, align);
        y += height;
    }
    return y - rect.y;
}

void Inside::sign(Sign sign, const Rect& cell) {
    if (unseen) return;
    const float radius = std::max(3.f, 0.65f * u);
    const ImVec2 corner{std::round(cell.right()) - 0.6f * u, std::round(cell.y) + 0.6f * u};
    const ImVec2 dot{corner.x - radius, corner.y + radius};
    const auto corner_line = [&](float size, Colour colour) {
        const ImVec2 edge{std::round(cell.right()), std::round(cell.y)};
        list().AddLine({edge.x - size, edge.y}, {edge.x, edge.y + size}, packed(colour), std::max(2.f, 0.35f * u));
    };
    switch (sign) {
        case Sign::none:
            break;
        case Sign::pending:
            list().AddCircle(dot, radius - 0.5f, packed(palette().quiet), 16, std::max(1.5f, 0.2f * u));
            break;
        case Sign::saved:
            list().AddCircleFilled(dot, radius, packed(palette().good), 16);
            break;
        case Sign::held:
            fill({dot.x - radius, dot.y - 0.3f * u, 2 * radius, std::max(2.f, 0.5f * u)}, palette().warn);
            break;
        case Sign::refused: {
            const float size = 2.2f * u;
            const ImVec2 edge{std::round(cell.right()), std::round(cell.y)};
            list().AddTriangleFilled({edge.x - size, edge.y}, edge, {edge.x, edge.y + size}, packed(palette().bad));
            list().AddLine({edge.x - size * 0.75f, edge.y + size * 0.75f - 0.2f * u}, {edge.x, edge.y},
                           packed(palette().card), std::max(1.5f, 0.25f * u));
            break;
        }
        case Sign::conflict:
            corner_line(1.5f * u, palette().warn);
            corner_line(2.5f * u, palette().warn);
            break;
    }
}

}  // namespace zvonok::ui
