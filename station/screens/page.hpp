#pragma once

#include "station/domain/grading.hpp"
#include "station/screens/column_text.hpp"
#include "station/screens/lesson.hpp"

/// The journal page: the class down, the lessons of a reporting period across, as in the paper journal.
namespace zvonok::screens::page {

/// A mark in a square; those that were withdrawn are not told.
struct Mark {
    std::string value{};
    std::string kind{};  ///< of lesson::Work
    int ordinal = 1;
    Standing standing = Standing::none;
    bool operator==(const Mark&) const = default;
};

/// One pupil at one lesson.
struct Square {
    bool listed = true;  ///< false: the pupil was not of the class then, or is of another subgroup
    std::string code{};  ///< empty: present, or nothing written
    int late_minutes = 0;
    Standing standing = Standing::none;
    std::vector<Mark> marks{};
    bool operator==(const Square&) const = default;
};

struct Column {
    domain::LessonKey key{};
    LocalDay day{};
    int period = 0;       ///< which lesson of the day
    std::string topic{};  ///< empty: not written yet
    bool own = true;      ///< false: somebody else teaches it
    bool operator==(const Column&) const = default;
};

struct Row {
    PersonId id{};
    std::string name{};                  ///< «Фамилия И.»
    std::vector<Square> squares{};       ///< one a column
    std::optional<std::int64_t> mean{};  ///< in hundredths; of points: of a percent
    domain::SuggestionBasis basis{};     ///< what the suggestion is made of
    std::string suggested{};             ///< empty: nothing to suggest from
    lesson::Value result{};              ///< the period's mark
    bool operator==(const Row&) const = default;
};

struct Period {
    EntityId id{};  ///< empty: the school has none, and no results are given
    domain::PeriodKind kind = domain::PeriodKind::year;
    int number = 1;
    bool operator==(const Period&) const = default;
};

/// One entry that was ever made in a square (J-16).
struct Entry {
    domain::CellKind kind{};
    std::string work{};   ///< of a mark: «контрольная работа»
    std::string value{};  ///< empty: present, or taken back
    std::string who{};    ///< «Иванова А. П.»
    LocalTime when{};
    std::string where{};  ///< the station's name; empty: not known here
    std::string rule{};   ///< of a refused or held one
    Standing standing{};
    bool upon_request = false;  ///< written upon an approved request (J-13)
    bool operator==(const Entry&) const = default;
};
struct History {
    std::string pupil{};
    LocalDay day{};
    int period = 0;
    bool loading = true;
    std::vector<Entry> entries{};  ///< by time
    bool operator==(const History&) const = default;
};

/// Why nothing that is written on the page gets into the journal. Where the windows have closed the squares still take
/// what should be there: the station refuses it, and from there a correction is asked for (J-08).
enum class ReadOnly { no, not_yours, window_closed };

struct State {
    std::string groups{}, subject{};
    std::string person{};  ///< «Анна Сергеевна К.»
    bool loading = false;  ///< the store has not answered yet
    bool touch = true;     ///< rows as high as a finger needs; false: a desk with mouse and keys
    std::vector<Period> periods{};
    std::size_t current = 0;  ///< of `periods`
    std::vector<Column> columns{};
    std::vector<Row> rows{};
    std::vector<lesson::Code> codes{};
    lesson::MarksPart marks{};
    std::vector<std::string> results{};  ///< what a period's mark can be; empty: none is given
    std::optional<History> history{};    ///< shown over the page
    bool points = false;                 ///< means are shares of the points that could be had
    std::vector<lesson::Attention> attention{};
    std::optional<lesson::LastTouch> last_touch{};
    std::optional<lesson::LastTouch> overtaken{};  ///< others changed it since: it stays
    std::vector<lesson::Ground> grounds{};
    ReadOnly read_only = ReadOnly::no;
    Surroundings around{};

    bool operator==(const State&) const = default;
};

/// A square of the table; the column behind the last lesson is the period's mark.
struct Place {
    std::size_t row = 0;
    std::size_t column = 0;
    bool operator==(const Place&) const = default;
};

/// A column from the clipboard that waits for the person's word, or says why it cannot be written.
struct Pasting {
    ColumnText text{};
    PersonId from{};                            ///< whose is the first line
    std::optional<domain::LessonKey> lesson{};  ///< nothing: the period's marks
};

struct Scratch {
    std::optional<EntityId> period{};         ///< for which `first` and `at` were chosen
    std::size_t first = 0;                    ///< the leftmost lesson that is in view
    std::optional<std::size_t> drawn_from{};  ///< what it was when a finger began to draw the table aside
    Place at{};                               ///< where the table's cursor is
    std::optional<Place> go_to{};             ///< the square that takes the focus in the next frame
    std::optional<Place> touched{};           ///< a finger has just gone down there, and the cursor stood elsewhere
    std::optional<Place> choosing{};  ///< the square that is looked at by itself, with all that can be done there
    std::optional<Pasting> pasting{};
    std::string points{};  ///< typed for it, where marks are points
    bool choosing_work = false;
    bool choosing_period = false;
    lesson::AttentionScratch attention{};
};

/// One square's attendance; an empty code: present.
struct Attend {
    domain::LessonKey lesson{};
    PersonId pupil{};
    std::string code{};
};
/// For the current work.
struct GiveMark {
    domain::LessonKey lesson{};
    PersonId pupil{};
    std::string value{};
};
/// Takes back what stands in the square.
struct Erase {
    domain::LessonKey lesson{};
    PersonId pupil{};
};
/// Asks for everything that was ever written in the square.
struct ShowHistory {
    domain::LessonKey lesson{};
    PersonId pupil{};
};
struct HideHistory {};
/// The period's mark; empty: taken back.
struct GiveResult {
    PersonId pupil{};
    std::string value{};
};
/// A column of values, from one pupil downwards.
struct Paste {
    struct Value {
        PersonId pupil{};
        std::string text{};
        bool attendance = false;  ///< a letter of attendance; else a mark for the current work
    };
    std::optional<domain::LessonKey> lesson{};  ///< nothing: the period's marks
    std::vector<Value> values{};
};
struct ShowPeriod {
    EntityId period{};
};
struct ShowLesson {};
struct Leave {};
using Intent = std::variant<Attend, GiveMark, Erase, ShowHistory, HideHistory, GiveResult, Paste, lesson::ChooseWork,
                            lesson::AskChange, lesson::ChooseVersion, lesson::Undo, ShowPeriod, ShowLesson, Leave>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::page
