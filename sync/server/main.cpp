#include "station/crypto/secret.hpp"
#include "sync/server/commands/commands.hpp"

#include <iostream>

int main(int count, char** words) {
    zvonok::crypto::forbid_core_dumps();
    zvonok::Log log{"zvonok-server"};
    return zvonok::sync::server::commands::run_command_line({words + 1, words + count}, {std::cout, std::cerr, log});
}
