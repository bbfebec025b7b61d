#include "station/domain/checklist.hpp"

#include <map>
#include <set>
#include <tuple>

namespace zvonok::domain {

namespace {

bool contains(const auto& items, const auto& item) {
    return std::ranges::find(items, item) != items.end();
}

/// Looks through one year's facts as of one day.
class YearCheck {
  public:
    YearCheck(const FactBook& book, EntityId year, LocalDay day)
        : book_(book), year_(year), day_(day), any_curriculum_(!book.curriculum(day).empty()) {}

    std::vector<Gap> gaps() {
        if (book_.bells(day_).empty()) add(Lack::bells);
        if (!any_curriculum_) add(Lack::curriculum);
        for (const GroupId id : book_.classes(day_)) check_class(id);
        for (const LoadId id : book_.loads(day_)) check_load(id, *book_.load(id, day_));
        std::ranges::stable_sort(gaps_, {}, [](const Gap& gap) { return std::tie(gap.lack, gap.name, gap.what); });
        return std::move(gaps_);
    }

  private:
    void add(Lack lack, EntityId what = {}, std::string name = {}) { gaps_.push_back({lack, what, std::move(name)}); }

    [[nodiscard]] std::string subject_name(SubjectId id) const {
        const Subject* subject = book_.subject(id, day_);
        return subject == nullptr ? std::string{} : subject->name;
    }
    [[nodiscard]] std::string name_of(const Load& load) const {
        std::string name;
        for (const GroupId id : load.groups)
            if (const Group* group = book_.group(id, day_)) name += (name.empty() ? "" : ", ") + group->name;
        return name + " " + subject_name(load.subject);
    }

    void check_class(GroupId id) {
        const std::string& name = book_.group(id, day_)->name;
        if (book_.periods_of(id, year_).empty()) add(Lack::periods, entity_of(id), name);
        if (book_.class_teachers(id, day_).empty()) add(Lack::class_teacher, entity_of(id), name);
        if (book_.members(id, day_).empty()) add(Lack::pupils, entity_of(id), name);
        std::set<std::string> taught;
        const auto take = [&](GroupId group) {
            for (const LoadId load : book_.loads_of_group(group, day_))
                taught.insert(subject_name(book_.load(load, day_)->subject));
        };
        take(id);
        for (const GroupId subgroup : book_.subgroups_of(id, day_)) take(subgroup);
        // A stream is made of pupils: it teaches the class if one of them is in it.
        std::set<GroupId> groups;
        for (const PersonId pupil : book_.members(id, day_))
            for (const GroupId group : book_.groups_of(pupil, day_)) groups.insert(group);
        for (const GroupId group : groups) take(group);
        for (const auto& item : book_.curriculum_of(id, day_))
            if (!taught.contains(item->subject)) add(Lack::not_loaded, entity_of(id), item->subject);
    }

    void check_load(LoadId id, const Load& load) {
        const std::string name = name_of(load);
        const EntityId what = entity_of(id);
        const std::string subject = subject_name(load.subject);
        const auto gives_it = [&](GroupId group) {
            return std::ranges::any_of(book_.curriculum_of(group, day_),
                                       [&](const auto& item) { return item->subject == subject; });
        };
        if (any_curriculum_ && load.kind != LoadKind::after_school && std::ranges::none_of(load.groups, gives_it))
            add(Lack::not_in_curriculum, what, name);
        if (load.teachers.empty()) add(Lack::load_teacher, what, name);
        if (load.hours_a_year == 0) add(Lack::load_hours, what, name);
        const auto slots = book_.slots_of(id, day_);
        const auto has_no_bell = [&](const TimetableSlot& slot) {
            return std::ranges::none_of(
                load.groups, [&](GroupId group) { return book_.bell(day_, group, slot.period).has_value(); });
        };
        if (std::ranges::any_of(slots, has_no_bell)) add(Lack::bell, what, name);
        if (load.kind != LoadKind::lesson) return;
        if (slots.empty()) add(Lack::timetable, what, name);
        if (book_.plan_of(id, day_).empty()) add(Lack::plan, what, name);
    }

    const FactBook& book_;
    EntityId year_;
    LocalDay day_;
    bool any_curriculum_;
    std::vector<Gap> gaps_;
};

/// Finds pairs of lessons of one day that can't be held at one time.
class ClashSearch {
  public:
    explicit ClashSearch(const FactBook& book) : book_(book) {}

    void look_at(LocalDay day) {
        const auto held = book_.lesson_day(day);
        for (auto first = held->lessons.begin(); first != held->lessons.end(); ++first) {
            if (!first->takes_place()) continue;
            for (auto second = std::next(first); second != held->lessons.end(); ++second) {
                if (second->starts >= first->ends) break;  // by start: none of the rest meets it
                if (second->takes_place()) compare(*first, *second);
            }
        }
    }
    std::vector<Clash> take() { return std::move(found_); }

  private:
    void add(ClashOf of, EntityId who, const Lesson& first, const Lesson& second) {
        const std::tuple seen{of, first.key.load, second.key.load, weekday_of(first.day()), first.period};
        if (seen_.insert(seen).second) found_.push_back({of, who, first, second});
    }
    void compare(const Lesson& first, const Lesson& second) {
        const auto holders = [](const Lesson& lesson) {
            return lesson.substitute.empty() ? lesson.teachers : std::vector{lesson.substitute};
        };
        const auto others = holders(second);
        for (const PersonId teacher : holders(first))
            if (contains(others, teacher)) add(ClashOf::teacher, entity_of(teacher), first, second);
        if (!first.room.empty() && first.room == second.room) add(ClashOf::room, entity_of(first.room), first, second);
        for (const GroupId group : first.groups)
            if (std::ranges::any_of(second.groups, [&](GroupId other) { return share(group, other, first.day()); }))
                add(ClashOf::pupils, entity_of(group), first, second);
    }
    /// The same pupils: by the lists, and where these are not made yet by what the groups are part of.
    bool share(GroupId first, GroupId second, LocalDay day) {
        if (first == second) return true;
        const Group* one = book_.group(first, day);
        const Group* other = book_.group(second, day);
        if ((one != nullptr && one->parent == second) || (other != nullptr && other->parent == first)) return true;
        const auto& list = members(first, day);
        return std::ranges::any_of(members(second, day),
                                   [&](PersonId pupil) { return std::ranges::binary_search(list, pupil); });
    }
    const std::vector<PersonId>& members(GroupId group, LocalDay day) {
        if (day != day_) members_.clear();
        day_ = day;
        const auto found = members_.find(group);
        return found != members_.end() ? found->second
                                       : members_.emplace(group, book_.members(group, day)).first->second;
    }

    const FactBook& book_;
    LocalDay day_;
    std::map<GroupId, std::vector<PersonId>> members_;  // of day_
    std::set<std::tuple<ClashOf, LoadId, LoadId, int, int>> seen_;
    std::vector<Clash> found_;
};

}  // namespace

std::vector<Gap> gaps_of_year(const FactBook& book, EntityId year, LocalDay day) {
    const SchoolYear* of = book.year(year);
    if (of == nullptr) return {{Lack::year}};
    return YearCheck{book, year, std::clamp(day, of->first, of->last)}.gaps();
}

std::vector<Clash> clashes(const FactBook& book, LocalDay first, LocalDay last) {
    ClashSearch search{book};
    for (LocalDay day = first; day <= last; day += std::chrono::days{1}) search.look_at(day);
    return search.take();
}

std::vector<ListFinding> list_faults(const FactBook& book, LocalDay day) {
    std::map<std::pair<PersonId, EntityId>, std::vector<GroupId>> in_split;
    std::map<PersonId, std::vector<GroupId>> in_classes;
    std::vector<ListFinding> findings;
    for (const GroupId id : book.groups(day)) {
        const Group& group = *book.group(id, day);
        for (const PersonId pupil : book.members(id, day)) {
            if (!group.split.empty()) in_split[{pupil, group.split}].push_back(id);
            if (group.kind == GroupKind::school_class) in_classes[pupil].push_back(id);
            if (group.kind == GroupKind::subgroup && !group.parent.empty() &&
                book.membership(group.parent, pupil, day) == nullptr)
                findings.push_back({ListFault::not_in_class, pupil, {id, group.parent}});
        }
    }
    for (auto& [where, groups] : in_split)
        if (groups.size() > 1) findings.push_back({ListFault::two_subgroups, where.first, std::move(groups)});
    for (auto& [pupil, groups] : in_classes)
        if (groups.size() > 1) findings.push_back({ListFault::two_classes, pupil, std::move(groups)});
    std::ranges::sort(findings, {}, [](const ListFinding& finding) {
        return std::tie(finding.fault, finding.pupil, finding.groups);
    });
    return findings;
}

}  // namespace zvonok::domain
