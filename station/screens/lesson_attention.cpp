#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"
#include "station/screens/rules.hpp"

#include <algorithm>

namespace zvonok::screens::lesson {

namespace {

/// The value in words: nobody reads "present" from an empty text.
std::string_view told(const ui::Words& words, domain::CellKind kind, const std::string& value) {
    return value.empty() && kind == domain::CellKind::attendance ? words.tr("на месте") : std::string_view{value};
}

/// «Белов И. · посещаемость: Н»
std::string title_of(const ui::Words& words, const Attention& item) {
    const auto with_value = [&](std::string_view name) {
        const std::string_view value = told(words, item.kind, item.value);
        return value.empty() ? std::string{name} : ui::fill("{}: {}", {name, value});
    };
    switch (item.kind) {
        case domain::CellKind::attendance:
            return joined({item.pupil, with_value(words.tr("посещаемость"))});
        case domain::CellKind::topic:
            return with_value(words.tr("тема"));
        case domain::CellKind::homework:
            return with_value(words.tr("задание"));
        case domain::CellKind::mark:
            return joined({item.pupil, with_value(words.tr("оценка"))});
        case domain::CellKind::period_mark:
            return joined({item.pupil, with_value(words.tr("итоговая оценка"))});
        default:
            break;
    }
    return std::string{words.tr("запись")};
}

void draw_item(ui::Frame& frame, const Attention& item, LocalTime now) {
    const ui::Words& words = frame.words();
    const std::string when = moment_text(words, item.saved, now);
    ui::Rect head = frame.strip(frame.line(ui::TextSize::text));
    const ui::Rect time = head.take_right(frame.width(when) + frame.u(), frame.u(2));
    in_place(frame, time, [&] { frame.text(when, {.tone = ui::Tone::quiet, .align = ui::Align::right}); });
    in_place(frame, head, [&] { frame.text(title_of(words, item), {.strong = true}); });
    if (item.standing == Standing::conflict)
        frame.text(ui::fill(words.tr("другая запись: {} · {}"), {told(words, item.kind, item.other), item.other_by}));
    const Explanation why = item.standing == Standing::conflict ? explain_conflict() : explain(item.rule);
    frame.notice({.tone = item.standing == Standing::refused ? ui::Tone::bad : ui::Tone::warn,
                  .happened = words.tr(why.happened),
                  .means = words.tr(why.means),
                  .advice = words.tr(why.advice)});
    frame.space(1);
}

}  // namespace

std::string attention_text(const ui::Words& words, const std::vector<Attention>& attention) {
    if (attention.empty()) return {};
    const auto number = static_cast<long>(attention.size());
    const Standing first = attention.front().standing;
    std::string what;
    if (!std::ranges::all_of(attention, [&](const Attention& item) { return item.standing == first; }))
        what = words.count(number, "{} запись не принята", "{} записи не приняты", "{} записей не приняты");
    else if (first == Standing::held)
        what = words.count(number, "{} запись ждёт решения", "{} записи ждут решения", "{} записей ждут решения");
    else if (first == Standing::conflict)
        what = words.count(number, "{} запись разошлась", "{} записи разошлись", "{} записей разошлись");
    else
        what = words.count(number, "{} запись отклонена", "{} записи отклонены", "{} записей отклонено");
    return ui::fill(words.tr("Внимание: {}"), {what});
}

void draw_attention(ui::Frame& frame, const std::vector<Attention>& attention, LocalTime now, bool& reading) {
    if (!reading || attention.empty()) {
        reading = false;
        return;
    }
    frame.dialogue(frame.tr("Требует внимания"), 110, 90, [&] {
        frame.heading(frame.tr("Требует внимания"));
        frame.space(1);
        for (const Attention& item : attention) draw_item(frame, item, now);
        if (frame.button(frame.tr("Закрыть"), {.emphasis = ui::Emphasis::main}) || frame.escape()) reading = false;
    });
}

void draw_choosing(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (!scratch.choosing_topic) return;
    frame.dialogue(frame.tr("Тема из плана"), 110, 100, [&] {
        frame.heading(frame.tr("Тема из плана"));
        for (const PlanChoice& choice : state.topic.next) {
            const std::string name = ui::fill("{}. {}", {std::to_string(choice.number), choice.topic});
            if (frame.choice(name, {.chosen = state.topic.recorded.plan_item == choice.id})) pick(scratch, choice);
        }
        if (frame.button(frame.tr("Закрыть")) || frame.escape()) scratch.choosing_topic = false;
    });
}

}  // namespace zvonok::screens::lesson
