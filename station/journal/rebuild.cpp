#include "station/journal/fold_parts.hpp"
#include "station/journal/schema.hpp"
#include "station/journal/tuning.hpp"
#include "station/sqlite/tuning.hpp"

#include <unordered_set>

/// All tables anew from the records, in few passes: the same fold, fed in the order in which the records lie.
namespace zvonok::journal {

using domain::CellKind;
using sqlite::Row;

namespace {
/// Step 2's tables are filled only by its own programs; what such a one left behind goes.
constexpr const char* projection_tables[] = {"verdicts",      "attention",      "conflicts",         "newer",
                                             "noted",         "based",          "lesson_contents",   "works",
                                             "marks",         "period_marks",   "register",          "attendance",
                                             "topics",        "homework",       "lesson_attendance", "absence_reasons",
                                             "lesson_topics", "lesson_homework"};
}  // namespace

Result<void> Replica::rebuild() {
    auto transaction = sqlite::Transaction::begin(*database_);
    if (!transaction) return tl::unexpected(transaction.error());
    if (auto folded = refold_all(); !folded) {
        transaction->roll_back();
        rolled_back();
        return folded;
    }
    return transaction->commit();
}

Result<void> Replica::refold_all() {
    if (auto widened = database_->set_cache(tuning::rebuild_cache_kibibytes); !widened) return widened;
    auto folded = refold();
    if (auto usual = database_->set_cache(sqlite::tuning::cache_kibibytes); !usual) return usual;
    return folded;
}

Result<void> Replica::refold() {
    const Changes kept = changes_;
    forget_touched();
    contents_ = {};
    if (auto cleared = clear_projection(); !cleared) return cleared;
    // An index filled row by row costs several times one that is sorted at the end.
    const auto indexes = drop_indexes();
    if (!indexes) return tl::unexpected(indexes.error());
    if (auto taken = retake_verdicts(); !taken) return taken;
    if (auto folded = fold_every_cell(); !folded) return folded;
    for (const std::string& index : *indexes)
        if (auto made = database_->script(index); !made) return made;
    changes_ = kept;
    last_noted_ = {};
    auto note = database_->prepare("UPDATE replica SET projection = ? WHERE school = ?");
    if (!note) return tl::unexpected(note.error());
    return note->run(projection_version, key_);
}

Result<void> Replica::clear_projection() {
    for (const char* table : projection_tables) {
        auto clear = database_->prepare("DELETE FROM " + std::string(table) + " WHERE school = ?");
        if (!clear) return tl::unexpected(clear.error());
        if (auto cleared = clear->run(key_); !cleared) return cleared;
    }
    return {};
}

Result<std::vector<std::string>> Replica::drop_indexes() {
    std::vector<std::string> names, texts;
    auto all = database_->prepare(
        "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT "
        "NULL ORDER BY name");
    if (!all) return tl::unexpected(all.error());
    const auto read = all->each([&](Row& row) {
        if (std::ranges::find(projection_tables, row.text(1)) == std::end(projection_tables)) return;
        names.emplace_back(row.text(0));
        texts.emplace_back(row.text(2));
    });
    if (!read) return tl::unexpected(read.error());
    for (const std::string& name : names)
        if (auto dropped = database_->script("DROP INDEX " + name); !dropped) return tl::unexpected(dropped.error());
    return texts;
}

Result<void> Replica::retake_verdicts() {
    auto verdicts = database_->prepare(
        "SELECT e.header, e.body FROM entries e INDEXED BY entries_of_verdicts JOIN logs l ON l.key = e.log "
        "WHERE e.school = ? AND e.kind = 5 AND l.source = 2 AND e.body IS NOT NULL");
    if (!verdicts) return tl::unexpected(verdicts.error());
    return verdicts->each(
        [&](Row& row) -> Result<void> {
            const auto header = entry::decode_header(row.blob(0));
            const auto body = entry::decode_body(row.blob(1));
            if (!header || !body) return tl::unexpected((header ? body.error() : header.error()));
            const auto* verdict = std::get_if<entry::Verdict>(&*body);
            if (verdict == nullptr) return {};
            const auto log = log_key(verdict->entry.log, Source::station);
            if (!log) return tl::unexpected(log.error());
            if (auto stored = store_verdict(*log, *header, *verdict); !stored) return tl::unexpected(stored.error());
            return {};
        },
        key_);
}

/// Nearly every cell has one entry: those are folded as they are met, each beside its neighbours. The others are
/// gathered by cell.
Result<void> Replica::fold_every_cell() {
    std::unordered_set<CellId> several;
    auto cells = database_->prepare(
        "SELECT cell FROM entries INDEXED BY entries_by_cell WHERE school = ? GROUP BY cell HAVING count(*) > 1");
    if (!cells) return tl::unexpected(cells.error());
    if (auto read = cells->each([&](Row& row) { several.insert(row.id<CellId>(0)); }, key_); !read) return read;

    std::unordered_set<CellId> met;
    constexpr Former nothing{false, false};
    auto entries = database_->prepare(
        "SELECT e.log, e.seq, e.header, e.body, v.outcome, v.rule, v.notes, e.cell FROM entries e NOT INDEXED LEFT "
        "JOIN verdicts v ON v.school = e.school AND v.log = e.log AND v.seq = e.seq "
        "WHERE e.school = ? AND e.kind NOT IN (4, 5) ORDER BY e.log, e.seq");
    if (!entries) return tl::unexpected(entries.error());
    const auto folded = entries->each(
        [&](Row& row) -> Result<void> {
            const auto cell = row.id<CellId>(7);
            if (several.contains(cell)) {
                met.insert(cell);
                return {};
            }
            const auto piece = read_piece(row);
            if (!piece) return tl::unexpected(piece.error());
            return fold_pieces(cell, {&*piece, 1}, nothing);
        },
        key_);
    if (!folded) return folded;
    for (const CellId& cell : met) {
        const auto pieces = pieces_of(cell);
        if (!pieces) return tl::unexpected(pieces.error());
        if (auto done = fold_pieces(cell, *pieces, nothing); !done) return done;
    }
    return list_contents();
}

Result<void> Replica::list_contents() {
    for (const auto& [place, masks] : contents_.added) {
        if (contents_.due.contains(place) || (masks.accepted == 0 && masks.pending == 0)) continue;
        if (auto added = add_contents_.run(key_, place.load, place.day, place.ordinal, masks.accepted, masks.pending);
            !added)
            return added;
    }
    for (const auto& [place, lesson] : contents_.due)
        if (auto seen = look_through(place, lesson); !seen) return seen;
    contents_ = {};
    return {};
}

Result<void> Replica::look_through(const LessonPlace& place, const domain::LessonKey& lesson) {
    const CellId held = entry::cell_id(school_, {CellKind::lesson_held, lesson, {}});
    const CellId link = entry::cell_id(school_, {CellKind::plan_link, lesson, {}});
    Masks masks;
    auto seen = see_contents_.each(
        [&](Row& row) {
            auto& mask = row.integer(0) == 0 ? masks.accepted : masks.pending;
            mask = static_cast<std::uint16_t>(mask | row.integer(1));
        },
        key_, place.load, place.day, place.ordinal, held, link);
    if (!seen) return seen;
    if (masks.accepted == 0 && masks.pending == 0)
        return drop_contents_.run(key_, place.load, place.day, place.ordinal);
    std::int64_t date = place.day;
    std::optional<LoadId> of_load;
    std::optional<std::int64_t> of_ordinal;
    if (!lesson.unplanned.empty()) {
        const auto described = describe_contents_.first(
            [&](Row& row) {
                date = row.integer(0);
                of_load = row.id_or_null<LoadId>(1).value_or(LoadId{});
                of_ordinal = row.integer(2);
            },
            key_, place.load, place.day, place.ordinal, held, link);
        if (!described) return tl::unexpected(described.error());
    }
    return put_contents_.run(key_, place.load, place.day, place.ordinal, date, of_load, of_ordinal, masks.accepted,
                             masks.pending);
}

}  // namespace zvonok::journal
