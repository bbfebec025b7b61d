#pragma once

#include "station/domain/judge.hpp"

namespace zvonok::domain {

/// The facts that follow from an accepted entry, to be recorded in the same transaction as its verdict: an accepted
/// registration's own fact; of a framing act that it was enacted, with its registration number where it gets one
/// (J-12); the closed account after a report. Entities are derived from the entry alone, and nothing comes of a
/// framing entry that the book knows as enacted: a repeat records nothing twice.
///
/// now  when the server accepts it
std::vector<Fact> consequences(const FactBook& book, const Zone& zone, const Claim& claim, EntryId entry, Instant now);

/// The entity under which the facts record that the entry was enacted.
EntityId enacted_entity(EntryId entry);

}  // namespace zvonok::domain
