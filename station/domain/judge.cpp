#include "station/domain/judge_case.hpp"

#include "station/base/overloaded.hpp"

#include <array>

namespace zvonok::domain {

namespace {

Judgement held(std::string_view rule) {
    return {Outcome::held, std::string(rule), {}};
}

/// Clocks of good stations differ by less; what lies further ahead of the judge is no time to believe.
constexpr std::chrono::minutes clock_tolerance{5};

bool is_of_newer_program(const Act& act) {
    if (const auto* registration = std::get_if<Registration>(&act))
        return std::holds_alternative<UnknownFact>(registration->fact->value);
    if (const auto* request = std::get_if<ChangeRequest>(&act)) return is_of_newer_program(request->wanted->act);
    return std::holds_alternative<UnknownAct>(act);
}

/// What may be written away from the journal: at a kiosk, and by those who are not of the staff.
bool is_everybodys(CellKind kind) {
    switch (kind) {
        case CellKind::acknowledgement:
        case CellKind::compromise_report:
        case CellKind::message:
        case CellKind::refused_attempt:
            return true;
        default:
            return false;
    }
}

/// Where the person stands: never at a kiosk, at the room that the school has bound him to (T-05), and to
/// administer at a protected workplace.
Broken check_place(const Case& c) {
    if (is_everybodys(c.cell().kind)) return {};
    const Station* station = c.claim.station.empty() ? nullptr : c.book.station(c.claim.station, c.today);
    if (station == nullptr) return {};
    if (station->mode == StationMode::kiosk) return rule::kiosk;
    const bool administers = c.claim.role == Role::administrator || c.claim.role == Role::system_administrator;
    if (administers && !station->protected_workplace && c.rules_today().access.admin_protected)
        return rule::unprotected;
    if (c.acts_as_teacher() && is_journal_record(c.cell().kind) && c.rules_today().access.bind_teacher) {
        const auto rooms = c.book.rooms_bound(c.claim.author, c.today);
        if (!rooms.empty() && std::ranges::find(rooms, station->room) == rooms.end()) return rule::bound_elsewhere;
    }
    return {};
}

/// By one set of facts and one time, believing both.
Judgement judge_plainly(const FactBook& book, const Zone& zone, const Claim& claim, Instant saved) {
    const Act& act = claim.writing.act;
    if (is_of_newer_program(act)) return held(rule::newer_program);
    Case c{book, zone, claim, saved};
    // What was written on a closed account is for the administrator to look at, whatever it says (004-4).
    if (book.blocked(claim.author, saved, zone) != nullptr) return held(rule::account_blocked);
    Broken broken = fits(claim.writing.cell, act) ? Broken{} : rule::malformed;
    if (broken.empty()) broken = check_place(c);
    if (broken.empty()) broken = open_by_basis(c);
    if (broken.empty()) broken = check_act(c, act);
    if (!broken.empty()) return {Outcome::refused, std::string(broken), {}};
    return {Outcome::accepted, {}, std::move(c.notes)};
}

bool come_to_the_same(const Judgement& left, const Judgement& right) {
    return left.outcome == right.outcome && left.rule == right.rule;
}

/// The kind of cell that an act answers, by its place in Act.
constexpr std::array act_kinds{CellKind::unknown,
                               CellKind::attendance,
                               CellKind::topic,
                               CellKind::homework,
                               CellKind::absence_reason,
                               CellKind::work,
                               CellKind::mark,
                               CellKind::transferred_mark,
                               CellKind::period_mark,
                               CellKind::plan_link,
                               CellKind::lesson_teacher,
                               CellKind::lesson_change,
                               CellKind::lesson_held,
                               CellKind::seat_plan,
                               CellKind::registration,
                               CellKind::change_request,
                               CellKind::change_decision,
                               CellKind::held_decision,
                               CellKind::acknowledgement,
                               CellKind::compromise_report,
                               CellKind::remark,
                               CellKind::remark_answer,
                               CellKind::review,
                               CellKind::message,
                               CellKind::year_step,
                               CellKind::archive_step,
                               CellKind::visit,
                               CellKind::refused_attempt,
                               CellKind::recommendation,
                               CellKind::forecast};
static_assert(act_kinds.size() == std::variant_size_v<Act>);

/// The parts of a cell, as bits.
enum Part : std::uint8_t {
    lesson = 1,
    addressee = 2,
    subject = 4,
    period = 8,
    work = 16,
    ordinal = 32,
    attempt = 64,
    entry = 128,
};

/// By which parts the kind's cells are named (cell.hpp).
constexpr unsigned parts_of(CellKind kind) {
    switch (kind) {
        case CellKind::attendance:
        case CellKind::absence_reason:
        case CellKind::homework:
        case CellKind::remark:
        case CellKind::remark_answer:
            return lesson | addressee;
        case CellKind::topic:
        case CellKind::plan_link:
        case CellKind::lesson_teacher:
        case CellKind::lesson_change:
        case CellKind::lesson_held:
            return lesson;
        case CellKind::work:
            return lesson | work | ordinal;
        case CellKind::mark:
            return lesson | addressee | work | ordinal | attempt;
        case CellKind::transferred_mark:
            return addressee | subject | period | ordinal;
        case CellKind::period_mark:
        case CellKind::recommendation:
            return addressee | subject | period;
        case CellKind::forecast:
            return addressee | period | ordinal;
        case CellKind::seat_plan:
            return addressee | subject;
        case CellKind::held_decision:
        case CellKind::verdict:
            return entry;
        case CellKind::acknowledgement:
            return addressee | work;
        case CellKind::archive_step:
            return addressee | subject | work;
        case CellKind::compromise_report:
        case CellKind::review:
        case CellKind::visit:
            return addressee | period;
        case CellKind::fact:
        case CellKind::registration:
        case CellKind::change_request:
        case CellKind::change_decision:
        case CellKind::message:
        case CellKind::year_step:
        case CellKind::refused_attempt:
            return addressee;
        case CellKind::unknown:
            return 0;
    }
    return 0;
}

unsigned parts_said(const Cell& cell) {
    unsigned said = 0;
    const auto add = [&](Part part, bool there) {
        if (there) said |= part;
    };
    add(lesson, !cell.lesson.empty());
    add(addressee, !cell.addressee.empty());
    add(subject, !cell.subject.empty());
    add(period, !cell.period.empty());
    add(work, !cell.work.empty());
    add(ordinal, cell.ordinal != 0);
    add(attempt, cell.attempt != 0);
    add(entry, cell.entry != EntryId{});
    return said;
}

}  // namespace

/// A part too many would make a second cell of the same question, with an answer of its own.
bool fits(const Cell& cell, const Act& act) {
    return cell.kind != CellKind::unknown && act_kinds[act.index()] == cell.kind &&
           (parts_said(cell) & ~parts_of(cell.kind)) == 0;
}

bool is_journal_record(CellKind kind) {
    switch (kind) {
        case CellKind::attendance:
        case CellKind::absence_reason:
        case CellKind::topic:
        case CellKind::homework:
        case CellKind::plan_link:
        case CellKind::lesson_held:
        case CellKind::work:
        case CellKind::mark:
        case CellKind::transferred_mark:
        case CellKind::period_mark:
            return true;
        default:
            return false;
    }
}

Broken check_act(Case& c, const Act& act) {
    return std::visit(Overloaded{[](const UnknownAct&) { return rule::malformed; },
                                 [&](const auto& known) { return check(c, known); }},
                      act);
}

Judgement judge(const FactBook& book, const Zone& zone, const Claim& claim, Instant now) {
    Judgement judgement = judge_plainly(book, zone, claim, claim.saved);
    if (judgement.outcome == Outcome::held) return judgement;

    if (claim.clock != ClockTrust::anchored || claim.saved > now + clock_tolerance) {
        // The entry was surely written before it came here, so a time that cannot be believed does no harm where both
        // ends of what is possible are judged alike.
        const bool time_is_possible = claim.clock != ClockTrust::doubtful && claim.saved <= now + clock_tolerance;
        if (!time_is_possible || !come_to_the_same(judge_plainly(book, zone, claim, now), judgement))
            return held(rule::clock_doubt);
    }
    if (judgement.outcome == Outcome::refused && claim.facts < book.version()) {
        if (judge_plainly(book.as_of(claim.facts), zone, claim, claim.saved).outcome == Outcome::accepted)
            return held(rule::facts_differ);
    }
    return judgement;
}

}  // namespace zvonok::domain
