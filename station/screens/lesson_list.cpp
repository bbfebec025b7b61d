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
constexpr float cell_u = 9;
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

/// Of the widest mark that can be given.
float mark_width(const ui::Frame& frame, const State& state) {
    float width = frame.width(std::to_string(state.marks.most_points));
    for (const std::string& value : state.marks.values) width = std::max(width, frame.width(value));
    return width;
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

struct Columns {
    int count = 1;
    float row = 0;         ///< pixels
    std::size_t rows = 0;  ///< in each column but the last
};

Columns columns_of(const ui::Frame& frame, const State& state, const ui::Rect& place) {
    Columns columns;
    const float text_scale = frame.line(ui::TextSize::text) / frame.u(3);
    const float inner = place.w - frame.u(4);
    const float cells = (number_u + (state.marks.none() ? 1 : 2) * (cell_u + 1) + 2) * frame.u();
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
    const auto fits = static_cast<std::size_t>(std::max(1.f, free / columns.row));
    if (columns.count == 2) columns.rows = std::max(columns.rows, std::min(fits, state.pupils.size()));
    return columns;
}

/// A mark is followed by the next pupil's.
std::optional<Intent> obey_typed(const State& state, Scratch& scratch, Scratch::Place at, char32_t typed) {
    const Pupil& pupil = state.pupils[at.row];
    const TypedCell meant = typed_cell(state.marks, pupil.mark.text, state.codes, pupil.code, typed);
    switch (meant.kind) {
        case TypedCell::Kind::nothing:
            break;
        case TypedCell::Kind::mark:
            if (at.mark) scratch.go_to = Scratch::Place{std::min(at.row + 1, state.pupils.size() - 1), true};
            return GiveMark{pupil.id, meant.text};
        case TypedCell::Kind::points:
            scratch.marking = pupil.id;
            scratch.points = meant.text;
            break;
        case TypedCell::Kind::code:
            return Attend{pupil.id, meant.text};
    }
    return std::nullopt;
}

std::optional<Intent> draw_pupil(ui::Frame& frame, const State& state, Scratch& scratch, std::size_t row, float height,
                                 std::optional<Scratch::Place>& focused) {
    const Pupil& pupil = state.pupils[row];
    std::optional<Intent> intent;
    const bool writable = state.read_only == ReadOnly::no;
    const float number = std::max(number_u, frame.width("45", ui::TextSize::caption) / frame.u());
    const float cell = std::max(cell_u, frame.width("ОСВ") / frame.u() + 4);
    const float mark = state.marks.none() ? 0 : std::max(cell_u, mark_width(frame, state) / frame.u() + 4);
    // What else was given, or the code's meaning, stands beside it where the name leaves room.
    const std::string late = pupil.late_minutes > 0 ? late_text(frame.words(), pupil.late_minutes) : std::string{};
    const std::string_view absence = late.empty() ? code_title(frame.words(), state.codes, pupil.code) : late;
    const std::string_view title = pupil.others.empty() ? absence : std::string_view{pupil.others};
    const float title_width = frame.width(title, ui::TextSize::caption) + frame.u();
    const float free =
        frame.area_width() - (number + cell + mark + 3) * frame.u() - frame.width(pupil.name) - frame.u(2);
    const float title_u = title.empty() || free < title_width ? 0 : title_width / frame.u();
    const std::array<ui::Track, 5> tracks{ui::fixed(number), ui::share(), ui::fixed(title_u), ui::fixed(cell),
                                          ui::fixed(mark)};
    const ui::RowOptions options{.height_u = height / frame.u(), .gap_u = 1, .rule = true};
    const auto draw_cell = [&](Scratch::Place place, std::string_view name, const Value& value, ui::Tone tone) {
        const bool go_to = scratch.go_to && scratch.go_to->row == place.row && scratch.go_to->mark == place.mark;
        const ui::CellPress press = frame.cell(name, {.letter = value.text,
                                                      .meaning = place.mark ? std::string_view{} : absence,
                                                      .sign = sign_of(value.standing),
                                                      .tone = tone,
                                                      .enabled = writable,
                                                      .take_focus = go_to});
        if (go_to) scratch.go_to.reset();
        if (press.focused) focused = place;
        if (press.typed != 0)
            if (auto wanted = obey_typed(state, scratch, place, press.typed)) intent = wanted;
        return press.pressed;
    };
    frame.scope(pupil.id.hex(), [&] {
        frame.row(std::span{tracks}.first(mark > 0 ? 5 : 4), options, [&] {
            frame.caption(std::to_string(row + 1), {.tone = ui::Tone::quiet, .align = ui::Align::right});
            frame.text(pupil.name);
            if (title_u > 0)
                frame.caption(
                    title, {.tone = pupil.others.empty() ? ui::Tone::bad : ui::Tone::quiet, .align = ui::Align::right});
            else
                frame.skip();
            const std::string attendance = ui::fill(frame.tr("{}, посещаемость"), {pupil.name});
            const std::string letter = late.empty() ? pupil.code : std::string{frame.tr("оп")};
            if (draw_cell({row, false}, attendance, {letter, pupil.standing}, ui::Tone::bad))
                intent = Attend{pupil.id, next_code(state.codes, pupil.code)};
            if (mark == 0) return;
            if (draw_cell({row, true}, ui::fill(frame.tr("{}, оценка"), {pupil.name}), pupil.mark, ui::Tone::ink)) {
                scratch.marking = pupil.id;
                scratch.points.clear();
            }
        });
    });
    return intent;
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
    if (frame.key(input::Key::remove) || frame.key(input::Key::backspace)) {
        const PersonId pupil = state.pupils[at.row].id;
        return at.mark ? Intent{GiveMark{pupil, {}}} : Intent{Attend{pupil, {}}};
    }
    return std::nullopt;
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
    const std::vector<PersonId> rest_of_class = unmarked(state);
    const bool some_marked = rest_of_class.size() < state.pupils.size();

    ui::Rect head = rest.take_top(control_height(frame), 2 * u);
    if (writable) {
        const std::string_view name =
            some_marked && !rest_of_class.empty() ? frame.tr("Остальные на месте") : frame.tr("Все на месте");
        const float width = button_width(frame, frame.tr("Остальные на месте"));
        in_place(frame, head.take_left(std::min(width, head.w / 2), 2 * u), [&] {
            // Not by a stray Enter: the one that ended the PIN must not mark a whole class.
            const ui::ButtonOptions options{
                .enabled = !rest_of_class.empty(), .emphasis = ui::Emphasis::main, .by_enter = false};
            if (frame.button(name, options)) intent = MarkPresent{rest_of_class};
        });
    }
    if (writable && !state.pupils.empty()) {
        const float width = button_width(frame, frame.tr("Перекличка"));
        in_place(frame, head.take_left(std::min(width, head.w / 2), 2 * u), [&] {
            if (frame.button(frame.tr("Перекличка"))) scratch.roll = begin_roll(state);
        });
    }
    const float page = button_width(frame, frame.tr("Журнал"));
    in_place(frame, head.take_right(std::min(page, head.w / 2), 2 * u), [&] {
        if (frame.button(frame.tr("Журнал"))) intent = ShowPage{};
    });
    if (writable) draw_work_button(frame, state.marks, head, head.w * 0.6f, scratch.choosing_work);
    if (!state.pupils.empty()) {
        const std::string count = count_text(frame.words(), state);
        // In large letters it goes under the buttons.
        if (frame.width(count, ui::TextSize::heading) > head.w)
            head = rest.take_top(frame.line(ui::TextSize::heading), 2 * u);
        in_place(frame, head, [&] { frame.heading(count); });
    }

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

    frame.card(frame.tr("Список класса"), rest, [&] {
        if (state.pupils.empty()) return draw_empty(frame, state);
        const Columns columns = columns_of(frame, state, rest);
        const float height = columns.row * static_cast<float>(columns.rows);
        ui::Rect table = frame.strip(height);
        std::optional<Scratch::Place> focused;
        const float width =
            (table.w - (columns.count == 2 ? frame.u(column_gap_u) : 0)) / static_cast<float>(columns.count);
        for (std::size_t first = 0; first < state.pupils.size(); first += columns.rows) {
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
