#pragma once

#include "hal/window/picture.hpp"

namespace zvonok::hal {

/// Finds where a picture differs from the one before.
///
/// The triangles of both are laid side by side: long runs are the same in the same order, and what lies between two
/// runs in either picture has come, gone or changed. A pixel that none of those triangles touches gets the same
/// triangles in the same order as before, so the same colour; what they touch is the damage. That holds however well
/// or badly the runs are found: badly only means that more is drawn than need be.
class Damage {
  public:
    /// The boxes that must be drawn anew, none when nothing changed; they may overlap.
    std::vector<Box> compare(const ImDrawData& picture, Extent extent);
    /// The next comparison finds everything changed: the kept picture is gone, or the texture is another.
    void forget() { known_ = false; }
    /// What was compared last.
    [[nodiscard]] Picture& picture() { return now_; }

  private:
    /// Places in the old picture and in the new one.
    struct Pair {
        std::size_t last = 0;
        std::size_t now = 0;
    };
    [[nodiscard]] bool same(Pair at) const;
    [[nodiscard]] bool same_block(Pair at) const;
    [[nodiscard]] std::size_t run(Pair from) const;
    [[nodiscard]] bool meets(Pair at) const;
    [[nodiscard]] std::optional<Pair> next_meeting(Pair from, std::size_t reach);
    void walk();
    void spoil(const Picture& of, std::size_t from, std::size_t to);
    void spoil(const Box& box);

    Extent extent_{};
    bool known_ = false;
    Picture now_;
    Picture last_;
    std::vector<Box> boxes_;
    struct Known {
        std::uint64_t hash = 0;
        std::size_t at = 0;
    };
    std::vector<Known> near_;  ///< triangles of the old picture, by hash
};

/// Joins boxes until there are no more than `most`, and wherever joining draws little more than the parts.
std::vector<Box> joined(std::vector<Box> boxes, std::size_t most);

}  // namespace zvonok::hal
