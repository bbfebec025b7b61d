#include "sync/server/commands/desk.hpp"
#include "sync/server/forecaster.hpp"
#include "sync/server/listener.hpp"
#include "sync/server/metrics_port.hpp"
#include "sync/server/service.hpp"
#include "sync/server/tuning.hpp"
#include "sync/server/watched.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <csignal>

namespace zvonok::sync::server::commands {

namespace {

/// "127.0.0.1:8443", "[::1]:8443"
Checked<std::pair<std::string, std::uint16_t>> parse_address(const std::string& option, const std::string& text) {
    const auto colon = text.rfind(':');
    std::uint16_t port = 0;
    std::string host = text.substr(0, colon == std::string::npos ? 0 : colon);
    const char* const end = text.data() + text.size();
    const bool good = colon != std::string::npos && colon > 0 &&
                      std::from_chars(text.data() + colon + 1, end, port).ptr == end && colon + 1 < text.size();
    if (!good) return refuse(Reason::bad_config, option + ": not an address", option + ": нужно так: 127.0.0.1:8443.");
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return std::pair{std::move(host), port};
}

/// Nothing where nobody wants to know.
Checked<std::unique_ptr<MetricsPort>> open_metrics(const std::string& text, const Metrics& metrics) {
    if (text.empty()) return nullptr;
    const auto address = parse_address("--metrics", text);
    if (!address) return tl::unexpected(address.error());
    auto port = MetricsPort::open(address->first, address->second, metrics);
    if (!port)
        return refuse(Reason::bad_config, port.error(),
                      "--metrics: показатели видны только с этого же компьютера, нужно так: 127.0.0.1:9108.");
    return std::move(*port);
}

void add_gauges(Metrics& metrics, Core& core, const Listener& listener) {
    metrics.add_gauge("zvonok_connections", "Open connections.",
                      [&listener] { return static_cast<double>(listener.connections()); });
    metrics.add_gauge("zvonok_accepted_connections", "Connections taken since the start.",
                      [&listener] { return static_cast<double>(listener.accepted()); });
    metrics.add_gauge("zvonok_waiting_stations", "Long polls held.",
                      [&core] { return static_cast<double>(core.waiting().count()); });
}

/// How many connections this process may hold: as many as are asked for, if the system lets it have the descriptors.
/// The usual soft limit of 1,024 is there for programs that cannot count further, and is raised here.
std::size_t connections_allowed(std::size_t wanted, Log& log) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
    const rlim_t needed = wanted + tuning::other_descriptors;
    if (limit.rlim_cur < needed) {
        rlimit raised{needed, std::max(limit.rlim_max, needed)};
        if (setrlimit(RLIMIT_NOFILE, &raised) != 0) {  // above the hard limit only with privileges
            raised = {std::min(needed, limit.rlim_max), limit.rlim_max};
            if (setrlimit(RLIMIT_NOFILE, &raised) != 0) raised = limit;
        }
        limit = raised;
    }
    if (limit.rlim_cur >= needed) return wanted;
    const auto left = static_cast<std::size_t>(limit.rlim_cur);
    const std::size_t allowed = left > 2 * tuning::other_descriptors ? left - tuning::other_descriptors : left / 2;
    log.warn("serve: the limit of open files is " + std::to_string(left) + ", so connections are limited to " +
             std::to_string(allowed) + " of " + std::to_string(wanted) + " (LimitNOFILE= of the unit)");
    return allowed;
}

/// A pair that cannot serve is told by its files, before the log is opened.
Checked<void> check_files(const Serve& order, const Bytes& certificate, const Bytes& key) {
    const auto pair = check_pair(std::string(as_text(certificate)), std::string(as_text(key)));
    if (pair) return {};
    if (pair.error().kind == FaultKind::missing)
        return refuse(Reason::bad_key, pair.error(),
                      "В файле " + order.certificate.string() +
                          " нет сертификата PEM. В --certificate называют сертификат сервера.");
    if (pair.error().kind == FaultKind::corrupt)
        return refuse(Reason::bad_key, pair.error(),
                      "В файле " + order.key.string() +
                          " нет ключа PEM без пароля. В --key называют секретный ключ сертификата сервера.");
    return refuse(Reason::bad_key, pair.error(),
                  "Ключ " + order.key.string() + " не подходит к сертификату " + order.certificate.string() +
                      ". Назовите в --key ключ, для которого сертификат выпущен, или выпустите сертификат заново.");
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
    const auto address = parse_address("--listen", order.listen);
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
    if (auto pair = check_files(order, *certificate, *key); !pair) return pair;

    const std::string station_authority = keys->station_authority.certificate().pem();
    auto core = open_core(order.common, std::move(*keys), *clock, around.log);
    if (!core) return tl::unexpected(core.error());
    const auto admin = AdminSocket::open(folder, **core);
    if (!admin) return refuse_fault(admin.error());
    Metrics metrics;
    Service service{**core, &metrics};
    const RateLimits limits{{tuning::station_requests_a_second, tuning::station_requests_burst},
                            {tuning::stranger_requests_a_second, tuning::stranger_requests_burst}};
    Watched watched{service, limits, metrics, around.log};
    ListenOptions options;
    options.address = address->first;
    options.port = address->second;
    options.certificate_pem = as_text(*certificate);
    options.key_pem = as_text(*key);
    options.client_authority_pem = station_authority;
    options.connections = connections_allowed(tuning::connections, around.log);
    const auto listener = Listener::open(options, watched, around.log);
    if (!listener && listener.error().kind == FaultKind::busy)
        return refuse(Reason::bad_config, listener.error(),
                      "Сервер не начал слушать " + order.listen +
                          ": такого адреса на этом компьютере нет, или порт занят другой программой. Назовите другой "
                          "в --listen.");
    if (!listener)
        return refuse(Reason::bad_config, listener.error(),
                      "Сервер не начал слушать " + order.listen + ": " + listener.error().what);
    add_gauges(metrics, **core, **listener);
    const auto metrics_port = open_metrics(order.metrics, metrics);
    if (!metrics_port) return tl::unexpected(metrics_port.error());
    if (*metrics_port) around.out << "zvonok-server: metrics on port " << (*metrics_port)->port() << std::endl;
    around.log.info("serving on port " + std::to_string((*listener)->port()));
    around.out << "zvonok-server: " << address->first << ":" << (*listener)->port() << std::endl;

    const Forecaster forecaster{**core};
    int signal = 0;
    while (sigwait(&signals, &signal) != 0) {
    }
    around.log.info("stopping");
    (*core)->waiting().close();
    (*listener)->stop(tuning::drain_limit);
    return {};
}

}  // namespace zvonok::sync::server::commands
