#pragma once

#include "station/screens/page.hpp"
#include "station/ui/frame.hpp"

/// The pieces of the journal page; for page*.cpp only.
namespace zvonok::screens::page {

/// «1 четверть», «2 полугодие», «год»
std::string period_name(const ui::Words& words, const Period& period);
/// «вт 15 сентября, 2 урок»
std::string column_title(const ui::Words& words, const Column& column);
/// The marks and the letter, as they stand in the square: «5 4 Н».
std::string square_text(const ui::Words& words, const Square& square);
/// Of the values in the square the one that most needs to be looked at; what is simply saved has no sign here.
Standing square_standing(const Square& square);
/// The mark for the work that is being marked; empty: none.
std::string current_mark(const State& state, const Square& square);
/// «4,33», of points «87 %»; empty: no marks.
std::string mean_text(const ui::Words& words, const State& state, const Row& row);
/// Whether the square can be written in at all; what the rules say of it is the judge's.
bool writable(const State& state, const Place& place);
bool is_result(const State& state, const Place& place);

/// The lesson nearest to today, not ahead of it if there is one.
std::size_t column_of_today(const State& state);

std::optional<Intent> draw_table(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place);
/// What the cursor stands on, in words.
/// Of two lines, so that nothing moves where the second has something to say.
float foot_height(const ui::Frame& frame);
void draw_foot(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place);
/// What one touch writes into the square of the cursor, as the keys do.
std::optional<Intent> draw_hand(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place);
std::optional<Intent> draw_choosing(ui::Frame& frame, const State& state, Scratch& scratch);
/// Who wrote what in the square, when, where, and what became of it.
std::optional<Intent> draw_history(ui::Frame& frame, const State& state);
/// Takes the clipboard for the cursor's column: what fits as it is goes at once, anything else is shown first.
std::optional<Intent> take_pasted(const State& state, Scratch& scratch, std::string_view clipboard);
/// What would be written of a pasted column, and what of it cannot be.
std::optional<Intent> draw_pasting(ui::Frame& frame, const State& state, Scratch& scratch);
std::optional<Intent> draw_periods(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::page
