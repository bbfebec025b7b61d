#include "sync/relay/shelf.hpp"

#include "sync/relay/tuning.hpp"

#include <algorithm>

namespace zvonok::sync::relay {

Result<bool> JournalShelf::is_neighbour(StationId station) {
    bool known = false;
    const auto asked = host_.with_journal([&](journal::Journal& journal) -> Result<void> {
        const auto grounds = host_.grounds(journal);
        if (!grounds) return tl::unexpected(grounds.error());
        const LocalDay today = grounds->zone.day_of(host_.now(journal));
        known = station != grounds->station && grounds->book->station(station, today) != nullptr;
        return {};
    });
    if (!asked) return tl::unexpected(asked.error());
    return known;
}

Result<std::vector<crypto::Digest>> JournalShelf::names() {
    std::vector<crypto::Digest> names;
    const auto asked = host_.with_journal([&](journal::Journal& journal) -> Result<void> {
        const auto grounds = host_.grounds(journal);
        if (!grounds) return tl::unexpected(grounds.error());
        auto carried = journal.carried_parcels();
        if (!carried) return tl::unexpected(carried.error());
        names = std::move(*carried);
        // Without a key nothing of the own can be put into an envelope.
        if (grounds->keys->empty()) return {};
        const auto own = journal.own_parcels();
        if (!own) return tl::unexpected(own.error());
        names.insert(names.end(), own->begin(), own->end());
        return {};
    });
    if (!asked) return tl::unexpected(asked.error());
    if (names.size() > tuning::names) names.resize(tuning::names);
    return names;
}

Result<std::vector<wire::Parcel>> JournalShelf::parcels(std::span<const crypto::Digest> wanted) {
    std::vector<wire::Parcel> found;
    const auto asked = host_.with_journal([&](journal::Journal& journal) -> Result<void> {
        const auto grounds = host_.grounds(journal);
        if (!grounds) return tl::unexpected(grounds.error());
        auto carried = journal.parcels(wanted, tuning::answer_parcels_bytes);
        if (!carried) return tl::unexpected(carried.error());
        std::size_t bytes = 0;
        for (const journal::Parcel& each : *carried) {
            bytes += each.bytes.size();
            if (auto parcel = wire::decode_parcel(each.bytes)) found.push_back(std::move(*parcel));
        }
        if (grounds->keys->empty() || bytes >= tuning::answer_parcels_bytes) return {};
        auto own = journal.own_batches(wanted, tuning::answer_parcels_bytes - bytes);
        if (!own) return tl::unexpected(own.error());
        for (journal::OwnBatch& each : *own) {
            auto parcel = belief::make_parcel({std::move(each.batch), std::move(each.session), std::move(each.tokens)},
                                              *grounds->keys);
            if (!parcel) return tl::unexpected(parcel.error());
            found.push_back(std::move(*parcel));
        }
        return {};
    });
    if (!asked) return tl::unexpected(asked.error());
    return found;
}

Result<std::vector<crypto::Digest>> JournalShelf::wanted(StationId from, std::span<const crypto::Digest> offered) {
    std::vector<crypto::Digest> wanted;
    const auto asked = host_.with_journal([&](journal::Journal& journal) -> Result<void> {
        const auto carried = journal.carried_bytes();
        if (!carried) return tl::unexpected(carried.error());
        if (*carried >= tuning::carried_bytes) return {};
        auto own = journal.own_parcels();
        if (!own) return tl::unexpected(own.error());
        const std::set<crypto::Digest> mine{own->begin(), own->end()};
        for (const crypto::Digest& name : offered)
            if (!journal.carried().has(name) && !mine.contains(name) && !declined_.contains({from, name}))
                wanted.push_back(name);
        return {};
    });
    if (!asked) return tl::unexpected(asked.error());
    return wanted;
}

Result<void> JournalShelf::take(StationId from, std::vector<wire::Parcel> parcels) {
    return host_.with_journal([&](journal::Journal& journal) -> Result<void> {
        const auto grounds = host_.grounds(journal);
        if (!grounds) return tl::unexpected(grounds.error());
        std::vector<journal::Carriage> carriages;
        for (const wire::Parcel& parcel : parcels) {
            auto carriage = look_at(parcel, *grounds);
            if (carriage)
                carriages.push_back(std::move(*carriage));
            else if (carriage.error() != belief::rule::log_foreign)
                log_.warn("relay: thrown away what station " + from.hex() + " passed on: " + carriage.error());
        }
        if (auto noted = host_.before_change(journal); !noted) return noted;
        const auto in = journal.carry(carriages, judge_by(*grounds, journal, host_.now(journal)));
        if (!in) return tl::unexpected(in.error());
        if (declined_.size() > 2 * tuning::names) declined_.clear();
        for (const wire::Parcel& parcel : parcels)
            if (std::ranges::find(in->taken, parcel.name) == in->taken.end()) declined_.emplace(from, parcel.name);
        if (!in->taken.empty()) host_.changed(*in);
        return {};
    });
}

}  // namespace zvonok::sync::relay
