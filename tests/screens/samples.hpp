#pragma once

#include "station/screens/absences.hpp"
#include "station/screens/classes.hpp"
#include "station/screens/desk.hpp"
#include "station/screens/kiosk.hpp"
#include "station/screens/lesson.hpp"
#include "station/screens/lock.hpp"
#include "station/screens/messages.hpp"
#include "station/screens/notice.hpp"
#include "station/screens/notices.hpp"
#include "station/screens/page.hpp"
#include "station/screens/pin.hpp"
#include "station/screens/plan.hpp"
#include "station/screens/requests.hpp"
#include "station/screens/timetable.hpp"
#include "station/ui/frame.hpp"

#include <functional>
#include <memory>

/// States that every screen can be in, for the tests and the gallery. All people are made up.
namespace zvonok::test {

/// Tuesday 15 September 2026.
LocalTime at(int hour, int minute);
constexpr LocalDay tuesday{std::chrono::local_days{std::chrono::year{2026} / 9 / 15}};

template <class Tag>
Id<Tag> numbered(int number) {
    Id<Tag> id;
    id.bytes[0] = static_cast<std::uint8_t>(number);
    id.bytes[1] = static_cast<std::uint8_t>(number >> 8);
    return id;
}

/// Some lesson of tuesday.
inline domain::LessonKey lesson_key(int load) {
    return {.load = numbered<struct LoadTag>(load), .day = tuesday};
}

/// Some entry of that kind, told from others by the number.
inline domain::Writing written(domain::CellKind kind, int number) {
    domain::Cell cell;
    cell.kind = kind;
    cell.ordinal = number;
    return {std::move(cell), {}};
}

screens::Surroundings online();
screens::Surroundings offline(int waiting);

screens::lock::State lock_state();
screens::pin::State pin_state();
/// A class of that many, nobody marked.
screens::lesson::State lesson_state(int pupils);
/// The same in the midst of the lesson: every sign, a text half typed.
screens::lesson::State busy_lesson_state();
/// With everybody but the last three in the places of a plan.
screens::lesson::State seated_lesson_state(int pupils = 30);
/// A journal page of so many pupils and lessons, some way into the quarter.
screens::page::State page_state(int pupils, int lessons);
/// The same with every sign, and what needs attention told of its squares.
screens::page::State busy_page_state();
screens::page::History square_history();
screens::desk::State desk_state();
/// The same with everything that can need attention.
screens::desk::State busy_desk_state();
screens::kiosk::State kiosk_state();
screens::kiosk::ClassDay class_day();
screens::requests::State requests_state();
screens::absences::State absences_state();
screens::timetable::State timetable_state();
screens::notices::State notices_state();
screens::messages::State messages_state();
screens::plan::State plan_state();
screens::classes::State classes_state();

/// One screen in one state, drawn by itself.
struct Sample {
    std::string name;
    std::function<void(ui::Frame&)> draw;
    bool kiosk = false;
};
std::vector<Sample> samples();
void add_lessons(std::vector<Sample>& all);
void add_pages(std::vector<Sample>& all);
void add_kiosks(std::vector<Sample>& all);
void add_office(std::vector<Sample>& all);
void add_help(std::vector<Sample>& all);
void add_plans(std::vector<Sample>& all);
void add_seats(std::vector<Sample>& all);

/// The state and its own scratch as one thing that draws itself.
template <auto draw, class Scratch, class State>
std::function<void(ui::Frame&)> drawn(State state, Scratch scratch = {}) {
    auto kept = std::make_shared<Scratch>(std::move(scratch));
    return [state = std::move(state), kept](ui::Frame& frame) { draw(frame, state, *kept); };
}

}  // namespace zvonok::test
