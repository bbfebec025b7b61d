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

/// The lesson for which it is; that of the journal may be further off than any that is offered.
HomeworkPart::Due due_of(const HomeworkPart& homework, const Task& task) {
    const auto chosen = std::ranges::find(homework.dues, task.due, &HomeworkPart::Due::lesson);
    if (chosen != homework.dues.end()) return *chosen;
    return task.due.empty() ? homework.dues.front() : HomeworkPart::Due{task.due, task.due.day, 0};
}

/// One a line.
std::string lines_of(const std::vector<std::string>& links) {
    std::string text;
    for (const std::string& link : links) text += (text.empty() ? "" : "\n") + link;
    return text;
}
std::vector<std::string> links_in(std::string_view text) {
    std::vector<std::string> links;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) links.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return links;
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
    if (homework.dues.empty()) {
        draw_head(frame, frame.tr("Задание"), {}, Standing::none);
        frame.text(frame.tr("Следующего урока в расписании нет, задать не на что."), {.tone = ui::Tone::quiet});
        return;
    }
    const Task& shown = scratch.task ? *scratch.task : homework.recorded ? *homework.recorded : Task{};
    const std::string name =
        ui::fill(frame.tr("Задание на {}"), {date_text(frame.words(), due_of(homework, shown).day)});
    const std::string files = shown.links.empty() ? std::string{}
                                                  : frame.words().count(static_cast<int>(shown.links.size()), "{} файл",
                                                                        "{} файла", "{} файлов");
    draw_head(frame, name, files, scratch.task ? Standing::none : homework.standing);

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
    frame.row({ui::share(), ui::share()}, [&] {
        if (frame.choice(frame.tr("Ничего не задано"), {.enabled = writable, .chosen = nothing})) {
            scratch.task_nothing = !nothing;
            scratch.task = nothing && !scratch.task ? Task{} : task;
        }
        if (frame.choice(frame.tr("Срок и файлы"), {.enabled = open})) scratch.detailing_task = true;
    });
}

}  // namespace

bool is_unwritten(const State& state, Scratch& scratch) {
    const bool topic = topic_changed(state, scratch);
    const bool task = task_changed(state, scratch);
    return state.read_only == ReadOnly::no && (topic || task);
}

void pick(Scratch& scratch, const PlanChoice& choice) {
    scratch.topic = domain::Topic{choice.topic, choice.id};
    scratch.choosing_topic = false;
}

void draw_task_details(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (!scratch.detailing_task) return;
    const HomeworkPart& homework = state.homework;
    if (homework.dues.empty() || state.read_only != ReadOnly::no) {
        scratch.detailing_task = false;
        return;
    }
    const Task before = scratch.task ? *scratch.task : homework.recorded.value_or(Task{});
    Task task = before;
    if (!scratch.task_lines) scratch.task_lines = lines_of(task.links);
    bool close = false;
    frame.dialogue(frame.tr("Срок и файлы"), 100, 110, [&] {
        frame.heading(frame.tr("На какой урок"));
        const domain::LessonKey chosen = due_of(homework, task).lesson;
        for (const HomeworkPart::Due& due : homework.dues) {
            const std::string name =
                joined({date_text(frame.words(), due.day), period_text(frame.words(), due.period)});
            if (frame.choice(name, {.chosen = due.lesson == chosen}))
                task.due = due == homework.dues.front() ? domain::LessonKey{} : due.lesson;
        }
        frame.space(1);
        frame.heading(frame.tr("Файлы и ссылки"));
        in_place(frame, frame.strip(field_height(frame, 3)), [&] {
            frame.text_field(frame.tr("Файлы и ссылки"), *scratch.task_lines,
                             {.lines = 3, .placeholder = frame.tr("Название файла или адрес, по одному в строке")});
        });
        frame.space(1);
        close = frame.button(frame.tr("Готово"), {.emphasis = ui::Emphasis::main, .by_enter = false});
        close = close || frame.escape();
    });
    task.links = links_in(*scratch.task_lines);
    if (!(task == before)) {
        scratch.task = std::move(task);
        scratch.task_nothing = false;
    }
    if (!close) return;
    scratch.detailing_task = false;
    scratch.task_lines.reset();
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
    const std::string_view lessons = frame.tr("Мои уроки"), journal = frame.tr("Журнал");
    const float ways = button_width(frame, lessons) + button_width(frame, journal) + 2 * u;
    const bool undoable = writable && state.last_touch && !changed;
    ui::Rect foot = rest.take_bottom(control_height(frame), undoable ? u / 2 : 2 * u);
    const std::string_view save = frame.tr("Записать"), undo = frame.tr("Отменить");
    // In large letters the way out of here has a line of its own, whether or not there is something to undo yet: what
    // stands above must not jump at the first touch.
    const bool tight = writable && ways + button_width(frame, save) + button_width(frame, undo) + 4 * u > foot.w;
    ui::Rect exits = foot;
    if (tight)
        foot = rest.take_bottom(control_height(frame), u);
    else
        exits = foot.take_right(ways, 2 * u);
    in_place(frame, exits.take_right(std::min(button_width(frame, lessons), exits.w / 2), 2 * u), [&] {
        if (frame.button(lessons)) intent = ShowDesk{};
    });
    in_place(frame, exits.take_right(std::min(button_width(frame, journal), exits.w)), [&] {
        if (frame.button(journal)) intent = ShowPage{};
    });
    if (writable) {
        const float width = button_width(frame, save);
        in_place(frame, foot.take_left(std::min(width, foot.w), 2 * u), [&] {
            const auto emphasis = changed ? ui::Emphasis::main : ui::Emphasis::quiet;
            const ui::ButtonOptions options{.enabled = changed, .emphasis = emphasis, .by_enter = false};
            if (!frame.button(save, options)) return;
            Write write;
            if (topic) write.topic = scratch.topic;
            if (task) write.task = scratch.task_nothing ? Task{} : *scratch.task;
            intent = write;
        });
        if (undoable)
            in_place(frame, foot.take_left(std::min(button_width(frame, undo), foot.w), 2 * u), [&] {
                if (draw_undo(frame, state.last_touch)) intent = Undo{};
            });
        in_place(frame, foot, [&] {
            if (!changed) return;
            const std::string_view text = frame.tr("Ещё не записано");
            const ui::TextOptions options{.tone = ui::Tone::warn};
            frame.width(text) <= foot.w ? frame.text(text, options) : frame.caption(text, options);
        });
    }
    // What would be taken back is said right above the button: beside it there is no room for a name.
    if (undoable)
        in_place(frame, rest.take_bottom(frame.line(ui::TextSize::caption), u / 2), [&] {
            const std::string what = last_touch_text(frame.words(), *state.last_touch);
            frame.caption(ui::fill(frame.tr("Можно отменить: {}"), {what}), {.tone = ui::Tone::quiet});
        });
    draw_overtaken(frame, state.overtaken, rest);
    frame.card(frame.tr("Тема и задание"), rest, [&] {
        draw_topic(frame, state, scratch, intent);
        frame.space(1);
        draw_task(frame, state, scratch);
    });
    return intent;
}

}  // namespace zvonok::screens::lesson
