#pragma once

#include "station/screens/surroundings.hpp"

#include <cstdint>
#include <variant>
#include <vector>

/// A whole screen that says one thing: a start that goes on, or a trouble with what it means and what to do.
namespace zvonok::screens::notice {

enum class Kind {
    // a start that goes on
    starting,   ///< opening the journal
    enrolling,  ///< asking the server for this station's certificate
    receiving,  ///< the first facts are on their way
    // the configuration
    blank,  ///< no image was ever applied
    image_unreadable,
    image_truncated,
    image_altered,  ///< altered, or unsigned
    image_foreign,  ///< signed by a key, or made for a school, that is not ours
    image_expired,
    image_older,
    image_newer,   ///< made for a newer program
    image_faulty,  ///< well signed, but breaks the schema
    no_section,    ///< no section fits this machine, or more than one does
    // the server at the first start
    enrol_refused,  ///< the token is spent, expired or bound to another machine
    enrol_offline,
    enrol_distrusted,
    enrol_portal,  ///< the network wants a login first
    enrol_proxy,   ///< the proxy stands in the way
    // the journal
    database_newer,  ///< written by a newer program
    database_unusable,
    salvaged,  ///< the file was damaged; what could be read was kept
    disk_full,
    failed,  ///< a broken promise inside the program
};

/// Gapless numbers of one journal that are not there any more; both ends are lost.
struct Gap {
    std::uint64_t first = 0, last = 0;
    bool operator==(const Gap&) const = default;
};

struct State {
    Kind kind = Kind::starting;
    std::string room{};    ///< may be empty
    std::string detail{};  ///< for IT, as the log has it: file and line, versions; may be empty
    int kept = 0;          ///< salvaged: entries that were read
    std::vector<Gap> lost{};
    bool set_up = false;        ///< a good configuration is in force, whatever is wrong with the one spoken of
    bool may_continue = false;  ///< a button lets the person go on
    bool may_retry = false;     ///< a button tries again
    Surroundings around{};

    bool operator==(const State&) const = default;
};
struct Scratch {};

struct Continue {};
struct Retry {};
using Intent = std::variant<Continue, Retry, Speak>;

std::optional<Intent> draw(ui::Frame& frame, const State& state, Scratch& scratch);

}  // namespace zvonok::screens::notice
