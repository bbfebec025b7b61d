#pragma once

#include <chrono>

/// Numbers of station/ui that someone may want to change. Lengths are in u (1/120 of the screen's shorter side).
namespace zvonok::ui::tuning {

/// Longer: fewer presses are taken for drags on a shaky screen. Shorter: lists follow the finger sooner.
constexpr float drag_starts_u = 1.5f;
/// How far back a finger's way counts for the speed at which it throws a list. Longer: steadier; shorter: a finger that
/// stops and is lifted throws less often.
constexpr float throw_memory_s = 0.08f;
/// After so long a thrown list has 37 % of its speed. Longer: it rolls farther.
constexpr float glide_s = 0.3f;
/// Speed (u a second) below which a thrown list stands still.
constexpr float glide_least_u = 12;
/// Between two pictures of a rolling list: 60 a second where the machine draws that fast.
constexpr std::chrono::milliseconds glide_picture{16};
/// How long a key is held before it shows what is beside its own character. Longer: slow typists meet it less often by
/// mistake.
constexpr std::chrono::milliseconds key_held{450};
/// Rows that a wheel step moves, times the usual row.
constexpr float wheel_step_u = 12;
/// How much a sideways distance counts when an arrow key looks for the next control. More: stays in the column.
constexpr float aside_weight = 3;
/// Frames that Stage::settle gives a screen before it calls it restless. Each typed character takes one or two.
constexpr int settle_frames = 64;

constexpr float margin_u = 2;   ///< of the page
constexpr float padding_u = 2;  ///< inside a card
constexpr float gap_u = 1;      ///< between controls
constexpr float control_u = 6;  ///< height of a touch target; look.md "Measures" sets the least
constexpr float corner_u = 1;
constexpr float focus_ring_u = 0.4f;
constexpr float top_bar_u = 6;
constexpr float status_line_u = 4;
constexpr float keyboard_key_u = 7;

}  // namespace zvonok::ui::tuning
