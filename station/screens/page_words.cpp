#include "station/screens/page_parts.hpp"
#include "station/screens/phrases.hpp"

#include <algorithm>

namespace zvonok::screens::page {

std::string period_name(const ui::Words& words, const Period& period) {
    const auto numbered = [&](std::string_view pattern) {
        return ui::fill(words.tr(pattern), {std::to_string(period.number)});
    };
    switch (period.kind) {
        case domain::PeriodKind::quarter:
            return numbered(phrase("{} четверть"));
        case domain::PeriodKind::trimester:
            return numbered(phrase("{} триместр"));
        case domain::PeriodKind::half_year:
            return numbered(phrase("{} полугодие"));
        case domain::PeriodKind::semester:
            return numbered(phrase("{} семестр"));
        case domain::PeriodKind::year:
            break;
    }
    return std::string{words.tr("учебный год")};
}

std::string column_title(const ui::Words& words, const Column& column) {
    return date_text(words, column.day) + ", " + period_text(words, column.period);
}

std::string square_text(const ui::Words& words, const Square& square) {
    std::string text;
    for (const Mark& mark : square.marks) text.append(text.empty() ? "" : " ").append(mark.value);
    const std::string_view letter = square.late_minutes > 0 ? words.tr("оп") : std::string_view{square.code};
    if (!letter.empty()) text.append(text.empty() ? "" : " ").append(letter);
    return text;
}

Standing square_standing(const Square& square) {
    const auto weight = [](Standing standing) {
        switch (standing) {
            case Standing::refused:
                return 4;
            case Standing::conflict:
                return 3;
            case Standing::held:
                return 2;
            case Standing::writing:
                return 1;
            case Standing::none:
            case Standing::saved:
            case Standing::accepted:
                break;
        }
        return 0;
    };
    Standing most = weight(square.standing) > 0 ? square.standing : Standing::none;
    for (const Mark& mark : square.marks)
        if (weight(mark.standing) > weight(most)) most = mark.standing;
    return most;
}

std::string current_mark(const State& state, const Square& square) {
    if (state.marks.none()) return {};
    const lesson::Work& work = state.marks.works[state.marks.current];
    const auto found = std::ranges::find_if(
        square.marks, [&](const Mark& mark) { return mark.kind == work.kind && mark.ordinal == work.ordinal; });
    return found == square.marks.end() ? std::string{} : found->value;
}

std::string mean_text(const ui::Words& words, const State& state, const Row& row) {
    if (!row.mean) return {};
    if (state.points) return std::to_string((*row.mean + 50) / 100) + " %";
    const std::string part = std::to_string(*row.mean % 100);
    return std::to_string(*row.mean / 100) + (words.russian() ? "," : ".") + (part.size() < 2 ? "0" : "") + part;
}

bool is_result(const State& state, const Place& place) {
    return place.column == state.columns.size();
}

bool writable(const State& state, const Place& place) {
    if (state.loading || state.read_only == ReadOnly::not_yours) return false;
    if (is_result(state, place)) return !state.results.empty();
    return state.columns[place.column].own && state.rows[place.row].squares[place.column].listed;
}

std::size_t column_of_today(const State& state) {
    const LocalDay today = std::chrono::floor<std::chrono::days>(state.around.now);
    std::size_t found = 0;
    for (std::size_t n = 0; n < state.columns.size(); ++n)
        if (state.columns[n].day <= today) found = n;
    return found;
}

}  // namespace zvonok::screens::page
