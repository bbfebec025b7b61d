#include "station/ui/frame.hpp"

#include "station/ui/inside.hpp"
#include "station/ui/tuning.hpp"

#include <cmath>

namespace zvonok::ui {

namespace {

/// A text of one face: wrapped in the flow, one line and elided in a row.
void put_text(Inside& in, Role role, Face face, std::string_view text, const TextOptions& options) {
    const Colour colour = colour_of(in.palette(), options.tone);
    const float line = in.fonts.line_height(face);
    if (in.area().row) {
        const Rect place = in.place(line);
        in.say(role, text, place);
        in.put(face, text, place, colour, options.align);
        return;
    }
    const auto spans = in.lines(face, text, in.area().rect.w);
    Rect place = in.place(line * static_cast<float>(spans.size()));
    // In a row it is the word beside a value, which is told with the value.
    in.say(role, text, place).alert = options.tone == Tone::bad || options.tone == Tone::warn;
    place.h = line;
    for (const Span& span : spans) {
        in.put(face, text.substr(span.begin, span.end - span.begin), place, colour, options.align);
        place.y += line;
    }
}

}  // namespace

const Words& Frame::words() const {
    return in_.words;
}
std::string_view Frame::tr(std::string_view russian) const {
    return in_.words.tr(russian);
}
float Frame::u(float units) const {
    return in_.u * units;
}
float Frame::line(TextSize size) const {
    return in_.fonts.line_height(face_of(size, false));
}
float Frame::width(std::string_view text, TextSize size) const {
    const Face face = face_of(size, false);
    if (!in_.fonts.want(face, text)) in_.again = true;
    return std::ceil(width_of(text, in_.advance(face)));
}
float Frame::height(std::string_view text, float width, TextSize size) const {
    const Face face = face_of(size, false);
    return text.empty() ? 0 : static_cast<float>(in_.lines(face, text, width).size()) * in_.fonts.line_height(face);
}
bool Frame::portrait() const {
    return in_.options.height > in_.options.width;
}
Rect Frame::body() const {
    return in_.body.inset(tuning::margin_u * in_.u);
}
float Frame::area_width() const {
    return in_.areas.back().rect.w;
}
float Frame::left_height() const {
    return std::max(0.f, in_.areas.back().rect.bottom() - in_.areas.back().y);
}

void Frame::area(const Rect& rect, const std::function<void()>& draw) {
    in_.open_area(rect);
    draw();
    in_.close_area();
}

void Frame::card(std::string_view name, const Rect& rect, const std::function<void()>& draw) {
    const Palette& palette = in_.palette();
    in_.fill(rect, palette.card, tuning::corner_u);
    in_.frame_line(rect, palette.line, palette.line_u, tuning::corner_u);
    const float border = std::max(1.f, std::round(palette.line_u * in_.u));
    in_.in_panel(name, rect.inset(border), rect.inset(tuning::padding_u * in_.u), draw);
}

void Frame::scroll(std::string_view name, const Rect& rect, const std::function<void()>& draw) {
    in_.in_panel(name, rect, rect, draw);
}

void Frame::row(std::span<const Track> tracks, const RowOptions& options, const std::function<void()>& draw) {
    const float u = in_.u;
    const float gap = options.gap_u * u;
    Rect rect = in_.place(options.height_u * u);
    float shares = 0;
    float free = rect.w - gap * static_cast<float>(tracks.size() - 1);
    for (const Track& track : tracks) {
        free -= track.u * u;
        shares += track.share;
    }
    Area::Row row;
    float x = rect.x;
    for (const Track& track : tracks) {
        const float width = track.u * u + (shares > 0 ? std::max(0.f, free) * track.share / shares : 0);
        row.places.push_back({x, rect.y, width, rect.h});
        x += width + gap;
    }
    in_.dress(rect, options);
    in_.open_area(rect);
    in_.area().row = std::move(row);
    draw();
    in_.close_area();
}

Rect Frame::strip(float height, const RowOptions& options) {
    const Rect rect = in_.place(height);
    in_.dress(rect, options);
    return rect;
}

void Frame::row(std::initializer_list<Track> tracks, const std::function<void()>& draw) {
    row(std::span<const Track>{tracks.begin(), tracks.size()}, {}, draw);
}

void Frame::scope(std::string_view key, const std::function<void()>& draw) {
    // The role in the hash keeps a scope from ever being named like a control.
    in_.scopes.push_back(in_.name_id(Role::screen, key));
    draw();
    in_.scopes.pop_back();
}

void Frame::space(float units) {
    in_.area().y += units * in_.u;
}

void Frame::skip() {
    in_.place(0);
}

void Frame::dialogue(std::string_view name, float width_u, float height_u, const std::function<void()>& draw) {
    panel_over(dialogue_layer, name, width_u, height_u, draw);
}

void Frame::help_panel(std::string_view name, float width_u, float height_u, const std::function<void()>& draw) {
    panel_over(help_layer, name, width_u, height_u, draw);
}

void Frame::panel_over(int layer, std::string_view name, float width_u, float height_u,
                       const std::function<void()>& draw) {
    float& known = in_.over_content[static_cast<std::size_t>(layer)];
    const Rect screen{0, 0, ImGui::GetIO().DisplaySize.x, in_.body.bottom()};
    // As high as what it holds, which is known from the frame before.
    const float border = 3 * in_.u;
    const float wanted = known > 0 ? known + 2 * border : height_u * in_.u;
    const Rect rect = screen.inset(2 * in_.u).centred(width_u * in_.u, std::min(std::ceil(wanted), height_u * in_.u));
    const int below = in_.layer;
    in_.layer = layer;
    in_.next_overlays.push_back({rect, layer});
    in_.areas.push_back({.rect = screen, .y = 0, .clip = screen});
    // The page stays readable but steps back: a veil of the ground's own colour.
    const Colour veil = in_.palette().ground;
    in_.list().AddRectFilled({0, 0}, ImGui::GetIO().DisplaySize,
                             (packed(veil) & ~IM_COL32_A_MASK) | IM_COL32(0, 0, 0, 170));
    in_.fill(rect, in_.palette().card, tuning::corner_u);
    in_.frame_line(rect, in_.palette().ink, std::max(0.2f, in_.palette().line_u), tuning::corner_u);
    const float content = in_.in_panel(name, rect.inset(0.2f * in_.u), rect.inset(border), draw);
    in_.again = in_.again || content != known;
    known = content;
    in_.close_area();
    in_.layer = below;
}

void Frame::title(std::string_view text, const TextOptions& options) {
    put_text(in_, Role::heading, Face::title, text, options);
}
void Frame::heading(std::string_view text, const TextOptions& options) {
    put_text(in_, Role::heading, Face::heading, text, options);
}
void Frame::text(std::string_view text, const TextOptions& options) {
    put_text(in_, Role::text, options.strong ? Face::strong : Face::text, text, options);
}
void Frame::caption(std::string_view text, const TextOptions& options) {
    put_text(in_, Role::text, Face::caption, text, options);
}
void Frame::clock(std::string_view text) {
    put_text(in_, Role::clock, Face::clock, text, {.align = Align::centre});
}
void Frame::big(std::string_view text) {
    put_text(in_, Role::heading, Face::clock, text, {.align = Align::centre});
}

}  // namespace zvonok::ui
