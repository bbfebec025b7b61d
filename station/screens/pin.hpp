#pragma once

#include "station/screens/surroundings.hpp"

#include <variant>

/// The card's PIN. This screen never holds a digit: each goes out as it is touched, and only their number comes back.
namespace zvonok::screens::pin {

enum class Phase {
    entering,
    checking,   ///< the card is at work; nothing can be pressed
    wrong,      ///< the last PIN was not the card's; entering goes on
    too_short,  ///< "Готово" before the card's least number of digits
};

struct State {
    std::string room{};
    std::string person{};  ///< «Анна Сергеевна К.», as the card's certificate and the staff list name them
    int digits = 0;        ///< typed so far
    int shortest = 6;      ///< "Готово" from here on
    int longest = 8;       ///< places for dots
    std::optional<int> tries_left{};  ///< nothing: the card does not tell
    Phase phase = Phase::entering;
    Surroundings around{};

    bool operator==(const State&) const = default;
};
struct Scratch {};

struct Digit {
    char digit = '0';
};
struct Erase {};
struct Done {};
struct Cancel {};  ///< back to the lock screen; the card must come out and in again
using Intent = std::variant<Digit, Erase, Done, Cancel>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::pin
