#include "station/screens/lesson_parts.hpp"
#include "station/screens/page_parts.hpp"
#include "station/screens/place.hpp"

/// The strip under the table: a column of marks is entered with one touch a pupil.
namespace zvonok::screens::page {

namespace {

constexpr float least_width_u = 9;

/// One word that can be written into the square.
struct Word {
    std::string_view name;
    bool chosen = false;
    Intent writes;
    bool goes_on = false;  ///< to the next pupil, as a typed mark does
};

std::vector<Word> words_for(const ui::Frame& frame, const State& state, const Place& at) {
    std::vector<Word> words;
    const Row& row = state.rows[at.row];
    if (is_result(state, at)) {
        for (const std::string& value : state.results)
            words.push_back({value, value == row.result.text, GiveResult{row.id, value}, true});
        return words;
    }
    const Square& square = row.squares[at.column];
    const domain::LessonKey& lesson = state.columns[at.column].key;
    if (!state.marks.none()) {
        const std::string given = current_mark(state, square);
        for (const std::string& value : state.marks.values)
            words.push_back({value, value == given, GiveMark{lesson, row.id, value}, true});
    }
    words.push_back({frame.tr("на месте"), square.code.empty(), Attend{lesson, row.id, {}}});
    for (const lesson::Code& code : state.codes)
        words.push_back({code.letters, square.code == code.letters, Attend{lesson, row.id, code.letters}});
    return words;
}

}  // namespace

std::optional<Intent> draw_hand(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place) {
    const Place at = scratch.at;
    // While the square is looked at by itself all this stands there.
    if (scratch.choosing || !writable(state, at)) return std::nullopt;
    std::optional<Intent> intent;
    ui::Rect rest = place;
    const float gap = frame.u();
    const auto width = [&](std::string_view name) {
        return std::max(frame.u(least_width_u), button_width(frame, name));
    };
    const std::string_view more = frame.tr("Ещё");
    in_place(frame, rest.take_right(std::min(width(more), rest.w), gap), [&] {
        if (frame.button(more)) scratch.choosing = at;
    });
    const std::string_view undo = frame.tr("Отменить");
    in_place(frame, rest.take_right(std::min(width(undo), rest.w), gap), [&] {
        if (lesson::draw_undo(frame, state.last_touch)) intent = lesson::Undo{};
    });
    for (Word& word : words_for(frame, state, at)) {
        // What finds no room here is under the last word.
        if (width(word.name) > rest.w) break;
        in_place(frame, rest.take_left(width(word.name), gap), [&] {
            if (!frame.choice(word.name, {.chosen = word.chosen})) return;
            intent = std::move(word.writes);
            scratch.go_to = Place{word.goes_on && at.row + 1 < state.rows.size() ? at.row + 1 : at.row, at.column};
        });
    }
    return intent;
}

}  // namespace zvonok::screens::page
