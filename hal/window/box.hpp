#pragma once

#include "hal/window/window.hpp"

#include <algorithm>
#include <cstdint>

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
    [[nodiscard]] bool contains(const Box& other) const {
        return x0 <= other.x0 && y0 <= other.y0 && x1 >= other.x1 && y1 >= other.y1;
    }
    [[nodiscard]] Box overlap(const Box& other) const {
        return {std::max(x0, other.x0), std::max(y0, other.y0), std::min(x1, other.x1), std::min(y1, other.y1)};
    }
    [[nodiscard]] Box joined(const Box& other) const {
        return {std::min(x0, other.x0), std::min(y0, other.y0), std::max(x1, other.x1), std::max(y1, other.y1)};
    }
};

}  // namespace zvonok::hal
