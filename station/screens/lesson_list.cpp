#include "station/base/input.hpp"
#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace zvonok::screens::lesson {

namespace {

constexpr float number_u = 4;
constexpr float column_gap_u = 4;
constexpr float least_name_u = 30;  ///< less would cut too many names: then one column, and scrolling

bool absent(const Pupil& pupil) {
    return !pupil.code.empty();
}
bool written(const Pupil& pupil) {
    return pupil.standing != Standing::none;
}

/// «На месте 28 из 30» when all are marked, until then «Отмечено 5 из 30».
std::string count_text(const ui::Words& words, const State& state) {
    const auto total = std::to_string(state.pupils.size());
    const auto marked = std::ranges::count_if(state.pupils, written);
    if (marked < std::ssize(state.pupils))
        return ui::fill(words.tr("Отмечено {} из {}"), {std::to_string(marked), total});
    const auto here = std::ssize(state.pupils) - std::ranges::count_if(state.pupils, absent);
    return ui::fill(words.tr("На месте {} из {}"), {std::to_string(here), total});
}

std::vector<PersonId> unmarked(const State& state) {
    std::vector<PersonId> found;
    for (const Pupil& pupil : state.pupils)
        if (!written(pupil)) found.push_back(pupil.id);
    return found;
}

std::string read_only_text(const ui::Words& words, const State& state) {
    const std::string_view planned =
        state.planned.empty() ? words.tr("Другой учитель") : std::string_view{state.planned};
    switch (state.read_only) {
        case ReadOnly::no:
            break;
        case ReadOnly::not_yours:
            if (state.may_stand_in)
                return ui::fill(
                    words.tr("{} ведёт этот урок по расписанию. Если проводите его вы, сначала скажите об этом."),
                    {planned});
            return ui::fill(
                words.tr(
                    "{} ведёт этот урок: можно только смотреть. Если вы заменяете учителя, попросите внести замену."),
                {planned});
        case ReadOnly::not_begun:
            return std::string{words.tr("Урок ещё не начался: отмечать можно с его начала.")};
    }
    return {};
}

/// What is known of the pupil besides the cells, the weightiest first.
struct Note {
    std::string text{};
    ui::Tone tone = ui::Tone::quiet;
};

Note note_of(const ui::Words& words, const State& state, const Pupil& pupil) {
    if (!pupil.others.empty()) return {pupil.others};
    if (std::string absence = absence_text(words, state, pupil); !absence.empty())
        return {std::move(absence), ui::Tone::bad};
    if (pupil.exemption) return {std::string{words.tr("освобождён от урока")}, ui::Tone::warn};
    std::string missed;
    for (const Elsewhere& other : pupil.elsewhere)
        if (!other.code.empty()) missed += (missed.empty() ? "" : ", ") + std::to_string(other.period);
    if (!missed.empty()) return {ui::fill(words.tr("сегодня не было: {}"), {missed})};
    return {pupil.task.text.empty() ? std::string{} : std::string{words.tr("отдельное задание")}};
}

struct Columns {
    int count = 1;
    float row = 0;         ///< pixels
    std::size_t rows = 0;  ///< in each column but the last
};

Columns columns_of(const ui::Frame& frame, const State& state, const ui::Rect& place) {
    Columns columns;
    const float text_scale = frame.line(ui::TextSize::text) / frame.u(3);
    const float inner = place.w - frame.u(4);
    const float cells = attendance_width(frame) + mark_width(frame, state) + (number_u + 4) * frame.u();
    const float narrow = cells + frame.u(least_name_u) * std::max(1.f, text_scale);
    columns.count = inner >= 2 * narrow + frame.u(column_gap_u) ? 2 : 1;
    const auto count = static_cast<std::size_t>(columns.count);
    columns.rows = (state.pupils.size() + count - 1) / count;
    // Rows are as high as look.md wants them; a little less where the whole class is then seen without scrolling.
    const float free = place.h - frame.u(4);
    const float text = frame.line(ui::TextSize::text) + frame.u(1);
    const float wanted = std::max(frame.u(state.touch ? 7 : 5), text);
    const float least = std::max(frame.u(state.touch ? 6 : 5), text);
    columns.row =
        std::clamp(std::floor(free / static_cast<float>(std::max<std::size_t>(1, columns.rows))), least, wanted);
    // A short list stays in one column: the eye goes down, not across.
    if (free >= columns.row * static_cast<float>(state.pupils.size())) columns.rows = state.pupils.size();
    return columns;
}

std::optional<Intent> draw_pupil(ui::Frame& frame, const State& state, Scratch& scratch, std::size_t row, float height,
                                 std::optional<Scratch::Place>& focused) {
    const Pupil& pupil = state.pupils[row];
    std::optional<Intent> intent;
    const float number = std::max(number_u, frame.width("45", ui::TextSize::caption) / frame.u());
    const float cell = attendance_width(frame) / frame.u();
    const float mark = mark_width(frame, state) / frame.u();
    // What else was given, or the code's meaning, stands beside it where the name leaves room.
    const Note note = note_of(frame.words(), state, pupil);
    const std::string& title = note.text;
    const float title_width = frame.width(title, ui::TextSize::caption) + frame.u();
    const float free =
        frame.area_width() - (number + cell + mark + 3) * frame.u() - frame.width(pupil.name) - frame.u(2);
    const float title_u = title.empty() || free < title_width ? 0 : title_width / frame.u();
    const std::array<ui::Track, 5> tracks{ui::fixed(number), ui::share(), ui::fixed(title_u), ui::fixed(cell),
                                          ui::fixed(mark)};
    const ui::RowOptions options{.height_u = height / frame.u(), .gap_u = 1, .rule = true};
    frame.scope(pupil.id.hex(), [&] {
        frame.row(std::span{tracks}.first(mark > 0 ? 5 : 4), options, [&] {
            frame.caption(std::to_string(row + 1), {.tone = ui::Tone::quiet, .align = ui::Align::right});
            if (frame.word(pupil.name)) scratch.about = pupil.id;
            if (title_u > 0)
                frame.caption(title, {.tone = note.tone, .align = ui::Align::right});
            else
                frame.skip();
            PupilCells cells = draw_cells(frame, state, scratch, row, true);
            intent = std::move(cells.intent);
            if (cells.focused) focused = cells.focused;
        });
    });
    return intent;
}

/// What the cells of a row are for. In letters so large that the words find no room over the cells there are none.
float heads_height(const ui::Frame& frame, const State& state) {
    const auto fits = [&](std::string_view name, float width) {
        return frame.width(name, ui::TextSize::caption) <= width;
    };
    const float mark = mark_width(frame, state);
    const bool all = fits(frame.tr("Явка"), attendance_width(frame)) && (mark == 0 || fits(frame.tr("Оценка"), mark));
    return all ? frame.line(ui::TextSize::caption) : 0;
}

void draw_heads(ui::Frame& frame, const State& state, ui::Rect line) {
    const ui::TextOptions options{.tone = ui::Tone::quiet, .align = ui::Align::centre};
    const float mark = mark_width(frame, state);
    if (mark > 0)
        in_place(frame, line.take_right(mark, frame.u()), [&] { frame.caption(frame.tr("Оценка"), options); });
    in_place(frame, line.take_right(attendance_width(frame)), [&] { frame.caption(frame.tr("Явка"), options); });
}

/// What the keys of a list do that the focus alone does not.
std::optional<Intent> obey_keys(ui::Frame& frame, const State& state, Scratch& scratch, Scratch::Place at) {
    constexpr std::size_t page = 10;
    const std::size_t last = state.pupils.size() - 1;
    const auto go_to = [&](std::size_t row) { scratch.go_to = Scratch::Place{row, at.mark}; };
    if (frame.key(input::Key::home)) go_to(0);
    if (frame.key(input::Key::end)) go_to(last);
    if (frame.key(input::Key::page_up)) go_to(at.row - std::min(at.row, page));
    if (frame.key(input::Key::page_down)) go_to(std::min(last, at.row + page));
    return obey_erase(frame, state, at);
}

void draw_empty(ui::Frame& frame, const State& state) {
    if (state.loading) {
        frame.text(frame.tr("Список класса открывается."), {.tone = ui::Tone::quiet});
        return;
    }
    frame.notice({.tone = ui::Tone::warn,
                  .happened = frame.tr("В списке класса никого нет."),
                  .means = frame.tr("Отмечать некого, тему и задание записать можно."),
                  .advice = frame.tr("Учеников вносит секретарь; они появятся здесь сами.")});
}

/// What is done with the whole class, how it is shown, and how many are marked. Where one line is too short, as many as
/// it takes.
std::optional<Intent> draw_list_head(ui::Frame& frame, const State& state, Scratch& scratch, ui::Rect& rest) {
    std::optional<Intent> intent;
    const float gap = 2 * frame.u();
    const bool writable = state.read_only == ReadOnly::no;
    const bool anybody = !state.pupils.empty();
    const std::vector<PersonId> others = unmarked(state);
    const std::string_view all = frame.tr("Все на месте"), the_rest = frame.tr("Остальные на месте");
    const std::string_view roll = frame.tr("Перекличка"), seats = frame.tr("Посадка"), list = frame.tr("Список");
    const std::string work = writable ? work_button_name(frame, state.marks) : std::string{};
    const std::string count = anybody ? count_text(frame.words(), state) : std::string{};
    const float count_width = frame.width(count, ui::TextSize::heading) * 1.02f;

    ui::Rect head = rest.take_top(control_height(frame), gap);
    const auto place = [&](float width) {
        if (width > head.w) head = rest.take_top(control_height(frame), gap);
        return head.take_left(std::min(width, head.w), gap);
    };
    if (writable)
        in_place(frame, place(button_width(frame, the_rest)), [&] {
            // Not by a stray Enter: the one that ended the PIN must not mark a whole class.
            const ui::ButtonOptions options{
                .enabled = !others.empty(), .emphasis = ui::Emphasis::main, .by_enter = false};
            const bool some_marked = others.size() < state.pupils.size();
            if (frame.button(some_marked && !others.empty() ? the_rest : all, options)) intent = MarkPresent{others};
        });
    if (writable && anybody)
        in_place(frame, place(button_width(frame, roll)), [&] {
            if (frame.button(roll)) scratch.roll = begin_roll(state);
        });
    if (anybody)
        in_place(frame, place(std::max(button_width(frame, seats), button_width(frame, list))), [&] {
            if (frame.button(scratch.by_seats ? list : seats)) scratch.by_seats = !scratch.by_seats;
        });
    const float both = count_width + (work.empty() ? 0 : button_width(frame, work) + gap);
    if (both > head.w && head.w < rest.w) head = rest.take_top(control_height(frame), gap);
    if (both <= head.w || work.empty()) {
        draw_work_button(frame, work, head, head.w, scratch.choosing_work);
    } else {
        ui::Rect line = head;
        draw_work_button(frame, work, line, line.w, scratch.choosing_work);
        head = rest.take_top(frame.line(ui::TextSize::heading), gap);
    }
    if (anybody) in_place(frame, head, [&] { frame.heading(count); });
    return intent;
}

}  // namespace

void draw_read_only(ui::Frame& frame, std::string_view why, ui::Rect& rest) {
    if (why.empty()) return;
    const float height = frame.height(why, rest.w - frame.u(5)) + frame.u(2);
    frame.area(rest.take_top(height, frame.u(2)), [&] { frame.notice({.tone = ui::Tone::accent, .happened = why}); });
}

std::optional<Intent> draw_list(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place) {
    std::optional<Intent> intent;
    ui::Rect rest = place;
    const float u = frame.u();
    const bool writable = state.read_only == ReadOnly::no;
    if (auto wanted = draw_list_head(frame, state, scratch, rest)) intent = std::move(wanted);
    draw_read_only(frame, read_only_text(frame.words(), state), rest);
    if (state.may_stand_in) {
        const std::string_view name = frame.tr("Я провожу этот урок");
        in_place(frame, rest.take_top(control_height(frame), 2 * u).take_left(button_width(frame, name)), [&] {
            const ui::ButtonOptions options{.emphasis = ui::Emphasis::main, .by_enter = false};
            if (frame.button(name, options)) scratch.standing_in = true;
        });
    }
    if (state.around.disk_full) {
        const std::string_view happened = frame.tr("На диске станции нет места.");
        const std::string_view means =
            frame.tr("Отметки с пустым кольцом ещё не сохранены; станция сохранит их сама, когда место появится.");
        const std::string_view advice = frame.tr("Не выключайте станцию и позовите администратора.");
        const float inner = rest.w - 5 * u;
        const float height =
            frame.height(happened, inner) + frame.height(means, inner) + frame.height(advice, inner) + 3 * u;
        frame.area(rest.take_top(height, 2 * u), [&] {
            frame.notice({.tone = ui::Tone::bad, .happened = happened, .means = means, .advice = advice});
        });
    }

    if (scratch.by_seats) {
        if (auto wanted = draw_seats(frame, state, scratch, rest)) intent = std::move(wanted);
        return intent;
    }
    frame.card(frame.tr("Список класса"), rest, [&] {
        if (state.pupils.empty()) return draw_empty(frame, state);
        // The heads stand half in the card's margin: a class of 30 is to be seen whole.
        const float heads = heads_height(frame, state);
        const float below_margin = std::max(0.f, heads - u);
        ui::Rect room = rest;
        room.h -= below_margin;
        const Columns columns = columns_of(frame, state, room);
        const float height = columns.row * static_cast<float>(columns.rows);
        ui::Rect table = frame.strip(below_margin + height);
        ui::Rect names = table.take_top(below_margin);
        names.y -= heads - below_margin;
        names.h = heads;
        std::optional<Scratch::Place> focused;
        const float width =
            (table.w - (columns.count == 2 ? frame.u(column_gap_u) : 0)) / static_cast<float>(columns.count);
        for (std::size_t first = 0; first < state.pupils.size(); first += columns.rows) {
            const ui::Rect over = names.take_left(width, frame.u(column_gap_u));
            if (heads > 0) draw_heads(frame, state, over);
            frame.area(table.take_left(width, frame.u(column_gap_u)), [&] {
                const std::size_t end = std::min(first + columns.rows, state.pupils.size());
                for (std::size_t row = first; row < end; ++row)
                    if (auto marked = draw_pupil(frame, state, scratch, row, columns.row, focused)) intent = marked;
            });
        }
        if (focused && writable)
            if (auto marked = obey_keys(frame, state, scratch, *focused)) intent = marked;
    });
    return intent;
}

}  // namespace zvonok::screens::lesson
