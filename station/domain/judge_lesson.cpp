#include "station/domain/judge_case.hpp"
#include "station/domain/topic_text.hpp"

#include <set>

/// The rules of what is written in a lesson (groups E, F and H).
namespace zvonok::domain {

namespace {

/// Nobody is later than a double lesson is long.
constexpr int longest_delay_minutes = 120;

Broken check_code(const Policies& rules, const std::string& code) {
    return code.empty() || rules.absence(code) != nullptr ? Broken{} : rule::unknown_code;
}

/// The plan's items that the topic names, one text; nothing: one of them is not of the lesson's plan.
std::optional<std::string> planned_text(const Case& c, const Lesson& lesson, const Topic& act) {
    std::string text;
    const auto add = [&](PlanItemId id) {
        const PlanItem* item = c.book.plan_item(id, lesson.day());
        if (item == nullptr || item->load != lesson.key.load) return false;
        if (!text.empty()) text += ". ";
        text += item->topic;
        return true;
    };
    if (!add(act.plan_item) || !std::ranges::all_of(act.more, add)) return std::nullopt;
    return text;
}

/// E-06: the topic comes from the plan, as its item or word for word.
Broken check_source(Case& c, const Policies& rules, const Lesson& lesson, const Topic& act) {
    bool follows = false;
    if (!act.plan_item.empty()) {
        const auto planned = planned_text(c, lesson, act);
        if (!planned) return rule::plan_item;
        follows = rules.topic.source == TopicSource::free || follows_plan(act.text, *planned);
    } else if (!act.more.empty()) {
        return rule::malformed;
    }
    if (follows || rules.topic.source == TopicSource::free) return {};
    if (act.plan_item.empty()) {
        const auto plan = c.book.plan_of(lesson.key.load, lesson.day());
        // A teacher whose plan is missing is told so elsewhere (E-05), and can go on writing.
        if (plan.empty()) return {};
        if (std::ranges::any_of(plan, [&](const PlannedTopic& item) { return follows_plan(act.text, item.topic); }))
            return {};
    }
    return c.weigh(rules.topic.source == TopicSource::strict ? Severity::refuse : Severity::warn, rule::topic_source);
}

/// The lesson by which homework is to be ready: to come, of the same subject and pupils (H-05, H-06).
Broken check_due(const Case& c, const Policies& rules, const Lesson& lesson, const LessonKey& key) {
    const auto due = c.book.lesson(key);
    const LocalDay day = due ? due->day() : key.day;
    switch (rules.homework.due) {
        case HomeworkDueRule::not_today_not_past:
            if (day <= c.today) return rule::homework_due;
            break;
        case HomeworkDueRule::not_past:
            if (day < c.today) return rule::homework_due;
            break;
        case HomeworkDueRule::any_day:
            break;
    }
    if (!due) return rule::lesson_unknown;
    if (!due->takes_place() || due->subject != lesson.subject || due->starts <= lesson.starts)
        return rule::homework_lesson;
    if (due->key.load == lesson.key.load) return {};
    const bool shares_class = std::ranges::any_of(lesson.groups, [&](GroupId group) {
        return std::ranges::any_of(c.book.classes_of(group, lesson.day()),
                                   [&](GroupId school_class) { return c.book.concerns(*due, school_class); });
    });
    return shares_class ? Broken{} : rule::homework_lesson;
}

bool is_to_group(const Case& c, const Lesson& lesson) {
    return std::ranges::any_of(lesson.groups, [&](GroupId id) {
        const Group* group = c.book.group(id, lesson.day());
        return entity_of(id) == c.cell().addressee ||
               (group != nullptr && !group->parent.empty() && entity_of(group->parent) == c.cell().addressee);
    });
}

}  // namespace

Broken check(Case& c, const Attendance& act) {
    std::optional<Lesson> lesson;
    if (const Broken broken = c.enter(lesson); !broken.empty()) return broken;
    const Terms terms = attendance_terms(c.book, c.zone, *lesson);
    if (c.saved < *terms.opens) return rule::lesson_ahead;
    if (!c.book.on_list(*lesson, c.pupil())) return rule::not_on_list;
    const Policies& rules = c.book.policies(lesson->day());
    if (const Broken broken = check_code(rules, act.code); !broken.empty()) return broken;
    if (act.late_minutes < 0 || act.late_minutes > longest_delay_minutes) return rule::late_minutes;
    if (act.late_minutes > 0 && !act.code.empty() && rules.absence(act.code)->missed) return rule::late_minutes;
    return c.keep(terms, rule::lesson_ahead);
}

Broken check(Case& c, const AbsenceReason& act) {
    const auto lesson = c.book.lesson(c.cell().lesson);
    if (!lesson) return rule::lesson_unknown;
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    const LocalDay day = lesson->day();
    if (const Broken broken = c.is_own_pupil(c.pupil(), day, day); !broken.empty()) return broken;
    if (c.acts_as_teacher())
        if (const Broken broken = c.is_own(*lesson); !broken.empty()) return broken;
    if (!lesson->takes_place()) return rule::lesson_cancelled;
    if (const Broken broken = c.year_is_open(day); !broken.empty()) return broken;
    if (const Broken broken = c.is_fit_audience(&*lesson); !broken.empty()) return broken;
    if (!c.book.on_list(*lesson, c.pupil())) return rule::not_on_list;
    if (const Broken broken = check_code(c.book.policies(day), act.code); !broken.empty()) return broken;
    if (act.note.size() > text_limit_bytes) return rule::text_too_long;
    const Terms terms = reason_terms(c.book, c.zone, *lesson);
    if (act.document.empty()) return c.keep(terms, rule::lesson_ahead);
    // A paper comes when the pupil is well again; what it says of its days stands whenever it comes (F-07).
    const PupilDocument* paper = c.book.document(act.document);
    if (paper == nullptr || paper->pupil != c.pupil() || day < paper->first || paper->last < day)
        return rule::document_unknown;
    return c.saved < *terms.opens ? rule::lesson_ahead : Broken{};
}

Broken check(Case& c, const Topic& act) {
    std::optional<Lesson> lesson;
    if (const Broken broken = c.enter(lesson); !broken.empty()) return broken;
    if (act.text.empty()) return rule::topic_empty;
    if (act.text.size() > text_limit_bytes) return rule::text_too_long;
    if (const Broken broken = c.keep(topic_terms(c.book, c.zone, *lesson), rule::lesson_ahead); !broken.empty())
        return broken;
    const Policies& rules = c.book.policies(lesson->day());
    for (const TextFinding& finding : check_topic(act.text, topic_rules(rules)))
        if (const Broken broken = c.weigh(severity_of(finding.rule, rules), finding.rule); !broken.empty())
            return broken;
    return check_source(c, rules, *lesson, act);
}

Broken check(Case& c, const Homework& act) {
    std::optional<Lesson> lesson;
    if (const Broken broken = c.enter(lesson); !broken.empty()) return broken;
    if (act.text.size() > text_limit_bytes) return rule::text_too_long;
    for (const std::string& link : act.links)
        if (link.empty() || link.size() > text_limit_bytes) return rule::text_too_long;
    if (!is_to_group(c, *lesson) && !c.book.on_list(*lesson, c.pupil())) return rule::homework_addressee;
    if (const Broken broken = c.keep(homework_terms(c.book, c.zone, *lesson), rule::lesson_ahead); !broken.empty())
        return broken;
    // "Nothing set" is an answer of its own (H-08).
    if (act.text.empty() && act.links.empty()) return {};
    if (const Broken broken = c.weigh_language(act.text); !broken.empty()) return broken;
    return check_due(c, c.book.policies(lesson->day()), *lesson, act.due);
}

Broken check(Case& c, const PlanLink& act) {
    std::optional<Lesson> lesson;
    if (const Broken broken = c.enter(lesson); !broken.empty()) return broken;
    if (act.measure.size() > text_limit_bytes) return rule::text_too_long;
    for (const PlanItemId id : act.items) {
        const PlanItem* item = c.book.plan_item(id, lesson->day());
        if (item == nullptr || item->load != lesson->key.load) return rule::plan_item;
    }
    // Lessons to come are what links are for; of those held the topic's window decides.
    const Terms terms = topic_terms(c.book, c.zone, *lesson);
    if (!c.window_open && terms.closes && c.saved >= *terms.closes) return terms.window;
    return {};
}

Broken check(Case& c, const LessonHeld&) {
    std::optional<Lesson> lesson;
    if (const Broken broken = c.enter(lesson); !broken.empty()) return broken;
    Terms terms = attendance_terms(c.book, c.zone, *lesson);
    terms.late.reset();
    return c.keep(terms, rule::lesson_ahead);
}

Broken check(Case& c, const SeatPlan& act) {
    constexpr int most = 40;
    const auto group = id_as<GroupId>(c.cell().addressee);
    const Group* seated = c.book.group(group, c.today);
    if (seated == nullptr || c.book.room(id_as<RoomId>(c.cell().subject), c.today) == nullptr)
        return rule::reference_unknown;
    if (const Broken broken = c.role_may(); !broken.empty()) return broken;
    const GroupId school_class = seated->parent.empty() ? group : seated->parent;
    if (c.claim.role == Role::class_teacher && !c.leads_class(school_class)) return rule::other_class;
    if (c.acts_as_teacher()) {
        const auto loads = c.book.loads_of_teacher(c.claim.author, c.today);
        const bool teaches = std::ranges::any_of(loads, [&](LoadId id) {
            const auto& groups = c.book.load(id, c.today)->groups;
            return std::ranges::any_of(groups, [&](GroupId taught) {
                const Group* found = c.book.group(taught, c.today);
                return taught == group || (found != nullptr && found->parent == group);
            });
        });
        if (!teaches) return rule::not_assigned;
    }
    if (const Broken broken = c.is_fit_audience(nullptr); !broken.empty()) return broken;
    if (act.rows < 0 || act.rows > most || act.columns < 0 || act.columns > most) return rule::seat_plan;
    std::set<std::pair<int, int>> places;
    std::set<PersonId> pupils;
    for (const SeatPlan::Seat& seat : act.seats) {
        if (seat.row < 0 || seat.row >= act.rows || seat.column < 0 || seat.column >= act.columns)
            return rule::seat_plan;
        if (!places.insert({seat.row, seat.column}).second || !pupils.insert(seat.pupil).second) return rule::seat_plan;
        if (c.book.membership(group, seat.pupil, c.today) == nullptr) return rule::not_on_list;
    }
    return {};
}

}  // namespace zvonok::domain
