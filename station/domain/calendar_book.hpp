#pragma once

#include "station/domain/people_book.hpp"

namespace zvonok::domain {

/// The school's time as of a day: years, holidays, moved days, weeks, bells and reporting periods.
///
/// Where a group is asked for, an empty one means the school at large: the ordinary calendar and bells. A group without
/// a calendar or bells of its own has those of its class.
class CalendarBook : public PeopleBook {
  public:
    /// By whose timetable a day is taught.
    struct Timetable {
        int weekday = 1;  ///< ISO
        WeekParity week = WeekParity::odd;

        bool operator==(const Timetable&) const = default;
    };

    [[nodiscard]] const School* school_on(LocalDay day) const;
    /// Every school year known, by first day.
    [[nodiscard]] std::vector<Known<EntityId, SchoolYear>> years() const;
    [[nodiscard]] const SchoolYear* year(EntityId id) const { return t_.last(t_.years, id); }
    /// The school year that the day belongs to; nothing in summer.
    [[nodiscard]] std::optional<EntityId> year_of(LocalDay day, GroupId group = {}) const;

    /// Lessons are given: in the year, on one of its weekdays or a moved day, in no holidays.
    [[nodiscard]] bool is_school_day(LocalDay day, GroupId group = {}) const {
        return taught_by(day, group).has_value();
    }
    /// Nothing when no lessons are given.
    [[nodiscard]] std::optional<Timetable> taught_by(LocalDay day, GroupId group = {}) const;
    /// The staff works: by the production calendar, in the pupils' holidays and in summer too.
    [[nodiscard]] bool is_working_day(LocalDay day, GroupId group = {}) const;
    /// The first working day after `day`.
    [[nodiscard]] LocalDay next_working_day(LocalDay day, GroupId group = {}) const;
    /// The holidays that the day lies in, by name; empty: none.
    [[nodiscard]] std::string holiday_on(LocalDay day, GroupId group = {}) const;

    /// The bells that ring for the group on that day, by start.
    [[nodiscard]] std::vector<BellPeriod> bells(LocalDay day, GroupId group = {}) const;
    /// When the group's lesson of that number is. Where the bells of a special day don't say, the usual ones do: a
    /// shortened day loses no lesson that nobody cancelled.
    [[nodiscard]] std::optional<BellPeriod> bell(LocalDay day, GroupId group, int number) const;

    /// Periods carry their days themselves: what was said of one last.
    [[nodiscard]] const ReportingPeriod* period(PeriodId id) const { return t_.last(t_.periods, id); }
    /// The group's reporting periods of a school year, by first day; one of kind `year` comes last.
    [[nodiscard]] std::vector<Known<PeriodId, ReportingPeriod>> periods_of(GroupId group, EntityId year) const;
    /// The quarter, trimester, half-year or semester that the day belongs to; nothing in holidays between two.
    [[nodiscard]] std::optional<PeriodId> period_of(GroupId group, LocalDay day) const;

  protected:
    [[nodiscard]] CalendarId calendar_of(GroupId group, LocalDay day) const;
    /// The bell schedule of the group's shift; empty: the ordinary one.
    [[nodiscard]] BellsId usual_schedule(LocalDay day, GroupId group) const;
    /// The one that rings on the day.
    [[nodiscard]] BellsId schedule_of(LocalDay day, GroupId group) const;
    [[nodiscard]] std::vector<BellPeriod> bells_of(BellsId schedule, LocalDay day) const;
    [[nodiscard]] std::optional<Timetable> taught_by_calendar(LocalDay day, CalendarId calendar) const;
    [[nodiscard]] std::vector<Known<EntityId, MovedDay>> moved_days(LocalDay day) const;

  private:
    [[nodiscard]] std::optional<Known<EntityId, SchoolYear>> year_in(LocalDay day, CalendarId calendar) const;
    [[nodiscard]] std::vector<Known<EntityId, Holiday>> holidays_on(LocalDay day, CalendarId calendar) const;
    [[nodiscard]] int days_a_week(LocalDay day, CalendarId calendar) const;
};

/// ISO weekday, Monday 1 .. Sunday 7.
int weekday_of(LocalDay day);

}  // namespace zvonok::domain
