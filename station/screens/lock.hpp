#pragma once

#include "station/screens/surroundings.hpp"

#include <variant>
#include <vector>

/// The classroom's idle screen: nothing personal, readable from the last row. Card in is an event of the card worker,
/// not of this screen.
namespace zvonok::screens::lock {

struct LessonLine {
    int period = 0;
    LocalTime starts{}, ends{};
    std::string groups{};  ///< "7Б"; several: "7А, 7Б"
    std::string subject{};
    LessonChange change = LessonChange::none;  ///< nothing of who

    bool operator==(const LessonLine&) const = default;
};

/// For the staff.
struct Announcement {
    std::string title{}, text{};

    bool operator==(const Announcement&) const = default;
};

/// What the card reader says, and what is wrong with the card that is in.
enum class Card {
    insert,    ///< a reader, no card
    starting,  ///< the card service has not answered yet since the start
    reading,   ///< a card is in and being looked at
    no_reader,
    no_service,     ///< pcscd is not running
    access_denied,  ///< pcscd does not let this user in
    unreadable,     ///< upside down, broken, or an answer that makes no sense
    foreign,        ///< a good card, but none of staff
    busy,           ///< another program holds it
    two_cards,
    left_in,  ///< the session has ended, and the card is still in
    pulled,   ///< taken out while it was being asked
    pin_blocked,
    other_authority,  ///< certificate of another CA
    not_yet_valid,
    expired,
    revoked,
    list_stale,       ///< no recent revocation list: the station was too long without the server
    unsuitable,       ///< weak, malformed or of another purpose
    not_proved,       ///< the card could not sign: it is not the owner of its certificate
    unknown_person,   ///< a good staff certificate, but nobody on the staff list has that name
    closed_account,   ///< its owner's account was closed by an order or a report
    no_agreement,     ///< its owner has not signed that others' personal data stay secret
    no_contact,       ///< longer without the server than the policy lets a card log in
    clock_doubt,      ///< the station's clock cannot be believed
    authority_unfit,  ///< the school's own staff CA is not to be believed
    changed,          ///< not the certificate that was shown before the PIN
    slow,             ///< it did not answer in time
    no_facts,         ///< the school's data has not come yet
    disk_full,        ///< the session could not be recorded
    idle,             ///< nobody did anything for long; the card is still in
    session_over,     ///< the session's term ran out; the card is still in
    failed,           ///< anything else; the log knows
};

struct State {
    std::string school{};  ///< may be empty
    std::string room{};    ///< "12", "спортзал"; empty: the station has no room
    std::optional<LessonLine> current{};
    std::optional<LessonLine> next{};     ///< may lie on a later day
    std::vector<LessonLine> cancelled{};  ///< of today, not over yet
    std::vector<Announcement> announcements{};
    Card card = Card::insert;
    std::optional<LocalDay> date{};  ///< of expired and not_yet_valid: when it ended or will begin
    Surroundings around{};

    bool operator==(const State&) const = default;
};
struct Scratch {};
using Intent = std::variant<Speak>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::lock
