#pragma once

#include <string>
#include <tl/expected.hpp>

namespace zvonok {

/// What the caller can do about a fault. Texts for people are chosen from this and the place, never from `what`.
enum class FaultKind {
    missing,  ///< not there: file, row, card, reader
    busy,     ///< somebody else holds it; trying again may help
    offline,  ///< no network, no server, no card service
    refused,  ///< the other side understood and said no
    corrupt,  ///< bytes that cannot be what they claim to be
    full,     ///< no room: disk, quota, size limit
    bug,      ///< a broken promise inside this program
};

struct Where {
    const char* file = __builtin_FILE();
    int line = __builtin_LINE();
};

/// Why something did not happen. `what` is for the log and holds no personal data and no secret.
struct Fault {
    FaultKind kind{};
    std::string what{};
    int code = 0;
    Where at{};
};

/// "corrupt: entry header truncated (code 0) at station/entry/header.cpp:12"
std::string describe(const Fault& fault);

template <class T>
using Result = tl::expected<T, Fault>;

inline tl::unexpected<Fault> fail(FaultKind kind, std::string what, int code = 0, Where at = {}) {
    return tl::unexpected<Fault>(Fault{kind, std::move(what), code, at});
}

}  // namespace zvonok
