#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"
#include "station/screens/rules.hpp"

#include <algorithm>

namespace zvonok::screens::lesson {

namespace {

/// «Белов И. · посещаемость: Н»
std::string title_of(const ui::Words& words, const Attention& item) {
    const domain::CellKind kind = item.writing.cell.kind;
    const std::string_view value = told(words, kind, item.value);
    const std::string_view name = kind_name(words, kind);
    return joined({item.pupil, value.empty() || value == name ? std::string{name} : ui::fill("{}: {}", {name, value})});
}

std::optional<AskChange> draw_wish(ui::Frame& frame, const std::vector<Attention>& attention,
                                   const std::vector<Ground>& grounds, AttentionScratch& scratch) {
    Wish& wish = *scratch.wish;
    const auto about = std::ranges::find(attention, wish.wanted, &Attention::writing);
    if (about == attention.end()) {
        scratch.wish.reset();
        return std::nullopt;
    }
    std::optional<AskChange> asked;
    bool close = false;
    frame.dialogue(frame.tr("Просьба об исправлении"), 120, 110, [&] {
        frame.heading(frame.tr("Просьба об исправлении"));
        frame.text(title_of(frame.words(), *about));
        frame.caption(frame.tr("Основание"));
        bool document = false;
        for (const Ground& ground : grounds) {
            if (frame.choice(frame.tr(ground.title), {.chosen = wish.ground == ground.code})) wish.ground = ground.code;
            document = document || (wish.ground == ground.code && ground.document);
        }
        const std::string_view paper = frame.tr("Документ: вид, номер, дата");
        frame.text_field(paper, wish.document, {.placeholder = paper});
        const std::string_view reason = frame.tr("Пояснение");
        frame.text_field(reason, wish.reason, {.lines = 2, .placeholder = reason});
        const bool ready = !wish.ground.empty() && (!document || !wish.document.empty());
        frame.caption(ready ? frame.tr("Решение примет тот, кому это поручено в школе.")
                            : frame.tr("Выберите основание и впишите документ."));
        frame.row({ui::share(), ui::share()}, [&] {
            const ui::ButtonOptions main{.enabled = ready, .emphasis = ui::Emphasis::main, .by_enter = false};
            if (frame.button(frame.tr("Отправить просьбу"), main))
                asked = AskChange{wish.wanted, wish.ground, wish.document, wish.reason};
            close = frame.button(frame.tr("Закрыть")) || frame.escape();
        });
    });
    if (!asked && !close) return std::nullopt;
    scratch.wish.reset();
    if (scratch.about) scratch.reading = false;  // it was asked from the cell, not from the list
    return asked;
}

/// Both versions, to choose the one that is to be in force.
std::optional<ChooseVersion> choose_version(ui::Frame& frame, const Attention& item, LocalTime now) {
    const ui::Words& words = frame.words();
    const domain::CellKind kind = item.writing.cell.kind;
    const std::string own = ui::fill(words.tr("Оставить мою: {}"), {told(words, kind, item.value)});
    const std::string other = ui::fill(words.tr("Взять другую: {}"), {told(words, kind, item.other)});
    const std::string by = joined({item.other_by, moment_text(words, item.other_at, now)});
    std::optional<ChooseVersion> chosen;
    if (frame.choice(own, {.note = moment_text(words, item.saved, now)}))
        chosen = ChooseVersion{item.writing.cell, false};
    if (frame.choice(other, {.note = by})) chosen = ChooseVersion{item.writing.cell, true};
    return chosen;
}

}  // namespace

std::optional<ChooseVersion> draw_item(ui::Frame& frame, const Attention& item, LocalTime now,
                                       AttentionScratch& scratch) {
    const ui::Words& words = frame.words();
    std::optional<ChooseVersion> chosen;
    const std::string when = moment_text(words, item.saved, now);
    ui::Rect head = frame.strip(frame.line(ui::TextSize::text));
    const ui::Rect time = head.take_right(frame.width(when) + frame.u(), frame.u(2));
    in_place(frame, time, [&] { frame.text(when, {.tone = ui::Tone::quiet, .align = ui::Align::right}); });
    in_place(frame, head, [&] { frame.text(title_of(words, item), {.strong = true}); });
    if (item.standing == Standing::conflict && !item.choosable)
        frame.text(ui::fill(words.tr("другая запись: {} · {}"),
                            {told(words, item.writing.cell.kind, item.other),
                             joined({item.other_by, moment_text(words, item.other_at, now)})}));
    const Explanation why = item.standing == Standing::conflict ? explain_conflict() : explain(item.rule);
    frame.notice(
        {.tone = item.standing == Standing::refused ? ui::Tone::bad : ui::Tone::warn,
         .happened = words.tr(why.happened),
         .means = words.tr(why.means),
         .advice = item.choosable ? words.tr("Выберите одну из двух: она станет общей.") : words.tr(why.advice)});
    if (item.choosable) chosen = choose_version(frame, item, now);
    if (item.request == Attention::Request::possible && frame.button(words.tr("Попросить исправление")))
        scratch.wish = Wish{item.writing, {}, {}, {}};
    if (item.request == Attention::Request::asked)
        frame.text(words.tr("Просьба об исправлении отправлена."), {.tone = ui::Tone::good});
    frame.space(1);
    return chosen;
}

std::string item_text(const ui::Words& words, const Attention& item, LocalTime now) {
    const domain::CellKind kind = item.writing.cell.kind;
    if (item.standing == Standing::conflict)
        return ui::fill(words.tr("Записали двое. Ваша запись: {} · {}. Другая: {} · {} · {}."),
                        {told(words, kind, item.value), moment_text(words, item.saved, now),
                         told(words, kind, item.other), item.other_by, moment_text(words, item.other_at, now)});
    const Explanation why = explain(item.rule);
    const std::string_view next = item.request == Attention::Request::asked
                                      ? words.tr("Просьба об исправлении отправлена.")
                                      : words.tr(why.advice);
    return ui::fill("{} {}", {words.tr(why.happened), next});
}

std::string_view told(const ui::Words& words, domain::CellKind kind, std::string_view value) {
    if (kind == domain::CellKind::seat_plan) return kind_name(words, kind);
    return value.empty() && kind == domain::CellKind::attendance ? words.tr("на месте") : value;
}

std::string_view kind_name(const ui::Words& words, domain::CellKind kind) {
    switch (kind) {
        case domain::CellKind::attendance:
            return words.tr("посещаемость");
        case domain::CellKind::topic:
            return words.tr("тема");
        case domain::CellKind::homework:
            return words.tr("задание");
        case domain::CellKind::seat_plan:
            return words.tr("схема посадки");
        case domain::CellKind::mark:
            return words.tr("оценка");
        case domain::CellKind::period_mark:
            return words.tr("итоговая оценка");
        case domain::CellKind::absence_reason:
            return words.tr("причина пропуска");
        case domain::CellKind::lesson_teacher:
            return words.tr("замена");
        case domain::CellKind::lesson_change:
            return words.tr("изменение урока");
        case domain::CellKind::change_request:
            return words.tr("просьба об исправлении");
        case domain::CellKind::change_decision:
            return words.tr("решение по просьбе");
        case domain::CellKind::registration:
            return words.tr("сведения школы");
        default:
            return words.tr("запись");
    }
}

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

std::string attention_text(const ui::Frame& frame, const std::vector<Attention>& attention, float width) {
    std::string text = attention_text(frame.words(), attention);
    if (text.empty() || button_width(frame, text) <= width) return text;
    return ui::fill(frame.tr("Внимание: {}"), {std::to_string(attention.size())});
}

std::optional<Answer> draw_attention(ui::Frame& frame, const std::vector<Attention>& attention,
                                     const std::vector<Ground>& grounds, LocalTime now, AttentionScratch& scratch) {
    const auto is_told = [&](const Attention& item) { return !scratch.about || item.writing.cell == *scratch.about; };
    if (!scratch.reading || std::ranges::none_of(attention, is_told)) {
        scratch = {};
        return std::nullopt;
    }
    if (scratch.wish) return draw_wish(frame, attention, grounds, scratch);
    std::optional<ChooseVersion> chosen;
    frame.dialogue(frame.tr("Требует внимания"), 110, 90, [&] {
        frame.heading(frame.tr("Требует внимания"));
        frame.space(1);
        for (const Attention& item : attention)
            if (is_told(item))
                if (auto version = draw_item(frame, item, now, scratch)) chosen = std::move(version);
        if (frame.button(frame.tr("Закрыть"), {.emphasis = ui::Emphasis::main}) || frame.escape())
            scratch.reading = false;
    });
    return chosen;
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
