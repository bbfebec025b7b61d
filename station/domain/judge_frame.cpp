#include "station/domain/judge_case.hpp"

/// The rules of what frames the journal: who holds a lesson and when (group D), the school year and its archive (J-17,
/// N, S).
namespace zvonok::domain {

namespace {

bool has_bell(const Case& c, LocalDay day, const std::vector<GroupId>& groups, int number) {
    const auto bells = c.book.bells(day, groups.empty() ? GroupId{} : groups.front());
    return std::ranges::find(bells, number, &BellPeriod::number) != bells.end();
}

Broken check_place(const Case& c, const LessonChange& act, const std::vector<GroupId>& groups) {
    if (!act.room.empty() && c.book.room(act.room, act.day) == nullptr) return rule::reference_unknown;
    if (!c.book.year_of(act.day, groups.empty() ? GroupId{} : groups.front())) return rule::lesson_change;
    return has_bell(c, act.day, groups, act.period) ? c.year_is_open(act.day) : rule::lesson_change;
}

bool may_step(const Case& c, RoleSet roles) {
    // A school that has a rule of its own for it names the roles itself.
    return c.rules_today().permissions.contains(permission_for(c.cell().kind)->name) || roles.has(c.claim.role);
}

bool is_accepted_for_archive(const Case& c, EntityId year, LocalDay last) {
    constexpr std::string_view step = "accepted";
    if (c.book.archive_step(year, step) != nullptr) return true;
    const auto classes = c.book.classes(last);
    return !classes.empty() && std::ranges::all_of(classes, [&](GroupId id) {
        return c.book.archive_step(year, step, entity_of(id)) != nullptr;
    });
}

constexpr std::string_view programme_fulfilled = "programme_fulfilled", marks_objective = "marks_objective";

/// N-05: each role that the policy names has signed for the group or for the whole school.
bool is_prechecked(const Case& c, const Policies& rules, EntityId year) {
    return std::ranges::all_of(rules.archive.prechecks, [&](Role role) {
        for (const EntityId group : {c.cell().subject, EntityId{}})
            for (const Enacted* step : c.book.archive_steps(year, group))
                if (step->role == role &&
                    (step->cell.work == programme_fulfilled || step->cell.work == marks_objective))
                    return true;
        return false;
    });
}

/// The first day on which the term is over: terms run from 1 January after the school year ends (section 0, point 11).
LocalDay end_of_keeping(LocalDay year_ends, int years) {
    const std::chrono::year_month_day last{year_ends};
    return LocalDay{(last.year() + std::chrono::years{1 + years}) / std::chrono::January / 1};
}

struct ArchiveRow {
    std::string_view step;
    RoleSet roles;
};
constexpr ArchiveRow archive_rows[]{
    {programme_fulfilled, {Role::methodologist}},
    {marks_objective, {Role::head_of_studies}},
    {"exported", {Role::dispatcher, Role::head_of_studies, Role::deputy, Role::administrator}},
    {"accepted", {Role::deputy}},
    {"summary_extracted", {Role::secretary, Role::head_of_studies, Role::administrator}},
    {"journal_destroyed", {Role::director, Role::administrator}},
    {"summary_destroyed", {Role::director, Role::administrator}},
};

Broken check_archive_step(const Case& c, const Policies& rules, EntityId year, LocalDay last) {
    const std::string_view step = c.cell().work;
    if (step == "exported") return is_prechecked(c, rules, year) ? Broken{} : rule::archive_prechecks;
    if (step == "accepted")
        return c.book.archive_step(year, "exported", c.cell().subject) != nullptr ? Broken{}
                                                                                  : rule::archive_not_exported;
    const bool journal = step == "journal_destroyed";
    if (!journal && step != "summary_destroyed") return {};
    if (!is_closed(c.book, year, c.saved)) return rule::year_order;
    const int years = journal ? rules.archive.journal_years : rules.archive.summary_years;
    if (c.today < end_of_keeping(last, years)) return journal ? rule::journal_kept : rule::summary_kept;
    // Summary sheets live on when their journal does not (N-11); where they are taken out yearly they are out already.
    if (journal && rules.archive.extract == SummaryExtract::journal_end &&
        c.book.archive_step(year, "summary_extracted", c.cell().subject) == nullptr)
        return rule::summary_inside;
    return {};
}

}  // namespace

Broken check(Case& c, const LessonTeacher& act) {
    const auto lesson = c.book.lesson(c.cell().lesson);
    if (!lesson) return rule::lesson_unknown;
    const SubstitutionAccess access = c.book.policies(lesson->day()).access.substitution;
    const bool by_oneself = c.acts_as_teacher();
    if (by_oneself && access != SubstitutionAccess::declared) return rule::substitution_access;
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    // Who stands in at the terminal says so of himself alone (D-05).
    if (by_oneself && act.teacher != c.claim.author && !(act.teacher.empty() && lesson->substitute == c.claim.author))
        return rule::substitution_access;
    if (!lesson->takes_place()) return rule::lesson_cancelled;
    if (const Broken broken = c.year_is_open(lesson->day()); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(&*lesson); !broken.empty()) return broken;
    if (act.reason.size() > text_limit_bytes) return rule::text_too_long;
    if (by_oneself) {
        Terms terms = attendance_terms(c.book, c.zone, *lesson);
        terms.late.reset();
        if (const Broken broken = c.keep(terms, rule::lesson_ahead); !broken.empty()) return broken;
    }
    if (act.teacher.empty()) return {};
    const Person* person = c.book.person(act.teacher, lesson->day());
    const bool planned = std::ranges::find(lesson->teachers, act.teacher) != lesson->teachers.end();
    return person == nullptr || person->kind != PersonKind::staff || planned ? rule::substitute_unfit : Broken{};
}

Broken check(Case& c, const LessonChange& act) {
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    if (act.reason.size() > text_limit_bytes) return rule::text_too_long;
    const LessonKey& key = c.cell().lesson;
    if (!key.unplanned.empty() && act.state == LessonState::added) {
        const Load* load = c.book.load(key.load, act.day);
        if (load == nullptr) return rule::reference_unknown;
        return key.day == act.day ? check_place(c, act, load->groups) : rule::lesson_change;
    }
    if (act.state == LessonState::added) return rule::lesson_change;
    const auto lesson = c.book.lesson(key);
    if (!lesson) return rule::lesson_unknown;
    if (const Broken broken = c.year_is_open(lesson->day()); !broken.empty()) return broken;
    if (const Broken broken = c.year_is_open(key.day); !broken.empty()) return broken;
    switch (act.state) {
        case LessonState::moved:
            return check_place(c, act, lesson->groups);
        case LessonState::merged: {
            if (act.merged_into == key) return rule::lesson_change;
            const auto into = c.book.lesson(act.merged_into);
            return into && into->takes_place() ? Broken{} : rule::lesson_change;
        }
        case LessonState::as_planned:
        case LessonState::cancelled:
            return {};
        case LessonState::added:
            break;
    }
    return rule::lesson_change;
}

Broken check(Case& c, const YearStep& act) {
    const EntityId id = c.cell().addressee;
    const SchoolYear* year = c.book.year(id);
    if (year == nullptr) return rule::year_unknown;
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    const bool confirms = act.state == YearState::closed;
    if (!may_step(c, confirms ? RoleSet{Role::deputy} : RoleSet{Role::administrator})) return rule::role_not_enough;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    const Enacted* before = c.book.year_step(id);
    const auto state = c.book.year_state(id);
    switch (act.state) {
        case YearState::open: {
            // A deputy who does not confirm leaves the year to be opened again; a closed one never is (J-17).
            if (state && state != YearState::closing) return rule::year_order;
            const DueDate& due = c.rules_today().setup.open_close;
            if (!state && due.kind == DueDate::Kind::date &&
                c.today > LocalDay{std::chrono::year_month_day{year->first}.year() / due.date})
                c.note_late("year.open_close_due");
            return {};
        }
        case YearState::closing:
            if (state && state != YearState::open) return rule::year_order;
            return c.today < year->last ? rule::year_running : Broken{};
        case YearState::closed:
            if (state != YearState::closing) return rule::year_order;
            if (before->author == c.claim.author) return rule::year_same_person;
            if (c.book.policies(year->last).archive.acceptance_record && !is_accepted_for_archive(c, id, year->last))
                return rule::year_not_accepted;
            return {};
    }
    return rule::malformed;
}

Broken check(Case& c, const ArchiveStep& act) {
    const SchoolYear* year = c.book.year(c.cell().addressee);
    if (year == nullptr) return rule::year_unknown;
    const auto row = std::ranges::find(archive_rows, std::string_view{c.cell().work}, &ArchiveRow::step);
    if (row == std::end(archive_rows)) return rule::archive_step;
    const EntityId group = c.cell().subject;
    if (!group.empty() && c.book.group(id_as<GroupId>(group), year->last) == nullptr) return rule::reference_unknown;
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    const Policies& rules = c.book.policies(year->last);
    RoleSet roles = row->roles;
    if (row->step == programme_fulfilled || row->step == marks_objective)
        for (const Role role : rules.archive.prechecks) roles = roles | RoleSet{role};
    if (row->step == "exported")
        for (const Role role : rules.archive.printers) roles = roles | RoleSet{role};
    if (!may_step(c, roles)) return rule::role_not_enough;
    if (c.claim.role == Role::class_teacher && !c.leads_class(id_as<GroupId>(group))) return rule::other_class;
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    if (act.note.size() > text_limit_bytes) return rule::text_too_long;
    if (c.today <= year->last) return rule::year_running;
    return check_archive_step(c, rules, c.cell().addressee, year->last);
}

}  // namespace zvonok::domain
