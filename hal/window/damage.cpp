// Reads ImGui's draw lists: what the window draws is what they say, so the window has to know them.
#include "hal/window/damage.hpp"

#include "hal/window/tuning.hpp"

#include <imgui.h>
#include <cmath>
#include <cstring>
#include <utility>

namespace zvonok::hal {

namespace {

constexpr std::uint64_t seed = 0x2545F4914F6CDD1DULL;

/// Order matters: mixed(mixed(s, a), b) differs from mixed(mixed(s, b), a).
std::uint64_t mixed(std::uint64_t state, std::uint64_t value) {
    state = (state ^ value) * 0x9E3779B97F4A7C15ULL;
    return state ^ (state >> 29U);
}

std::uint64_t bits(float a, float b) {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    std::memcpy(&low, &a, sizeof low);
    std::memcpy(&high, &b, sizeof high);
    return std::uint64_t{high} << 32U | low;
}

std::uint64_t hash_of(const ImDrawVert& vertex) {
    return mixed(mixed(mixed(seed, bits(vertex.pos.x, vertex.pos.y)), bits(vertex.uv.x, vertex.uv.y)), vertex.col);
}

int to_pixel(float value, int limit) {
    // Comparing first keeps values that no int can hold out of the conversion.
    if (!(value > 0)) return 0;
    return value >= static_cast<float>(limit) ? limit : static_cast<int>(value);
}

}  // namespace

Box clip_box(float x0, float y0, float x1, float y1, Extent extent) {
    return {to_pixel(std::floor(x0), extent.width), to_pixel(std::floor(y0), extent.height),
            to_pixel(std::ceil(x1), extent.width), to_pixel(std::ceil(y1), extent.height)};
}

void Damage::hash(const ImDrawData& picture) {
    constexpr int tile = tuning::tile_pixels;
    tiles_.assign(static_cast<std::size_t>(across_) * static_cast<std::size_t>(down_), seed);
    for (int l = 0; l < picture.CmdListsCount; ++l) {
        const ImDrawList& list = *picture.CmdLists[l];
        vertices_.resize(static_cast<std::size_t>(list.VtxBuffer.Size));
        for (int i = 0; i < list.VtxBuffer.Size; ++i)
            vertices_[static_cast<std::size_t>(i)] = hash_of(list.VtxBuffer[i]);
        for (const ImDrawCmd& command : list.CmdBuffer) {
            const ImVec4& c = command.ClipRect;
            const Box clip = clip_box(c.x, c.y, c.z, c.w, extent_);
            if (clip.empty()) continue;
            const std::uint64_t clipping = mixed(mixed(seed, bits(c.x, c.y)), bits(c.z, c.w));
            for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
                std::uint64_t triangle = clipping;
                float x0 = 1e9f;
                float y0 = 1e9f;
                float x1 = -1e9f;
                float y1 = -1e9f;
                for (unsigned corner = 0; corner < 3; ++corner) {
                    const int index = static_cast<int>(command.VtxOffset) +
                                      list.IdxBuffer[static_cast<int>(command.IdxOffset + i + corner)];
                    triangle = mixed(triangle, vertices_[static_cast<std::size_t>(index)]);
                    const ImVec2& at = list.VtxBuffer[index].pos;
                    x0 = std::min(x0, at.x);
                    y0 = std::min(y0, at.y);
                    x1 = std::max(x1, at.x);
                    y1 = std::max(y1, at.y);
                }
                const Box box = clip_box(x0, y0, x1, y1, extent_).overlap(clip);
                if (box.empty()) continue;
                for (int row = box.y0 / tile; row <= (box.y1 - 1) / tile; ++row) {
                    std::uint64_t* line = &tiles_[static_cast<std::size_t>(row) * static_cast<std::size_t>(across_)];
                    for (int column = box.x0 / tile; column <= (box.x1 - 1) / tile; ++column)
                        line[column] = mixed(line[column], triangle);
                }
            }
        }
    }
}

std::vector<Box> Damage::compare(const ImDrawData& picture, Extent extent) {
    constexpr int tile = tuning::tile_pixels;
    const Box whole{0, 0, extent.width, extent.height};
    if (extent != extent_) {
        extent_ = extent;
        across_ = (extent.width + tile - 1) / tile;
        down_ = (extent.height + tile - 1) / tile;
        known_ = false;
    }
    std::swap(tiles_, last_);
    hash(picture);
    if (!std::exchange(known_, true)) return whole.empty() ? std::vector<Box>{} : std::vector<Box>{whole};

    std::vector<Box> boxes;
    Box rest;  // what comes after the last run that is looked at by itself
    for (int row = 0; row < down_; ++row) {
        const std::size_t offset = static_cast<std::size_t>(row) * static_cast<std::size_t>(across_);
        const auto differs = [&](int column) {
            const std::size_t at = offset + static_cast<std::size_t>(column);
            return tiles_[at] != last_[at];
        };
        for (int column = 0; column < across_; ++column) {
            if (!differs(column)) continue;
            const int start = column;
            while (column + 1 < across_ && differs(column + 1)) ++column;
            const Box run = Box{start * tile, row * tile, (column + 1) * tile, (row + 1) * tile}.overlap(whole);
            // A run right under a box of its width makes that box higher.
            const auto under = std::ranges::find_if(
                boxes, [&](const Box& box) { return box.y1 == run.y0 && box.x0 == run.x0 && box.x1 == run.x1; });
            if (under != boxes.end())
                under->y1 = run.y1;
            else if (boxes.size() < tuning::most_runs)
                boxes.push_back(run);
            else
                rest = rest.empty() ? run : rest.joined(run);
        }
    }
    if (!rest.empty()) boxes.push_back(rest);
    return joined(std::move(boxes), tuning::most_boxes);
}

std::vector<Box> joined(std::vector<Box> boxes, std::size_t most) {
    while (boxes.size() > 1) {
        std::size_t best_a = 0;
        std::size_t best_b = 0;
        std::int64_t best = 0;
        bool found = false;
        for (std::size_t a = 0; a < boxes.size(); ++a) {
            for (std::size_t b = a + 1; b < boxes.size(); ++b) {
                const auto more = static_cast<std::int64_t>(boxes[a].joined(boxes[b]).area()) -
                                  static_cast<std::int64_t>(boxes[a].area() + boxes[b].area());
                if (!found || more < best) {
                    found = true;
                    best = more;
                    best_a = a;
                    best_b = b;
                }
            }
        }
        if (boxes.size() <= most && best > tuning::join_pixels) break;
        boxes[best_a] = boxes[best_a].joined(boxes[best_b]);
        boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(best_b));
    }
    return boxes;
}

}  // namespace zvonok::hal
