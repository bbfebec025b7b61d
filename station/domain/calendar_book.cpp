#include "station/domain/calendar_book.hpp"

#include <tuple>

namespace zvonok::domain {

namespace {

template <class Span>
bool covers(const Span& span, LocalDay day) {
    return span.first <= day && day <= span.last;
}

/// Five days a week where the school has never said anything: the production calendar of the country.
constexpr int ordinary_days_a_week = 5;

}  // namespace

int weekday_of(LocalDay day) {
    return static_cast<int>(std::chrono::weekday{day}.iso_encoding());
}

const School* CalendarBook::school_on(LocalDay day) const {
    // One book is of one school; a second entity would be another's slip, and the smaller id wins everywhere alike.
    const School* school = nullptr;
    EntityId smallest;
    t_.schools.each([&](const EntityId& id, const Dated<School>& dated) {
        if (const School* known = dated.on(day); known != nullptr && (school == nullptr || id < smallest)) {
            school = known;
            smallest = id;
        }
    });
    return school;
}

std::vector<Known<EntityId, SchoolYear>> CalendarBook::years() const {
    std::vector<Known<EntityId, SchoolYear>> years;
    t_.years.each([&](const EntityId& id, const Dated<SchoolYear>& dated) {
        if (const SchoolYear* year = dated.last()) years.push_back({id, year});
    });
    std::ranges::sort(years, {}, [](const auto& year) { return std::tuple{year->first, year.id}; });
    return years;
}

std::optional<Known<EntityId, SchoolYear>> CalendarBook::year_in(LocalDay day, CalendarId calendar) const {
    std::optional<Known<EntityId, SchoolYear>> own, ordinary;
    std::vector<const SchoolYear*> of_calendar;
    t_.years.each([&](const EntityId& id, const Dated<SchoolYear>& dated) {
        const SchoolYear* year = dated.on(day);
        if (year == nullptr) return;
        if (year->calendar == calendar && !calendar.empty()) of_calendar.push_back(year);
        auto& found = year->calendar == calendar ? own : ordinary;
        if ((year->calendar == calendar || year->calendar.empty()) && covers(*year, day) && (!found || id < found->id))
            found = {id, year};
    });
    if (own || !ordinary) return own;
    // A calendar of its own may end earlier than the ordinary one; the ordinary year then does not go on for it.
    const bool has_its_own = std::ranges::any_of(of_calendar, [&](const SchoolYear* year) {
        return year->first <= (*ordinary)->last && (*ordinary)->first <= year->last;
    });
    return has_its_own ? std::nullopt : ordinary;
}

std::optional<EntityId> CalendarBook::year_of(LocalDay day, GroupId group) const {
    const auto year = year_in(day, calendar_of(group, day));
    return year ? std::optional{year->id} : std::nullopt;
}

CalendarId CalendarBook::calendar_of(GroupId id, LocalDay day) const {
    const Group* found = id.empty() ? nullptr : group(id, day);
    if (found == nullptr || !found->calendar.empty()) return found == nullptr ? CalendarId{} : found->calendar;
    const Group* parent = found->parent.empty() ? nullptr : group(found->parent, day);
    return parent == nullptr ? CalendarId{} : parent->calendar;
}

std::vector<Known<EntityId, Holiday>> CalendarBook::holidays_on(LocalDay day, CalendarId calendar) const {
    std::vector<Known<EntityId, Holiday>> holidays;
    t_.holidays.each([&](const EntityId& id, const Dated<Holiday>& dated) {
        if (const Holiday* holiday = dated.on(day); holiday != nullptr && covers(*holiday, day))
            if (holiday->calendar.empty() || holiday->calendar == calendar) holidays.push_back({id, holiday});
    });
    std::ranges::sort(holidays, {}, &Known<EntityId, Holiday>::id);
    return holidays;
}

std::string CalendarBook::holiday_on(LocalDay day, GroupId group) const {
    for (const auto& holiday : holidays_on(day, calendar_of(group, day)))
        if (!holiday->name.empty()) return holiday->name;
    return {};
}

std::vector<Known<EntityId, MovedDay>> CalendarBook::moved_days(LocalDay day) const {
    std::vector<Known<EntityId, MovedDay>> moved;
    t_.moved_days.each([&](const EntityId& id, const Dated<MovedDay>& dated) {
        if (const MovedDay* known = dated.on(day); known != nullptr && known->day == day) moved.push_back({id, known});
    });
    // What a calendar says for itself goes before what is said for all.
    std::ranges::sort(moved, {}, [](const auto& known) { return std::tuple{known->calendar.empty(), known.id}; });
    return moved;
}

std::optional<CalendarBook::Timetable> CalendarBook::taught_by(LocalDay day, GroupId group) const {
    return taught_by_calendar(day, calendar_of(group, day));
}

std::optional<CalendarBook::Timetable> CalendarBook::taught_by_calendar(LocalDay day, CalendarId calendar) const {
    const auto year = year_in(day, calendar);
    if (!year) return std::nullopt;
    // The week with the first school day is the first, odd one, whatever weekday it begins on.
    const LocalDay first_monday = (*year)->first - std::chrono::days{weekday_of((*year)->first) - 1};
    Timetable taught{weekday_of(day), (day - first_monday).count() / 7 % 2 == 0 ? WeekParity::odd : WeekParity::even};
    for (const auto& moved : moved_days(day)) {
        if (!moved->calendar.empty() && moved->calendar != calendar) continue;
        taught.weekday = moved->weekday;
        if (moved->week != WeekParity::every) taught.week = moved->week;
        return taught;
    }
    if (taught.weekday > (*year)->days_a_week || !holidays_on(day, calendar).empty()) return std::nullopt;
    return taught;
}

int CalendarBook::days_a_week(LocalDay day, CalendarId calendar) const {
    if (const auto year = year_in(day, calendar)) return (*year)->days_a_week;
    // In summer as in the year that has ended, before the first one as in the first one.
    int days = ordinary_days_a_week;
    bool known = false;
    for (const auto& year : years()) {
        if (!year->calendar.empty() && year->calendar != calendar) continue;
        if (known && year->first > day) break;
        days = year->days_a_week;
        known = true;
    }
    return days;
}

bool CalendarBook::is_working_day(LocalDay day, GroupId group) const {
    const CalendarId calendar = calendar_of(group, day);
    for (const auto& moved : moved_days(day))
        if (moved->calendar.empty() || moved->calendar == calendar) return true;
    const auto holidays = holidays_on(day, calendar);
    if (std::ranges::any_of(holidays, [](const auto& holiday) { return holiday->public_holiday; })) return false;
    return weekday_of(day) <= days_a_week(day, calendar);
}

LocalDay CalendarBook::next_working_day(LocalDay day, GroupId group) const {
    // A year without a working day is a slip in the facts; the search then ends where it began.
    for (int ahead = 1; ahead <= 366; ++ahead)
        if (const LocalDay next = day + std::chrono::days{ahead}; is_working_day(next, group)) return next;
    return day + std::chrono::days{1};
}

BellsId CalendarBook::usual_schedule(LocalDay day, GroupId id) const {
    const Group* found = id.empty() ? nullptr : group(id, day);
    if (found == nullptr || !found->bells.empty()) return found == nullptr ? BellsId{} : found->bells;
    const Group* of = found->parent.empty() ? nullptr : group(found->parent, day);
    return of == nullptr ? BellsId{} : of->bells;
}

BellsId CalendarBook::schedule_of(LocalDay day, GroupId id) const {
    const Group* found = id.empty() ? nullptr : group(id, day);
    const GroupId parent = found == nullptr ? GroupId{} : found->parent;
    const BellDay* rings = nullptr;
    std::tuple<int, LocalDay, EntityId> best;
    t_.bell_days.each([&](const EntityId& entity, const Dated<BellDay>& dated) {
        const BellDay* known = dated.on(day);
        if (known == nullptr || !covers(*known, day)) return;
        // The closer to the group, the later begun, goes before.
        int closeness = 0;
        if (!known->group.empty()) closeness = known->group == id ? 2 : known->group == parent ? 1 : -1;
        if (closeness < 0) return;
        const std::tuple rank{closeness, known->first, entity};
        if (rings != nullptr && rank < best) return;
        rings = known;
        best = rank;
    });
    return rings == nullptr ? usual_schedule(day, id) : rings->schedule;
}

std::vector<BellPeriod> CalendarBook::bells_of(BellsId schedule, LocalDay day) const {
    std::vector<BellPeriod> bells;
    for (const EntityId& id : t_.under(t_.bells_by_schedule, schedule))
        if (const BellPeriod* bell = t_.find(t_.bell_periods, id, day); bell != nullptr && bell->schedule == schedule)
            bells.push_back(*bell);
    std::ranges::sort(bells, {}, [](const BellPeriod& bell) { return std::tuple{bell.starts, bell.number}; });
    return bells;
}

std::vector<BellPeriod> CalendarBook::bells(LocalDay day, GroupId group) const {
    return bells_of(schedule_of(day, group), day);
}

std::optional<BellPeriod> CalendarBook::bell(LocalDay day, GroupId group, int number) const {
    for (const BellsId schedule : {schedule_of(day, group), usual_schedule(day, group)})
        for (const BellPeriod& bell : bells_of(schedule, day))
            if (bell.number == number) return bell;
    return std::nullopt;
}

std::vector<Known<PeriodId, ReportingPeriod>> CalendarBook::periods_of(GroupId group, EntityId year_id) const {
    std::vector<Known<PeriodId, ReportingPeriod>> periods;
    const SchoolYear* of = year(year_id);
    if (of == nullptr) return periods;
    t_.periods.each([&](const PeriodId& id, const Dated<ReportingPeriod>& dated) {
        const ReportingPeriod* known = dated.last();
        if (known == nullptr || known->first < of->first || of->last < known->first) return;
        // A group made after the period began has its grade at the end.
        const int begun = grade_of(group, known->first);
        const int grade = begun != 0 ? begun : grade_of(group, known->last);
        if (known->first_grade <= grade && grade <= known->last_grade) periods.push_back({id, known});
    });
    std::ranges::sort(periods, {}, [](const auto& known) {
        return std::tuple{known->kind == PeriodKind::year, known->first, known.id};
    });
    return periods;
}

std::optional<PeriodId> CalendarBook::period_of(GroupId group, LocalDay day) const {
    const int grade = grade_of(group, day);
    std::optional<PeriodId> found;
    t_.periods.each([&](const PeriodId& id, const Dated<ReportingPeriod>& dated) {
        const ReportingPeriod* known = dated.last();
        if (known == nullptr || known->kind == PeriodKind::year || !covers(*known, day)) return;
        if (known->first_grade <= grade && grade <= known->last_grade && (!found || id < *found)) found = id;
    });
    return found;
}

}  // namespace zvonok::domain
