#pragma once

#include "station/domain/lesson.hpp"
#include "station/flow/office.hpp"
#include "station/screens/lesson.hpp"
#include "station/screens/standing.hpp"
#include "station/screens/surroundings.hpp"

#include <variant>
#include <vector>

/// The teacher's lessons of a day, to open one: shown when none is going on, and on request from the lesson.
namespace zvonok::screens::desk {

enum class Time { over, going_on, ahead };

struct Item {
    domain::LessonKey key{};
    int period = 0;
    LocalTime starts{}, ends{};
    std::string groups{}, subject{}, room{};
    Time time{};
    int pupils = 0;
    int marked = 0;  ///< pupils whose attendance is written
    bool needs_attention = false;
    bool operator==(const Item&) const = default;
};

/// The desks of the office, offered to whom a role opens them.
using Office = flow::OfficeDesk;

/// Something that the person is to see to, and where.
struct Duty {
    enum class Kind : std::uint8_t {
        missing,  ///< parts of a lesson
        remark,
        reasons,  ///< of absences in the own class, all of them
        entry,    ///< written, and not taken as it is
    };
    Kind kind{};
    domain::LessonKey lesson{};  ///< empty: of none
    std::string groups{}, subject{};
    LocalDay day{};
    int period = 0;
    std::vector<domain::CellKind> parts{};  ///< missing: attendance, topic, homework, mark
    std::optional<LocalTime> term{};
    bool overdue = false;
    std::string text{}, who{};  ///< of a remark
    int count = 0;              ///< of reasons
    lesson::Attention entry{};
    bool operator==(const Duty&) const = default;
};

struct State {
    std::string room{};    ///< of the station
    std::string person{};  ///< «Анна Сергеевна К.»
    LocalDay day{};
    std::vector<Item> lessons{};  ///< by start
    std::vector<Duty> duties{};   ///< the most urgent first
    std::vector<Office> office{};
    int unread = 0;         ///< messages and announcements
    bool loading = false;   ///< the store has not answered yet
    bool may_write = true;  ///< false: the person has no teaching here; the list is empty
    Surroundings around{};

    bool operator==(const State&) const = default;
};
struct Scratch {};

struct Open {
    domain::LessonKey lesson{};
};
struct Leave {};
using Intent = std::variant<Open, Office, lesson::ShowPlan, Leave>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::desk
