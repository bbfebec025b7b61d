#pragma once

#include "station/flow/course.hpp"

#include <map>
#include <set>

/// What is done at a desk beside lessons. A person sees of it what one of the own roles may do.
namespace zvonok::flow {

enum class OfficeDesk : std::uint8_t {
    requests,   ///< late changes: ask, decide, carry out, the register of them (J-08 to J-15)
    absences,   ///< reasons of missed lessons, by the class teacher (F-05 to F-07)
    timetable,  ///< substitutions, moves, cancellations (D-05, D-08)
    notices,    ///< announcements (L-03)
    messages,   ///< messages to and from the person, and what is announced to staff (L-01, L-02)
    classes,    ///< what the teacher teaches, with the way to each journal and plan
};

/// Those that are for the person on that day.
std::vector<OfficeDesk> office_of(const domain::FactBook& book, PersonId person, LocalDay day);

/// Whether one of the person's roles may write acts of the kind.
bool may_write(const domain::FactBook& book, PersonId person, domain::CellKind kind, LocalDay day);
/// Whether the person may write what an approved request asks for (J-13).
bool may_carry_out(const domain::FactBook& book, PersonId person, LocalDay day);

/// The role in which the person writes this: the usual one where that may, else the first of the own roles that may;
/// where none may, the usual one, and the judge says so.
domain::Role role_for(const domain::FactBook& book, PersonId person, domain::Role usual, const domain::Writing& writing,
                      LocalDay day);

/// A refusal that an approved request would lift: the window or the year is closed (J-08).
bool asks_for_request(std::string_view rule);

/// What the journal knows of a request's record; the rest stands in the facts.
struct RequestRow {
    struct Done {
        PersonId by;
        Instant at;
        domain::Outcome outcome = domain::Outcome::pending;

        bool operator==(const Done&) const = default;
    };
    RequestId id;
    std::optional<domain::Act> before{};  ///< what stood when it was asked
    std::optional<Done> done{};           ///< it was carried out
    PeriodId period{};                    ///< the study period of the record (J-15)

    bool operator==(const RequestRow&) const = default;
};

struct Requests {
    std::uint64_t question = 0;
    bool viewed = false;
    std::vector<RequestRow> rows{};
};

/// What was said of one pupil at one lesson of the day; only where something was.
struct Missed {
    domain::LessonKey lesson;
    PersonId pupil;
    std::optional<domain::Attendance> teacher{};
    std::optional<domain::AbsenceReason> reason{};
    Standing standing{};  ///< of the reason

    bool operator==(const Missed&) const = default;
};

struct Absences {
    std::vector<GroupId> classes{};  ///< to choose from: the own ones
    GroupId school_class;
    LocalDay day;
    std::vector<domain::Lesson> lessons{};  ///< of the class on the day, that take place; by start
    std::vector<Missed> missed{};
    std::map<LocalDay, int> unreviewed{};  ///< days back to which reasons are missing, with how many
    std::uint64_t question = 0;
    std::uint64_t picture = 0;  ///< the question whose answer is shown
    bool viewed = false;
};

/// All of it stands in the facts.
struct Timetable {
    LocalDay day;
    GroupId school_class;
};

struct Notices {};

/// A message to or from the person.
struct Letter {
    EntityId id;
    PersonId from;
    domain::Role role = domain::Role::none;  ///< that it was written in
    Instant sent;
    domain::Message message;
    bool answered = false;
    domain::Outcome outcome = domain::Outcome::pending;

    bool operator==(const Letter&) const = default;
};
/// What the journal knows of the person's messages: to the person in the order in which to answer them (L-02), then
/// what the person wrote, newest first.
struct Mail {
    std::vector<Letter> letters;
    std::set<EntityId> read;  ///< messages and announcements

    bool operator==(const Mail&) const = default;
};
/// The cell that says that the person has read it: wherever somebody logs in, it is no longer new there.
domain::Cell reading_cell(PersonId person, EntityId what);
/// What such a cell is about; empty: it is about something else.
EntityId what_was_read(const domain::Cell& cell);

struct Messages {};

/// The desks in the order of OfficeDesk; behind them the plan, which belongs to one load.
using Office = std::variant<std::monostate, Requests, Absences, Timetable, Notices, Messages, Classes, CoursePlan>;

/// What the journal answers about absences.
struct AbsencesView {
    std::vector<RecordedValue> values;  ///< attendance and reasons
    std::map<LocalDay, int> unreviewed;
};

}  // namespace zvonok::flow
