#pragma once

#include <string_view>

namespace zvonok::screens {

/// What happened, what it means for the work, what to do. In Russian, to be translated where it is shown.
struct Explanation {
    std::string_view happened{}, means{}, advice{};
};

/// Of a verdict's rule (station/domain/rules.hpp, topic_text.hpp). A rule of a newer program gets words that fit any.
Explanation explain(std::string_view rule);
/// Of a note on an accepted entry: a deadline missed, a soft rule offended.
Explanation explain_note(std::string_view note);
/// Of two entries that did not know of each other.
Explanation explain_conflict();

}  // namespace zvonok::screens
