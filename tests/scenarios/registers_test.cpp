#include "station/domain/plan_base.hpp"
#include "station/domain/register_book.hpp"
#include "station/entry/sealed_fields.hpp"
#include "station/journal/register_control.hpp"
#include "tests/scenarios/scene.hpp"

#include <catch2/catch.hpp>

/// The school's registers: stated at a station's desk, judged by the real server, asked of the station's own file.
using namespace zvonok;
using namespace zvonok::test;
using namespace zvonok::domain;

namespace {

constexpr std::string_view preset = "default";
const Zone moscow = Zone::find("Europe/Moscow").value();

using Fields = std::vector<RegisterField>;

/// What the program of a desk does with a register's form: it seals what is personal, and writes.
Writing kept(Scene& scene, std::string_view name, RegisterRecord record, std::string_view from,
             std::optional<std::string_view> until = std::nullopt) {
    const auto entity = named<EntityId>(name);
    auto sealed = entry::seal_fields(std::move(record), entity, scene.server().signing.public_key());
    REQUIRE(sealed);
    return registration(entity, std::move(*sealed), from, until);
}

std::string hex(PersonId person) {
    return person.hex();
}

struct Books {
    explicit Books(Desk& desk, std::string_view local)
        : book(desk.book()),
          database(sqlite::Database::open(desk.live().folder / "journal.db").value()),
          reader(journal::Reader::open(database, named<SchoolId>("school")).value()),
          asked{*book, moscow, Scene::instant(local)} {}

    std::shared_ptr<const FactBook> book;
    sqlite::Database database;
    journal::Reader reader;
    journal::Asked asked;
};

OrderId order(Scene& scene, std::string_view number, OrderKind kind, std::string_view date) {
    Order made;
    made.kind = kind;
    made.number = number;
    made.date = day(date);
    const auto id = named<OrderId>(std::string("order ") + std::string(number));
    scene.record(entity_of(id), made, date);
    return id;
}

std::vector<std::string> lacking(const FactBook& book, const char* name, EntityId subject, std::string_view on) {
    for (const RegisterGap& gap : register_gaps(book, *find_register(name), day(on)))
        if (gap.subject == subject) return gap.record.empty() ? std::vector<std::string>{"нет записи"} : gap.lacking;
    return {};
}

}  // namespace

TEST_CASE("registers: the school's card, its rooms and its works show what is still to be filled",
          "[B-01][B-08][O-13][O-14][C-21]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-08-24 09:00"};
    Desk& office = scene.desk("30", StationMode::office);
    CHECK(lacking(*office.book(), "school_card", {}, "2026-08-24") == std::vector<std::string>{"нет записи"});
    RegisterRecord card{"school_card", {}};
    card.fields =
        Fields{{"full_name", "Школа № 1"}, {"short_name", "Школа 1"},           {"founder", "город"},
               {"address", "ул. Мира, 1"}, {"phone", "+7 861 000-00-00"},       {"email", "mail@school.example"},
               {"inn", "2300000005"},      {"director", hex(who("Директоров"))}};
    const Writing first = kept(scene, "card", card, "2026-08-24");
    CHECK(office.says(gromov, first).word() == "refused rights.role");
    const Said said = office.says(administrator, first);
    CHECK(said.word() == "accepted");
    CHECK(said.here == said.server);
    CHECK(lacking(*office.book(), "school_card", {}, "2026-08-24") == std::vector<std::string>{"ogrn", "licence"});
    // A second card, a field that is none, a value of another form.
    CHECK(office.says(administrator, kept(scene, "card 2", card, "2026-08-24")).word() == "refused register.second");
    RegisterRecord odd = card;
    odd.fields.push_back({"favourite_colour", "синий"});
    CHECK(office.says(administrator, kept(scene, "card", odd, "2026-08-24")).word() == "refused register.field");
    odd.fields.back() = {"licence", std::string(2000, 'x')};
    CHECK(office.says(administrator, kept(scene, "card", odd, "2026-08-24")).word() == "refused register.value");
    odd.fields.back() = {"director", hex(who("Белов 7Б"))};
    CHECK(office.says(administrator, kept(scene, "card", odd, "2026-08-24")).word() == "refused register.value");
    odd.name = "no_such_register";
    CHECK(office.says(administrator, registration(named<EntityId>("x"), odd, "2026-08-24")).word() ==
          "refused register.unknown");

    RegisterRecord equipped{"room", entity_of(room("12"))};
    equipped.fields = {{"purpose", "кабинет"}, {"equipment", "доска, проектор"}, {"workplaces", "1"}};
    REQUIRE(office.says(dispatcher, kept(scene, "room 12", equipped, "2026-08-24")).word() == "accepted");
    scene.desk("12");
    office.sync();
    const auto book = office.book();
    CHECK(lacking(*book, "room", entity_of(room("12")), "2026-08-24").empty());
    CHECK(lacking(*book, "room", entity_of(room("14")), "2026-08-24") == std::vector<std::string>{"нет записи"});
    const auto cards = room_cards(*book, day("2026-08-24"));
    REQUIRE(cards.size() == 3);
    CHECK(cards.front().room->capacity == 30);
    CHECK(value_of(cards.front().record->fields, "equipment") == "доска, проектор");
    CHECK(cards.front().stations.size() == 1);

    RegisterRecord work{"works", {}};
    work.fields = {{"task", "Обучить учителей"},
                   {"term", "2026-08-31"},
                   {"result", "Все работают с ЭЖ"},
                   {"responsible", hex(who("Завучева"))},
                   {"status", "запланировано"}};
    REQUIRE(office.says(deputy, kept(scene, "work", work, "2026-08-24")).word() == "accepted");
    const auto due = [&](const char* on, int ahead) {
        return works_due(*office.book(), day(on), std::chrono::days{ahead}, who("Завучева"));
    };
    CHECK(due("2026-08-24", 6).empty());
    REQUIRE(due("2026-08-24", 7).size() == 1);
    CHECK(due("2026-08-31", 0).front().state == WorkState::planned);
    CHECK(due("2026-09-01", 0).front().state == WorkState::overdue);
    scene.at("2026-08-31 12:00:00");
    work.fields.back().value = "выполнено";
    REQUIRE(office.says(deputy, kept(scene, "work", work, "2026-08-31")).word() == "accepted");
    CHECK(due("2026-09-01", 0).empty());
    CHECK(works(*office.book(), day("2026-09-01")).front().state == WorkState::done);

    RegisterRecord ready{"readiness", {}};
    ready.fields = {{"section", "защита данных"}, {"ready", "частично"}, {"checked_on", "2026-08-31"}};
    REQUIRE(office.says(director, kept(scene, "ready", ready, "2026-08-31")).word() == "accepted");
    const auto sections = readiness(*office.book(), day("2026-08-31"));
    REQUIRE(sections.size() == 7);
    CHECK(std::ranges::count(sections, "частично", &ReadinessLine::ready) == 1);
    CHECK(std::ranges::count(sections, "", &ReadinessLine::ready) == 6);

    Books books{office, "2026-08-31 13:00"};
    const auto standing = journal::register_standing(books.reader, books.asked, Scene::instant("2026-08-01 00:00"));
    REQUIRE(standing);
    const auto of = [&](std::string_view name) {
        return *std::ranges::find(*standing, name, &journal::RegisterStanding::name);
    };
    CHECK(of("school_card").gaps == 1);
    CHECK(of("works").changes == 2);
    CHECK(of("works").by == who("Завучева"));
    CHECK(of("works").changed == Scene::instant("2026-08-31 12:00:00"));
    CHECK(of("pupil_card").gaps == 27);
}

TEST_CASE("registers: appointments stand upon an order and are everybody's contacts", "[B-23][C-16]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-01 09:00"};
    Desk& office = scene.desk("30", StationMode::office);
    RegisterRecord appointed{"appointment", entity_of(who("Завучева"))};
    appointed.fields = {{"duty", "ответственный за ЭЖ"}, {"phone", "101"}};
    CHECK(office.says(director, kept(scene, "duty", appointed, "2026-09-01")).word() == "refused order.unknown");
    appointed.order = order(scene, "7", OrderKind::movement, "2026-09-01");
    office.sync();
    CHECK(office.says(director, kept(scene, "duty", appointed, "2026-09-01")).word() == "refused order.unknown");
    appointed.order = order(scene, "8", OrderKind::appointment, "2026-09-01");
    office.sync();
    REQUIRE(office.says(director, kept(scene, "duty", appointed, "2026-09-01")).word() == "accepted");
    Desk& kiosk = scene.desk("14", StationMode::kiosk);
    const auto shown = contacts(*kiosk.book(), day("2026-09-01"));
    REQUIRE(shown.size() == 1);
    CHECK(shown.front().person == who("Завучева"));
    CHECK(shown.front().phone == "101");

    // Who may process personal data the director alone approves.
    RegisterRecord may{"processors", entity_of(who("Секретарёва"))};
    may.fields = {{"powers", "личные карты учеников"}, {"approved_on", "2026-09-01"}};
    may.order = appointed.order;
    CHECK(office.says(secretary, kept(scene, "may", may, "2026-09-01")).word() == "refused rights.role");
    REQUIRE(office.says(director, kept(scene, "may", may, "2026-09-01")).word() == "accepted");
    CHECK(office.book()->records("processors", day("2026-09-01")).size() == 1);
    CHECK(kiosk.book()->records("processors", day("2026-09-01")).empty());
}

TEST_CASE("registers: a college's specialities, disciplines and programmes belong together", "[B-17][B-18]") {
    Scene scene{"004-vocational-college", GENERATE(from_range(backends())), "2026-09-01 09:00", [](ScenarioSchool& s) {
                    s.add(named<EntityId>("item 1"), CurriculumItem{"математика", 2, {}, 68});
                    s.add(named<EntityId>("item 2"), CurriculumItem{"физика", 9, {}, 68});
                }};
    Desk& office = scene.desk("30", StationMode::office);
    const auto accepted = [&](const char* name, RegisterRecord record) {
        return office.says(methodologist, kept(scene, name, std::move(record), "2026-09-01")).word();
    };
    RegisterRecord speciality{"speciality", {}};
    speciality.fields = {{"code", "13.02.11"}, {"name", "Электрооборудование"}, {"qualification", "техник"}};
    REQUIRE(accepted("speciality", speciality) == "accepted");
    RegisterRecord practice{"discipline", named<EntityId>("speciality")};
    practice.fields = {{"index", "УП.01"}, {"name", "учебная практика"}, {"kind", "учебная практика"}};
    REQUIRE(accepted("practice", practice) == "accepted");
    practice.subject = named<EntityId>("nothing");
    CHECK(accepted("practice 2", practice) == "refused fact.reference");
    RegisterRecord course{"discipline", named<EntityId>("speciality")};
    course.fields = {{"index", "МДК.01.01"}, {"name", "Основы"}, {"kind", "кружок"}};
    CHECK(accepted("course", course) == "refused register.value");
    course.fields.back().value = "МДК";
    REQUIRE(accepted("course", course) == "accepted");
    CHECK(office.book()->records_about("discipline", named<EntityId>("speciality"), day("2026-09-01")).size() == 2);

    RegisterRecord programme{"programme", {}};
    programme.fields = {{"name", "ППССЗ"}, {"level", "среднее профессиональное"}};
    REQUIRE(accepted("programme", programme) == "accepted");
    const auto gaps = register_gaps(*office.book(), *find_register("programme"), day("2026-09-01"));
    REQUIRE(gaps.size() == 1);
    CHECK(gaps.front().lacking == std::vector<std::string>{"speciality"});
    programme.fields.push_back({"speciality", named<EntityId>("practice").hex()});
    CHECK(accepted("programme", programme) == "refused fact.reference");
    programme.fields.back().value = named<EntityId>("speciality").hex();
    REQUIRE(accepted("programme", programme) == "accepted");
    RegisterRecord of_group{"programme_of_group", entity_of(group("Т-21"))};
    of_group.fields = {{"programme", named<EntityId>("programme").hex()}};
    REQUIRE(accepted("of group", of_group) == "accepted");
    const auto items = curriculum_of_programme(*office.book(), named<EntityId>("programme"), day("2026-09-01"));
    REQUIRE(items.size() == 1);
    CHECK(items.front()->subject == "математика");
}

TEST_CASE("registers: military data are sealed, checked by the server, and opened to whom they concern",
          "[C-18][O-11][C-15]") {
    Scene scene{
        "004-vocational-college", GENERATE(from_range(backends())), "2026-09-15 09:00", [](ScenarioSchool& s) {
            s.add(entity_of(who("Вр")), Person{PersonKind::staff, "Вр", "Анна", "", ScenarioSchool::login("Вр")});
            s.add(named<EntityId>("вр"), RoleGrant{who("Вр"), Role::deputy, {}, Direction::upbringing});
            s.add(entity_of(who("Умр")), Person{PersonKind::staff, "Умр", "Анна", "", ScenarioSchool::login("Умр")});
            s.add(named<EntityId>("умр"), RoleGrant{who("Умр"), Role::deputy, {}, Direction::methodical});
            s.add(named<EntityId>("agreed"), RegisterRecord{"agreement", entity_of(who("Умр"))});
        }};
    const Actor upbringing{"Вр", Role::deputy}, methodical{"Умр", Role::deputy};
    Desk& office = scene.desk("30", StationMode::office);
    RegisterRecord military{"military", entity_of(who("Белов Т-21"))};
    military.fields = {{"state", "состоит"}, {"fitness", "А"}};
    const auto state = [&](Actor by, const char* name, RegisterRecord record) {
        return office.says(by, kept(scene, name, std::move(record), "2026-09-15")).word();
    };
    // Before the agreement nothing of others (C-15); another's direction neither (O-11).
    CHECK(state(upbringing, "military", military) == "refused personal_data.needs_agreement");
    RegisterRecord agreement{"agreement", entity_of(who("Вр"))};
    agreement.fields = {{"number", "12"}, {"signed_on", "2026-09-15"}};
    REQUIRE(state(personnel, "agreement", agreement) == "accepted");
    CHECK(state(methodical, "military", military) == "refused rights.direction");
    REQUIRE(state(upbringing, "military", military) == "accepted");
    CHECK(lacking(*office.book(), "military", entity_of(who("Белов Т-21")), "2026-09-15") ==
          std::vector<std::string>{"office", "document"});
    CHECK(lacking(*office.book(), "military", entity_of(who("Иванова Т-21")), "2026-09-15") ==
          std::vector<std::string>{"нет записи"});
    RegisterRecord free{"military", entity_of(who("Яковлев Т-21"))};
    free.fields = {{"state", "не подлежит"}};
    REQUIRE(state(upbringing, "free", free) == "accepted");
    CHECK(lacking(*office.book(), "military", entity_of(who("Яковлев Т-21")), "2026-09-15").empty());

    // In the clear it is not taken; what no station can see the server finds in the box.
    CHECK(office.says(upbringing, registration(named<EntityId>("clear"), free, "2026-09-15")).word() ==
          "refused register.sealed");
    RegisterRecord odd{"military", entity_of(who("Иванова Т-21"))};
    odd.fields = {{"state", "забыт"}};
    const Said hidden = office.says(upbringing, kept(scene, "odd", odd, "2026-09-15"));
    CHECK(hidden.here_word() == "accepted");
    CHECK(hidden.word() == "refused register.value");
    // A box that was made for another record fits none.
    const Writing good = kept(scene, "box", free, "2026-09-15");
    Fact moved = *std::get<Registration>(good.act).fact;
    moved.entity = named<EntityId>("thief");
    Writing stolen = good;
    stolen.cell.addressee = moved.entity;
    std::get<RegisterRecord>(moved.value).subject = entity_of(who("Иванова Т-21"));
    stolen.act = Registration{moved};
    CHECK(office.says(upbringing, stolen).word() == "refused register.sealed");

    // No station has the words; the server opens them to those who may.
    const auto book = office.book();
    for (const auto& [version, fact] : book->facts())
        if (const auto* record = std::get_if<RegisterRecord>(&fact.value);
            record != nullptr && record->name == "military")
            CHECK(record->fields.empty());
    const auto open = [&](Actor by) {
        return scene.server().core->open_record(named<SchoolId>("school"), who(by.family), by.role,
                                                named<EntityId>("military"));
    };
    REQUIRE(open(upbringing));
    CHECK(open(upbringing)->fields == military.fields);
    CHECK_FALSE(open(methodical));
    CHECK_FALSE(open(gromov));
    CHECK(open(gromov).error().kind == FaultKind::refused);
}

TEST_CASE("registers: staff files are kept by personnel, movement in due time and tariff as of its day",
          "[C-19][C-20][B-20]") {
    Scene scene{"002-city-school", GENERATE(from_range(backends())), "2026-09-01 09:00"};
    Desk& office = scene.desk("30", StationMode::office);
    RegisterRecord qualified{"qualification", entity_of(who("Громов"))};
    qualified.fields = {{"education", "высшее"}, {"speciality", "физика"}, {"category", "высшая"}};
    CHECK(office.says(gromov, kept(scene, "q", qualified, "2026-09-01")).word() == "refused rights.role");
    REQUIRE(office.says(personnel, kept(scene, "q", qualified, "2026-09-01")).word() == "accepted");
    CHECK(lacking(*office.book(), "qualification", entity_of(who("Громов")), "2026-09-01") ==
          std::vector<std::string>{"attested_on"});
    RegisterRecord trained{"training", entity_of(who("Громов"))};
    trained.fields = {
        {"course", "ИКТ"}, {"hours", "72"}, {"finished_on", "2026-06-30"}, {"document", "удостоверение 5"}};
    REQUIRE(office.says(personnel, kept(scene, "t", trained, "2026-09-01")).word() == "accepted");
    trained.fields[1].value = "много";
    CHECK(office.says(personnel, kept(scene, "t", trained, "2026-09-01")).word() == "refused register.value");
    // One's own file everybody may see.
    const auto own =
        scene.server().core->open_record(named<SchoolId>("school"), who("Громов"), Role::teacher, named<EntityId>("q"));
    REQUIRE(own);
    CHECK(value_of(own->fields, "category") == "высшая");

    RegisterRecord moved{"staff_movement", entity_of(who("Ли"))};
    moved.fields = {{"kind", "перевод"}, {"position", "учитель высшей категории"}, {"on", "2026-09-01"}};
    CHECK(office.says(personnel, kept(scene, "m", moved, "2026-09-01")).word() == "refused order.unknown");
    moved.order = order(scene, "3-л", OrderKind::other, "2026-09-01");
    office.sync();
    REQUIRE(office.says(personnel, kept(scene, "m", moved, "2026-09-01")).word() == "accepted");
    scene.at("2026-09-02 09:00:00");
    CHECK(office.says(personnel, kept(scene, "m late", moved, "2026-09-02")).word() ==
          "accepted late.account.order_day");

    RegisterRecord tariff{"tariff", entity_of(who("Ли"))};
    tariff.fields = {
        {"as_of", "2026-09-01"}, {"category", "первая"}, {"experience_years", "12"}, {"hours_a_week", "18"}};
    REQUIRE(office.says(deputy, kept(scene, "tariff", tariff, "2026-09-02")).word() == "accepted");
    const auto gaps = tariff_gaps(*office.book(), moscow, day("2026-09-02"));
    CHECK(std::ranges::find(gaps, who("Ли")) == gaps.end());
    CHECK(std::ranges::find(gaps, who("Громов")) != gaps.end());
}

TEST_CASE("registers: a card that is corrected keeps who changed what", "[C-08][C-03]") {
    Scene scene{preset, GENERATE(from_range(backends())), "2026-09-15 09:00"};
    Desk& office = scene.desk("30", StationMode::office);
    const auto pupil = entity_of(who("Белов 7Б"));
    RegisterRecord card{"pupil_card", pupil};
    card.fields = {{"born_on", "2013-05-01"}, {"phone", "5-55-55"}};
    REQUIRE(office.says(class_teacher, kept(scene, "card", card, "2026-09-15")).word() == "accepted");
    scene.at("2026-09-16 10:00:00");
    card.fields.push_back({"address", "ул. Мира, 2"});
    REQUIRE(office.says(head_of_studies, kept(scene, "card", card, "2026-09-16")).word() == "accepted");
    scene.at("2026-09-16 10:05:00");
    REQUIRE(
        office
            .says(head_of_studies, registration(pupil, Person{PersonKind::pupil, "Белых", "Ян", "", ""}, "2026-09-16"))
            .word() == "accepted");
    Books books{office, "2026-09-16 12:00"};
    const auto changes =
        journal::register_changes(books.reader, Scene::instant("2026-09-01 00:00"), Scene::instant("2026-09-17 00:00"));
    REQUIRE(changes);
    REQUIRE(changes->size() == 3);
    CHECK(changes->at(0).first);
    CHECK(changes->at(0).author == who("Соколова"));
    CHECK(changes->at(1).role == Role::head_of_studies);
    CHECK(changes->at(1).subject == pupil);
    CHECK(changes->at(1).fields == std::vector<journal::RegisterChange::Field>{{"sealed", "", ""}});
    CHECK(changes->at(2).kind == "person");
    CHECK(std::ranges::find(changes->at(2).fields, "Белых", &journal::RegisterChange::Field::after)->name == "family");
    // A teacher keeps the own card up to date, nobody else's.
    RegisterRecord own{"employee_card", entity_of(who("Громов"))};
    own.fields = {{"phone", "5-00-00"}, {"position", "учитель"}};
    CHECK(office.says(gromov, kept(scene, "own", own, "2026-09-16")).word() == "accepted");
    own.subject = entity_of(who("Ли"));
    CHECK(office.says(gromov, kept(scene, "other", own, "2026-09-16")).word() == "refused rights.role");
}

TEST_CASE("control is the dispatcher's too, and each deputy's within the own direction", "[O-08][O-11]") {
    Scene scene{
        preset, GENERATE(from_range(backends())), "2026-09-15 09:00", [](ScenarioSchool& s) {
            s.add(entity_of(who("Вр")), Person{PersonKind::staff, "Вр", "Анна", "", ScenarioSchool::login("Вр")});
            s.add(named<EntityId>("вр"), RoleGrant{who("Вр"), Role::deputy, {}, Direction::upbringing});
        }};
    Desk& office = scene.desk("30", StationMode::office);
    const Instant now = Scene::instant("2026-09-15 09:00");
    const auto controls = [&](Actor by, Area area) {
        return may_control(*office.book(), moscow, who(by.family), by.role, area, now);
    };
    CHECK(controls(dispatcher, Area::journals));
    CHECK(controls(deputy, Area::journals));
    CHECK(controls(deputy, Area::military));
    CHECK_FALSE(controls(gromov, Area::journals));
    CHECK_FALSE(controls({"Громов", Role::dispatcher}, Area::journals));
    CHECK_FALSE(controls({"Вр", Role::deputy}, Area::journals));
    CHECK(controls({"Вр", Role::deputy}, Area::health));
    CHECK(controls({"Вр", Role::deputy}, Area::pupil_files));
    // The dispatcher says what he has found; the deputy for upbringing does not say it of lessons.
    Cell cell;
    cell.kind = CellKind::remark;
    cell.addressee = named<EntityId>("remark");
    const Writing remark{cell, Remark{who("Громов"), CellKind::topic, "Нет темы урока"}, {}};
    CHECK(office.says({"Вр", Role::deputy}, remark).word() == "refused rights.direction");
    CHECK(office.says(dispatcher, remark).word() == "accepted");
}

TEST_CASE("all plans are one base: found by words, used again in a later year", "[E-04]") {
    Scene scene{
        preset, GENERATE(from_range(backends())), "2026-09-01 09:00", [](ScenarioSchool& school) {
            int number = 0;
            for (const char* topic : {"Линейные уравнения", "Системы уравнений", "Степень числа"})
                school.add(named<EntityId>(topic), PlanItem{load("7Б", "алгебра"), ++number, topic, 2, "", 0, "§ 1"});
            school.add(named<EntityId>("other"), PlanItem{load("8В", "алгебра"), 1, "Степень числа", 1});
        }};
    Desk& office = scene.desk("30", StationMode::office);
    const auto found = find_plans(*office.book(), {"уравнен"}, day("2026-09-01"));
    REQUIRE(found.size() == 1);
    CHECK(found.front().load == load("7Б", "алгебра"));
    CHECK(found.front().hits == std::vector{1, 2});
    CHECK(found.front().hours == 6);
    CHECK(find_plans(*office.book(), {"алгебра"}, day("2026-09-01")).size() == 2);
    CHECK(find_plans(*office.book(), {"", {}, 8}, day("2026-09-01")).size() == 1);
    CHECK(find_plans(*office.book(), {"интеграл"}, day("2026-09-01")).empty());

    int made = 0;
    const auto facts = reuse_plan(*office.book(), found.front(), load("8В", "алгебра"), day("2026-09-01"),
                                  [&] { return named<EntityId>("copy " + std::to_string(++made)); });
    REQUIRE(facts.size() == 2);  // the third it has already
    for (const Fact& fact : facts) {
        REQUIRE(office.says(kuznetsova, registration(fact.entity, fact.value, "2026-09-01")).word() == "accepted");
        CHECK(office.says(gromov, registration(fact.entity, fact.value, "2026-09-01")).word() ==
              "refused rights.not_assigned");
    }
    const auto plan = office.book()->plan_of(load("8В", "алгебра"), day("2026-09-01"));
    REQUIRE(plan.size() == 3);
    CHECK(plan[1].topic == "Линейные уравнения");
    CHECK(plan[2].number == 3);
    // The old one stands when its year is over.
    CHECK(find_plans(*office.book(), {"Системы"}, day("2027-09-15")).size() == 2);
}
