#pragma once

#include <chrono>
#include <cstddef>

namespace zvonok::flow {

/// How long one card signature vouches for a session. Longer: fewer PINs on a long day. Shorter: a stolen session key
/// is useless sooner.
inline constexpr std::chrono::hours session_length{10};

/// A desk opened in a break shows the next lesson if it starts within this time, else the one that has just ended.
inline constexpr std::chrono::minutes break_length{10};

/// PIV PINs (SP 800-73-4 part 2, 2.4.3).
inline constexpr int pin_digits_least = 6;
inline constexpr int pin_digits_most = 8;

/// How far the lock screen looks for the room's next lesson: over a weekend with a holiday beside it.
inline constexpr int days_to_next_lesson = 4;

/// Topics shown from where the plan has got to.
inline constexpr std::size_t plan_choices = 6;
/// Lessons to come for which homework can be set.
inline constexpr std::size_t due_choices = 6;
/// How far back absences without a reason are told to the class teacher.
inline constexpr std::chrono::days reasons_back{14};
/// Days of a class on the kiosk, today included.
inline constexpr std::size_t kiosk_days = 5;

}  // namespace zvonok::flow
