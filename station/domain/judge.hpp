#pragma once

#include "station/domain/rules.hpp"
#include "station/domain/writing.hpp"

namespace zvonok {
class Zone;
}

namespace zvonok::domain {

class FactBook;

/// Stored by number: only add at the end.
enum class Outcome : std::uint8_t { pending = 0, accepted = 1, refused = 2, held = 3 };

/// How far the station's clock can be believed at `saved` (T-12).
enum class ClockTrust : std::uint8_t {
    anchored,    ///< counted by the monotonic clock from a server-signed time token of the same boot
    unanchored,  ///< restarted since the last token
    doubtful,    ///< stepped, ahead of the server, or at odds with its token
};

struct Judgement {
    Outcome outcome = Outcome::accepted;
    std::string rule;                ///< empty when accepted
    std::vector<std::string> notes;  ///< of an accepted one: the deadlines it missed ("late." and the parameter), the
                                     ///< soft rules it offends

    bool operator==(const Judgement&) const = default;
};

/// The entry that an administrator's decision is about, as the judge's log knows it (T-12).
struct DecidedEntry {
    PersonId author;
    Outcome outcome = Outcome::pending;  ///< by the verdict that stands

    bool operator==(const DecidedEntry&) const = default;
};

/// An entry as the judgement sees it. The session has been verified before: `author` is who the card says.
struct Claim {
    PersonId author;
    Role role = Role::none;  ///< acted in; none: as a teacher, if the load makes one of him
    StationId station;
    Writing writing;
    Audience audience = Audience::staff;
    Instant saved;
    ClockTrust clock = ClockTrust::anchored;
    FactVersion facts = 0;                  ///< what the station knew
    bool first = true;                      ///< the cell holds no accepted answer yet
    std::optional<DecidedEntry> decided{};  ///< where the act is a HeldDecision and the entry is known
};

/// Accepted, refused or held, the same on station and server: by the rules in force for the lesson and the rights at
/// `saved`. Where the verdict hangs on a doubtful time or on facts that the station did not have, it is held.
///
/// now     when the judge speaks: the server's time, or on a station the time of writing
/// source  shared design section 3; requirements groups A, B, D to J, N, O, S, T
Judgement judge(const FactBook& book, const Zone& zone, const Claim& claim, Instant now);

/// Whether an approved late-change request can concern records of the kind (J-08).
bool is_journal_record(CellKind kind);

/// The longest topic, homework or message, in bytes of UTF-8.
inline constexpr std::size_t text_limit_bytes = 4000;

}  // namespace zvonok::domain
