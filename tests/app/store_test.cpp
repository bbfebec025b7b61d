#include "station/app/store.hpp"
#include "tests/journal/world.hpp"
#include "tests/support/fault_vfs.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::app;
using namespace zvonok::test;
namespace event = zvonok::flow::event;
namespace effect = zvonok::flow::effect;

namespace {

/// A store with a session of one teacher, and what it told.
class StoreRig {
  public:
    explicit StoreRig(std::string vfs = {}) {
        StoreSetup setup;
        setup.file = dir_ / "journal.db";
        setup.contact_file = dir_ / "contact";
        setup.options = options(server_);
        setup.options.vfs = std::move(vfs);
        setup.zone = "Europe/Moscow";
        store = std::make_unique<Store>(
            std::move(setup), clock_, [this](News news) { told_.post(std::move(news)); }, log_, trace_);
        store->load();
    }
    ~StoreRig() { store.reset(); }  // it may still have something to tell
    StoreRig(const StoreRig&) = delete;
    StoreRig& operator=(const StoreRig&) = delete;
    /// The next piece of news of that kind; throws when none comes.
    template <class T>
    T next() {
        for (;;) {
            auto news = told_.take_for(std::chrono::seconds{20});
            if (!news) throw std::runtime_error("the store told nothing more");
            if constexpr (std::is_same_v<T, JournalOpen> || std::is_same_v<T, Unsent>) {
                if (const T* one = std::get_if<T>(&*news)) return *one;
            } else if (const auto* event = std::get_if<flow::Event>(&*news)) {
                if (const T* one = std::get_if<T>(event)) return *one;
            }
        }
    }
    void log_in() {
        TestSession session{person(1), next<JournalOpen>().log, station(1)};
        session_.id = session.id;
        session_.role = domain::Role::teacher;
        store->post(BeginSession{1, session.proof, std::move(session.key), session.id, person(1), {}});
        REQUIRE(next<event::LoggedIn>().session == session_.id);
    }
    /// Made on the picture that the last view() gave.
    void mark(flow::DraftNumber number, int pupil, std::string code) {
        mark_seeing(question_, number, pupil, std::move(code));
    }
    /// Made on the picture that answered that question.
    void mark_seeing(std::uint64_t question, flow::DraftNumber number, int pupil, std::string code) {
        const journal::Draft draft = attendance(1, pupil, std::move(code));
        store->post(effect::Write{session_, number, {{draft.cell, draft.act}}, question});
    }
    [[nodiscard]] std::uint64_t question() const { return question_; }
    flow::LessonView view() {
        store->post(effect::ViewLesson{++question_, lesson(1), person(1)});
        return next<event::LessonViewed>().view;
    }
    flow::PageView view_page() {
        effect::ViewPage ask;
        ask.question = ++question_;
        ask.loads = {lesson(1).load};
        ask.first = ask.last = lesson(1).day;
        ask.reader = person(1);
        store->post(std::move(ask));
        return next<event::PageViewed>().view;
    }
    /// A colleague's entry arrives, accepted, as the network thread brings it.
    void arrives(int pupil, std::string code) {
        if (!colleague_) {
            const auto log = crypto::random_id<LogId>();
            colleague_.emplace(person(2), log, station(2));
            colleague_log_.emplace(*crypto::SigningKey::from_seed(colleague_->key.seed().view()));
            colleague_log_->tip.log = log;
        }
        journal::Draft draft = attendance(1, pupil, std::move(code));
        entry::Draft made;
        made.header.order = 1;
        made.header.author = person(2);
        made.header.role = domain::Role::teacher;
        made.header.kind = draft.cell.kind;
        made.header.cell = entry::cell_id(school, draft.cell);
        made.body = entry::Writing{draft.cell, draft.act};
        auto batch = colleague_log_->seal({std::move(made)}, entry::Signer::session, colleague_->id);
        auto header = entry::decode_header(batch.records.front().header);
        REQUIRE(header);
        auto verdict = server_.verdict(header->id, domain::Outcome::accepted);
        const auto done = store->ask<std::size_t>([&](journal::Journal& journal) -> Result<std::size_t> {
            store->before_change();
            auto answer = incoming(journal, {std::move(batch), std::move(verdict)});
            answer.sessions = {colleague_->proof};
            auto applied = journal.apply(answer, clock_);
            if (!applied) return tl::unexpected(applied.error());
            store->applied(*applied, true);
            return applied->rejected.size();
        });
        REQUIRE(done);
        REQUIRE(*done == 0);  // nothing was disbelieved
    }
    std::size_t heads(int pupil) {
        const CellId cell = entry::cell_id(school, attendance(1, pupil, "").cell);
        const auto found = store->ask<std::size_t>([&](journal::Journal& journal) -> Result<std::size_t> {
            const auto all = journal.heads(cell);
            if (!all) return tl::unexpected(all.error());
            return all->size();
        });
        REQUIRE(found);
        return *found;
    }

    std::unique_ptr<Store> store;
    flow::Session session_;

  private:
    TempDir dir_;
    ManualClock clock_ = school_clock();
    ServerLog server_;
    Log log_{"test"};
    Trace trace_;
    Mailbox<News> told_;
    std::uint64_t question_ = 0;
    std::optional<TestSession> colleague_;
    std::optional<LogWriter> colleague_log_;
};

}  // namespace

TEST_CASE("store: facts are read when somebody wants them, a zone comes from the image until then", "[app][store]") {
    StoreRig rig;
    const auto loaded = rig.next<event::FactsLoaded>();
    REQUIRE(loaded.facts.book);
    CHECK(loaded.facts.book->version() == 0);
    CHECK(loaded.facts.zone);
}

TEST_CASE("store: touches handed over at once are each told as stored, and are there", "[app][store]") {
    StoreRig rig;
    rig.log_in();
    for (int n = 1; n <= 20; ++n) rig.mark(static_cast<flow::DraftNumber>(n), n, "Н");
    for (flow::DraftNumber n = 1; n <= 20; ++n) CHECK(rig.next<event::Stored>().draft == n);
    CHECK(rig.view().values.size() == 20);
}

TEST_CASE("store: who declares to stand in is the lesson's substitute at once, before any verdict (000-5, D-05)",
          "[app][store]") {
    StoreRig rig;
    rig.log_in();
    const domain::Cell cell{domain::CellKind::lesson_teacher, lesson(1), {}};
    rig.store->post(effect::Write{rig.session_, 1, {{cell, domain::LessonTeacher{person(1), "болезнь"}}}, 0});
    CHECK(rig.next<event::Stored>().draft == 1);
    const auto facts = rig.next<event::FactsLoaded>().facts;
    const auto rulings = facts.book->rulings_on(lesson(1));
    REQUIRE(rulings.size() == 1);
    CHECK(rulings.front()->author == person(1));
}

TEST_CASE(
    "store: a request for a late change is there at once, with what its record is; other roles have a pen of their own",
    "[app][store][J-08]") {
    StoreRig rig;
    rig.log_in();
    rig.mark(1, 1, "Н");
    CHECK(rig.next<event::Stored>().draft == 1);
    const journal::Draft wanted = attendance(1, 1, "Б");
    const auto request = crypto::random_id<RequestId>();
    const domain::Cell cell{domain::CellKind::change_request, {}, entity_of(request)};
    flow::Session as_deputy = rig.session_;
    as_deputy.role = domain::Role::deputy;
    rig.store->post(
        effect::Write{as_deputy,
                      2,
                      {{cell, domain::ChangeRequest{domain::Writing{wanted.cell, wanted.act}, "retake", "№ 7", ""}}},
                      0});
    CHECK(rig.next<event::Stored>().draft == 2);
    const auto facts = rig.next<event::FactsLoaded>().facts;
    const auto known = facts.book->change_request(request);
    REQUIRE(known);
    CHECK(known->asked->role == domain::Role::deputy);
    rig.store->post(effect::ViewRequests{7});
    const auto answer = rig.next<event::RequestsViewed>();
    CHECK(answer.question == 7);
    REQUIRE(answer.rows.size() == 1);
    CHECK(answer.rows.front().id == request);
    CHECK_FALSE(answer.rows.front().done);
}

TEST_CASE("store: what a person is to see to is answered, even where there is nothing to answer from", "[app][store]") {
    StoreRig rig;
    rig.log_in();
    rig.store->post(effect::ViewDuties{9, person(1)});
    const auto answer = rig.next<event::DutiesViewed>();
    CHECK(answer.question == 9);
    CHECK(answer.attention.empty());
}

TEST_CASE("store: the history of a cell keeps every value, with who wrote it and where", "[app][store][J-16]") {
    StoreRig rig;
    rig.log_in();
    rig.mark(1, 1, "Н");
    rig.mark(2, 1, "Б");
    rig.store->post(effect::ViewHistory{5, {attendance(1, 1, "").cell}});
    const auto answer = rig.next<event::HistoryViewed>();
    CHECK(answer.question == 5);
    REQUIRE(answer.lines.size() == 2);
    CHECK(answer.lines[0].act == domain::Act{domain::Attendance{"Н"}});
    CHECK(answer.lines[1].act == domain::Act{domain::Attendance{"Б"}});
    CHECK(answer.lines[1].author == person(1));
    CHECK(answer.lines[1].role == domain::Role::teacher);
    CHECK(answer.lines[1].station == station(1));
}

TEST_CASE("store: reasons of absences are read with the lessons, statements of facts while they wait",
          "[app][store][F-05]") {
    StoreRig rig;
    rig.log_in();
    rig.mark(1, 1, "Н");
    const domain::Cell reason{domain::CellKind::absence_reason, lesson(1), entity_of(person(1))};
    rig.store->post(effect::Write{rig.session_, 2, {{reason, domain::AbsenceReason{"УП", "", {}}}}, 0});
    const domain::Fact notice{crypto::random_id<EntityId>(),
                              lesson(1).day,
                              std::nullopt,
                              false,
                              "",
                              domain::Announcement{"Педсовет", "", true, false, person(1)}};
    rig.store->post(effect::Write{
        rig.session_, 3, {{{domain::CellKind::registration, {}, notice.entity}, domain::Registration{notice}}}, 0});
    rig.store->post(effect::ViewAbsences{8, {}, {lesson(1)}, lesson(1).day, lesson(1).day});
    CHECK(rig.next<event::AbsencesViewed>().view.values.size() == 2);
    rig.store->post(effect::ViewRegistrations{9, person(1)});
    const auto waiting = rig.next<event::RegistrationsViewed>();
    REQUIRE(waiting.values.size() == 1);
    CHECK(std::get<domain::Registration>(waiting.values.front().act).fact->entity == notice.entity);
}

TEST_CASE("store: a plan is read with its links and topics, and with which lessons were held", "[app][store][E-12]") {
    StoreRig rig;
    rig.log_in();
    rig.mark(1, 1, "Н");
    const domain::LessonKey held = lesson(1);
    domain::LessonKey ahead = held;
    ahead.day += std::chrono::days{1};
    const domain::PlanLink link{{crypto::random_id<PlanItemId>()}, "карантин"};
    rig.store->post(effect::Write{rig.session_, 2, {{{domain::CellKind::plan_link, ahead, {}}, link}}, 0});
    rig.store->post(effect::ViewPlans{9, {held.load}, held.day, ahead.day});
    const auto answer = rig.next<event::PlansViewed>();
    CHECK(answer.question == 9);
    CHECK(answer.view.held == std::vector{held});
    CHECK(answer.view.not_held.empty());
    REQUIRE(answer.view.values.size() == 1);
    CHECK(answer.view.values.front().cell.lesson == ahead);
    CHECK(answer.view.values.front().act == domain::Act{link});
}

TEST_CASE("store: of the day's other lessons it is answered who was missed, and who was there is not", "[app][store]") {
    StoreRig rig;
    rig.log_in();
    for (const auto& [pupil, code] : {std::pair{1, "Н"}, std::pair{2, ""}}) {
        const journal::Draft draft = attendance(2, pupil, code);
        rig.store->post(effect::Write{rig.session_, pupil + 0ULL, {{draft.cell, draft.act}}, 0});
    }
    rig.store->post(effect::ViewLesson{7, lesson(1), person(1), {}, {lesson(2)}});
    const auto view = rig.next<event::LessonViewed>().view;
    REQUIRE(view.values.size() == 1);
    CHECK(view.values.front().cell == attendance(2, 1, "").cell);
}

TEST_CASE("store: who sits where is answered with the lesson, and a touch on it has seen what was there",
          "[app][store]") {
    StoreRig rig;
    rig.log_in();
    domain::Cell seats{domain::CellKind::seat_plan, {}, entity_of(group(1))};
    seats.subject = crypto::random_id<EntityId>();
    const effect::ViewLesson ask{7, lesson(1), person(1), seats};
    rig.store->post(ask);
    CHECK(rig.next<event::LessonViewed>().view.values.empty());
    const domain::SeatPlan first{5, 6, {{person(1), 0, 0}}}, second{5, 6, {{person(1), 0, 1}}};
    rig.store->post(effect::Write{rig.session_, 1, {{seats, first}}, 7});
    rig.store->post(effect::Write{rig.session_, 2, {{seats, second}}, 7});
    rig.store->post(effect::ViewLesson{8, lesson(1), person(1), seats});
    const auto view = rig.next<event::LessonViewed>().view;
    REQUIRE(view.values.size() == 1);
    CHECK(view.values.front().cell == seats);
    CHECK(view.values.front().act == domain::Act{second});
    CHECK_FALSE(view.values.front().conflict);
}

TEST_CASE("store: nothing is written without its session, and after its end", "[app][store]") {
    StoreRig rig;
    rig.mark(1, 1, "Н");
    CHECK(rig.next<event::NotStored>().draft == 1);
}

TEST_CASE("store: what was handed over before the session closed is still written, later touches are not",
          "[app][store]") {
    StoreRig rig;
    rig.log_in();
    rig.mark(1, 1, "Н");
    rig.store->post(effect::CloseSession{rig.session_.id});
    rig.mark(2, 2, "Н");
    CHECK(rig.next<event::Stored>().draft == 1);
    CHECK(rig.next<event::NotStored>().draft == 2);
}

TEST_CASE("store: a full disk is told as such, and the same touch goes through when there is room", "[app][store]") {
    FaultVfs disk;
    StoreRig rig{disk.name()};
    rig.log_in();
    disk.limit_room(0);
    rig.mark(1, 1, "Н");
    CHECK(rig.next<event::NotStored>().kind == FaultKind::full);
    disk.limit_room(std::nullopt);
    rig.mark(1, 1, "Н");
    CHECK(rig.next<event::Stored>().draft == 1);
    CHECK(rig.view().values.size() == 1);
}

TEST_CASE("store: a question from another thread is answered in order, and refused once the store ends",
          "[app][store]") {
    StoreRig rig;
    rig.log_in();
    rig.mark(1, 1, "Н");
    const auto seq = rig.store->ask<std::uint64_t>(
        [](journal::Journal& journal) { return Result<std::uint64_t>{journal.last_seq()}; });
    REQUIRE(seq);
    CHECK(*seq == 1);
}

TEST_CASE("store: a touch made on the older picture does not claim to have seen what arrived meanwhile",
          "[app][store]") {
    StoreRig rig;
    rig.log_in();
    rig.view();
    rig.arrives(1, "Б");
    rig.mark(1, 1, "Н");
    CHECK(rig.next<event::Stored>().draft == 1);
    CHECK(rig.heads(1) == 2);
    SECTION("and the next touch on it has seen the first one only") {
        rig.mark(2, 1, "УП");
        CHECK(rig.next<event::Stored>().draft == 2);
        CHECK(rig.heads(1) == 2);
    }
    SECTION("once the desk has asked again, a touch settles both") {
        rig.view();
        rig.mark(2, 1, "УП");
        CHECK(rig.next<event::Stored>().draft == 2);
        CHECK(rig.heads(1) == 1);
    }
}

TEST_CASE("store: a touch on a picture that shows what arrived has seen it", "[app][store]") {
    StoreRig rig;
    rig.log_in();
    rig.view();
    rig.arrives(1, "Б");
    rig.view();
    rig.mark(1, 1, "Н");
    CHECK(rig.next<event::Stored>().draft == 1);
    CHECK(rig.heads(1) == 1);
}

TEST_CASE("store: a page is answered with what lies in its lessons, and a touch on it claims what the page showed",
          "[app][store]") {
    StoreRig rig;
    rig.log_in();
    rig.mark(1, 1, "Н");
    CHECK(rig.next<event::Stored>().draft == 1);
    const auto values = rig.view_page().values;
    REQUIRE(values.size() == 1);
    CHECK(std::get<domain::Attendance>(values.front().act).code == "Н");
    rig.arrives(2, "Б");
    SECTION("made before the page has shown what arrived, it has not seen it") {
        rig.mark(2, 2, "Н");
        CHECK(rig.next<event::Stored>().draft == 2);
        CHECK(rig.heads(2) == 2);
    }
    SECTION("made afterwards, it settles both") {
        CHECK(rig.view_page().values.size() == 2);
        rig.mark(2, 2, "Н");
        CHECK(rig.next<event::Stored>().draft == 2);
        CHECK(rig.heads(2) == 1);
    }
    SECTION("an answer about the lesson does not refresh the page that was asked before it") {
        const auto page = rig.question();
        rig.view();
        rig.mark_seeing(page, 2, 2, "Н");
        CHECK(rig.next<event::Stored>().draft == 2);
        CHECK(rig.heads(2) == 2);
    }
}

TEST_CASE("store: an author has always seen what the author wrote, whatever arrived since", "[app][store]") {
    StoreRig rig;
    rig.log_in();
    rig.view();
    rig.mark(1, 1, "Н");
    CHECK(rig.next<event::Stored>().draft == 1);
    rig.arrives(2, "Б");
    rig.mark(2, 1, "УП");
    CHECK(rig.next<event::Stored>().draft == 2);
    CHECK(rig.heads(1) == 1);
}

TEST_CASE("store: a message of one's own is read back, and so is what was read", "[app][store][L-01]") {
    StoreRig rig;
    rig.log_in();
    const auto sent = crypto::random_id<EntityId>();
    const auto seen = crypto::random_id<EntityId>();
    domain::Message message;
    message.to = {person(2)};
    message.text = "Завтра в 9:00 в кабинете 21";
    rig.store->post(effect::Write{rig.session_,
                                  2,
                                  {{{domain::CellKind::message, {}, sent}, message},
                                   {flow::reading_cell(person(1), seen), domain::Acknowledgement{"1"}}},
                                  0});
    rig.store->post(effect::ViewMail{11, person(1)});
    const auto answer = rig.next<event::MailViewed>();
    CHECK(answer.question == 11);
    REQUIRE(answer.mail.letters.size() == 1);
    CHECK(answer.mail.letters.front().id == sent);
    CHECK(answer.mail.letters.front().message == message);
    CHECK(answer.mail.read == std::set{seen});
    rig.store->post(effect::ViewMail{12, person(2)});
    const auto received = rig.next<event::MailViewed>();
    REQUIRE(received.mail.letters.size() == 1);
    CHECK(received.mail.letters.front().from == person(1));
    CHECK(received.mail.letters.front().role == domain::Role::teacher);
    CHECK(received.mail.read.empty());
}
