#pragma once

#include "station/flow/step.hpp"
#include "tests/domain/small_school.hpp"

namespace zvonok::test {

/// A station's flow in the small school: Tuesday 15 September 2026, 09:42, second period, algebra of 7Б in room 12.
class Rig {
  public:
    static constexpr auto login = "A.Kuznetsova@school.example";
    SmallSchool school;
    flow::State state;
    std::vector<flow::Effect> effects;  ///< of the last step
    Instant now;

    explicit Rig(StationMode mode = StationMode::classroom) : now(at(9h + 42min)) {
        flow::Setup setup;
        setup.mode = mode;
        setup.station = id<StationId>(200);
        setup.room = "12";
        state = flow::initial(setup, now);
    }
    static Zone zone() { return *Zone::find(SmallSchool::zone_name); }
    static Instant at(std::chrono::minutes of_day) { return zone().to_instant(LocalTime{date(2026, 9, 15)} + of_day); }
    [[nodiscard]] flow::Facts facts() const { return {std::make_shared<const FactBook>(school.book()), zone()}; }

    Rig& apply(const flow::Event& event) {
        effects.clear();
        step(event);
        return *this;
    }
    static flow::Cards with_cards(std::vector<flow::CardTurn> turns) {
        flow::Cards cards{flow::Cards::Service::up, true, {}};
        for (const flow::CardTurn turn : turns) cards.cards.push_back({turn, true});
        return cards;
    }
    /// Facts are there, the server was met a minute ago, the reader waits for a card.
    Rig& ready() {
        flow::Network network;
        network.link = flow::Network::Link::online;
        network.last_contact = now - 1min;
        apply(flow::event::NetworkChanged{network});
        apply(flow::event::CardsChanged{with_cards({})});
        return apply(flow::event::FactsLoaded{facts()});
    }
    Rig& card_in(flow::CardTurn turn = 1) { return apply(flow::event::CardsChanged{with_cards({turn})}); }
    Rig& card_out() { return apply(flow::event::CardsChanged{with_cards({})}); }
    Rig& asked_for_pin(flow::CardTurn turn = 1, std::string name = login) {
        card_in(turn);
        return apply(flow::event::IdentityRead{turn, std::move(name), 3});
    }
    Rig& typed_pin() {
        for (const char digit : std::string{"123456"}) apply(flow::ask::Digit{digit});
        return apply(flow::ask::CheckPin{});
    }
    /// The desk is open.
    Rig& logged_in(flow::CardTurn turn = 1, std::string name = login) {
        asked_for_pin(turn, std::move(name)).typed_pin();
        return apply(flow::event::LoggedIn{turn, session(turn), now + 10h});
    }
    static SessionId session(flow::CardTurn turn) { return id<SessionId>(static_cast<std::uint8_t>(turn)); }

    template <class T>
    [[nodiscard]] const T* shows() const {
        return std::get_if<T>(&state.screen);
    }
    [[nodiscard]] flow::Trouble trouble() const {
        const auto* locked = shows<flow::Locked>();
        return locked == nullptr ? flow::Trouble::none : locked->trouble;
    }
    /// The effects of that kind in the last step.
    template <class T>
    [[nodiscard]] std::vector<T> done() const {
        std::vector<T> of_kind;
        for (const flow::Effect& effect : effects)
            if (const T* one = std::get_if<T>(&effect)) of_kind.push_back(*one);
        return of_kind;
    }
    [[nodiscard]] const flow::Row& row(PersonId pupil) const {
        return *std::ranges::find(shows<flow::Desk>()->rows, pupil, &flow::Row::pupil);
    }
    /// Touches a pupil's cell; the number of the draft that the store was handed.
    flow::DraftNumber mark(PersonId pupil, std::string code) {
        apply(flow::ask::SetAttendance{pupil, std::move(code)});
        return handed_over();
    }
    flow::DraftNumber give_mark(PersonId pupil, std::string value) {
        apply(flow::ask::GiveMark{pupil, std::move(value)});
        return handed_over();
    }

  private:
    /// Days are made at once; the store does nothing else either.
    void step(const flow::Event& event) {
        flow::Step done = flow::step(std::move(state), event, now);
        state = std::move(done.state);
        for (const flow::Effect& effect : done.effects) {
            effects.push_back(effect);
            if (const auto* days = std::get_if<flow::effect::MakeDays>(&effect))
                step(flow::event::DaysMade{days->question});
        }
    }

    [[nodiscard]] flow::DraftNumber handed_over() const {
        const auto writes = done<flow::effect::Write>();
        return writes.empty() ? 0 : writes.front().draft;
    }
};

}  // namespace zvonok::test
