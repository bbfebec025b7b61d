#include "station/screens/lesson_parts.hpp"
#include "station/screens/page_parts.hpp"
#include "station/screens/phrases.hpp"
#include "station/ui/text.hpp"

#include <algorithm>

/// A column of marks or letters out of a spreadsheet.
namespace zvonok::screens::page {

namespace {

using Trouble = ColumnText::Trouble;

constexpr std::size_t misfits_told = 5;
constexpr std::size_t told_bytes = 40;

/// Latin letters that look like Russian ones: a spreadsheet's «H» is most often meant as «Н».
constexpr std::u32string_view latin = U"ABCEHKMOPTXY";
constexpr std::u32string_view russian = U"АВСЕНКМОРТХУ";

/// The same for all texts that a reader would call the same mark.
std::u32string folded(std::string_view text) {
    std::u32string result;
    for (std::size_t at = 0; at < text.size();) {
        char32_t sign = ui::next_character(text, at);
        if (sign >= U'а' && sign <= U'я') sign = sign - U'а' + U'А';
        if (sign >= U'a' && sign <= U'z') sign = sign - U'a' + U'A';
        const std::size_t alike = latin.find(sign);
        result += alike == std::u32string_view::npos ? sign : russian[alike];
    }
    return result;
}

std::optional<std::string> same_in(const std::vector<std::string>& values, std::string_view text) {
    const std::u32string wanted = folded(text);
    const auto found = std::ranges::find_if(values, [&](const std::string& value) { return folded(value) == wanted; });
    return found == values.end() ? std::nullopt : std::optional{*found};
}

struct Misfit {
    std::size_t line = 0;  ///< from 1
    std::string_view pupil{}, cell{};
    std::string_view why{};  ///< in Russian
};

/// What would become of the column.
struct Plan {
    Place first{};
    std::vector<Paste::Value> values{};  ///< that differ from what stands there
    std::size_t marks = 0, letters = 0;  ///< of them
    std::size_t replaced = 0;            ///< of them, what takes the place of something else
    std::vector<Misfit> misfits{};
    std::size_t lines = 0;
};

/// One line of the column in the row's square or period's mark.
void plan_line(const State& state, const Place& at, const std::string& cell, Plan& plan) {
    const Row& row = state.rows[at.row];
    const auto misfit = [&](std::string_view why) { plan.misfits.push_back({plan.lines, row.name, cell, why}); };
    const auto take = [&](const std::string& before, Paste::Value value) {
        if (before == value.text) return;
        if (!before.empty()) ++plan.replaced;
        ++(value.attendance ? plan.letters : plan.marks);
        plan.values.push_back(std::move(value));
    };
    if (is_result(state, at)) {
        if (auto value = same_in(state.results, cell)) return take(row.result.text, {row.id, std::move(*value)});
        return misfit(phrase("нет такой оценки"));
    }
    const Square& square = row.squares[at.column];
    if (!square.listed) return misfit(phrase("нет в списке этого урока"));
    if (!state.marks.none()) {
        auto mark = state.marks.values.empty() ? lesson::points_of(cell, state.marks.most_points)
                                               : same_in(state.marks.values, cell);
        if (mark) return take(current_mark(state, square), {row.id, std::move(*mark)});
    }
    std::vector<std::string> codes;
    for (const lesson::Code& code : state.codes) codes.push_back(code.letters);
    if (auto code = same_in(codes, cell)) return take(square.code, {row.id, std::move(*code), true});
    misfit(phrase("нет ни такой оценки, ни такой буквы"));
}

/// Nothing: the page no longer shows where it was to go.
std::optional<Plan> plan_of(const State& state, const Pasting& pasting) {
    Plan plan;
    const auto row = std::ranges::find(state.rows, pasting.from, &Row::id);
    plan.first.row = static_cast<std::size_t>(row - state.rows.begin());
    plan.first.column = state.columns.size();
    if (pasting.lesson) {
        const auto column = std::ranges::find(state.columns, *pasting.lesson, &Column::key);
        if (column == state.columns.end()) return std::nullopt;
        plan.first.column = static_cast<std::size_t>(column - state.columns.begin());
    }
    if (row == state.rows.end() || (!pasting.lesson && state.results.empty())) return std::nullopt;
    for (const std::string& cell : pasting.text.cells) {
        const Place at{plan.first.row + plan.lines++, plan.first.column};
        if (cell.empty()) continue;
        if (at.row < state.rows.size())
            plan_line(state, at, cell, plan);
        else
            plan.misfits.push_back({plan.lines, {}, cell, phrase("учеников в списке меньше, чем строк")});
    }
    return plan;
}

Paste paste_of(const Pasting& pasting, Plan plan) {
    return {pasting.lesson, std::move(plan.values)};
}

/// «28 оценок, 2 буквы посещаемости»
std::string values_text(const ui::Words& words, const Plan& plan) {
    std::string text;
    if (plan.marks > 0) text = words.count(static_cast<long>(plan.marks), "{} оценка", "{} оценки", "{} оценок");
    if (plan.letters > 0)
        text.append(text.empty() ? "" : ", ")
            .append(words.count(static_cast<long>(plan.letters), "{} буква посещаемости", "{} буквы посещаемости",
                                "{} букв посещаемости"));
    return text;
}

/// «Строка 3 · Белов И. · «отл»: нет такой оценки»
std::string misfit_text(const ui::Words& words, const Misfit& misfit) {
    std::string cell{misfit.cell};
    if (cell.size() > told_bytes) {
        std::size_t end = 0;
        for (std::size_t next = 0; next <= told_bytes; ui::next_character(cell, next)) end = next;
        cell = cell.substr(0, end) + "…";
    }
    const std::string line = ui::fill(words.tr("Строка {}"), {std::to_string(misfit.line)});
    return joined({line, misfit.pupil, ui::fill("«{}»: {}", {cell, words.tr(misfit.why)})});
}

void draw_plan(ui::Frame& frame, const Plan& plan, bool wider) {
    const ui::Words& words = frame.words();
    if (plan.values.empty())
        frame.text(plan.misfits.empty() ? words.tr("Всё это уже стоит в журнале.") : words.tr("Вписать нечего."),
                   {.strong = true});
    else
        frame.text(ui::fill(words.tr("Будет вписано: {}."), {values_text(words, plan)}), {.strong = true});
    if (plan.replaced > 0)
        frame.text(words.count(static_cast<long>(plan.replaced), "{} из них заменит то, что уже стоит.",
                               "{} из них заменят то, что уже стоит.", "{} из них заменят то, что уже стоит."),
                   {.tone = ui::Tone::warn});
    if (wider) frame.text(words.tr("Скопировано несколько столбцов, взят только первый."));
    if (plan.misfits.empty()) return;
    frame.space(1);
    frame.text(words.count(static_cast<long>(plan.misfits.size()), "{} строка не подходит и вписана не будет:",
                           "{} строки не подходят и вписаны не будут:", "{} строк не подходят и вписаны не будут:"),
               {.tone = ui::Tone::bad, .strong = true});
    for (std::size_t n = 0; n < std::min(misfits_told, plan.misfits.size()); ++n)
        frame.text(misfit_text(words, plan.misfits[n]));
    if (plan.misfits.size() > misfits_told)
        frame.caption(ui::fill(words.tr("и ещё {}"), {std::to_string(plan.misfits.size() - misfits_told)}));
}

ui::Notice trouble_notice(const ui::Words& words, Trouble trouble) {
    const std::string_view advice = words.tr("Скопируйте в таблице один столбец и вставьте его ещё раз.");
    switch (trouble) {
        case Trouble::too_long:
            return {.happened = words.tr("Скопировано слишком много для столбца журнала."),
                    .means = words.tr("Ничего не вписано."),
                    .advice = advice};
        case Trouble::not_text:
            return {.happened = words.tr("Скопированное нельзя прочитать как текст."),
                    .means = words.tr("Ничего не вписано."),
                    .advice = advice};
        case Trouble::empty:
        case Trouble::none:
            break;
    }
    return {
        .happened = words.tr("Скопированного текста нет."), .means = words.tr("Ничего не вписано."), .advice = advice};
}

/// Where the column goes and what its marks are for.
std::string target_text(const ui::Words& words, const State& state, const Plan& plan) {
    if (is_result(state, plan.first))
        return joined({period_name(words, state.periods[state.current]), words.tr("итоговая оценка")});
    const std::string work =
        state.marks.none() ? std::string{} : lesson::work_title(words, state.marks.works[state.marks.current]);
    return joined({column_title(words, state.columns[plan.first.column]), work});
}

}  // namespace

std::optional<Intent> take_pasted(const State& state, Scratch& scratch, std::string_view clipboard) {
    const Place at = scratch.at;
    if (state.loading || state.read_only == ReadOnly::not_yours) return std::nullopt;
    if (is_result(state, at) ? state.results.empty() : !state.columns[at.column].own) return std::nullopt;
    Pasting pasting{read_column(clipboard), state.rows[at.row].id, {}};
    if (!is_result(state, at)) pasting.lesson = state.columns[at.column].key;
    std::optional<Plan> plan = plan_of(state, pasting);
    if (!plan) return std::nullopt;
    const bool plain = !plan->values.empty() && plan->misfits.empty() && plan->replaced == 0 && !pasting.text.wider;
    if (!plain) {
        scratch.pasting = std::move(pasting);
        return std::nullopt;
    }
    scratch.go_to = Place{at.row + plan->lines, at.column};
    return paste_of(pasting, std::move(*plan));
}

std::optional<Intent> draw_pasting(ui::Frame& frame, const State& state, Scratch& scratch) {
    if (!scratch.pasting) return std::nullopt;
    const Pasting& pasting = *scratch.pasting;
    std::optional<Plan> plan = plan_of(state, pasting);
    if (!plan) {
        scratch.pasting.reset();
        return std::nullopt;
    }
    bool write = false, close = false;
    const ui::Words& words = frame.words();
    frame.dialogue(words.tr("Вставка столбца"), 110, 100, [&] {
        frame.heading(words.tr("Вставка столбца"));
        if (pasting.text.trouble != Trouble::none) {
            frame.notice(trouble_notice(words, pasting.text.trouble));
            frame.space(1);
            close = frame.button(words.tr("Закрыть"), {.emphasis = ui::Emphasis::main}) || frame.escape();
            return;
        }
        frame.caption(target_text(words, state, *plan));
        frame.space(1);
        draw_plan(frame, *plan, pasting.text.wider);
        frame.space(1);
        frame.row({ui::share(), ui::share()}, [&] {
            write =
                frame.button(words.tr("Вставить"), {.enabled = !plan->values.empty(), .emphasis = ui::Emphasis::main});
            close = frame.button(words.tr("Отмена")) || frame.escape();
        });
    });
    if (!write && !close) return std::nullopt;
    std::optional<Intent> intent;
    scratch.go_to = plan->first;
    if (write) {
        scratch.go_to = Place{plan->first.row + plan->lines, plan->first.column};
        intent = paste_of(pasting, std::move(*plan));
    }
    scratch.pasting.reset();
    return intent;
}

}  // namespace zvonok::screens::page
