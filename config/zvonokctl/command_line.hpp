#pragma once

#include "config/zvonokctl/commands.hpp"

namespace zvonok::ctl {

/// Reads the words of a command line, without the program's name, and does what they say.
/// returns  0 done, 1 refused or failed, 2 not understood
int run_command_line(std::vector<std::string> words, const hal::Host& host, const Clock& clock, std::ostream& out,
                     std::ostream& error);

}  // namespace zvonok::ctl
