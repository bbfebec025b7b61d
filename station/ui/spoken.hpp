#pragma once

#include "station/ui/semantic.hpp"
#include "station/ui/words.hpp"

#include <string>

/// The screen for who cannot see it: what is to be said when one frame has followed another.
namespace zvonok::ui {

struct Spoken {
    std::string text{};  ///< empty: nothing that matters has changed
    /// Only the line about network and saving changed: that is said when what is being said has ended, so that the
    /// person still hears where he is.
    bool can_wait = false;

    bool operator==(const Spoken&) const = default;
};

/// Where the focus went, what a control that holds it says now, the title of what opened, what was refused. `before` is
/// the tree that was spoken of last, empty when none was. Of a secret's digit it says only that one was taken.
Spoken spoken(const Tree& before, const Tree& now, const Words& words);

}  // namespace zvonok::ui
