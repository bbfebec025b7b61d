#pragma once

#include "hal/window/box.hpp"

#include <imgui.h>
#include <cstdint>
#include <vector>

namespace zvonok::hal {

/// ImGui's draw lists as one: all triangles in the order of drawing. Kept from frame to frame for its memory.
struct Picture {
    /// Triangles in a row that are clipped alike.
    struct Clip {
        ImVec4 rect;  ///< left, top, right, bottom
        Box box;      ///< its pixels inside the window, never empty
        std::size_t first = 0;
        std::size_t last = 0;  ///< excluded
    };
    /// What so many triangles in a row lie in, so that a painter of a small box passes most of them by.
    static constexpr std::size_t block = 32;
    struct Bounds {
        float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    };

    std::vector<ImDrawVert> vertices;
    std::vector<std::uint32_t> corners;  ///< three a triangle, into `vertices`
    std::vector<std::uint32_t> clip_of;  ///< of each triangle, into `clips`
    std::vector<Clip> clips;
    std::vector<Bounds> bounds;  ///< of each block, once measure() was called

    [[nodiscard]] std::size_t size() const { return clip_of.size(); }
    [[nodiscard]] const ImDrawVert& corner(std::size_t triangle, std::size_t which) const {
        return vertices[corners[3 * triangle + which]];
    }
    /// Takes the draw lists over; what can't be seen in a window of that size is left out.
    void read(const ImDrawData& lists, Extent extent);
    void measure();
    /// The pixels that a triangle may touch.
    [[nodiscard]] Box box_of(std::size_t triangle, Extent extent) const;
};

/// The whole pixels of a clipping rectangle of ImGui (left, top, right, bottom), inside the window.
Box clip_box(float x0, float y0, float x1, float y1, Extent extent);

}  // namespace zvonok::hal
