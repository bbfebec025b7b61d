#include "station/screens/lesson_parts.hpp"
#include "station/screens/page_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/screens/place.hpp"

#include <algorithm>

/// One square of the page: what it holds in words, and choosing its value by touch.
namespace zvonok::screens::page {

namespace {

constexpr std::size_t codes_in_row = 3;

/// Why the suggestion is what it is; empty: there is nothing to explain.
std::string_view basis_text(const ui::Words& words, domain::SuggestionBasis basis) {
    switch (basis) {
        case domain::SuggestionBasis::too_few:
            return words.tr("мало оценок");
        case domain::SuggestionBasis::missed:
            return words.tr("много пропусков");
        case domain::SuggestionBasis::exempt:
            return words.tr("освобождён от всех уроков");
        case domain::SuggestionBasis::results:
            return words.tr("по итогам периодов");
        case domain::SuggestionBasis::none:
        case domain::SuggestionBasis::mean:
        case domain::SuggestionBasis::words:
            break;
    }
    return {};
}

/// «5 — контрольная работа», with what became of it where that is not simply "saved".
std::string mark_text(const ui::Words& words, const State& state, const Mark& mark) {
    const auto work = std::ranges::find_if(state.marks.works, [&](const lesson::Work& known) {
        return known.kind == mark.kind && known.ordinal == mark.ordinal;
    });
    std::string text = mark.value;
    if (work != state.marks.works.end()) text += " — " + lesson::work_title(words, *work);
    const Standing standing = square_standing({.standing = mark.standing});
    if (standing != Standing::none) text += ui::fill(" ({})", {lesson::standing_text(words, standing)});
    return text;
}

std::string code_text(const ui::Words& words, const State& state, const Square& square) {
    if (square.code.empty() && square.late_minutes == 0) return {};
    const auto code = std::ranges::find(state.codes, square.code, &lesson::Code::letters);
    std::string text = square.late_minutes > 0 ? lesson::late_text(words, square.late_minutes) : square.code;
    if (code != state.codes.end() && !code->title.empty()) text += " — " + std::string{words.tr(code->title)};
    const Standing standing = square_standing({.standing = square.standing});
    if (standing != Standing::none) text += ui::fill(" ({})", {lesson::standing_text(words, standing)});
    return text;
}

std::string result_text(const ui::Words& words, const State& state, const Row& row) {
    std::string text{period_name(words, state.periods[state.current])};
    if (!row.result.text.empty()) text = joined({text, ui::fill(words.tr("поставлено {}"), {row.result.text})});
    if (!row.suggested.empty()) text = joined({text, ui::fill(words.tr("прогноз {}"), {row.suggested})});
    const std::string mean = mean_text(words, state, row);
    if (!mean.empty()) text = joined({text, ui::fill(words.tr("средний балл {}"), {mean})});
    return joined({text, basis_text(words, row.basis)});
}

std::string place_text(const ui::Words& words, const State& state, const Place& place) {
    const Row& row = state.rows[place.row];
    if (is_result(state, place)) return joined({row.name, result_text(words, state, row)});
    const Column& column = state.columns[place.column];
    const Square& square = row.squares[place.column];
    std::string held;
    for (const Mark& mark : square.marks) held = joined({held, mark_text(words, state, mark)});
    held = joined({held, code_text(words, state, square)});
    const std::string_view outside = square.listed ? std::string_view{} : words.tr("не в списке этого урока");
    const std::string_view other = column.own ? std::string_view{} : words.tr("урок ведёт другой учитель");
    return joined({row.name, column_title(words, column), column.topic, held, outside, other});
}

/// What needs attention in the square; null: nothing.
const lesson::Attention* trouble_at(const State& state, const Place& place) {
    const EntityId pupil = entity_of(state.rows[place.row].id);
    const bool result = is_result(state, place);
    const auto is_here = [&](const lesson::Attention& item) {
        const domain::Cell& cell = item.writing.cell;
        if (cell.addressee != pupil) return false;
        if (result)
            return cell.kind == domain::CellKind::period_mark && !state.periods.empty() &&
                   cell.period == state.periods[state.current].id;
        return cell.lesson == state.columns[place.column].key &&
               (cell.kind == domain::CellKind::mark || cell.kind == domain::CellKind::attendance);
    };
    // The newest last: what was touched just now is told.
    const auto found = std::find_if(state.attention.rbegin(), state.attention.rend(), is_here);
    return found == state.attention.rend() ? nullptr : &*found;
}

}  // namespace

float foot_height(const ui::Frame& frame) {
    return std::max(control_height(frame), frame.line(ui::TextSize::text) + frame.line(ui::TextSize::caption));
}

void draw_foot(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place) {
    ui::Rect rest = place;
    const float u = frame.u();
    const auto button = [&](std::string_view name, ui::Tone tone) {
        bool pressed = false;
        const float width = std::min(button_width(frame, name) + u, place.w / 3);
        in_place(frame, rest.take_right(width, 2 * u), [&] { pressed = frame.choice(name, {.tone = tone}); });
        return pressed;
    };
    const std::string attention = lesson::attention_text(frame, state.attention, place.w / 3);
    if (!attention.empty() && button(attention, ui::Tone::bad)) scratch.attention.reading = true;
    if (state.loading) {
        in_place(frame, rest, [&] { frame.text(frame.tr("Журнал открывается."), {.tone = ui::Tone::quiet}); });
        return;
    }
    const bool there = scratch.at.row < state.rows.size() && scratch.at.column <= state.columns.size();
    if (!there || state.columns.empty()) return;
    const lesson::Attention* item = trouble_at(state, scratch.at);
    if (item != nullptr) {
        using Request = lesson::Attention::Request;
        const bool may_ask = item->request == Request::possible;
        const std::string_view wanted = may_ask           ? frame.tr("Попросить исправление")
                                        : item->choosable ? frame.tr("Выбрать запись")
                                                          : frame.tr("Подробнее");
        const bool fits = button_width(frame, wanted) <= place.w / 3;
        const std::string_view name = fits ? wanted : frame.tr("Подробнее");
        if (button(name, ui::Tone::accent)) {
            scratch.attention = {.reading = true, .about = item->writing.cell};
            if (may_ask) scratch.attention.wish = lesson::Wish{item->writing, {}, {}, {}};
        }
    }
    const std::string held = place_text(frame.words(), state, scratch.at);
    if (item == nullptr) return in_place(frame, rest, [&] { frame.text(held); });
    in_place(frame, rest.take_top(frame.line(ui::TextSize::text)), [&] { frame.text(held); });
    const ui::Tone tone = item->standing == Standing::refused ? ui::Tone::bad : ui::Tone::warn;
    in_place(frame, rest,
             [&] { frame.caption(lesson::item_text(frame.words(), *item, state.around.now), {.tone = tone}); });
}

std::optional<Intent> draw_choosing(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (!scratch.choosing) return std::nullopt;
    const Place at = *scratch.choosing;
    if (at.row >= state.rows.size() || at.column > state.columns.size() || !writable(state, at)) {
        scratch.choosing.reset();
        return std::nullopt;
    }
    std::optional<Intent> intent;
    bool close = false;
    const Row& row = state.rows[at.row];
    const lesson::Attention* item = trouble_at(state, at);
    const auto trouble = [&] {
        frame.space(1);
        if (item == nullptr) return;
        if (auto version = lesson::draw_item(frame, *item, state.around.now, scratch.attention))
            intent = std::move(*version);
        if (!scratch.attention.wish) return;
        scratch.attention.reading = close = true;
        scratch.attention.about = item->writing.cell;
    };
    const auto closing = [&](bool something, const Intent& erase) {
        frame.space(1);
        frame.row({ui::share(), ui::share()}, [&] {
            if (frame.button(frame.tr("Очистить"), {.enabled = something})) intent = erase;
            close = frame.button(frame.tr("Закрыть")) || frame.escape() || close;
        });
    };
    if (is_result(state, at)) {
        frame.dialogue(frame.tr("Итоговая оценка"), 90, 80, [&] {
            frame.heading(row.name);
            frame.caption(result_text(frame.words(), state, row));
            trouble();
            if (const auto value = lesson::choose_value(frame, state.results, row.result.text))
                intent = GiveResult{row.id, *value};
            closing(!row.result.text.empty(), GiveResult{row.id, {}});
        });
    } else {
        const Column& column = state.columns[at.column];
        const Square& square = row.squares[at.column];
        frame.dialogue(frame.tr("Клетка журнала"), 90, 100, [&] {
            frame.heading(row.name);
            frame.caption(joined({column_title(frame.words(), column), column.topic}));
            if (item != nullptr) trouble();
            if (!state.marks.none()) {
                frame.space(1);
                frame.caption(lesson::work_title(frame.words(), state.marks.works[state.marks.current]));
                const std::string mark = current_mark(state, square);
                if (const auto value = lesson::choose_mark(frame, state.marks, mark, scratch.points))
                    intent = GiveMark{column.key, row.id, *value};
            }
            frame.space(1);
            frame.caption(frame.tr("Посещаемость"));
            std::vector<lesson::Code> codes{{{}, std::string{frame.tr("на месте")}}};
            codes.insert(codes.end(), state.codes.begin(), state.codes.end());
            for (std::size_t first = 0; first < codes.size(); first += codes_in_row) {
                const std::size_t end = std::min(first + codes_in_row, codes.size());
                const std::vector<ui::Track> tracks(codes_in_row, ui::share());
                frame.row(tracks, {}, [&] {
                    for (std::size_t n = first; n < end; ++n) {
                        const std::string& letters = codes[n].letters;
                        const std::string_view name = letters.empty() ? codes[n].title : letters;
                        if (frame.choice(name, {.chosen = square.code == letters}))
                            intent = Attend{column.key, row.id, letters};
                    }
                });
            }
            if (frame.button(frame.tr("История записей"))) intent = ShowHistory{column.key, row.id};
            closing(!square.marks.empty() || !square.code.empty(), Erase{column.key, row.id});
        });
    }
    if (!intent && !close) return std::nullopt;
    // The keyboard goes on where it was.
    scratch.go_to = at;
    scratch.choosing.reset();
    scratch.points.clear();
    return intent;
}

std::optional<Intent> draw_periods(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (!scratch.choosing_period) return std::nullopt;
    std::optional<Intent> intent;
    frame.dialogue(frame.tr("За какое время"), 70, 100, [&] {
        frame.heading(frame.tr("За какое время"));
        for (std::size_t n = 0; n < state.periods.size(); ++n)
            if (frame.choice(period_name(frame.words(), state.periods[n]), {.chosen = n == state.current}))
                intent = ShowPeriod{state.periods[n].id};
        frame.space(1);
        if (frame.button(frame.tr("Закрыть")) || frame.escape()) scratch.choosing_period = false;
    });
    if (intent) scratch.choosing_period = false;
    return intent;
}

}  // namespace zvonok::screens::page
