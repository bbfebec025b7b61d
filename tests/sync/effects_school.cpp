#include "tests/sync/effects_school.hpp"

namespace zvonok::test {

namespace {

std::string login_of(PersonId person) {
    return person.hex() + "@school.example";
}

LiveServer::House house_of(const Court& court, Instant start, Backend backend) {
    LiveServer::House house{court.school, court.room, court.facts, start, backend};
    // Whoever is of the staff has a card here.
    for (const Fact& fact : court.facts) {
        const auto* person = std::get_if<Person>(&fact.value);
        if (person == nullptr || person->kind != PersonKind::staff) continue;
        Person with_login = *person;
        with_login.login = login_of(id_as<PersonId>(fact.entity));
        house.facts.push_back({fact.entity, fact.from, fact.until, false, "", std::move(with_login)});
    }
    return house;
}

}  // namespace

EffectsServer::EffectsServer(Court court, Instant start, Backend backend)
    : LiveServer(house_of(court, start, backend)), school(std::move(court)) {}

const Card& EffectsServer::card(PersonId person) {
    const auto found = cards_.find(person);
    if (found != cards_.end()) return found->second;
    return cards_.emplace(person, card_of(person, login_of(person), staff_authority)).first->second;
}

std::vector<std::pair<entry::Header, entry::Verdict>> EffectsServer::all_verdicts() {
    const auto store = database.storage({dir.path()})->connect();
    REQUIRE(store);
    const auto changes = (*store)->changes(school.school, 0, sync::server::Scope::staff, 1u << 30);
    REQUIRE(changes);
    std::vector<std::pair<entry::Header, entry::Verdict>> found;
    for (const entry::SealedBatch& batch : changes->batches) {
        const auto seal = entry::decode_seal(batch.seal.content);
        REQUIRE(seal);
        if (!seal->server_key) continue;
        for (const entry::Record& record : batch.records) {
            const auto header = entry::decode_header(record.header);
            const auto body = entry::decode_body(record.body);
            REQUIRE(header);
            REQUIRE(body);
            if (const auto* verdict = std::get_if<entry::Verdict>(&*body)) found.emplace_back(*header, *verdict);
        }
    }
    return found;
}

entry::Verdict EffectsServer::verdict_on(const entry::EntryId& entry) {
    entry::Verdict in_force;
    std::pair<std::uint64_t, entry::EntryId> by;
    for (const auto& [header, verdict] : all_verdicts()) {
        if (verdict.entry != entry || std::pair{header.order, header.id} < by) continue;
        by = {header.order, header.id};
        in_force = verdict;
    }
    return in_force;
}

std::size_t EffectsServer::verdicts_on(const entry::EntryId& entry) {
    const auto all = all_verdicts();
    return static_cast<std::size_t>(
        std::ranges::count_if(all, [&](const auto& each) { return each.second.entry == entry; }));
}

domain::FactBook EffectsServer::book() {
    const auto book = core->facts(school.school);
    REQUIRE(book);
    return **book;
}

entry::EntryId EffectsStation::says(PersonId author, domain::Role role, domain::Writing writing) {
    const auto written = write({{std::move(writing.cell), std::move(writing.act), std::nullopt, writing.basis}},
                               server.card(author), role);
    REQUIRE(written.receipts.size() == 1);
    return written.receipts.front().entry;
}

void EffectsStation::wait(std::chrono::milliseconds time) {
    clock.advance(time);
    server.clock.advance(time);
}

}  // namespace zvonok::test
