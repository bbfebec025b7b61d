#pragma once

#include "station/domain/act.hpp"
#include "station/screens/surroundings.hpp"

#include <variant>
#include <vector>

/// The hallway kiosk: every class's timetable and homework, for everyone, without login.
namespace zvonok::screens::kiosk {

struct ClassButton {
    GroupId id{};
    std::string name{};
    int grade = 0;  ///< 0: not said
    bool operator==(const ClassButton&) const = default;
};

enum class Homework { unsaid, nothing, set };

struct LessonRow {
    int period = 0;
    LocalTime starts{}, ends{};
    std::string subject{}, room{};
    std::string teacher{};                 ///< «Иванова А. П.»; several: with commas
    std::string subgroup{};                ///< "англ. 1"; empty: the whole class
    Homework homework = Homework::unsaid;  ///< due for this lesson
    std::string task{};
    domain::HomeworkWay ways = domain::HomeworkWay::none;
    LessonChange change = LessonChange::none;
    bool going_on = false;
    bool unconfirmed = false;  ///< came from a neighbouring station, the server has not confirmed it yet
    bool operator==(const LessonRow&) const = default;
};

/// The class that was chosen, on the day that was chosen.
struct ClassDay {
    GroupId id{};
    std::string name{};
    std::vector<LocalDay> days{};  ///< to choose from: today first, then the next school days
    LocalDay day{};
    std::vector<LessonRow> lessons{};
    std::string holiday{};  ///< why there are none: "осенние каникулы"; may be empty
    bool operator==(const ClassDay&) const = default;
};

/// What the bells say at this minute.
struct Bell {
    enum class Kind { none, lesson_ends, lesson_begins } kind = Kind::none;
    int period = 0;  ///< the one that ends or begins
    int minutes = 0;
    bool operator==(const Bell&) const = default;
};

struct State {
    std::string school{};
    Bell bell{};
    std::vector<ClassButton> classes{};  ///< by grade and name; empty: no data yet
    std::optional<ClassDay> chosen{};
    Surroundings around{};

    bool operator==(const State&) const = default;
};
struct Scratch {};

struct PickClass {
    GroupId id{};
};
struct PickDay {
    LocalDay day{};
};
struct Back {};
using Intent = std::variant<PickClass, PickDay, Back, Speak>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::kiosk
