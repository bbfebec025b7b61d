#include "sync/relay/discovery.hpp"

#include "sync/relay/tuning.hpp"

#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-client/publish.h>
#include <avahi-common/alternative.h>
#include <avahi-common/error.h>
#include <avahi-common/thread-watch.h>
#include <avahi-common/timeval.h>

#include <algorithm>
#include <map>

namespace zvonok::sync::relay {

namespace {

constexpr const char* service_type = "_zvonok-relay._tcp";
/// More than any school has; a network that offers more is up to something.
constexpr std::size_t most_found = 256;

/// One instance as one interface sees it.
struct Instance {
    AvahiIfIndex interface = 0;
    AvahiProtocol protocol = 0;
    std::string name;

    auto operator<=>(const Instance&) const = default;
};

std::string text_of(const AvahiAddress& address, AvahiIfIndex interface) {
    std::array<char, AVAHI_ADDRESS_STR_MAX> text{};
    avahi_address_snprint(text.data(), text.size(), &address);
    std::string host = text.data();
    // A link-local address means nothing without its link.
    if (host.starts_with("fe80:")) host += "%" + std::to_string(interface);
    return host;
}

}  // namespace

std::string school_mark(SchoolId school) {
    Bytes text = copy(as_bytes("zvonok relay v1"));
    text.push_back(0);
    append(text, school.view());
    return to_hex(ByteView{crypto::sha256(text)}.first(8));
}

bool names_school(std::span<const std::string> text, std::string_view mark) {
    constexpr std::string_view key = "school=";
    return std::ranges::any_of(text, [&](const std::string& each) {
        return each.starts_with(key) && std::string_view{each}.substr(key.size()) == mark;
    });
}

/// All but start() and the end runs on Avahi's thread.
struct Discovery::Browser {
    Browser(const Advert& what, Log& into, OnChange then)
        : advert(what),
          mark(school_mark(what.school)),
          name(what.station.hex()),
          log(into),
          on_change(std::move(then)) {}
    ~Browser() {
        if (poll != nullptr) avahi_threaded_poll_stop(poll);
        // The client frees its group, browser and resolvers.
        if (client != nullptr) avahi_client_free(client);
        if (poll != nullptr) avahi_threaded_poll_free(poll);
    }
    Browser(const Browser&) = delete;
    Browser& operator=(const Browser&) = delete;

    Result<void> start();
    void connect();
    void connect_in(std::chrono::milliseconds pause);
    void client_changed(AvahiClient* of, AvahiClientState state);
    void publish(AvahiClient* of);
    void browse(AvahiClient* of);
    void forget();
    void found(AvahiIfIndex interface, AvahiProtocol protocol, const char* instance, const char* domain);
    void resolved(const Instance& instance, const AvahiAddress& address, std::uint16_t port, AvahiStringList* text);
    void lost(const Instance& instance);
    void tell();

    Advert advert;
    std::string mark;
    std::string name;
    Log& log;
    OnChange on_change;
    AvahiThreadedPoll* poll = nullptr;
    AvahiClient* client = nullptr;
    AvahiEntryGroup* group = nullptr;
    AvahiServiceBrowser* browser = nullptr;
    std::map<Instance, Address> addresses;
    std::optional<std::vector<Address>> told;
    bool told_once = false;
    bool missed = false;  ///< said so in the log already
};

Result<void> Discovery::Browser::start() {
    poll = avahi_threaded_poll_new();
    if (poll == nullptr) return fail(FaultKind::full, "discovery: no memory");
    // A bus that does not answer keeps its callers waiting: this one must not be.
    connect_in(std::chrono::milliseconds{0});
    if (avahi_threaded_poll_start(poll) < 0) return fail(FaultKind::full, "discovery: no thread");
    return {};
}

/// Without a daemon the client waits for one to come.
void Discovery::Browser::connect() {
    int error = 0;
    client = avahi_client_new(
        avahi_threaded_poll_get(poll), AVAHI_CLIENT_NO_FAIL,
        [](AvahiClient* of, AvahiClientState state, void* self) {
            static_cast<Browser*>(self)->client_changed(of, state);
        },
        this, &error);
    if (client != nullptr) return;
    // Not even the bus by which daemons are found.
    if (!std::exchange(missed, true))
        log.warn(std::string("relay: no discovery on this machine: ") + avahi_strerror(error));
    connect_in(tuning::discovery_retry);
}

void Discovery::Browser::connect_in(std::chrono::milliseconds pause) {
    const AvahiPoll* on = avahi_threaded_poll_get(poll);
    timeval at{};
    avahi_elapse_time(&at, static_cast<unsigned>(pause.count()), 0);
    on->timeout_new(
        on, &at,
        [](AvahiTimeout* timeout, void* self) {
            auto& its = *static_cast<Browser*>(self);
            avahi_threaded_poll_get(its.poll)->timeout_free(timeout);
            if (its.client == nullptr) its.connect();
            its.tell();
        },
        this);
}

void Discovery::Browser::client_changed(AvahiClient* of, AvahiClientState state) {
    switch (state) {
        case AVAHI_CLIENT_S_RUNNING:
            client = of;  // the first call comes before avahi_client_new() returns
            publish(of);
            browse(of);
            told_once = false;
            return tell();
        case AVAHI_CLIENT_FAILURE:
            // The daemon has gone. A client does not come back to life; a new one waits for the next daemon.
            forget();
            group = nullptr;
            browser = nullptr;
            if (client != nullptr) {
                avahi_client_free(of);
                client = nullptr;
                connect();
            }
            return tell();
        case AVAHI_CLIENT_S_COLLISION:
        case AVAHI_CLIENT_S_REGISTERING:
            if (group != nullptr) avahi_entry_group_reset(group);
            return;
        case AVAHI_CLIENT_CONNECTING:
            client = of;
            return tell();
    }
}

void Discovery::Browser::publish(AvahiClient* of) {
    if (group == nullptr)
        group = avahi_entry_group_new(
            of,
            [](AvahiEntryGroup*, AvahiEntryGroupState state, void* self) {
                if (state == AVAHI_ENTRY_GROUP_COLLISION || state == AVAHI_ENTRY_GROUP_FAILURE)
                    static_cast<Browser*>(self)->log.warn("relay: the local network does not take this station's name");
            },
            this);
    if (group == nullptr || avahi_entry_group_is_empty(group) == 0) return;
    const std::string school = "school=" + mark;
    const int added =
        avahi_entry_group_add_service(group, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, AvahiPublishFlags{}, name.c_str(),
                                      service_type, nullptr, nullptr, advert.port, "v=1", school.c_str(), nullptr);
    if (added < 0 || avahi_entry_group_commit(group) < 0)
        log.warn(std::string("relay: cannot be announced: ") +
                 avahi_strerror(added < 0 ? added : avahi_client_errno(of)));
}

void Discovery::Browser::browse(AvahiClient* of) {
    if (browser != nullptr) return;
    browser = avahi_service_browser_new(
        of, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, service_type, nullptr, AvahiLookupFlags{},
        [](AvahiServiceBrowser*, AvahiIfIndex interface, AvahiProtocol protocol, AvahiBrowserEvent event,
           const char* instance, const char*, const char* domain, AvahiLookupResultFlags, void* self) {
            auto& its = *static_cast<Browser*>(self);
            if (event == AVAHI_BROWSER_NEW) its.found(interface, protocol, instance, domain);
            if (event == AVAHI_BROWSER_REMOVE) its.lost({interface, protocol, instance});
        },
        this);
    if (browser == nullptr)
        log.warn(std::string("relay: cannot look for neighbours: ") + avahi_strerror(avahi_client_errno(of)));
}

void Discovery::Browser::found(AvahiIfIndex interface, AvahiProtocol protocol, const char* instance,
                               const char* domain) {
    if (name == instance || addresses.size() >= most_found) return;
    // A resolver frees itself once it has answered; one that never does goes with the client.
    avahi_service_resolver_new(
        client, interface, protocol, instance, service_type, domain, AVAHI_PROTO_UNSPEC, AvahiLookupFlags{},
        [](AvahiServiceResolver* resolver, AvahiIfIndex at, AvahiProtocol by, AvahiResolverEvent event,
           const char* resolved_name, const char*, const char*, const char*, const AvahiAddress* address,
           std::uint16_t port, AvahiStringList* text, AvahiLookupResultFlags, void* self) {
            if (event == AVAHI_RESOLVER_FOUND && address != nullptr)
                static_cast<Browser*>(self)->resolved({at, by, resolved_name}, *address, port, text);
            avahi_service_resolver_free(resolver);
        },
        this);
}

void Discovery::Browser::resolved(const Instance& instance, const AvahiAddress& address, std::uint16_t port,
                                  AvahiStringList* text) {
    std::vector<std::string> said;
    for (AvahiStringList* each = text; each != nullptr; each = avahi_string_list_get_next(each)) {
        const ByteView piece{avahi_string_list_get_text(each), avahi_string_list_get_size(each)};
        said.emplace_back(as_text(piece));
    }
    if (!names_school(said, mark)) return;
    addresses[instance] = {text_of(address, instance.interface), port};
    tell();
}

void Discovery::Browser::lost(const Instance& instance) {
    if (addresses.erase(instance) > 0) tell();
}

void Discovery::Browser::forget() {
    addresses.clear();
}

/// One address a station: what several interfaces tell of it leads to the same place.
void Discovery::Browser::tell() {
    std::optional<std::vector<Address>> now;
    if (client != nullptr && avahi_client_get_state(client) == AVAHI_CLIENT_S_RUNNING) {
        now.emplace();
        std::map<std::string, Address> by_name;
        for (const auto& [instance, address] : addresses) by_name.emplace(instance.name, address);
        for (const auto& [station, address] : by_name) now->push_back(address);
    }
    if (told_once && told == now) return;
    told_once = true;
    told = now;
    on_change(std::move(now));
}

Discovery::Discovery(std::unique_ptr<Browser> browser) : browser_(std::move(browser)) {}
Discovery::~Discovery() = default;

Result<std::unique_ptr<Discovery>> Discovery::open(const Advert& advert, Log& log, OnChange on_change) {
    auto browser = std::make_unique<Browser>(advert, log, std::move(on_change));
    if (const auto started = browser->start(); !started) return tl::unexpected(started.error());
    return std::unique_ptr<Discovery>{new Discovery(std::move(browser))};
}

}  // namespace zvonok::sync::relay
