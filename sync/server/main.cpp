#include "station/crypto/secret.hpp"
#include "station/entry/decoding_log.hpp"
#include "sync/server/commands/commands.hpp"

#include <iostream>

int main(int count, char** words) {
    zvonok::crypto::forbid_core_dumps();
    zvonok::entry::leave_telling_to_us();
    zvonok::Log log{"zvonok-server"};
    return zvonok::sync::server::commands::run_command_line({words + 1, words + count}, {std::cout, std::cerr, log});
}
