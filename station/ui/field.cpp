#include "station/ui/frame.hpp"
#include "station/ui/inside.hpp"
#include "station/ui/tuning.hpp"

#include <cmath>

namespace zvonok::ui {

namespace {

/// Long enough for a lesson's homework, short enough that a stuck key fills nothing.
constexpr std::size_t text_limit_bytes = 4000;

/// Lets the person's key or character change the text; what it did not take stays in hands for the others.
FieldChange type_into(Inside& in, std::string& text, const FieldOptions& options, const std::vector<Span>& lines) {
    Hands& hands = in.hands;
    FieldChange change = FieldChange::none;
    if (hands.typed != 0) {
        std::string typed;
        append_character(typed, std::exchange(hands.typed, 0));
        if (text.size() + typed.size() <= text_limit_bytes) {
            insert(text, in.caret, typed);
            change = FieldChange::edited;
        }
    } else if (hands.key && hands.key->key == input::Key::enter) {
        hands.key.reset();
        if (options.lines == 1) return FieldChange::submitted;
        if (text.size() < text_limit_bytes) {
            insert(text, in.caret, "\n");
            change = FieldChange::edited;
        }
    } else if (hands.key) {
        const Advance advance = in.advance(Face::text);
        const Edited edited = edit(text, in.caret, *hands.key, lines, advance, in.clipboard);
        if (edited != Edited::nothing) hands.key.reset();
        if (edited == Edited::text) change = FieldChange::edited;
    }
    if (change == FieldChange::edited) in.again = true;
    return change;
}

}  // namespace

FieldChange Frame::text_field(std::string_view label, std::string& text, const FieldOptions& options) {
    const Palette& palette = in_.palette();
    const float u = in_.u;
    const float line = in_.fonts.line_height(Face::text);
    const float label_height = in_.area().row ? 0 : in_.fonts.line_height(Face::caption);
    const float inner_height = std::max(tuning::control_u * u, static_cast<float>(options.lines) * line + 2 * u);
    Rect rect = in_.place(label_height + inner_height);
    const Control control =
        in_.control({.role = Role::text_field, .name = label, .value = text, .rect = rect, .enabled = options.enabled});
    if (label_height > 0) in_.put(Face::caption, label, rect.take_top(label_height), palette.quiet);

    const Rect inner = rect.inset(1.2f * u, options.lines == 1 ? 0 : u);
    const float width = options.lines == 1 ? 1e9f : inner.w;
    const Advance advance = in_.advance(Face::text);
    std::vector<Span> lines = in_.lines(Face::text, text, width);
    FieldChange change = FieldChange::none;
    if (control.focused && options.enabled) {
        if (in_.caret_of != control.id) {
            in_.caret_of = control.id;
            in_.caret = {text.size(), text.size()};
        }
        in_.caret = clamped(in_.caret, text);
        change = type_into(in_, text, options, lines);
        if (change == FieldChange::edited) lines = in_.lines(Face::text, text, width);
    }

    // What is drawn is the part that holds the caret.
    float left = 0;
    float top = 0;
    const std::size_t caret_line = line_of(lines, in_.caret.at);
    const auto x_of = [&](std::size_t row, std::size_t at) {
        return width_of(text.substr(lines[row].begin, std::max(at, lines[row].begin) - lines[row].begin), advance);
    };
    if (control.focused) {
        if (options.lines == 1) left = std::max(0.f, x_of(0, in_.caret.at) - inner.w + 0.3f * u);
        const float full = static_cast<float>(lines.size()) * line;
        if (options.lines > 1 && full > inner.h)
            top = std::max(0.f, static_cast<float>(caret_line + 1) * line - inner.h);
        const bool touched = in_.hands.pressed == control.id && in_.hands.down;
        if (touched) {
            const float row = options.lines == 1 ? 0 : std::floor((in_.hands.pointer.y - inner.y + top) / line);
            const auto last = static_cast<float>(lines.size() - 1);
            const Span& under = lines[static_cast<std::size_t>(std::clamp(row, 0.f, last))];
            in_.caret.at = nearest(text, under, in_.hands.pointer.x - inner.x + left, advance);
            if (in_.hands.went_down) in_.caret.anchor = in_.caret.at;
            if (in_.hands.went_down && in_.options.on_screen_keyboard && !in_.keyboard_open)
                in_.keyboard_open = in_.again = true;
        }
    }

    in_.fill(rect, options.enabled ? palette.card : palette.ground, tuning::corner_u);
    const bool shown_focus = control.focused && options.enabled;
    in_.frame_line(rect, shown_focus ? palette.accent : palette.quiet,
                   shown_focus ? tuning::focus_ring_u : std::max(0.15f, palette.line_u), tuning::corner_u);
    const Rect visible = rect.inset(0.5f * u).overlap(in_.area().clip);
    in_.list().PushClipRect({visible.x, visible.y}, {visible.right(), visible.bottom()}, true);
    if (text.empty() && !options.placeholder.empty())
        in_.put(Face::text, options.placeholder, options.lines == 1 ? inner : Rect{inner.x, inner.y, inner.w, line},
                palette.quiet);
    const Span selection = in_.caret.selection();
    for (std::size_t row = 0; row < lines.size(); ++row) {
        const Span& span = lines[row];
        const float y =
            options.lines == 1 ? inner.y + (inner.h - line) / 2 : inner.y - top + static_cast<float>(row) * line;
        if (control.focused && selection.begin < span.end && selection.end > span.begin) {
            const float from = x_of(row, std::max(span.begin, selection.begin));
            const float to = x_of(row, std::min(span.end, selection.end));
            in_.fill({inner.x - left + from, y, to - from, line}, palette.selection);
        }
        in_.put(Face::text, std::string_view{text}.substr(span.begin, span.end - span.begin),
                {inner.x - left, y, control.focused || options.lines > 1 ? 1e6f : inner.w, line},
                options.enabled ? palette.ink : palette.quiet);
        if (shown_focus && row == caret_line)
            in_.fill(
                {inner.x - left + x_of(row, in_.caret.at), y + 0.2f * u, std::max(2.f, 0.25f * u), line - 0.4f * u},
                palette.accent);
    }
    in_.list().PopClipRect();
    return change;
}

}  // namespace zvonok::ui
