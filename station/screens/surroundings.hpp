#pragma once

#include "station/base/zone.hpp"
#include "station/flow/sight.hpp"

#include <optional>
#include <string>

namespace zvonok::ui {
class Frame;
}

/// What stands around every screen: the languages to choose from, and the bottom line's network and sync.
namespace zvonok::screens {

/// Intent of every screen that has the language button.
struct Speak {
    flow::Language language{};
    bool operator==(const Speak&) const = default;
};

/// What the station knows of its server.
enum class Server {
    unknown,      ///< not asked yet since the start
    reached,      ///< the last exchange went through
    unreachable,  ///< no network, no answer, wrong address
    distrusted,   ///< somebody answers with a certificate of another authority
    refuses_us,   ///< our certificate is not accepted: the station is not registered, or no longer
    outdated,     ///< the server wants a newer program; what was written here it takes all the same
    portal,       ///< the network wants somebody to log in by a browser first
    proxy,        ///< the proxy that this machine is to use is not there, or lets nobody through
};

/// The bottom line. Counts entries on this station's disk; what is not on disk yet shows hollow in its cell.
/// What became of a lesson against the timetable.
enum class LessonChange : std::uint8_t { none, substitution, moved, cancelled };

struct Surroundings {
    LocalTime now{};  ///< school time, cut to whole minutes, so that an unchanged screen is an equal state
    Server server = Server::unknown;
    int waiting = 0;                       ///< saved here, not received by the server yet
    std::optional<int> neighbours{};       ///< stations of the school that pass entries on; nothing: not looked for
    std::optional<LocalTime> exchanged{};  ///< the last exchange that went through
    bool disk_full = false;                ///< the last write did not find room
    std::string
        help{};  ///< the school's support, as its config image words it: "Помощь: каб. 21, тел. 114"; may be empty

    bool operator==(const Surroundings&) const = default;
};

}  // namespace zvonok::screens
