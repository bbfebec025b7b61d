#include "station/app/present.hpp"
#include "station/app/present_parts.hpp"
#include "station/domain/deadlines.hpp"
#include "station/screens/names.hpp"

#include <algorithm>

namespace zvonok::app {

namespace {

namespace page = screens::page;

page::Square square_of(const flow::PageCell& cell) {
    page::Square square{.listed = cell.listed, .code = cell.code.value_or(std::string{})};
    square.late_minutes = cell.late_minutes;
    square.standing = standing_shown(cell.standing);
    for (const flow::GivenMark& mark : cell.marks)
        if (!mark.value.empty())
            square.marks.push_back({mark.value, mark.work.kind, mark.work.ordinal, standing_shown(mark.standing)});
    return square;
}

/// Whether the rules let nothing be written any more in any lesson of the page, nor its results.
bool all_closed(const flow::State& state, const flow::Desk& desk) {
    if (!state.facts.zone) return false;
    const domain::FactBook& book = *state.facts.book;
    const flow::Page& of = *desk.page;
    const auto closed = [&](const std::optional<domain::Terms>& terms) {
        return !terms || (terms->closes && *terms->closes <= state.now);
    };
    const auto lesson_closed = [&](const flow::PageColumn& column) {
        return closed(domain::mark_terms(book, *state.facts.zone, column.lesson, desk.work.kind)) &&
               closed(domain::attendance_terms(book, *state.facts.zone, column.lesson));
    };
    // The newest lesson closes last: most pages need one look.
    if (!std::all_of(of.columns.rbegin(), of.columns.rend(), lesson_closed)) return false;
    if (of.shown().id.empty() || desk.lesson->groups.empty()) return true;
    return closed(domain::period_mark_terms(book, *state.facts.zone, of.shown().id, desk.lesson->groups.front()));
}

page::ReadOnly page_read_only(const flow::State& state, const flow::Desk& desk) {
    const flow::Page& of = *desk.page;
    if (of.columns.empty()) return page::ReadOnly::no;
    if (std::ranges::none_of(of.columns, &flow::PageColumn::own)) return page::ReadOnly::not_yours;
    return all_closed(state, desk) ? page::ReadOnly::window_closed : page::ReadOnly::no;
}

/// What a period's mark can be, as the rules of the period's last day have it.
std::vector<std::string> results_of(const domain::FactBook& book, const flow::Desk& desk) {
    const flow::Page& of = *desk.page;
    if (of.shown().id.empty() || desk.scale.form != domain::MarkScale::Form::numbers) return {};
    const auto& rule = book.policies(of.shown().last).period_mark;
    std::vector<std::string> results = desk.scale.values;
    for (const std::string& word : {rule.not_attested, rule.exempt})
        if (!word.empty() && std::ranges::find(results, word) == results.end()) results.push_back(word);
    return results;
}

screens::Standing standing_of(const flow::HistoryLine& line) {
    switch (line.outcome) {
        case domain::Outcome::refused:
            return screens::Standing::refused;
        case domain::Outcome::held:
            return screens::Standing::held;
        case domain::Outcome::accepted:
            return screens::Standing::accepted;
        case domain::Outcome::pending:
            break;
    }
    return screens::Standing::saved;
}

page::History history_shown(const flow::State& state, const flow::Page& of, const flow::SquareHistory& history) {
    const domain::FactBook& book = *state.facts.book;
    page::History shown;
    shown.loading = !history.viewed;
    for (const flow::PageColumn& column : of.columns) {
        if (column.lesson.key != history.lesson) continue;
        shown.day = column.lesson.day();
        shown.period = column.lesson.period;
    }
    if (const domain::Person* pupil = book.person(history.pupil, shown.day)) shown.pupil = screens::list_name(*pupil);
    for (const flow::HistoryLine& line : history.lines) {
        page::Entry& entry = shown.entries.emplace_back();
        entry.kind = line.cell.kind;
        if (const domain::WorkKind* work = book.policies(shown.day).kind(line.cell.work)) entry.work = work->title;
        entry.value = value_of(line.act);
        entry.who = colleague_name(state, line.author);
        if (state.facts.zone)
            entry.when = std::chrono::floor<std::chrono::minutes>(state.facts.zone->to_local(line.saved));
        if (const domain::Station* station = book.station(line.station, flow::today(state)))
            entry.where = station->name;
        entry.rule = line.rule;
        entry.standing = standing_of(line);
        entry.upon_request = !line.basis.empty() && book.change_request(id_as<RequestId>(line.basis)).has_value();
    }
    return shown;
}

}  // namespace

page::State present_page(const flow::State& state, const flow::Desk& desk) {
    const domain::FactBook& book = *state.facts.book;
    const flow::Page& of = *desk.page;
    page::State shown;
    shown.groups = group_names(book, *desk.lesson);
    shown.subject = subject_name(state, *desk.lesson);
    shown.person = person_name(state, desk.session.person);
    shown.loading = !of.viewed;
    for (const flow::PagePeriod& period : of.periods) shown.periods.push_back({period.id, period.kind, period.number});
    shown.current = of.period;
    for (const flow::PageColumn& column : of.columns)
        shown.columns.push_back(
            {column.lesson.key, column.lesson.day(), column.lesson.period, column.topic, column.own});

    std::vector<PersonId> pupils;
    pupils.reserve(of.rows.size());
    for (const flow::PageRow& row : of.rows) pupils.push_back(row.pupil);
    std::vector<std::string> names =
        list_names(book, pupils, std::clamp(flow::today(state), of.shown().first, of.shown().last));
    for (std::size_t n = 0; n < of.rows.size(); ++n) {
        const flow::PageRow& row = of.rows[n];
        page::Row& made = shown.rows.emplace_back();
        made.id = row.pupil;
        made.name = std::move(names[n]);
        made.squares.reserve(row.cells.size());
        for (const flow::PageCell& cell : row.cells) made.squares.push_back(square_of(cell));
        if (row.mean) made.mean = row.mean->hundredths();
        made.basis = row.suggestion.basis;
        made.suggested = row.suggestion.value;
        const flow::PeriodCell& result = row.results[of.period];
        made.result = {result.value, standing_shown(result.standing)};
    }
    shown.codes = codes_shown(desk);
    Given given;
    for (const flow::PageRow& row : of.rows)
        for (const flow::PageCell& cell : row.cells) count_marks(cell, given);
    shown.marks = marks_part(desk, given);
    shown.results = results_of(book, desk);
    using Form = domain::MarkScale::Form;
    shown.points = desk.scale.form == Form::points || desk.scale.form == Form::criteria;
    if (shown.points)
        for (page::Row& row : shown.rows)
            if (row.mean) row.mean = *row.mean * 100;
    shown.attention = attention_shown(state, desk);
    shown.last_touch = last_touch_shown(state, desk);
    shown.overtaken = overtaken_shown(state, desk);
    shown.grounds = grounds_shown(state);
    shown.read_only = page_read_only(state, desk);
    if (of.history) shown.history = history_shown(state, of, *of.history);
    shown.around = surroundings(state);
    return shown;
}

}  // namespace zvonok::app
