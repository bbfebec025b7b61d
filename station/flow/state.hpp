#pragma once

#include "station/flow/desk.hpp"
#include "station/flow/sight.hpp"

#include <map>
#include <memory>
#include <set>

/// What the station is doing, as one value. Nothing here knows of threads, files, cards or pixels.
namespace zvonok::flow {

/// What the config image says; fixed while the program runs.
struct Setup {
    domain::StationMode mode = domain::StationMode::classroom;
    StationId station;
    std::string school;                  ///< its name, until facts say otherwise
    std::string room;                    ///< the timetable's name of the room; may be empty
    std::chrono::hours login_cache{72};  ///< until facts say otherwise
    Sight sight;                         ///< of everybody who has not chosen another
    std::string support;                 ///< whom to ask at this school; may be empty

    bool operator==(const Setup&) const = default;
};

/// The school's facts, shared unchanged with the other threads.
struct Facts {
    std::shared_ptr<const domain::FactBook> book;
    std::optional<Zone> zone;  ///< the school's
    /// Lessons that declarations without a verdict change, of this station's own or passed on by neighbours.
    std::vector<domain::LessonKey> unconfirmed{};
};

/// What the readers hold now.
struct Cards {
    enum class Service : std::uint8_t { unknown, down, denied, up };
    struct Card {
        CardTurn turn = 0;
        bool readable = true;  ///< false: mute

        bool operator==(const Card&) const = default;
    };
    Service service = Service::unknown;
    bool reader = false;
    std::vector<Card> cards;

    bool operator==(const Cards&) const = default;
};

/// How the station gets on with its server.
struct Network {
    enum class Link : std::uint8_t {
        unknown,      ///< not tried yet
        online,       ///< the last exchange went through
        unreachable,  ///< no network, wrong address, server down
        distrusted,   ///< somebody answers whose certificate is not of the school's CA
        refused,      ///< the server does not take this station's certificate
        outdated,     ///< the server speaks only newer messages
        portal,       ///< the network wants somebody to log in by a browser first
        proxy,        ///< the proxy that this machine is to use is not there, or lets nobody through
    };
    Link link = Link::unknown;
    std::optional<Instant> last_contact;
    std::uint64_t unsent = 0;  ///< entries
    /// Other stations of the school that answer on the local network and pass entries on; nothing: this one does not
    /// look for them.
    std::optional<std::uint32_t> neighbours;

    bool operator==(const Network&) const = default;
};

/// What could be saved of a damaged database; the rest comes from the server.
struct Salvage {
    /// Own entries that are gone, by the gaps in their numbers; both ends are lost.
    struct Gap {
        std::uint64_t first = 0, last = 0;

        bool operator==(const Gap&) const = default;
    };
    std::uint64_t kept = 0;
    std::vector<Gap> lost;

    bool operator==(const Salvage&) const = default;
};

/// What is wrong with the machine and what it means.
struct Health {
    bool disk_full = false;
    bool store_fault = false;  ///< the journal cannot be opened or written, for another reason than room
    bool clock_doubt = false;
    std::optional<Salvage> salvage;  ///< the database file was damaged
    bool salvage_read = false;       ///< a person has seen it

    bool operator==(const Health&) const = default;
};

struct Starting {
    bool operator==(const Starting&) const = default;
};

struct Locked {
    Trouble trouble = Trouble::none;
    CardTurn card = 0;            ///< the card that was looked at last
    bool reading = false;         ///< its certificate is being read
    std::optional<Instant> date;  ///< of certificate_expired and certificate_early: when it ended or will begin

    bool operator==(const Locked&) const = default;
};

struct AskingPin {
    CardTurn card = 0;
    PersonId person;
    std::optional<int> tries;  ///< nothing: the card does not say
    int digits = 0;            ///< how many; which ones only the card worker knows
    bool checking = false;
    bool wrong = false;      ///< the last one was
    bool too_short = false;  ///< asked for before there were enough digits

    bool operator==(const AskingPin&) const = default;
};

struct Board {
    bool operator==(const Board&) const = default;
};

/// Homework of a group, to be ready by a lesson of the day shown.
struct HomeworkDue {
    GroupId group;
    domain::Homework homework;
    bool confirmed = true;  ///< by the server

    bool operator==(const HomeworkDue&) const = default;
};

struct ClassDay {
    GroupId school_class;
    LocalDay day;
    std::vector<LocalDay> days;
    std::uint64_t question = 0;                        ///< the last one put to the journal
    std::optional<std::vector<HomeworkDue>> homework;  ///< nothing: the journal has not answered yet

    bool operator==(const ClassDay&) const = default;
};

using Screen = std::variant<Starting, Locked, AskingPin, Desk, Board, ClassDay>;

struct State {
    Setup setup;
    Facts facts;
    Instant now;
    Cards cards;
    Network network;
    Health health;
    std::set<PersonId> closed;  ///< staff who may no longer log in
    Screen screen;
    std::map<PersonId, Kept> kept;
    std::map<PersonId, Sight> sights;    ///< what people chose at this station
    std::optional<Sight> passing_sight;  ///< chosen while nobody was known to be here; until nobody touches it
    /// Switched on while nobody was known to be here: who cannot see a lock screen hears it, whoever logs in and leaves
    /// meanwhile, until nobody touches it.
    bool voice_here = false;
    std::uint64_t last_number = 0;  ///< of drafts and questions
    bool retry_asked = false;       ///< RetryTime will come
};

/// The school's time; UTC while no facts have come.
LocalTime local_now(const State& state);
LocalDay today(const State& state);
/// How the screen is to be drawn now.
Sight sight_of(const State& state);
/// Values that wait for a disk, of everybody.
std::size_t unsaved_values(const State& state);

}  // namespace zvonok::flow
