#include "tests/sync/neighbourhood.hpp"

#include "tests/support/child_process.hpp"

#include <catch2/catch.hpp>
#include <thread>

namespace zvonok::test {

using namespace zvonok::sync;

NeighbourStation::NeighbourStation(EffectsServer& of, std::uint8_t number, domain::StationMode mode)
    : EffectsStation(of, number, mode), shelf_(*this, of.log) {}

void NeighbourStation::open() {
    relay::RelayOptions options;
    options.school = live.house.school;
    options.certificate = endpoint.certificate;
    options.key = endpoint.key;
    options.address = "127.0.0.1";
    options.round_offline = options.round_online = 50ms;
    auto opened = relay::Relay::open(options, shelf_, live.log, [this](std::size_t heard) {
        heard_ += heard;
        ++rounds_;
    });
    REQUIRE(opened);
    relay_ = std::move(*opened);
}

void NeighbourStation::close() {
    relay_.reset();
}

void NeighbourStation::knows(std::initializer_list<const NeighbourStation*> neighbours) {
    std::vector<relay::Address> addresses;
    for (const NeighbourStation* each : neighbours) addresses.push_back({"127.0.0.1", each->relay_->port()});
    relay_->neighbours(std::move(addresses));
}

std::size_t NeighbourStation::heard_in(int rounds) {
    const int end = rounds_ + rounds;
    REQUIRE(eventually([&] { return rounds_ >= end; }));
    return heard_;
}

bool NeighbourStation::until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (!locked(done)) {
        if (std::chrono::steady_clock::now() >= deadline) return false;
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

bool NeighbourStation::synced() {
    session->wake();
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    for (;;) {
        const bool done = locked([&] {
            session->step(20ms);
            const auto unsent = journal->unsent();
            const auto head = live.core->head(live.house.school);
            return unsent && unsent->batches.empty() && unsent->carried.empty() && head &&
                   journal->position().cursor == head->cursor && session->status().online;
        });
        if (done) return true;
        if (std::chrono::steady_clock::now() >= deadline) return false;
    }
}

std::vector<journal::LessonHomework> NeighbourStation::homework(LocalDay day) {
    auto due = journal->read().homework_due(day, day);
    REQUIRE(due);
    return std::move(*due);
}

std::optional<domain::Outcome> NeighbourStation::absence(const domain::LessonKey& lesson, PersonId pupil) {
    const auto view = journal->read().lesson(lesson);
    REQUIRE(view);
    const auto* cell = view->of(pupil);
    if (cell == nullptr || cell->shown() == nullptr) return std::nullopt;
    return cell->shown()->outcome;
}

std::shared_ptr<const domain::FactBook> NeighbourStation::shown_facts() {
    const auto book = journal->facts();
    REQUIRE(book);
    auto pending = journal->read().pending_framing();
    REQUIRE(pending);
    return std::make_shared<const domain::FactBook>((*book)->with(std::move(*pending)));
}

std::size_t NeighbourStation::carried() {
    const auto names = journal->carried_parcels();
    REQUIRE(names);
    return names->size();
}

relay::Grounds NeighbourStation::grounds_here() {
    auto made = grounds(*journal);
    REQUIRE(made);
    return std::move(*made);
}

std::vector<wire::Parcel> NeighbourStation::parcels() {
    const auto names = shelf_.names();
    REQUIRE(names);
    auto all = shelf_.parcels(*names);
    REQUIRE(all);
    return std::move(*all);
}

Result<void> NeighbourStation::with_journal(const std::function<Result<void>(journal::Journal&)>& work) {
    const std::scoped_lock lock{mutex_};
    return work(*journal);
}

/// A kiosk believes by its config image, a staff station also by the access list.
Result<relay::Grounds> NeighbourStation::grounds(journal::Journal& journal) {
    auto book = journal.facts();
    if (!book) return tl::unexpected(book.error());
    relay::Grounds made{id, std::move(*book), Zone::find("Europe/Moscow").value(), {}, {live.signing.public_key()}, {}};
    made.trust.authorities = {live.staff_authority.certificate()};
    const auto list = live.staff_authority.make_list({}, 1, live.house.start - 1h, live.house.start + 24h * 300);
    if (!list) return tl::unexpected(list.error());
    made.trust.lists = {*list};
    std::vector<wire::EnvelopeKey> keys;
    if (replica->access) {
        keys = replica->access->envelope_keys;
        for (const Bytes& der : replica->access->revocation_lists)
            if (auto newer = crypto::RevocationList::from_der(der)) made.trust.lists.push_back(std::move(*newer));
    }
    made.keys = std::make_shared<const belief::KeyRing>(keys);
    return made;
}

}  // namespace zvonok::test
