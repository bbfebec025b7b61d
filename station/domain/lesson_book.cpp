#include "station/domain/lesson_book.hpp"

#include <map>
#include <tuple>

namespace zvonok::domain {

namespace {

constexpr int days_searched = 366;

bool contains(const auto& items, const auto& item) {
    return std::ranges::find(items, item) != items.end();
}

auto order_of(const Lesson& lesson) {
    return std::tuple{lesson.starts, lesson.period, lesson.key.load, lesson.key.ordinal, lesson.key.unplanned};
}

std::chrono::days one_day() {
    return std::chrono::days{1};
}

void set_time(Lesson& lesson, LocalDay day, const BellPeriod& bell) {
    lesson.starts = LocalTime{day} + bell.starts;
    lesson.ends = LocalTime{day} + bell.ends;
    if (bell.ends < bell.starts) lesson.ends += one_day();
}

}  // namespace

void LessonBook::forget_days(bool timetable_changed) {
    if (timetable_changed) planned_ = std::make_shared<Days<PlannedDay>>();
    held_ = std::make_shared<Days<LessonDay>>();
}

LessonBook::PlannedDay LessonBook::plan_day(LocalDay day) const {
    std::vector<int> weekdays{weekday_of(day)};
    for (const auto& moved : moved_days(day))
        if (!contains(weekdays, moved->weekday)) weekdays.push_back(moved->weekday);

    std::map<CalendarId, std::optional<Timetable>> timetables;
    std::map<BellsId, std::vector<BellPeriod>> bells;
    struct OfGroup {
        const std::optional<Timetable>* taught;
        BellsId schedule, usual;
    };
    std::unordered_map<GroupId, OfGroup> of_groups;
    const auto of_group = [&](GroupId group) -> const OfGroup& {
        if (const auto known = of_groups.find(group); known != of_groups.end()) return known->second;
        const CalendarId calendar = calendar_of(group, day);
        auto taught = timetables.find(calendar);
        if (taught == timetables.end()) taught = timetables.emplace(calendar, taught_by_calendar(day, calendar)).first;
        const OfGroup made{&taught->second, schedule_of(day, group), usual_schedule(day, group)};
        return of_groups.emplace(group, made).first->second;
    };
    const auto bell_of = [&](BellsId schedule, int number) -> const BellPeriod* {
        auto rings = bells.find(schedule);
        if (rings == bells.end()) rings = bells.emplace(schedule, bells_of(schedule, day)).first;
        const auto found = std::ranges::find(rings->second, number, &BellPeriod::number);
        return found == rings->second.end() ? nullptr : &*found;
    };

    struct Found {
        const TimetableSlot* slot;
        const Load* load;
        EntityId id;
        GroupId group;  ///< whose calendar and bells it follows
    };
    std::vector<Found> slots;
    for (const int weekday : weekdays)
        for (const EntityId& id : t_.under(t_.slots_by_weekday, weekday)) {
            const TimetableSlot* slot = t_.find(t_.slots, id, day);
            if (slot == nullptr || slot->weekday != weekday) continue;
            const Load* load = this->load(slot->load, day);
            if (load == nullptr) continue;
            const auto taught_to = [&](GroupId group) {
                const auto& taught = *of_group(group).taught;
                return taught && taught->weekday == slot->weekday &&
                       (slot->week == WeekParity::every || slot->week == taught->week);
            };
            // Where the groups of a stream have calendars of their own, it meets when one of them has school.
            const auto group = std::ranges::find_if(load->groups, taught_to);
            if (group != load->groups.end()) {
                slots.push_back({slot, load, id, *group});
            } else if (load->groups.empty() && taught_to({})) {
                slots.push_back({slot, load, id, {}});
            }
        }
    std::ranges::sort(slots, {}, [](const Found& found) {
        return std::tuple{found.slot->load, found.slot->period, found.id};
    });

    PlannedDay lessons;
    const Found* before = nullptr;
    int ordinal = 0;
    for (const Found& found : slots) {
        const bool same_load = before != nullptr && before->slot->load == found.slot->load;
        // Two teachers or two rooms of one load at one time are still one lesson.
        if (same_load && before->slot->period == found.slot->period) continue;
        // Lessons without a bell count too: another bell schedule renames none.
        ordinal = same_load ? ordinal + 1 : 1;
        before = &found;
        const OfGroup& group = of_group(found.group);
        const BellPeriod* bell = bell_of(group.schedule, found.slot->period);
        if (bell == nullptr) bell = bell_of(group.usual, found.slot->period);
        if (bell == nullptr) continue;
        Lesson lesson;
        lesson.key = {found.slot->load, day, ordinal, {}};
        lesson.period = found.slot->period;
        set_time(lesson, day, *bell);
        lesson.room = found.slot->room;
        lesson.subject = found.load->subject;
        lesson.groups = found.load->groups;
        lesson.teachers = found.load->teachers;
        lessons.push_back(std::move(lesson));
    }
    return lessons;
}

std::shared_ptr<const LessonBook::PlannedDay> LessonBook::planned_day(LocalDay day) const {
    return planned_->get(day, [&] { return plan_day(day); });
}

std::optional<Lesson> LessonBook::planned_lesson(const LessonKey& key) const {
    if (!key.unplanned.empty()) return std::nullopt;
    const auto day = planned_day(key.day);
    const auto found = std::ranges::lower_bound(*day, std::tuple{key.load, key.ordinal}, {}, [](const Lesson& lesson) {
        return std::tuple{lesson.key.load, lesson.key.ordinal};
    });
    return found != day->end() && found->key == key ? std::optional{*found} : std::nullopt;
}

std::optional<Lesson> LessonBook::added(const LessonKey& key) const {
    for (const Enacted* enacted : rulings_on(key)) {
        const auto* change = std::get_if<LessonChange>(&enacted->act);
        if (change == nullptr || change->state != LessonState::added) continue;
        Lesson lesson;
        lesson.key = enacted->cell.lesson;
        const Load* load = this->load(lesson.key.load, change->day);
        if (load == nullptr) return std::nullopt;
        lesson.subject = load->subject;
        lesson.groups = load->groups;
        lesson.teachers = load->teachers;
        put(lesson, *change);
        return lesson;
    }
    return std::nullopt;
}

void LessonBook::put(Lesson& lesson, const LessonChange& change) const {
    lesson.state = change.state;
    lesson.merged_into = {};
    lesson.period = change.period;
    if (!change.room.empty()) lesson.room = change.room;
    std::optional<BellPeriod> rings;
    for (const GroupId group : lesson.groups)
        if (!rings) rings = bell(change.day, group, change.period);
    if (!rings) rings = bell(change.day, {}, change.period);
    if (rings) {
        set_time(lesson, change.day, *rings);
        return;
    }
    // No bell of that number rings: the hour stays.
    const auto by = LocalTime{change.day} - LocalTime{lesson.day()};
    lesson.starts += by;
    lesson.ends += by;
}

void LessonBook::apply_rulings(Lesson& lesson) const {
    const auto rulings = rulings_on(lesson.key);
    if (rulings.empty()) return;
    const Lesson base = lesson;
    for (const Enacted* enacted : rulings) {
        if (const auto* teacher = std::get_if<LessonTeacher>(&enacted->act)) lesson.substitute = teacher->teacher;
        const auto* change = std::get_if<LessonChange>(&enacted->act);
        if (change == nullptr) continue;
        switch (change->state) {
            case LessonState::as_planned: {
                const PersonId substitute = lesson.substitute;
                lesson = base;
                lesson.substitute = substitute;
                if (!change->room.empty()) lesson.room = change->room;
                break;
            }
            case LessonState::moved:
            case LessonState::added:
                put(lesson, *change);
                break;
            case LessonState::cancelled:
            case LessonState::merged:
                lesson.state = change->state;
                lesson.merged_into = change->state == LessonState::merged ? change->merged_into : LessonKey{};
                break;
        }
    }
}

void LessonBook::join_merged(Lesson& lesson) const {
    const auto* candidates = t_.merges.find(identity_of(lesson.key));
    if (candidates == nullptr) return;
    for (const LessonKey& key : *candidates) {
        auto other = planned_lesson(key);
        if (!other) other = added(key);
        if (!other) continue;
        apply_rulings(*other);
        if (other->state != LessonState::merged || identity_of(other->merged_into) != identity_of(lesson.key)) continue;
        for (const GroupId group : other->groups)
            if (!contains(lesson.groups, group)) lesson.groups.push_back(group);
    }
}

std::optional<Lesson> LessonBook::as_held(const LessonKey& key) const {
    auto lesson = planned_lesson(key);
    if (!lesson) lesson = added(key);
    if (!lesson) return std::nullopt;
    apply_rulings(*lesson);
    join_merged(*lesson);
    return lesson;
}

std::optional<Lesson> LessonBook::lesson(const LessonKey& key) const {
    return as_held(key);
}

LessonDay LessonBook::make_day(LocalDay day) const {
    LessonDay made;
    for (Lesson lesson : *planned_day(day)) {
        apply_rulings(lesson);
        if (lesson.day() != day) continue;
        join_merged(lesson);
        made.lessons.push_back(std::move(lesson));
    }
    if (const auto* arrivals = t_.arrivals.find(day.time_since_epoch().count()))
        for (const LessonKey& key : *arrivals) {
            auto lesson = as_held(key);
            const auto is_it = [&](const Lesson& known) { return known.key == lesson->key; };
            if (lesson && lesson->day() == day && std::ranges::none_of(made.lessons, is_it))
                made.lessons.push_back(std::move(*lesson));
        }
    std::ranges::sort(made.lessons, {}, order_of);

    std::unordered_map<GroupId, std::vector<GroupId>> classes;
    for (const Lesson& lesson : made.lessons) {
        if (!lesson.takes_place()) continue;
        const Load* load = this->load(lesson.key.load, day);
        if (load != nullptr && (load->kind == LoadKind::extracurricular || load->kind == LoadKind::after_school))
            continue;
        for (const GroupId group : lesson.groups) {
            auto of = classes.find(group);
            if (of == classes.end()) {
                auto ids = classes_of(group, day);
                if (!contains(ids, group)) ids.push_back(group);
                of = classes.emplace(group, std::move(ids)).first;
            }
            for (const GroupId id : of->second) {
                LocalTime& end = made.last_ends.try_emplace(id, lesson.ends).first->second;
                end = std::max(end, lesson.ends);
            }
        }
    }
    return made;
}

std::shared_ptr<const LessonDay> LessonBook::lesson_day(LocalDay day) const {
    return held_->get(day, [&] { return make_day(day); });
}

std::optional<Lesson> LessonBook::lesson_after(const LessonKey& key) const {
    const auto lesson = this->lesson(key);
    if (!lesson) return std::nullopt;
    const LocalDay begin = lesson->day();
    const Load* load = this->load(lesson->key.load, begin);
    std::vector<GroupId> groups = lesson->groups;
    for (const GroupId id : lesson->groups)
        if (const Group* group = this->group(id, begin); group != nullptr && !group->parent.empty())
            groups.push_back(group->parent);
    const auto follows = [&](const Lesson& other) {
        if (other.starts <= lesson->starts || !other.takes_place()) return false;
        if (other.key.load == lesson->key.load) return true;
        if (other.subject != lesson->subject) return false;
        const Load* its = this->load(other.key.load, other.day());
        if (load == nullptr || its == nullptr || its->kind != load->kind) return false;
        return std::ranges::any_of(other.groups, [&](GroupId group) { return contains(groups, group); });
    };
    for (int ahead = 0; ahead <= days_searched; ++ahead) {
        const auto day = lesson_day(begin + std::chrono::days{ahead});
        if (const auto next = std::ranges::find_if(day->lessons, follows); next != day->lessons.end()) return *next;
    }
    return std::nullopt;
}

namespace {

template <class Wanted>
std::vector<Lesson> lessons_over(const LessonBook& book, LocalDay first, LocalDay last, Wanted&& wanted) {
    std::vector<Lesson> lessons;
    for (LocalDay day = first; day <= last; day += one_day())
        for (const auto held = book.lesson_day(day); const Lesson& lesson : held->lessons)
            if (wanted(lesson)) lessons.push_back(lesson);
    return lessons;
}

}  // namespace

std::vector<Lesson> LessonBook::lessons_of_load(LoadId load, LocalDay first, LocalDay last) const {
    return lessons_over(*this, first, last, [&](const Lesson& lesson) { return lesson.key.load == load; });
}

std::vector<Lesson> LessonBook::lessons_of_class(GroupId school_class, LocalDay first, LocalDay last) const {
    return lessons_over(*this, first, last, [&](const Lesson& lesson) { return concerns(lesson, school_class); });
}

std::vector<Lesson> LessonBook::lessons_of_teacher(PersonId person, LocalDay first, LocalDay last) const {
    return lessons_over(*this, first, last, [&](const Lesson& lesson) { return holds(person, lesson); });
}

std::vector<Lesson> LessonBook::lessons_in_room(RoomId room, LocalDay first, LocalDay last) const {
    return lessons_over(*this, first, last, [&](const Lesson& lesson) { return lesson.room == room; });
}

std::vector<Substitution> LessonBook::substitutions(LocalDay first, LocalDay last) const {
    std::vector<Substitution> rows;
    for (Lesson& lesson : lessons_over(
             *this, first, last, [](const Lesson& held) { return !held.substitute.empty() && held.takes_place(); })) {
        Substitution row;
        for (const Enacted* enacted : rulings_on(lesson.key))
            if (const auto* teacher = std::get_if<LessonTeacher>(&enacted->act)) {
                row.reason = teacher->reason;
                row.by = enacted->author;
                row.saved = enacted->saved;
            }
        row.lesson = std::move(lesson);
        rows.push_back(std::move(row));
    }
    return rows;
}

bool LessonBook::teaches(PersonId person, const Lesson& lesson) {
    return !person.empty() && (lesson.substitute == person || contains(lesson.teachers, person));
}

bool LessonBook::holds(PersonId person, const Lesson& lesson) {
    return lesson.substitute.empty() ? teaches(person, lesson) : lesson.substitute == person;
}

bool LessonBook::concerns(const Lesson& lesson, GroupId school_class) const {
    return std::ranges::any_of(lesson.groups, [&](GroupId id) {
        return id == school_class || contains(classes_of(id, lesson.day()), school_class);
    });
}

std::optional<LocalTime> LessonBook::last_lesson_end(GroupId group, LocalDay day) const {
    const auto held = lesson_day(day);
    auto classes = classes_of(group, day);
    if (classes.empty()) classes.push_back(group);
    std::optional<LocalTime> latest;
    for (const GroupId id : classes)
        if (const auto end = held->last_ends.find(id); end != held->last_ends.end())
            latest = std::max(latest.value_or(end->second), end->second);
    return latest;
}

std::optional<LocalTime> LessonBook::last_lesson_end(const Lesson& lesson) const {
    std::optional<LocalTime> latest;
    for (const GroupId group : lesson.groups)
        if (const auto end = last_lesson_end(group, lesson.day())) latest = std::max(latest.value_or(*end), *end);
    return latest;
}

bool LessonBook::has_individual_plan(PersonId pupil, const Lesson& lesson) const {
    const LocalDay day = lesson.day();
    for (const EntityId& id : t_.under(t_.memberships_by_pupil, pupil)) {
        const Membership* membership = t_.find(t_.memberships, id, day);
        if (membership == nullptr || membership->pupil != pupil || contains(lesson.groups, membership->group)) continue;
        const Group* own = group(membership->group, day);
        if (own == nullptr || own->kind != GroupKind::individual) continue;
        for (const LoadId load_id : loads_of_group(membership->group, day))
            if (load(load_id, day)->subject == lesson.subject) return true;
    }
    return false;
}

bool LessonBook::on_list(const Lesson& lesson, PersonId pupil) const {
    const LocalDay day = lesson.day();
    const auto belongs = [&](GroupId group) {
        const Membership* found = membership(group, pupil, day);
        return found != nullptr && found->form == StudyForm::full_time;
    };
    return std::ranges::any_of(lesson.groups, belongs) && !has_individual_plan(pupil, lesson);
}

std::vector<PersonId> LessonBook::pupils_of(const Lesson& lesson) const {
    const LocalDay day = lesson.day();
    static const Person unknown;
    struct Listed {
        PersonId id;
        const Person* person;
    };
    std::vector<Listed> list;
    for (const GroupId group : lesson.groups)
        for (const PersonId pupil : members(group, day)) {
            if (!on_list(lesson, pupil)) continue;
            const Person* known = person(pupil, day);
            list.push_back({pupil, known == nullptr ? &unknown : known});
        }
    std::ranges::sort(list, {}, [](const Listed& listed) {
        return std::tie(listed.person->family, listed.person->given, listed.person->patronymic, listed.id);
    });
    std::vector<PersonId> pupils;
    for (const Listed& listed : list)
        if (pupils.empty() || pupils.back() != listed.id) pupils.push_back(listed.id);
    return pupils;
}

}  // namespace zvonok::domain
