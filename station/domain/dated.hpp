#pragma once

#include "station/domain/facts.hpp"

#include <algorithm>

namespace zvonok::domain {

/// Everything that was ever recorded about one thing, and what holds on a day. The values lie in the facts.
template <class T>
class Dated {
  public:
    struct Revision {
        FactVersion version;
        LocalDay from;
        std::optional<LocalDay> until;
        const T* value;  ///< nothing: withdrawn
    };

    void record(Revision revision) {
        const auto place = std::ranges::upper_bound(revisions_, revision.version, {}, &Revision::version);
        if (place != revisions_.begin() && std::prev(place)->version == revision.version) return;  // a doubled arrival
        revisions_.insert(place, std::move(revision));
    }
    /// The revision recorded last among those that speak of the day; nothing if that one has ended or withdraws.
    [[nodiscard]] const T* on(LocalDay day) const {
        const Revision* revision = revision_on(day);
        return revision == nullptr ? nullptr : revision->value;
    }
    [[nodiscard]] const Revision* revision_on(LocalDay day) const {
        for (auto revision = revisions_.rbegin(); revision != revisions_.rend(); ++revision) {
            if (revision->from > day) continue;
            if (revision->until && *revision->until <= day) return nullptr;
            return revision->value == nullptr ? nullptr : &*revision;
        }
        return nullptr;
    }
    /// What was recorded last, whenever it begins: for things that carry their days themselves (a quarter, an exam, a
    /// pupil's paper), where it does not matter on which day the school came to know of them.
    [[nodiscard]] const T* last() const { return revisions_.empty() ? nullptr : revisions_.back().value; }
    [[nodiscard]] const std::vector<Revision>& revisions() const { return revisions_; }

  private:
    std::vector<Revision> revisions_;  // by version
};

}  // namespace zvonok::domain
