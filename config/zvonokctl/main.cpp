#include "config/zvonokctl/command_line.hpp"
#include "station/crypto/secret.hpp"
#include "station/entry/decoding_log.hpp"

#include <iostream>

int main(int count, char** words) {
    zvonok::crypto::forbid_core_dumps();
    zvonok::entry::leave_telling_to_us();
    const zvonok::hal::LinuxHost host;
    const zvonok::SystemClock clock;
    return zvonok::ctl::run_command_line({words + 1, words + count}, host, clock, std::cout, std::cerr);
}
