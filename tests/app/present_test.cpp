#include "station/app/present.hpp"
#include "tests/domain/enacting.hpp"
#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace zvonok;
using namespace zvonok::app;
using namespace zvonok::test;
namespace event = zvonok::flow::event;
using screens::lock::Card;

namespace {

template <class T>
const T& screen(const ScreenState& shown) {
    REQUIRE(std::holds_alternative<T>(shown));
    return std::get<T>(shown);
}

}  // namespace

TEST_CASE("present: the lock screen tells the room's lesson and nothing of persons", "[app][present]") {
    Rig rig;
    rig.ready();
    const ScreenState shown = present(rig.state);
    const auto& lock = screen<screens::lock::State>(shown);
    CHECK(lock.school == "Школа № 84");
    CHECK(lock.room == "12");
    CHECK(lock.card == Card::insert);
    REQUIRE(lock.current);
    CHECK(lock.current->groups == "7Б");
    CHECK(lock.current->subject == "алгебра");
    REQUIRE(lock.next);
    CHECK(lock.next->period == 3);
    CHECK(lock.around.server == screens::Server::reached);
}

TEST_CASE("present: what hinders a login has words of its own", "[app][present]") {
    Rig rig;
    rig.ready();
    std::set<Card> hints;
    using flow::Trouble;
    const std::vector<Trouble> troubles{
        Trouble::service_down,        Trouble::service_denied,    Trouble::no_reader,
        Trouble::two_cards,           Trouble::card_unreadable,   Trouble::card_foreign,
        Trouble::card_busy,           Trouble::card_blocked,      Trouble::card_gone,
        Trouble::card_changed,        Trouble::card_slow,         Trouble::not_proved,
        Trouble::certificate_foreign, Trouble::certificate_early, Trouble::certificate_expired,
        Trouble::certificate_revoked, Trouble::certificate_unfit, Trouble::certificate_list_stale,
        Trouble::authority_unfit,     Trouble::person_unknown,    Trouble::no_facts,
        Trouble::contact_too_old,     Trouble::disk_full,         Trouble::store_fault,
        Trouble::account_closed,      Trouble::no_agreement};
    for (const Trouble trouble : troubles) hints.insert(card_hint(rig.state, {trouble, 1, false, {}}));
    CHECK(hints.size() == troubles.size());
    CHECK(hints.count(Card::insert) == 0);
}

TEST_CASE("present: under a wrong clock a card out of its dates is the clock's fault", "[app][present]") {
    Rig rig;
    rig.ready();
    const flow::Locked expired{flow::Trouble::certificate_expired, 1, false, {}};
    CHECK(card_hint(rig.state, expired) == Card::expired);
    rig.apply(event::ClockDoubt{true});
    CHECK(card_hint(rig.state, expired) == Card::clock_doubt);
    CHECK(card_hint(rig.state, {flow::Trouble::certificate_revoked, 1, false, {}}) == Card::revoked);
}

TEST_CASE("present: a station that holds nothing yet says what it waits for", "[app][present]") {
    Rig rig;
    using screens::notice::Kind;
    CHECK(screen<screens::notice::State>(present(rig.state)).kind == Kind::starting);
    rig.apply(event::FactsLoaded{{std::make_shared<const FactBook>(rig.school.school), Rig::zone()}});
    CHECK(screen<screens::notice::State>(present(rig.state)).kind == Kind::receiving);
    flow::Network network;
    network.link = flow::Network::Link::unreachable;
    rig.apply(event::NetworkChanged{network});
    CHECK(screen<screens::notice::State>(present(rig.state)).kind == Kind::enrol_offline);
    network.link = flow::Network::Link::distrusted;
    rig.apply(event::NetworkChanged{network});
    CHECK(screen<screens::notice::State>(present(rig.state)).kind == Kind::enrol_distrusted);
    network.link = flow::Network::Link::portal;
    rig.apply(event::NetworkChanged{network});
    CHECK(screen<screens::notice::State>(present(rig.state)).kind == Kind::enrol_portal);
    network.link = flow::Network::Link::proxy;
    rig.apply(event::NetworkChanged{network});
    CHECK(screen<screens::notice::State>(present(rig.state)).kind == Kind::enrol_proxy);
}

TEST_CASE("present: a repaired journal is told until somebody has read it", "[app][present]") {
    Rig rig;
    rig.ready().apply(event::Salvaged{{12, {{118, 120}}}});
    const auto shown = screen<screens::notice::State>(present(rig.state));
    CHECK(shown.kind == screens::notice::Kind::salvaged);
    CHECK(shown.kept == 12);
    REQUIRE(shown.lost.size() == 1);
    CHECK(shown.may_continue);
    rig.apply(flow::ask::Understood{});
    CHECK(std::holds_alternative<screens::lock::State>(present(rig.state)));
}

TEST_CASE("present: a mark is hollow until it is stored and while the disk refuses it", "[app][present]") {
    Rig rig;
    rig.ready().logged_in();
    const auto standing = [&] {
        const ScreenState shown = present(rig.state);
        const auto& pupils = screen<screens::lesson::State>(shown).pupils;
        return std::ranges::find(pupils, rig.school.belov, &screens::lesson::Pupil::id)->standing;
    };
    CHECK(standing() == screens::Standing::none);
    const auto draft = rig.mark(rig.school.belov, "Н");
    CHECK(standing() == screens::Standing::writing);
    rig.apply(event::NotStored{draft, FaultKind::full});
    CHECK(standing() == screens::Standing::writing);
    CHECK(screen<screens::lesson::State>(present(rig.state)).around.disk_full);
    rig.apply(event::Stored{draft});
    CHECK(standing() == screens::Standing::saved);
}

TEST_CASE("present: that the server accepted what was saved shows in nothing, so no picture is built for it",
          "[app][present]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(event::Stored{rig.mark(rig.school.belov, "Н")});
    const auto shown_after = [&](Outcome outcome) {
        rig.apply(event::JournalChanged{});
        const flow::Desk& desk = *rig.shows<flow::Desk>();
        const Cell cell{CellKind::attendance, desk.lesson->key, entity_of(rig.school.belov)};
        flow::LessonView view;
        view.values.push_back({cell, Attendance{"Н"}, outcome});
        rig.apply(event::LessonViewed{desk.question, std::move(view)});
        return present(rig.state);
    };
    const ScreenState saved = shown_after(Outcome::pending);
    CHECK(shown_after(Outcome::accepted) == saved);
    CHECK(shown_after(Outcome::held) != saved);
}

TEST_CASE("present: the roll-call gets names in full, and who is late the minutes, on the page too", "[app][present]") {
    Rig rig;
    rig.ready().logged_in().apply(flow::ask::SetAttendance{rig.school.belov, "", 7});
    const auto shown = screen<screens::lesson::State>(present(rig.state));
    const auto belov = std::ranges::find(shown.pupils, rig.school.belov, &screens::lesson::Pupil::id);
    CHECK(belov->family == "Белов");
    CHECK(belov->given == "Иван");
    CHECK(belov->late_minutes == 7);
    rig.apply(flow::ask::ShowPage{});
    const auto page = screen<screens::page::State>(present(rig.state));
    const auto row = std::ranges::find(page.rows, rig.school.belov, &screens::page::Row::id);
    CHECK(std::ranges::count(row->squares, 7, &screens::page::Square::late_minutes) == 1);
}

TEST_CASE("present: the plan tells what is given, what lags and what can be done at a stroke",
          "[app][present][course][E-12]") {
    Rig rig;
    const auto item = [](int n) { return id<PlanItemId>(static_cast<std::uint8_t>(219 + n)); };
    for (int n = 1; n <= 20; ++n)
        rig.school.add(entity_of(item(n)), PlanItem{rig.school.algebra, n, "Тема " + std::to_string(n)});
    rig.ready().logged_in().apply(flow::ask::ShowPlan{rig.school.algebra});
    const auto plan = [&] { return screen<screens::plan::State>(present(rig.state)); };
    CHECK(plan().common.loading);
    CHECK(plan().lesson == rig.shows<flow::Desk>()->lesson->key);
    // Of the seven lessons that are over by Tuesday the 15th, 09:42, one was held.
    const LessonKey first{rig.school.algebra, date(2026, 9, 1), 1, {}};
    const auto question = rig.done<flow::effect::ViewPlans>().front().question;
    rig.apply(event::PlansViewed{
        question, {{{{CellKind::topic, first, {}}, Topic{"Тема 1", item(1)}, Outcome::accepted}}, {first}, {}}});
    CHECK_FALSE(plan().common.loading);
    CHECK(plan().groups == "7Б");
    CHECK(plan().subject == "алгебра");
    using screens::plan::Stand;
    CHECK(plan().topics[0].stand == Stand::given);
    CHECK(plan().topics[1].stand == Stand::late);
    CHECK(plan().topics.back().stand == Stand::open);
    CHECK(plan().lag.hours == 6);
    CHECK(plan().lag.reasons.unfilled == 6);
    CHECK(plan().bulk.attach == 19);
    rig.apply(flow::ask::LinkAll{});
    CHECK(plan().bulk.attach == 0);
    CHECK(plan().topics.back().stand == Stand::placed);

    rig.apply(flow::ask::ShowOffice{flow::OfficeDesk::classes});
    const auto mine = screen<screens::classes::State>(present(rig.state));
    REQUIRE(mine.items.size() == 1);
    CHECK(mine.items.front().pupils == 2);
    CHECK(mine.items.front().next == date(2026, 9, 15));
    CHECK(mine.items.front().period == 2);
}

TEST_CASE("present: the journal page names pupils and lessons, joins what a square holds, and says what is given",
          "[app][present][page]") {
    Rig rig;
    const auto quarter = id<EntityId>(100);
    rig.school.add(quarter, ReportingPeriod{PeriodKind::quarter, 1, date(2026, 9, 1), date(2026, 10, 31)});
    rig.ready().logged_in().apply(flow::ask::ShowPage{});
    const auto page = [&] { return screen<screens::page::State>(present(rig.state)); };
    CHECK(page().loading);
    const LessonKey lesson{rig.school.algebra, date(2026, 9, 10), 1, {}};
    Cell mark{CellKind::mark, lesson, entity_of(rig.school.belov)};
    mark.work = "ответ";
    mark.ordinal = mark.attempt = 1;
    Cell withdrawn = mark;
    withdrawn.work = "контр";
    const Cell absence{CellKind::attendance, lesson, entity_of(rig.school.belov)};
    const auto question = rig.shows<flow::Desk>()->page->question;
    rig.apply(event::PageViewed{question,
                                {{{mark, Mark{"4"}, Outcome::accepted, true},
                                  {withdrawn, Mark{""}, Outcome::pending, false},
                                  {absence, Attendance{"Н"}, Outcome::accepted, false},
                                  {{CellKind::topic, lesson, {}}, Topic{"Уравнения", {}}, Outcome::accepted, false}},
                                 {},
                                 {}}});
    const auto shown = page();
    CHECK(shown.groups == "7Б");
    CHECK(shown.subject == "алгебра");
    REQUIRE(shown.periods.size() == 1);
    CHECK(shown.rows.front().name == "Абдурахманова-Кржижановская Е.");
    const auto column = std::ranges::find(shown.columns, lesson, &screens::page::Column::key);
    REQUIRE(column != shown.columns.end());
    CHECK(column->topic == "Уравнения");
    CHECK(column->own);
    const auto& square = shown.rows.back().squares[static_cast<std::size_t>(column - shown.columns.begin())];
    CHECK(square.code == "Н");
    REQUIRE(square.marks.size() == 1);
    CHECK(square.marks.front().standing == screens::Standing::conflict);
    CHECK(shown.rows.back().mean == 400);
    CHECK(shown.rows.back().suggested == "н/а");
    CHECK(shown.results == std::vector<std::string>{"5", "4", "3", "2", "1", "н/а", "осв"});
    CHECK(shown.read_only == screens::page::ReadOnly::no);
    rig.apply(flow::ask::ShowLesson{});
    CHECK(std::holds_alternative<screens::lesson::State>(present(rig.state)));
}

TEST_CASE("present: the works of the journal page count the page's marks, those of the lesson the lesson's",
          "[app][present][page]") {
    Rig rig;
    rig.ready().logged_in().apply(flow::ask::ShowPage{});
    Cell mark{CellKind::mark, {rig.school.algebra, date(2026, 9, 10), 1, {}}, entity_of(rig.school.belov)};
    mark.work = "контр";
    mark.ordinal = mark.attempt = 1;
    rig.apply(event::PageViewed{rig.shows<flow::Desk>()->page->question,
                                {{{mark, Mark{"4"}, Outcome::accepted, false}}, {}, {}}});
    const auto tests_of = [](const screens::lesson::MarksPart& marks) {
        std::vector<int> given;
        for (const auto& work : marks.works)
            if (work.kind == "контр") given.push_back(work.given);
        return given;
    };
    CHECK(tests_of(screen<screens::page::State>(present(rig.state)).marks) == std::vector{1, 0});
    rig.apply(flow::ask::ShowLesson{});
    CHECK(tests_of(screen<screens::lesson::State>(present(rig.state)).marks) == std::vector{0});
}

TEST_CASE("present: the history of a square names people, stations and requests", "[app][present][page][J-16]") {
    Rig rig;
    rig.school.add(entity_of(id<StationId>(201)), Station{"учительская", StationMode::office, {}, true});
    rig.ready().logged_in().apply(flow::ask::ShowPage{});
    const LessonKey lesson{rig.school.algebra, date(2026, 9, 10), 1, {}};
    rig.apply(flow::ask::ShowHistory{lesson, rig.school.belov});
    const auto asked = rig.done<flow::effect::ViewHistory>().front();
    flow::HistoryLine line;
    line.cell = asked.cells.front();
    line.act = Attendance{"Н"};
    line.author = rig.school.teacher;
    line.station = id<StationId>(201);
    line.outcome = Outcome::refused;
    line.rule = rule::attendance_window;
    rig.apply(event::HistoryViewed{asked.question, {line}});
    const auto shown = screen<screens::page::State>(present(rig.state)).history;
    REQUIRE(shown);
    CHECK(shown->pupil == "Белов И.");
    CHECK(shown->day == date(2026, 9, 10));
    REQUIRE(shown->entries.size() == 1);
    CHECK(shown->entries.front().who == "Кузнецова А. С.");
    CHECK(shown->entries.front().where == "учительская");
    CHECK(shown->entries.front().standing == screens::Standing::refused);
    CHECK_FALSE(shown->entries.front().upon_request);
}

TEST_CASE("present: a page whose windows have all closed, or of another teacher, says so", "[app][present][page]") {
    Rig rig;
    const auto quarter = id<EntityId>(100);
    rig.school.add(quarter, ReportingPeriod{PeriodKind::quarter, 1, date(2026, 9, 1), date(2026, 9, 8)});
    rig.now += 24h * 63;
    rig.ready().logged_in().apply(flow::ask::ShowPage{});
    CHECK(screen<screens::page::State>(present(rig.state)).read_only == screens::page::ReadOnly::window_closed);
    Rig other;
    other.ready().logged_in(1, "p.li@school.example").apply(flow::ask::ShowPage{});
    CHECK(screen<screens::page::State>(present(other.state)).read_only == screens::page::ReadOnly::not_yours);
}

TEST_CASE("present: another's lesson is shown to be read only", "[app][present]") {
    Rig rig;
    rig.ready().logged_in(1, "p.li@school.example");
    CHECK(screen<screens::lesson::State>(present(rig.state)).read_only == screens::lesson::ReadOnly::not_yours);
}

TEST_CASE("present: a desk offers what its person's roles open, and leads there", "[app][present][office]") {
    Rig rig;
    rig.school.add(id<EntityId>(150), RoleGrant{rig.school.other_teacher, Role::deputy, {}});
    rig.ready().logged_in(1, "p.li@school.example").apply(flow::ask::ShowLessons{});
    using screens::desk::Office;
    CHECK(screen<screens::desk::State>(present(rig.state)).office ==
          std::vector{Office::requests, Office::timetable, Office::notices, Office::messages, Office::classes});
    rig.apply(flow::ask::ShowOffice{flow::OfficeDesk::notices});
    CHECK(screen<screens::notices::State>(present(rig.state)).items.empty());
    rig.apply(flow::ask::ShowLessons{});
    CHECK(std::holds_alternative<screens::desk::State>(present(rig.state)));
}

TEST_CASE("present: what a person has not opened is counted where the day begins, and gone once it is opened",
          "[app][present][L-02]") {
    Rig rig;
    rig.school.add(id<EntityId>(170), Announcement{"Педсовет", "В 15:00.", true, false, rig.school.other_teacher});
    rig.school.add(id<EntityId>(171), Announcement{"Семьям", "", false, true, rig.school.other_teacher});
    rig.ready().logged_in().apply(flow::ask::ShowLessons{});
    const auto unread = [&] { return screen<screens::desk::State>(present(rig.state)).unread; };
    CHECK(unread() == 0);  // nothing is known yet
    flow::Letter letter;
    letter.id = id<EntityId>(7);
    letter.from = rig.school.other_teacher;
    letter.role = Role::deputy;
    letter.message.text = "Зайдите ко мне.";
    flow::Letter own = letter;
    own.id = id<EntityId>(8);
    own.from = rig.school.teacher;
    own.message.to = {rig.school.other_teacher};
    const auto asked = rig.done<flow::effect::ViewMail>();
    REQUIRE(asked.size() == 1);
    rig.apply(flow::event::MailViewed{asked.front().question, {{letter, own}, {}}});
    CHECK(unread() == 2);
    rig.apply(flow::ask::ShowOffice{flow::OfficeDesk::messages});
    const auto shown = screen<screens::messages::State>(present(rig.state));
    REQUIRE(shown.items.size() == 3);
    using Kind = screens::messages::Item::Kind;
    CHECK(shown.items[0].sender == Sender::administration);
    CHECK(shown.items[0].fresh);
    CHECK(shown.items[1].kind == Kind::notice);
    CHECK(shown.items[2].kind == Kind::own);
    CHECK_FALSE(shown.items[2].fresh);
    const auto to = [](const screens::messages::Recipient& one) { return one.person; };
    CHECK(std::ranges::count(shown.recipients, rig.school.other_teacher, to) == 1);
    CHECK(std::ranges::count(shown.recipients, rig.school.teacher, to) == 0);
    CHECK_FALSE(shown.recipients.front().group.empty());
    rig.apply(flow::ask::Read{letter.id});
    rig.apply(flow::ask::Read{id<EntityId>(170)});
    rig.apply(flow::ask::ShowLessons{});
    CHECK(unread() == 0);
}

TEST_CASE("present: a request tells record, old and new value, ground, and what its reader may do with it",
          "[app][present][J-08][J-11][J-13]") {
    Rig rig;
    const auto of = id<RequestId>(160);
    const Writing wanted{
        {CellKind::attendance, {rig.school.algebra, date(2026, 9, 1), 1, {}}, entity_of(rig.school.belov)},
        Attendance{"Б"}};
    Enacted asked = enacted({CellKind::change_request, {}, entity_of(of)},
                            ChangeRequest{wanted, "pupil_absent", "справка № 7", "болел"}, rig.school.teacher);
    asked.number = 4;
    enact(rig.school, asked);
    rig.school.add(id<EntityId>(150), RoleGrant{rig.school.other_teacher, Role::director, {}});
    rig.ready().logged_in(1, "p.li@school.example").apply(flow::ask::ShowOffice{flow::OfficeDesk::requests});
    const auto item = [&] {
        const auto shown = screen<screens::requests::State>(present(rig.state));
        REQUIRE(shown.items.size() == 1);
        return shown.items.front();
    };
    CHECK(screen<screens::requests::State>(present(rig.state)).common.loading);
    const auto question = rig.done<flow::effect::ViewRequests>().front().question;
    rig.apply(event::RequestsViewed{question, {{of, Attendance{"Н"}}}});
    CHECK(item().number == 4);
    CHECK(item().author == "Кузнецова А. С.");
    CHECK(item().pupil == "Белов И.");
    CHECK(item().before == "Н");
    CHECK(item().wanted == "Б");
    CHECK(item().lesson.groups == "7Б");
    CHECK(item().ground != "pupil_absent");
    CHECK(item().may_decide);
    CHECK_FALSE(item().may_carry_out);
    Enacted decided = enacted({CellKind::change_decision, {}, entity_of(of)}, ChangeDecision{true, "да"});
    decided.role = Role::director;
    enact(rig.school, decided);
    rig.apply(event::FactsLoaded{rig.facts()});
    CHECK(item().stand == screens::requests::Stand::approved);
    CHECK_FALSE(item().may_decide);

    Rig author;
    author.school = rig.school;
    author.ready().logged_in().apply(flow::ask::ShowOffice{flow::OfficeDesk::requests});
    const auto own = screen<screens::requests::State>(present(author.state));
    CHECK_FALSE(own.all);
    REQUIRE(own.items.size() == 1);
    CHECK_FALSE(own.items.front().may_decide);
}

TEST_CASE("present: what is refused for its window can be asked for once", "[app][present][J-08]") {
    Rig rig;
    rig.now += 24h * 28;
    rig.ready().logged_in().apply(flow::ask::ShowPage{});
    const LessonKey lesson{rig.school.algebra, date(2026, 9, 1), 1, {}};
    rig.apply(flow::ask::AttendAt{lesson, rig.school.belov, "Б"});
    using Request = screens::lesson::Attention::Request;
    const auto standing = [&] { return screen<screens::page::State>(present(rig.state)).attention.front().request; };
    CHECK(standing() == Request::possible);
    CHECK_FALSE(screen<screens::page::State>(present(rig.state)).grounds.empty());
    const Attendance sick{"Б"};
    const Cell cell{CellKind::attendance, lesson, entity_of(rig.school.belov)};
    enact(rig.school, enacted({CellKind::change_request, {}, id<EntityId>(161)},
                              ChangeRequest{Writing{cell, sick}, "pupil_absent", "№ 7", ""}, rig.school.teacher));
    rig.apply(event::FactsLoaded{rig.facts()});
    CHECK(standing() == Request::asked);
}

TEST_CASE("present: absences show whose word holds: the paper's, the class teacher's, the teacher's",
          "[app][present][F-05][F-07]") {
    Rig rig;
    rig.school.add(id<EntityId>(150), RoleGrant{rig.school.other_teacher, Role::class_teacher, rig.school.class_7b});
    const LocalDay tuesday = date(2026, 9, 15);
    rig.school.add(id<EntityId>(151),
                   PupilDocument{DocumentKind::illness, rig.school.abdurahmanova, "118", "", tuesday, tuesday, "", {}});
    rig.ready().logged_in(1, "p.li@school.example").apply(flow::ask::ShowOffice{flow::OfficeDesk::absences});
    const auto question = rig.done<flow::effect::ViewAbsences>().front();
    const auto at = [&](CellKind kind, PersonId pupil, std::size_t lesson) {
        return Cell{kind, question.lessons[lesson], entity_of(pupil)};
    };
    const PersonId belov = rig.school.belov, sick = rig.school.abdurahmanova;
    rig.apply(
        event::AbsencesViewed{question.question,
                              {{{at(CellKind::attendance, belov, 0), Attendance{"Н"}, Outcome::accepted},
                                {at(CellKind::attendance, belov, 1), Attendance{"Н"}, Outcome::accepted},
                                {at(CellKind::absence_reason, belov, 1), AbsenceReason{"УП", "", {}}, Outcome::pending},
                                {at(CellKind::attendance, sick, 0), Attendance{"Н"}, Outcome::accepted}},
                               {{tuesday, 1}}}});
    const auto shown = screen<screens::absences::State>(present(rig.state));
    CHECK(shown.classes.front().name == "7Б");
    CHECK(shown.days.front().missing == 1);
    REQUIRE(shown.rows.size() == 2);
    const auto& paper = shown.rows[0].squares[0];
    CHECK(paper.by_paper);
    CHECK(paper.code == "Б");
    const auto& row = shown.rows[1];
    CHECK(row.name == "Белов И.");
    CHECK(row.squares[0].missing);
    CHECK(row.squares[1].code == "УП");
    CHECK_FALSE(row.squares[1].missing);
    CHECK_FALSE(row.squares[2].missed);
}

TEST_CASE("present: the timetable tells who is free, and the door what has changed", "[app][present][D-05][D-08]") {
    Rig rig;
    const LocalDay tuesday = date(2026, 9, 15);
    rig.school.add(id<EntityId>(150), RoleGrant{rig.school.other_teacher, Role::dispatcher, {}});
    rig.school.add(id<EntityId>(151), Announcement{"Педсовет", "в 15:00", true, false, rig.school.teacher});
    enact(rig.school, substitution({rig.school.algebra, tuesday, 2, {}}, rig.school.other_teacher));
    rig.ready();
    const auto door = screen<screens::lock::State>(present(rig.state));
    CHECK(door.current->change == screens::LessonChange::substitution);
    REQUIRE(door.announcements.size() == 1);
    CHECK(door.announcements.front().title == "Педсовет");
    rig.logged_in(1, "p.li@school.example").apply(flow::ask::ShowOffice{flow::OfficeDesk::timetable});
    const auto shown = screen<screens::timetable::State>(present(rig.state));
    REQUIRE(shown.lessons.size() == 3);
    CHECK(shown.lessons[1].substitute == "Ли П.");
    CHECK(shown.lessons[1].teachers == "Кузнецова А. С.");
    REQUIRE(shown.colleagues.size() == 2);
    CHECK(shown.colleagues[0].name == "Кузнецова А. С.");
    CHECK(shown.colleagues[0].busy.size() == 1);  // the second is held by somebody else
    CHECK(shown.colleagues[1].busy.size() == 2);
    CHECK(shown.targets.front().periods.size() == 7);
}

TEST_CASE("present: names that would be alike in one list get as much more as tells them apart", "[app][present]") {
    SmallSchool school;
    const auto ivan = id<PersonId>(40), ilya = id<PersonId>(41), ilya_2 = id<PersonId>(42);
    school.add(entity_of(ivan), Person{PersonKind::pupil, "Ким", "Иван", "Петрович", ""});
    school.add(entity_of(ilya), Person{PersonKind::pupil, "Ким", "Илья", "Львович", ""});
    school.add(entity_of(ilya_2), Person{PersonKind::pupil, "Ким", "Илья", "Олегович", ""});
    const FactBook book = school.book();
    const LocalDay day = date(2026, 9, 15);
    CHECK(list_names(book, {school.belov, ivan}, day) == std::vector<std::string>{"Белов И.", "Ким И."});
    CHECK(list_names(book, {ivan, ilya}, day) == std::vector<std::string>{"Ким Иван", "Ким Илья"});
    CHECK(list_names(book, {ivan, ilya, ilya_2}, day) ==
          std::vector<std::string>{"Ким Иван", "Ким Илья Львович", "Ким Илья Олегович"});
}

TEST_CASE("present: the kiosk shows lessons, homework due for them and the bell, and no pupil", "[app][present]") {
    Rig rig{StationMode::kiosk};
    rig.ready();
    const ScreenState shown_board = present(rig.state);
    const auto& board = screen<screens::kiosk::State>(shown_board);
    REQUIRE(board.classes.size() == 1);
    CHECK(board.bell.kind == screens::kiosk::Bell::Kind::lesson_ends);
    CHECK(board.bell.minutes == 33);

    rig.apply(flow::ask::ShowClass{rig.school.class_7b});
    const auto question = rig.done<flow::effect::ViewDay>().front().question;
    const auto lessons = flow::lessons_of_class(*rig.state.facts.book, rig.school.class_7b, date(2026, 9, 15));
    rig.apply(event::DayViewed{question,
                               {{rig.school.class_7b, Homework{"§ 12", HomeworkWay::written, lessons.front().key}}}});
    const ScreenState shown = present(rig.state);
    const auto& day = *screen<screens::kiosk::State>(shown).chosen;
    REQUIRE(day.lessons.size() == 3);
    CHECK(day.lessons[0].task == "§ 12");
    CHECK(day.lessons[1].homework == screens::kiosk::Homework::unsaid);
    CHECK(day.lessons[1].going_on);
    CHECK(day.lessons[2].subgroup == "англ. 1");
}

TEST_CASE("present: the kiosk names who will hold the lesson, and tells of one that is cancelled",
          "[app][present][D-05][D-08]") {
    Rig rig{StationMode::kiosk};
    const LocalDay tuesday = date(2026, 9, 15);
    enact(rig.school, change({rig.school.algebra, tuesday, 1, {}}, cancelled()));
    enact(rig.school, substitution({rig.school.algebra, tuesday, 2, {}}, rig.school.other_teacher));
    rig.ready();
    rig.apply(flow::ask::ShowClass{rig.school.class_7b});
    const ScreenState shown = present(rig.state);
    const auto& day = *screen<screens::kiosk::State>(shown).chosen;
    REQUIRE(day.lessons.size() == 3);
    CHECK(day.lessons[0].change == screens::LessonChange::cancelled);
    CHECK_FALSE(day.lessons[0].going_on);
    CHECK(day.lessons[1].change == screens::LessonChange::substitution);
    CHECK(day.lessons[1].teacher == "Ли П.");
    CHECK(day.lessons[2].change == screens::LessonChange::none);
}

TEST_CASE("present: what waits for the person is told by lesson, reasons of absences together, what came back first",
          "[app][present]") {
    Rig rig;
    rig.ready().logged_in().apply(flow::ask::ShowLessons{});
    const auto question = rig.done<flow::effect::ViewDuties>().front().question;
    using Kind = flow::Duty::Kind;
    const LessonKey lesson{rig.school.algebra, date(2026, 9, 10), 1, {}};
    const LessonKey unknown{rig.school.algebra, date(2026, 9, 9), 1, {}};
    flow::Attention refused;
    refused.cell = {CellKind::attendance, lesson, entity_of(rig.school.belov)};
    refused.act = Attendance{"Н"};
    refused.outcome = Outcome::refused;
    rig.apply(
        event::DutiesViewed{question,
                            {{Kind::topic, lesson, Rig::at(8h), true, {}, {}},
                             {Kind::homework, lesson, Rig::at(7h), true, {}, {}},
                             {Kind::reason, lesson, {}, false, {}, {}},
                             {Kind::reason, unknown, {}, false, {}, {}},
                             {Kind::remark, unknown, {}, false, rig.shows<flow::Desk>()->session.person, "Где темы"}},
                            {refused}});
    const ScreenState shown = present(rig.state);
    const auto& duties = screen<screens::desk::State>(shown).duties;
    using Line = screens::desk::Duty::Kind;
    REQUIRE(duties.size() == 4);
    CHECK(duties[0].kind == Line::entry);
    CHECK(duties[0].entry.value == "Н");
    CHECK(duties[1].kind == Line::missing);
    CHECK(duties[1].groups == "7Б");
    CHECK(duties[1].parts == std::vector<CellKind>{CellKind::topic, CellKind::homework});
    CHECK(duties[1].overdue);
    CHECK(duties[1].term == LocalTime{date(2026, 9, 15)} + 7h);
    CHECK(duties[2].kind == Line::reasons);
    CHECK(duties[2].count == 2);
    CHECK(duties[3].kind == Line::remark);
    CHECK(duties[3].lesson.empty());  // a lesson that never was cannot be opened
    CHECK_FALSE(duties[3].who.empty());
}
