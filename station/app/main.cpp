#include "station/app/run.hpp"
#include "station/crypto/secret.hpp"
#include "station/entry/decoding_log.hpp"

int main(int argc, char** argv) {
    zvonok::crypto::forbid_core_dumps();
    zvonok::entry::leave_telling_to_us();
    const auto parsed = zvonok::app::parse_options(argc, argv);
    if (!parsed.options) return parsed.exit_code;
    zvonok::Log log{"zvonok-station"};
    try {
        return zvonok::app::run(*parsed.options, log);
    } catch (const std::exception& fault) {
        log.error(fault.what());
        return 1;
    }
}
