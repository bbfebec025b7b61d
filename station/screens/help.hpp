#pragma once

#include "station/flow/sight.hpp"
#include "station/screens/surroundings.hpp"
#include "station/ui/frame.hpp"

#include <span>
#include <variant>

/// Help on every screen, and beside it how large and in which colours the screen is drawn, and whether it is read
/// aloud. Lies over the screen that it is about, which stays where it is.
namespace zvonok::screens::help {

/// What the words are about.
enum class Place : std::uint8_t {
    notice,
    lock,
    pin,
    lessons,
    lesson,
    page,
    requests,
    absences,
    timetable,
    notices,
    messages,
    classes,
    plan,
    board,      ///< a kiosk's first page
    class_day,  ///< and one class's day
};

/// Whose the size and the colours are that are chosen here.
enum class Owner : std::uint8_t {
    person,  ///< the one who is logged in: they come back with the card
    nobody,  ///< whoever stands here: they go when nobody touches the screen
};

/// Whether this machine can read to anybody.
enum class Hearing : std::uint8_t {
    fine,      ///< as far as is known: nobody has listened yet, or it was heard
    no_sound,  ///< no sound device, or another program has it
    no_voice,  ///< the voices are not installed
};

struct State {
    Place place{};
    Owner owner{};
    bool kiosk = false;  ///< larger targets, and no words about what is not for pupils
    flow::Sight sight{};
    Hearing hearing{};
    Surroundings around{};
    bool operator==(const State&) const = default;
};
struct Scratch {
    bool open = false;
    Place about{};  ///< another screen closes it
};

struct Choose {
    flow::Sight sight{};
};
using Intent = std::variant<Choose>;

/// After the screen's own drawing: opens by the button of the status line and by F1, closes by F1 and Esc. F4 switches
/// the reading aloud whether it is open or not.
std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

/// What a screen lets do, in Russian, to be looked up; keys apart.
struct Topic {
    std::string_view title;
    std::span<const std::string_view> can;
    std::span<const std::string_view> keys;
};
Topic topic_of(Place place);
/// What the state of network and sync means for the work, in Russian.
std::string_view meaning_of(const Surroundings& around);

}  // namespace zvonok::screens::help
