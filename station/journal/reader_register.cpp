#include "station/journal/reader.hpp"

#include <algorithm>

/// The register: cells that are found by what they are about, with their entries decoded.
namespace zvonok::journal {

using namespace zvonok::domain;
using sqlite::Row;

namespace {

constexpr const char* register_columns =
    "SELECT r.layer, r.log, r.seq, r.author, r.saved_ms, r.outcome, r.rule, r.versions, r.cell, r.kind, e.body "
    "FROM register r JOIN entries e ON e.school = r.school AND e.log = r.log AND e.seq = r.seq WHERE r.school = ?1 ";
// A cell comes whole where any of its layers is asked for, as what it says first may not be what it says now.
#define ZVONOK_WHOLE(index, condition) \
    "AND r.cell IN (SELECT cell FROM register " index " WHERE school = ?1 AND " condition ")"

std::int64_t days(LocalDay day) {
    return day.time_since_epoch().count();
}
std::int64_t ms(Instant at) {
    return at.time_since_epoch().count();
}

Instant happened(const RegisterItem& item) {
    if (const auto* visit = item.as<Visit>()) return visit->at;
    const auto* shown = item.view.shown();
    return shown != nullptr ? shown->saved : Instant{};
}

}  // namespace

Result<void> Reader::prepare_register(sqlite::Database& database) {
    const struct {
        RegisterQuestion question;
        const char* name;
        const char* where;
    } questions[] = {
        {by_cell, "register cell", "AND r.cell = ?2"},
        {by_time, "register by time",
         ZVONOK_WHOLE("INDEXED BY register_by_time", "kind = ?2 AND at_ms >= ?3 AND at_ms < ?4")},
        {by_date, "register by date",
         ZVONOK_WHOLE("INDEXED BY register_by_date", "kind = ?2 AND date BETWEEN ?3 AND ?4")},
        {by_load, "register by load",
         ZVONOK_WHOLE("INDEXED BY register_by_load", "load = ?2 AND date BETWEEN ?3 AND ?4")},
        {by_addressee, "register by addressee",
         ZVONOK_WHOLE("INDEXED BY register_by_addressee", "kind = ?2 AND addressee = ?3")},
        {by_author, "register by author",
         ZVONOK_WHOLE("INDEXED BY register_by_author", "author = ?2 AND kind = ?3 AND kind > 14")},
        {by_person, "register by person", ZVONOK_WHOLE("INDEXED BY register_by_person", "person = ?2 AND kind = ?3")},
    };
    for (const auto& each : questions) {
        auto made =
            database.prepare(std::string(register_columns) + each.where + " ORDER BY r.cell, r.layer", each.name);
        if (!made) return tl::unexpected(made.error());
        register_[each.question] = std::move(*made);
    }
    auto visits = database.prepare(
        "SELECT addressee, max(at_ms) FROM register INDEXED BY register_by_addressee WHERE school = ? AND kind = 28 "
        "AND "
        "addressee IS NOT NULL GROUP BY addressee",
        "last visits");
    if (!visits) return tl::unexpected(visits.error());
    last_visits_ = std::move(*visits);
    auto framing = database.prepare(
        "SELECT r.log, r.seq, e.header, e.body FROM register r INDEXED BY register_pending JOIN entries e ON e.school "
        "= r.school AND e.log = r.log AND e.seq = r.seq WHERE r.school = ? AND r.layer = 1",
        "pending framing");
    if (!framing) return tl::unexpected(framing.error());
    framing_ = std::move(*framing);
    return {};
}
#undef ZVONOK_WHOLE

Result<std::vector<RegisterItem>> Reader::read_register(RegisterQuestion question, auto... values) {
    std::vector<RegisterItem> items;
    const auto read = register_[question].each(
        [&](Row& row) -> Result<void> {
            const auto id = row.id<CellId>(8);
            auto writing = writing_of(row, 10);
            if (!writing) return tl::unexpected(writing.error());
            if (!*writing) return fail(FaultKind::corrupt, "a row whose entry is not here");
            const bool newer = std::holds_alternative<UnknownAct>((*writing)->act);
            if (items.empty() || items.back().id != id) items.push_back({id, {}, {}});
            if (!newer || items.back().cell.kind == CellKind::unknown) {
                items.back().cell = std::move((*writing)->cell);
                items.back().cell.kind = static_cast<CellKind>(row.integer(9));
            }
            std::optional<Act> act;
            if (!newer) act = std::move((*writing)->act);
            return take_layer(logs_, row, 0, std::move(act), items.back().view);
        },
        key_, values...);
    if (!read) return tl::unexpected(read.error());
    std::ranges::sort(items, [](const RegisterItem& left, const RegisterItem& right) {
        return std::pair{happened(left), left.id} < std::pair{happened(right), right.id};
    });
    return items;
}

template <class Kind>
Result<CellView<Kind>> Reader::register_cell(CellKind kind, const LessonKey& lesson) {
    auto found = registered(entry::cell_id(school_, {kind, lesson, {}}));
    if (!found) return tl::unexpected(found.error());
    if (!*found) return CellView<Kind>{};
    return narrowed<Kind>(std::move((*found)->view));
}
template Result<CellView<PlanLink>> Reader::register_cell(CellKind, const LessonKey&);
template Result<CellView<LessonHeld>> Reader::register_cell(CellKind, const LessonKey&);
template Result<CellView<LessonTeacher>> Reader::register_cell(CellKind, const LessonKey&);
template Result<CellView<LessonChange>> Reader::register_cell(CellKind, const LessonKey&);

Result<std::optional<RegisterItem>> Reader::registered(CellId cell) {
    auto items = read_register(by_cell, cell);
    if (!items) return tl::unexpected(items.error());
    if (items->empty()) return std::nullopt;
    return std::move(items->front());
}

Result<std::vector<RegisterItem>> Reader::registers(CellKind kind, Instant from, Instant to) {
    return read_register(by_time, kind, ms(from), ms(to));
}

Result<std::vector<RegisterItem>> Reader::registers_on(CellKind kind, LocalDay first, LocalDay last) {
    return read_register(by_date, kind, days(first), days(last));
}

Result<std::vector<RegisterItem>> Reader::registers_of_load(LoadId load, LocalDay first, LocalDay last) {
    return read_register(by_load, load, days(first), days(last));
}

Result<std::vector<RegisterItem>> Reader::registers_for(CellKind kind, EntityId addressee) {
    return read_register(by_addressee, kind, addressee);
}

Result<std::vector<RegisterItem>> Reader::registers_by(PersonId author, CellKind kind) {
    return read_register(by_author, author, kind);
}

Result<std::vector<RegisterItem>> Reader::registers_about(PersonId person, CellKind kind) {
    return read_register(by_person, person, kind);
}

Result<Answers<PlanLink>> Reader::plan_links(LoadId load, LocalDay first, LocalDay last) {
    auto items = registers_of_load(load, first, last);
    if (!items) return tl::unexpected(items.error());
    Answers<PlanLink> links;
    for (RegisterItem& item : *items)
        if (item.cell.kind == CellKind::plan_link)
            links.push_back({std::move(item.cell), narrowed<PlanLink>(std::move(item.view))});
    std::ranges::sort(links, [](const auto& left, const auto& right) {
        return std::tie(left.cell.lesson.day, left.cell.lesson.ordinal, left.cell.lesson.unplanned) <
               std::tie(right.cell.lesson.day, right.cell.lesson.ordinal, right.cell.lesson.unplanned);
    });
    return links;
}

Result<std::vector<RegisterItem>> Reader::messages(PersonId person, std::span<const GroupId> groups, Instant from) {
    auto items = read_register(by_time, CellKind::message, ms(from), std::numeric_limits<std::int64_t>::max());
    if (!items) return items;
    std::erase_if(*items, [&](const RegisterItem& item) {
        const auto* message = item.as<Message>();
        if (message == nullptr) return true;
        const bool to_group = std::ranges::any_of(
            message->groups, [&](GroupId group) { return std::ranges::find(groups, group) != groups.end(); });
        const bool to_person = std::ranges::find(message->to, person) != message->to.end();
        return !to_group && !to_person && item.view.shown()->author != person;
    });
    return items;
}

Result<std::vector<std::pair<PersonId, Instant>>> Reader::last_visits() {
    std::vector<std::pair<PersonId, Instant>> visits;
    const auto read = last_visits_.each(
        [&](Row& row) { visits.emplace_back(row.id<PersonId>(0), instant_of(row.integer(1))); }, key_);
    if (!read) return tl::unexpected(read.error());
    return visits;
}

Result<std::vector<Enacted>> Reader::pending_framing() {
    std::vector<Enacted> pending;
    const auto read = framing_.each(
        [&](Row& row) -> Result<void> {
            const auto header = entry::decode_header(row.blob(2));
            if (!header) return tl::unexpected(header.error());
            if (!is_framing(header->kind)) return {};
            auto writing = writing_of(row, 3);
            if (!writing) return tl::unexpected(writing.error());
            if (!*writing || std::holds_alternative<UnknownAct>((*writing)->act)) return {};
            pending.push_back({header->id, header->author, header->role, header->saved.at, header->saved.at, 0,
                               std::move((*writing)->cell), std::move((*writing)->act)});
            return {};
        },
        key_);
    if (!read) return tl::unexpected(read.error());
    std::ranges::sort(pending, {}, &Enacted::entry);
    return pending;
}

}  // namespace zvonok::journal
