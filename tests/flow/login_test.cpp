#include "tests/flow/rig.hpp"

#include <catch2/catch.hpp>

using namespace zvonok;
using namespace zvonok::flow;
using namespace zvonok::test;
namespace event = zvonok::flow::event;

TEST_CASE("login: a station without facts starts, and is locked once they are there", "[flow][login]") {
    Rig rig;
    CHECK(rig.shows<Starting>());
    rig.apply(event::CardsChanged{Rig::with_cards({})});
    CHECK(rig.shows<Starting>());
    rig.apply(event::FactsLoaded{rig.facts()});
    CHECK(rig.shows<Locked>());
}

TEST_CASE("login: a card that was in before the facts came is read when they come", "[flow][login]") {
    Rig rig;
    rig.card_in(7);
    CHECK(rig.effects.empty());
    rig.apply(event::FactsLoaded{rig.facts()});
    REQUIRE(rig.done<effect::ReadIdentity>().size() == 1);
    CHECK(rig.done<effect::ReadIdentity>().front().card == 7);
}

TEST_CASE("login: card, PIN and a good answer open the desk of the card's person", "[flow][login]") {
    Rig rig;
    rig.ready().card_in();
    CHECK(rig.done<effect::ReadIdentity>().size() == 1);
    CHECK(rig.shows<Locked>()->reading);

    rig.apply(event::IdentityRead{1, Rig::login, 3});
    REQUIRE(rig.shows<AskingPin>());
    CHECK(rig.shows<AskingPin>()->person == rig.school.teacher);
    CHECK(rig.shows<AskingPin>()->tries == 3);

    rig.typed_pin();
    REQUIRE(rig.done<effect::Prove>().size() == 1);
    CHECK(rig.done<effect::Prove>().front().person == rig.school.teacher);
    CHECK(rig.done<effect::Prove>().front().from == rig.now);
    CHECK(rig.shows<AskingPin>()->checking);

    rig.apply(event::LoggedIn{1, Rig::session(1), rig.now + 10h});
    REQUIRE(rig.shows<Desk>());
    CHECK(rig.shows<Desk>()->session.person == rig.school.teacher);
    CHECK(rig.shows<Desk>()->session.id == Rig::session(1));
}

TEST_CASE("login: what the readers say alone is said on the lock screen", "[flow][login]") {
    struct Row {
        Cards cards;
        Trouble said;
    };
    const std::vector<Row> table{
        {{Cards::Service::unknown, false, {}}, Trouble::none},
        {{Cards::Service::down, false, {}}, Trouble::service_down},
        {{Cards::Service::denied, false, {}}, Trouble::service_denied},
        {{Cards::Service::up, false, {}}, Trouble::no_reader},
        {{Cards::Service::up, true, {}}, Trouble::none},
        {{Cards::Service::up, true, {{1, true}, {2, true}}}, Trouble::two_cards},
        {{Cards::Service::up, true, {{1, false}}}, Trouble::card_unreadable},
    };
    for (const auto& row : table) {
        Rig rig;
        rig.ready().apply(event::CardsChanged{row.cards});
        REQUIRE(rig.shows<Locked>());
        CHECK(rig.trouble() == row.said);
        CHECK_FALSE(rig.shows<Locked>()->reading);
    }
}

TEST_CASE("login: every refusal of the card is said and forgotten when the card goes", "[flow][login]") {
    for (const Trouble trouble :
         {Trouble::card_foreign, Trouble::card_empty, Trouble::card_odd, Trouble::card_blocked,
          Trouble::certificate_foreign, Trouble::certificate_early, Trouble::certificate_expired,
          Trouble::certificate_revoked, Trouble::certificate_list_missing, Trouble::certificate_list_stale,
          Trouble::certificate_unfit, Trouble::authority_unfit, Trouble::card_slow}) {
        Rig rig;
        rig.ready().card_in();
        rig.apply(event::LoginFailed{1, trouble, rig.now});
        CHECK(rig.trouble() == trouble);
        CHECK(rig.shows<Locked>()->date == rig.now);
        CHECK(rig.done<effect::ForgetCard>().size() == 1);
        rig.card_in();  // the same card, still in: not asked again
        CHECK(rig.done<effect::ReadIdentity>().empty());
        rig.card_out();
        CHECK(rig.trouble() == Trouble::none);
    }
}

TEST_CASE("login: a card that another program held is tried again when the readers change", "[flow][login]") {
    Rig rig;
    rig.ready().card_in();
    rig.apply(event::LoginFailed{1, Trouble::card_busy});
    CHECK(rig.trouble() == Trouble::card_busy);
    rig.card_in();
    CHECK(rig.done<effect::ReadIdentity>().size() == 1);
}

TEST_CASE("login: a mute card that comes to speak is read", "[flow][login]") {
    Rig rig;
    rig.ready().apply(event::CardsChanged{{Cards::Service::up, true, {{4, false}}}});
    CHECK(rig.trouble() == Trouble::card_unreadable);
    rig.card_in(4);
    CHECK(rig.done<effect::ReadIdentity>().size() == 1);
}

TEST_CASE("login: of two cards none is guessed, and the one that stays is read", "[flow][login]") {
    Rig rig;
    rig.ready().apply(event::CardsChanged{Rig::with_cards({1, 2})});
    CHECK(rig.done<effect::ReadIdentity>().empty());
    rig.card_in(2);
    REQUIRE(rig.done<effect::ReadIdentity>().size() == 1);
    CHECK(rig.done<effect::ReadIdentity>().front().card == 2);
}

TEST_CASE("login: a second card neither locks a session nor keeps it open", "[flow][login]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(event::CardsChanged{Rig::with_cards({1, 2})});
    CHECK(rig.shows<Desk>());
    rig.apply(event::CardsChanged{Rig::with_cards({2})});
    REQUIRE(rig.shows<Locked>());
    CHECK(rig.done<effect::CloseSession>().size() == 1);
    CHECK(rig.done<effect::ReadIdentity>().size() == 1);
}

TEST_CASE("login: a good certificate of nobody on the staff list opens nothing", "[flow][login]") {
    Rig rig;
    rig.ready().card_in();
    rig.apply(event::IdentityRead{1, "stranger@school.example", 3});
    CHECK(rig.trouble() == Trouble::person_unknown);
    CHECK(rig.done<effect::ForgetCard>().size() == 1);
}

TEST_CASE("login: before the first facts the station says so, and reads the card again when they come",
          "[flow][login]") {
    Rig rig;
    rig.apply(event::FactsLoaded{{std::make_shared<const FactBook>(rig.school.school), std::nullopt}});
    rig.card_in();
    rig.apply(event::IdentityRead{1, Rig::login, 3});
    CHECK(rig.trouble() == Trouble::no_facts);
    rig.apply(event::FactsLoaded{rig.facts()});
    CHECK(rig.done<effect::ReadIdentity>().size() == 1);
}

TEST_CASE("login: offline a card is believed up to the last second of login.cache_hours", "[flow][login]") {
    Rig rig;
    rig.school.add(id<EntityId>(120), PolicyValue{"login.cache_hours", "48"});
    rig.ready();
    Network network = rig.state.network;
    network.last_contact = rig.now - 48h;
    rig.apply(event::NetworkChanged{network}).card_in();
    rig.apply(event::IdentityRead{1, Rig::login, 3});
    CHECK(rig.shows<AskingPin>());

    rig.card_out();
    network.last_contact = rig.now - 48h - 1ms;
    rig.apply(event::NetworkChanged{network}).card_in(2);
    rig.apply(event::IdentityRead{2, Rig::login, 3});
    CHECK(rig.trouble() == Trouble::contact_too_old);

    network.last_contact = rig.now;
    rig.apply(event::NetworkChanged{network});
    CHECK(rig.done<effect::ReadIdentity>().size() == 1);
}

TEST_CASE("login: a blocked card is told before any PIN is asked for", "[flow][login]") {
    Rig rig;
    rig.ready().card_in();
    rig.apply(event::IdentityRead{1, Rig::login, 0});
    CHECK(rig.trouble() == Trouble::card_blocked);
}

TEST_CASE("pin: digits are counted, eight at most, and go out one by one", "[flow][pin]") {
    Rig rig;
    rig.ready().asked_for_pin();
    for (int n = 1; n <= 8; ++n) {
        rig.apply(ask::Digit{'7'});
        CHECK(rig.shows<AskingPin>()->digits == n);
        CHECK(rig.done<effect::PushDigit>().size() == 1);
    }
    rig.apply(ask::Digit{'7'});
    CHECK(rig.effects.empty());
    rig.apply(ask::EraseDigit{});
    CHECK(rig.shows<AskingPin>()->digits == 7);
    CHECK(rig.done<effect::EraseDigit>().size() == 1);
}

TEST_CASE("pin: five digits are too few to ask the card", "[flow][pin]") {
    Rig rig;
    rig.ready().asked_for_pin();
    for (int n = 0; n < 5; ++n) rig.apply(ask::Digit{'1'});
    rig.apply(ask::CheckPin{});
    CHECK(rig.effects.empty());
    CHECK(rig.shows<AskingPin>()->too_short);
    rig.apply(ask::Digit{'1'});
    CHECK_FALSE(rig.shows<AskingPin>()->too_short);
    rig.apply(ask::CheckPin{});
    CHECK(rig.done<effect::Prove>().size() == 1);
}

TEST_CASE("pin: while the card checks, no digit and no second check goes out", "[flow][pin]") {
    Rig rig;
    rig.ready().asked_for_pin().typed_pin();
    for (const Event& event : {Event{ask::Digit{'1'}}, Event{ask::EraseDigit{}}, Event{ask::CheckPin{}}}) {
        rig.apply(event);
        CHECK(rig.effects.empty());
    }
}

TEST_CASE("pin: a wrong one shows what is left, the last one blocks", "[flow][pin]") {
    Rig rig;
    rig.ready().asked_for_pin().typed_pin();
    rig.apply(event::WrongPin{1, 2});
    REQUIRE(rig.shows<AskingPin>());
    CHECK(rig.shows<AskingPin>()->wrong);
    CHECK(rig.shows<AskingPin>()->tries == 2);
    CHECK(rig.shows<AskingPin>()->digits == 0);
    rig.typed_pin().apply(event::WrongPin{1, 0});
    CHECK(rig.trouble() == Trouble::card_blocked);
}

TEST_CASE("pin: the card pulled while it checks is told, and its late answer opens nothing", "[flow][pin]") {
    Rig rig;
    rig.ready().asked_for_pin().typed_pin();
    rig.card_out();
    CHECK(rig.trouble() == Trouble::card_gone);
    rig.apply(event::LoggedIn{1, Rig::session(1), rig.now + 10h});
    CHECK(rig.shows<Locked>());
    REQUIRE(rig.done<effect::CloseSession>().size() == 1);
    CHECK(rig.done<effect::CloseSession>().front().session == Rig::session(1));
}

TEST_CASE("pin: nobody types for long, and the digits are forgotten", "[flow][pin]") {
    Rig rig;
    rig.ready().asked_for_pin().apply(ask::Digit{'1'});
    rig.apply(event::Idle{});
    CHECK(rig.trouble() == Trouble::idle);
    CHECK(rig.done<effect::ForgetCard>().size() == 1);
}

TEST_CASE("lock: card out, reader gone, service gone or denied lock at once from the desk and the PIN",
          "[flow][lock][A-20]") {
    const std::vector<Cards> ways{Rig::with_cards({}),
                                  Rig::with_cards({9}),
                                  {Cards::Service::up, false, {}},
                                  {Cards::Service::down, false, {}},
                                  {Cards::Service::down, true, {{1, true}}},
                                  {Cards::Service::denied, false, {}}};
    for (const Cards& cards : ways) {
        Rig desk;
        desk.ready().logged_in();
        REQUIRE(desk.shows<Desk>());
        desk.apply(event::CardsChanged{cards});
        CHECK(desk.shows<Locked>());
        CHECK(desk.done<effect::CloseSession>().size() == 1);

        Rig pin;
        pin.ready().asked_for_pin().apply(event::CardsChanged{cards});
        CHECK(pin.shows<Locked>());
        CHECK(pin.done<effect::ForgetCard>().size() == 1);
    }
}

TEST_CASE("lock: leaving, idling and the session's end lock with the card still in, and do not ask it again",
          "[flow][lock][A-20]") {
    for (const Event& way : {Event{ask::Leave{}}, Event{event::Idle{}}, Event{event::Tick{}}}) {
        Rig rig;
        rig.ready().logged_in();
        if (std::holds_alternative<event::Tick>(way)) rig.now += 10h;
        rig.apply(way);
        REQUIRE(rig.shows<Locked>());
        CHECK(rig.done<effect::CloseSession>().size() == 1);
        CHECK(rig.done<effect::ReadIdentity>().empty());
        rig.card_in();
        CHECK(rig.done<effect::ReadIdentity>().empty());
        rig.card_out().card_in(2);
        CHECK(rig.done<effect::ReadIdentity>().size() == 1);
    }
}

TEST_CASE("lock: the account closed while its person works ends the session", "[flow][lock]") {
    Rig rig;
    rig.ready().logged_in();
    rig.school.withdraw(entity_of(rig.school.teacher), Person{PersonKind::staff, "Кузнецова", "Анна", "Сергеевна", ""},
                        date(2026, 9, 15));
    rig.apply(event::FactsLoaded{rig.facts()});
    CHECK(rig.trouble() == Trouble::person_unknown);
}

TEST_CASE("lock: an access list that closes the account ends the session and keeps it from coming back",
          "[flow][lock]") {
    Rig rig;
    rig.ready().logged_in();
    rig.apply(event::AccessChanged{{rig.school.teacher}});
    CHECK(rig.trouble() == Trouble::account_closed);
    CHECK(rig.done<effect::CloseSession>().size() == 1);
    rig.card_out().card_in(2);
    rig.apply(event::IdentityRead{2, Rig::login, 3});
    CHECK(rig.trouble() == Trouble::account_closed);
    rig.apply(event::AccessChanged{});
    CHECK(rig.done<effect::ReadIdentity>().size() == 1);
}

TEST_CASE("login: where the school asks for it, no desk opens without an agreement on personal data (C-15)",
          "[flow][login][C-15]") {
    Rig rig;
    rig.school.add(id<EntityId>(200), PolicyValue{"personal_data.needs_agreement", "yes"}, date(2026, 9, 1));
    rig.ready().card_in(1);
    rig.apply(event::IdentityRead{1, Rig::login, 3});
    CHECK(rig.trouble() == Trouble::no_agreement);
    CHECK(rig.done<effect::ForgetCard>().size() == 1);
    // Signed, and the card need not be pulled out for it.
    rig.school.add(id<EntityId>(201), RegisterRecord{"agreement", entity_of(rig.school.teacher)}, date(2026, 9, 1));
    rig.apply(event::FactsLoaded{rig.facts()});
    CHECK(rig.done<effect::ReadIdentity>().size() == 1);
    rig.apply(event::IdentityRead{1, Rig::login, 3});
    CHECK(rig.shows<AskingPin>());
}

TEST_CASE("lock: an account that closes at an hour is closed at that minute, network or not (004-4, A-18)",
          "[flow][lock]") {
    Rig rig;
    rig.ready().logged_in();
    rig.school.add(id<EntityId>(200), AccountBlock{rig.school.teacher, rig.now + 5min, BlockReason::dismissed, {}},
                   date(2026, 9, 15));
    rig.apply(event::FactsLoaded{rig.facts()});
    CHECK(rig.shows<Desk>());
    rig.now += 4min + 59s;
    rig.apply(event::Tick{});
    CHECK(rig.shows<Desk>());
    rig.now += 1s;
    rig.apply(event::Tick{});
    CHECK(rig.trouble() == Trouble::account_closed);
    rig.card_out().card_in(2);
    rig.apply(event::IdentityRead{2, Rig::login, 3});
    CHECK(rig.trouble() == Trouble::account_closed);
    CHECK(rig.done<effect::ForgetCard>().size() == 1);
}

TEST_CASE("lock: same card comes back to its half-typed text, another card gets its own desk", "[flow][lock]") {
    Rig rig;
    rig.ready().logged_in();
    const Typed half{Topic{"Линейные ура", {}}, Task{"§ 1", HomeworkWay::read}, false};
    rig.apply(ask::Type{half}).card_out();

    rig.logged_in(2, "p.li@school.example");
    REQUIRE(rig.shows<Desk>());
    CHECK(rig.shows<Desk>()->typed == Typed{});
    rig.card_out();

    rig.logged_in(3);
    REQUIRE(rig.shows<Desk>());
    CHECK(rig.shows<Desk>()->typed == half);
}
