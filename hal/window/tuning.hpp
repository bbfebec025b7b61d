#pragma once

#include <cstddef>
#include <cstdint>

/// Numbers of hal/window that someone may want to change.
namespace zvonok::hal::tuning {

/// Side of a tile. Smaller: less is rasterised a change, more hashing a frame.
constexpr int tile_pixels = 32;
/// Boxes drawn and sent apart. Each costs a request to the display; too few and far-off changes drag all between along.
constexpr std::size_t most_boxes = 4;
/// Two boxes are joined at once when that draws no more than this many pixels besides.
constexpr std::int64_t join_pixels = 4096;
/// Runs of changed tiles looked at one by one; beyond, what changed is taken as one box.
constexpr std::size_t most_runs = 64;

}  // namespace zvonok::hal::tuning
