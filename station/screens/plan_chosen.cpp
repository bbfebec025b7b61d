#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"
#include "station/screens/plan_parts.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace zvonok::screens::plan {

namespace {

constexpr std::size_t lessons_offered = 6;

/// Why topics move (E-13); in Russian, as it is written down and translated where it is shown.
constexpr std::array measures{phrase("урок не состоялся"), phrase("карантин"), phrase("отмена занятий"),
                              phrase("другая причина")};
constexpr std::string_view merged_measure = phrase("темы объединены");

const Topic* chosen_of(const State& state, const Scratch& scratch) {
    const auto found =
        std::ranges::find_if(state.topics, [&](const Topic& topic) { return scratch.chosen == topic.id; });
    return found == state.topics.end() ? nullptr : &*found;
}

std::string numbers_text(const ui::Words& words, const Slot& slot) {
    std::string numbers;
    for (const int number : slot.numbers) numbers.append(numbers.empty() ? "" : ", ").append(std::to_string(number));
    return slot.numbers.empty() ? std::string{} : ui::fill(words.tr("тема {}"), {numbers});
}

std::string_view stage_text(const ui::Words& words, const Slot& slot) {
    switch (slot.stage) {
        case domain::LessonStage::held:
            return words.tr("проведён");
        case domain::LessonStage::unfilled:
            return words.tr("не записан");
        case domain::LessonStage::lost:
            return words.tr("не состоялся");
        case domain::LessonStage::ahead:
            break;
    }
    return words.tr("впереди");
}

/// The lessons that cover the topic: each leads to its desk, those to come can be freed of it.
std::optional<Intent> draw_slots(ui::Frame& frame, const State& state, const Topic& topic) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    const float open = button_width(frame, words.tr("Открыть")) / frame.u();
    const float free = button_width(frame, words.tr("Снять")) / frame.u();
    for (const std::size_t at : topic.slots) {
        const Slot& slot = state.slots[at];
        const std::string name = slot_text(words, slot);
        const std::string value = joined({stage_text(words, slot), lesson::standing_text(words, slot.standing)});
        const bool may_free = state.rule.empty() && slot.stage != domain::LessonStage::held;
        frame.scope(name, [&] {
            frame.text(name, {.strong = true});
            frame.space(-0.8f);
            frame.caption(value);
            frame.row({ui::fixed(open), ui::fixed(free)}, [&] {
                if (frame.button(words.tr("Открыть"))) intent = OpenLesson{slot.key};
                if (may_free && frame.button(words.tr("Снять"))) intent = Unlink{{slot.key}};
            });
        });
    }
    return intent;
}

/// Lessons that could cover the topic.
std::optional<Intent> draw_offers(ui::Frame& frame, const State& state, Scratch& scratch, const Topic& topic) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    std::size_t offered = 0;
    const auto offer = [&](const Slot& slot, std::string_view measure) {
        if (offered == lessons_offered) return;
        ++offered;
        if (frame.choice(slot_text(words, slot), {.note = numbers_text(words, slot)}))
            intent = Link{topic.id, slot.key, std::string{measure}};
    };
    if (!scratch.merging) {
        frame.caption(topic.slots.empty() ? words.tr("Назначить на урок") : words.tr("Перенести на свободный урок"));
        for (const Slot& slot : state.slots)
            if (slot.free) offer(slot, {});
        if (offered == 0) frame.text(words.tr("Свободных уроков нет."), {.tone = ui::Tone::quiet});
        if (frame.button(words.tr("Вместе с другой темой"))) scratch.merging = true;
        return intent;
    }
    frame.caption(words.tr("Дать на одном уроке с его темой"));
    for (const Slot& slot : state.slots) {
        const bool its_own = std::ranges::find(slot.numbers, topic.number) != slot.numbers.end();
        if (slot.stage == domain::LessonStage::ahead && !slot.numbers.empty() && !its_own) offer(slot, merged_measure);
    }
    if (offered == 0) frame.text(words.tr("Впереди нет урока с другой темой."), {.tone = ui::Tone::quiet});
    if (frame.button(words.tr("На отдельный урок"))) scratch.merging = false;
    return intent;
}

}  // namespace

std::optional<Intent> draw_chosen(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    const Topic* topic = chosen_of(state, scratch);
    frame.card(words.tr("Тема плана"), place, [&] {
        if (topic == nullptr) {
            if (!state.topics.empty())
                frame.text(words.tr("Выберите тему в списке: здесь появятся её уроки."), {.tone = ui::Tone::quiet});
            return;
        }
        frame.heading(topic_name(*topic));
        const std::string hours = words.count(topic->hours, "{} час", "{} часа", "{} часов");
        frame.text(joined({stand_text(words, *topic), hours, words.tr(topic->work)}),
                   {.tone = stand_tone(topic->stand)});
        frame.space(1);
        if (auto wanted = draw_slots(frame, state, *topic)) intent = std::move(wanted);
        const bool done = topic->covered >= topic->hours;
        if (done || !state.rule.empty()) return;
        frame.space(1);
        if (auto wanted = draw_offers(frame, state, scratch, *topic)) intent = std::move(wanted);
    });
    return intent;
}

std::optional<Intent> draw_doing(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (scratch.doing == Doing::nothing) return std::nullopt;
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    const Bulk& bulk = state.bulk;
    bool close = false;
    const auto ask = [&](std::string_view heading, const std::string& means, const std::string& more) {
        frame.heading(heading);
        frame.text(means);
        if (!more.empty()) frame.text(more, {.tone = ui::Tone::warn});
        frame.space(1);
    };
    const auto confirm = [&](std::string_view name, Intent wanted) {
        frame.row({ui::share(), ui::share()}, [&] {
            if (frame.button(name, {.emphasis = ui::Emphasis::main, .by_enter = false})) intent = std::move(wanted);
            close = frame.button(words.tr("Закрыть")) || frame.escape();
        });
    };
    frame.dialogue(words.tr("Весь план"), 100, 80, [&] {
        switch (scratch.doing) {
            case Doing::nothing:
                break;
            case Doing::attach:
                ask(words.tr("Назначить уроки темам?"),
                    words.count(bulk.attach, "{} свободный урок получит тему по порядку плана.",
                                "{} свободных урока получат темы по порядку плана.",
                                "{} свободных уроков получат темы по порядку плана."),
                    bulk.unplaced == 0
                        ? std::string{}
                        : words.count(bulk.unplaced, "{} час плана останется без урока.",
                                      "{} часа плана останутся без уроков.", "{} часов плана останутся без уроков."));
                confirm(words.tr("Назначить"), LinkAll{});
                break;
            case Doing::detach: {
                const auto count = static_cast<long>(bulk.linked.size());
                ask(words.tr("Снять темы с уроков?"),
                    words.count(count, "{} урок впереди останется без темы. Проведённые уроки сохранят свои.",
                                "{} урока впереди останутся без тем. Проведённые уроки сохранят свои.",
                                "{} уроков впереди останутся без тем. Проведённые уроки сохранят свои."),
                    {});
                confirm(words.tr("Снять"), Unlink{bulk.linked});
                break;
            }
            case Doing::shift:
                ask(words.tr("Сдвинуть темы на следующие уроки?"),
                    words.count(bulk.shift, "{} тема перейдёт на урок позже.", "{} темы перейдут на уроки позже.",
                                "{} тем перейдут на уроки позже."),
                    bulk.fallen == 0 ? std::string{}
                                     : words.count(bulk.fallen, "{} тема останется без урока: год кончается раньше.",
                                                   "{} темы останутся без уроков: год кончается раньше.",
                                                   "{} тем останутся без уроков: год кончается раньше."));
                frame.caption(words.tr("Причина"));
                for (std::size_t first = 0; first < measures.size(); first += 2)
                    frame.row({ui::share(), ui::share()}, [&] {
                        for (const std::string_view measure : std::span{measures}.subspan(first, 2))
                            if (frame.choice(words.tr(measure))) intent = Shift{std::string{measure}};
                    });
                if (frame.button(words.tr("Закрыть")) || frame.escape()) close = true;
                break;
        }
    });
    if (intent || close) scratch.doing = Doing::nothing;
    return intent;
}

}  // namespace zvonok::screens::plan
