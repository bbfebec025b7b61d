#pragma once

#include "sync/server/import/import.hpp"

#include <array>
#include <set>
#include <unordered_map>

namespace zvonok::server::imports {

/// What a file says about one entity.
struct Wanted {
    std::string kind;    ///< the report's row, "ученики"
    std::string source;  ///< "oneroster:user:17"
    domain::FactValue value;
    std::string text;                   ///< for the preview
    std::optional<LocalDay> from = {};  ///< when the file says; else the options' day, and then it is not compared
    std::optional<LocalDay> until = {};
};

/// Compares what the files want with what the book last said of each entity, and collects the facts that differ.
/// The last fact of an entity is its state, whatever day it speaks of: an import repeated before or after that day
/// finds nothing to do.
class Ledger {
  public:
    /// system  the prefix of all source keys of this kind of import, "fet:"
    Ledger(const domain::FactBook& book, std::string system, const Options& options, Import& import);

    /// The keys that this run will want. An entity under one of them is never given to another key.
    void expect(std::string source) { expected_.insert(std::move(source)); }

    /// Makes the entity be so. `alike` is what a person would take for the same thing (same class name, same login)
    /// when the key itself is new: it is used unless another key of this run stands for it. What another program's
    /// import made is used as it is and never changed, so that two imports cannot undo each other for ever.
    EntityId want(const Wanted& wanted, std::optional<EntityId> alike = std::nullopt);

    /// Ends one entity, if it is there and not ended. `missing`: only because a bulk file leaves it out.
    enum class Reason { stated, missing };
    void end(EntityId id, const std::string& kind, const std::string& text, Reason reason);

    /// Ends everything of this kind of value under keys with that prefix that this run has not wanted; only what
    /// `counts_here` says yes to, when given.
    template <class Value>
    void end_missing(const std::string& kind, const std::string& prefix,
                     const std::function<std::string(const Value&)>& text,
                     const std::function<bool(const Value&)>& counts_here = {}) {
        for (const auto& [id, fact] : sorted_live<Value>()) {
            if (!fact->source.starts_with(prefix) || made_.contains(id)) continue;
            if (counts_here && !counts_here(std::get<Value>(fact->value))) continue;
            ++import_.report.kinds[kind].held;
            if (!touched_.contains(id)) end(id, kind, text(std::get<Value>(fact->value)), Reason::missing);
        }
    }

    /// The entity under a key, ended or not.
    [[nodiscard]] std::optional<EntityId> find(const std::string& source) const;
    /// The value that holds after this run so far; nothing when ended or of another kind.
    template <class Value>
    [[nodiscard]] const Value* live(EntityId id) const {
        const auto found = last_.find(id);
        return found == last_.end() || !is_live(found->second) ? nullptr : std::get_if<Value>(&found->second.value);
    }
    /// All that hold, in the order of their ids.
    template <class Value>
    [[nodiscard]] std::vector<std::pair<EntityId, const domain::Fact*>> sorted_live() const {
        std::vector<std::pair<EntityId, const domain::Fact*>> all;
        for (const EntityId& id : by_kind_.at(domain::FactValue{Value{}}.index()))
            if (const domain::Fact& fact = last_.at(id); is_live(fact)) all.emplace_back(id, &fact);
        return all;
    }
    [[nodiscard]] bool touched(EntityId id) const { return touched_.contains(id); }
    [[nodiscard]] bool made(EntityId id) const { return made_.contains(id); }
    [[nodiscard]] bool expected(const std::string& source) const { return expected_.contains(source); }

    /// Judges the limit of deletions and empties the facts of an import that stops.
    void close();

  private:
    [[nodiscard]] bool is_live(const domain::Fact& fact) const {
        return !fact.withdrawn && (!fact.until || *fact.until > options_.from);
    }
    [[nodiscard]] bool may_take(EntityId id) const;
    void record(domain::Fact fact);
    void remember(domain::Fact fact);
    void show(Change change, const std::string& kind, const std::string& text);

    std::string system_;
    const Options& options_;
    Import& import_;
    std::unordered_map<EntityId, domain::Fact> last_;
    std::array<std::set<EntityId>, std::variant_size_v<domain::FactValue>> by_kind_;  ///< by index of the value
    std::unordered_map<std::string, EntityId> by_source_;
    std::set<std::string> expected_;
    std::set<EntityId> touched_;
    std::set<EntityId> made_;  ///< by this run
};

}  // namespace zvonok::server::imports
