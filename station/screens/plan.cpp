#include "station/screens/plan.hpp"

#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"
#include "station/screens/plan_parts.hpp"
#include "station/screens/rules.hpp"

#include <algorithm>
#include <array>

namespace zvonok::screens::plan {

namespace {

constexpr float list_share = 0.62f;

bool is_done(const Topic& topic) {
    return topic.stand == Stand::given || topic.stand == Stand::early;
}

/// Why the plan lags, and for what no lesson is left; empty where nothing is to be told.
std::string reasons_text(const ui::Words& words, const Lag& lag) {
    const domain::LagReasons& why = lag.reasons;
    std::string text;
    const auto tell = [&](int count, std::string_view what) {
        if (count > 0) text = joined({text, what});
    };
    if (lag.hours > 0) {
        tell(why.lost,
             words.count(why.lost, "{} урок не состоялся", "{} урока не состоялись", "{} уроков не состоялось"));
        tell(why.unfilled,
             words.count(why.unfilled, "{} урок не записан", "{} урока не записаны", "{} уроков не записано"));
        tell(why.off_plan,
             words.count(why.off_plan, "{} урок не по плану", "{} урока не по плану", "{} уроков не по плану"));
        tell(why.overrun,
             words.count(why.overrun, "{} лишний час на тему", "{} лишних часа на темы", "{} лишних часов на темы"));
    }
    tell(lag.shortfall, words.count(lag.shortfall, "на {} час плана не осталось урока",
                                    "на {} часа плана не осталось уроков", "на {} часов плана не осталось уроков"));
    return text;
}

/// The days of the lessons that cover the topic: the first, and up to when.
std::string days_text(const ui::Words& words, const State& state, const Topic& topic) {
    if (topic.slots.empty()) return {};
    std::string first = date_text(words, state.slots[topic.slots.front()].day);
    if (topic.slots.size() == 1) return first;
    return ui::fill("{} (+{})", {first, std::to_string(topic.slots.size() - 1)});
}

void draw_list(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (state.common.loading) return frame.text(frame.tr("План открывается."), {.tone = ui::Tone::quiet});
    if (state.topics.empty())
        return frame.notice(
            {.tone = ui::Tone::warn,
             .happened = frame.tr("У этого класса по этому предмету ещё нет плана."),
             .means = frame.tr("Темы уроков можно писать своими словами, но отставание не видно ни вам, ни завучу."),
             .advice = frame.tr("Передайте файл плана администратору: он загрузит его на сервер.")});
    const ui::Words& words = frame.words();
    bool any = false;
    float days = 0, stand = 0;
    for (const Topic& topic : state.topics) {
        days = std::max(days, frame.width(days_text(words, state, topic), ui::TextSize::caption) + 2 * frame.u());
        stand = std::max(stand, frame.width(stand_text(words, topic), ui::TextSize::caption) + frame.u());
    }
    const bool wide = frame.area_width() > days + stand + frame.u(50);
    for (const Topic& topic : state.topics) {
        if (!scratch.given_too && is_done(topic)) continue;
        any = true;
        frame.scope(topic.id.hex(), [&] {
            const std::string says = stand_text(words, topic);
            const std::string when = days_text(words, state, topic);
            const auto touch = [&](std::string_view note) {
                const bool chosen = scratch.chosen == topic.id;
                if (frame.choice(topic_name(topic), {.chosen = chosen, .note = note})) {
                    scratch.chosen = topic.id;
                    scratch.merging = false;
                }
            };
            if (!wide) return touch(says);
            ui::Rect line = frame.strip(control_height(frame));
            in_place(frame, line.take_right(stand), [&] { frame.caption(says, {.tone = stand_tone(topic.stand)}); });
            in_place(frame, line.take_right(days, frame.u()), [&] { frame.caption(when); });
            // In the flow a choice begins at the left, as a table's text does.
            frame.area(line.inset(0, (line.h - frame.u(6)) / 2), [&] {
                touch(topic.hours == 1 ? std::string{} : ui::fill(words.tr("{} ч"), {std::to_string(topic.hours)}));
            });
        });
    }
    if (!any)
        frame.notice({.tone = ui::Tone::good,
                      .happened = frame.tr("План выполнен: даны все темы."),
                      .advice = frame.tr("Все темы с датами видны под кнопкой «Весь план».")});
}

/// Buttons side by side, on a new line where the line is full.
class Buttons {
  public:
    Buttons(ui::Frame& frame, ui::Rect& rest) : frame_(frame), rest_(rest) {}
    bool draw(std::string_view name, const ui::ButtonOptions& options = {}) {
        const float width = std::min(button_width(frame_, name), rest_.w);
        if (line_.w < width) line_ = rest_.take_top(control_height(frame_), frame_.u(2));
        bool pressed = false;
        in_place(frame_, line_.take_left(width, frame_.u()), [&] { pressed = frame_.button(name, options); });
        return pressed;
    }

  private:
    ui::Frame& frame_;
    ui::Rect& rest_;
    ui::Rect line_{};
};

void draw_lag(ui::Frame& frame, const State& state, ui::Rect& rest) {
    const ui::Words& words = frame.words();
    const std::string lag = ui::fill(words.tr("Сейчас: {}"), {lag_text(words, state.lag)});
    const std::string why = reasons_text(words, state.lag);
    frame.area(rest.take_top(frame.height(lag, rest.w, ui::TextSize::heading), frame.u(why.empty() ? 2 : 0.5f)),
               [&] { frame.heading(lag, {.tone = lag_tone(state.lag)}); });
    if (why.empty()) return;
    frame.area(rest.take_top(frame.height(why, rest.w, ui::TextSize::caption), frame.u(2)),
               [&] { frame.caption(why); });
}

void draw_why_not(ui::Frame& frame, const State& state, ui::Rect& rest) {
    const Explanation why = explain(state.rule);
    const std::string_view happened = frame.tr(why.happened);
    const std::string_view means = frame.tr("План можно смотреть; назначать темы урокам отсюда нельзя.");
    const float inner = rest.w - frame.u(5);
    const float height = frame.height(happened, inner) + frame.height(means, inner) + frame.u(3);
    frame.area(rest.take_top(height, frame.u(2)),
               [&] { frame.notice({.tone = ui::Tone::accent, .happened = happened, .means = means}); });
}

}  // namespace

std::string lag_text(const ui::Words& words, const Lag& lag) {
    if (!lag.planned) return std::string{words.tr("плана нет")};
    if (lag.hours > 0)
        return words.count(lag.hours, "отставание от плана {} час", "отставание от плана {} часа",
                           "отставание от плана {} часов");
    if (lag.hours < 0)
        return words.count(-lag.hours, "опережение плана {} час", "опережение плана {} часа",
                           "опережение плана {} часов");
    return std::string{words.tr("по плану")};
}

ui::Tone lag_tone(const Lag& lag) {
    if (!lag.planned || lag.hours > 0) return ui::Tone::warn;
    return ui::Tone::good;
}

std::string slot_text(const ui::Words& words, const Slot& slot) {
    return date_text(words, slot.day) + ", " + period_text(words, slot.period);
}

std::string topic_name(const Topic& topic) {
    return ui::fill("{}. {}", {std::to_string(topic.number), topic.text});
}

std::string stand_text(const ui::Words& words, const Topic& topic) {
    switch (topic.stand) {
        case Stand::given:
            return std::string{topic.merged ? words.tr("дано с другой темой") : words.tr("дано")};
        case Stand::early:
            return std::string{words.tr("дано раньше срока")};
        case Stand::partly:
            return ui::fill(words.tr("дано {} из {} ч"), {std::to_string(topic.covered), std::to_string(topic.hours)});
        case Stand::late:
            return std::string{words.tr("отстаёт")};
        case Stand::placed:
            return std::string{words.tr("впереди")};
        case Stand::open:
            break;
    }
    return std::string{words.tr("без урока")};
}

ui::Tone stand_tone(Stand stand) {
    switch (stand) {
        case Stand::given:
        case Stand::early:
            return ui::Tone::good;
        case Stand::partly:
        case Stand::late:
            return ui::Tone::warn;
        case Stand::placed:
        case Stand::open:
            break;
    }
    return ui::Tone::quiet;
}

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    ui::Rect head, rest;
    const std::string title = joined({words.tr("КТП"), state.groups, state.subject});
    if (auto wanted = office::draw_head(frame, title, state.common, scratch.attention, head, rest)) intent = *wanted;
    const auto place = [&](std::string_view name, auto draw_it) {
        const float width = std::min(button_width(frame, name), rest.w);
        if (head.w < width) head = rest.take_top(control_height(frame), frame.u(2));
        in_place(frame, head.take_left(width, frame.u()), [&] { draw_it(name); });
    };
    if (state.lesson)
        place(words.tr("К уроку"), [&](std::string_view name) {
            if (frame.button(name)) intent = OpenLesson{*state.lesson};
        });
    place(words.tr("Журнал"), [&](std::string_view name) {
        if (frame.button(name)) intent = ShowPage{state.load};
    });
    place(words.tr("Мои классы"), [&](std::string_view name) {
        if (frame.button(name)) intent = ShowClasses{};
    });
    const auto left = std::ranges::count_if(state.topics, [](const Topic& topic) { return !is_done(topic); });
    if (!state.topics.empty()) {
        place(ui::fill(words.tr("Впереди: {}"), {std::to_string(left)}), [&](std::string_view name) {
            if (frame.choice(name, {.chosen = !scratch.given_too})) scratch.given_too = false;
        });
        place(ui::fill(words.tr("Весь план: {}"), {std::to_string(state.topics.size())}), [&](std::string_view name) {
            if (frame.choice(name, {.chosen = scratch.given_too})) scratch.given_too = true;
        });
    }

    const auto [list, side] = office::halves_of(frame, rest, list_share);
    ui::Rect chosen = side;
    if (!state.common.loading) draw_lag(frame, state, chosen);
    if (!state.rule.empty() && !state.topics.empty()) {
        draw_why_not(frame, state, chosen);
    } else if (!state.topics.empty() && !state.common.loading) {
        Buttons buttons{frame, chosen};
        const Bulk& bulk = state.bulk;
        if (bulk.shift > 0 &&
            buttons.draw(words.tr("Сдвинуть темы"), {.emphasis = ui::Emphasis::main, .by_enter = false}))
            scratch.doing = Doing::shift;
        if (bulk.attach > 0 && buttons.draw(words.tr("Назначить уроки"))) scratch.doing = Doing::attach;
        if (!bulk.linked.empty() && buttons.draw(words.tr("Снять назначения"))) scratch.doing = Doing::detach;
    }
    frame.card(words.tr("Темы плана"), list, [&] { draw_list(frame, state, scratch); });
    if (auto wanted = draw_chosen(frame, state, scratch, chosen)) intent = std::move(wanted);
    if (auto wanted = draw_doing(frame, state, scratch)) intent = std::move(wanted);
    if (auto wanted = office::draw_attention(frame, state.common, scratch.attention)) intent = std::move(*wanted);
    return intent;
}

}  // namespace zvonok::screens::plan
