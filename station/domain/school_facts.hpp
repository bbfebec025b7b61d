#pragma once

#include "station/base/zone.hpp"

#include <optional>
#include <string>
#include <vector>

/// Facts about the school: its time, its places, what is taught to whom.
namespace zvonok::domain {

struct School {
    std::string name;
    std::string zone;  ///< tz database name, "Europe/Moscow"

    bool operator==(const School&) const = default;
};

struct Subject {
    std::string name;  ///< as in the curriculum: in full, lower case first (B-16)

    bool operator==(const Subject&) const = default;
};

struct Room {
    std::string name;
    std::string building;
    int capacity = 0;  ///< seats; 0 = not said

    bool operator==(const Room&) const = default;
};

/// A bell schedule beside the ordinary one: of a shift, shortened (B-07).
struct BellSchedule {
    std::string name;

    bool operator==(const BellSchedule&) const = default;
};

/// One period of a bell schedule; minutes since midnight, school time. An end before the start lies on the next day.
struct BellPeriod {
    int number = 0;  ///< as printed on the wall; 0 exists (нулевой урок)
    std::chrono::minutes starts{}, ends{};
    BellsId schedule{};  ///< empty: the ordinary one

    bool operator==(const BellPeriod&) const = default;
};

/// From first to last these bells ring instead of the usual ones, for the group with its subgroups, or for all.
struct BellDay {
    BellsId schedule;
    LocalDay first, last;
    GroupId group{};  ///< empty: all

    bool operator==(const BellDay&) const = default;
};

/// An annual calendar besides the ordinary one (B-06).
struct Calendar {
    std::string name;

    bool operator==(const Calendar&) const = default;
};

/// Both days belong to the year.
struct SchoolYear {
    LocalDay first, last;
    CalendarId calendar{};  ///< empty: the ordinary one
    int days_a_week = 6;    ///< 5 or 6: which weekdays are working days

    bool operator==(const SchoolYear&) const = default;
};

/// Days without lessons. On a public holiday nobody works; in the pupils' holidays (каникулы) the staff does, and
/// "the next working day" counts them.
struct Holiday {
    LocalDay first, last;
    std::string name;
    CalendarId calendar{};  ///< empty: of all calendars
    bool public_holiday = false;

    bool operator==(const Holiday&) const = default;
};

enum class WeekParity : std::uint8_t { every = 0, odd = 1, even = 2 };

/// A day that is taught by another weekday's timetable, be it a day off otherwise (B-06).
struct MovedDay {
    LocalDay day;
    int weekday = 1;                      ///< ISO, whose timetable holds
    WeekParity week = WeekParity::every;  ///< every: the parity of its own week
    CalendarId calendar{};                ///< empty: of all calendars

    bool operator==(const MovedDay&) const = default;
};

/// Stored by number: only add at the end.
enum class PeriodKind : std::uint8_t { quarter = 1, trimester = 2, half_year = 3, semester = 4, year = 5 };

/// A reporting period (B-04) of the grades from first_grade to last_grade; both days belong to it.
struct ReportingPeriod {
    PeriodKind kind = PeriodKind::quarter;
    int number = 1;
    LocalDay first, last;
    int first_grade = 0, last_grade = 99;
    std::optional<LocalDay> marks_due{};  ///< by the order that ends it (B-05)
    OrderId order{};

    bool operator==(const ReportingPeriod&) const = default;
};

/// Stored by number: only add at the end.
enum class OrderKind : std::uint8_t {
    other = 0,
    movement = 1,
    period_end = 2,
    paper_record = 3,  ///< lessons of these days and groups were recorded on paper (F-11)
    appointment = 4,
    dismissal = 5,
    hiring = 6,
};

/// A registered order (B-22).
struct Order {
    OrderKind kind = OrderKind::other;
    std::string number;
    LocalDay date;
    std::string subject;
    std::optional<LocalDay> first{}, last{};  ///< days that it speaks of
    std::vector<GroupId> groups{};            ///< empty: the whole school

    bool operator==(const Order&) const = default;
};

/// What is taught by a load. Stored by number: only add at the end.
enum class LoadKind : std::uint8_t { lesson = 0, extracurricular = 1, after_school = 2, practice = 3 };

/// Teaching load (педагогическая нагрузка): who teaches what to whom.
struct Load {
    SubjectId subject;
    std::vector<GroupId> groups;
    std::vector<PersonId> teachers;
    LoadKind kind = LoadKind::lesson;
    int hours_a_year = 0;  ///< by the curriculum; 0: not said

    bool operator==(const Load&) const = default;
};

/// The curriculum (учебный план): a subject with its hours, for a grade or a group (B-14, B-16).
struct CurriculumItem {
    std::string subject;
    int grade = 0;  ///< 0: see group
    GroupId group{};
    int hours_a_year = 0;

    bool operator==(const CurriculumItem&) const = default;
};

struct TimetableSlot {
    LoadId load;
    int weekday = 1;  ///< ISO: Monday 1 .. Sunday 7
    WeekParity week = WeekParity::every;
    int period = 1;  ///< BellPeriod::number
    RoomId room;     ///< empty: no room said

    bool operator==(const TimetableSlot&) const = default;
};

/// One topic of a calendar-thematic plan (КТП).
struct PlanItem {
    LoadId load;
    int number = 0;  ///< position in the plan, from 1
    std::string topic;
    int hours = 1;
    std::string work{};      ///< code of the kind of work planned (policy `work.kinds`); empty: none
    int work_number = 0;     ///< of that work; 0: none
    std::string homework{};  ///< what the plan proposes

    bool operator==(const PlanItem&) const = default;
};

/// A control work planned for a day (D-10). `monitoring`: it is one of the school's quality monitoring, and so are the
/// marks for works of that kind in the load's lesson of the day, whose window it widens (G-15).
struct PlannedWork {
    LoadId load;
    LocalDay day;
    std::string work;  ///< code of its kind
    std::string theme;
    bool monitoring = false;

    bool operator==(const PlannedWork&) const = default;
};

/// Stored by number: only add at the end.
enum class ExamKind : std::uint8_t { interim = 1, final = 2, oge = 3, ege = 4 };

/// An exam of groups in a subject (D-11, D-12, I-08 to I-10).
struct Exam {
    ExamKind kind = ExamKind::interim;
    SubjectId subject;
    std::vector<GroupId> groups;
    LocalDay day;
    std::vector<PersonId> examiners;

    bool operator==(const Exam&) const = default;
};

/// One parameter of requirements section 2, as its text in the policy file.
struct PolicyValue {
    std::string key, value;

    bool operator==(const PolicyValue&) const = default;
};

enum class StationMode : std::uint8_t { classroom = 1, office = 2, kiosk = 3 };

/// A registered station. Withdrawing the fact revokes it. Administrators work at protected workplaces alone, where the
/// policy `station.admin_protected` says so.
struct Station {
    std::string name;
    StationMode mode = StationMode::classroom;
    RoomId room;
    bool protected_workplace = false;

    bool operator==(const Station&) const = default;
};

/// A certificate revocation list of the staff CA, DER.
struct RevocationList {
    Bytes der;

    bool operator==(const RevocationList&) const = default;
};

/// To be read by the audiences named, while the fact holds (L-03).
struct Announcement {
    std::string title, text;
    bool to_staff = true;
    bool to_families = false;  ///< public: kiosks show it
    PersonId author{};

    bool operator==(const Announcement&) const = default;
};

}  // namespace zvonok::domain
