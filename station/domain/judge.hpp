#pragma once

#include "station/domain/fact_book.hpp"

namespace zvonok::domain {

/// Stored by number: only add at the end.
enum class Outcome : std::uint8_t { pending = 0, accepted = 1, refused = 2, held = 3 };

/// How far the station's clock can be believed at `saved` (T-12).
enum class ClockTrust : std::uint8_t {
    anchored,    ///< counted by the monotonic clock from a server-signed time token of the same boot
    unanchored,  ///< restarted since the last token
    doubtful,    ///< stepped, ahead of the server, or at odds with its token
};

/// The names of rules as verdicts carry them; the screens have a sentence for each. Names stay for ever.
namespace rule {
inline constexpr std::string_view lesson_unknown = "lesson.unknown";
inline constexpr std::string_view lesson_ahead = "lesson.ahead";
inline constexpr std::string_view not_assigned = "rights.not_assigned";
inline constexpr std::string_view not_on_list = "pupil.not_on_list";
inline constexpr std::string_view unknown_code = "attendance.unknown_code";
inline constexpr std::string_view attendance_window = "attendance.edit_window_days";
inline constexpr std::string_view topic_empty = "topic.empty";
inline constexpr std::string_view text_too_long = "text.too_long";
inline constexpr std::string_view homework_addressee = "homework.addressee";
inline constexpr std::string_view homework_due = "homework.due_in_past";
inline constexpr std::string_view audience = "entry.audience";
inline constexpr std::string_view clock_doubt = "clock.doubt";
inline constexpr std::string_view facts_differ = "facts.differ";
inline constexpr std::string_view newer_program = "program.newer";
}  // namespace rule

struct Judgement {
    Outcome outcome = Outcome::accepted;
    std::string rule;                  ///< empty when accepted
    std::vector<std::string> notes{};  ///< of an accepted one: the deadlines it missed, the soft rules it offends

    bool operator==(const Judgement&) const = default;
};

/// An entry as the judgement sees it. The session has been verified before: `author` is who the card says.
struct Claim {
    PersonId author;
    Role role = Role::none;  ///< acted in
    StationId station;
    Writing writing;
    Audience audience = Audience::staff;
    Instant saved;
    ClockTrust clock = ClockTrust::anchored;
    FactVersion facts = 0;  ///< what the station knew
    bool first = true;      ///< the cell holds no accepted answer yet
};

/// Accepted, refused or held, the same on station and server: by the rules in force for the lesson and the rights at
/// `saved`. Where the verdict hangs on a doubtful time or on facts that the station did not have, it is held.
///
/// now     when the judge speaks: the server's time, or on a station the time of writing
/// source  shared design section 3; requirements groups E to J, T-12, T-13
Judgement judge(const FactBook& book, const Zone& zone, const Claim& claim, Instant now);

/// The longest topic or homework text, in bytes of UTF-8.
inline constexpr std::size_t text_limit_bytes = 4000;

}  // namespace zvonok::domain
