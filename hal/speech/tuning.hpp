#pragma once

#include <chrono>

namespace zvonok::hal::tuning {

constexpr int words_a_minute = 190;
/// Of speech, handed on at once: how long a newer text may have to wait for the older one to stop.
constexpr int piece_ms = 50;
constexpr int heard_late_ms = 200;  ///< of sound that lies ready in the device
/// Without any room in the device for so long, it is stuck.
constexpr int device_patience_ms = 2000;
/// How often it is looked whether the last sound has been heard, while a text waits for that.
constexpr std::chrono::milliseconds look_again{50};

}  // namespace zvonok::hal::tuning
