#include "station/screens/lock.hpp"

#include "station/screens/bottom.hpp"
#include "station/screens/card_hint.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

namespace zvonok::screens::lock {

namespace {

using std::chrono::minutes;

/// Longer than any break: a lesson that far away is named by its time instead.
constexpr minutes longest_countdown{60};

LocalDay day_of(LocalTime time) {
    return std::chrono::floor<std::chrono::days>(time);
}

/// What the middle of the screen says, from large to small.
struct Middle {
    std::string when, what, then;
};

Middle middle_of(const ui::Words& words, const State& state) {
    Middle middle;
    const LocalTime now = state.around.now;
    const auto short_line = [&](const LessonLine& lesson) {
        const std::string day =
            day_of(lesson.starts) == day_of(now) ? "" : day_text(words, day_of(lesson.starts), day_of(now));
        return joined({day, period_text(words, lesson.period), clock_text(lesson.starts), lesson.groups, lesson.subject,
                       change_text(words, lesson.change)});
    };
    if (state.current) {
        const LessonLine& lesson = *state.current;
        const auto left = std::chrono::ceil<minutes>(lesson.ends - now);
        middle.when =
            joined({period_text(words, lesson.period), span_text(lesson.starts, lesson.ends), left_text(words, left)});
        middle.what = joined({lesson.groups, lesson.subject, change_text(words, lesson.change)});
        middle.then = state.next ? ui::fill(words.tr("Следующий: {}"), {short_line(*state.next)})
                                 : std::string{words.tr("Других уроков здесь сегодня нет")};
        return middle;
    }
    if (!state.next) {
        middle.when = words.tr("Уроков здесь нет");
        return middle;
    }
    const LessonLine& next = *state.next;
    const auto until = std::chrono::ceil<minutes>(next.starts - now);
    if (day_of(next.starts) != day_of(now)) {
        middle.when = words.tr("Сегодня уроков здесь больше нет");
        middle.then = ui::fill(words.tr("Следующий: {}"), {short_line(next)});
    } else if (until <= longest_countdown) {
        middle.when = joined(
            {ui::fill(words.tr("до {} урока {} мин"), {std::to_string(next.period), std::to_string(until.count())}),
             span_text(next.starts, next.ends)});
        middle.what = joined({next.groups, next.subject, change_text(words, next.change)});
    } else {
        middle.when = joined({period_text(words, next.period), span_text(next.starts, next.ends)});
        middle.what = joined({next.groups, next.subject, change_text(words, next.change)});
    }
    return middle;
}

/// Place and date.
void draw_head(ui::Frame& frame, const State& state, ui::Rect head) {
    const std::string date = date_text(frame.words(), day_of(state.around.now));
    const float date_width = frame.width(date, ui::TextSize::title) + frame.u();
    ui::Rect first = head.take_top(frame.line(ui::TextSize::title));
    in_place(frame, first.take_right(std::min(date_width, first.w / 2), frame.u(2)),
             [&] { frame.title(date, {.align = ui::Align::right}); });
    in_place(frame, first, [&] { frame.title(room_text(frame.words(), state.room)); });
    if (!state.school.empty()) in_place(frame, head, [&] { frame.caption(state.school); });
}

std::string cancelled_text(const ui::Words& words, const State& state) {
    std::string lessons;
    for (const LessonLine& lesson : state.cancelled)
        lessons +=
            (lessons.empty() ? "" : "; ") + joined({period_text(words, lesson.period), lesson.groups, lesson.subject});
    return lessons.empty() ? lessons : ui::fill(words.tr("Отменён: {}"), {lessons});
}

void draw_middle(ui::Frame& frame, const State& state, const ui::Rect& place) {
    const Middle middle = middle_of(frame.words(), state);
    const std::string cancelled = cancelled_text(frame.words(), state);
    const float gap = frame.u();
    const float height = frame.line(ui::TextSize::clock) + gap +
                         frame.height(middle.when, place.w, ui::TextSize::heading) + gap +
                         frame.height(middle.what, place.w, ui::TextSize::title) + 3 * gap +
                         frame.height(middle.then, place.w, ui::TextSize::text) +
                         (cancelled.empty() ? 0 : gap + frame.height(cancelled, place.w, ui::TextSize::text));
    const ui::Rect block = place.centred(place.w, height);
    frame.area({block.x, block.y, block.w, std::max(block.h, height)}, [&] {
        frame.clock(clock_text(state.around.now));
        frame.heading(middle.when, {.tone = ui::Tone::quiet, .align = ui::Align::centre});
        if (!middle.what.empty()) frame.title(middle.what, {.align = ui::Align::centre, .strong = true});
        frame.space(1);
        if (!middle.then.empty()) frame.text(middle.then, {.tone = ui::Tone::quiet, .align = ui::Align::centre});
        if (!cancelled.empty()) frame.text(cancelled, {.tone = ui::Tone::warn, .align = ui::Align::centre});
    });
}

/// Beside the clock where there is room, else under it; the rest of the page is left for the clock.
void draw_announcements(ui::Frame& frame, const State& state, ui::Rect& page) {
    if (state.announcements.empty()) return;
    ui::Rect place =
        frame.portrait() ? page.take_bottom(page.h * 0.35f, frame.u(2)) : page.take_right(page.w * 0.34f, frame.u(3));
    // As high as they are; beyond that they scroll.
    const float inner = place.w - frame.u(4);
    float height = frame.u(4);
    for (const Announcement& one : state.announcements) {
        if (!one.title.empty()) height += frame.height(one.title, inner, ui::TextSize::heading) + frame.u();
        if (!one.text.empty()) height += frame.height(one.text, inner) + frame.u();
        height += frame.u();
    }
    place = place.centred(place.w, height);
    frame.card(frame.tr("Объявления"), place, [&] {
        for (const Announcement& one : state.announcements) {
            if (!one.title.empty()) frame.heading(one.title);
            if (!one.text.empty()) frame.text(one.text);
            frame.space(1);
        }
    });
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& /*scratch*/) {
    std::optional<Intent> intent;
    draw_bottom(frame, state.around);
    ui::Rect page = frame.body();
    const float u = frame.u();
    const float head =
        frame.line(ui::TextSize::title) + (state.school.empty() ? 0 : frame.line(ui::TextSize::caption) + u);
    draw_head(frame, state, page.take_top(head, 2 * u));

    const CardHint hint = card_hint(frame.words(), state);
    const float button = button_width(frame, "Русский");
    // Beside the hint where there is room, else under it.
    const bool beside = page.w >= frame.u(card_hint_width_u) + 2 * (button + 2 * u);
    ui::Rect corner{};
    if (!beside) corner = page.take_bottom(control_height(frame), 2 * u);
    // As high as a notice even while there is none: the clock stays where it is.
    const float least = 4 * frame.line(ui::TextSize::text) + 3 * u;
    const ui::Rect foot = page.take_bottom(std::max(least, card_hint_height(frame, hint, page.w)), 2 * u);
    if (beside) corner = foot.centred(foot.w, control_height(frame));
    draw_announcements(frame, state, page);
    draw_middle(frame, state, page);
    draw_card_hint(frame, hint, foot);
    in_place(frame, corner.take_right(button), [&] {
        if (const auto speak = language_button(frame)) intent = *speak;
    });
    return intent;
}

}  // namespace zvonok::screens::lock
