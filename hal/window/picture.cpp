// Reads ImGui's draw lists: what the window draws is what they say, so the window has to know them.
#include "hal/window/picture.hpp"

namespace zvonok::hal {

namespace {

/// Comparing first keeps values that no int can hold out of the conversion, which cuts downwards.
int whole_below(float value, int limit) {
    if (!(value > 0)) return 0;
    return value >= static_cast<float>(limit) ? limit : static_cast<int>(value);
}
int whole_above(float value, int limit) {
    const int below = whole_below(value, limit);
    return below < limit && static_cast<float>(below) < value ? below + 1 : below;
}

bool alike(const ImVec4& a, const ImVec4& b) {
    return a.x == b.x && a.y == b.y && a.z == b.z && a.w == b.w;
}

}  // namespace

Box clip_box(float x0, float y0, float x1, float y1, Extent extent) {
    return {whole_below(x0, extent.width), whole_below(y0, extent.height), whole_above(x1, extent.width),
            whole_above(y1, extent.height)};
}

void Picture::read(const ImDrawData& lists, Extent extent) {
    clips.clear();
    vertices.resize(static_cast<std::size_t>(lists.TotalVtxCount));
    corners.resize(static_cast<std::size_t>(lists.TotalIdxCount));
    clip_of.resize(corners.size() / 3);
    std::size_t base = 0;
    std::size_t first = 0;
    for (int l = 0; l < lists.CmdListsCount; ++l) {
        const ImDrawList& list = *lists.CmdLists[l];
        std::ranges::copy(list.VtxBuffer, vertices.begin() + static_cast<std::ptrdiff_t>(base));
        for (const ImDrawCmd& command : list.CmdBuffer) {
            const ImVec4& rect = command.ClipRect;
            const Box box = clip_box(rect.x, rect.y, rect.z, rect.w, extent);
            const std::size_t count = command.ElemCount / 3;
            if (box.empty() || count == 0) continue;
            if (clips.empty() || !alike(clips.back().rect, rect)) clips.push_back({rect, box, first, first});
            clips.back().last = first + count;
            std::fill_n(&clip_of[first], count, static_cast<std::uint32_t>(clips.size() - 1));
            const ImDrawIdx* from = list.IdxBuffer.Data + command.IdxOffset;
            std::uint32_t* to = &corners[3 * first];
            const auto shift = static_cast<std::uint32_t>(base + command.VtxOffset);
            for (std::size_t i = 0; i < 3 * count; ++i) to[i] = shift + from[i];
            first += count;
        }
        base += static_cast<std::size_t>(list.VtxBuffer.Size);
    }
    corners.resize(3 * first);
    clip_of.resize(first);
}

void Picture::measure() {
    const std::size_t count = size();
    bounds.resize((count + block - 1) / block);
    for (std::size_t b = 0; b < bounds.size(); ++b) {
        const std::uint32_t* from = corners.data() + 3 * b * block;
        const std::uint32_t* to = corners.data() + 3 * std::min(count, (b + 1) * block);
        const ImVec2& start = vertices[*from].pos;
        Bounds in{start.x, start.y, start.x, start.y};
        for (const std::uint32_t* corner = from; corner != to; ++corner) {
            const ImVec2& at = vertices[*corner].pos;
            in.x0 = std::min(in.x0, at.x);
            in.y0 = std::min(in.y0, at.y);
            in.x1 = std::max(in.x1, at.x);
            in.y1 = std::max(in.y1, at.y);
        }
        bounds[b] = in;
    }
}

Box Picture::box_of(std::size_t triangle, Extent extent) const {
    const ImVec2& a = corner(triangle, 0).pos;
    const ImVec2& b = corner(triangle, 1).pos;
    const ImVec2& c = corner(triangle, 2).pos;
    return clip_box(std::min({a.x, b.x, c.x}), std::min({a.y, b.y, c.y}), std::max({a.x, b.x, c.x}),
                    std::max({a.y, b.y, c.y}), extent)
        .overlap(clips[clip_of[triangle]].box);
}

}  // namespace zvonok::hal
