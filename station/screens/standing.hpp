#pragma once

#include <cstdint>

namespace zvonok::screens {

/// How far an entry has come on its way to the school's journal; the sign beside it.
enum class Standing : std::uint8_t {
    none,      ///< nothing was written
    writing,   ///< hollow ring: not on this station's disk yet
    saved,     ///< solid dot: on disk here, the server has not judged it yet
    accepted,  ///< the same dot: for the teacher nothing changes any more, and thirty cells do not flicker
    refused,   ///< struck corner: a rule forbids it
    held,      ///< bar: waits for the administrator
    conflict,  ///< double corner: two people wrote without seeing each other
};

}  // namespace zvonok::screens
