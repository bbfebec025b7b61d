#include "station/base/result.hpp"

namespace zvonok {

namespace {
const char* name_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::missing:
            return "missing";
        case FaultKind::busy:
            return "busy";
        case FaultKind::offline:
            return "offline";
        case FaultKind::refused:
            return "refused";
        case FaultKind::corrupt:
            return "corrupt";
        case FaultKind::full:
            return "full";
        case FaultKind::bug:
            return "bug";
    }
    return "unknown";
}
}  // namespace

std::string describe(const Fault& fault) {
    std::string text = name_of(fault.kind);
    text += ": " + fault.what;
    if (fault.code != 0) text += " (code " + std::to_string(fault.code) + ")";
    text += " at ";
    text += fault.at.file;
    text += ":" + std::to_string(fault.at.line);
    return text;
}

}  // namespace zvonok
