#include "station/ui/frame.hpp"
#include "station/ui/inside.hpp"
#include "station/ui/tuning.hpp"

#include <cmath>

namespace zvonok::ui {

std::optional<PadKey> Frame::digit_pad(const PadOptions& options) {
    std::optional<PadKey> pressed;
    const auto key = [&](std::string_view label, std::string_view name, bool enabled, bool main,
                         const PadKey& meaning) {
        const Palette& palette = in_.palette();
        const Rect rect = in_.place(0);
        const Control control = in_.control({.role = Role::key,
                                             .name = name,
                                             .rect = rect,
                                             .enabled = enabled,
                                             .secret = meaning.kind == PadKey::Kind::digit});
        if (main && enabled) in_.next_main_button = control.id;
        const Colour ground = main && enabled ? palette.accent
                              : control.held  ? palette.selection
                              : !enabled      ? palette.ground
                                              : palette.card;
        const Colour ink = main && enabled ? palette.on_accent : enabled ? palette.ink : palette.quiet;
        in_.fill(rect, ground, tuning::corner_u);
        if (!main || !enabled) in_.frame_line(rect, palette.quiet, std::max(0.15f, palette.line_u), tuning::corner_u);
        in_.put(label.size() == 1 ? Face::heading : Face::strong, label, rect.inset(0.5f * in_.u, 0), ink,
                Align::centre);
        if (control.focused && in_.hands.focus_by_key) in_.ring(rect);
        if (control.activated) pressed = meaning;
    };
    const auto digit = [&](char which) {
        const std::string label(1, which);
        key(label, label, options.enabled, false, {PadKey::Kind::digit, which});
    };
    const std::array<Track, 3> three{share(), share(), share()};
    const RowOptions high{.height_u = 8};
    for (const char first : {'1', '4', '7'}) {
        row(three, high, [&] {
            for (char which = first; which < first + 3; ++which) digit(which);
        });
    }
    row(three, high, [&] {
        key(tr("Стереть"), tr("Стереть"), options.enabled, false, {PadKey::Kind::erase, 0});
        digit('0');
        key(tr("Готово"), tr("Готово"), options.enabled && options.done_enabled, true, {PadKey::Kind::done, 0});
    });

    Hands& hands = in_.hands;
    if (in_.layer < in_.modal_layer) return pressed;
    if (options.enabled && hands.typed >= '0' && hands.typed <= '9')
        pressed = PadKey{PadKey::Kind::digit, static_cast<char>(std::exchange(hands.typed, 0))};
    if (options.enabled && hands.key && hands.key->key == input::Key::backspace) {
        hands.key.reset();
        pressed = PadKey{PadKey::Kind::erase, 0};
    }
    return pressed;
}

void Frame::pin_dots(int filled, int of) {
    const float u = in_.u;
    const Rect rect = in_.place(4 * u);
    const int shown = std::max(filled, of);
    const std::string value = std::to_string(filled);
    in_.say(Role::status, tr("Введено цифр"), rect, value).secret = true;
    const float step = 4 * u;
    float x = rect.x + (rect.w - step * static_cast<float>(shown - 1)) / 2;
    for (int i = 0; i < shown; ++i, x += step) {
        const ImVec2 middle{std::round(x), std::round(rect.y + rect.h / 2)};
        if (i < filled)
            in_.list().AddCircleFilled(middle, 1.2f * u, packed(in_.palette().ink), 24);
        else
            in_.list().AddCircle(middle, 1.2f * u, packed(in_.palette().quiet), 24, std::max(1.5f, 0.2f * u));
    }
}

}  // namespace zvonok::ui
