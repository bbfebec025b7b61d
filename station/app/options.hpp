#pragma once

#include "station/base/zone.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace zvonok::app {

/// What the command line says.
struct Options {
    std::filesystem::path root;  ///< the station's state folder
    struct Size {
        int width = 0, height = 0;
    };
    std::optional<Size> size;  ///< a window of this size; nothing: the whole screen
    int x = 0, y = 0;          ///< the window's place
    /// School time at the start, for stations whose image is marked as demo.
    std::optional<LocalTime> demo_time;
    /// Or the same for a station that is started again and again in one demo: how far its clock is moved.
    std::optional<std::chrono::seconds> clock_offset;
    std::optional<std::filesystem::path> trace;  ///< times for the benches
    std::optional<std::filesystem::path> tree;   ///< the screen in words after each frame; demo images only
};

struct Parsed {
    std::optional<Options> options;  ///< nothing: to end with `exit_code`, all has been said
    int exit_code = 0;
};
Parsed parse_options(int argc, const char* const* argv);

/// "2026-09-15T09:42", seconds allowed; nothing: not such a time.
std::optional<LocalTime> parse_school_time(const std::string& text);

}  // namespace zvonok::app
