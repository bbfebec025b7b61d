#include "station/domain/enact.hpp"

#include "station/domain/fact_book.hpp"

#include <array>

namespace zvonok::domain {

namespace {

/// What of an entry an entity is derived for. Stored within ids: never change.
enum class Purpose : std::uint64_t { enacted = 0x656e61637465641fU, block = 0x626c6f636b65641fU };

/// One-to-one on 64 bits, every bit of the result depends on every bit of the argument.
/// source  David Stafford's variant 13 of the MurmurHash3 finalizer, as in SplitMix64
std::uint64_t mix(std::uint64_t value) {
    value ^= value >> 30;
    value *= 0xbf58476d1ce4e5b9U;
    value ^= value >> 27;
    value *= 0x94d049bb133111ebU;
    return value ^ (value >> 31);
}

std::uint64_t half_of(const LogId& log, std::size_t at) {
    std::uint64_t half = 0;
    for (std::size_t i = 0; i < 8; ++i) half = half << 8 | log.bytes[at + i];
    return half;
}

/// A log's id is random, so its entities are as far from all others as random ids; within a log the first half alone
/// tells numbers apart.
EntityId derive(EntryId entry, Purpose purpose) {
    const std::uint64_t salt = mix(static_cast<std::uint64_t>(purpose));
    const std::array halves{mix(half_of(entry.log, 0) ^ salt ^ mix(entry.seq)),
                            mix(half_of(entry.log, 8) + mix(salt + entry.seq))};
    EntityId id;
    for (std::size_t i = 0; i < 16; ++i) id.bytes[i] = static_cast<std::uint8_t>(halves[i / 8] >> (8 * (7 - i % 8)));
    return id;
}

/// The first day of the year that a day is registered in: summer belongs to the year before it.
LocalDay year_began(const FactBook& book, LocalDay day) {
    LocalDay began = LocalDay::min();
    for (const auto& year : book.years())
        if (year->first <= day) began = std::max(began, year->first);
    return began;
}

/// J-12: requests are counted in each school year.
std::uint64_t next_number(const FactBook& book, const Zone& zone, Instant now) {
    const LocalDay began = year_began(book, zone.day_of(now));
    std::uint64_t last = 0;
    for (const RequestState& request : book.change_requests())
        if (year_began(book, zone.day_of(request.asked->taken)) == began) last = std::max(last, request.number());
    return last + 1;
}

bool is_known(const FactBook& book, EntryId entry, const Cell& cell) {
    const auto is_it = [&](const Enacted* act) { return act != nullptr && act->entry == entry; };
    switch (cell.kind) {
        case CellKind::change_request:
        case CellKind::change_decision: {
            const auto request = book.change_request(id_as<RequestId>(cell.addressee));
            return request && (is_it(request->asked) || is_it(request->decision));
        }
        case CellKind::compromise_report:
            return std::ranges::any_of(book.compromise_reports(id_as<PersonId>(cell.addressee)), is_it);
        case CellKind::review:
            return std::ranges::any_of(book.reviews_of(cell.addressee), is_it);
        case CellKind::year_step:
            return std::ranges::any_of(book.year_steps(cell.addressee), is_it);
        case CellKind::archive_step:
            return std::ranges::any_of(book.archive_steps(cell.addressee, cell.subject), is_it);
        default:
            return std::ranges::any_of(book.rulings_on(cell.lesson), is_it);
    }
}

Fact fact_of(const Registration& registration, const Claim& claim) {
    Fact fact = *registration.fact;
    // Who stated it is the program's to say.
    if (auto* consent = std::get_if<Consent>(&fact.value)) consent->taken_by = claim.author;
    if (auto* application = std::get_if<Application>(&fact.value)) application->taken_by = claim.author;
    if (auto* record = std::get_if<RegisterRecord>(&fact.value)) {
        record->recorded_by = claim.author;
        // What was opened to be judged is not told.
        if (!record->sealed.empty()) record->fields.clear();
    }
    if (auto* announcement = std::get_if<Announcement>(&fact.value)) announcement->author = claim.author;
    return fact;
}

}  // namespace

EntityId enacted_entity(EntryId entry) {
    return derive(entry, Purpose::enacted);
}

std::vector<Fact> consequences(const FactBook& book, const Zone& zone, const Claim& claim, EntryId entry, Instant now) {
    const Cell& cell = claim.writing.cell;
    if (const auto* registration = std::get_if<Registration>(&claim.writing.act))
        return {fact_of(*registration, claim)};
    if (!is_framing(cell.kind) || is_known(book, entry, cell)) return {};

    const LocalDay day = zone.day_of(claim.saved);
    const auto fact = [&](Purpose purpose, FactValue value) {
        return Fact{derive(entry, purpose), day, std::nullopt, false, {}, std::move(value)};
    };
    const bool registered = cell.kind == CellKind::change_request && book.policies(zone.day_of(now)).change.registered;
    std::vector<Fact> facts;
    facts.push_back(fact(Purpose::enacted, Boxed<Enacted>{Enacted{entry, claim.author, claim.role, claim.saved, now,
                                                                  registered ? next_number(book, zone, now) : 0, cell,
                                                                  claim.writing.act}}));
    if (cell.kind == CellKind::compromise_report)
        facts.push_back(fact(Purpose::block,
                             AccountBlock{id_as<PersonId>(cell.addressee), claim.saved, BlockReason::compromised, {}}));
    return facts;
}

}  // namespace zvonok::domain
