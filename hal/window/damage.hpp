#pragma once

#include "hal/window/window.hpp"

#include <algorithm>
#include <span>

namespace zvonok::hal {

/// Pixels x0..x1, y0..y1, the ends excluded, from the top left.
struct Box {
    int x0 = 0;
    int y0 = 0;
    int x1 = 0;
    int y1 = 0;
    bool operator==(const Box&) const = default;
    [[nodiscard]] bool empty() const { return x0 >= x1 || y0 >= y1; }
    [[nodiscard]] std::uint64_t area() const {
        return empty() ? 0 : static_cast<std::uint64_t>(x1 - x0) * static_cast<std::uint64_t>(y1 - y0);
    }
    [[nodiscard]] Box overlap(const Box& other) const {
        return {std::max(x0, other.x0), std::max(y0, other.y0), std::min(x1, other.x1), std::min(y1, other.y1)};
    }
    [[nodiscard]] Box joined(const Box& other) const {
        return {std::min(x0, other.x0), std::min(y0, other.y0), std::max(x1, other.x1), std::max(y1, other.y1)};
    }
};

/// Finds where a picture differs from the one before.
///
/// The window is cut to tiles; each keeps a hash of all triangles that may touch it, in the order of drawing, with
/// their vertices, colours and clipping. A tile whose hash is as before has the same commands in the same order, so
/// the same pixels (but for a collision of 64 bits); triangles that merely swap their order give another hash.
class Damage {
  public:
    /// The boxes that must be drawn anew, none when nothing changed; they may overlap.
    std::vector<Box> compare(const ImDrawData& picture, Extent extent);
    /// The next comparison finds everything changed: the kept picture is gone, or the texture is another.
    void forget() { known_ = false; }

  private:
    void hash(const ImDrawData& picture);

    Extent extent_{};
    int across_ = 0;
    int down_ = 0;
    bool known_ = false;
    std::vector<std::uint64_t> tiles_;
    std::vector<std::uint64_t> last_;
    std::vector<std::uint64_t> vertices_;
};

/// Joins boxes until there are no more than `most`, and wherever joining draws little more than the parts.
std::vector<Box> joined(std::vector<Box> boxes, std::size_t most);

/// The whole pixels of a clipping rectangle of ImGui (left, top, right, bottom), inside the window.
Box clip_box(float x0, float y0, float x1, float y1, Extent extent);

}  // namespace zvonok::hal
