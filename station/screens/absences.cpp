#include "station/screens/absences.hpp"

#include "station/screens/lesson_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <array>

namespace zvonok::screens::absences {

namespace {

constexpr float least_cell_u = 7, most_cell_u = 16;

const Row* row_of(const State& state, PersonId pupil) {
    const auto found = std::ranges::find(state.rows, pupil, &Row::id);
    return found == state.rows.end() ? nullptr : &*found;
}

/// The lessons that a choice at the place is about.
std::vector<domain::LessonKey> lessons_at(const State& state, const Row& row, std::optional<std::size_t> column) {
    std::vector<domain::LessonKey> lessons;
    for (std::size_t n = 0; n < state.columns.size(); ++n)
        if (row.squares[n].missed && (!column || *column == n)) lessons.push_back(state.columns[n].key);
    return lessons;
}

void start_paper(const State& state, Scratch& scratch) {
    scratch.paper = true;
    scratch.number.clear();
    scratch.first = scratch.last = state.day;
}

/// Choices side by side, each as wide as its name, as many in a row as fit; `draw` gets the item and the name.
template <class Item, class NameOf, class Draw>
void in_rows(ui::Frame& frame, const std::vector<Item>& items, NameOf name_of, ui::Rect& rest, Draw draw) {
    ui::Rect row{};
    for (const Item& item : items) {
        const std::string name = name_of(item);
        const float width = std::max(frame.u(8), button_width(frame, name));
        if (row.w < width) row = rest.take_top(control_height(frame), frame.u(2));
        in_place(frame, row.take_left(std::min(width, row.w), frame.u()), [&] { draw(item, name); });
    }
}

std::optional<Intent> draw_choices(ui::Frame& frame, const State& state, ui::Rect& rest) {
    std::optional<Intent> intent;
    if (state.classes.size() > 1) {
        const auto name_of = [](const ClassChoice& one) { return std::string{one.name}; };
        in_rows(frame, state.classes, name_of, rest, [&](const ClassChoice& one, const std::string& name) {
            if (frame.choice(name, {.chosen = one.id == state.classes[state.current].id}))
                intent = Show{one.id, state.day};
        });
    }
    const LocalDay today = std::chrono::floor<std::chrono::days>(state.common.around.now);
    const auto name_of = [&](const Day& one) {
        const std::string name = day_text(frame.words(), one.day, today);
        return one.missing == 0 ? name : ui::fill(frame.tr("{}: без причины {}"), {name, std::to_string(one.missing)});
    };
    const GroupId school_class = state.classes.empty() ? GroupId{} : state.classes[state.current].id;
    in_rows(frame, state.days, name_of, rest, [&](const Day& one, const std::string& name) {
        const ui::Tone tone = one.missing > 0 ? ui::Tone::warn : ui::Tone::ink;
        if (frame.choice(name, {.chosen = one.day == state.day, .tone = tone})) intent = Show{school_class, one.day};
    });
    return intent;
}

void draw_header(ui::Frame& frame, const State& state, const std::vector<ui::Track>& tracks) {
    const float height = frame.line(ui::TextSize::text) + frame.line(ui::TextSize::caption);
    const ui::Rect line = frame.strip(height, {.rule = true});
    const auto draw_line = [&](const ui::Rect& rect, auto draw) {
        frame.area(rect, [&] { frame.row(tracks, {.height_u = rect.h / frame.u()}, draw); });
    };
    draw_line({line.x, line.y, line.w, line.h / 2}, [&] {
        frame.skip();
        for (const Column& column : state.columns)
            frame.text(std::to_string(column.period), {.align = ui::Align::centre});
    });
    draw_line({line.x, line.y + line.h / 2, line.w, line.h / 2}, [&] {
        frame.skip();
        for (const Column& column : state.columns)
            frame.caption(column.subject, {.tone = ui::Tone::quiet, .align = ui::Align::centre});
    });
}

std::optional<Intent> draw_square(ui::Frame& frame, const State& state, Scratch& scratch, const Row& row,
                                  std::size_t column) {
    const Square& square = row.squares[column];
    if (!square.missed) {
        frame.skip();
        return std::nullopt;
    }
    const std::string name =
        joined({row.name, period_text(frame.words(), state.columns[column].period), state.columns[column].subject});
    const ui::CellPress press =
        frame.cell(name, {.letter = square.code,
                          .meaning = lesson::code_title(frame.words(), state.codes, square.code),
                          .sign = lesson::sign_of(square.standing),
                          .tone = square.missing ? ui::Tone::bad : ui::Tone::ink,
                          .enabled = !square.by_paper});
    if (press) scratch.choosing = Scratch::Place{row.id, column};
    if (press.typed == 0) return std::nullopt;
    if (const auto code = lesson::typed_code(state.codes, square.code, press.typed))
        return GiveReason{row.id, {state.columns[column].key}, *code};
    return std::nullopt;
}

std::optional<Intent> draw_row(ui::Frame& frame, const State& state, Scratch& scratch, const Row& row,
                               const std::vector<ui::Track>& tracks) {
    std::optional<Intent> intent;
    const float height = std::max(frame.u(7), frame.line(ui::TextSize::text) + frame.u(2));
    const ui::Rect line = frame.strip(height, {.rule = true}).inset(0, frame.u(0.5f));
    const auto draw_line = [&] {
        frame.text(row.name);
        for (std::size_t n = 0; n < row.squares.size(); ++n)
            if (auto wanted = draw_square(frame, state, scratch, row, n)) intent = std::move(wanted);
        const bool all_by_paper =
            std::ranges::all_of(row.squares, [](const Square& one) { return !one.missed || one.by_paper; });
        if (all_by_paper)
            frame.text(frame.tr("по справке"), {.tone = ui::Tone::good, .align = ui::Align::centre});
        else if (frame.button(frame.tr("Причина")))
            scratch.choosing = Scratch::Place{row.id, std::nullopt};
    };
    frame.area(line, [&] { frame.row(tracks, {.height_u = line.h / frame.u()}, draw_line); });
    return intent;
}

std::optional<Intent> draw_table(ui::Frame& frame, const State& state, Scratch& scratch) {
    std::optional<Intent> intent;
    if (state.common.loading) {
        frame.text(frame.tr("Пропуски открываются."), {.tone = ui::Tone::quiet});
        return intent;
    }
    for (const Paper& paper : state.papers) {
        const std::string text = ui::fill(
            frame.tr("Справка {}: {}, с {} по {}"),
            {paper.number, paper.pupil, date_text(frame.words(), paper.first), date_text(frame.words(), paper.last)});
        const std::string_view means = paper.standing == Standing::refused
                                           ? frame.tr("Школа её не приняла: посмотрите «Внимание».")
                                           : frame.tr("Ждёт сервера; после этого причина появится на всех уроках.");
        frame.notice({.tone = paper.standing == Standing::refused ? ui::Tone::bad : ui::Tone::accent,
                      .happened = text,
                      .means = means});
    }
    if (state.rows.empty()) {
        frame.notice({.tone = ui::Tone::good,
                      .happened = state.columns.empty() ? frame.tr("В этот день уроков нет.")
                                                        : frame.tr("В этот день никто не отмечен отсутствующим."),
                      .advice = frame.tr("Отметки учителей появляются здесь сами.")});
        return intent;
    }
    // The squares stand by the names, and what is left over is left at the right.
    const float button = button_width(frame, frame.tr("по справке")) / frame.u() + 1;
    const float width = frame.area_width() / frame.u() - button - 3;
    const auto count = static_cast<float>(std::max<std::size_t>(1, state.columns.size()));
    float widest = 0;
    for (const Row& row : state.rows) widest = std::max(widest, frame.width(row.name) / frame.u() + 1);
    const float free = (width - widest) / count - 1;
    const bool narrow = free < least_cell_u;
    std::vector<ui::Track> tracks{narrow ? ui::share() : ui::fixed(widest)};
    tracks.insert(tracks.end(), state.columns.size(), ui::fixed(std::clamp(free, least_cell_u, most_cell_u)));
    tracks.push_back(ui::fixed(button));
    if (!narrow) tracks.push_back(ui::share());
    draw_header(frame, state, tracks);
    for (const Row& row : state.rows)
        frame.scope(row.id.hex(), [&] {
            if (auto wanted = draw_row(frame, state, scratch, row, tracks)) intent = std::move(wanted);
        });
    return intent;
}

std::optional<Intent> draw_paper(ui::Frame& frame, Scratch& scratch, const Row& row) {
    std::optional<Intent> intent;
    const ui::Words& words = frame.words();
    bool close = false;
    frame.dialogue(frame.tr("Справка"), 110, 100, [&] {
        frame.heading(ui::fill(words.tr("Справка: {}"), {row.name}));
        frame.row({ui::share(), ui::share()}, [&] {
            const auto kind = [&](std::string_view name, domain::DocumentKind of) {
                if (frame.choice(name, {.chosen = scratch.kind == of})) scratch.kind = of;
            };
            kind(words.tr("болезнь"), domain::DocumentKind::illness);
            kind(words.tr("другая причина"), domain::DocumentKind::other);
        });
        const std::string_view number = words.tr("Номер и кем выдана");
        frame.text_field(number, scratch.number, {.placeholder = number});
        const auto day_row = [&](std::string_view pattern, std::string_view less, std::string_view more,
                                 LocalDay& day) {
            frame.text(ui::fill(pattern, {date_text(words, day)}));
            side_by_side(frame, {less, more}, [&](std::size_t n) {
                if (n == 0 && frame.button(less)) day -= std::chrono::days{1};
                if (n == 1 && frame.button(more)) day += std::chrono::days{1};
            });
        };
        day_row(words.tr("с {}"), words.tr("начало раньше"), words.tr("начало позже"), scratch.first);
        day_row(words.tr("по {}"), words.tr("конец раньше"), words.tr("конец позже"), scratch.last);
        scratch.last = std::max(scratch.last, scratch.first);
        frame.space(1);
        frame.row({ui::share(), ui::share()}, [&] {
            const ui::ButtonOptions main{
                .enabled = !scratch.number.empty(), .emphasis = ui::Emphasis::main, .by_enter = false};
            if (frame.button(words.tr("Записать справку"), main))
                intent = RegisterPaper{row.id, scratch.kind, scratch.number, scratch.first, scratch.last};
            close = frame.button(words.tr("Закрыть")) || frame.escape();
        });
    });
    if (intent || close) {
        scratch.paper = false;
        if (intent) scratch.choosing.reset();
    }
    return intent;
}

std::optional<Intent> draw_choosing(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (!scratch.choosing) return std::nullopt;
    const Row* row = row_of(state, scratch.choosing->pupil);
    const auto column = scratch.choosing->column;
    if (row == nullptr || (column && *column >= state.columns.size())) {
        scratch.choosing.reset();
        return std::nullopt;
    }
    if (scratch.paper) return draw_paper(frame, scratch, *row);
    std::optional<Intent> intent;
    bool close = false;
    const ui::Words& words = frame.words();
    frame.dialogue(frame.tr("Причина пропуска"), 100, 90, [&] {
        const auto lessons = lessons_at(state, *row, column);
        frame.heading(row->name);
        frame.caption(
            joined({date_text(words, state.day),
                    column ? joined({period_text(words, state.columns[*column].period), state.columns[*column].subject})
                           : words.count(static_cast<long>(lessons.size()), "{} пропущенный урок",
                                         "{} пропущенных урока", "{} пропущенных уроков")}));
        for (const lesson::Code& code : state.codes) {
            const bool chosen = column && row->squares[*column].code == code.letters;
            if (frame.choice(code.letters, {.chosen = chosen, .note = words.tr(code.title)}))
                intent = GiveReason{row->id, lessons, code.letters};
        }
        frame.space(1);
        const std::string_view paper = words.tr("Есть справка"), none = words.tr("Снять причину");
        const std::string_view shut = words.tr("Закрыть");
        side_by_side(frame, {paper, none, shut}, [&](std::size_t n) {
            if (n == 0 && frame.button(paper)) start_paper(state, scratch);
            if (n == 1 && frame.button(none)) intent = GiveReason{row->id, lessons, {}};
            if (n == 2) close = frame.button(shut) || frame.escape();
        });
    });
    if (intent || close) scratch.choosing.reset();
    return intent;
}

}  // namespace

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch) {
    std::optional<Intent> intent;
    ui::Rect head, rest;
    const std::string_view name = state.classes.empty() ? std::string_view{} : state.classes[state.current].name;
    const std::string title = joined({frame.tr("Пропуски"), name, date_text(frame.words(), state.day)});
    if (auto wanted = office::draw_head(frame, title, state.common, scratch.attention, head, rest)) intent = *wanted;
    int missing = 0;
    for (const Day& day : state.days) missing += day.missing;
    in_place(frame, head, [&] {
        if (state.common.loading) return;
        if (missing == 0)
            frame.heading(frame.tr("Все причины указаны"));
        else
            frame.heading(frame.words().count(missing, "{} пропуск без причины", "{} пропуска без причины",
                                              "{} пропусков без причины"));
    });
    if (auto wanted = draw_choices(frame, state, rest)) intent = wanted;
    frame.card(frame.tr("Пропуски"), rest, [&] {
        if (auto wanted = draw_table(frame, state, scratch)) intent = std::move(wanted);
    });
    if (auto wanted = draw_choosing(frame, state, scratch)) intent = std::move(wanted);
    if (auto wanted = office::draw_attention(frame, state.common, scratch.attention)) intent = std::move(*wanted);
    return intent;
}

}  // namespace zvonok::screens::absences
