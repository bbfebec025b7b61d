#include "station/domain/diary_view.hpp"
#include "station/journal/pupil_file.hpp"
#include "station/journal/register_control.hpp"
#include "tests/scenarios/scene.hpp"

#include <catch2/catch.hpp>

/// What families see and tell: through a station's database and the real server, as far as the journal holds it.
using namespace zvonok;
using namespace zvonok::test;
using namespace zvonok::domain;

namespace {

constexpr std::string_view preset = "default";
const Zone moscow = Zone::find("Europe/Moscow").value();
const SchoolId our_school = named<SchoolId>("school");
const LessonKey algebra = lesson("7Б", "алгебра", "2026-09-15");

void add_mother(ScenarioSchool& school) {
    school.add(entity_of(who("Белова-мать")), Person{PersonKind::parent, "Белова", "Ольга", "", ""});
    school.add(named<EntityId>("link"), ParentLink{who("Белова-мать"), who("Белов 7Б")});
}

/// The station's own file as queries read it.
struct Tables {
    explicit Tables(Desk& desk, std::string_view local)
        : book(desk.book()),
          database(sqlite::Database::open(desk.live().folder / "journal.db").value()),
          reader(journal::Reader::open(database, our_school).value()),
          control(journal::Control::open(database, our_school).value()),
          asked{*book, moscow, Scene::instant(local)} {}

    std::shared_ptr<const FactBook> book;
    sqlite::Database database;
    journal::Reader reader;
    journal::Control control;
    journal::Asked asked;
};

Writing advice(std::string_view pupil, std::string_view subject_name, std::string text, std::string_view id) {
    Cell cell{CellKind::recommendation, {}, entity_of(who(pupil))};
    cell.subject = entity_of(subject(subject_name));
    cell.period = named<EntityId>(id);
    return {cell, Recommendation{std::move(text)}, {}};
}

}  // namespace

TEST_CASE("the diary marks what has changed: a substitute, a moved and a cancelled lesson", "[D-09][K-02]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 08:00"};
    Desk& office = scene.desk("30", StationMode::office);
    Desk& desk = scene.desk();
    Desk& kiosk = scene.desk("14", StationMode::kiosk);
    const auto shown = [&](std::string_view on) {
        return diary_lessons(*desk.book(), who("Белов 7Б"), day(on), day(on));
    };
    CHECK(std::ranges::none_of(shown("2026-09-15"), &DiaryLesson::changed));
    REQUIRE(office.says(dispatcher, substitution(algebra, "Громов", "болезнь")).word() == "accepted");
    REQUIRE(office.says(dispatcher, cancelled(lesson("7Б", "математика", "2026-09-15"))).word() == "accepted");
    REQUIRE(office.says(dispatcher, moved(lesson("7Б", "русский язык", "2026-09-15"), "2026-09-16", 7)).word() ==
            "accepted");
    CHECK(std::ranges::none_of(shown("2026-09-15"), &DiaryLesson::changed));  // not before its next sync
    desk.sync();
    kiosk.sync();
    CHECK(kiosk.book()->lesson(algebra)->substitute == who("Громов"));
    const auto tuesday = shown("2026-09-15");
    REQUIRE(tuesday.size() == 5);
    CHECK(std::ranges::count_if(tuesday, &DiaryLesson::changed) == 2);
    const auto of = [](const std::vector<DiaryLesson>& lessons, std::string_view name) {
        return *std::ranges::find(lessons, subject(name), [](const DiaryLesson& each) { return each.lesson.subject; });
    };
    CHECK(of(tuesday, "алгебра").replaced);
    CHECK(of(tuesday, "математика").lesson.state == LessonState::cancelled);
    const auto wednesday = shown("2026-09-16");
    const auto came =
        std::ranges::find(wednesday, LessonState::moved, [](const auto& each) { return each.lesson.state; });
    REQUIRE(came != wednesday.end());
    CHECK(came->planned_at == LocalTime{day("2026-09-15")} + 8h + 5min);
    // Another class's diary says nothing of it.
    const auto others = diary_lessons(*desk.book(), who("Белов 8В"), day("2026-09-15"), day("2026-09-15"));
    CHECK(std::ranges::none_of(others, &DiaryLesson::changed));
}

TEST_CASE("the diary names the teachers, the year's calendar and the control works", "[K-06][K-07][D-10]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-14 08:00", [](ScenarioSchool& school) {
                    Group half;
                    half.kind = GroupKind::subgroup;
                    half.name = "7Б англ. 1";
                    half.parent = group("7Б");
                    school.add(entity_of(group("7Б англ. 1")), half);
                    school.add(named<EntityId>("half"), Membership{group("7Б англ. 1"), who("Белов 7Б")});
                    school.add(entity_of(load("7Б англ. 1", "химия")),
                               Load{subject("история"), {group("7Б англ. 1")}, {who("Методистова")}});
                }};
    Desk& office = scene.desk("30", StationMode::office);
    const PlannedWork planned{load("7Б", "алгебра"), day("2026-09-24"), "контр", "Дроби", false};
    REQUIRE(office.says(deputy, registration(named<EntityId>("planned"), planned, "2026-09-14")).word() == "accepted");
    const auto book = office.book();
    const auto teachers = diary_teachers(*book, who("Белов 7Б"), day("2026-09-15"));
    REQUIRE_FALSE(teachers.empty());
    CHECK(teachers.front() == DiaryTeacher{who("Соколова"), {}, group("7Б")});
    const auto teaches = [&](const std::vector<DiaryTeacher>& all, const char* person, const char* what) {
        return std::ranges::any_of(all, [&](const DiaryTeacher& each) {
            return each.teacher == who(person) && each.subject == subject(what);
        });
    };
    CHECK(teaches(teachers, "Кузнецова", "алгебра"));
    CHECK(teaches(teachers, "Методистова", "история"));
    CHECK_FALSE(teaches(diary_teachers(*book, who("Иванова 7Б"), day("2026-09-15")), "Методистова", "история"));

    const auto calendar = diary_calendar(*book, who("Белов 7Б"), day("2026-09-15"));
    REQUIRE(calendar);
    CHECK(calendar->periods.size() == 4);
    REQUIRE(calendar->holidays.size() == 3);
    CHECK(calendar->holidays.front() ==
          DiaryCalendar::DaysOff{day("2026-10-24"), day("2026-11-01"), "осенние каникулы"});
    const auto works = diary_works(*book, who("Белов 7Б"), day("2026-09-14"), day("2026-10-23"));
    REQUIRE(works.size() == 1);
    CHECK(works.front().theme == "Дроби");
    CHECK(diary_works(*book, who("Белов 8В"), day("2026-09-14"), day("2026-10-23")).empty());
}

TEST_CASE("teachers advise a pupil in what they teach him, and the diary shows it until it is taken back", "[K-08]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:00"};
    Desk& desk = scene.desk();
    REQUIRE(desk.says(kuznetsova, advice("Белов 7Б", "алгебра", "Повторить дроби", "a")).word() == "accepted");
    CHECK(desk.says(gromov, advice("Белов 7Б", "алгебра", "Читать больше", "b")).word() ==
          "refused rights.not_assigned");
    CHECK(desk.says(kuznetsova, advice("Громов", "алгебра", "Отдохнуть", "c")).word() == "refused fact.reference");
    scene.at("2026-09-15 11:00:00");
    REQUIRE(desk.says(class_teacher, advice("Белов 7Б", "алгебра", "Больше спать", "d")).word() == "accepted");
    Desk& elsewhere = scene.desk("14");
    const auto shown = [&] {
        elsewhere.sync();
        Tables tables{elsewhere, "2026-09-15 12:00"};
        return journal::recommendations(tables.reader, who("Белов 7Б")).value();
    };
    REQUIRE(shown().size() == 2);
    CHECK(shown().front().text == "Больше спать");
    CHECK(shown().back().author == who("Кузнецова"));
    CHECK(shown().back().subject == subject("алгебра"));
    REQUIRE(desk.says(kuznetsova, advice("Белов 7Б", "алгебра", "", "a")).word() == "accepted");
    CHECK(shown().size() == 1);
}

TEST_CASE("a markless class's diary has words and no number", "[K-18][I-13]") {
    Scene scene{"003-gymnasium", GENERATE(from_range(backends())), "2026-10-19 10:00"};
    Desk& desk = scene.desk();
    const LessonKey maths = lesson("1А", "математика", "2026-10-19");
    const EntityId quarter = entity_of(named<PeriodId>("quarter 1"));
    REQUIRE(desk.says(kuznetsova, topic(maths, "Счёт до десяти")).server.outcome == Outcome::accepted);
    CHECK(desk.says(kuznetsova, mark(maths, "Белов 1А", "5")).server.outcome == Outcome::refused);
    CHECK(desk.says(kuznetsova, period_mark("Белов 1А", "математика", quarter, "4")).server.outcome ==
          Outcome::refused);
    REQUIRE(desk.says(kuznetsova, period_mark("Белов 1А", "математика", quarter, "освоил")).word() == "accepted");
    Desk& elsewhere = scene.desk("14");  // where nobody wrote, only what is accepted is seen
    Tables tables{elsewhere, "2026-10-19 12:00"};
    const LoadId loads[] = {load("1А", "математика")};
    const GroupId groups[] = {group("1А")};
    const auto diary = tables.reader.diary({who("Белов 1А"), loads, groups, day("2026-09-01"), day("2026-10-23")});
    REQUIRE(diary);
    CHECK(diary->marks.empty());
    CHECK(diary->topics.size() == 1);
    REQUIRE(diary->period_marks.size() == 1);
    CHECK(diary->period_marks.front().value()->value == "освоил");
    const auto results = tables.control.results(tables.asked, group("1А"), quarter);
    REQUIRE(results);
    for (const auto& result : *results) CHECK_FALSE(result.mean.value());
}

TEST_CASE("the forecast comes to the families by itself, once in the policy's interval", "[I-07][I-06]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 10:30"};
    Desk& desk = scene.desk();
    const auto tell = [&] { return scene.server().core->tell_forecasts(our_school).value(); };
    const auto told = [&] {
        desk.sync();
        Tables tables{desk, "2026-09-15 12:00"};
        return journal::last_forecast(tables.reader, who("Белов 7Б")).value();
    };
    CHECK(tell() == 0);  // before any mark
    REQUIRE(desk.says(kuznetsova, mark(algebra, "Белов 7Б", "4")).server.outcome == Outcome::accepted);
    CHECK(tell() == 1);
    REQUIRE(told());
    CHECK(told()->day == day("2026-09-15"));
    const auto lines = told()->lines;
    const auto line = std::ranges::find(lines, subject("алгебра"), &Forecast::Line::subject);
    REQUIRE(line != lines.end());
    CHECK(line->hundredths == 400);
    CHECK(tell() == 0);
    scene.at("2026-09-17 10:30:00");
    REQUIRE(desk.says(kuznetsova, mark(lesson("7Б", "алгебра", "2026-09-17"), "Белов 7Б", "5")).server.outcome ==
            Outcome::accepted);
    scene.at("2026-09-21 23:59:00");
    CHECK(tell() == 0);
    scene.at("2026-09-22 00:00:00");
    CHECK(tell() == 1);
    CHECK(told()->day == day("2026-09-22"));
    CHECK(std::ranges::find(told()->lines, 450, &Forecast::Line::hundredths) != told()->lines.end());
    // Nobody makes one by hand.
    Cell cell{CellKind::forecast, {}, entity_of(who("Белов 7Б"))};
    cell.period = entity_of(named<PeriodId>("quarter 1"));
    cell.ordinal = 3;
    CHECK(desk.says(director, {cell, Forecast{day("2026-09-22"), {}}, {}}).word() == "refused rights.role");
}

TEST_CASE("a family tells the class teacher that its data have changed, and what became of it is followed", "[C-07]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 09:00", add_mother};
    Desk& office = scene.desk("30", StationMode::office);
    Message told;
    told.to = {who("Соколова")};
    told.text = "Мы переехали";
    told.about = who("Белов 7Б");
    const auto tell = [&](const char* id, const char* by, const Message& message) {
        return scene.server().core->record_message(our_school, {named<EntityId>(id), who(by), message});
    };
    REQUIRE(tell("one", "Белова-мать", told));
    told.about = who("Иванова 7Б");
    const auto foreign = tell("two", "Белова-мать", told);
    REQUIRE_FALSE(foreign);
    CHECK(foreign.error().what == rule::other_person);
    scene.at("2026-09-15 09:30:00");
    told.about = who("Яковлев 7Б");
    told.text = "Новый телефон";
    REQUIRE(tell("three", "Яковлев 7Б", told));
    const auto notices = [&] {
        office.sync();
        Tables tables{office, "2026-09-16 12:00"};
        return journal::data_notices(tables.reader, tables.asked, group("7Б"), Scene::instant("2026-09-01 00:00"),
                                     Scene::instant("2026-10-01 00:00"))
            .value();
    };
    REQUIRE(notices().size() == 2);
    CHECK(notices().front().from == who("Белова-мать"));
    CHECK(notices().front().text == "Мы переехали");
    for (const auto& notice : notices()) CHECK(notice.state == journal::NoticeState::open);

    scene.at("2026-09-16 10:00:00");
    Message reply;
    reply.to = {who("Яковлев 7Б")};
    reply.text = "Спасибо";
    reply.answers = named<EntityId>("three");
    Cell cell{CellKind::message, {}, named<EntityId>("reply")};
    REQUIRE(office.says(class_teacher, {cell, reply, {}}).word() == "accepted");
    CardState card;
    card.kind = CardKind::pupil;
    card.owner = entity_of(who("Белов 7Б"));
    card.complete = true;
    card.confirmed = day("2026-09-16");
    REQUIRE(office.says(class_teacher, registration(named<EntityId>("card"), card, "2026-09-16")).word() == "accepted");
    CHECK(notices().front().state == journal::NoticeState::settled);
    CHECK(notices().front().by == who("Соколова"));
    CHECK(notices().front().handled == Scene::instant("2026-09-16 10:00:00"));
    CHECK(notices().back().state == journal::NoticeState::answered);
}

TEST_CASE("a leaver takes the marks along, and the school that he comes to enters them as transferred",
          "[C-11][C-12][G-13]") {
    const Backend backend = GENERATE(from_range(backends()));
    std::string text;
    {
        Scene scene{preset, backend, "2026-09-15 10:30"};
        Desk& desk = scene.desk();
        REQUIRE(desk.says(kuznetsova, mark(algebra, "Белов 7Б", "4", "контр")).server.outcome == Outcome::accepted);
        REQUIRE(
            desk.says(kuznetsova, absence(lesson("7Б", "математика", "2026-09-15"), "Белов 7Б", "Н")).server.outcome ==
            Outcome::accepted);
        Tables tables{desk, "2026-09-16 09:00"};
        const auto file = journal::pupil_file(tables.reader, *tables.book, who("Белов 7Б"), day("2026-09-16"));
        REQUIRE(file);
        CHECK(file->marks == std::vector<journal::PupilFile::Mark>{{"алгебра", day("2026-09-15"), "контр", "4"}});
        CHECK(file->missed == 1);
        CHECK(file->school_class == "7Б");
        CHECK_FALSE(journal::pupil_file(tables.reader, *tables.book, who("Громов"), day("2026-09-16")));
        text = journal::to_text(*file);
        CHECK(journal::read_pupil_file(text).value() == *file);
    }
    CHECK_FALSE(journal::read_pupil_file(text.substr(0, text.size() - 4)));
    CHECK_FALSE(journal::read_pupil_file("\"zvonok-pupil-file\";\"2\"\n"));
    const auto file = journal::read_pupil_file(text);
    REQUIRE(file);

    // In the other school he is enrolled on the 21st; the paper says of when the marks are.
    Scene scene{"002-city-school", backend, "2026-09-21 09:00", [](ScenarioSchool& school) {
                    school.add(entity_of(who("Новиков")), Person{PersonKind::pupil, "Новиков", "Ян", "", ""});
                    school.add(named<EntityId>("came"), Membership{group("7Б"), who("Новиков")}, day("2026-09-21"));
                }};
    Desk& office = scene.desk("30", StationMode::office);
    const auto paper = named<DocumentId>("paper");
    const auto arriving = journal::arriving_marks(*file, *office.book(), who("Новиков"), paper, day("2026-09-21"));
    REQUIRE(arriving.writings.size() == 1);
    CHECK(arriving.left_out.empty());
    CHECK(office.says(secretary, arriving.writings.front()).word() == "refused mark.transferred_document");
    const PupilDocument brought{DocumentKind::other, who("Новиков"),    "15", "Школа № 3",
                                day("2026-09-01"),   day("2026-09-18"), "",   {}};
    REQUIRE(office.says(secretary, registration(entity_of(paper), brought, "2026-09-21")).word() == "accepted");
    REQUIRE(office.says(secretary, arriving.writings.front()).word() == "accepted");
    Tables tables{office, "2026-09-21 12:00"};
    const auto results = tables.control.results(tables.asked, group("7Б"), entity_of(named<PeriodId>("quarter 1")));
    REQUIRE(results);
    const auto of = std::ranges::find_if(*results, [](const journal::SubjectResult& result) {
        return result.pupil == who("Новиков") && result.subject == subject("алгебра");
    });
    REQUIRE(of != results->end());
    REQUIRE(of->mean.value());
    CHECK(of->mean.value()->hundredths() == 400);
}
