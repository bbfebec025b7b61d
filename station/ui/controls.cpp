#include "station/ui/frame.hpp"
#include "station/ui/inside.hpp"
#include "station/ui/tuning.hpp"

#include <cmath>

namespace zvonok::ui {

namespace {

/// Between the two colours, `part` of the way to the second.
Colour mixed(Colour from, Colour to, float part) {
    std::uint32_t result = 0;
    for (const unsigned shift : {16U, 8U, 0U}) {
        const auto a = static_cast<float>((from.rgb >> shift) & 0xFFU);
        const auto b = static_cast<float>((to.rgb >> shift) & 0xFFU);
        result |= static_cast<std::uint32_t>(a + (b - a) * part) << shift;
    }
    return {result};
}

}  // namespace

bool Frame::button(std::string_view name, const ButtonOptions& options) {
    const Palette& palette = in_.palette();
    const float u = in_.u;
    const Face face = face_of(options.size, true);
    Rect rect = in_.place(std::max(tuning::control_u * u, in_.fonts.line_height(face)));
    in_.fonts.want(face, name);
    const float word = width_of(name, in_.advance(face));
    // In the flow a button is as wide as its word asks for, not as wide as the panel.
    if (!in_.area().row) rect.w = std::min(rect.w, std::max(14 * u, word + 4 * u));
    const bool main = options.emphasis == Emphasis::main;
    const Control control = in_.control({.role = Role::button,
                                         .name = name,
                                         .rect = rect,
                                         .enabled = options.enabled,
                                         .cut = word > rect.w - 2 * u + 1,
                                         .aside = options.keeps_focus});
    if (main && options.enabled && options.by_enter) in_.next_main_button = control.id;
    Colour ground = main ? palette.accent : palette.card;
    Colour ink = main ? palette.on_accent : palette.ink;
    if (!options.enabled) {
        ground = palette.ground;
        ink = palette.quiet;
    } else if (control.held) {
        ground = main ? mixed(ground, palette.ink, 0.25f) : palette.selection;
    } else if (control.hovered) {
        ground = main ? mixed(ground, palette.ink, 0.12f) : mixed(palette.card, palette.selection, 0.6f);
    }
    in_.fill(rect, ground, tuning::corner_u);
    if (!main || !options.enabled)
        in_.frame_line(rect, options.enabled ? palette.quiet : palette.line,
                       options.enabled ? std::max(0.15f, palette.line_u) : 0.1f, tuning::corner_u);
    in_.put(face, name, rect.inset(u, 0), ink, Align::centre);
    if (control.focused && in_.hands.focus_by_key) in_.ring(rect);
    return control.activated;
}

bool Frame::word(std::string_view name, const TextOptions& options) {
    const Palette& palette = in_.palette();
    const Face face = options.strong ? Face::strong : Face::text;
    const Rect rect = in_.place(in_.fonts.line_height(face));
    const Control control = in_.control({.role = Role::button, .name = name, .rect = rect});
    if (control.held || control.hovered)
        in_.fill(rect, mixed(palette.card, palette.selection, control.held ? 1.f : 0.6f), 0.5f);
    in_.put(face, name, rect, colour_of(palette, options.tone), options.align);
    if (control.focused && in_.hands.focus_by_key) in_.ring(rect);
    return control.activated;
}

bool Frame::choice(std::string_view name, const ChoiceOptions& options) {
    const Palette& palette = in_.palette();
    const float u = in_.u;
    const Rect rect = in_.place(std::max(tuning::control_u * u, in_.fonts.line_height(Face::text) + u));
    const bool toned = options.tone != Tone::ink;
    const Face face = options.chosen || toned ? Face::strong : Face::text;
    in_.fonts.want(face, name);
    in_.fonts.want(Face::caption, options.note);
    Rect inner = rect.inset(1.5f * u, 0);
    Rect note{};
    if (!options.note.empty())
        note = inner.take_right(std::min(width_of(options.note, in_.advance(Face::caption)) + 1, inner.w / 2), u);
    const Control control = in_.control({.role = Role::choice,
                                         .name = name,
                                         .value = options.note,
                                         .rect = rect,
                                         .enabled = options.enabled,
                                         .chosen = options.chosen,
                                         .cut = width_of(name, in_.advance(face)) > inner.w});
    Colour ground = options.chosen ? palette.selection : palette.card;
    if (options.enabled && (control.held || control.hovered))
        ground = mixed(ground, palette.selection, control.held ? 1.f : 0.6f);
    in_.fill(rect, ground, tuning::corner_u);
    const Colour tone = colour_of(palette, options.tone);
    in_.frame_line(rect,
                   options.chosen ? palette.accent
                   : toned        ? tone
                                  : palette.line,
                   options.chosen ? std::max(0.3f, 2 * palette.line_u) : std::max(toned ? 0.2f : 0.1f, palette.line_u),
                   tuning::corner_u);
    in_.put(Face::caption, options.note, note, palette.quiet, Align::right);
    in_.put(face, name, inner, options.enabled ? tone : palette.quiet,
            options.note.empty() && in_.area().row ? Align::centre : Align::left);
    if (control.focused && in_.hands.focus_by_key) in_.ring(rect);
    return control.activated;
}

CellPress Frame::cell(std::string_view name, const CellOptions& options) {
    const Palette& palette = in_.palette();
    const float u = in_.u;
    // The whole place is the target; what is drawn leaves air to the next row.
    const Rect target = in_.place(tuning::control_u * u);
    const Rect rect = options.ruled ? target : target.inset(0, 0.3f * u);
    std::string value{options.letter};
    const std::string_view state = [&]() -> std::string_view {
        switch (options.sign) {
            case Sign::pending:
                return tr("ещё не сохранено");
            case Sign::saved:
                return tr("сохранено");
            case Sign::held:
                return tr("ждёт решения");
            case Sign::refused:
                return tr("отклонено");
            case Sign::conflict:
                return tr("разошлось с другой записью");
            case Sign::none:
                break;
        }
        return {};
    }();
    std::string meaning{options.meaning};
    for (std::string* told : {&value, &meaning})
        if (!state.empty() && (told == &value || !told->empty())) told->append(told->empty() ? "" : ", ").append(state);
    const Control control = in_.control({.role = Role::cell,
                                         .name = name,
                                         .value = value,
                                         .meaning = meaning,
                                         .rect = target,
                                         .enabled = options.enabled,
                                         .chosen = options.chosen,
                                         .take_focus = options.take_focus,
                                         .alert = options.sign == Sign::refused || options.sign == Sign::conflict,
                                         .movable = options.movable,
                                         .kept = options.kept,
                                         .row = options.row});
    Colour ground = options.tinted ? palette.selection : options.faded ? palette.ground : palette.card;
    if (control.held)
        ground = palette.selection;
    else if (control.hovered)
        ground = mixed(ground, palette.selection, 0.6f);
    if (options.ruled) {
        const float line = std::max(1.f, std::round(palette.line_u * u));
        in_.fill(rect, ground);
        in_.fill({rect.x, rect.bottom() - line, rect.w, line}, palette.line);
        in_.fill({rect.right() - line, rect.y, line, rect.h}, palette.line);
    } else {
        in_.fill(rect, ground, 0.5f);
        in_.frame_line(rect, control.hovered ? palette.quiet : palette.line, std::max(0.1f, palette.line_u), 0.5f);
    }
    in_.put(Face::strong, options.letter, rect.inset(0.5f * u, 0), colour_of(palette, options.tone), Align::centre);
    in_.sign(options.sign, rect.inset(std::max(0.f, palette.line_u - 0.1f) * u));  // inside a thick frame
    if (options.chosen || (control.focused && in_.hands.focus_by_key)) in_.ring(rect.inset(0.5f * u));
    // Under a dialogue the cell keeps the focus for later, but nothing that is typed there is for it.
    const bool obeys = control.focused && in_.layer >= in_.modal_layer;
    CellPress press{.pressed = control.activated, .held = control.held, .focused = obeys};
    if (control.carried) {
        press.carried = in_.hands.pointer;
        press.dropped = in_.hands.went_up;
    }
    if (obeys && options.enabled && in_.hands.typed != 0) press.typed = std::exchange(in_.hands.typed, 0);
    return press;
}

void Frame::in_hand(std::string_view name, const Rect& rect) {
    const Palette& palette = in_.palette();
    in_.fill(rect, palette.selection, tuning::corner_u);
    in_.frame_line(rect, palette.accent, std::max(0.3f, 2 * palette.line_u), tuning::corner_u);
    in_.put(Face::strong, name, rect.inset(in_.u, 0), palette.ink, Align::centre);
}

}  // namespace zvonok::ui
