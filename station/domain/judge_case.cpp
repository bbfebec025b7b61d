#include "station/domain/judge_case.hpp"

#include "station/domain/topic_text.hpp"

namespace zvonok::domain {

bool is_closed(const FactBook& book, EntityId year, Instant at) {
    bool closed = false;
    for (const Enacted* step : book.year_steps(year))
        if (const auto* act = std::get_if<YearStep>(&step->act); act != nullptr && step->taken <= at)
            closed = act->state == YearState::closed;
    return closed;
}

Broken Case::role_is_held() const {
    switch (claim.role) {
        case Role::none:
        case Role::teacher:
        case Role::substitute: {
            const Person* person = book.person(claim.author, today);
            return person != nullptr && person->kind == PersonKind::staff ? Broken{} : rule::role_not_held;
        }
        case Role::pupil:
        case Role::parent: {
            const PersonKind kind = claim.role == Role::pupil ? PersonKind::pupil : PersonKind::parent;
            const Person* person = book.person(claim.author, today);
            return person != nullptr && person->kind == kind ? Broken{} : rule::role_not_held;
        }
        default:
            return book.has_role(claim.author, claim.role, today) ? Broken{} : rule::role_not_held;
    }
}

Broken Case::role_may(const Permission* permission) const {
    if (rights_granted) return {};
    if (permission == nullptr || !allowed(rules_today(), *permission).has(claim.role)) return rule::role_not_enough;
    return role_is_held();
}

Broken Case::role_may() const {
    return role_may(permission_for(cell().kind));
}

bool Case::leads_class(GroupId school_class) const {
    return !school_class.empty() && book.has_role(claim.author, Role::class_teacher, today, school_class);
}

namespace {

GroupId first_group(const Lesson& lesson) {
    return lesson.groups.empty() ? GroupId{} : lesson.groups.front();
}

/// The last day on which the substitute of the lesson still stands in for the same colleague: his lessons in their
/// stead, with less than a week between two of them, are one term.
LocalDay end_of_substitution(const Case& c, const Lesson& lesson) {
    constexpr std::chrono::days longest{62}, gap{7};
    LocalDay last = lesson.day();
    for (const Lesson& held : c.book.lessons_of_teacher(c.claim.author, lesson.day(), lesson.day() + longest)) {
        if (held.day() - last > gap) break;
        const bool same_absence =
            held.substitute == c.claim.author && std::ranges::any_of(held.teachers, [&](PersonId planned) {
                return std::ranges::find(lesson.teachers, planned) != lesson.teachers.end();
            });
        if (same_absence) last = std::max(last, held.day());
    }
    return last;
}

}  // namespace

Broken Case::is_own(const Lesson& lesson) const {
    if (rights_granted) return {};
    if (claim.role == Role::class_teacher) {
        const bool leads = std::ranges::any_of(lesson.groups, [&](GroupId group) {
            return std::ranges::any_of(book.classes_of(group, lesson.day()),
                                       [&](GroupId school_class) { return leads_class(school_class); });
        });
        return leads ? Broken{} : rule::other_class;
    }
    if (!acts_as_teacher()) return {};
    if (lesson.substitute == claim.author) {
        if (today > lesson.day() &&
            book.policies(lesson.day()).access.substitution == SubstitutionAccess::administrator &&
            today > end_of_substitution(*this, lesson))
            return rule::substitution_over;
        return {};
    }
    const auto teaches = [&](const std::vector<PersonId>& teachers) {
        return std::ranges::find(teachers, claim.author) != teachers.end();
    };
    if (claim.role == Role::substitute) return rule::not_assigned;
    if (teaches(lesson.teachers)) return {};
    // Who has taken the load over may put its earlier lessons in order.
    const Load* load = book.load(lesson.key.load, today);
    return load != nullptr && teaches(load->teachers) ? Broken{} : rule::not_assigned;
}

Broken Case::is_own_pupil(PersonId pupil, LocalDay first, LocalDay last) const {
    if (rights_granted || claim.role != Role::class_teacher) return {};
    const LocalDay day = std::clamp(today, first, last);
    GroupId school_class = book.class_of(pupil, day);
    if (school_class.empty()) school_class = book.class_of(pupil, first);
    return leads_class(school_class) ? Broken{} : rule::other_class;
}

Broken Case::year_is_open(LocalDay day, GroupId group) const {
    if (window_open) return {};
    const auto year = book.year_of(day, group);
    return year && is_closed(book, *year, saved) ? rule::year_closed : Broken{};
}

Broken Case::is_fit_audience(const Lesson* lesson) const {
    const EntityId addressee = cell().addressee;
    const bool to_group =
        lesson != nullptr && std::ranges::any_of(lesson->groups, [&](GroupId id) {
            if (entity_of(id) == addressee) return true;
            const Group* group = book.group(id, lesson->day());
            return group != nullptr && !group->parent.empty() && entity_of(group->parent) == addressee;
        });
    return claim.audience == audience_of(cell(), claim.writing.act, to_group) ? Broken{} : rule::audience;
}

Broken Case::enter(std::optional<Lesson>& lesson) const {
    lesson = book.lesson(cell().lesson);
    if (!lesson) return rule::lesson_unknown;
    if (const Broken broken = role_may(); !broken.empty()) return broken;
    if (const Broken broken = is_own(*lesson); !broken.empty()) return broken;
    if (!lesson->takes_place()) return rule::lesson_cancelled;
    if (const Broken broken = year_is_open(lesson->day(), first_group(*lesson)); !broken.empty()) return broken;
    if (paper != nullptr) {
        const LocalDay first = paper->first.value_or(paper->date), last = paper->last.value_or(first);
        const bool covers = first <= lesson->day() && lesson->day() <= last &&
                            (paper->groups.empty() || std::ranges::any_of(paper->groups, [&](GroupId group) {
                                 return book.concerns(*lesson, group) ||
                                        std::ranges::find(lesson->groups, group) != lesson->groups.end();
                             }));
        if (!covers) return rule::order_not_covering;
    }
    return is_fit_audience(&*lesson);
}

Broken Case::keep(const Terms& terms, Broken too_early) {
    if (terms.opens && saved < *terms.opens) return too_early;
    if (window_open) return {};
    if (terms.closes && saved >= *terms.closes) return terms.window;
    // What was on paper in time was in time (F-11).
    if (!claim.first || paper != nullptr) return {};
    if (terms.late && saved >= *terms.late) note_late(terms.deadline);
    if (terms.known_by && saved >= *terms.known_by) note_late(rule::inform_window);
    return {};
}

void Case::note(std::string_view what) {
    if (std::ranges::find(notes, what) == notes.end()) notes.emplace_back(what);
}

void Case::note_late(std::string_view parameter) {
    note("late." + std::string(parameter));
}

Broken Case::weigh(Severity severity, Broken rule) {
    if (severity == Severity::refuse) return rule;
    if (severity == Severity::warn) note(rule);
    return {};
}

Broken Case::weigh_language(std::string_view text) {
    const Severity severity = rules_today().topic.language;
    if (severity == Severity::off || !check_language(text)) return {};
    return weigh(severity, rule::text_language);
}

Broken open_by_basis(Case& c) {
    const EntityId basis = c.claim.writing.basis;
    if (basis.empty() || !is_journal_record(c.cell().kind)) return {};
    if (const Order* order = c.book.order(id_as<OrderId>(basis))) {
        if (order->kind != OrderKind::paper_record) return rule::order_unknown;
        c.paper = order;
        return {};
    }
    const auto request = c.book.change_request(id_as<RequestId>(basis));
    if (!request) return rule::change_unknown;
    if (!request->approved()) return rule::change_not_approved;
    const Writing& wanted = *request->request().wanted;
    if (wanted.cell != c.cell() || wanted.act != c.claim.writing.act) return rule::change_differs;

    const auto& executors = c.rules_today().change.executors;
    if (std::ranges::find(executors, c.claim.role) == executors.end()) return rule::change_executor;
    if (const Broken broken = c.role_is_held(); !broken.empty()) return broken;
    if (c.claim.role == Role::class_teacher) {
        const auto lesson = c.book.lesson(c.cell().lesson);
        const LocalDay day = lesson ? lesson->day() : c.zone.day_of(request->asked->saved);
        const bool of_class = lesson ? c.is_own(*lesson).empty() : c.is_own_pupil(c.pupil(), day, day).empty();
        if (!of_class) return rule::other_class;
    }
    c.window_open = true;
    c.rights_granted = c.claim.role != Role::teacher;
    return {};
}

}  // namespace zvonok::domain
