#include "station/screens/messages.hpp"

#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <array>

namespace zvonok::screens::messages {

namespace {

using Kind = Item::Kind;

constexpr float list_part = 0.46f;
constexpr int reply_lines = 3;

const Item* opened_of(const State& state, const Scratch& scratch) {
    const auto item = scratch.chosen ? std::ranges::find(state.items, *scratch.chosen, &Item::id) : state.items.end();
    return item == state.items.end() ? nullptr : &*item;
}

std::string_view sender_text(const ui::Words& words, domain::Sender sender) {
    switch (sender) {
        case domain::Sender::administration:
            return words.tr("администрация");
        case domain::Sender::class_teacher:
            return words.tr("классный руководитель");
        case domain::Sender::teacher:
            return words.tr("учитель");
        case domain::Sender::parent:
            return words.tr("родитель");
        case domain::Sender::pupil:
            break;
    }
    return words.tr("ученик");
}

std::string when_text(const ui::Words& words, const Item& item, LocalTime now) {
    return item.when ? moment_text(words, *item.when, now) : std::string{};
}

std::string_view way_text(const ui::Words& words, Standing standing) {
    if (standing == Standing::refused) return words.tr("отклонено");
    if (standing == Standing::accepted) return words.tr("отправлено");
    return words.tr("ждёт отправки");
}

/// The right of its row.
std::string note_of(const ui::Words& words, const Item& item, LocalTime now) {
    if (item.fresh) return std::string{words.tr("новое")};
    if (item.kind == Kind::own) return std::string{way_text(words, item.standing)};
    return when_text(words, item, now);
}

struct Section {
    std::string_view name;
    bool (*holds)(const Item&);
};
constexpr std::array<Section, 4> sections{
    {{phrase("Ждут ответа"), [](const Item& item) { return item.kind == Kind::letter && !item.answered; }},
     {phrase("Объявления"), [](const Item& item) { return item.kind == Kind::notice; }},
     {phrase("С ответом"), [](const Item& item) { return item.kind == Kind::letter && item.answered; }},
     {phrase("Отправленные вами"), [](const Item& item) { return item.kind == Kind::own; }}}};

std::optional<Intent> draw_items(ui::Frame& frame, const State& state, Scratch& scratch) {
    std::optional<Intent> intent;
    if (state.common.loading) {
        frame.text(frame.tr("Сообщения открываются."), {.tone = ui::Tone::quiet});
        return intent;
    }
    if (state.items.empty()) {
        frame.notice({.tone = ui::Tone::accent,
                      .happened = frame.tr("Сообщений и объявлений нет."),
                      .advice = frame.tr("Когда вам напишут, на экране «Мои уроки» будет сказано, сколько нового.")});
        return intent;
    }
    for (const Section& section : sections) {
        if (std::ranges::none_of(state.items, section.holds)) continue;
        frame.caption(frame.tr(section.name));
        for (const Item& item : state.items) {
            if (!section.holds(item)) continue;
            frame.scope(item.id.hex(), [&] {
                const bool chosen = scratch.chosen == item.id;
                const std::string name = joined({item.who, item.title.empty() ? item.text : item.title});
                const std::string note = note_of(frame.words(), item, state.common.around.now);
                if (!frame.choice(
                        name, {.chosen = chosen, .note = note, .tone = item.fresh ? ui::Tone::accent : ui::Tone::ink}))
                    return;
                if (!chosen) scratch.reply.clear();
                scratch.chosen = item.id;
                if (item.fresh) intent = Open{item.id};
            });
        }
        frame.space(1);
    }
    return intent;
}

std::optional<Intent> draw_opened(ui::Frame& frame, const State& state, Scratch& scratch, ui::Rect place) {
    std::optional<Intent> intent;
    const std::string_view name = frame.tr("Сообщение");
    const Item* item = opened_of(state, scratch);
    if (item == nullptr) {
        frame.card(name, place,
                   [&] { frame.text(frame.tr("Выберите сообщение в списке."), {.tone = ui::Tone::quiet}); });
        return intent;
    }
    const ui::Words& words = frame.words();
    if (item->kind == Kind::letter) {
        const std::string_view answer = words.tr("Ответить");
        in_place(frame, place.take_bottom(control_height(frame), frame.u()), [&] {
            const ui::ButtonOptions main{
                .enabled = !scratch.reply.empty(), .emphasis = ui::Emphasis::main, .by_enter = false};
            if (!frame.button(answer, main)) return;
            intent = Send{{item->from}, {}, scratch.reply, item->id};
            scratch.reply.clear();
        });
        in_place(frame, place.take_bottom(field_height(frame, reply_lines), 2 * frame.u()), [&] {
            frame.text_field(words.tr("Ваш ответ"), scratch.reply,
                             {.lines = reply_lines, .placeholder = words.tr("Ваш ответ")});
        });
    }
    frame.card(name, place, [&] {
        frame.heading(item->title.empty() ? item->who : item->title);
        const std::string when = when_text(words, *item, state.common.around.now);
        switch (item->kind) {
            case Kind::letter:
                frame.caption(joined({sender_text(words, item->sender), when,
                                      item->answered ? words.tr("вы ответили") : std::string_view{}}));
                break;
            case Kind::notice:
                frame.caption(joined({words.tr("объявление для сотрудников"), item->title.empty() ? "" : item->who}));
                break;
            case Kind::own:
                frame.caption(joined({words.tr("ваше сообщение"), when, way_text(words, item->standing)}));
                break;
        }
        frame.space(1);
        frame.text(item->text);
    });
    return intent;
}

std::optional<Intent> draw_fresh(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (!scratch.writing) return std::nullopt;
    std::optional<Intent> intent;
    bool close = false;
    const std::string_view title = frame.tr("Новое сообщение");
    frame.dialogue(title, 120, 108, [&] {
        frame.heading(title);
        const auto leave = [&] { close = frame.button(frame.tr("Закрыть")) || frame.escape(); };
        if (!scratch.to) {
            frame.caption(frame.tr("Кому"));
            for (const Recipient& one : state.recipients)
                frame.scope(one.person.hex() + one.group.hex(), [&] {
                    const std::string name =
                        one.group.empty() ? one.name
                                          : ui::fill(frame.tr("{}: семьям, ученикам и учителям класса"), {one.name});
                    if (frame.choice(name)) scratch.to = one;
                });
            if (state.recipients.empty()) frame.text(frame.tr("Писать пока некому: коллеги появятся с данными школы."));
            leave();
            return;
        }
        frame.row({ui::share(), ui::fixed(button_width(frame, frame.tr("Другому")) / frame.u())}, [&] {
            frame.text(ui::fill(frame.tr("Кому: {}"), {scratch.to->name}), {.strong = true});
            if (frame.button(frame.tr("Другому"))) scratch.to.reset();
        });
        if (!scratch.to) return;
        in_place(frame, frame.strip(field_height(frame, 6)), [&] {
            frame.text_field(frame.tr("Текст сообщения"), scratch.text,
                             {.lines = 6, .placeholder = frame.tr("Текст сообщения")});
        });
        if (!scratch.to->group.empty())
            frame.caption(
                frame.tr("Прочитают все семьи класса. О здоровье, семье и оценках одного ученика пишите "
                         "только его родителям."));
        frame.row({ui::share(), ui::share()}, [&] {
            const ui::ButtonOptions main{
                .enabled = !scratch.text.empty(), .emphasis = ui::Emphasis::main, .by_enter = false};
            if (frame.button(frame.tr("Отправить"), main)) {
                Send send;
                if (scratch.to->group.empty())
                    send.people = {scratch.to->person};
                else
                    send.groups = {scratch.to->group};
                send.text = scratch.text;
                intent = std::move(send);
            }
            leave();
        });
    });
    if (intent) {
        scratch.to.reset();
        scratch.text.clear();
    }
    if (close || intent) scratch.writing = false;
    return intent;
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch) {
    std::optional<Intent> intent;
    ui::Rect head, rest;
    if (auto wanted = office::draw_head(frame, frame.tr("Сообщения"), state.common, scratch.attention, head, rest))
        intent = *wanted;
    const std::string_view fresh = frame.tr("Новое сообщение");
    in_place(frame, head.take_right(std::min(button_width(frame, fresh), head.w)), [&] {
        if (frame.button(fresh, {.emphasis = ui::Emphasis::main, .by_enter = false})) scratch.writing = true;
    });
    const auto [list, chosen] = office::halves_of(frame, rest, list_part);
    frame.card(frame.tr("Список сообщений"), list, [&] {
        if (auto wanted = draw_items(frame, state, scratch)) intent = std::move(wanted);
    });
    if (auto wanted = draw_opened(frame, state, scratch, chosen)) intent = std::move(wanted);
    if (auto wanted = draw_fresh(frame, state, scratch)) intent = std::move(wanted);
    if (auto wanted = office::draw_attention(frame, state.common, scratch.attention)) intent = std::move(*wanted);
    return intent;
}

}  // namespace zvonok::screens::messages
