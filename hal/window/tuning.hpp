#pragma once

#include <cstddef>
#include <cstdint>

/// Numbers of hal/window that someone may want to change.
namespace zvonok::hal::tuning {

/// Boxes drawn and sent apart. Each costs a request to the display; too few and far-off changes drag all between along.
constexpr std::size_t most_boxes = 4;
/// Two boxes are joined at once when that draws no more than this many pixels besides.
constexpr std::uint64_t join_pixels = 4096;
/// Boxes that are told apart while the pictures are compared; beyond, a change goes to the box that grows least.
constexpr std::size_t most_boxes_found = 32;

/// Triangles that must be the same for two pictures to go on together. Fewer may find them where they only cross.
constexpr std::size_t least_run = 4;
/// How far the place where they do is looked for: at first, and then. A changed cell and its
/// rounded frame have some two hundred triangles, a row of a table more; farther takes longer where nothing is found,
/// as in a list that scrolled.
constexpr std::size_t near_triangles = 256;
constexpr std::size_t far_triangles = 1024;
/// Changed places after which the farther look is given up, and all up to the common end is drawn.
constexpr int most_gaps = 64;

}  // namespace zvonok::hal::tuning
