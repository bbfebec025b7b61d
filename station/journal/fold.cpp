#include "station/journal/heads.hpp"
#include "station/journal/replica.hpp"

/// The fold: from all entries of one cell, and the verdicts on them, to the rows that the tables show of it.
namespace zvonok::journal {

using domain::CellKind;
using domain::Outcome;
using entry::EntryId;
using sqlite::Row;

/// One entry of the cell with what is known of it here.
struct Replica::Piece {
    Node node;
    std::int64_t log = 0;
    PersonId author;
    std::int64_t saved_ms = 0;
    CellKind kind = CellKind::unknown;
    Outcome outcome = Outcome::pending;
    std::string rule;
    bool own = false;
    std::optional<entry::Writing> writing;  ///< nothing for a stub

    [[nodiscard]] bool newer() const { return writing && std::holds_alternative<domain::UnknownAct>(writing->act); }
};

struct Replica::Fold {
    Fold(CellId cell, const std::vector<Piece>& all) : id(cell), pieces(all) {}

    CellId id;
    const std::vector<Piece>& pieces;
    CellKind kind = CellKind::unknown;
    LessonId lesson;
    EntityId addressee;
    bool judged = false;              ///< there is a verdict on any of its entries
    bool named = false;               ///< lesson and addressee are known, from an entry with its body
    std::vector<std::size_t> heads;   ///< accepted, the one that shows first
    std::vector<bool> settled;        ///< by piece: an accepted entry has seen it
    const Piece* pending = nullptr;   ///< own, waiting for its verdict
    const Piece* returned = nullptr;  ///< own, refused or held, and not answered by a later entry
};

Result<std::vector<Replica::Piece>> Replica::pieces_of(CellId cell) {
    std::vector<Piece> pieces;
    const auto read = cell_entries_.each(
        [&](Row& row) -> Result<void> {
            auto header = entry::decode_header(row.blob(2));
            if (!header) return tl::unexpected(header.error());
            const auto log = logs_.find(row.integer(0));
            if (log == logs_.end()) return fail(FaultKind::corrupt, "an entry of a log that is not listed");
            Piece piece;
            piece.node = {header->id, header->order, std::move(header->seen)};
            piece.log = log->first;
            piece.author = header->author;
            piece.saved_ms = header->saved.at.time_since_epoch().count();
            piece.kind = header->kind;
            piece.own = log->second.source == Source::own || log->second.source == Source::own_former;
            if (!row.is_null(3)) {
                auto body = entry::decode_body(row.blob(3));
                if (!body) return tl::unexpected(body.error());
                if (auto* writing = std::get_if<entry::Writing>(&*body)) piece.writing = std::move(*writing);
            }
            if (!row.is_null(4)) {
                piece.outcome = static_cast<Outcome>(row.integer(4));
                piece.rule = row.text(5);
            }
            pieces.push_back(std::move(piece));
            return {};
        },
        key_, cell);
    if (!read) return tl::unexpected(read.error());
    return pieces;
}

namespace {
std::vector<Node> nodes_of(const auto& pieces) {
    std::vector<Node> nodes;
    nodes.reserve(pieces.size());
    for (const auto& piece : pieces) nodes.push_back(piece.node);
    return nodes;
}

std::vector<std::size_t> indexes_where(const auto& pieces, auto wanted) {
    std::vector<std::size_t> indexes;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        if (wanted(pieces[i])) indexes.push_back(i);
    return indexes;
}
}  // namespace

Result<void> Replica::fold_cell(CellId cell) {
    const auto pieces = pieces_of(cell);
    if (!pieces) return tl::unexpected(pieces.error());
    Fold fold{cell, *pieces};
    for (const Piece& piece : *pieces) {
        if (!piece.writing) continue;
        // A newer program's act in a cell of a kind known here: the body still says which lesson and whom it is about.
        domain::Cell named = piece.writing->cell;
        named.kind = piece.kind;
        if (entry::cell_id(school_, named) != cell) continue;
        fold.kind = piece.kind;
        fold.lesson = entry::lesson_id(school_, named.lesson);
        fold.addressee = named.addressee;
        fold.named = true;
        break;
    }

    const std::vector<Node> nodes = nodes_of(*pieces);
    const History history{nodes};
    const auto accepted = indexes_where(*pieces, [](const Piece& piece) { return piece.outcome == Outcome::accepted; });
    fold.heads = history.heads(accepted);
    fold.settled = history.seen_by(accepted);

    const auto hopeful = indexes_where(*pieces, [](const Piece& piece) {
        return piece.outcome == Outcome::accepted || (piece.own && piece.writing && piece.outcome == Outcome::pending);
    });
    for (const std::size_t i : history.heads(hopeful)) {
        if ((*pieces)[i].outcome != Outcome::pending) continue;
        fold.pending = &(*pieces)[i];
        break;
    }
    const std::vector<bool> answered = history.seen_by(hopeful);
    for (std::size_t i = 0; i < pieces->size(); ++i) {
        const Piece& piece = (*pieces)[i];
        const bool back = piece.outcome == Outcome::refused || piece.outcome == Outcome::held;
        if (!back || !piece.own || !piece.writing || answered[i]) continue;
        if (fold.returned == nullptr || shows_before(piece.node, fold.returned->node)) fold.returned = &piece;
    }
    // A verdict never goes away again but with the whole projection: where there is none, there is nothing to clear.
    fold.judged = std::ranges::any_of(*pieces, [](const Piece& piece) { return piece.outcome != Outcome::pending; });
    if (auto shown = show(fold); !shown || !fold.judged) return shown;
    if (auto listed = list_attention(fold); !listed) return listed;
    return list_conflict(fold);
}

Result<void> Replica::show(const Fold& fold) {
    if (fold.judged)
        if (auto dropped = drop_newer_.run(key_, fold.id); !dropped) return dropped;
    for (const std::size_t i : fold.heads) {
        const Piece& piece = fold.pieces[i];
        if (!piece.newer()) continue;
        if (auto put = put_newer_.run(key_, fold.id, piece.log, piece.node.id.seq, piece.kind); !put) return put;
    }
    if (!fold.named) return {};
    changes_.lessons.push_back(fold.lesson);
    const Piece* accepted = fold.heads.empty() ? nullptr : &fold.pieces[fold.heads.front()];
    if (auto put = show_layer(fold, 1, fold.pending, 1); !put || !fold.judged) return put;
    if (auto put = show_layer(fold, 0, accepted, fold.heads.size()); !put) return put;
    return show_layer(fold, 2, fold.returned, 1);
}

Result<void> Replica::show_layer(const Fold& fold, int layer, const Piece* piece, std::size_t versions) {
    // A head whose body did not come with it (an erased or withheld one) has no value to show.
    if (piece != nullptr && !piece->writing) piece = nullptr;
    switch (fold.kind) {
        case CellKind::attendance: {
            if (piece == nullptr) return drop_attendance_.run(key_, fold.lesson, fold.addressee, layer);
            const auto* act = std::get_if<domain::Attendance>(&piece->writing->act);
            std::optional<std::string_view> code;
            if (act != nullptr) code = act->code;
            return put_attendance_.run(key_, fold.lesson, fold.addressee, layer, piece->log, piece->node.id.seq,
                                       piece->author, piece->saved_ms, piece->outcome, piece->rule, versions, code);
        }
        case CellKind::topic: {
            if (piece == nullptr) return drop_topic_.run(key_, fold.lesson, layer);
            const auto* act = std::get_if<domain::Topic>(&piece->writing->act);
            std::optional<std::string_view> text;
            std::optional<PlanItemId> item;
            if (act != nullptr) {
                text = act->text;
                if (!act->plan_item.empty()) item = act->plan_item;
            }
            const domain::LessonKey& key = piece->writing->cell.lesson;
            return put_topic_.run(key_, fold.lesson, layer, piece->log, piece->node.id.seq, piece->author,
                                  piece->saved_ms, piece->outcome, piece->rule, versions, key.load,
                                  key.day.time_since_epoch().count(), text, item);
        }
        case CellKind::homework: {
            if (piece == nullptr) return drop_homework_.run(key_, fold.lesson, fold.addressee, layer);
            const auto* act = std::get_if<domain::Homework>(&piece->writing->act);
            std::optional<std::string_view> text;
            std::optional<std::int64_t> ways, due_day, due_ordinal;
            std::optional<LoadId> due_load;
            std::optional<LessonId> due_unplanned;
            if (act != nullptr) {
                text = act->text;
                ways = static_cast<std::int64_t>(act->ways);
                due_load = act->due.load;
                due_day = act->due.day.time_since_epoch().count();
                due_ordinal = act->due.ordinal;
                due_unplanned = act->due.unplanned;
            }
            const domain::LessonKey& key = piece->writing->cell.lesson;
            return put_homework_.run(key_, fold.lesson, fold.addressee, layer, piece->log, piece->node.id.seq,
                                     piece->author, piece->saved_ms, piece->outcome, piece->rule, versions, key.load,
                                     key.day.time_since_epoch().count(), key.ordinal, key.unplanned, text, ways,
                                     due_load, due_day, due_ordinal, due_unplanned);
        }
        default:
            return {};
    }
}

Result<void> Replica::list_attention(const Fold& fold) {
    for (std::size_t i = 0; i < fold.pieces.size(); ++i) {
        const Piece& piece = fold.pieces[i];
        if (piece.outcome == Outcome::pending) continue;
        Result<void> listed;
        if (piece.outcome == Outcome::accepted)
            listed = drop_attention_.run(key_, piece.author, piece.log, piece.node.id.seq);
        else
            listed = put_attention_.run(key_, piece.author, piece.log, piece.node.id.seq, fold.id, piece.outcome,
                                        piece.rule, static_cast<bool>(fold.settled[i]));
        if (!listed) return listed;
        changes_.attention = changes_.attention || piece.outcome != Outcome::accepted || database_->changes() > 0;
    }
    return {};
}

Result<void> Replica::list_conflict(const Fold& fold) {
    if (auto dropped = drop_conflict_.run(key_, fold.id); !dropped) return dropped;
    if (fold.heads.size() < 2) return {};
    for (const std::size_t i : fold.heads) {
        const Piece& piece = fold.pieces[i];
        if (auto put = put_conflict_.run(key_, fold.id, piece.log, piece.node.id.seq, piece.author); !put) return put;
    }
    return {};
}

Result<std::vector<EntryId>> Replica::visible_heads(CellId cell) {
    const auto pieces = pieces_of(cell);
    if (!pieces) return tl::unexpected(pieces.error());
    const std::vector<Node> nodes = nodes_of(*pieces);
    const auto visible =
        indexes_where(*pieces, [](const Piece& piece) { return piece.own || piece.outcome == Outcome::accepted; });
    std::vector<EntryId> ids;
    for (const std::size_t i : History{nodes}.heads(visible)) ids.push_back(nodes[i].id);
    return ids;
}

}  // namespace zvonok::journal
