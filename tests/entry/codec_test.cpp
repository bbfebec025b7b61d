#include "station/entry/log.pb.h"
#include "tests/entry/sample.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace zvonok;
using namespace zvonok::entry;
using namespace zvonok::domain;

namespace {
const LocalDay day{std::chrono::days{20'711}};

Fact fact(FactValue value) {
    return {crypto::random_id<EntityId>(), day, std::nullopt, false, "fet:x:1", std::move(value)};
}
}  // namespace

TEST_CASE("header: every field comes back as it was", "[entry]") {
    Header header = test::absence("Б").header;
    header.school = test::school;
    header.id = {crypto::random_id<LogId>(), 7};
    header.session = crypto::random_id<SessionId>();
    header.saved.clock_stepped = true;
    header.audience = Audience::everyone;
    header.body_hash = crypto::sha256(as_bytes("x"));
    CHECK(decode_header(encode(header)).value() == header);
}

TEST_CASE("header: cut or foreign bytes are refused", "[entry]") {
    Header header = test::absence("Б").header;
    header.school = test::school;
    header.id = {crypto::random_id<LogId>(), 7};
    const Bytes good = encode(header);
    REQUIRE(decode_header(good).has_value());
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(decode_header(ByteView{good}.first(size)).has_value());
    header.id.seq = 0;
    CHECK_FALSE(decode_header(encode(header)).has_value());
}

TEST_CASE("body: every act comes back as it was", "[entry]") {
    const Cell cell{CellKind::homework, {crypto::random_id<LoadId>(), day, 2, {}}, crypto::random_id<EntityId>()};
    const Homework homework{"§ 12, № 214–216",
                            HomeworkWay::read | HomeworkWay::written,
                            {cell.lesson.load, day + std::chrono::days{2}, 1, {}}};
    const auto back = std::get<Writing>(decode_body(encode(Body{Writing{cell, homework}})).value());
    CHECK(back.cell == cell);
    CHECK(std::get<Homework>(back.act) == homework);

    const Verdict verdict{{crypto::random_id<LogId>(), 3}, Outcome::refused, std::string(rule::homework_due)};
    CHECK(std::get<Verdict>(decode_body(encode(Body{verdict})).value()) == verdict);
}

namespace {
template <class AnyId>
AnyId any() {
    return crypto::random_id<AnyId>();
}

/// One of each act, every field set.
std::vector<Writing> every_act() {
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
         Message{{any<PersonId>()}, {any<GroupId>()}, "Собрание", any<EntityId>(), any<PersonId>()},
         {}},
        {plain(CellKind::year_step), YearStep{YearState::closing}, {}},
        {plain(CellKind::archive_step), ArchiveStep{"сдано"}, {}},
        {plain(CellKind::visit), Visit{any<PersonId>(), Instant{std::chrono::milliseconds{5}}, "киоск", true}, {}},
        {plain(CellKind::refused_attempt), RefusedAttempt{"station.bound", "каб. 30"}, {}},
    };
}

/// The kind follows from the act: cells of two kinds are shaped alike above.
CellKind kind_of(const Act& act, CellKind said) {
    return std::holds_alternative<TransferredMark>(act) ? CellKind::transferred_mark : said;
}
}  // namespace

TEST_CASE("body: one of each act, every field set, comes back as it was", "[entry]") {
    const std::vector<Writing> acts = every_act();
    // All but UnknownAct.
    REQUIRE(acts.size() == std::variant_size_v<Act> - 1);
    for (Writing writing : acts) {
        INFO("act " << writing.act.index());
        writing.cell.kind = kind_of(writing.act, writing.cell.kind);
        const Bytes bytes = encode(Body{writing});
        const auto back = std::get<Writing>(decode_body(bytes).value());
        CHECK(back == writing);
        CHECK(encode(Body{back}) == bytes);
    }
}

TEST_CASE("cells: no two kinds of question share an id", "[entry][cell]") {
    std::set<CellId> ids;
    const std::vector<Writing> acts = every_act();
    for (Writing writing : acts) {
        writing.cell.kind = kind_of(writing.act, writing.cell.kind);
        ids.insert(cell_id(test::school, writing.cell));
    }
    CHECK(ids.size() == acts.size());
    Cell mark;
    mark.kind = CellKind::mark;
    mark.lesson = {LoadId{{9}}, day, 1, {}};
    mark.addressee = EntityId{{7}};
    mark.work = "контр";
    mark.ordinal = 1;
    mark.attempt = 1;
    const CellId first = cell_id(test::school, mark);
    // The value itself is part of the format: stations of all versions must agree on it.
    CHECK(first.hex() == "8f95df4a537d02f7fac69424e195ba72");
    Cell resit = mark;
    resit.attempt = 2;
    CHECK(cell_id(test::school, resit) != first);
    Cell other = mark;
    other.work = "ответ";
    CHECK(cell_id(test::school, other) != first);
}

TEST_CASE("body: an act of a newer program is kept as unknown, not lost", "[entry]") {
    pb::Body newer;
    newer.mutable_lesson()->set_load(std::string(16, 'x'));
    Bytes bytes(newer.ByteSizeLong());
    newer.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
    // Field 99, length-delimited, three bytes: what a later version may add to the oneof.
    append(bytes, Bytes{0x9a, 0x06, 0x03, 'n', 'e', 'w'});
    const auto body = decode_body(bytes);
    REQUIRE(body.has_value());
    CHECK(std::holds_alternative<UnknownAct>(std::get<Writing>(*body).act));
}

TEST_CASE("facts: every kind comes back as it was", "[entry][fact]") {
    const auto id = [](auto tag) {
        crypto::fill_random(tag.bytes);
        return tag;
    };
    const std::vector<Fact> facts{
        fact(School{"Гимназия", "Asia/Omsk"}),
        fact(Person{PersonKind::staff, "Ёлкина", "Анна", "Сергеевна", "a.elkina@school.example"}),
        fact(RoleGrant{id(PersonId{}), Role::class_teacher, id(GroupId{})}),
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
        fact(Boxed<Enacted>{Enacted{{any<LogId>(), 4},
                                    id(PersonId{}),
                                    Role::dispatcher,
                                    Instant{std::chrono::milliseconds{7}},
                                    Instant{std::chrono::milliseconds{8}},
                                    12,
                                    every_act()[11].cell,
                                    every_act()[11].act}}),
    };
    // All but UnknownFact.
    REQUIRE(facts.size() == std::variant_size_v<FactValue> - 1);
    for (const Fact& one : facts) {
        const Body body = RecordedFact{42, one};
        const Bytes bytes = encode(body);
        const Body back = decode_body(bytes).value();
        INFO("kind " << one.value.index());
        CHECK(std::get<RecordedFact>(back).version == 42);
        CHECK(std::get<RecordedFact>(back).fact == one);
        CHECK(encode(back) == bytes);
    }
    Fact ended = facts[5];
    ended.until = day + std::chrono::days{3};
    ended.withdrawn = true;
    const auto back = std::get<RecordedFact>(decode_body(encode(Body{RecordedFact{1, ended}})).value()).fact;
    CHECK(back.until == ended.until);
    CHECK(back.withdrawn);
}

TEST_CASE("cells: the same question has the same id everywhere, another question another", "[entry][cell]") {
    const Cell cell{CellKind::attendance, {LoadId{{9}}, day, 1, {}}, EntityId{{7}}};
    CHECK(cell_id(test::school, cell) == cell_id(test::school, Cell{cell}));
    Cell other = cell;
    other.lesson.ordinal = 2;
    CHECK(cell_id(test::school, cell) != cell_id(test::school, other));
    other = cell;
    other.kind = CellKind::topic;
    CHECK(cell_id(test::school, cell) != cell_id(test::school, other));
    CHECK(cell_id(test::school, cell) != cell_id(SchoolId{{5}}, cell));
    // The value itself is part of the format: stations of all versions must agree on it.
    CHECK(lesson_id(test::school, cell.lesson).hex() == "4d80d8d766a43f27aa73d6e322cee48e");
    CHECK(cell_id(test::school, cell).hex() == "92b7a12095174110fd3226b5148425ed");
}
