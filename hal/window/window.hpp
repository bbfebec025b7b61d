#pragma once

#include "station/base/input.hpp"
#include "station/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

struct ImDrawData;

namespace zvonok::hal {

struct Extent {
    int width = 0;
    int height = 0;
    bool operator==(const Extent&) const = default;
};

/// What has been drawn since the window opened; an idle window's do not move.
struct WindowCounters {
    std::uint64_t frames = 0;  ///< pictures that differed from the one before
    std::uint64_t pixels = 0;  ///< rasterised, over all frames
    std::chrono::steady_clock::time_point last{};
};

/// The one window of a station. It draws nothing by itself and wakes nobody: the loop waits, hands the events on, and
/// shows a picture when it has a reason to. All but wake() belong to the thread that opened the window.
class Window {
  public:
    virtual ~Window() = default;

    [[nodiscard]] virtual Extent extent() const = 0;

    /// Sleeps until there is input, wake() is called or the time has come; with no time, for as long as it takes.
    virtual std::vector<input::Event> wait(std::optional<std::chrono::steady_clock::time_point> until) = 0;

    /// Ends a wait() that is going on, or the next one. Any thread.
    virtual void wake() = 0;

    /// Shows the picture. What is like the last one is neither rasterised nor sent: no change costs no GL call.
    ///
    /// picture  laid out for extent(), in pixels; its only texture is the font atlas of the current ImGui context,
    ///          whose pixels this takes over (and frees) when they are new
    /// returns  whether anything changed
    virtual bool show(const ImDrawData& picture) = 0;

    /// What the system's clipboard holds, unchecked; cut at input::clipboard_bytes.
    [[nodiscard]] virtual std::string clipboard() = 0;

    /// The system asked the window to close.
    [[nodiscard]] virtual bool closing() const = 0;

    [[nodiscard]] virtual const WindowCounters& counters() const = 0;

    /// The kept picture, RGBA, rows from the top; for screenshots and tests.
    [[nodiscard]] virtual std::vector<std::uint8_t> pixels() = 0;
};

}  // namespace zvonok::hal
