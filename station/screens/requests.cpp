#include "station/screens/requests.hpp"

#include "station/screens/lesson_parts.hpp"
#include "station/screens/page_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>

namespace zvonok::screens::requests {

namespace {

constexpr float list_share = 0.5f;

bool is_open(const Item& item) {
    return item.stand == Stand::waiting || item.stand == Stand::approved || item.stand == Stand::returned;
}

std::string_view stand_text(const ui::Words& words, Stand stand) {
    switch (stand) {
        case Stand::waiting:
            return words.tr("ждёт решения");
        case Stand::approved:
            return words.tr("разрешено, не внесено");
        case Stand::declined:
            return words.tr("отказано");
        case Stand::done:
            return words.tr("внесено");
        case Stand::returned:
            return words.tr("внести не удалось");
    }
    return {};
}

std::string number_text(const ui::Words& words, const Item& item) {
    return item.number == 0 ? std::string{words.tr("без номера")} : ui::fill("№ {}", {std::to_string(item.number)});
}

std::string item_text(const ui::Words& words, const Item& item) {
    return joined({number_text(words, item), item.pupil, item.lesson.groups, item.lesson.subject,
                   lesson::kind_name(words, item.kind)});
}

const Item* chosen_of(const State& state, const Scratch& scratch) {
    const auto found = std::ranges::find_if(state.items, [&](const Item& item) {
        return scratch.chosen == item.id && (scratch.closed_too || is_open(item));
    });
    return found == state.items.end() ? nullptr : &*found;
}

void draw_list(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (state.common.loading) return frame.text(frame.tr("Просьбы открываются."), {.tone = ui::Tone::quiet});
    bool any = false;
    for (const Item& item : state.items) {
        if (!scratch.closed_too && !is_open(item)) continue;
        any = true;
        frame.scope(item.id.hex(), [&] {
            const bool chosen = scratch.chosen == item.id;
            const std::string name = item_text(frame.words(), item);
            if (!frame.choice(name, {.chosen = chosen, .note = stand_text(frame.words(), item.stand)})) return;
            if (!chosen) scratch.note.clear();
            scratch.chosen = item.id;
        });
    }
    if (any) return;
    frame.notice(
        {.tone = ui::Tone::accent,
         .happened = state.items.empty() ? frame.tr("Просьб об исправлении нет.") : frame.tr("Открытых просьб нет."),
         .advice = state.all ? frame.tr("Когда учитель попросит исправить закрытую запись, просьба появится здесь.")
                             : frame.tr("Если срок исправления прошёл, сделайте запись в уроке или журнале и "
                                        "попросите исправление там, где станция её отклонит.")});
}

void draw_item(ui::Frame& frame, const Item& item) {
    const ui::Words& words = frame.words();
    const auto told = [&](const std::string& value) {
        const std::string_view text = lesson::told(words, item.kind, value);
        return text.empty() ? words.tr("ничего") : text;
    };
    const std::string asked = joined(
        {item.author, date_text(words, std::chrono::floor<std::chrono::days>(item.asked)), clock_text(item.asked)});
    frame.heading(joined({number_text(words, item), stand_text(words, item.stand)}));
    office::draw_detail(frame, words.tr("Запись"), joined({item.pupil, lesson::kind_name(words, item.kind)}));
    office::draw_detail(frame, words.tr("Урок"), office::lesson_name(words, item.lesson));
    if (item.period) office::draw_detail(frame, words.tr("Учебный период"), page::period_name(words, *item.period));
    frame.row({ui::share(), ui::share()}, [&] {
        frame.text(ui::fill(words.tr("Было: {}"), {told(item.before)}));
        frame.text(ui::fill(words.tr("Станет: {}"), {told(item.wanted)}), {.strong = true});
    });
    office::draw_detail(frame, words.tr("Основание"), words.tr(item.ground));
    office::draw_detail(frame, words.tr("Документ"), item.document);
    office::draw_detail(frame, words.tr("Пояснение"), item.reason);
    office::draw_detail(frame, words.tr("Кто попросил"), asked);
    office::draw_detail(frame, words.tr("Кто решил"), joined({item.decided_by, item.note}));
    const std::string done_at = item.done_at
                                    ? joined({date_text(words, std::chrono::floor<std::chrono::days>(*item.done_at)),
                                              clock_text(*item.done_at)})
                                    : std::string{};
    office::draw_detail(frame, words.tr("Кто внёс"), joined({item.done_by, done_at}));
}

std::optional<Intent> draw_chosen(ui::Frame& frame, const State& state, Scratch& scratch, ui::Rect place) {
    std::optional<Intent> intent;
    const Item* item = chosen_of(state, scratch);
    if (item == nullptr) {
        frame.card(frame.tr("Просьба"), place,
                   [&] { frame.text(frame.tr("Выберите просьбу в списке."), {.tone = ui::Tone::quiet}); });
        return intent;
    }
    const float u = frame.u();
    if (item->may_decide) {
        ui::Rect foot = place.take_bottom(control_height(frame), 2 * u);
        const float half = (foot.w - 2 * u) / 2;
        const auto decide = [&](const ui::Rect& rect, std::string_view name, ui::Emphasis emphasis, bool approved) {
            in_place(frame, rect, [&] {
                if (frame.button(name, {.emphasis = emphasis, .by_enter = false}))
                    intent = Decide{item->id, approved, scratch.note};
            });
        };
        decide(foot.take_left(half, 2 * u), frame.tr("Разрешить"), ui::Emphasis::main, true);
        decide(foot, frame.tr("Отказать"), ui::Emphasis::quiet, false);
        in_place(frame, place.take_bottom(field_height(frame, 2), u), [&] {
            frame.text_field(frame.tr("Примечание к решению"), scratch.note,
                             {.lines = 2, .placeholder = frame.tr("Примечание к решению")});
        });
    } else if (item->may_carry_out) {
        in_place(frame, place.take_bottom(control_height(frame), 2 * u), [&] {
            const std::string name = ui::fill(frame.tr("Внести исправление {}"), {number_text(frame.words(), *item)});
            if (frame.button(name, {.emphasis = ui::Emphasis::main, .by_enter = false})) intent = CarryOut{item->id};
        });
    }
    frame.card(frame.tr("Просьба"), place, [&] { draw_item(frame, *item); });
    return intent;
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch) {
    std::optional<Intent> intent;
    ui::Rect head, rest;
    const std::string_view title = state.all ? frame.tr("Просьбы об исправлении") : frame.tr("Мои просьбы");
    if (auto wanted = office::draw_head(frame, title, state.common, scratch.attention, head, rest)) intent = *wanted;
    const auto open = static_cast<std::size_t>(std::ranges::count_if(state.items, is_open));
    const auto filter = [&](std::string_view name, bool closed_too) {
        in_place(frame, head.take_left(std::min(button_width(frame, name), head.w / 2), frame.u()), [&] {
            if (frame.choice(name, {.chosen = scratch.closed_too == closed_too})) scratch.closed_too = closed_too;
        });
    };
    // How many there are is not known before the store has answered.
    const auto counted = [&](std::string_view name, std::size_t count) {
        return state.common.loading ? std::string{name} : ui::fill("{}: {}", {name, std::to_string(count)});
    };
    filter(counted(frame.tr("Открытые"), open), false);
    filter(counted(frame.tr("Все"), state.items.size()), true);

    const auto [list, chosen] = office::halves_of(frame, rest, list_share);
    frame.card(frame.tr("Список просьб"), list, [&] { draw_list(frame, state, scratch); });
    if (auto wanted = draw_chosen(frame, state, scratch, chosen)) intent = std::move(wanted);
    if (auto wanted = office::draw_attention(frame, state.common, scratch.attention)) intent = std::move(*wanted);
    return intent;
}

}  // namespace zvonok::screens::requests
