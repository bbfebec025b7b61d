#pragma once

namespace zvonok::entry {

/// To be called once by main(): what does not parse is told by our own faults, with who sent it; the protobuf library
/// would print a line of its own to the error stream beside them for everything a hostile peer sends.
void leave_telling_to_us();

}  // namespace zvonok::entry
