#include "station/screens/office.hpp"

#include "station/screens/bottom.hpp"
#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

namespace zvonok::screens::office {

std::string lesson_name(const ui::Words& words, const LessonName& name) {
    const std::string when =
        name.period == 0 ? std::string{} : date_text(words, name.day) + ", " + period_text(words, name.period);
    return joined({name.groups, name.subject, when});
}

std::optional<Intent> draw_head(ui::Frame& frame, std::string_view title, const Common& common,
                                lesson::AttentionScratch& scratch, ui::Rect& head, ui::Rect& rest) {
    std::optional<Intent> intent;
    const std::string time = clock_text(common.around.now);
    if (frame.top_bar({.place = title, .clock = time, .person = common.person, .leave = frame.tr("Выход")}))
        intent = Leave{};
    draw_bottom(frame, common.around);

    rest = frame.body();
    const float u = frame.u();
    head = rest.take_top(control_height(frame), 2 * u);
    const std::string_view back = frame.tr("Мои уроки");
    in_place(frame, head.take_left(std::min(button_width(frame, back), head.w / 3), 2 * u), [&] {
        if (frame.button(back)) intent = ShowLessons{};
    });
    const std::string attention = lesson::attention_text(frame, common.attention, head.w / 2);
    if (!attention.empty()) {
        const float width = std::min(button_width(frame, attention) + u, head.w / 2);
        in_place(frame, head.take_right(width, 2 * u), [&] {
            if (frame.choice(attention, {.tone = ui::Tone::bad})) scratch.reading = true;
        });
    }
    return intent;
}

std::optional<Intent> draw_attention(ui::Frame& frame, const Common& common, lesson::AttentionScratch& scratch) {
    // No desk of the office shows a lesson's cells, so no version is chosen there.
    if (auto asked = lesson::draw_attention(frame, common.attention, common.grounds, common.around.now, scratch))
        if (auto* request = std::get_if<lesson::AskChange>(&*asked)) return std::move(*request);
    return std::nullopt;
}

void draw_detail(ui::Frame& frame, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    frame.caption(name);
    frame.space(-0.8f);
    frame.text(text);
}

Halves halves_of(const ui::Frame& frame, ui::Rect rest, float list_share) {
    Halves halves;
    halves.list =
        frame.portrait() ? rest.take_top(rest.h * 0.45f, frame.u(2)) : rest.take_left(rest.w * list_share, frame.u(2));
    halves.chosen = rest;
    return halves;
}

}  // namespace zvonok::screens::office
