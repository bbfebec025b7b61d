#include "station/journal/control.hpp"
#include "station/domain/diary.hpp"
#include "tests/scenarios/scene.hpp"

#include <catch2/catch.hpp>
#include <set>

/// Those of the worked acceptance scenarios (requirements, section 4) that end in a list: what was written went through
/// a station's database and the server's verdict, the lists are asked of the station's own file.
using namespace zvonok;
using namespace zvonok::test;
using namespace zvonok::domain;

namespace {

const Zone moscow = Zone::find("Europe/Moscow").value();

/// The lists of one station at one moment.
struct Lists {
    Lists(Desk& desk, std::string_view local)
        : book(desk.book()),
          database(sqlite::Database::open(desk.live().folder / "journal.db").value()),
          control(journal::Control::open(database, named<SchoolId>("school")).value()),
          asked{*book, moscow, Scene::instant(local)} {}

    std::shared_ptr<const FactBook> book;
    sqlite::Database database;
    journal::Control control;
    journal::Asked asked;
};

Cell random_cell(CellKind kind, std::string_view name) {
    Cell cell;
    cell.kind = kind;
    cell.addressee = named<EntityId>(name);
    return cell;
}

void add_parents(ScenarioSchool& school) {
    school.add(entity_of(who("Белова-мать")), Person{PersonKind::parent, "Белова", "Ольга", "", ""});
    school.add(named<EntityId>("link"), ParentLink{who("Белова-мать"), who("Белов 7Б")});
    for (const char* person : {"Белова-мать", "Белов 7Б"}) {
        school.add(named<EntityId>(std::string("consent ") + person),
                   Consent{who(person), ConsentState::given, "№ 1", who("Секретарёва")});
        school.add(named<EntityId>(std::string("code ") + person),
                   Credential{who(person), CredentialKind::diary_code, "00017", false});
    }
}

}  // namespace

TEST_CASE("000-1 late homework is listed", "[000-1][O-02]") {
    Scene scene{"000-village-school", GENERATE(from_range(backends())), "2026-09-16 08:00"};
    Desk& desk = scene.desk();
    scene.at("2026-09-16 14:55:01");
    REQUIRE(desk.says(kuznetsova, homework(lesson("6А", "математика", "2026-09-16"), "6А", "§ 5",
                                           lesson("6А", "математика", "2026-09-17")))
                .word() == "accepted late.homework.entry_deadline");
    Lists lists{desk, "2026-09-16 18:00"};
    const auto late = lists.control.late_entries(day("2026-09-16"), day("2026-09-16"));
    REQUIRE(late);
    REQUIRE(late->size() == 1);
    CHECK(late->front().author == who("Кузнецова"));
    CHECK(late->front().kind == CellKind::homework);
}

TEST_CASE("001-8 who has not visited the diary for too long is listed", "[001-8][O-09][O-10][K-21]") {
    Scene scene{"001-city-school", GENERATE(from_range(backends())), "2026-09-07 09:00", add_parents};
    Desk& kiosk = scene.desk("30", StationMode::kiosk);
    const auto visit = [&](const char* person, const char* at) {
        scene.at(at);
        REQUIRE(kiosk.journal().note_visit({named<EntityId>(std::string(person) + at), who(person), who("Белов 7Б"),
                                            kiosk.live().clock.now(), false}));
    };
    Desk& office = scene.desk("30", StationMode::office);
    const auto listed = [&](const char* at) {
        office.sync();
        Lists lists{office, at};
        const auto visits = lists.control.visits(lists.asked, group("7Б"));
        REQUIRE(visits);
        const auto has = [](const std::vector<journal::NoVisit>& list, const char* person) {
            return std::ranges::count(list, who(person), &journal::NoVisit::person) > 0;
        };
        return std::pair{has(visits->pupils, "Белов 7Б"), has(visits->parents, "Белова-мать")};
    };
    visit("Белова-мать", "2026-09-07 10:00");
    visit("Белов 7Б", "2026-09-14 10:00");
    kiosk.sync();
    // From now on the kiosk is off the network.
    visit("Белов 7Б", "2026-09-16 10:00");
    scene.at("2026-09-17 00:00:00");
    CHECK(listed("2026-09-15 00:00:00") == std::pair{false, true});
    CHECK(listed("2026-09-17 00:00:00").first);
    // The visit of the 16th comes at last.
    kiosk.sync();
    CHECK_FALSE(listed("2026-09-17 00:00:00").first);
    const auto visits = office.journal().read().registers_for(CellKind::visit, entity_of(who("Белов 7Б")));
    REQUIRE(visits);
    REQUIRE(visits->size() == 2);
    CHECK(visits->back().as<Visit>()->place == kiosk.live().row().name);
    CHECK(visits->back().as<Visit>()->at == Scene::instant("2026-09-16 10:00"));
}

TEST_CASE("001-9 a parent opens the own child's diary and nobody else's, and the attempt is kept",
          "[001-9][A-06][A-07]") {
    Scene scene{"001-city-school", GENERATE(from_range(backends())), "2026-09-14 09:00", add_parents};
    Desk& kiosk = scene.desk("30", StationMode::kiosk);
    scene.at("2026-09-14 10:00:00");
    const Instant now = Scene::instant("2026-09-14 10:00");
    const auto right = [&](const char* reader, Role role, const char* pupil) {
        return diary_right(*scene.book(), moscow, who(reader), role, who(pupil), now);
    };
    CHECK(right("Белова-мать", Role::parent, "Белов 7Б") == DiaryRight::child);
    CHECK(right("Белова-мать", Role::parent, "Иванова 7Б") == DiaryRight::none);
    CHECK(right("Белов 7Б", Role::pupil, "Белов 7Б") == DiaryRight::own);
    CHECK(right("Белов 7Б", Role::pupil, "Иванова 7Б") == DiaryRight::none);
    // The kiosk did not open it and says so; what it keeps for the server it cannot read itself.
    const entry::VisitNote note{named<EntityId>("attempt"), who("Белова-мать"), who("Иванова 7Б"), now, true};
    REQUIRE(kiosk.journal().note_visit(note));
    const auto waiting = kiosk.journal().unsent();
    REQUIRE(waiting);
    REQUIRE(waiting->visits.size() == 1);
    const Bytes bytes = waiting->visits.front();
    CHECK(std::ranges::search(bytes, note.visitor.view()).empty());
    kiosk.sync();
    Desk& office = scene.desk("30", StationMode::office);
    const auto kept = office.journal().read().registers_for(CellKind::visit, entity_of(who("Белова-мать")));
    REQUIRE(kept);
    REQUIRE(kept->size() == 1);
    CHECK(kept->front().as<Visit>()->refused);
    CHECK(kept->front().as<Visit>()->pupil == who("Иванова 7Б"));
    CHECK(kept->front().as<Visit>()->place == kiosk.live().row().name);
}

TEST_CASE("002-9 unanswered messages come in the order of who sent them", "[002-9][L-02]") {
    Scene scene{"002-city-school", GENERATE(from_range(backends())), "2026-09-14 08:00", add_parents};
    Desk& office = scene.desk("30", StationMode::office);
    Desk& desk = scene.desk();
    Message message;
    message.to = {who("Кузнецова")};
    message.text = "Прошу ответить";
    const auto send = [&](Actor by, const char* at) {
        scene.at(at);
        REQUIRE(office.says(by, {random_cell(CellKind::message, at), message, {}}).server.outcome == Outcome::accepted);
    };
    // Families write from their accounts: the server vouches for them.
    const auto write = [&](const char* by, const char* at) {
        scene.at(at);
        return scene.server().core->record_message(named<SchoolId>("school"), {named<EntityId>(at), who(by), message});
    };
    REQUIRE(write("Белов 7Б", "2026-09-14 09:00:00"));
    REQUIRE(write("Белова-мать", "2026-09-14 09:05:00"));
    send(class_teacher, "2026-09-14 09:10:00");
    send(director, "2026-09-14 09:20:00");
    desk.sync();
    const auto authors = [&](const char* at) {
        Lists lists{desk, at};
        const auto inbox = lists.control.inbox(lists.asked, who("Кузнецова"), Scene::instant("2026-09-01 00:00"));
        REQUIRE(inbox);
        std::vector<PersonId> all;
        for (const InboxItem& item : *inbox) all.push_back(item.author);
        return all;
    };
    CHECK(authors("2026-09-14 09:30") ==
          std::vector{who("Директоров"), who("Соколова"), who("Белова-мать"), who("Белов 7Б")});
    // A message in another's name is nobody's.
    Message forged = message;
    forged.from = who("Белова-мать");
    CHECK(desk.says(gromov, {random_cell(CellKind::message, "forged"), forged, {}}).word() ==
          "refused rights.other_person");
    const auto stranger =
        scene.server().core->record_message(named<SchoolId>("school"), {named<EntityId>("x"), who("Никто"), message});
    REQUIRE_FALSE(stranger);
    CHECK(stranger.error().what == rule::role_not_held);
    CHECK(authors("2026-09-14 09:30").size() == 4);
}

TEST_CASE("002-10 cards that nobody has filled in are overdue from 16 September", "[002-10][C-02][B-10]") {
    Scene scene{"002-city-school", GENERATE(from_range(backends())), "2026-09-10 08:00", [](ScenarioSchool& school) {
                    CardState complete;
                    complete.kind = CardKind::pupil;
                    complete.owner = entity_of(who("Яковлев 5Б"));
                    complete.complete = true;
                    complete.confirmed = day("2026-09-10");
                    school.add(named<EntityId>("card"), complete);
                }};
    const auto overdue = [&](const char* at) {
        std::set<EntityId> owners;
        for (const SetupDue& due : setup_due(*scene.book(), moscow, named<EntityId>("year "), Scene::instant(at)))
            if (due.overdue && due.group == group("5Б") &&
                (due.item == SetupItem::pupil_card || due.item == SetupItem::class_card))
                owners.insert(due.what);
        return owners;
    };
    CHECK(overdue("2026-09-15 23:59:59").empty());
    CHECK(overdue("2026-09-16 00:00:00") ==
          std::set{entity_of(who("Белов 5Б")), entity_of(who("Иванова 5Б")), entity_of(group("5Б"))});
}

TEST_CASE("003-3 a mass detachment spares the lessons that were held", "[003-3][E-03]") {
    const auto item = [](int n) { return named<PlanItemId>("item " + std::to_string(n)); };
    Scene scene{"003-gymnasium", GENERATE(from_range(backends())), "2026-09-01 07:00", [&](ScenarioSchool& school) {
                    for (int n = 1; n <= 10; ++n)
                        school.add(entity_of(item(n)),
                                   PlanItem{load("7Б", "математика"), n, "Тема " + std::to_string(n), 1, "", 0, ""});
                }};
    Desk& desk = scene.desk();
    const auto book = desk.book();
    std::vector<PlanLesson> lessons;
    for (LocalDay at = day("2026-09-01"); lessons.size() < 10; at += std::chrono::days{1})
        for (const Lesson& each : book->lessons_on(at))
            if (each.key.load == load("7Б", "математика")) lessons.push_back({each.key});
    const auto attached = attach(book->plan_of(load("7Б", "математика"), day("2026-09-01")), lessons);
    REQUIRE(attached.changes.size() == 10);
    const auto link = [&](const LinkChange& change) {
        Cell cell;
        cell.kind = CellKind::plan_link;
        cell.lesson = change.lesson;
        return desk.says(kuznetsova, {cell, PlanLink{change.items, {}}, {}}).server.outcome;
    };
    for (const LinkChange& change : attached.changes) REQUIRE(link(change) == Outcome::accepted);

    scene.at("2026-09-03 12:00:00");
    std::vector<LessonKey> all;
    for (std::size_t i = 0; i < lessons.size(); ++i) {
        lessons[i].items = attached.changes[i].items;
        lessons[i].stage = i < 3 ? LessonStage::held : LessonStage::ahead;
        all.push_back(lessons[i].key);
        if (i >= 3) continue;
        Writing written = topic(lessons[i].key, "Тема " + std::to_string(i + 1));
        written.act = Topic{"Тема " + std::to_string(i + 1), item(static_cast<int>(i) + 1)};
        REQUIRE(desk.says(kuznetsova, written).server.outcome == Outcome::accepted);
    }
    const Detachment gone = detach(lessons, all, Choice::in_bulk);
    CHECK(gone.changes.size() == 7);
    CHECK(gone.kept.size() == 3);
    for (const LinkChange& change : gone.changes) CHECK(link(change) == Outcome::accepted);
    const auto links = desk.journal().read().plan_links(load("7Б", "математика"), day("2026-09-01"), day("2026-09-30"));
    REQUIRE(links);
    CHECK(std::ranges::count_if(
              *links, [](const auto& each) { return each.value() != nullptr && !each.value()->items.empty(); }) == 3);
    const auto topics = desk.journal().read().topics_of(load("7Б", "математика"), day("2026-09-01"), day("2026-09-30"));
    REQUIRE(topics);
    CHECK(topics->size() == 3);
}

TEST_CASE("003-4 individual homework is seen by its pupil and the parents, not by a classmate", "[003-4][H-07]") {
    Scene scene{"003-gymnasium", GENERATE(from_range(backends())), "2026-09-14 12:00", add_parents};
    Desk& desk = scene.desk();
    const LessonKey monday = lesson("7Б", "математика", "2026-09-14");
    const LessonKey next = lesson("7Б", "математика", "2026-09-15");
    REQUIRE(desk.says(kuznetsova, homework(monday, "7Б", "§ 4", next)).server.outcome == Outcome::accepted);
    REQUIRE(desk.says(kuznetsova, homework(monday, "Белов 7Б", "§ 5, № 12", next)).server.outcome == Outcome::accepted);
    const LoadId maths[] = {load("7Б", "математика")};
    const GroupId groups[] = {group("7Б")};
    const auto tasks = [&](const char* pupil) {
        const auto diary =
            desk.journal().read().diary({who(pupil), maths, groups, day("2026-09-14"), day("2026-09-20")});
        REQUIRE(diary);
        std::set<std::string> texts;
        for (const auto& each : diary->homework)
            if (each.value() != nullptr) texts.insert(each.value()->text);
        return texts;
    };
    CHECK(tasks("Белов 7Б") == std::set<std::string>{"§ 4", "§ 5, № 12"});
    CHECK(tasks("Иванова 7Б") == std::set<std::string>{"§ 4"});
    const auto held = desk.book()->lesson(monday);
    REQUIRE(held);
    const auto may = [&](const char* reader, Role role) {
        return may_see_homework(*desk.book(), moscow, who(reader), role, *held, entity_of(who("Белов 7Б")),
                                Scene::instant("2026-09-14 18:00"));
    };
    CHECK(may("Белова-мать", Role::parent));
    CHECK_FALSE(may("Иванова 7Б", Role::pupil));
}

TEST_CASE("003-5 a pupil exempt from physical education is excused on its days, and misses nothing",
          "[003-5][F-08][C-17]") {
    Scene scene{"003-gymnasium", GENERATE(from_range(backends())), "2026-09-14 08:00"};
    Desk& office = scene.desk("30", StationMode::office);
    REQUIRE(office
                .says(class_teacher, registration(named<EntityId>("exemption"),
                                                  PupilDocument{DocumentKind::exemption,
                                                                who("Белов 7Б"),
                                                                "№ 7",
                                                                "поликлиника",
                                                                day("2026-09-14"),
                                                                day("2026-10-14"),
                                                                "ОСВ",
                                                                {subject("физическая культура")}},
                                                  "2026-09-14"))
                .server.outcome == Outcome::accepted);
    scene.at("2026-10-16 08:00:00");
    Lists lists{office, "2026-10-16 08:00"};
    const auto counted = lists.control.absences(lists.asked, group("7Б"), day("2026-09-14"), day("2026-10-15"));
    REQUIRE(counted);
    const auto belov = std::ranges::find(*counted, who("Белов 7Б"), &journal::PupilAbsences::pupil);
    REQUIRE(belov != counted->end());
    // 23 school days from 14 September to 14 October, with one such lesson each.
    CHECK(belov->count.exempt == 23);
    CHECK(belov->count.missed == 0);
    CHECK(lists.book->exemption(who("Белов 7Б"), day("2026-10-14"), subject("физическая культура")) != nullptr);
    CHECK(lists.book->exemption(who("Белов 7Б"), day("2026-10-15"), subject("физическая культура")) == nullptr);
}

TEST_CASE("004-3 a remark is to be mended in three days", "[004-3][O-06][O-07]") {
    Scene scene{"004-vocational-college", GENERATE(from_range(backends())), "2026-09-15 14:00"};
    Desk& office = scene.desk("30", StationMode::office);
    Desk& desk = scene.desk();
    for (const char* name : {"mended", "left"}) {
        Remark remark;
        remark.to = who("Громов");
        remark.about = CellKind::topic;
        remark.text = "Нет темы";
        REQUIRE(office.says(methodologist, {random_cell(CellKind::remark, name), remark, {}}).word() == "accepted");
    }
    desk.sync();
    scene.at("2026-09-18 23:59:59");
    REQUIRE(desk.says(gromov, {random_cell(CellKind::remark_answer, "mended"), RemarkAnswer{"Записана"}, {}})
                .server.outcome == Outcome::accepted);
    scene.at("2026-09-19 00:00:00");
    office.sync();
    Lists lists{office, "2026-09-19 00:00:00"};
    const auto remarks =
        lists.control.remarks(lists.asked, Scene::instant("2026-09-01 00:00"), Scene::instant("2026-10-01 00:00"));
    REQUIRE(remarks);
    REQUIRE(remarks->size() == 2);
    for (const journal::RemarkItem& item : *remarks)
        CHECK(item.state == (item.id == named<EntityId>("mended") ? RemarkState::answered : RemarkState::overdue));
}

TEST_CASE("004-5 an absence without a reason is listed when the week is over", "[004-5][F-06]") {
    Scene scene{"004-vocational-college", GENERATE(from_range(backends())), "2026-09-15 12:40"};
    Desk& desk = scene.desk();
    REQUIRE(desk.says(gromov, absence(lesson("Т-21", "литература", "2026-09-15"), "Белов Т-21", "Н")).server.outcome ==
            Outcome::accepted);
    scene.at("2026-09-21 00:00:00");
    const auto overdue = [&](const char* at) {
        Lists lists{desk, at};
        const auto listed = lists.control.unreviewed(lists.asked, group("Т-21"), day("2026-09-14"), day("2026-09-20"));
        REQUIRE(listed);
        return std::ranges::count_if(*listed, [](const journal::Unreviewed& each) { return each.overdue; });
    };
    CHECK(overdue("2026-09-20 23:59:59") == 0);
    CHECK(overdue("2026-09-21 00:00:00") == 1);
}

TEST_CASE("004-8 a review that was not made in two weeks is missed", "[004-8][O-05]") {
    Scene scene{"004-vocational-college", GENERATE(from_range(backends())), "2026-09-07 12:00"};
    Desk& office = scene.desk("30", StationMode::office);
    Cell cell;
    cell.kind = CellKind::review;
    cell.addressee = entity_of(group("Т-21"));
    cell.period = named<EntityId>("review");
    REQUIRE(office.says(methodologist, {cell, Review{"Всё заполнено"}, {}}).word() == "accepted");
    const auto missed = [&](const char* at) {
        const auto due = reviews_due(*scene.book(), moscow, Scene::instant(at));
        const auto mine = std::ranges::find(due, who("Методистова"), &ReviewDue::reviewer);
        REQUIRE(mine != due.end());
        return mine->missed;
    };
    CHECK_FALSE(missed("2026-09-21 23:59:59"));
    CHECK(missed("2026-09-22 00:00:00"));
}

TEST_CASE("004-9 a year that nobody has opened is overdue from 11 September", "[004-9][S-01]") {
    Scene scene{"004-vocational-college", GENERATE(from_range(backends())), "2026-09-01 08:00"};
    const auto overdue = [&](const char* at) {
        const auto due = setup_due(*scene.book(), moscow, named<EntityId>("year "), Scene::instant(at));
        return std::ranges::any_of(
            due, [](const SetupDue& each) { return each.item == SetupItem::year_opening && each.overdue; });
    };
    CHECK_FALSE(overdue("2026-09-10 23:59:59"));
    CHECK(overdue("2026-09-11 00:00:00"));
    Desk& office = scene.desk("30", StationMode::office);
    Cell cell;
    cell.kind = CellKind::year_step;
    cell.addressee = named<EntityId>("year ");
    REQUIRE(office.says(administrator, {cell, YearStep{YearState::open}, {}}).word() == "accepted");
    CHECK_FALSE(overdue("2026-09-11 00:00:00"));
}
