#include "config/zvonokctl/command_line.hpp"
#include "station/crypto/secret.hpp"

#include <iostream>

int main(int count, char** words) {
    zvonok::crypto::forbid_core_dumps();
    const zvonok::hal::LinuxHost host;
    const zvonok::SystemClock clock;
    return zvonok::ctl::run_command_line({words + 1, words + count}, host, clock, std::cout, std::cerr);
}
