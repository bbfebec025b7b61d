#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <array>

namespace zvonok::screens::lesson {

namespace {

using domain::HomeworkWay;

constexpr std::size_t choices_at_hand = 3;  ///< plan items beside the field; the rest is one touch away

struct Way {
    HomeworkWay way;
    std::string_view name;
};
constexpr std::array<Way, 4> ways{{{HomeworkWay::read, phrase("читать")},
                                   {HomeworkWay::written, phrase("письменно")},
                                   {HomeworkWay::by_heart, phrase("наизусть")},
                                   {HomeworkWay::retell, phrase("пересказать")}}};

HomeworkWay toggled(HomeworkWay set, HomeworkWay way) {
    return static_cast<HomeworkWay>(static_cast<std::uint8_t>(set) ^ static_cast<std::uint8_t>(way));
}

/// What has been typed and is not what is recorded; a draft that has become the recorded is let go of.
bool topic_changed(const State& state, Scratch& scratch) {
    if (scratch.topic && *scratch.topic == state.topic.recorded) scratch.topic.reset();
    return scratch.topic.has_value() && !scratch.topic->text.empty();
}
bool task_changed(const State& state, Scratch& scratch) {
    if (!scratch.task) return false;
    const std::optional<Task>& recorded = state.homework.recorded;
    const bool says_nothing = recorded && recorded->nothing();
    const bool same = scratch.task_nothing ? says_nothing : recorded && !says_nothing && *scratch.task == *recorded;
    const bool untouched = !recorded && !scratch.task_nothing && scratch.task->nothing();
    if (same || untouched) {
        scratch.task.reset();
        scratch.task_nothing = false;
    }
    return scratch.task && (scratch.task_nothing || !scratch.task->nothing());
}

/// The part's name, where it stands in the plan, and whether it is recorded; in large letters in two lines.
void draw_head(ui::Frame& frame, std::string_view name, std::string_view note, Standing standing) {
    const std::string_view stands = standing_text(frame.words(), standing);
    const float stands_width = stands.empty() ? 0 : frame.width(stands, ui::TextSize::caption) + frame.u(0.5f);
    const float note_width = note.empty() ? 0 : frame.width(note, ui::TextSize::caption) + frame.u(0.5f);
    const float gap = frame.u(1.5f);
    const float side_width = stands_width + note_width + gap;
    const bool any = stands_width + note_width > 0;
    const bool beside = frame.width(name, ui::TextSize::heading) + (any ? gap + side_width : 0) <= frame.area_width();
    ui::Rect side;
    if (beside) {
        ui::Rect line = frame.strip(frame.line(ui::TextSize::heading));
        side = line.take_right(side_width, gap);
        in_place(frame, line, [&] { frame.heading(name); });
    } else {
        frame.heading(name);
        if (!any) return;
        side = frame.strip(frame.line(ui::TextSize::caption));
    }
    if (!stands.empty())
        in_place(frame, beside ? side.take_right(stands_width, gap) : side.take_left(stands_width, gap),
                 [&] { frame.caption(stands, {.tone = tone_of(standing), .align = ui::Align::right}); });
    if (!note.empty())
        in_place(frame, side, [&] {
            frame.caption(note, {.tone = ui::Tone::quiet, .align = beside ? ui::Align::right : ui::Align::left});
        });
}

void draw_topic(ui::Frame& frame, const State& state, Scratch& scratch, std::optional<Intent>& intent) {
    const TopicPart& topic = state.topic;
    const bool writable = state.read_only == ReadOnly::no;
    const std::string note =
        topic.plan_items == 0
            ? std::string{}
            : ui::fill(frame.tr("по плану {} из {}"), {std::to_string(topic.number), std::to_string(topic.plan_items)});
    draw_head(frame, frame.tr("Тема"), note, scratch.topic ? Standing::none : topic.standing);

    const domain::Topic& shown = scratch.topic ? *scratch.topic : topic.recorded;
    std::string text = shown.text;
    PlanItemId item = shown.plan_item;
    in_place(frame, frame.strip(field_height(frame, 2)), [&] {
        const ui::FieldOptions options{
            .enabled = writable, .lines = 2, .placeholder = frame.tr("Напишите или выберите из плана")};
        if (frame.text_field(frame.tr("Тема урока"), text, options) == ui::FieldChange::none) return;
        std::ranges::replace(text, '\n', ' ');
        scratch.topic = domain::Topic{text, text.empty() ? PlanItemId{} : item};
    });
    const std::size_t count = writable ? std::min(choices_at_hand, topic.next.size()) : 0;
    for (const PlanChoice& choice : std::span{topic.next}.first(count)) {
        const std::string name = ui::fill("{}. {}", {std::to_string(choice.number), choice.topic});
        if (frame.choice(name, {.chosen = !item.empty() && item == choice.id})) pick(scratch, choice);
    }
    const float all = button_width(frame, frame.tr("Весь план")) / frame.u();
    const float page = button_width(frame, frame.tr("КТП")) / frame.u();
    frame.row({ui::fixed(all), ui::fixed(page)}, [&] {
        if (writable && topic.next.size() > count && frame.button(frame.tr("Весь план"))) scratch.choosing_topic = true;
        if (frame.button(frame.tr("КТП"))) intent = ShowPlan{state.key.load};
    });
}

void draw_task(ui::Frame& frame, const State& state, Scratch& scratch) {
    const HomeworkPart& homework = state.homework;
    if (!homework.due) {
        draw_head(frame, frame.tr("Задание"), {}, Standing::none);
        frame.text(frame.tr("Следующего урока в расписании нет, задать не на что."), {.tone = ui::Tone::quiet});
        return;
    }
    const std::string name = ui::fill(frame.tr("Задание на {}"), {date_text(frame.words(), *homework.due)});
    draw_head(frame, name, {}, scratch.task ? Standing::none : homework.standing);

    const bool writable = state.read_only == ReadOnly::no;
    const bool nothing = scratch.task ? scratch.task_nothing : homework.recorded && homework.recorded->nothing();
    const Task before = scratch.task ? *scratch.task : homework.recorded.value_or(Task{});
    Task task = before;
    const bool open = writable && !nothing;
    in_place(frame, frame.strip(field_height(frame, 3)), [&] {
        frame.text_field(frame.tr("Задание"), task.text,
                         {.enabled = open, .lines = 3, .placeholder = frame.tr("§, номера, что сделать")});
    });
    for (std::size_t first = 0; first < ways.size(); first += 2) {
        frame.row({ui::share(), ui::share()}, [&] {
            for (const Way& way : std::span{ways}.subspan(first, 2))
                if (frame.choice(frame.tr(way.name), {.enabled = open, .chosen = !nothing && has(task.ways, way.way)}))
                    task.ways = toggled(task.ways, way.way);
        });
    }
    if (!(task == before)) {
        scratch.task = task;
        scratch.task_nothing = false;
    }
    // What was typed stays under «ничего не задано», should the teacher think again.
    frame.row({ui::share()}, [&] {
        if (!frame.choice(frame.tr("Ничего не задано"), {.enabled = writable, .chosen = nothing})) return;
        scratch.task_nothing = !nothing;
        scratch.task = nothing && !scratch.task ? Task{} : task;
    });
}

}  // namespace

void pick(Scratch& scratch, const PlanChoice& choice) {
    scratch.topic = domain::Topic{choice.topic, choice.id};
    scratch.choosing_topic = false;
}

std::optional<Intent> draw_plan(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place) {
    std::optional<Intent> intent;
    ui::Rect rest = place;
    const float u = frame.u();
    const std::string attention = attention_text(frame, state.attention, place.w);
    if (!attention.empty()) {
        in_place(frame, rest.take_top(control_height(frame), 2 * u), [&] {
            const std::string_view show = frame.tr("показать");
            const float both = frame.width(attention) * 1.1f + frame.width(show, ui::TextSize::caption) + 6 * u;
            const std::string_view note = both <= place.w ? show : std::string_view{};
            if (frame.choice(attention, {.note = note, .tone = ui::Tone::bad})) scratch.attention.reading = true;
        });
    }
    const bool writable = state.read_only == ReadOnly::no;
    const bool topic = topic_changed(state, scratch);
    const bool task = task_changed(state, scratch);
    const bool changed = topic || task;
    ui::Rect foot = rest.take_bottom(control_height(frame), 2 * u);
    in_place(frame, foot.take_right(std::min(button_width(frame, frame.tr("Мои уроки")), foot.w / 2), 2 * u), [&] {
        if (frame.button(frame.tr("Мои уроки"))) intent = ShowDesk{};
    });
    if (writable) {
        const float width = button_width(frame, frame.tr("Записать"));
        in_place(frame, foot.take_left(std::min(width, foot.w / 2), 2 * u), [&] {
            const auto emphasis = changed ? ui::Emphasis::main : ui::Emphasis::quiet;
            const ui::ButtonOptions options{.enabled = changed, .emphasis = emphasis, .by_enter = false};
            if (!frame.button(frame.tr("Записать"), options)) return;
            Write write;
            if (topic) write.topic = scratch.topic;
            if (task) write.task = scratch.task_nothing ? Task{} : *scratch.task;
            intent = write;
        });
        in_place(frame, foot, [&] {
            if (changed) frame.text(frame.tr("Ещё не записано"), {.tone = ui::Tone::warn});
        });
    }
    frame.card(frame.tr("Тема и задание"), rest, [&] {
        draw_topic(frame, state, scratch, intent);
        frame.space(2);
        draw_task(frame, state, scratch);
    });
    return intent;
}

}  // namespace zvonok::screens::lesson
