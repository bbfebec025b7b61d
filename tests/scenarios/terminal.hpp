#pragma once

#include "station/flow/step.hpp"
#include "tests/scenarios/scene.hpp"

namespace zvonok::test {

/// What the program of a desk's station does with a card and with touches: its flow over the desk's own file, without a
/// window and without a reader. The card itself is good and its PIN right.
class Terminal {
  public:
    explicit Terminal(Desk& desk);

    /// Shows the card; what the lock screen says to it, or none where it asks for the PIN.
    flow::Trouble card_in(Actor who);
    /// card_in() and the PIN; the desk is open afterwards, or the test fails.
    const flow::Desk& log_in(Actor who);
    /// Does what the person asked for, and carries out what follows.
    void touch(const flow::Event& asked);
    [[nodiscard]] const flow::Desk& shown() const;
    [[nodiscard]] const flow::State& state() const { return state_; }

  private:
    void apply(const flow::Event& event);
    /// The facts and the server's news as the station has them now.
    void look_around();

    Desk& desk_;
    Actor at_work_{};
    flow::State state_;
    flow::CardTurn turn_ = 0;
};

}  // namespace zvonok::test
