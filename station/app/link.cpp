#include "station/app/link.hpp"

#include "config/pointer.hpp"
#include "station/app/tuning.hpp"
#include "station/base/file.hpp"

namespace zvonok::app {

namespace client = sync::client;
namespace wire = sync::wire;

namespace {

/// An access list holds ids of staff and revocation lists: kilobytes.
constexpr std::size_t access_limit_bytes = 16 << 20;

flow::Network::Link link_of(const client::Status& status) {
    using client::Trouble;
    using enum flow::Network::Link;
    if (status.online) return online;
    switch (status.trouble) {
        case Trouble::none:
            return unknown;
        case Trouble::other_authority:
        case Trouble::other_name:
        case Trouble::certificate_dates:
        case Trouble::not_zvonok:
            return distrusted;
        case Trouble::own_certificate:
        case Trouble::not_admitted:
        case Trouble::revoked:
            return refused;
        case Trouble::outdated:
            return outdated;
        case Trouble::portal:
            return portal;
        case Trouble::proxy:
            return proxy;
        default:
            return unreachable;
    }
}

}  // namespace

Link::Link(const std::filesystem::path& root, const config::StationConfig& config, Store& store, const Clock& clock,
           Tell tell, Log& log)
    : access_file_(root / "access"),
      store_(store),
      clock_(clock),
      tell_(std::move(tell)),
      log_(log),
      neighbours_(root, config, store, clock, tell_, log) {
    const config::StatePaths paths{root};
    endpoint_ = {config.common.server.urls, config.common.server.ca_pem, paths.station_certificate(),
                 paths.station_key()};
    options_.school = config.common.school.id;
    options_.station = config.station.id;
    options_.server_keys = config.common.server.signing_keys;
    thread_ = std::jthread{[this](const std::stop_token& stop) {
        try {
            run(stop);
        } catch (const std::exception& fault) {
            log_.error(std::string("sync: ") + fault.what());
            tell_(LinkNews{flow::Network::Link::unreachable});
        }
    }};
}

Link::~Link() {
    thread_.request_stop();
    nudge();
    thread_.join();
}

void Link::nudge() {
    const std::scoped_lock lock{mutex_};
    if (session_ != nullptr) session_->wake();
}

bool Link::wait_for_certificate(const std::stop_token& stop) {
    std::error_code error;
    if (std::filesystem::exists(endpoint_.certificate, error)) return true;
    log_.warn("sync: this station is not enrolled yet");
    tell_(LinkNews{flow::Network::Link::refused});
    std::unique_lock lock{mutex_};
    while (!stop.stop_requested() && !std::filesystem::exists(endpoint_.certificate, error))
        woken_.wait_for(lock, stop, tuning::enrolment_look, [] { return false; });
    return !stop.stop_requested();
}

void Link::run(const std::stop_token& stop) {
    read_access();
    if (!wait_for_certificate(stop)) return;
    neighbours_.open();
    auto transport = client::open_transport(endpoint_);
    if (!transport) {
        log_.fault("sync", transport.error());
        tell_(LinkNews{flow::Network::Link::unreachable});
        return;
    }
    client::Session session{options_, **transport, *this,
                            clock_,   log_,        [this](const client::Status& status) { tell_status(status); }};
    {
        const std::scoped_lock lock{mutex_};
        session_ = &session;
    }
    if (!stop.stop_requested()) session.run(stop);
    const std::scoped_lock lock{mutex_};
    session_ = nullptr;
}

void Link::tell_status(const client::Status& status) {
    if (status.last_sync) store_.remember_contact(*status.last_sync);
    neighbours_.server_is_away(!status.online);
    tell_(LinkNews{link_of(status), status.last_sync, status.clock_ahead});
}

void Link::read_access() {
    const auto bytes = read_file(access_file_, access_limit_bytes);
    if (!bytes) return;
    auto kept = wire::decode_access_list(*bytes);
    if (!kept) {
        log_.warn("sync: the access list that was kept cannot be read; the server will send it again");
        return;
    }
    access_version_ = kept->version;
    neighbours_.obey(*kept);
    tell_(AccessNews{std::move(kept->revocation_lists), std::move(kept->closed_people)});
}

Result<void> Link::take_access(const wire::AccessList& access) {
    neighbours_.obey(access);
    tell_(AccessNews{access.revocation_lists, access.closed_people});
    if (auto written = write_file(access_file_, wire::encode(access), FileMode::owner_only); !written) return written;
    access_version_ = access.version;
    return {};
}

Result<client::ReplicaState> Link::state() {
    return store_.ask<client::ReplicaState>([version = access_version_](journal::Journal& journal) {
        return Result<client::ReplicaState>{{journal.position(), journal.log(), version}};
    });
}

Result<journal::Outgoing> Link::unsent(std::size_t limit_bytes) {
    return store_.ask<journal::Outgoing>([this, limit_bytes](journal::Journal& journal) {
        auto outgoing = journal.unsent(limit_bytes);
        if (!outgoing) store_.report(outgoing.error(), "unsent");
        return outgoing;
    });
}

Result<void> Link::take(const client::Arrival& arrival) {
    if (arrival.access)
        if (auto taken = take_access(*arrival.access); !taken) return taken;
    for (const journal::RefusedBatch& batch : arrival.incoming.refused)
        log_.error("sync: the server refused entries " + std::to_string(batch.first) + ".." +
                   std::to_string(batch.last) + " of log " + batch.log.hex() + ": " + batch.rule);
    return store_.ask<void>([this, &arrival](journal::Journal& journal) -> Result<void> {
        store_.before_change();
        const auto applied = journal.apply(arrival.incoming, clock_);
        if (!applied) {
            store_.report(applied.error(), "sync");
            return tl::unexpected(applied.error());
        }
        for (const Fault& fault : applied->rejected) log_.fault("sync: not believed", fault);
        if (applied->changes.facts) neighbours_.judge_again(journal);
        store_.applied(*applied, arrival.incoming.complete);
        return {};
    });
}

}  // namespace zvonok::app
