#pragma once

#include "station/domain/writing.hpp"
#include "station/screens/standing.hpp"
#include "station/screens/surroundings.hpp"

#include <vector>

/// Everything of one lesson: who is there, the topic, the homework for the next one.
namespace zvonok::screens::lesson {

struct Code {
    std::string letters{};  ///< "Н", "ОСВ"
    std::string title{};    ///< "отсутствует"; shown in the words of the language where the catalogue has it
    bool operator==(const Code&) const = default;
};

/// A value of one cell; empty with a standing: taken back.
struct Value {
    std::string text{};
    Standing standing = Standing::none;
    bool operator==(const Value&) const = default;
};

/// What was set: text, ways, or «ничего не задано» (no text, way or link).
struct Task {
    std::string text{};
    domain::HomeworkWay ways = domain::HomeworkWay::none;
    std::vector<std::string> links{};
    domain::LessonKey due{};  ///< empty: the next lesson
    bool operator==(const Task&) const = default;
    [[nodiscard]] bool nothing() const { return text.empty() && ways == domain::HomeworkWay::none && links.empty(); }
};

/// Missed, or late, at another lesson of the day.
struct Elsewhere {
    int period = 0;
    std::string code{};
    int late_minutes = 0;
    bool operator==(const Elsewhere&) const = default;
};

/// Excused from the lesson by a paper.
struct Exemption {
    LocalDay last{};
    std::string code{};   ///< «ОСВ»
    std::string paper{};  ///< its number, for those who keep such papers; empty: not for this person
    bool operator==(const Exemption&) const = default;
};

struct Pupil {
    PersonId id{};
    std::string name{};             ///< «Фамилия И.»
    std::string family{}, given{};  ///< in full, for the roll-call
    std::string code{};             ///< of the entry that counts; empty: present, or nothing written
    int late_minutes = 0;
    Standing standing = Standing::none;
    Value mark{};           ///< for the work that is being marked
    std::string comment{};  ///< of that mark
    std::string others{};   ///< marks for the lesson's other works, «5 4»
    std::vector<Elsewhere> elsewhere{};
    std::optional<Exemption> exemption{};
    Value task{};                 ///< homework of this pupil alone
    std::string class_teacher{};  ///< who can be told of him; empty: nobody, or the person is it
    bool reported = false;        ///< and has been, in this lesson
    bool operator==(const Pupil&) const = default;
};

/// One work of the lesson that can be marked.
struct Work {
    std::string kind{};  ///< code
    int ordinal = 1;
    std::string title{};  ///< «контрольная работа»
    int given = 0;        ///< marks for it
    bool operator==(const Work&) const = default;
};

/// For what marks are given, and which there are.
struct MarksPart {
    std::vector<Work> works{};
    std::size_t current = 0;            ///< of `works`
    std::vector<std::string> values{};  ///< best first; empty: points, 0 to most_points
    int most_points = 0;                ///< 0: no marks are given here
    bool operator==(const MarksPart&) const = default;
    [[nodiscard]] bool none() const { return works.empty() || (values.empty() && most_points == 0); }
};

struct PlanChoice {
    PlanItemId id{};
    int number = 0;
    std::string topic{};
    bool operator==(const PlanChoice&) const = default;
};

struct TopicPart {
    domain::Topic recorded{};  ///< empty text: none yet
    Standing standing = Standing::none;
    std::vector<PlanChoice> next{};  ///< the plan items to choose from, the likeliest first
    int number = 0;                  ///< of the plan item recorded, else of the likeliest; 0: no plan
    int plan_items = 0;
    bool operator==(const TopicPart&) const = default;
};

struct HomeworkPart {
    std::optional<Task> recorded{};  ///< nothing: not said yet
    Standing standing = Standing::none;
    struct Due {
        domain::LessonKey lesson{};
        LocalDay day{};
        int period = 0;
        bool operator==(const Due&) const = default;
    };
    std::vector<Due> dues{};  ///< lessons to come, the next one first; none: nothing can be set
    bool operator==(const HomeworkPart&) const = default;
};

/// Who sits where in this room.
struct SeatPart {
    enum class Can : std::uint8_t {
        write,
        read,           ///< somebody else's to change
        not_one_class,  ///< several classes are in one lesson
        not_in_a_room,  ///< nobody has said where the lesson is held
    };
    Can can = Can::not_in_a_room;
    std::optional<domain::SeatPlan> plan{};  ///< nothing: none yet
    Standing standing = Standing::none;
    bool operator==(const SeatPart&) const = default;
};

/// An entry that the journal did not take as it is.
struct Attention {
    Standing standing = Standing::refused;  ///< refused, held or conflict
    std::string rule{};                     ///< name of domain/judge.hpp; empty for a conflict
    domain::Writing writing{};              ///< what was written
    std::string pupil{};                    ///< whose cell; empty for topic and homework of the class
    std::string value{};                    ///< as text: "Н", the topic's text; empty: present
    std::string other{};                    ///< conflict: what the other one wrote
    std::string other_by{};                 ///< conflict: who, «Иванова А. П.»
    LocalTime saved{};
    LocalTime other_at{};
    bool choosable = false;  ///< conflict: one of the two can be chosen here
    /// Whether an approved request would lift the refusal, and whether there is one already (J-08).
    enum class Request : std::uint8_t { no, possible, asked } request = Request::no;
    bool operator==(const Attention&) const = default;
};

/// For what a closed record may be changed (J-09).
struct Ground {
    std::string code{}, title{};
    bool document = true;  ///< not without one
    bool operator==(const Ground&) const = default;
};

/// What the newest touch wrote, which can be taken back.
struct LastTouch {
    domain::CellKind kind{};
    std::string pupil{};    ///< whose cell; empty for topic and homework of the class
    std::string value{};    ///< as text; empty: present, or taken back
    std::size_t cells = 1;  ///< of the touch, this one counted
    int late_minutes = 0;
    bool operator==(const LastTouch&) const = default;
};

/// Why this lesson is to be read only.
enum class ReadOnly { no, not_yours, not_begun };

struct State {
    std::string room{}, groups{}, subject{};
    int period = 0;
    domain::LessonKey key{};
    LocalTime starts{}, ends{};
    std::string person{};  ///< «Анна Сергеевна К.»
    bool loading = false;  ///< the store has not answered yet
    bool touch = true;     ///< rows as high as a finger needs; false: a desk with mouse and keys

    std::vector<Code> codes{};  ///< in the order of one touch after another; after the last comes present
    std::vector<Pupil> pupils{};
    MarksPart marks{};
    TopicPart topic{};
    HomeworkPart homework{};
    SeatPart seats{};
    std::vector<Attention> attention{};
    std::optional<LastTouch> last_touch{};
    std::optional<LastTouch> overtaken{};  ///< others changed it since: it stays
    std::vector<Ground> grounds{};
    ReadOnly read_only = ReadOnly::no;
    std::string planned{};  ///< «Иванова А. П.»: the lesson's own teacher, where somebody else holds it or is here
    bool substitution = false;  ///< the person holds it instead
    bool may_stand_in = false;  ///< the person may say here that he holds it (D-05)
    Surroundings around{};

    bool operator==(const State&) const = default;
};

/// A request for a late change that is being filled in.
struct Wish {
    domain::Writing wanted{};
    std::string ground{}, document{}, reason{};
};
struct AttentionScratch {
    bool reading = false;                 ///< the list of what needs attention is open
    std::optional<domain::Cell> about{};  ///< of this one only
    std::optional<Wish> wish{};
};

/// The class is called one by one, in letters that are read from the last desk.
struct RollCall {
    std::vector<PersonId> called{};  ///< in the order of the list
    std::size_t at = 0;
    bool go = true;  ///< the keyboard goes to the answer in the next frame
};

/// Pupils are being seated; nothing of it is recorded yet.
struct Seating {
    domain::SeatPlan plan{};
    std::optional<PersonId> taken{};  ///< who goes to the place that is touched next
};

/// Typed and not recorded yet; to be kept for this person and lesson when the station locks. Empty again by itself when
/// the state shows it as recorded.
struct Scratch {
    std::optional<domain::Topic> topic{};
    std::optional<Task> task{};
    bool task_nothing = false;    ///< «Ничего не задано» is chosen
    bool choosing_topic = false;  ///< the plan's list is open
    AttentionScratch attention{};
    struct Place {
        std::size_t row = 0;
        bool mark = false;  ///< the mark's cell; else the attendance's
    };
    std::optional<Place> go_to{};             ///< the cell that takes the focus in the next frame
    std::optional<RollCall> roll{};           ///< shown instead of the list
    bool by_seats = false;                    ///< the class is shown as it sits, not as a list
    std::optional<Seating> seating{};         ///< shown instead of the list
    bool standing_in = false;                 ///< why the person holds another's lesson is being asked
    bool choosing_work = false;               ///< the list of works is open
    std::optional<PersonId> marking{};        ///< whose mark is being chosen by touch
    std::string points{};                     ///< typed for him, where marks are points
    std::optional<std::string> comment{};     ///< typed for his mark
    std::optional<PersonId> about{};          ///< who is being looked at by himself
    std::optional<std::string> own_task{};    ///< typed for him
    std::optional<std::string> task_lines{};  ///< its files as they are being typed, one a line
    bool detailing_task = false;              ///< for when, and with which files, is being said
};

/// One pupil's cell; an empty code: present.
struct Attend {
    PersonId pupil{};
    std::string code{};
    int late_minutes = 0;
};
/// For the current work; an empty value takes the mark back.
struct GiveMark {
    PersonId pupil{};
    std::string value{};
    std::optional<std::string> comment{};  ///< nothing: it stays as it is
};
/// The class teacher is to know that the pupil falls behind.
struct ReportPupil {
    PersonId pupil{};
    std::string text{};
};
/// Homework of that pupil alone; an empty text takes it back.
struct SetTask {
    PersonId pupil{};
    std::string text{};
};
/// Marks are given for this one from now on.
struct ChooseWork {
    std::string kind{};
    int ordinal = 1;
};
/// These, all of whom nothing was written of before, are here.
struct MarkPresent {
    std::vector<PersonId> pupils{};
};
/// What differs from the recorded.
struct Write {
    std::optional<domain::Topic> topic{};
    std::optional<Task> task{};
};
/// That a closed record be changed (J-08).
struct AskChange {
    domain::Writing wanted{};
    std::string ground{}, document{}, reason{};
};
/// Of two that wrote without seeing each other, which one is to be in force.
struct ChooseVersion {
    domain::Cell cell{};
    bool other = false;  ///< else the own one
};
/// The person holds this lesson instead of its teacher, for that reason.
struct StandIn {
    std::string reason{};
};
/// The class sits like this from now on.
struct Seat {
    domain::SeatPlan plan{};
};
/// The newest touch is taken back.
struct Undo {};
struct ShowDesk {};
/// The journal page of this lesson's class and subject.
struct ShowPage {};
/// The plan of topics (КТП) of this lesson's class and subject; from any screen that knows the load.
struct ShowPlan {
    LoadId load{};
};
struct Leave {};
using Intent = std::variant<Attend, GiveMark, ReportPupil, SetTask, ChooseWork, MarkPresent, Write, AskChange,
                            ChooseVersion, StandIn, Seat, Undo, ShowDesk, ShowPage, ShowPlan, Leave>;

/// In the places of the plan that there is; where there is none, in the order of the list.
Seating begin_seating(const State& state);
std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::lesson
