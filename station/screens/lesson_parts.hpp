#pragma once

#include "station/screens/lesson.hpp"
#include "station/ui/frame.hpp"

/// The pieces of the lesson screen, some of them the journal page's too; for lesson*.cpp and page*.cpp only.
namespace zvonok::screens::lesson {

ui::Sign sign_of(Standing standing);
/// «сохраняется», «записано», «отклонено»; empty for none.
std::string_view standing_text(const ui::Words& words, Standing standing);
ui::Tone tone_of(Standing standing);

/// What a code means, in words; empty for present and for a code without a title.
std::string_view code_title(const ui::Words& words, const std::vector<Code>& codes, const std::string& code);
/// The code after this one when a cell is touched; empty: present.
std::string next_code(const std::vector<Code>& codes, const std::string& code);
/// The code that a typed letter means: by Russian letter, by the key that has it on a Russian keyboard, or by sound.
/// Codes that begin alike come one after another. Nothing: the letter means none.
std::optional<std::string> typed_code(const std::vector<Code>& codes, const std::string& current, char32_t typed);

/// The value of the scale that a typed character means: by its first letter, those that begin alike one after another.
/// Nothing: none begins so.
std::optional<std::string> typed_value(const std::vector<std::string>& values, const std::string& current,
                                       char32_t typed);

/// What a character means that was typed on a pupil's cell: a mark or a letter of attendance, whichever knows it, so
/// that the paper journal's one column for both works here too.
struct TypedCell {
    enum class Kind { nothing, mark, points, code };
    Kind kind = Kind::nothing;
    std::string text{};  ///< the mark, the first digit of the points, the code
};
TypedCell typed_cell(const MarksPart& marks, const std::string& mark, const std::vector<Code>& codes,
                     const std::string& code, char32_t typed);

/// Why nothing can be written on the screen; takes its place off the rest. Empty: nothing to say.
void draw_read_only(ui::Frame& frame, std::string_view why, ui::Rect& rest);
/// «Оценки: контрольная работа»; empty: no marks are given.
std::string work_button_name(const ui::Frame& frame, const MarksPart& marks);
/// At the right of the head, no wider than that; opens the list of works.
void draw_work_button(ui::Frame& frame, const std::string& work, ui::Rect& head, float widest, bool& choosing);

/// Whom the roll-call calls: those of whom nothing is written, else everybody.
RollCall begin_roll(const State& state);
/// While the class is called, instead of the list; ends by itself behind the last.
std::optional<Intent> draw_roll(ui::Frame& frame, const State& state, Scratch& scratch);
/// «опоздание 7 минут»
std::string late_text(const ui::Words& words, int minutes);

/// The pupil's cells, attendance and mark, the next two things of the open row; a mark is followed by the next pupil's
/// where `goes_on`.
struct PupilCells {
    std::optional<Intent> intent{};
    std::optional<Scratch::Place> focused{};
};
PupilCells draw_cells(ui::Frame& frame, const State& state, Scratch& scratch, std::size_t row, bool goes_on);
/// Width of either cell; 0: no marks are given.
float attendance_width(const ui::Frame& frame);
float mark_width(const ui::Frame& frame, const State& state);
/// «болезнь», «опоздание 7 минут»; empty: there, in time.
std::string absence_text(const ui::Words& words, const State& state, const Pupil& pupil);
/// Takes back what stands in the cell, if that was asked for by key.
std::optional<Intent> obey_erase(ui::Frame& frame, const State& state, Scratch::Place at);

/// The class as it sits.
std::optional<Intent> draw_seats(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place);
/// While pupils are being seated, instead of the list.
std::optional<Intent> draw_seating(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place);
std::optional<Intent> draw_list(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place);
/// Whether a topic or homework was typed that is not what is recorded; drafts that are let go of.
bool is_unwritten(const State& state, Scratch& scratch);
std::optional<Intent> draw_plan(ui::Frame& frame, const State& state, Scratch& scratch, const ui::Rect& place);

/// «Внимание: 1 запись отклонена»; empty when nothing needs attention.
std::string attention_text(const ui::Words& words, const std::vector<Attention>& attention);
/// On a choice of that width, in pixels: with no more than the number where the words find no room.
std::string attention_text(const ui::Frame& frame, const std::vector<Attention>& attention, float width);
/// What needs attention, in full, while it is being read, and the request that is made from it.
using Answer = std::variant<AskChange, ChooseVersion>;
/// One of them: what happened, what to do, and the buttons for it. What is asked for opens in draw_attention().
std::optional<ChooseVersion> draw_item(ui::Frame& frame, const Attention& item, LocalTime now,
                                       AttentionScratch& scratch);
/// The same in one sentence.
std::string item_text(const ui::Words& words, const Attention& item, LocalTime now);
std::optional<Answer> draw_attention(ui::Frame& frame, const std::vector<Attention>& attention,
                                     const std::vector<Ground>& grounds, LocalTime now, AttentionScratch& scratch);
/// «посещаемость», «оценка», «замена»
std::string_view kind_name(const ui::Words& words, domain::CellKind kind);
/// The value in words: nobody reads "present" from an empty text.
std::string_view told(const ui::Words& words, domain::CellKind kind, std::string_view value);
void draw_choosing(ui::Frame& frame, const State& state, Scratch& scratch);
/// «Белов И.: Н», «Белов И.: Н и ещё 2 записи»
std::string last_touch_text(const ui::Words& words, const LastTouch& touch);
/// The button that takes the newest touch back.
bool draw_undo(ui::Frame& frame, const std::optional<LastTouch>& touch);
/// What stays because others have changed it since; takes its place off the rest.
void draw_overtaken(ui::Frame& frame, const std::optional<LastTouch>& touch, ui::Rect& rest);
/// The key that does the same; behind all fields, whose key it is while somebody types.
bool obey_undo(ui::Frame& frame, const std::optional<LastTouch>& touch);

/// Why a teacher is away, to choose one; in Russian, as it is written down and translated where it is shown.
std::span<const std::string_view> reasons_away();
/// The one that was touched.
std::optional<std::string> choose_reason(ui::Frame& frame, std::string_view chosen);
/// What a teacher says before the first entry in another's lesson, while it is being asked.
std::optional<Intent> draw_standing_in(ui::Frame& frame, const State& state, Scratch& scratch);

/// One pupil by himself: the day's other lessons, papers, homework of his own.
std::optional<Intent> draw_about(ui::Frame& frame, const State& state, Scratch& scratch);
/// For when homework is, and which files belong to it, while that is being said.
void draw_task_details(ui::Frame& frame, const State& state, Scratch& scratch);
/// Choosing one pupil's mark, and the work that marks are for.
std::optional<Intent> draw_marking(ui::Frame& frame, const State& state, Scratch& scratch);
/// The list of works while `choosing`.
std::optional<ChooseWork> draw_works(ui::Frame& frame, const MarksPart& marks, bool& choosing);
/// What a mark can be, as buttons or a field for points; what was chosen.
std::optional<std::string> choose_mark(ui::Frame& frame, const MarksPart& marks, const std::string& current,
                                       std::string& points);
/// The points as they will be written; nothing: no number, or more than can be had.
std::optional<std::string> points_of(const std::string& typed, int most);
std::optional<std::string> choose_value(ui::Frame& frame, const std::vector<std::string>& values,
                                        const std::string& current);
/// «контрольная работа», «ответ на уроке (2)»
std::string work_title(const ui::Words& words, const Work& work);

/// Puts a plan item into the topic's field.
void pick(Scratch& scratch, const PlanChoice& choice);

}  // namespace zvonok::screens::lesson
