#pragma once

#include "station/crypto/random.hpp"
#include "station/domain/writing.hpp"

/// One of everything that entries and facts can say, every field set, ids at random.
namespace zvonok::test {

inline const LocalDay sample_day{std::chrono::days{20'711}};

template <class AnyId>
AnyId any() {
    return crypto::random_id<AnyId>();
}

/// One of each act, every field set.
inline std::vector<domain::Writing> every_act() {
    using namespace domain;
    const LocalDay day = sample_day;
    const LessonKey lesson{any<LoadId>(), day, 2, {}};
    const EntityId pupil = any<EntityId>();
    const auto plain = [&](CellKind kind) {
        Cell cell;
        cell.kind = kind;
        cell.addressee = pupil;
        return cell;
    };
    const auto in_lesson = [&](CellKind kind) {
        Cell cell = plain(kind);
        cell.lesson = lesson;
        return cell;
    };
    Cell mark = in_lesson(CellKind::mark);
    mark.work = "контр";
    mark.ordinal = 1;
    mark.attempt = 2;
    Cell period = plain(CellKind::period_mark);
    period.subject = any<EntityId>();
    period.period = any<EntityId>();
    Cell held;
    held.kind = CellKind::held_decision;
    held.entry = {any<LogId>(), 9};
    const Mark five{"5", "молодец", 17, {{"полнота", 3}, {"речь", 2}}, day};
    Writing change{in_lesson(CellKind::lesson_change),
                   LessonChange{LessonState::merged, day, -1, any<RoomId>(), lesson, "карантин"},
                   {}};
    Fact told{any<EntityId>(), day, day + std::chrono::days{1}, false, "", Membership{any<GroupId>(), any<PersonId>()}};
    return {
        {in_lesson(CellKind::attendance), Attendance{"ОП", 15}, {}},
        {in_lesson(CellKind::absence_reason), AbsenceReason{"Б", "справка", any<DocumentId>()}, {}},
        {in_lesson(CellKind::topic), Topic{"Дроби", any<PlanItemId>(), {any<PlanItemId>()}}, any<EntityId>()},
        {in_lesson(CellKind::plan_link), PlanLink{{any<PlanItemId>(), any<PlanItemId>()}, "объединены темы"}, {}},
        {in_lesson(CellKind::homework), Homework{"§ 3", HomeworkWay::retell, lesson, {"учебник.pdf"}}, {}},
        {in_lesson(CellKind::work), Work{"Законы Кирхгофа", 3, 150, 20, day, true}, {}},
        {mark, five, any<EntityId>()},
        {period, TransferredMark{"4", day, "ответ"}, {}},
        {period, PeriodMark{"н/а", "болел"}, {}},
        {plain(CellKind::seat_plan), SeatPlan{5, 6, {{any<PersonId>(), 1, 2}}}, {}},
        {in_lesson(CellKind::lesson_teacher), LessonTeacher{any<PersonId>(), "болезнь"}, {}},
        change,
        {in_lesson(CellKind::lesson_held), LessonHeld{false}, {}},
        {plain(CellKind::registration), Registration{told}, {}},
        {plain(CellKind::change_request), ChangeRequest{Writing{mark, five, {}}, "пересдача", "акт 3", "пересдал"}, {}},
        {plain(CellKind::change_decision), ChangeDecision{true, "можно"}, {}},
        {held, HeldDecision{true, "часы проверены"}, {}},
        {plain(CellKind::acknowledgement), Acknowledgement{"2026-09"}, {}},
        {plain(CellKind::compromise_report), CompromiseReport{day, "потерял"}, {}},
        {in_lesson(CellKind::remark), Remark{any<PersonId>(), CellKind::topic, "Нет темы"}, {}},
        {in_lesson(CellKind::remark_answer), RemarkAnswer{"Исправлено"}, {}},
        {plain(CellKind::review), Review{"Всё заполнено"}, {}},
        {plain(CellKind::message),
         Message{{any<PersonId>()}, {any<GroupId>()}, "Собрание", any<EntityId>(), any<PersonId>(), any<PersonId>()},
         {}},
        {plain(CellKind::year_step), YearStep{YearState::closing}, {}},
        {plain(CellKind::archive_step), ArchiveStep{"сдано"}, {}},
        {plain(CellKind::visit), Visit{any<PersonId>(), Instant{std::chrono::milliseconds{5}}, "киоск", true}, {}},
        {plain(CellKind::refused_attempt), RefusedAttempt{"station.bound", "каб. 30"}, {}},
        {period, Recommendation{"Повторить таблицу умножения"}, {}},
        {period, Forecast{day, {{any<SubjectId>(), "4", 413, "5"}, {any<SubjectId>(), "", 0}}}, {}},
    };
}

/// The kind follows from the act: cells of two kinds are shaped alike above.
inline domain::CellKind kind_of(const domain::Writing& writing) {
    if (std::holds_alternative<domain::TransferredMark>(writing.act)) return domain::CellKind::transferred_mark;
    if (std::holds_alternative<domain::Recommendation>(writing.act)) return domain::CellKind::recommendation;
    if (std::holds_alternative<domain::Forecast>(writing.act)) return domain::CellKind::forecast;
    return writing.cell.kind;
}

/// One of each kind of fact.
inline std::vector<domain::Fact> every_fact() {
    using namespace domain;
    const LocalDay day = sample_day;
    const auto fact = [&](FactValue value) {
        return Fact{any<EntityId>(), day, std::nullopt, false, "fet:x:1", std::move(value)};
    };
    const auto id = [](auto tag) {
        crypto::fill_random(tag.bytes);
        return tag;
    };
    return {
        fact(School{"Гимназия", "Asia/Omsk"}),
        fact(Person{PersonKind::staff, "Ёлкина", "Анна", "Сергеевна", "a.elkina@school.example"}),
        fact(RoleGrant{id(PersonId{}), Role::class_teacher, id(GroupId{}), Direction::upbringing}),
        fact(Group{GroupKind::subgroup, "7Б англ. 1", id(GroupId{}), 7, id(EntityId{}), id(CalendarId{}), id(BellsId{}),
                   id(OrderId{})}),
        fact(Membership{id(GroupId{}), id(PersonId{}), id(OrderId{}), StudyForm::family}),
        fact(Subject{"алгебра"}),
        fact(Room{"12", "главный корпус", 30}),
        fact(BellPeriod{0, std::chrono::minutes{480}, std::chrono::minutes{525}, id(BellsId{})}),
        fact(SchoolYear{day, day + std::chrono::days{270}, id(CalendarId{}), 5}),
        fact(Holiday{day, day, "День народного единства", id(CalendarId{}), true}),
        fact(Load{id(SubjectId{}), {id(GroupId{}), id(GroupId{})}, {id(PersonId{})}, LoadKind::practice, 68}),
        fact(TimetableSlot{id(LoadId{}), 6, WeekParity::even, -1, id(RoomId{})}),
        fact(PlanItem{id(LoadId{}), 14, "Линейные уравнения", 2, "контр", 3, "§ 4"}),
        fact(PolicyValue{"attendance.codes", "Н УП"}),
        fact(domain::Station{"Каб. 12", StationMode::kiosk, id(RoomId{}), true}),
        fact(RevocationList{{1, 2, 3}}),
        fact(ReportingPeriod{PeriodKind::trimester, 2, day, day + std::chrono::days{70}, 5, 9,
                             day + std::chrono::days{69}, id(OrderId{})}),
        fact(Calendar{"10–11 классы"}),
        fact(MovedDay{day, 3, WeekParity::odd, id(CalendarId{})}),
        fact(BellSchedule{"сокращённые уроки"}),
        fact(BellDay{id(BellsId{}), day, day, id(GroupId{})}),
        fact(PupilDocument{DocumentKind::exemption,
                           id(PersonId{}),
                           "17",
                           "поликлиника 3",
                           day,
                           day + std::chrono::days{30},
                           "ОСВ",
                           {id(SubjectId{})}}),
        fact(ParentLink{id(PersonId{}), id(PersonId{})}),
        fact(Order{OrderKind::movement, "12-у", day, "О переводе", day, day, {id(GroupId{})}}),
        fact(StationBinding{id(PersonId{}), id(RoomId{})}),
        fact(AccountBlock{id(PersonId{}), Instant{std::chrono::milliseconds{99}}, BlockReason::dismissed,
                          id(OrderId{})}),
        fact(Consent{id(PersonId{}), ConsentState::withdrawn, "от 01.09.2026", id(PersonId{})}),
        fact(Credential{id(PersonId{}), CredentialKind::recovery_slip, "00017", true}),
        fact(CurriculumItem{"русский язык", 7, id(GroupId{}), 136}),
        fact(CardState{CardKind::pupil, id(EntityId{}), true, day}),
        fact(Announcement{"Собрание", "В 18:00", true, true, id(PersonId{})}),
        fact(Exam{ExamKind::final, id(SubjectId{}), {id(GroupId{})}, day, {id(PersonId{})}}),
        fact(PlannedWork{id(LoadId{}), day, "контр", "Дроби", true}),
        fact(Application{id(PersonId{}), id(PersonId{}), day, "17", id(PersonId{})}),
        fact(RegisterRecord{"military",
                            id(EntityId{}),
                            id(OrderId{}),
                            {{"state", "состоит"}, {"fitness", "А"}},
                            {7, 8, 9},
                            {"office"},
                            id(PersonId{})}),
        fact(Boxed<Enacted>{Enacted{{any<LogId>(), 4},
                                    id(PersonId{}),
                                    Role::dispatcher,
                                    Instant{std::chrono::milliseconds{7}},
                                    Instant{std::chrono::milliseconds{8}},
                                    12,
                                    every_act()[11].cell,
                                    every_act()[11].act}}),
    };
}

}  // namespace zvonok::test
