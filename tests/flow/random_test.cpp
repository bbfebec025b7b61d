#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <set>

using namespace zvonok;
using namespace zvonok::flow;
using namespace zvonok::test;
namespace event = zvonok::flow::event;

namespace {

/// A world that answers late, twice, or never, and people who do what they like.
class Chaos {
  public:
    explicit Chaos(unsigned seed) : random_(seed) { rig.apply(event::FactsLoaded{rig.facts()}); }

    Rig rig;
    std::set<SessionId> open;      ///< sessions that were given out and not closed
    std::set<DraftNumber> handed;  ///< drafts that the store was given
    std::set<DraftNumber> stored;

    void step() {
        rig.now += std::chrono::seconds{below(40)};
        const Event event = next();
        if (const auto* logged_in = std::get_if<event::LoggedIn>(&event)) open.insert(logged_in->session);
        if (const auto* done = std::get_if<event::Stored>(&event)) stored.insert(done->draft);
        rig.apply(event);
        for (const Effect& effect : rig.effects) {
            if (const auto* close = std::get_if<effect::CloseSession>(&effect)) open.erase(close->session);
            if (const auto* write = std::get_if<effect::Write>(&effect)) {
                REQUIRE(open.count(write->session.id) == 1);
                handed.insert(write->draft);
            }
        }
        check();
    }

  private:
    Event logged_in(CardTurn card) {
        SessionId session;
        std::ranges::generate(session.bytes, [this] { return static_cast<std::uint8_t>(below(256)); });
        return event::LoggedIn{card, session, rig.now + 10h};
    }
    int below(int limit) { return std::uniform_int_distribution<>{0, limit - 1}(random_); }
    CardTurn turn() { return last_turn_ - std::min<CardTurn>(last_turn_, static_cast<CardTurn>(below(2))); }
    PersonId pupil() { return below(2) == 0 ? rig.school.belov : rig.school.abdurahmanova; }
    DraftNumber draft() {
        if (handed.empty()) return 0;
        return *std::next(handed.begin(), below(static_cast<int>(handed.size())));
    }

    Event next() {
        // Half of the time things go as they should, or hardly anybody would ever get in.
        if (below(2) == 0) {
            if (const auto* pin = rig.shows<AskingPin>()) {
                if (pin->checking) return logged_in(pin->card);
                for (int n = 0; n < 6; ++n) rig.apply(ask::Digit{'4'});
                return ask::CheckPin{};
            }
            if (const auto* locked = rig.shows<Locked>(); locked != nullptr && locked->reading)
                return event::IdentityRead{locked->card, Rig::login, 3};
        }
        switch (below(29)) {
            case 0:
                return event::CardsChanged{Rig::with_cards({})};
            case 1:
            case 2:
                return event::CardsChanged{Rig::with_cards({++last_turn_})};
            case 3:
                return event::CardsChanged{Rig::with_cards({last_turn_, last_turn_ + 1})};
            case 4:
                return event::CardsChanged{{static_cast<Cards::Service>(below(4)), below(2) == 0, {}}};
            case 5:
            case 6:
            case 7:
                return event::IdentityRead{turn(), below(2) == 0 ? Rig::login : "p.li@school.example", below(4)};
            case 8:
                return event::LoginFailed{turn(), Trouble::card_odd, {}};
            case 9:
                return event::WrongPin{turn(), below(3)};
            case 10:
            case 11:
            case 12:
                return logged_in(turn());
            case 13:
                for (int n = 0; n < 6; ++n) rig.apply(ask::Digit{'4'});
                return ask::CheckPin{};
            case 14:
                return ask::EraseDigit{};
            case 15:
                if (below(9) == 0) return event::LogChanged{};
                return below(6) == 0 ? Event{ask::Leave{}} : Event{event::Idle{}};
            case 16:
            case 17:
                return ask::SetAttendance{
                    pupil(), std::vector<std::string>{"Н", "", "Б", "нет такого"}[static_cast<std::size_t>(below(4))]};
            case 18:
                if (below(4) == 0) return ask::ChooseWork{{below(2) == 0 ? "ответ" : "контр", 1 + below(2)}};
                if (below(3) != 0) return ask::GiveMark{pupil(), below(4) == 0 ? "" : std::to_string(below(7))};
                return ask::AllPresent{};
            case 19:
                return ask::WriteTexts{Topic{std::to_string(below(9)), {}}, Task{std::to_string(below(9)), {}}};
            case 20:
            case 21:
            case 22: {
                // What is on disk stays there: the store never takes a receipt back.
                const DraftNumber answered = draft();
                if (stored.count(answered) != 0) return event::Tick{};
                if (below(3) == 0) return event::NotStored{answered, FaultKind::full};
                return event::Stored{answered};
            }
            case 23:
                return event::RetryTime{};
            case 24: {
                Network network;
                network.link = Network::Link::online;
                network.last_contact = rig.now;
                return event::NetworkChanged{network};
            }
            case 25:
                if (below(3) == 0) return ask::ShowLessons{};
                return ask::ShowOffice{static_cast<OfficeDesk>(below(4))};
            case 26:
                if (below(2) == 0) return ask::StandIn{"болезнь"};
                return ask::GiveReason{pupil(), {{rig.school.algebra, date(2026, 9, 15), 2, {}}}, "УП"};
            case 27: {
                const Cell cell{
                    CellKind::attendance, {rig.school.algebra, date(2026, 9, 1), 1, {}}, entity_of(pupil())};
                return ask::AskChange{{cell, Attendance{"Б"}}, "pupil_absent", below(2) == 0 ? "" : "№ 7", ""};
            }
            default:
                return below(2) == 0 ? Event{event::JournalChanged{}} : Event{event::FactsLoaded{rig.facts()}};
        }
    }

    void check() const {
        const State& state = rig.state;
        const auto in = [&](CardTurn card) {
            return state.cards.service == Cards::Service::up &&
                   std::ranges::count(state.cards.cards, card, &Cards::Card::turn) == 1;
        };
        if (const auto* desk = std::get_if<Desk>(&state.screen)) {
            REQUIRE(in(desk->session.card));
            REQUIRE(open.size() == 1);
            REQUIRE(open.count(desk->session.id) == 1);
            REQUIRE_FALSE(state.now - 10h >= desk->session.until);
        } else {
            REQUIRE(open.empty());
        }
        if (const auto* pin = std::get_if<AskingPin>(&state.screen)) {
            REQUIRE(in(pin->card));
            REQUIRE(pin->digits <= 8);
        }
    }

    std::mt19937 random_;
    CardTurn last_turn_ = 0;
};

}  // namespace

TEST_CASE("flow: no order of events shows a desk without its card and session, or leaves a session open",
          "[flow][random]") {
    int desks = 0;
    for (unsigned seed = 1; seed <= 60; ++seed) {
        Chaos chaos{seed};
        INFO("seed " << seed);
        for (int n = 0; n < 400; ++n) {
            chaos.step();
            if (chaos.rig.shows<Desk>()) ++desks;
        }
    }
    CHECK(desks > 300);  // the test has been where it matters
}
