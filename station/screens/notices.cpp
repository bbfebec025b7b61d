#include "station/screens/notices.hpp"

#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <array>

namespace zvonok::screens::notices {

namespace {

constexpr float widest_u = 150;

struct Span {
    int days;
    std::string_view name;
};
constexpr std::array<Span, 3> spans{{{1, phrase("сегодня")}, {7, phrase("неделю")}, {30, phrase("месяц")}}};

std::string about(const ui::Words& words, const Item& item) {
    const std::string_view whom = item.to_families ? words.tr("сотрудникам и семьям") : words.tr("сотрудникам");
    const std::string until =
        item.last ? ui::fill(words.tr("висит по {}"), {date_text(words, *item.last)}) : std::string{};
    const std::string_view stands = item.standing == Standing::accepted  ? std::string_view{}
                                    : item.standing == Standing::refused ? words.tr("отклонено")
                                                                         : words.tr("ждёт сервера");
    return joined({whom, item.author, until, stands});
}

std::optional<Intent> draw_item(ui::Frame& frame, const Item& item) {
    std::optional<Intent> intent;
    if (!item.title.empty()) frame.heading(item.title);
    if (!item.text.empty()) frame.text(item.text);
    frame.caption(about(frame.words(), item),
                  {.tone = item.standing == Standing::refused ? ui::Tone::bad : ui::Tone::quiet});
    if (item.standing == Standing::accepted && frame.button(frame.tr("Снять объявление"))) intent = Withdraw{item.id};
    frame.space(2);
    return intent;
}

std::optional<Intent> draw_writing(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (!scratch.writing) return std::nullopt;
    std::optional<Intent> intent;
    bool close = false;
    frame.dialogue(frame.tr("Новое объявление"), 120, 108, [&] {
        frame.heading(frame.tr("Новое объявление"));
        const std::string_view title = frame.tr("Заголовок");
        frame.text_field(title, scratch.title, {.placeholder = title});
        const std::string_view text = frame.tr("Текст объявления");
        in_place(frame, frame.strip(field_height(frame, 4)),
                 [&] { frame.text_field(text, scratch.text, {.lines = 4, .placeholder = text}); });
        frame.caption(frame.tr("Кому"));
        const auto whom = [&] {
            if (frame.choice(frame.tr("сотрудникам"), {.chosen = !scratch.to_families})) scratch.to_families = false;
            if (frame.choice(frame.tr("сотрудникам и семьям"), {.chosen = scratch.to_families}))
                scratch.to_families = true;
        };
        if (2 * button_width(frame, frame.tr("сотрудникам и семьям")) + frame.u() <= frame.area_width())
            frame.row({ui::share(), ui::share()}, whom);
        else
            whom();
        frame.caption(frame.tr("На сколько"));
        frame.row({ui::share(), ui::share(), ui::share()}, [&] {
            for (const Span& span : spans)
                if (frame.choice(frame.tr(span.name), {.chosen = scratch.days == span.days})) scratch.days = span.days;
        });
        frame.caption(frame.tr("Не пишите в объявлении сведений о здоровье, семье и оценках учеников."));
        frame.row({ui::share(), ui::share()}, [&] {
            const bool ready = !scratch.title.empty() || !scratch.text.empty();
            const ui::ButtonOptions main{.enabled = ready, .emphasis = ui::Emphasis::main, .by_enter = false};
            const LocalDay today = std::chrono::floor<std::chrono::days>(state.common.around.now);
            if (frame.button(frame.tr("Повесить объявление"), main))
                intent =
                    Post{scratch.title, scratch.text, scratch.to_families, today + std::chrono::days{scratch.days - 1}};
            close = frame.button(frame.tr("Закрыть")) || frame.escape();
        });
    });
    if (intent) scratch = {};
    if (close) scratch.writing = false;
    return intent;
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch) {
    std::optional<Intent> intent;
    ui::Rect head, rest;
    if (auto wanted = office::draw_head(frame, frame.tr("Объявления"), state.common, scratch.attention, head, rest))
        intent = *wanted;
    const std::string_view fresh = frame.tr("Новое объявление");
    in_place(frame, head.take_right(std::min(button_width(frame, fresh), head.w)), [&] {
        if (frame.button(fresh, {.emphasis = ui::Emphasis::main, .by_enter = false})) scratch.writing = true;
    });
    rest = rest.centred(frame.u(widest_u), rest.h);
    frame.card(frame.tr("Что висит сейчас"), rest, [&] {
        if (state.items.empty())
            frame.notice(
                {.tone = ui::Tone::accent,
                 .happened = frame.tr("Объявлений нет."),
                 .advice = frame.tr("Новое объявление появится на экранах станций, когда его примет сервер.")});
        for (const Item& item : state.items)
            frame.scope(item.id.hex(), [&] {
                if (auto wanted = draw_item(frame, item)) intent = std::move(wanted);
            });
    });
    if (auto wanted = draw_writing(frame, state, scratch)) intent = std::move(wanted);
    if (auto wanted = office::draw_attention(frame, state.common, scratch.attention)) intent = std::move(*wanted);
    return intent;
}

}  // namespace zvonok::screens::notices
