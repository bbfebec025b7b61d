#pragma once

#include <chrono>
#include <cstddef>

namespace zvonok::config {

/// A whole image, before anything in it is looked at. Images of real schools are under 1 MiB; a larger cap lets a
/// stolen key fill a station's disk and memory, a smaller one stops a district with thousands of stations.
inline constexpr std::size_t image_limit_bytes = 16 * 1024 * 1024;
/// One file in an image; the largest are revocation lists.
inline constexpr std::size_t image_file_limit_bytes = 4 * 1024 * 1024;
inline constexpr std::size_t image_file_limit = 8192;  ///< files, one a station and a few more
/// A TOML file that IT writes. The parser's memory is some twenty times this.
inline constexpr std::size_t toml_limit_bytes = 2 * 1024 * 1024;
/// Problems told at once for one TOML file: more than fit a screen help nobody.
inline constexpr std::size_t problem_limit = 20;
/// Starts of a new image that may end without a confirmation before the former one is back. More forgives a power
/// failure during the first start, fewer shortens the time that a bad image holds a room.
inline constexpr int trial_starts = 2;
/// How far in the future an image may have been made before diagnosis doubts the station's clock.
inline constexpr std::chrono::hours clock_doubt{24};

}  // namespace zvonok::config
