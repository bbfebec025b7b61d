#include "sync/server/commands/desk.hpp"
#include "sync/server/listener.hpp"
#include "sync/server/service.hpp"
#include "sync/server/tuning.hpp"

#include <charconv>
#include <csignal>

namespace zvonok::sync::server::commands {

namespace {

/// "127.0.0.1:8443", "[::1]:8443"
Checked<std::pair<std::string, std::uint16_t>> parse_address(const std::string& text) {
    const auto colon = text.rfind(':');
    std::uint16_t port = 0;
    std::string host = text.substr(0, colon == std::string::npos ? 0 : colon);
    const char* const end = text.data() + text.size();
    const bool good = colon != std::string::npos && colon > 0 &&
                      std::from_chars(text.data() + colon + 1, end, port).ptr == end && colon + 1 < text.size();
    if (!good) return refuse(Reason::bad_config, "--listen: not an address", "--listen: нужно так: 127.0.0.1:8443.");
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return std::pair{std::move(host), port};
}

/// Blocked in all threads from here on; taken by sigwait() alone.
sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

}  // namespace

Checked<void> run(const Serve& order, const Surroundings& around) {
    const sigset_t signals = stop_signals();
    const auto address = parse_address(order.listen);
    if (!address) return tl::unexpected(address.error());
    const auto clock = clock_of(order.common);
    if (!clock) return tl::unexpected(clock.error());
    const DataFolder folder{order.common.data};
    auto keys = load_keys(folder);
    if (!keys) return tl::unexpected(keys.error());
    const auto certificate = read(order.certificate);
    if (!certificate) return tl::unexpected(certificate.error());
    const auto key = read(order.key);
    if (!key) return tl::unexpected(key.error());
    const auto lock = hold(folder);
    if (!lock) return tl::unexpected(lock.error());

    const std::string station_authority = keys->station_authority.certificate().pem();
    auto core = open_core(order.common, std::move(*keys), *clock, around.log);
    if (!core) return tl::unexpected(core.error());
    const auto admin = AdminSocket::open(folder, **core);
    if (!admin) return refuse_fault(admin.error());
    Service service{**core};
    ListenOptions options;
    options.address = address->first;
    options.port = address->second;
    options.certificate_pem = as_text(*certificate);
    options.key_pem = as_text(*key);
    options.client_authority_pem = station_authority;
    options.connections = tuning::connections;
    const auto listener = Listener::open(options, service, around.log);
    if (!listener)
        return refuse(Reason::bad_config, listener.error(),
                      "Сервер не начал слушать " + order.listen + ": " + listener.error().what);
    around.log.info("serving on port " + std::to_string((*listener)->port()));
    around.out << "zvonok-server: " << address->first << ":" << (*listener)->port() << std::endl;

    int signal = 0;
    while (sigwait(&signals, &signal) != 0) {
    }
    around.log.info("stopping");
    (*core)->waiting().close();
    (*listener)->stop(tuning::drain_limit);
    return {};
}

}  // namespace zvonok::sync::server::commands
