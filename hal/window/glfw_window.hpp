#pragma once

#include "hal/window/window.hpp"

#include <memory>
#include <string>

namespace zvonok::hal {

/// Where the last picture is kept for the next to be drawn upon.
enum class Keeping {
    best,         ///< the back buffer where the system can copy parts of it, an own framebuffer elsewhere
    framebuffer,  ///< an own framebuffer, always
};
/// `all` is what `changes` is measured against: each change redraws and sends the whole window.
enum class Redraw { changes, all };

struct GlfwOptions {
    std::string title = "Zvonok";
    std::optional<Extent> extent{};  ///< none: the whole primary monitor
    int x = 0;                       ///< place of a window with an extent
    int y = 0;
    bool pointer = true;  ///< a kiosk without a mouse hides it
    Keeping keeping = Keeping::best;
    Redraw redraw = Redraw::changes;
};

/// A window by GLFW, drawn with OpenGL 3.0. One at a time in a program.
/// missing: no display; refused: the display gives no such OpenGL.
Result<std::unique_ptr<Window>> open_glfw_window(const GlfwOptions& options);

}  // namespace zvonok::hal
