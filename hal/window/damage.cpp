#include "hal/window/damage.hpp"

#include "hal/window/tuning.hpp"

#include <cstring>
#include <utility>

namespace zvonok::hal {

namespace {

static_assert(sizeof(ImDrawVert) == 20, "runs of vertices are compared as memory: they have no padding");

bool equal(const ImDrawVert& a, const ImDrawVert& b) {
    return a.pos.x == b.pos.x && a.pos.y == b.pos.y && a.uv.x == b.uv.x && a.uv.y == b.uv.y && a.col == b.col;
}

std::uint64_t mixed(std::uint64_t state, const ImDrawVert& vertex) {
    std::uint64_t place = 0;
    std::memcpy(&place, &vertex.pos, sizeof place);
    state = (state ^ place ^ vertex.col) * 0x9E3779B97F4A7C15ULL;
    return state ^ (state >> 29U);
}

std::uint64_t hash_of(const Picture& picture, std::size_t triangle) {
    std::uint64_t state = 0x2545F4914F6CDD1DULL;
    for (std::size_t corner = 0; corner < 3; ++corner) state = mixed(state, picture.corner(triangle, corner));
    return state;
}

std::uint64_t more(const Box& a, const Box& b) {
    const std::uint64_t both = a.joined(b).area();
    const std::uint64_t parts = a.area() + b.area();
    return both > parts ? both - parts : 0;
}

}  // namespace

bool Damage::same(Pair at) const {
    const ImVec4& a = last_.clips[last_.clip_of[at.last]].rect;
    const ImVec4& b = now_.clips[now_.clip_of[at.now]].rect;
    if (a.x != b.x || a.y != b.y || a.z != b.z || a.w != b.w) return false;
    for (std::size_t corner = 0; corner < 3; ++corner)
        if (!equal(last_.corner(at.last, corner), now_.corner(at.now, corner))) return false;
    return true;
}

/// Whether a block of triangles from there on is the same, seen the quick way: the corners are numbered alike but for
/// one shift, and what they number is alike in memory. False may also mean that the quick way does not tell.
bool Damage::same_block(Pair at) const {
    constexpr std::size_t count = Picture::block;
    if (at.last + count > last_.size() || at.now + count > now_.size()) return false;
    if (last_.clip_of[at.last] != last_.clip_of[at.last + count - 1] ||
        now_.clip_of[at.now] != now_.clip_of[at.now + count - 1] || !same(at))
        return false;
    const std::uint32_t* a = &last_.corners[3 * at.last];
    const std::uint32_t* b = &now_.corners[3 * at.now];
    const std::uint32_t shift = b[0] - a[0];  // wraps when the new number is the smaller one, as the sums below do
    std::uint32_t other = 0;
    std::uint32_t lowest = b[0];
    std::uint32_t highest = b[0];
    for (std::size_t i = 0; i < 3 * count; ++i) {
        other |= (b[i] - a[i]) ^ shift;
        lowest = std::min(lowest, b[i]);
        highest = std::max(highest, b[i]);
    }
    if (other != 0 || highest - lowest > 12 * count) return false;
    return std::memcmp(&last_.vertices[lowest - shift], &now_.vertices[lowest],
                       (highest - lowest + 1) * sizeof(ImDrawVert)) == 0;
}

/// How many triangles from there on are the same.
std::size_t Damage::run(Pair from) const {
    Pair at = from;
    for (;;) {
        while (same_block(at)) {
            at.last += Picture::block;
            at.now += Picture::block;
        }
        for (std::size_t i = 0; i < Picture::block; ++i, ++at.last, ++at.now)
            if (at.last == last_.size() || at.now == now_.size() || !same(at)) return at.now - from.now;
    }
}

/// Whether a run worth the name begins there: a single triangle may lie by chance where another lay.
bool Damage::meets(Pair at) const {
    for (std::size_t i = 0; i < tuning::least_run; ++i, ++at.last, ++at.now) {
        if (at.last == last_.size() || at.now == now_.size()) return at.last == last_.size() && at.now == now_.size();
        if (!same(at)) return false;
    }
    return true;
}

/// Where the pictures go on together, with as few triangles as possible left out between.
std::optional<Damage::Pair> Damage::next_meeting(Pair from, std::size_t reach) {
    near_.clear();
    for (std::size_t at = from.last; at < std::min(last_.size(), from.last + reach); ++at)
        near_.push_back({hash_of(last_, at), at});
    std::ranges::sort(
        near_, [](const Known& a, const Known& b) { return a.hash < b.hash || (a.hash == b.hash && a.at < b.at); });
    std::optional<Pair> best;
    std::size_t least = 2 * reach;
    for (std::size_t at = from.now; at < std::min(now_.size(), from.now + reach) && at - from.now < least; ++at) {
        const std::uint64_t hash = hash_of(now_, at);
        for (auto known = std::ranges::lower_bound(near_, hash, {}, &Known::hash);
             known != near_.end() && known->hash == hash; ++known) {
            const std::size_t left_out = (at - from.now) + (known->at - from.last);
            if (left_out >= least) break;
            if (!meets({known->at, at})) continue;
            best = Pair{known->at, at};
            least = left_out;
        }
    }
    return best;
}

void Damage::walk() {
    Pair at;
    for (int gaps = 0;; ++gaps) {
        const std::size_t together = run(at);
        at.last += together;
        at.now += together;
        if (at.last == last_.size() || at.now == now_.size()) break;
        auto next = next_meeting(at, tuning::near_triangles);
        if (!next && gaps < tuning::most_gaps) next = next_meeting(at, tuning::far_triangles);
        if (!next) break;
        spoil(last_, at.last, next->last);
        spoil(now_, at.now, next->now);
        at = *next;
    }
    // What is left has no beginning in common, but perhaps an end.
    Pair end{last_.size(), now_.size()};
    while (end.last > at.last && end.now > at.now && same({end.last - 1, end.now - 1})) {
        --end.last;
        --end.now;
    }
    spoil(last_, at.last, end.last);
    spoil(now_, at.now, end.now);
}

void Damage::spoil(const Picture& of, std::size_t from, std::size_t to) {
    for (; from < to; ++from) spoil(of.box_of(from, extent_));
}

void Damage::spoil(const Box& box) {
    if (box.empty()) return;
    Box* nearest = nullptr;
    std::uint64_t least = 0;
    for (Box& other : boxes_) {
        if (other.contains(box)) return;
        const std::uint64_t extra = more(other, box);
        if (nearest == nullptr || extra < least) {
            nearest = &other;
            least = extra;
        }
    }
    if (nearest != nullptr && (least <= tuning::join_pixels || boxes_.size() >= tuning::most_boxes_found))
        *nearest = nearest->joined(box);
    else
        boxes_.push_back(box);
}

std::vector<Box> Damage::compare(const ImDrawData& picture, Extent extent) {
    std::swap(now_, last_);
    now_.read(picture, extent);
    if (std::exchange(extent_, extent) != extent) known_ = false;
    if (!std::exchange(known_, true)) {
        const Box whole{0, 0, extent.width, extent.height};
        return whole.empty() ? std::vector<Box>{} : std::vector<Box>{whole};
    }
    boxes_.clear();
    walk();
    return joined(boxes_, tuning::most_boxes);
}

std::vector<Box> joined(std::vector<Box> boxes, std::size_t most) {
    while (boxes.size() > 1) {
        std::size_t best_a = 0;
        std::size_t best_b = 0;
        std::int64_t best = 0;
        bool found = false;
        for (std::size_t a = 0; a < boxes.size(); ++a) {
            for (std::size_t b = a + 1; b < boxes.size(); ++b) {
                const auto extra = static_cast<std::int64_t>(boxes[a].joined(boxes[b]).area()) -
                                   static_cast<std::int64_t>(boxes[a].area() + boxes[b].area());
                if (!found || extra < best) {
                    found = true;
                    best = extra;
                    best_a = a;
                    best_b = b;
                }
            }
        }
        if (boxes.size() <= most && best > static_cast<std::int64_t>(tuning::join_pixels)) break;
        boxes[best_a] = boxes[best_a].joined(boxes[best_b]);
        boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(best_b));
    }
    return boxes;
}

}  // namespace zvonok::hal
