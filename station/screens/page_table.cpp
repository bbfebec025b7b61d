#include "station/base/input.hpp"
#include "station/screens/lesson_parts.hpp"
#include "station/screens/page_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace zvonok::screens::page {

namespace {

constexpr float least_name_u = 16;
constexpr float most_name_share = 0.3f;
constexpr float scroll_bar_u = 2;
constexpr std::size_t rows_a_page = 10;

constexpr std::array months{phrase("янв"), phrase("фев"), phrase("мар"), phrase("апр"), phrase("мая"), phrase("июн"),
                            phrase("июл"), phrase("авг"), phrase("сен"), phrase("окт"), phrase("ноя"), phrase("дек")};

/// Whole columns are shown, as many as fit; all in pixels.
struct Layout {
    float name = 0, square = 0, side = 0, row = 0, header = 0;
    std::size_t sides = 1;  ///< mean, and where results are given the suggestion and the result
    std::size_t visible = 1;
    std::vector<ui::Track> tracks{};
};

bool has_results(const State& state) {
    return !state.results.empty();
}

Layout layout_of(const ui::Frame& frame, const State& state, const ui::Rect& place) {
    Layout layout;
    const float u = frame.u();
    const float text = frame.line(ui::TextSize::text);
    layout.row = std::floor(std::max(frame.u(state.touch ? 6 : 5), text + u));
    layout.header = std::floor(std::max(frame.u(6), text + frame.line(ui::TextSize::caption)));
    layout.square = std::floor(std::max(frame.u(6), frame.width("ОСВ") + 1.5f * u));
    layout.sides = has_results(state) ? 3 : 1;
    layout.side = std::floor(std::max(frame.u(7), frame.width(frame.tr("прогноз"), ui::TextSize::caption) + 2 * u));
    const float inner = place.w - scroll_bar_u * u - layout.side * static_cast<float>(layout.sides);
    float widest = 0;
    for (const Row& row : state.rows) widest = std::max(widest, frame.width(row.name));
    layout.name =
        std::clamp(widest + 2 * u, frame.u(least_name_u), std::max(frame.u(least_name_u), place.w * most_name_share));
    const auto fits = static_cast<std::size_t>(std::max(1.f, std::floor((inner - layout.name) / layout.square)));
    layout.visible = std::min(fits, state.columns.size());
    // What whole columns leave over is given to the names, where it is less than another column.
    const float left_over = inner - layout.name - layout.square * static_cast<float>(layout.visible);
    layout.name = std::floor(layout.name + std::clamp(left_over, 0.f, layout.square));
    layout.tracks.push_back(ui::fixed(layout.name / u));
    layout.tracks.insert(layout.tracks.end(), layout.visible, ui::fixed(layout.square / u));
    layout.tracks.insert(layout.tracks.end(), layout.sides, ui::fixed(layout.side / u));
    return layout;
}

/// The window of columns holds what takes the focus.
void follow_cursor(const State& state, Scratch& scratch, const Layout& layout) {
    const auto fit = [&](Place& place) {
        place.row = std::min(place.row, state.rows.size() - 1);
        place.column = std::min(place.column, state.columns.size() - (has_results(state) ? 0 : 1));
    };
    fit(scratch.at);
    if (scratch.go_to) {
        fit(*scratch.go_to);
        const std::size_t column = scratch.go_to->column;
        if (!is_result(state, *scratch.go_to)) {
            if (column < scratch.first) scratch.first = column;
            if (column >= scratch.first + layout.visible) scratch.first = column - layout.visible + 1;
        }
        scratch.at = *scratch.go_to;
    }
    scratch.first = std::min(scratch.first, state.columns.size() - layout.visible);
}

/// The finger takes the lessons along; what is shown stays whole columns.
void draw_aside(ui::Frame& frame, const State& state, Scratch& scratch, const Layout& layout) {
    const std::optional<float> drawn = frame.drawn_aside();
    if (!drawn) {
        scratch.drawn_from.reset();
        return;
    }
    if (!scratch.drawn_from) scratch.drawn_from = scratch.first;
    const float first = static_cast<float>(*scratch.drawn_from) - std::round(*drawn / layout.square);
    const auto most = static_cast<float>(state.columns.size() - layout.visible);
    scratch.first = static_cast<std::size_t>(std::clamp(first, 0.f, most));
}

/// The row in which the cursor is, wherever it is.
Place moved(const Place& from, std::ptrdiff_t rows, std::ptrdiff_t columns, const Place& last) {
    const auto step = [](std::size_t at, std::ptrdiff_t by, std::size_t most) {
        const auto to = static_cast<std::ptrdiff_t>(at) + by;
        return static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(to, 0, static_cast<std::ptrdiff_t>(most)));
    };
    return {step(from.row, rows, last.row), step(from.column, columns, last.column)};
}

Place last_place(const State& state) {
    return {state.rows.size() - 1, state.columns.size() - (has_results(state) ? 0 : 1)};
}

/// A mark is followed by the next pupil's.
std::optional<Intent> obey_typed(const State& state, Scratch& scratch, const Place& at, char32_t typed) {
    using Kind = lesson::TypedCell::Kind;
    if (!writable(state, at)) return std::nullopt;
    const Row& row = state.rows[at.row];
    const Place next = moved(at, 1, 0, last_place(state));
    if (is_result(state, at)) {
        const auto value = lesson::typed_value(state.results, row.result.text, typed);
        if (!value) return std::nullopt;
        scratch.go_to = next;
        return GiveResult{row.id, *value};
    }
    const Square& square = row.squares[at.column];
    const domain::LessonKey& key = state.columns[at.column].key;
    const auto meant = lesson::typed_cell(state.marks, current_mark(state, square), state.codes, square.code, typed);
    switch (meant.kind) {
        case Kind::nothing:
            break;
        case Kind::mark:
            scratch.go_to = next;
            return GiveMark{key, row.id, meant.text};
        case Kind::points:
            scratch.choosing = at;
            scratch.points = meant.text;
            break;
        case Kind::code:
            return Attend{key, row.id, meant.text};
    }
    return std::nullopt;
}

std::optional<Intent> obey_keys(ui::Frame& frame, const State& state, Scratch& scratch) {
    using input::Key;
    const Place last = last_place(state);
    const Place at = scratch.at;
    const auto go = [&](Key key, std::ptrdiff_t rows, std::ptrdiff_t columns) {
        if (frame.key(key)) scratch.go_to = moved(at, rows, columns, last);
    };
    const auto page = static_cast<std::ptrdiff_t>(rows_a_page);
    go(Key::up, -1, 0);
    go(Key::down, 1, 0);
    go(Key::left, 0, -1);
    go(Key::right, 0, 1);
    go(Key::page_up, -page, 0);
    go(Key::page_down, page, 0);
    if (frame.key(Key::home)) scratch.go_to = Place{at.row, 0};
    if (frame.key(Key::end)) scratch.go_to = Place{at.row, last.column};
    if (const auto clipboard = frame.pasted()) return take_pasted(state, scratch, *clipboard);
    if (!frame.key(Key::remove) && !frame.key(Key::backspace)) return std::nullopt;
    if (!writable(state, at)) return std::nullopt;
    const PersonId pupil = state.rows[at.row].id;
    if (is_result(state, at)) return GiveResult{pupil, {}};
    return Erase{state.columns[at.column].key, pupil};
}

/// Draws one square that the cursor can stand on.
class Squares {
  public:
    Squares(ui::Frame& frame, const State& state, Scratch& scratch)
        : frame_(frame), state_(state), scratch_(scratch), last_(last_place(state)) {}

    std::optional<Intent> intent{};
    bool focused = false;  ///< one of them has the focus
    bool held = false;     ///< a finger is down on one of them

    void draw(const Place& place, std::string_view name, ui::CellOptions options) {
        const bool go_to = scratch_.go_to == place;
        options.ruled = true;
        options.row = {place.row + 1, state_.rows.size()};
        options.take_focus = go_to;
        options.kept = {place.row > 0, place.row<last_.row, place.column> 0, place.column < last_.column};
        options.chosen = scratch_.at == place;
        const ui::CellPress press = frame_.cell(name, options);
        held = held || press.held;
        if (press.held && scratch_.at != place) scratch_.touched = place;
        // A dialogue that was just closed still keeps the focus for one frame.
        if (go_to && press.focused) scratch_.go_to.reset();
        if (press.focused) {
            focused = true;
            scratch_.at = place;
        }
        if (press.typed != 0)
            if (auto wanted = obey_typed(state_, scratch_, place, press.typed)) intent = wanted;
        if (!press.pressed) return;
        // The first touch says which square is meant; the strip under the table writes into it.
        if (scratch_.touched == place) {
            scratch_.go_to = place;
            return;
        }
        if (writable(state_, place)) {
            scratch_.choosing = place;
            scratch_.points.clear();
        } else if (!is_result(state_, place)) {
            // What cannot be changed can still be read.
            intent = ShowHistory{state_.columns[place.column].key, state_.rows[place.row].id};
        }
    }

  private:
    ui::Frame& frame_;
    const State& state_;
    Scratch& scratch_;
    Place last_;
};

void draw_header(ui::Frame& frame, const State& state, Scratch& scratch, const Layout& layout, ui::Rect rect) {
    const LocalDay today = std::chrono::floor<std::chrono::days>(state.around.now);
    ui::Rect names = rect.take_left(layout.name);
    if (layout.visible < state.columns.size()) {
        const float half = names.w / 2;
        const auto turn = [&](const ui::Rect& place, std::string_view name, bool enabled, std::size_t first) {
            in_place(frame, place.inset(frame.u(0.5f), 0), [&] {
                if (frame.button(name, {.enabled = enabled, .size = ui::TextSize::caption})) scratch.first = first;
            });
        };
        const std::size_t most = state.columns.size() - layout.visible;
        const std::size_t step = std::max<std::size_t>(1, layout.visible - 1);
        turn(names.take_left(half), frame.tr("Раньше"), scratch.first > 0,
             scratch.first - std::min(scratch.first, step));
        turn(names, frame.tr("Позже"), scratch.first < most, std::min(most, scratch.first + step));
    }
    for (std::size_t n = 0; n < layout.visible; ++n) {
        const Column& column = state.columns[scratch.first + n];
        const std::chrono::year_month_day day{column.day};
        const ui::Tone tone = column.day == today ? ui::Tone::accent : ui::Tone::ink;
        frame.area(rect.take_left(layout.square), [&] {
            frame.text(std::to_string(static_cast<unsigned>(day.day())),
                       {.tone = tone, .align = ui::Align::centre, .strong = column.day == today});
            frame.space(-1);
            const auto month = static_cast<std::size_t>(static_cast<unsigned>(day.month()) - 1);
            frame.caption(frame.tr(months.at(month)), {.tone = ui::Tone::quiet, .align = ui::Align::centre});
        });
    }
    const std::array titles{frame.tr("средний"), frame.tr("прогноз"), frame.tr("итог")};
    for (std::size_t n = 0; n < layout.sides; ++n)
        in_place(frame, rect.take_left(layout.side),
                 [&] { frame.caption(titles.at(n), {.tone = ui::Tone::quiet, .align = ui::Align::centre}); });
}

void draw_row(ui::Frame& frame, const State& state, Scratch& scratch, const Layout& layout, Squares& squares,
              const std::vector<std::string>& titles, std::size_t at) {
    const Row& row = state.rows[at];
    const LocalDay today = std::chrono::floor<std::chrono::days>(state.around.now);
    const ui::RowOptions options{.height_u = layout.row / frame.u(), .gap_u = 0, .rule = true};
    frame.row(layout.tracks, options, [&] {
        frame.text(row.name, {.strong = at == scratch.at.row});
        for (std::size_t n = 0; n < layout.visible; ++n) {
            const std::size_t column = scratch.first + n;
            const Square& square = row.squares[column];
            const std::string text = square_text(frame.words(), square);
            squares.draw({at, column}, ui::fill("{}, {}", {row.name, titles[n]}),
                         {.letter = text,
                          .meaning = text == square.code ? lesson::code_title(frame.words(), state.codes, text)
                                                         : std::string_view{},
                          .sign = lesson::sign_of(square_standing(square)),
                          .tone = square.marks.empty() ? ui::Tone::bad : ui::Tone::ink,
                          .tinted = state.columns[column].day == today,
                          .faded = !square.listed});
        }
        const std::string mean = mean_text(frame.words(), state, row);
        if (mean.empty())
            frame.skip();
        else
            frame.text(mean, {.align = ui::Align::centre});
        if (!has_results(state)) return;
        if (row.suggested.empty())
            frame.skip();
        else
            frame.text(row.suggested, {.tone = ui::Tone::quiet, .align = ui::Align::centre});
        const Standing standing = square_standing({.standing = row.result.standing});
        squares.draw({at, state.columns.size()}, ui::fill(frame.tr("{}, итоговая оценка"), {row.name}),
                     {.letter = row.result.text, .sign = lesson::sign_of(standing)});
    });
}

}  // namespace

std::optional<Intent> draw_table(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place) {
    const Layout layout = layout_of(frame, state, place);
    follow_cursor(state, scratch, layout);
    ui::Rect rest = place;
    draw_header(frame, state, scratch, layout, rest.take_top(layout.header, frame.u(0.5f)));

    std::vector<std::string> titles;
    for (std::size_t n = 0; n < layout.visible; ++n)
        titles.push_back(column_title(frame.words(), state.columns[scratch.first + n]));
    Squares squares{frame, state, scratch};
    frame.scroll(frame.tr("Журнал"), rest, [&] {
        draw_aside(frame, state, scratch, layout);
        const ui::Rect table = frame.strip(layout.row * static_cast<float>(state.rows.size()));
        for (std::size_t n = 0; n < state.rows.size(); ++n) {
            const ui::Rect row{table.x, table.y + layout.row * static_cast<float>(n), table.w, layout.row};
            // Only what is seen is drawn, and where the cursor is or goes: that brings it into view.
            const bool cursor = n == scratch.at.row || (scratch.go_to && scratch.go_to->row == n);
            if (row.overlap(rest).empty() && !cursor) continue;
            frame.scope(state.rows[n].id.hex(),
                        [&] { frame.area(row, [&] { draw_row(frame, state, scratch, layout, squares, titles, n); }); });
        }
        if (squares.focused)
            if (auto wanted = obey_keys(frame, state, scratch)) squares.intent = wanted;
    });
    if (!squares.held) scratch.touched.reset();
    return squares.intent;
}

}  // namespace zvonok::screens::page
