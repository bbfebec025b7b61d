#pragma once

#include "station/domain/fact_book.hpp"

/// Which lesson the station speaks of. Pure questions to the facts.
namespace zvonok::flow {

bool goes_on(const domain::Lesson& lesson, LocalTime at);
bool teaches(const domain::Lesson& lesson, PersonId teacher);

/// What goes on in a room: for the lock screen, so nothing of persons.
struct RoomNow {
    std::optional<domain::Lesson> now;
    std::optional<domain::Lesson> next;  ///< of today, else of the next days
};
RoomNow room_now(const domain::FactBook& book, RoomId room, LocalTime at);

/// Lessons of today that were to be held in the room and are not, while they would not be over.
std::vector<domain::Lesson> cancelled_in(const domain::FactBook& book, RoomId room, LocalTime at);

/// The room of the station as facts have it; by its name of the config image where they do not know the station yet.
RoomId room_of(const domain::FactBook& book, StationId station, std::string_view room_name, LocalDay day);

/// Where a teacher's desk opens: their lesson going on in this room; else going on anywhere; else another's going on
/// in this room (a substitution); else the teacher's next one if it starts within the break; else their last one of
/// today; else their next.
std::optional<domain::Lesson> lesson_for(const domain::FactBook& book, RoomId room, PersonId teacher, LocalTime at);

/// The lessons that the desk offers: the teacher's of today, and the one going on in the room. By start.
std::vector<domain::Lesson> lessons_offered(const domain::FactBook& book, RoomId room, PersonId teacher, LocalTime at);

/// Where the plan of who sits where stands: of the lesson's class in its room, or in that one where the timetable names
/// none. Nothing: several classes share the lesson, or no room is known.
std::optional<domain::Cell> seat_cell(const domain::FactBook& book, const domain::Lesson& lesson, RoomId room);

/// The pupil's class, of those that the lesson is for; empty: the pupil is in none.
GroupId class_of(const domain::FactBook& book, const domain::Lesson& lesson, PersonId pupil);

/// The days that a kiosk offers: today and the next school days, `count` in all.
std::vector<LocalDay> days_offered(const domain::FactBook& book, LocalDay today, std::size_t count);

/// Lessons of a class or of parts of it on a day, by start; cancelled ones too, for somebody waits for them.
std::vector<domain::Lesson> lessons_of_class(const domain::FactBook& book, GroupId school_class, LocalDay day);

}  // namespace zvonok::flow
