#include "station/domain/judge.hpp"

namespace zvonok::domain {

namespace {

Judgement accepted() {
    return {};
}
Judgement refused(std::string_view rule) {
    return {Outcome::refused, std::string(rule), {}};
}
Judgement held(std::string_view rule) {
    return {Outcome::held, std::string(rule), {}};
}

/// Clocks of good stations differ by less; what lies further ahead of the judge is no time to believe.
constexpr std::chrono::minutes clock_tolerance{5};

struct Case {
    const FactBook& book;
    const Zone& zone;
    const Claim& claim;
    const Lesson& lesson;
    Instant saved;  ///< the time to judge by

    [[nodiscard]] bool is_group(EntityId addressee) const {
        return std::ranges::any_of(lesson.groups, [&](GroupId id) {
            const Group* group = book.group(id, lesson.key.day);
            return entity_of(id) == addressee || (group != nullptr && entity_of(group->parent) == addressee);
        });
    }
    [[nodiscard]] bool is_on_list(EntityId pupil) const {
        const auto pupils = book.pupils_of(lesson);
        return std::ranges::find(pupils, id_as<PersonId>(pupil)) != pupils.end();
    }

    Judgement operator()(const Attendance& act) const {
        if (!is_on_list(claim.writing.cell.addressee)) return refused(rule::not_on_list);
        const LocalDay day = lesson.key.day;
        const Policies& rules = book.policies(day);
        if (!act.code.empty() && rules.absence(act.code) == nullptr) return refused(rule::unknown_code);
        // "Not more than N days after": up to the last second of day + N (requirements section 0, day counting 2).
        const EditWindow window = rules.attendance.window;
        if (window && zone.day_of(saved) > day + *window) return refused(rule::attendance_window);
        return accepted();
    }
    Judgement operator()(const Topic& act) const {
        if (act.text.empty()) return refused(rule::topic_empty);
        if (act.text.size() > text_limit_bytes) return refused(rule::text_too_long);
        return accepted();
    }
    Judgement operator()(const Homework& act) const {
        if (act.text.size() > text_limit_bytes) return refused(rule::text_too_long);
        if (!is_group(claim.writing.cell.addressee) && !is_on_list(claim.writing.cell.addressee))
            return refused(rule::homework_addressee);
        if (act.text.empty()) return accepted();
        // A due lesson of today or in the past is refused, offline too (H-06).
        if (act.due.day <= zone.day_of(saved)) return refused(rule::homework_due);
        if (!book.lesson(act.due)) return refused(rule::lesson_unknown);
        return accepted();
    }
    /// Acts that no rule allows yet: nobody has the right.
    Judgement operator()(const auto&) const { return refused(rule::not_assigned); }
    Judgement operator()(const UnknownAct&) const { return held(rule::newer_program); }
};

/// By one set of facts and one time, believing both.
Judgement judge_plainly(const FactBook& book, const Zone& zone, const Claim& claim, Instant saved) {
    if (std::holds_alternative<UnknownAct>(claim.writing.act)) return held(rule::newer_program);
    const auto lesson = book.lesson(claim.writing.cell.lesson);
    if (!lesson) return refused(rule::lesson_unknown);
    if (std::ranges::find(lesson->teachers, claim.author) == lesson->teachers.end()) return refused(rule::not_assigned);
    if (zone.day_of(saved) < lesson->key.day) return refused(rule::lesson_ahead);
    const Case the_case{book, zone, claim, *lesson, saved};
    if (claim.audience !=
        audience_of(claim.writing.cell, claim.writing.act, the_case.is_group(claim.writing.cell.addressee)))
        return refused(rule::audience);
    return std::visit(the_case, claim.writing.act);
}

}  // namespace

Judgement judge(const FactBook& book, const Zone& zone, const Claim& claim, Instant now) {
    Judgement judgement = judge_plainly(book, zone, claim, claim.saved);
    if (judgement.outcome == Outcome::held) return judgement;

    if (claim.clock != ClockTrust::anchored || claim.saved > now + clock_tolerance) {
        // The entry was surely written before it came here, so a time that cannot be believed does no harm where both
        // ends of what is possible are judged alike.
        const bool time_is_possible = claim.clock != ClockTrust::doubtful && claim.saved <= now + clock_tolerance;
        if (!time_is_possible || judge_plainly(book, zone, claim, now) != judgement) return held(rule::clock_doubt);
    }
    if (judgement.outcome == Outcome::refused && claim.facts < book.version()) {
        if (judge_plainly(book.as_of(claim.facts), zone, claim, claim.saved).outcome == Outcome::accepted)
            return held(rule::facts_differ);
    }
    return judgement;
}

}  // namespace zvonok::domain
