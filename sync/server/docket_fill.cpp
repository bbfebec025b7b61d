#include "sync/server/docket_fill.hpp"

#include "station/journal/replica.hpp"
#include "sync/server/tuning.hpp"

#include <map>
#include <tuple>

namespace zvonok::sync::server {

namespace {

/// What is known of one entry so far; its verdict may come before or after it.
struct Standing {
    CellId cell;
    std::optional<LessonId> lesson;
    std::uint64_t order = 0;
    bool framing = false;
    std::tuple<std::uint64_t, domain::EntryId> judged_by;  ///< the greatest (order, log, seq) holds
    domain::Outcome outcome = domain::Outcome::pending;
    std::string rule;
};
using Standings = std::map<domain::EntryId, Standing>;

void take(const entry::CheckedBatch& batch, Standings& standings) {
    for (std::size_t i = 0; i < batch.headers.size(); ++i) {
        const entry::Header& header = batch.headers[i];
        if (!batch.seal.server_key) {
            Standing& standing = standings[header.id];
            standing.cell = header.cell;
            if (batch.bodies[i])
                if (const auto* writing = std::get_if<entry::Writing>(&*batch.bodies[i]);
                    writing != nullptr && !writing->cell.lesson.empty())
                    standing.lesson = entry::lesson_id(batch.seal.school, writing->cell.lesson);
            standing.order = header.order;
            standing.framing = domain::is_framing(header.kind) || header.kind == domain::CellKind::registration;
            continue;
        }
        if (!batch.bodies[i]) continue;
        const auto* verdict = std::get_if<entry::Verdict>(&*batch.bodies[i]);
        if (verdict == nullptr) continue;
        Standing& standing = standings[verdict->entry];
        const std::tuple by{header.order, header.id};
        if (standing.outcome != domain::Outcome::pending && by < standing.judged_by) continue;
        standing.judged_by = by;
        standing.outcome = verdict->outcome;
        standing.rule = verdict->rule;
    }
}

}  // namespace

Result<void> fill_docket(SchoolId school, Store& store) {
    Standings standings;
    for (std::uint64_t after = 0;;) {
        const auto page = store.changes(school, after, Scope::staff, tuning::page_bytes);
        if (!page) return tl::unexpected(page.error());
        for (const entry::SealedBatch& batch : page->batches) {
            const auto read = journal::read_batch(batch);  // the log was checked when it was written
            if (!read) return tl::unexpected(read.error());
            take(*read, standings);
        }
        if (!page->more) break;
        after = page->next;
    }
    std::vector<CellId> answered;
    std::vector<LessonId> written;
    for (const auto& [id, standing] : standings) {
        if (standing.outcome == domain::Outcome::accepted) {
            answered.push_back(standing.cell);
            if (standing.lesson) written.push_back(*standing.lesson);
        }
        if (standing.outcome != domain::Outcome::held) continue;
        // What an older docket knows of its clock is in the log nowhere.
        const auto known = store.held(school, id);
        if (!known) return tl::unexpected(known.error());
        if (*known) continue;
        const HeldEntry held{id, standing.rule, domain::ClockTrust::doubtful, standing.framing, standing.order, 0};
        if (auto put = store.put_held(school, held); !put) return put;
    }
    if (auto added = store.add_answered(school, answered); !added) return added;
    if (auto added = store.add_written(school, written); !added) return added;
    return store.set_docketed(school);
}

}  // namespace zvonok::sync::server
