#include "station/domain/judge.hpp"

#include <charconv>

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

std::chrono::days edit_window(const FactBook& book, LocalDay day) {
    int days = 7;  // requirements 2.1, default of attendance.edit_window_days
    if (const auto text = book.policy("attendance.edit_window_days", day)) {
        int value = 0;
        const auto end = text->data() + text->size();
        if (const auto [stop, error] = std::from_chars(text->data(), end, value);
            error == std::errc{} && stop == end && value >= 0)
            days = value;
    }
    return std::chrono::days{days};
}

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
        const auto codes = absence_codes(book, day);
        if (!act.code.empty() && std::ranges::find(codes, act.code) == codes.end()) return refused(rule::unknown_code);
        // "Not more than N days after": up to the last second of day + N (requirements section 0, day counting 2).
        if (zone.day_of(saved) > day + edit_window(book, day)) return refused(rule::attendance_window);
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

std::vector<std::string> absence_codes(const FactBook& book, LocalDay day) {
    const std::string text = book.policy("attendance.codes", day).value_or("Н УП НП Б ОСВ");
    std::vector<std::string> codes;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" ,", at), text.size());
        if (end > at) codes.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return codes;
}

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
