#include "tests/scenarios/terminal.hpp"

#include "station/base/overloaded.hpp"
#include "station/crypto/random.hpp"

#include <catch2/catch.hpp>

namespace zvonok::test {

namespace {
const Zone school_zone = Zone::find("Europe/Moscow").value();
}

Terminal::Terminal(Desk& desk) : desk_(desk) {
    flow::Setup setup;
    setup.station = desk.live().id;
    state_ = flow::initial(setup, desk.live().clock.now());
}

void Terminal::apply(const flow::Event& event) {
    flow::Step done = flow::step(std::move(state_), event, desk_.live().clock.now());
    state_ = std::move(done.state);
    for (const flow::Effect& effect : done.effects)
        std::visit(Overloaded{[&](const flow::effect::Write& write) {
                                  for (const domain::Writing& writing : write.writings) desk_.put(at_work_, writing);
                                  apply(flow::event::Stored{write.draft});
                              },
                              [](const auto&) {}},
                   effect);
}

void Terminal::look_around() {
    flow::Network network;
    network.link = flow::Network::Link::online;
    network.last_contact = desk_.last_sync();
    apply(flow::event::NetworkChanged{network});
    std::set<PersonId> closed;
    if (const auto& access = desk_.live().replica->access)
        closed.insert(access->closed_people.begin(), access->closed_people.end());
    apply(flow::event::AccessChanged{std::move(closed)});
    apply(flow::event::FactsLoaded{{desk_.book(), school_zone}});
}

flow::Trouble Terminal::card_in(Actor who) {
    apply(flow::event::CardsChanged{{flow::Cards::Service::up, true, {}}});
    look_around();
    at_work_ = who;
    ++turn_;
    apply(flow::event::CardsChanged{{flow::Cards::Service::up, true, {{turn_, true}}}});
    apply(flow::event::IdentityRead{turn_, ScenarioSchool::login(who.family), 3});
    const auto* locked = std::get_if<flow::Locked>(&state_.screen);
    return locked == nullptr ? flow::Trouble::none : locked->trouble;
}

const flow::Desk& Terminal::log_in(Actor who) {
    REQUIRE(card_in(who) == flow::Trouble::none);
    for (const char digit : {'1', '2', '3', '4', '5', '6'}) apply(flow::ask::Digit{digit});
    apply(flow::ask::CheckPin{});
    apply(flow::event::LoggedIn{turn_, crypto::random_id<SessionId>(),
                                desk_.live().clock.now() + std::chrono::hours{10}});
    return shown();
}

void Terminal::touch(const flow::Event& asked) {
    apply(asked);
}

const flow::Desk& Terminal::shown() const {
    const auto* desk = std::get_if<flow::Desk>(&state_.screen);
    REQUIRE(desk != nullptr);
    return *desk;
}

}  // namespace zvonok::test
