#pragma once

#include "hal/card/virtual_card/slot.hpp"

#include <filesystem>

namespace zvonok::card::virtual_card {

/// Runs the slot until "quit" comes, or SIGTERM or SIGINT, or standard input ends while there is no socket.
/// Commands come as lines on standard input and, if `socket` is not empty, over a Unix socket of that name that only
/// this user may open. Each is answered by a line. refused: the socket cannot be made
Result<void> run(Slot& slot, const std::filesystem::path& socket);

/// Sends one command to such a socket. Returns the line that it was answered with. offline: no card runs there
Result<std::string> tell(const std::filesystem::path& socket, std::string_view line);

}  // namespace zvonok::card::virtual_card
