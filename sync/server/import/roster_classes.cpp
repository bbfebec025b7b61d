#include "sync/server/import/name_map.hpp"
#include "sync/server/import/roster_planner.hpp"
#include "sync/server/import/text.hpp"

#include <algorithm>
#include <compare>

namespace zvonok::server::imports::roster_plan {
namespace {

using Pupils = std::set<PersonId>;
using Teachers = std::set<PersonId>;

class ClassPlan {
  public:
    explicit ClassPlan(Context& context) : context_(context), roster_(context.roster), ledger_(context.ledger) {}

    void run() {
        for (const roster::Class& group : roster_.classes.rows)
            if (!group.to_delete && group.school == context_.school) {
                classes_[group.sourced_id] = &group;
                ledger_.expect(group_key(group.sourced_id));
            }
        for (const roster::Course& course : roster_.courses.rows) courses_[course.sourced_id] = &course;
        plan_homerooms();
        read_enrollments();
        plan_all_scheduled();
        change_teachers_of_unlisted();
        plan_enrollments();
        end_classes();
    }

  private:
    static std::string group_key(const std::string& id) { return "oneroster:class:" + id; }
    static std::string load_key(const std::string& id) { return "oneroster:load:" + id; }

    [[nodiscard]] std::optional<GroupId> group_of(const std::string& class_id) const {
        const auto id = ledger_.find(group_key(class_id));
        if (const auto taken = taken_.find(class_id); taken != taken_.end()) return taken->second;
        if (!id || ledger_.live<domain::Group>(*id) == nullptr) return std::nullopt;
        return id_as<GroupId>(*id);
    }
    [[nodiscard]] const domain::Load* load_of(const std::string& class_id) const {
        const auto id = ledger_.find(load_key(class_id));
        return id ? ledger_.live<domain::Load>(*id) : nullptr;
    }
    /// What another program's import may have made of the same group.
    [[nodiscard]] std::optional<EntityId> alike(const domain::Group& group) const {
        for (const auto& [id, fact] : ledger_.sorted_live<domain::Group>()) {
            const auto& other = std::get<domain::Group>(fact->value);
            if (other.name == group.name && other.kind == group.kind) return id;
        }
        return std::nullopt;
    }
    GroupId want_group(const roster::Class& from, const domain::Group& group) {
        const EntityId id = ledger_.want({kinds::groups, group_key(from.sourced_id), group, group.name}, alike(group));
        taken_[from.sourced_id] = id_as<GroupId>(id);
        return id_as<GroupId>(id);
    }

    void plan_homerooms() {
        for (const auto& [id, row] : classes_) {
            if (!row->homeroom) continue;
            domain::Group group{domain::GroupKind::school_class, std::string(trim(row->title)), {}, 0};
            group.grade = row->grades.empty() ? grade_of(group.name) : grade_of(row->grades.front());
            homerooms_.insert(want_group(*row, group));
        }
        // A delta leaves out classes that did not change.
        if (roster_.classes.mode == roster::Mode::bulk) return;
        for (const auto& [id, fact] : ledger_.sorted_live<domain::Group>())
            if (std::get<domain::Group>(fact->value).kind == domain::GroupKind::school_class)
                homerooms_.insert(id_as<GroupId>(id));
    }

    [[nodiscard]] bool in_force(const roster::Enrollment& enrollment) const {
        return !enrollment.to_delete && (!enrollment.ends || *enrollment.ends > context_.options.from);
    }

    /// Who is in each class after this file: in a delta, on top of who was there.
    void read_enrollments() {
        if (roster_.enrollments.mode != roster::Mode::bulk) {
            for (const auto& [id, fact] : ledger_.sorted_live<domain::Membership>()) {
                const auto& membership = std::get<domain::Membership>(fact->value);
                members_[membership.group].insert(membership.pupil);
            }
        }
        for (const roster::Enrollment& row : roster_.enrollments.rows) {
            if (row.school != context_.school || !is_known(row)) continue;
            const auto person = context_.person(row.user);
            if (!person) continue;
            if (row.role == "teacher") {
                Teachers& teachers = teachers_of(row.class_id);
                if (in_force(row))
                    teachers.insert(*person);
                else
                    teachers.erase(*person);
            } else if (row.role == "student") {
                Pupils& pupils = pupils_of(row.class_id);
                if (in_force(row))
                    pupils.insert(*person);
                else
                    pupils.erase(*person);
            }
        }
        for (const auto& [id, pupils] : pupils_)
            if (const auto group = group_of(id)) members_[*group] = pupils;
    }
    Teachers& teachers_of(const std::string& class_id) {
        const auto [teachers, fresh] = teachers_.try_emplace(class_id);
        const domain::Load* load = load_of(class_id);
        if (fresh && load != nullptr && roster_.enrollments.mode != roster::Mode::bulk)
            teachers->second.insert(load->teachers.begin(), load->teachers.end());
        return teachers->second;
    }
    Pupils& pupils_of(const std::string& class_id) {
        const auto [pupils, fresh] = pupils_.try_emplace(class_id);
        if (!fresh || roster_.enrollments.mode == roster::Mode::bulk) return pupils->second;
        std::vector<GroupId> groups;
        if (const auto group = group_of(class_id)) groups.push_back(*group);
        if (const domain::Load* load = load_of(class_id)) groups = load->groups;
        for (const GroupId group : groups) pupils->second.insert(members_[group].begin(), members_[group].end());
        return pupils->second;
    }

    /// Errors for rows that refer to nothing.
    bool is_known(const roster::Enrollment& row) {
        if (row.to_delete) return true;
        const Place at{roster_.enrollments.file, row.line};
        const bool class_known =
            classes_.contains(row.class_id) || (roster_.classes.mode != roster::Mode::bulk &&
                                                (group_of(row.class_id) || load_of(row.class_id) != nullptr));
        if (!class_known) {
            context_.report.findings.error(at, "нет класса с sourcedId " + row.class_id);
            return false;
        }
        if (context_.person(row.user)) return true;
        if (context_.users.contains(row.user))
            context_.report.findings.warning(
                at, "пользователь " + row.user + " зачислен, но роли в этой школе у него нет; строка пропущена");
        else
            context_.report.findings.error(at, "нет пользователя с sourcedId " + row.user);
        return false;
    }

    [[nodiscard]] std::string subject_name(const roster::Class& row) const {
        if (!row.subjects.empty()) return row.subjects.front();
        const auto course = courses_.find(row.course);
        if (course == courses_.end()) return {};
        return course->second->subjects.empty() ? course->second->title : course->second->subjects.front();
    }
    std::optional<SubjectId> want_subject(const roster::Class& row) {
        const std::string name{trim(subject_name(row))};
        if (const std::string fault = subject_name_fault(name); !fault.empty()) {
            context_.report.findings.warning({roster_.classes.file, row.line},
                                             "предмет «" + name + "» не принят: " + fault + "; нагрузка не создана");
            return std::nullopt;
        }
        if (const auto made = subjects_.find(name); made != subjects_.end()) return made->second;
        std::optional<EntityId> same;
        for (const auto& [id, fact] : ledger_.sorted_live<domain::Subject>())
            if (std::get<domain::Subject>(fact->value).name == name) same = id;
        const EntityId id =
            ledger_.want({kinds::subjects, "oneroster:subject:" + name, domain::Subject{name}, name}, same);
        return subjects_[name] = id_as<SubjectId>(id);
    }

    /// Whole classes and parts of classes that together hold exactly these pupils; empty when there are none such.
    std::vector<GroupId> groups_covering(const roster::Class& row, const Pupils& pupils) {
        struct Candidate {
            bool unnamed = true;  ///< two groups of the same pupils: the title tells which one is meant
            bool part = false;
            std::string name;
            GroupId id;
            auto operator<=>(const Candidate&) const = default;
        };
        std::vector<Candidate> candidates;
        const auto consider = [&](GroupId id, bool part) {
            const auto* group = ledger_.live<domain::Group>(entity_of(id));
            if (group != nullptr && !members_[id].empty() && std::ranges::includes(pupils, members_[id]))
                candidates.push_back({row.title.find(group->name) == std::string::npos, part, group->name, id});
        };
        for (const GroupId id : homerooms_) consider(id, false);
        for (const GroupId id : parts_) consider(id, true);
        std::ranges::sort(candidates);
        std::vector<GroupId> groups;
        Pupils rest = pupils;
        for (const Candidate& candidate : candidates) {
            const Pupils& members = members_[candidate.id];
            if (!std::ranges::includes(rest, members)) continue;
            groups.push_back(candidate.id);
            for (const PersonId pupil : members) rest.erase(pupil);
        }
        return rest.empty() ? groups : std::vector<GroupId>{};
    }
    /// A group of its own: a part of the class that all come from, else a stream.
    GroupId own_group(const roster::Class& row, const Pupils& pupils) {
        std::optional<GroupId> home;
        for (const GroupId homeroom : homerooms_)
            if (std::ranges::includes(members_[homeroom], pupils)) home = homeroom;
        const domain::Group* parent = home ? ledger_.live<domain::Group>(entity_of(*home)) : nullptr;
        domain::Group group{parent != nullptr ? domain::GroupKind::subgroup : domain::GroupKind::stream,
                            std::string(trim(row.title)), home.value_or(GroupId{}), 0};
        if (parent != nullptr) group.grade = parent->grade;
        const GroupId id = want_group(row, group);
        members_[id] = pupils;
        parts_.insert(id);
        return id;
    }
    void plan_scheduled(const roster::Class& row) {
        const Pupils& pupils = pupils_of(row.sourced_id);
        const Teachers& teachers = teachers_of(row.sourced_id);
        const auto skip = [&](const char* why) {
            context_.report.findings.note({roster_.classes.file, row.line}, "«" + row.title + "»: " + why);
        };
        if (pupils.empty()) return skip("нет учеников, пропущено");
        domain::Load load;
        load.groups = groups_covering(row, pupils);
        if (load.groups.empty()) load.groups = {own_group(row, pupils)};
        if (teachers.empty()) return skip("учителя нет: это только группа, без нагрузки");
        const auto subject = want_subject(row);
        if (!subject) return;
        load.subject = *subject;
        load.teachers.assign(teachers.begin(), teachers.end());
        want_load(row.sourced_id, std::move(load), row.title);
    }
    /// Sections without a teacher only name a part of a class, and come first: loads then refer to those parts.
    void plan_all_scheduled() {
        std::vector<const roster::Class*> scheduled;
        for (const auto& [id, row] : classes_)
            if (!row->homeroom) scheduled.push_back(row);
        std::ranges::stable_sort(scheduled, {}, [&](const roster::Class* row) {
            return std::pair{!teachers_of(row->sourced_id).empty(), pupils_of(row->sourced_id).size()};
        });
        for (const roster::Class* row : scheduled) plan_scheduled(*row);
    }
    void want_load(const std::string& class_id, domain::Load load, const std::string& text) {
        std::ranges::sort(load.groups);
        std::ranges::sort(load.teachers);
        std::optional<EntityId> same;
        for (const auto& [id, fact] : ledger_.sorted_live<domain::Load>())
            if (std::get<domain::Load>(fact->value) == load && !ledger_.touched(id)) same = id;
        ledger_.want({kinds::loads, load_key(class_id), std::move(load), text}, same);
    }
    /// A delta of enrolments may change the teacher of a class that it does not list.
    void change_teachers_of_unlisted() {
        for (const auto& [class_id, teachers] : teachers_) {
            const domain::Load* load = load_of(class_id);
            if (classes_.contains(class_id) || load == nullptr || teachers.empty()) continue;
            domain::Load changed = *load;
            changed.teachers.assign(teachers.begin(), teachers.end());
            want_load(class_id, std::move(changed), class_id);
        }
    }

    void plan_enrollments() {
        for (const roster::Enrollment& row : roster_.enrollments.rows) {
            const std::string source = "oneroster:enrollment:" + row.sourced_id;
            const bool pupil = row.role == "student";
            const char* kind = pupil ? kinds::memberships : kinds::class_teachers;
            if (row.to_delete) {
                if (const auto id = ledger_.find(source))
                    ledger_.end(*id, kind, source.substr(21), Ledger::Reason::stated);
                continue;
            }
            const auto group = group_of(row.class_id);
            const auto person = context_.person(row.user);
            if (row.school != context_.school || !group || !person) continue;
            const std::string text = full_name(*ledger_.live<domain::Person>(entity_of(*person))) + ", " +
                                     ledger_.live<domain::Group>(entity_of(*group))->name;
            if (pupil)
                ledger_.want({kind, source, domain::Membership{*group, *person}, text, row.begins, row.ends});
            else if (row.role == "teacher" && homerooms_.contains(*group))
                ledger_.want({kind, source, domain::RoleGrant{*person, domain::Role::class_teacher, *group}, text,
                              row.begins, row.ends});
        }
        if (roster_.enrollments.mode != roster::Mode::bulk) return;
        ledger_.end_missing<domain::Membership>(
            kinds::memberships, "oneroster:enrollment:", [&](const domain::Membership& membership) {
                const auto* person = ledger_.live<domain::Person>(entity_of(membership.pupil));
                return person == nullptr ? std::string{} : full_name(*person);
            });
        ledger_.end_missing<domain::RoleGrant>(kinds::class_teachers, "oneroster:enrollment:",
                                               [](const domain::RoleGrant&) { return "классный руководитель"; });
    }

    void end_classes() {
        const auto name = [](const domain::Group& group) { return group.name; };
        if (roster_.classes.mode == roster::Mode::bulk) {
            ledger_.end_missing<domain::Group>(kinds::groups, "oneroster:class:", name);
            ledger_.end_missing<domain::Load>(kinds::loads,
                                              "oneroster:load:", [](const domain::Load&) { return "нагрузка"; });
        }
        for (const roster::Class& row : roster_.classes.rows) {
            if (!row.to_delete) continue;
            if (const auto id = ledger_.find(group_key(row.sourced_id)))
                ledger_.end(*id, kinds::groups, row.title, Ledger::Reason::stated);
            if (const auto id = ledger_.find(load_key(row.sourced_id)))
                ledger_.end(*id, kinds::loads, row.title, Ledger::Reason::stated);
        }
        warn_of_orphans();
    }
    void warn_of_orphans() {
        std::set<LoadId> orphans;
        for (const auto& [id, fact] : ledger_.sorted_live<domain::TimetableSlot>()) {
            const LoadId load = std::get<domain::TimetableSlot>(fact->value).load;
            if (ledger_.live<domain::Load>(entity_of(load)) == nullptr) orphans.insert(load);
        }
        if (!orphans.empty())
            context_.report.findings.warning({roster_.classes.file, 0},
                                             "в расписании стоят уроки нагрузки, которой больше нет (" +
                                                 std::to_string(orphans.size()) + "): повторите импорт расписания");
    }

    Context& context_;
    const roster::Roster& roster_;
    Ledger& ledger_;
    std::map<std::string, const roster::Class*> classes_;
    std::map<std::string, const roster::Course*> courses_;
    std::map<std::string, GroupId> taken_;  ///< class -> its group of this run, also one of another program
    std::map<std::string, SubjectId> subjects_;
    std::map<std::string, Teachers> teachers_;
    std::map<std::string, Pupils> pupils_;
    std::map<GroupId, Pupils> members_;
    std::set<GroupId> homerooms_;
    std::set<GroupId> parts_;  ///< subgroups and streams of this file
};

}  // namespace

void plan_classes(Context& context) {
    ClassPlan{context}.run();
}

}  // namespace zvonok::server::imports::roster_plan
