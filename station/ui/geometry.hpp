#pragma once

#include <algorithm>
#include <cmath>

namespace zvonok::ui {

struct Point {
    float x = 0;
    float y = 0;
    bool operator==(const Point&) const = default;
};

inline float distance(Point a, Point b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

/// Pixels, top left corner and size. The take_ functions cut a strip off this rectangle and return it; `gap` pixels
/// between the two are lost. A screen lays itself out by cutting Frame::body() to pieces.
struct Rect {
    float x = 0;
    float y = 0;
    float w = 0;
    float h = 0;
    bool operator==(const Rect&) const = default;

    [[nodiscard]] float right() const { return x + w; }
    [[nodiscard]] float bottom() const { return y + h; }
    [[nodiscard]] Point middle() const { return {x + w / 2, y + h / 2}; }
    [[nodiscard]] bool empty() const { return w <= 0 || h <= 0; }
    [[nodiscard]] bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
    [[nodiscard]] bool holds(const Rect& inner) const {
        return inner.x >= x && inner.y >= y && inner.right() <= right() && inner.bottom() <= bottom();
    }

    [[nodiscard]] Rect inset(float by) const { return inset(by, by); }
    [[nodiscard]] Rect inset(float by_x, float by_y) const {
        return {x + by_x, y + by_y, std::max(0.f, w - 2 * by_x), std::max(0.f, h - 2 * by_y)};
    }
    [[nodiscard]] Rect overlap(const Rect& other) const {
        const float left = std::max(x, other.x);
        const float top = std::max(y, other.y);
        return {left, top, std::max(0.f, std::min(right(), other.right()) - left),
                std::max(0.f, std::min(bottom(), other.bottom()) - top)};
    }
    /// A rectangle of that size in the middle of this one, never larger than this one.
    [[nodiscard]] Rect centred(float width, float height) const {
        width = std::min(width, w);
        height = std::min(height, h);
        return {x + (w - width) / 2, y + (h - height) / 2, width, height};
    }

    Rect take_top(float height, float gap = 0) {
        height = std::clamp(height, 0.f, h);
        const Rect strip{x, y, w, height};
        const float cut = std::min(h, height + gap);
        y += cut;
        h -= cut;
        return strip;
    }
    Rect take_bottom(float height, float gap = 0) {
        height = std::clamp(height, 0.f, h);
        const Rect strip{x, bottom() - height, w, height};
        h -= std::min(h, height + gap);
        return strip;
    }
    Rect take_left(float width, float gap = 0) {
        width = std::clamp(width, 0.f, w);
        const Rect strip{x, y, width, h};
        const float cut = std::min(w, width + gap);
        x += cut;
        w -= cut;
        return strip;
    }
    Rect take_right(float width, float gap = 0) {
        width = std::clamp(width, 0.f, w);
        const Rect strip{right() - width, y, width, h};
        w -= std::min(w, width + gap);
        return strip;
    }
};

}  // namespace zvonok::ui
