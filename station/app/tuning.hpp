#pragma once

#include <chrono>

namespace zvonok::app::tuning {

/// How long a card may take over one question before the person is told. A real card signs in under a second; one that
/// hangs would otherwise show "checking" for ever.
inline constexpr std::chrono::seconds card_limit{15};

/// How soon values that the disk did not take are tried again. Shorter asks a full disk more often.
inline constexpr std::chrono::seconds write_retry{5};
/// And a journal that cannot be opened.
inline constexpr std::chrono::seconds open_retry{5};

/// The store looks after its file when nothing was asked of it for this long.
inline constexpr std::chrono::seconds store_quiet{3};
/// And writes down the clock's high-water mark this often while idle.
inline constexpr std::chrono::minutes store_tend{5};

/// How exactly the last contact with the server is remembered over a restart. Finer writes to the disk more often.
inline constexpr std::chrono::minutes contact_step{5};

/// How often a station that is not enrolled looks whether it has been.
inline constexpr std::chrono::seconds enrolment_look{5};

/// A clock that is further from the server's is not to be believed: what is written by it may be held (the judgement
/// allows as much).
inline constexpr std::chrono::minutes clock_tolerance{5};

/// What the workers say comes in bursts: after the first word the screen waits so long for the others, and shows all in
/// one picture. Input waits for nothing. Longer is seen as lag of the sign that a mark is stored.
inline constexpr std::chrono::milliseconds gathering{4};

/// How long an entry must wait to be sent before the screen says so, while the server answers. Shorter has the line at
/// the bottom flicker with every mark; longer tells later of a server that has become slow.
inline constexpr std::chrono::milliseconds waiting_calm{400};

/// A kiosk goes back to its first page when nobody has touched it for this long.
inline constexpr std::chrono::seconds kiosk_idle{60};

/// How far back messages are shown. More lists what nobody answers any more.
inline constexpr std::chrono::days mail_behind{180};

/// What somebody chose of text size and colours before login, or at a kiosk, goes when nobody has touched the screen
/// for this long. Shorter takes it from a person who reads; longer leaves it to the next.
inline constexpr std::chrono::seconds passing_sight_idle{60};

/// Days around today whose lessons are made beforehand: most of a quarter to both sides. More take memory (a school of
/// a thousand some 120 kB a day), fewer make the first look at a journal page wait in the window's thread.
inline constexpr std::chrono::days days_made_behind{60};
inline constexpr std::chrono::days days_made_ahead{60};

/// How many rounds of entries from elsewhere a touch may lie behind and still claim exactly what its author saw. Each
/// keeps the heads of one page.
inline constexpr std::size_t spans_seen = 4;

/// How soon a term must pass to be told of on the list of the day.
inline constexpr std::chrono::hours duties_ahead{36};

}  // namespace zvonok::app::tuning
