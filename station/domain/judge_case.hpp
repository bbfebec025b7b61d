#pragma once

#include "station/domain/deadlines.hpp"
#include "station/domain/judge.hpp"
#include "station/domain/permissions.hpp"

namespace zvonok::domain {

/// The rule that a claim breaks; empty: none.
using Broken = std::string_view;

/// One claim against one set of facts and one time, both believed: what the rules of all kinds of acts share. The rules
/// themselves are the overloads of check() in judge_lesson.cpp, judge_marks.cpp, judge_frame.cpp, judge_office.cpp and
/// judge_register.cpp.
struct Case {
    const FactBook& book;
    const Zone& zone;
    const Claim& claim;
    Instant saved;  ///< the time to judge by
    LocalDay today = zone.day_of(saved);

    bool window_open = false;      ///< an approved request passes the windows, and nothing else (J-13)
    bool rights_granted = false;   ///< whose right it is was found out otherwise: by the request
    const Order* paper = nullptr;  ///< the order upon which a paper sheet is typed in (F-11)
    std::vector<std::string> notes{};

    [[nodiscard]] const Cell& cell() const { return claim.writing.cell; }
    [[nodiscard]] PersonId pupil() const { return id_as<PersonId>(cell().addressee); }
    /// Rights are those of the moment of saving; other rules those of the lesson's day.
    [[nodiscard]] const Policies& rules_today() const { return book.policies(today); }
    [[nodiscard]] bool acts_as_teacher() const {
        return claim.role == Role::none || claim.role == Role::teacher || claim.role == Role::substitute;
    }

    /// The role acted in is held, and may write acts of this kind.
    [[nodiscard]] Broken role_may() const;
    [[nodiscard]] Broken role_may(const Permission* permission) const;
    [[nodiscard]] Broken role_is_held() const;
    /// A teacher's own lesson, a class teacher's own class; other roles are not tied.
    [[nodiscard]] Broken is_own(const Lesson& lesson) const;
    [[nodiscard]] Broken is_own_pupil(PersonId pupil, LocalDay first, LocalDay last) const;
    [[nodiscard]] bool leads_class(GroupId school_class) const;

    /// The lesson, where the author may write in it: it is there, is his, takes place, its year is open.
    Broken enter(std::optional<Lesson>& lesson) const;
    /// Not before the terms begin nor after they close; a first answer that is late gets its note.
    Broken keep(const Terms& terms, Broken too_early);
    [[nodiscard]] Broken year_is_open(LocalDay day, GroupId group = {}) const;
    [[nodiscard]] Broken is_fit_audience(const Lesson* lesson) const;

    void note(std::string_view what);
    void note_late(std::string_view parameter);
    /// What a soft or hard rule about texts comes to.
    Broken weigh(Severity severity, Broken rule);
    Broken weigh_language(std::string_view text);
};

/// Whether the year that has the day was closed by then (J-17).
bool is_closed(const FactBook& book, EntityId year, Instant at);

/// Whether an act answers the question that its cell asks.
bool fits(const Cell& cell, const Act& act);

Broken check(Case& c, const Attendance& act);
Broken check(Case& c, const AbsenceReason& act);
Broken check(Case& c, const Topic& act);
Broken check(Case& c, const Homework& act);
Broken check(Case& c, const PlanLink& act);
Broken check(Case& c, const LessonHeld& act);
Broken check(Case& c, const SeatPlan& act);

Broken check(Case& c, const Work& act);
Broken check(Case& c, const Mark& act);
Broken check(Case& c, const TransferredMark& act);
Broken check(Case& c, const PeriodMark& act);

Broken check(Case& c, const LessonTeacher& act);
Broken check(Case& c, const LessonChange& act);
Broken check(Case& c, const YearStep& act);
Broken check(Case& c, const ArchiveStep& act);

Broken check(Case& c, const ChangeRequest& act);
Broken check(Case& c, const ChangeDecision& act);
Broken check(Case& c, const HeldDecision& act);
Broken check(Case& c, const Acknowledgement& act);
Broken check(Case& c, const CompromiseReport& act);
Broken check(Case& c, const Remark& act);
Broken check(Case& c, const RemarkAnswer& act);
Broken check(Case& c, const Review& act);
Broken check(Case& c, const Message& act);
Broken check(Case& c, const Visit& act);
Broken check(Case& c, const RefusedAttempt& act);
Broken check(Case& c, const Recommendation& act);
Broken check(Case& c, const Forecast& act);
Broken check(Case& c, const Registration& act);

/// Finds out upon what the claim is written, and opens what that opens.
Broken open_by_basis(Case& c);

/// By what the act says.
Broken check_act(Case& c, const Act& act);

}  // namespace zvonok::domain
