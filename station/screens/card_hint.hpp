#pragma once

#include "station/screens/lock.hpp"
#include "station/ui/frame.hpp"

/// What the lock screen says of the card: an invitation, or a trouble with its way out.
namespace zvonok::screens::lock {

struct CardHint {
    bool trouble = false;  ///< told as a notice; else one large line
    ui::Tone tone = ui::Tone::ink;
    std::string happened{}, means{}, advice{};
};

constexpr float card_hint_width_u = 104;  ///< reads well in one glance; wider lines lose the eye

CardHint card_hint(const ui::Words& words, const State& state);
float card_hint_height(const ui::Frame& frame, const CardHint& hint, float width);
/// In the middle of the place, which is at least as high as card_hint_height() says.
void draw_card_hint(ui::Frame& frame, const CardHint& hint, const ui::Rect& place);

}  // namespace zvonok::screens::lock
