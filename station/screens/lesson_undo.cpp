#include "station/base/input.hpp"
#include "station/screens/lesson_parts.hpp"

/// Taking back the newest touch: what was written, in words, and the button.
namespace zvonok::screens::lesson {

namespace {

std::string value_text(const ui::Words& words, const LastTouch& touch) {
    if (touch.late_minutes > 0) return late_text(words, touch.late_minutes);
    if (touch.kind == domain::CellKind::homework && !touch.pupil.empty())
        return std::string{kind_name(words, touch.kind)};
    const std::string_view value = told(words, touch.kind, touch.value);
    return std::string{value.empty() && touch.kind != domain::CellKind::homework ? words.tr("убрано") : value};
}

}  // namespace

std::string last_touch_text(const ui::Words& words, const LastTouch& touch) {
    const std::string value = value_text(words, touch);
    std::string text{touch.pupil.empty() ? kind_name(words, touch.kind) : std::string_view{touch.pupil}};
    if (!value.empty()) text += ": " + value;
    if (touch.cells < 2) return text;
    return text + " " +
           words.count(static_cast<int>(touch.cells - 1), "и ещё {} запись", "и ещё {} записи", "и ещё {} записей");
}

bool draw_undo(ui::Frame& frame, const std::optional<LastTouch>& touch) {
    // Not by a stray Enter: what is taken back is seldom what stands under the cursor.
    return frame.button(frame.tr("Отменить"), {.enabled = touch.has_value(), .by_enter = false});
}

void draw_overtaken(ui::Frame& frame, const std::optional<LastTouch>& touch, ui::Rect& rest) {
    if (!touch) return;
    const std::string told = ui::fill(frame.tr("{} — с тех пор здесь записали другое, поэтому отменить это нельзя."),
                                      {last_touch_text(frame.words(), *touch)});
    const float height = frame.height(told, rest.w - frame.u(5)) + frame.u(2);
    frame.area(rest.take_bottom(height, frame.u(2)), [&] { frame.notice({.tone = ui::Tone::warn, .happened = told}); });
}

bool obey_undo(ui::Frame& frame, const std::optional<LastTouch>& touch) {
    return touch && frame.key(input::Key::undo);
}

}  // namespace zvonok::screens::lesson
