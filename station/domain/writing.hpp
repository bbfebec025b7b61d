#pragma once

#include "station/domain/act.hpp"
#include "station/domain/facts.hpp"
#include "station/domain/office_act.hpp"

namespace zvonok::domain {

/// Written by a newer program: kept, carried, shown as such, never judged here.
struct UnknownAct {
    bool operator==(const UnknownAct&) const = default;
};

using Act =
    std::variant<UnknownAct, Attendance, Topic, Homework, AbsenceReason, Work, Mark, TransferredMark, PeriodMark,
                 PlanLink, LessonTeacher, LessonChange, LessonHeld, SeatPlan, Registration, ChangeRequest,
                 ChangeDecision, HeldDecision, Acknowledgement, CompromiseReport, Remark, RemarkAnswer, Review, Message,
                 YearStep, ArchiveStep, Visit, RefusedAttempt, Recommendation, Forecast>;

/// One answer to one question.
struct Writing {
    Cell cell;
    Act act;
    EntityId basis{};  ///< what it is written upon: an approved request (J-13), an order for paper sheets (F-11)

    bool operator==(const Writing&) const = default;
};

/// An accepted act on which later judgement depends: the server tells it to all as a fact.
struct Enacted {
    EntryId entry;
    PersonId author;
    Role role = Role::none;
    Instant saved;
    Instant taken;             ///< when the server accepted it
    std::uint64_t number = 0;  ///< registration number in the year, where the act gets one (J-12); else 0
    Cell cell;
    Act act;

    bool operator==(const Enacted&) const = default;
};

/// Whether accepted acts of the kind become facts.
bool is_framing(CellKind kind);

/// Homework of a group and changes of lessons are public; all else that people write is for staff.
Audience audience_of(const Cell& cell, const Act& act, bool addressee_is_group);

}  // namespace zvonok::domain
