#include "station/app/neighbours.hpp"

#include "config/pointer.hpp"

namespace zvonok::app {

namespace relay = sync::relay;
namespace belief = sync::belief;

Neighbours::Neighbours(const std::filesystem::path& root, const config::StationConfig& config, Store& store,
                       const Clock& clock, Tell tell, Log& log)
    : station_(config.station.id),
      server_keys_(config.common.server.signing_keys),
      zone_(config.common.school.zone),
      store_(store),
      clock_(clock),
      tell_(std::move(tell)),
      log_(log),
      shelf_(*this, log),
      keys_(std::make_shared<const belief::KeyRing>()) {
    const config::StatePaths paths{root};
    options_.school = config.common.school.id;
    options_.certificate = paths.station_certificate();
    options_.key = paths.station_key();
    if (auto authority = crypto::Certificate::from_pem(config.common.staff.ca_pem))
        image_trust_.authorities.push_back(std::move(*authority));
    if (auto list = crypto::RevocationList::from_pem(config.common.staff.crl_pem))
        image_trust_.lists.push_back(std::move(*list));
    trust_ = image_trust_;
}

Neighbours::~Neighbours() = default;

void Neighbours::open() {
    auto opened = relay::Relay::open(options_, shelf_, log_, [this](std::size_t heard) {
        const std::scoped_lock lock{mutex_};
        if (discovering_) tell(static_cast<std::uint32_t>(heard));
    });
    if (!opened) return log_.fault("relay: off", opened.error());
    relay_ = std::move(*opened);
    auto discovery = relay::Discovery::open({options_.school, station_, relay_->port()}, log_,
                                            [this](auto addresses) { found(std::move(addresses)); });
    if (!discovery) return log_.fault("relay: no discovery", discovery.error());
    discovery_ = std::move(*discovery);
}

void Neighbours::found(std::optional<std::vector<relay::Address>> addresses) {
    {
        const std::scoped_lock lock{mutex_};
        discovering_ = addresses.has_value();
        if (!discovering_) tell(std::nullopt);
    }
    if (!addresses) log_.warn("relay: off: no discovery service on this machine");
    relay_->neighbours(std::move(addresses).value_or(std::vector<relay::Address>{}));
}

/// Under the mutex.
void Neighbours::tell(std::optional<std::uint32_t> heard) {
    if (told_ && *told_ == heard) return;
    told_ = heard;
    tell_(NeighbourNews{heard});
}

void Neighbours::obey(const sync::wire::AccessList& access) {
    auto keys = std::make_shared<const belief::KeyRing>(access.envelope_keys);
    belief::StaffTrust trust = image_trust_;
    for (const Bytes& der : access.revocation_lists)
        if (auto list = crypto::RevocationList::from_der(der)) trust.lists.push_back(std::move(*list));
    const std::scoped_lock lock{mutex_};
    keys_ = std::move(keys);
    trust_ = std::move(trust);
}

void Neighbours::server_is_away(bool away) {
    if (relay_) relay_->server_is_away(away);
}

void Neighbours::judge_again(journal::Journal& journal) {
    if (journal.carried().empty()) return;
    const auto grounds = this->grounds(journal);
    if (!grounds) return log_.fault("relay: facts", grounds.error());
    const auto changes = journal.judge_carried_again(relay::judge_by(*grounds, journal, now(journal)));
    if (!changes) return store_.report(changes.error(), "carried entries");
    store_.carried(*changes);
}

Result<void> Neighbours::with_journal(const std::function<Result<void>(journal::Journal&)>& work) {
    return store_.ask<void>([&](journal::Journal& journal) {
        auto done = work(journal);
        if (!done) store_.report(done.error(), "neighbours");
        return done;
    });
}

Result<relay::Grounds> Neighbours::grounds(journal::Journal& journal) {
    auto book = journal.facts();
    if (!book) return tl::unexpected(book.error());
    const LocalDay today = std::chrono::floor<std::chrono::days>(
        LocalTime{std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch())});
    const domain::School* school = (*book)->school_on(today);
    auto zone = Zone::find(school != nullptr ? school->zone : zone_);
    if (!zone) return tl::unexpected(zone.error());
    const std::scoped_lock lock{mutex_};
    return relay::Grounds{station_, std::move(*book), *zone, trust_, server_keys_, keys_};
}

Result<void> Neighbours::before_change(journal::Journal&) {
    store_.before_change();
    return {};
}

}  // namespace zvonok::app
