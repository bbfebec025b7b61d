#include "station/ui/frame.hpp"
#include "station/ui/inside.hpp"
#include "station/ui/tuning.hpp"

#include <array>
#include <cmath>
#include <utility>

namespace zvonok::ui {

bool Frame::top_bar(const TopBar& bar) {
    const float u = in_.u;
    const Palette& palette = in_.palette();
    const float inner_height = std::max(tuning::top_bar_u * u, in_.fonts.line_height(Face::heading));
    Rect rect = in_.body.take_top(inner_height + 2 * u);
    in_.fill(rect, palette.card);
    const float rule = std::max(1.f, std::round(palette.line_u * u));
    in_.fill({rect.x, rect.bottom() - rule, rect.w, rule}, palette.line);
    rect = rect.inset(tuning::margin_u * u, u);
    bool leave = false;
    in_.in_group(Role::group, tr("Верхняя строка"), rect, [&] {
        in_.fonts.want(Face::heading, bar.clock);
        const float clock_width = std::max(14 * u, width_of(bar.clock, in_.advance(Face::heading)) + u);
        const Rect clock{rect.x + (rect.w - clock_width) / 2, rect.y, clock_width, rect.h};
        Rect left{rect.x, rect.y, clock.x - rect.x - u, rect.h};
        Rect right{clock.right() + u, rect.y, rect.right() - clock.right() - u, rect.h};
        in_.say(Role::text, bar.place, left);
        in_.put(Face::strong, bar.place, left, palette.ink);
        in_.say(Role::clock, bar.clock, clock);
        in_.put(Face::heading, bar.clock, clock, palette.ink, Align::centre);
        if (!bar.leave.empty()) {
            in_.fonts.want(Face::strong, bar.leave);
            const float wanted = width_of(bar.leave, in_.advance(Face::strong)) + 4 * u;
            const Rect place = right.take_right(std::min(wanted, right.w), 2 * u);
            const std::array whole{share()};
            area(place, [&] { row(whole, {.height_u = place.h / u}, [&] { leave = button(bar.leave); }); });
        }
        if (!bar.person.empty()) {
            in_.say(Role::text, bar.person, right);
            in_.put(Face::text, bar.person, right, palette.ink, Align::right);
        }
    });
    areas_follow_body();
    return leave;
}

void Frame::status_line(const StatusLine& line) {
    const float u = in_.u;
    const Palette& palette = in_.palette();
    const float least = std::max(tuning::status_line_u, line.touch_u - tuning::margin_u) * u;
    Rect rect = in_.body.take_bottom(std::max(least, in_.fonts.line_height(Face::caption) + 0.5f * u));
    const float rule = std::max(1.f, std::round(palette.line_u * u));
    in_.fill({rect.x, rect.y, rect.w, rule}, palette.line);
    rect = rect.inset(tuning::margin_u * u, 0);
    if (!line.help.empty()) help_button(line, rect);
    in_.say(Role::status, line.text, rect, line.right);
    if (!line.right.empty()) {
        in_.fonts.want(Face::caption, line.text);
        in_.fonts.want(Face::caption, line.right);
        const float wanted = width_of(line.right, in_.advance(Face::caption)) + 1;
        // The left matters more: the right gets what that leaves, or a fifth.
        const float left = width_of(line.text, in_.advance(Face::caption)) + 6 * u;
        in_.put(Face::caption, line.right,
                rect.take_right(std::min(wanted, std::max(rect.w / 5, rect.w - left)), 2 * u), palette.quiet,
                Align::right);
    }
    if (line.sign != Sign::none) {
        const float side = 1.7f * u;
        const Rect place = rect.take_left(side, u);
        in_.sign(line.sign, {place.x, place.y + (place.h - side) / 2 - 0.3f * u, side, side});
    }
    in_.put(Face::caption, line.text, rect, colour_of(palette, line.tone));
    areas_follow_body();
}

/// The area that is open from the start is the body; bars that come first make it smaller.
void Frame::areas_follow_body() {
    if (in_.areas.size() != 1) return;
    in_.areas.front().rect = body();
    in_.areas.front().y = std::max(in_.areas.front().y, body().y);
}

void Frame::notice(const Notice& notice) {
    const float u = in_.u;
    const Palette& palette = in_.palette();
    const float inner_width = in_.area().rect.w - 5 * u;
    const auto height_of = [&](Face face, std::string_view text) {
        return text.empty()
                   ? 0.f
                   : static_cast<float>(in_.lines(face, text, inner_width).size()) * in_.fonts.line_height(face);
    };
    const float height = height_of(Face::strong, notice.happened) + height_of(Face::text, notice.means) +
                         height_of(Face::text, notice.advice) + 2 * u;
    const Rect rect = in_.place(height);
    const Colour tone = colour_of(palette, notice.tone);
    in_.fill(rect, palette.card, tuning::corner_u);
    in_.frame_line(rect, tone, std::max(0.2f, palette.line_u), tuning::corner_u);
    in_.list().AddRectFilled({std::round(rect.x), std::round(rect.y)},
                             {std::round(rect.x + u), std::round(rect.bottom())}, packed(tone), tuning::corner_u * u,
                             ImDrawFlags_RoundCornersLeft);
    std::string value{notice.means};
    if (!notice.advice.empty()) value.append(value.empty() ? "" : " ").append(notice.advice);
    in_.say(Role::notice, notice.happened, rect, value);
    Rect inner{rect.x + 3 * u, rect.y + u, inner_width, rect.h - 2 * u};
    const auto line = [&](Face face, std::string_view text, Colour colour) {
        if (!text.empty()) inner.take_top(in_.put_wrapped(face, text, inner, colour));
    };
    line(Face::strong, notice.happened, tone);
    line(Face::text, notice.means, palette.ink);
    line(Face::text, notice.advice, palette.ink);
}

/// Cuts its place off the line; what is touched reaches up into the margin of the page.
void Frame::help_button(const StatusLine& line, Rect& rect) {
    const float u = in_.u;
    const Palette& palette = in_.palette();
    in_.fonts.want(Face::caption, line.help);
    const float mark = in_.fonts.line_height(Face::caption) * 0.86f;
    const float wanted = mark + width_of(line.help, in_.advance(Face::caption)) + 3.2f * u;
    const Rect place = rect.take_right(std::min(wanted, rect.w / 2), 2 * u);
    const float height = std::max(line.touch_u * u, place.h);
    const Control control = in_.control({.role = Role::button,
                                         .name = line.help,
                                         .rect = {place.x, place.bottom() - height, place.w, height},
                                         .aside = true});
    const Rect shape = place.inset(0, 0.4f * u);
    in_.fill(shape, control.held || control.hovered ? palette.selection : palette.card, tuning::corner_u);
    in_.frame_line(shape, palette.line, std::max(0.1f, palette.line_u), tuning::corner_u);
    Rect inner = shape.inset(u, 0);
    const Rect round = inner.take_left(mark, 0.6f * u);
    in_.put(Face::caption, "?", round, palette.accent, Align::centre);
    const Point middle = round.middle();
    in_.list().AddCircle({std::round(middle.x), std::round(middle.y)}, mark / 2, packed(palette.accent), 24,
                         std::max(1.5f, 0.15f * u));
    in_.put(Face::caption, line.help, inner, palette.ink);
    if (control.focused && in_.hands.focus_by_key) in_.ring(shape);
    in_.help_pressed = in_.help_pressed || control.activated;
}

bool Frame::help_asked() {
    const bool by_key = in_.hands.key && in_.hands.key->key == input::Key::help;
    if (by_key) in_.hands.key.reset();
    return std::exchange(in_.help_pressed, false) || by_key;
}

bool Frame::key(input::Key key) {
    if (in_.modal_layer == help_layer && in_.layer < help_layer) return false;
    if (!in_.hands.key || in_.hands.key->key != key) return false;
    in_.hands.key.reset();
    return true;
}

bool Frame::escape() {
    return key(input::Key::escape);
}

void Frame::ask_paste() {
    in_.wants_clipboard = true;
}

std::optional<float> Frame::drawn_aside() {
    const NodeId panel = in_.area().panel;
    if (panel == 0) return std::nullopt;
    in_.panels[panel].goes_aside = true;
    if (!in_.hands.aside || in_.hands.drag_panel != panel) return std::nullopt;
    return in_.hands.pointer.x - in_.hands.pressed_at.x;
}

std::optional<std::string> Frame::pasted() {
    if (!key(input::Key::paste)) return std::nullopt;
    return std::move(in_.hands.pasted);
}

}  // namespace zvonok::ui
