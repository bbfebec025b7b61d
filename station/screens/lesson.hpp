#pragma once

#include "station/domain/act.hpp"
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

struct Pupil {
    PersonId id{};
    std::string name{};  ///< «Фамилия И.»
    std::string code{};  ///< of the entry that counts; empty: present, or nothing written
    Standing standing = Standing::none;
    bool operator==(const Pupil&) const = default;
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

/// What was set: text, ways, or «ничего не задано» (no text and no way).
struct Task {
    std::string text{};
    domain::HomeworkWay ways = domain::HomeworkWay::none;
    bool operator==(const Task&) const = default;
    [[nodiscard]] bool nothing() const { return text.empty() && ways == domain::HomeworkWay::none; }
};

struct HomeworkPart {
    std::optional<Task> recorded{};  ///< nothing: not said yet
    Standing standing = Standing::none;
    std::optional<LocalDay> due{};  ///< of the next lesson; nothing: there is none, so nothing can be set
    bool operator==(const HomeworkPart&) const = default;
};

/// An entry that the journal did not take as it is.
struct Attention {
    Standing standing = Standing::refused;  ///< refused, held or conflict
    std::string rule{};                     ///< name of domain/judge.hpp; empty for a conflict
    domain::CellKind kind = domain::CellKind::attendance;
    std::string pupil{};     ///< whose cell; empty for topic and homework of the class
    std::string value{};     ///< "Н", the topic's text; empty: present
    std::string other{};     ///< conflict: what the other one wrote
    std::string other_by{};  ///< conflict: who, «Иванова А. П.»
    LocalTime saved{};
    bool operator==(const Attention&) const = default;
};

/// Why this lesson is to be read only.
enum class ReadOnly { no, not_yours, not_begun, window_closed };

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
    TopicPart topic{};
    HomeworkPart homework{};
    std::vector<Attention> attention{};
    ReadOnly read_only = ReadOnly::no;
    Surroundings around{};

    bool operator==(const State&) const = default;
};

/// Typed and not recorded yet; to be kept for this person and lesson when the station locks. Empty again by itself when
/// the state shows it as recorded.
struct Scratch {
    std::optional<domain::Topic> topic{};
    std::optional<Task> task{};
    bool task_nothing = false;    ///< «Ничего не задано» is chosen
    bool choosing_topic = false;  ///< the plan's list is open
    bool reading_attention = false;
    std::optional<std::size_t> go_to{};  ///< the row that takes the focus in the next frame
};

/// One pupil's cell; an empty code: present.
struct Mark {
    PersonId pupil{};
    std::string code{};
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
struct ShowDesk {};
struct Leave {};
using Intent = std::variant<Mark, MarkPresent, Write, ShowDesk, Leave>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::lesson
