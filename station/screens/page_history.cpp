#include "station/screens/lesson_parts.hpp"
#include "station/screens/page_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"
#include "station/screens/rules.hpp"

/// The history of one square of the page (J-16).
namespace zvonok::screens::page {

namespace {

/// «оценка (контрольная работа): 4»
std::string what_text(const ui::Words& words, const Entry& entry) {
    std::string name{lesson::kind_name(words, entry.kind)};
    if (!entry.work.empty()) name += ui::fill(" ({})", {words.tr(entry.work)});
    const std::string_view value = lesson::told(words, entry.kind, entry.value);
    return name + ": " + std::string{value.empty() ? words.tr("убрано") : value};
}

void draw_entry(ui::Frame& frame, const Entry& entry, LocalTime now) {
    const ui::Words& words = frame.words();
    const std::string_view stands = lesson::standing_text(words, entry.standing);
    const float width = frame.width(stands, ui::TextSize::caption) + frame.u();
    ui::Rect head = frame.strip(frame.line(ui::TextSize::text));
    in_place(frame, head.take_right(std::min(width, head.w / 2), frame.u()),
             [&] { frame.caption(stands, {.tone = lesson::tone_of(entry.standing), .align = ui::Align::right}); });
    in_place(frame, head, [&] { frame.text(what_text(words, entry), {.strong = true}); });
    frame.space(-0.8f);
    frame.caption(joined({moment_text(words, entry.when, now), entry.who, entry.where,
                          entry.upon_request ? words.tr("по просьбе об исправлении") : std::string_view{}}));
    if (!entry.rule.empty()) frame.caption(words.tr(explain(entry.rule).happened), {.tone = ui::Tone::bad});
    frame.space(1);
}

}  // namespace

std::optional<Intent> draw_history(ui::Frame& frame, const State& state) {
    if (!state.history) return std::nullopt;
    std::optional<Intent> intent;
    const History& history = *state.history;
    const ui::Words& words = frame.words();
    frame.dialogue(frame.tr("История записей"), 110, 100, [&] {
        frame.heading(history.pupil);
        frame.caption(
            joined({words.tr("История записей"), date_text(words, history.day), period_text(words, history.period)}));
        frame.space(1);
        if (history.loading) frame.text(words.tr("История открывается."), {.tone = ui::Tone::quiet});
        if (!history.loading && history.entries.empty())
            frame.text(words.tr("Здесь ещё ничего не записывали."), {.tone = ui::Tone::quiet});
        for (const Entry& entry : history.entries) draw_entry(frame, entry, state.around.now);
        if (frame.button(words.tr("Закрыть"), {.emphasis = ui::Emphasis::main}) || frame.escape())
            intent = HideHistory{};
    });
    return intent;
}

}  // namespace zvonok::screens::page
