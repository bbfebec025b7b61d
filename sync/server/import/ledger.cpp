#include "sync/server/import/ledger.hpp"

#include "station/crypto/random.hpp"

#include <cstdio>

namespace zvonok::server::imports {

EntityId random_entity_id() {
    return crypto::random_id<EntityId>();
}

Ledger::Ledger(const domain::FactBook& book, std::string system, const Options& options, Import& import)
    : system_(std::move(system)), options_(options), import_(import) {
    for (const auto& [version, fact] : book.facts()) remember(fact);
}

std::optional<EntityId> Ledger::find(const std::string& source) const {
    const auto found = by_source_.find(source);
    // An entity that was given to another key is no longer found under its former one.
    if (found == by_source_.end() || last_.at(found->second).source != source) return std::nullopt;
    return found->second;
}

bool Ledger::may_take(EntityId id) const {
    const auto found = last_.find(id);
    return found != last_.end() && is_live(found->second) && !touched_.contains(id) &&
           !expected_.contains(found->second.source);
}

void Ledger::remember(domain::Fact fact) {
    if (!fact.source.empty()) by_source_.insert_or_assign(fact.source, fact.entity);
    by_kind_.at(fact.value.index()).insert(fact.entity);
    last_.insert_or_assign(fact.entity, std::move(fact));
}

void Ledger::record(domain::Fact fact) {
    remember(fact);
    import_.facts.push_back(std::move(fact));
}

void Ledger::show(Change change, const std::string& kind, const std::string& text) {
    import_.report.changes.push_back({change, kind, text});
}

EntityId Ledger::want(const Wanted& wanted, std::optional<EntityId> alike) {
    Counts& counts = import_.report.kinds[wanted.kind];
    std::optional<EntityId> id = find(wanted.source);
    if (id && last_.at(*id).value.index() != wanted.value.index()) id.reset();
    if (!id && alike && may_take(*alike)) {
        id = alike;
        const std::string& owner = last_.at(*id).source;
        if (!owner.empty() && !owner.starts_with(system_)) {  // another program's: used as it is, never changed
            touched_.insert(*id);
            ++counts.unchanged;
            return *id;
        }
    }
    domain::Fact fact{{}, wanted.from.value_or(options_.from), wanted.until, false, wanted.source, wanted.value};
    if (!id) {
        fact.entity = options_.new_id();
        made_.insert(fact.entity);
    } else {
        fact.entity = *id;
        const domain::Fact& last = last_.at(*id);
        const bool same_dates = last.until == wanted.until && (!wanted.from || last.from == *wanted.from);
        if (!last.withdrawn && same_dates && last.source == wanted.source && last.value == wanted.value) {
            touched_.insert(*id);
            ++counts.unchanged;
            return *id;
        }
        if (!last.withdrawn && wanted.from && *wanted.from > last.from) {
            // The earlier days were said too much; a later fact alone would leave them standing.
            domain::Fact earlier = last;
            earlier.until = wanted.from;
            earlier.withdrawn = true;
            import_.facts.push_back(std::move(earlier));
        }
    }
    const bool was_there = id && !last_.at(*id).withdrawn;
    ++(was_there ? counts.changed : counts.added);
    show(was_there ? Change::changed : Change::added, wanted.kind, wanted.text);
    touched_.insert(fact.entity);
    const EntityId entity = fact.entity;
    record(std::move(fact));
    return entity;
}

void Ledger::end(EntityId id, const std::string& kind, const std::string& text, Reason reason) {
    const auto found = last_.find(id);
    if (found == last_.end() || !is_live(found->second)) return;
    Counts& counts = import_.report.kinds[kind];
    ++counts.ended;
    if (reason == Reason::missing) ++counts.missing;
    show(Change::ended, kind, text);
    domain::Fact fact = found->second;
    fact.from = options_.from;
    fact.until.reset();
    fact.withdrawn = true;
    record(std::move(fact));
}

void Ledger::close() {
    Report& report = import_.report;
    for (const auto& [kind, counts] : report.kinds) {
        const double allowed = static_cast<double>(counts.held) * options_.max_deletions_percent / 100.0;
        if (counts.missing == 0 || static_cast<double>(counts.missing) <= allowed) continue;
        char share[32];
        std::snprintf(share, sizeof share, "%.1f",
                      100.0 * static_cast<double>(counts.missing) / static_cast<double>(counts.held));
        char limit[32];
        std::snprintf(limit, sizeof limit, "%g", options_.max_deletions_percent);
        if (!report.stopped_by_limit.empty()) report.stopped_by_limit += "; ";
        report.stopped_by_limit += kind + ": в файле нет " + std::to_string(counts.missing) + " из " +
                                   std::to_string(counts.held) + " (" + share + " %, предел " + limit + " %)";
    }
    std::ranges::replace(report.stopped_by_limit, '.', ',');
    if (report.stopped()) import_.facts.clear();
}

}  // namespace zvonok::server::imports
