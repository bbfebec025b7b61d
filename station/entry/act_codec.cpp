#include "station/entry/pb.hpp"

/// What people write as bytes and back. An act of a kind that this program does not know decodes as UnknownAct.
namespace zvonok::entry {

using namespace zvonok::domain;

namespace {

template <class Message>
std::optional<LocalDay> done_on(const Message& from) {
    return from.has_done_on() ? std::optional{unpack_day(from.done_on())} : std::nullopt;
}

struct ActPacker {
    pb::Body* to;

    void operator()(const UnknownAct&) const {}
    void operator()(const Attendance& act) const {
        to->mutable_attendance()->set_code(act.code);
        to->mutable_attendance()->set_late_minutes(count(act.late_minutes));
    }
    void operator()(const AbsenceReason& act) const {
        to->mutable_absence_reason()->set_code(act.code);
        to->mutable_absence_reason()->set_note(act.note);
        to->mutable_absence_reason()->set_document(pack(act.document));
    }
    void operator()(const Topic& act) const {
        to->mutable_topic()->set_text(act.text);
        to->mutable_topic()->set_plan_item(pack(act.plan_item));
        pack_all(act.more, to->mutable_topic()->mutable_more());
    }
    void operator()(const PlanLink& act) const {
        pack_all(act.items, to->mutable_plan_link()->mutable_items());
        to->mutable_plan_link()->set_measure(act.measure);
    }
    void operator()(const Homework& act) const {
        auto* homework = to->mutable_homework();
        homework->set_text(act.text);
        homework->set_ways(static_cast<std::uint32_t>(act.ways));
        pack_lesson(act.due, homework->mutable_due());
        for (const std::string& link : act.links) homework->add_links(link);
    }
    void operator()(const Work& act) const {
        auto* work = to->mutable_work_act();
        work->set_theme(act.theme);
        work->set_number(count(act.number));
        work->set_weight_percent(count(act.weight_percent));
        work->set_points(count(act.points));
        if (act.done_on) work->set_done_on(pack_day(*act.done_on));
        work->set_withdrawn(act.withdrawn);
    }
    void operator()(const Mark& act) const {
        auto* mark = to->mutable_mark();
        mark->set_value(act.value);
        mark->set_comment(act.comment);
        mark->set_points(count(act.points));
        for (const CriterionScore& score : act.criteria) {
            auto* criterion = mark->add_criteria();
            criterion->set_criterion(score.criterion);
            criterion->set_points(count(score.points));
        }
        if (act.done_on) mark->set_done_on(pack_day(*act.done_on));
    }
    void operator()(const TransferredMark& act) const {
        to->mutable_transferred_mark()->set_value(act.value);
        to->mutable_transferred_mark()->set_day(pack_day(act.day));
        to->mutable_transferred_mark()->set_work_kind(act.work_kind);
    }
    void operator()(const PeriodMark& act) const {
        to->mutable_period_mark()->set_value(act.value);
        to->mutable_period_mark()->set_comment(act.comment);
    }
    void operator()(const SeatPlan& act) const {
        auto* plan = to->mutable_seat_plan();
        plan->set_rows(count(act.rows));
        plan->set_columns(count(act.columns));
        for (const SeatPlan::Seat& each : act.seats) {
            auto* seat = plan->add_seats();
            seat->set_pupil(pack(each.pupil));
            seat->set_row(count(each.row));
            seat->set_column(count(each.column));
        }
    }
    void operator()(const LessonTeacher& act) const {
        to->mutable_lesson_teacher()->set_teacher(pack(act.teacher));
        to->mutable_lesson_teacher()->set_reason(act.reason);
    }
    void operator()(const LessonChange& act) const {
        auto* change = to->mutable_lesson_change();
        change->set_state(static_cast<std::uint32_t>(act.state));
        change->set_day(pack_day(act.day));
        change->set_period(act.period);
        change->set_room(pack(act.room));
        if (!act.merged_into.empty()) pack_lesson(act.merged_into, change->mutable_merged_into());
        change->set_reason(act.reason);
    }
    void operator()(const LessonHeld& act) const { to->mutable_lesson_held()->set_held(act.held); }
    void operator()(const Registration& act) const { pack_fact({0, *act.fact}, to->mutable_registration()); }
    void operator()(const ChangeRequest& act) const {
        auto* request = to->mutable_change_request();
        pack_writing(*act.wanted, request->mutable_wanted());
        request->set_wanted_kind(static_cast<std::uint32_t>(act.wanted->cell.kind));
        request->set_ground(act.ground);
        request->set_document(act.document);
        request->set_reason(act.reason);
    }
    void operator()(const ChangeDecision& act) const {
        to->mutable_change_decision()->set_approved(act.approved);
        to->mutable_change_decision()->set_note(act.note);
    }
    void operator()(const HeldDecision& act) const {
        to->mutable_held_decision()->set_accepted(act.accepted);
        to->mutable_held_decision()->set_note(act.note);
    }
    void operator()(const Acknowledgement& act) const { to->mutable_acknowledgement()->set_rules(act.rules); }
    void operator()(const CompromiseReport& act) const {
        to->mutable_compromise_report()->set_learned_on(pack_day(act.learned_on));
        to->mutable_compromise_report()->set_note(act.note);
    }
    void operator()(const Remark& act) const {
        to->mutable_remark()->set_to(pack(act.to));
        to->mutable_remark()->set_about(static_cast<std::uint32_t>(act.about));
        to->mutable_remark()->set_text(act.text);
    }
    void operator()(const RemarkAnswer& act) const { to->mutable_remark_answer()->set_text(act.text); }
    void operator()(const Review& act) const { to->mutable_review()->set_note(act.note); }
    void operator()(const Message& act) const {
        auto* message = to->mutable_message();
        pack_all(act.to, message->mutable_to());
        pack_all(act.groups, message->mutable_groups());
        message->set_text(act.text);
        message->set_answers(pack(act.answers));
        message->set_from(pack(act.from));
        message->set_about(pack(act.about));
    }
    void operator()(const YearStep& act) const {
        to->mutable_year_step()->set_state(static_cast<std::uint32_t>(act.state));
    }
    void operator()(const ArchiveStep& act) const { to->mutable_archive_step()->set_note(act.note); }
    void operator()(const Visit& act) const {
        auto* visit = to->mutable_visit();
        visit->set_pupil(pack(act.pupil));
        visit->set_at_ms(act.at.time_since_epoch().count());
        visit->set_place(act.place);
        visit->set_refused(act.refused);
    }
    void operator()(const RefusedAttempt& act) const {
        to->mutable_refused_attempt()->set_rule(act.rule);
        to->mutable_refused_attempt()->set_note(act.note);
    }
    void operator()(const Recommendation& act) const { to->mutable_recommendation()->set_text(act.text); }
    void operator()(const Forecast& act) const {
        auto* forecast = to->mutable_forecast();
        forecast->set_day(pack_day(act.day));
        for (const Forecast::Line& each : act.lines) {
            auto* line = forecast->add_lines();
            line->set_subject(pack(each.subject));
            line->set_value(each.value);
            line->set_hundredths(count(each.hundredths));
            line->set_given(each.given);
        }
    }
};

struct Unpacked {
    CellKind kind = CellKind::unknown;
    Act act{};
};

Mark unpack_mark(const pb::Mark& from) {
    Mark mark{from.value(), from.comment(), count(from.points()), {}, done_on(from)};
    for (const auto& score : from.criteria()) mark.criteria.push_back({score.criterion(), count(score.points())});
    return mark;
}

Unpacked unpack_lesson_act(const pb::Body& from, Unpacker& unpack) {
    switch (from.act_case()) {
        case pb::Body::kAttendance:
            return {CellKind::attendance,
                    Attendance{from.attendance().code(), count(from.attendance().late_minutes())}};
        case pb::Body::kAbsenceReason: {
            const auto& v = from.absence_reason();
            return {CellKind::absence_reason, AbsenceReason{v.code(), v.note(), unpack.as<DocumentId>(v.document())}};
        }
        case pb::Body::kTopic: {
            const auto& v = from.topic();
            return {CellKind::topic,
                    Topic{v.text(), unpack.as<PlanItemId>(v.plan_item()), unpack_all<PlanItemId>(v.more(), unpack)}};
        }
        case pb::Body::kPlanLink:
            return {CellKind::plan_link,
                    PlanLink{unpack_all<PlanItemId>(from.plan_link().items(), unpack), from.plan_link().measure()}};
        case pb::Body::kHomework: {
            const auto& v = from.homework();
            return {CellKind::homework, Homework{v.text(),
                                                 static_cast<HomeworkWay>(v.ways()),
                                                 unpack_lesson(v.due(), unpack),
                                                 {v.links().begin(), v.links().end()}}};
        }
        case pb::Body::kWorkAct: {
            const auto& v = from.work_act();
            return {CellKind::work, Work{v.theme(), count(v.number()), count(v.weight_percent()), count(v.points()),
                                         done_on(v), v.withdrawn()}};
        }
        case pb::Body::kMark:
            return {CellKind::mark, unpack_mark(from.mark())};
        case pb::Body::kTransferredMark: {
            const auto& v = from.transferred_mark();
            return {CellKind::transferred_mark, TransferredMark{v.value(), unpack_day(v.day()), v.work_kind()}};
        }
        case pb::Body::kPeriodMark:
            return {CellKind::period_mark, PeriodMark{from.period_mark().value(), from.period_mark().comment()}};
        case pb::Body::kSeatPlan: {
            SeatPlan plan{count(from.seat_plan().rows()), count(from.seat_plan().columns()), {}};
            for (const auto& seat : from.seat_plan().seats())
                plan.seats.push_back({unpack.as<PersonId>(seat.pupil()), count(seat.row()), count(seat.column())});
            return {CellKind::seat_plan, std::move(plan)};
        }
        case pb::Body::kLessonTeacher:
            return {CellKind::lesson_teacher, LessonTeacher{unpack.as<PersonId>(from.lesson_teacher().teacher()),
                                                            from.lesson_teacher().reason()}};
        case pb::Body::kLessonChange: {
            const auto& v = from.lesson_change();
            LessonChange change{static_cast<LessonState>(v.state()),
                                unpack_day(v.day()),
                                v.period(),
                                unpack.as<RoomId>(v.room()),
                                {},
                                v.reason()};
            if (v.has_merged_into()) change.merged_into = unpack_lesson(v.merged_into(), unpack);
            return {CellKind::lesson_change, std::move(change)};
        }
        case pb::Body::kLessonHeld:
            return {CellKind::lesson_held, LessonHeld{from.lesson_held().held()}};
        default:
            return {};
    }
}

Unpacked unpack_office_act(const pb::Body& from, Unpacker& unpack) {
    switch (from.act_case()) {
        case pb::Body::kRegistration:
            return {CellKind::registration, Registration{unpack_fact(from.registration(), unpack).fact}};
        case pb::Body::kChangeRequest: {
            const auto& v = from.change_request();
            Writing wanted = unpack_writing(v.wanted(), unpack);
            wanted.cell.kind = static_cast<CellKind>(v.wanted_kind());
            return {CellKind::change_request, ChangeRequest{std::move(wanted), v.ground(), v.document(), v.reason()}};
        }
        case pb::Body::kChangeDecision:
            return {CellKind::change_decision,
                    ChangeDecision{from.change_decision().approved(), from.change_decision().note()}};
        case pb::Body::kHeldDecision:
            return {CellKind::held_decision,
                    HeldDecision{from.held_decision().accepted(), from.held_decision().note()}};
        case pb::Body::kAcknowledgement:
            return {CellKind::acknowledgement, Acknowledgement{from.acknowledgement().rules()}};
        case pb::Body::kCompromiseReport:
            return {CellKind::compromise_report, CompromiseReport{unpack_day(from.compromise_report().learned_on()),
                                                                  from.compromise_report().note()}};
        case pb::Body::kRemark: {
            const auto& v = from.remark();
            return {CellKind::remark, Remark{unpack.as<PersonId>(v.to()), static_cast<CellKind>(v.about()), v.text()}};
        }
        case pb::Body::kRemarkAnswer:
            return {CellKind::remark_answer, RemarkAnswer{from.remark_answer().text()}};
        case pb::Body::kReview:
            return {CellKind::review, Review{from.review().note()}};
        case pb::Body::kMessage: {
            const auto& v = from.message();
            return {CellKind::message,
                    Message{unpack_all<PersonId>(v.to(), unpack), unpack_all<GroupId>(v.groups(), unpack), v.text(),
                            unpack.as<EntityId>(v.answers()), unpack.as<PersonId>(v.from()),
                            unpack.as<PersonId>(v.about())}};
        }
        case pb::Body::kYearStep:
            return {CellKind::year_step, YearStep{static_cast<YearState>(from.year_step().state())}};
        case pb::Body::kArchiveStep:
            return {CellKind::archive_step, ArchiveStep{from.archive_step().note()}};
        case pb::Body::kVisit: {
            const auto& v = from.visit();
            return {CellKind::visit,
                    Visit{unpack.as<PersonId>(v.pupil()), unpack_instant(v.at_ms()), v.place(), v.refused()}};
        }
        case pb::Body::kRefusedAttempt:
            return {CellKind::refused_attempt,
                    RefusedAttempt{from.refused_attempt().rule(), from.refused_attempt().note()}};
        case pb::Body::kRecommendation:
            return {CellKind::recommendation, Recommendation{from.recommendation().text()}};
        case pb::Body::kForecast: {
            Forecast forecast{unpack_day(from.forecast().day()), {}};
            for (const auto& line : from.forecast().lines())
                forecast.lines.push_back(
                    {unpack.as<SubjectId>(line.subject()), line.value(), count(line.hundredths()), line.given()});
            return {CellKind::forecast, std::move(forecast)};
        }
        default:
            return {};
    }
}

}  // namespace

void pack_writing(const Writing& writing, pb::Body* to) {
    const Cell& cell = writing.cell;
    if (!cell.lesson.empty()) pack_lesson(cell.lesson, to->mutable_lesson());
    to->set_addressee(pack(cell.addressee));
    to->set_subject(pack(cell.subject));
    to->set_period(pack(cell.period));
    to->set_work(cell.work);
    to->set_ordinal(count(cell.ordinal));
    to->set_attempt(count(cell.attempt));
    if (cell.entry != EntryId{}) pack_id(cell.entry, to->mutable_entry());
    to->set_basis(pack(writing.basis));
    std::visit(ActPacker{to}, writing.act);
}

Writing unpack_writing(const pb::Body& from, Unpacker& unpack) {
    Writing writing;
    if (from.has_lesson()) writing.cell.lesson = unpack_lesson(from.lesson(), unpack);
    unpack(from.addressee(), writing.cell.addressee);
    unpack(from.subject(), writing.cell.subject);
    unpack(from.period(), writing.cell.period);
    writing.cell.work = from.work();
    writing.cell.ordinal = count(from.ordinal());
    writing.cell.attempt = count(from.attempt());
    if (from.has_entry()) writing.cell.entry = unpack_id(from.entry(), unpack);
    unpack(from.basis(), writing.basis);
    Unpacked act = unpack_lesson_act(from, unpack);
    if (act.kind == CellKind::unknown) act = unpack_office_act(from, unpack);
    writing.cell.kind = act.kind;
    writing.act = std::move(act.act);
    return writing;
}

}  // namespace zvonok::entry
