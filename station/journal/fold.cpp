#include "station/journal/fold_parts.hpp"

#include <algorithm>

/// The fold: from all entries of one cell, and the verdicts on them, to the rows that the tables show of it.
namespace zvonok::journal {

using domain::CellKind;
using domain::Outcome;
using entry::EntryId;
using sqlite::Row;
using sqlite::Value;

void Replica::ForgetPiece::operator()(Piece* piece) const {
    delete piece;  // NOLINT(cppcoreguidelines-owning-memory): what unique_ptr does where the type is known
}

Replica::Piece Replica::make_piece(entry::Header header, std::optional<entry::Body> body, std::int64_t log,
                                   Source source) {
    Piece piece;
    piece.node = {header.id, header.order, std::move(header.seen)};
    piece.log = log;
    piece.author = header.author;
    piece.saved = header.saved.at;
    piece.kind = header.kind;
    piece.own = source == Source::own || source == Source::own_former;
    if (body)
        if (auto* writing = std::get_if<entry::Writing>(&*body)) piece.writing = std::move(*writing);
    return piece;
}

/// What an entry without a verdict counts as.
void Replica::judge_unjudged(Piece& piece, Source source) {
    if (source == Source::server) {
        piece.outcome = Outcome::accepted;  // what the server itself writes needs no verdict
    } else if (piece.own) {
        const std::uint64_t seq = piece.node.id.seq;
        const auto refusal = std::ranges::find_if(refusals_, [&](const Refusal& each) {
            return each.log == piece.log && each.first <= seq && seq <= each.last;
        });
        if (refusal == refusals_.end()) return;
        piece.outcome = Outcome::refused;
        piece.rule = refusal->rule;
    } else {
        piece.carried = carried_.shows(piece.log, piece.node.id.seq);
    }
}

Result<Replica::Piece> Replica::read_piece(Row& row) {
    auto header = entry::decode_header(row.blob(2));
    if (!header) return tl::unexpected(header.error());
    const auto log = logs_.find(row.integer(0));
    if (log == logs_.end()) return fail(FaultKind::corrupt, "an entry of a log that is not listed");
    std::optional<entry::Body> body;
    if (!row.is_null(3)) {
        auto decoded = entry::decode_body(row.blob(3));
        if (!decoded) return tl::unexpected(decoded.error());
        body = std::move(*decoded);
    }
    Piece piece = make_piece(std::move(*header), std::move(body), log->first, log->second.source);
    if (!row.is_null(4)) {
        piece.outcome = static_cast<Outcome>(row.integer(4));
        piece.rule = row.text(5);
        if (!row.is_null(6)) piece.notes = row.text(6);
    } else {
        judge_unjudged(piece, log->second.source);
    }
    return piece;
}

Replica::Touch& Replica::touch(const CellId& cell) {
    const auto [at, is_new] = touched_.try_emplace(cell);
    if (is_new) arrivals_.push_back(&*at);
    return at->second;
}

void Replica::forget_touched() {
    touched_.clear();
    arrivals_.clear();
    fresh_.clear();
}

Result<void> Replica::touch_fresh(const entry::Header& header, const std::optional<entry::Body>& body,
                                  std::int64_t log) {
    Touch& touch = this->touch(header.cell);
    fresh_.emplace(header.id, &touch);
    touch.piece.reset();
    // The store may be given a body that it need not look into (own writings): that one is read like any other.
    if (++touch.fresh > 1 || !body) return {};
    // Asked while the index's page is at hand, which it would not be any more when thousands are folded.
    const auto size = cell_size_.integer(key_, header.cell);
    if (!size) return tl::unexpected(size.error());
    if (*size == 1) touch.piece.reset(new Piece(make_piece(header, body, log, logs_.at(log).source)));
    return {};
}

void Replica::judge_fresh(Touch& touch, const entry::Verdict& verdict, bool first) {
    if (!first) {
        touch.other = true;
        return;
    }
    ++touch.first_verdicts;
    if (!touch.piece || touch.piece->node.id != verdict.entry) return;
    touch.piece->outcome = verdict.outcome;
    touch.piece->rule = verdict.rule;
    touch.piece->notes = notes_text(verdict);
}

Result<bool> Replica::piece_suffices(const Touch& touch) {
    if (!touch.piece || touch.other) return false;
    Piece& piece = *touch.piece;
    if (piece.outcome != Outcome::pending) return true;
    // The verdict may have been here before the entry.
    const auto judged = entry_verdict_.first(
        [&](Row& row) {
            piece.outcome = static_cast<Outcome>(row.integer(0));
            piece.rule = row.text(1);
            if (!row.is_null(2)) piece.notes = row.text(2);
        },
        key_, piece.log, piece.node.id.seq);
    if (!judged) return tl::unexpected(judged.error());
    if (!*judged) judge_unjudged(piece, logs_.at(piece.log).source);
    return true;
}

Result<std::vector<Replica::Piece>> Replica::pieces_of(const CellId& cell) {
    std::vector<Piece> pieces;
    const auto read = cell_entries_.each(
        [&](Row& row) -> Result<void> {
            auto piece = read_piece(row);
            if (!piece) return tl::unexpected(piece.error());
            pieces.push_back(std::move(*piece));
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

Result<void> Replica::fold_cell(const CellId& cell, const Touch& touch) {
    const auto suffices = piece_suffices(touch);
    if (!suffices) return tl::unexpected(suffices.error());
    if (*suffices) return fold_pieces(cell, {touch.piece.get(), 1}, {false, false});
    const auto pieces = pieces_of(cell);
    if (!pieces) return tl::unexpected(pieces.error());
    // Nothing of a cell is in the tables while all its entries are foreign and unjudged.
    std::size_t judged = 0;
    bool own = false;
    for (const Piece& piece : *pieces) {
        judged += piece.outcome == Outcome::pending ? 0 : 1;
        own = own || piece.own || piece.carried;
    }
    const bool all_fresh = touch.fresh == pieces->size();
    const bool first_judged = !own && judged <= touch.first_verdicts;
    return fold_pieces(cell, *pieces,
                       {touch.other || !(all_fresh || first_judged), touch.other || (own && !all_fresh)});
}

void Replica::find_heads(Fold& fold) {
    if (fold.pieces.size() == 1) {  // the same as below for one that has nothing to see and nobody to be seen by
        const Piece& piece = fold.pieces.front();
        if (piece.outcome == Outcome::accepted) fold.heads = {0};
        fold.settled = {false};
        if (piece.hoped_for()) fold.pending = &piece;
        if (piece.returned() && piece.own && piece.writing) fold.returned = &piece;
        return;
    }
    const std::vector<Node> nodes = nodes_of(fold.pieces);
    const History history{nodes};
    const auto accepted =
        indexes_where(fold.pieces, [](const Piece& piece) { return piece.outcome == Outcome::accepted; });
    fold.heads = history.heads(accepted);
    fold.settled = history.seen_by(accepted);

    const auto hopeful = indexes_where(
        fold.pieces, [](const Piece& piece) { return piece.outcome == Outcome::accepted || piece.hoped_for(); });
    for (const std::size_t i : history.heads(hopeful)) {
        if (fold.pieces[i].outcome != Outcome::pending) continue;
        fold.pending = &fold.pieces[i];
        break;
    }
    const std::vector<bool> answered = history.seen_by(hopeful);
    for (std::size_t i = 0; i < fold.pieces.size(); ++i) {
        const Piece& piece = fold.pieces[i];
        if (!piece.returned() || !piece.own || !piece.writing || answered[i]) continue;
        if (fold.returned == nullptr || shows_before(piece.node, fold.returned->node)) fold.returned = &piece;
    }
}

Result<void> Replica::fold_pieces(const CellId& cell, std::span<const Piece> pieces, Former former) {
    Fold fold{cell, pieces, former};
    domain::Cell named;
    for (const Piece& piece : pieces) {
        if (!piece.writing) continue;
        if (!piece.newer()) {  // the store takes no entry whose body names another cell than its header
            fold.cell = &piece.writing->cell;
            break;
        }
        // A newer program's act in a cell of a kind known here: the body still says which lesson and whom it is about.
        named = piece.writing->cell;
        named.kind = piece.kind;
        if (entry::cell_id(school_, named) != cell) continue;
        fold.cell = &named;
        break;
    }
    if (fold.cell != nullptr)
        if (const auto shape = shape_of(fold.cell->kind); shape && row_shapes()[*shape].fits(*fold.cell))
            fold.shape = shape;
    find_heads(fold);
    // A verdict never goes away again but with the whole projection: where there is none, there is nothing to clear.
    fold.judged = std::ranges::any_of(pieces, [](const Piece& piece) { return piece.outcome != Outcome::pending; });
    if (auto shown = show(fold); !shown || !fold.judged) return shown;
    if (auto listed = list_newer(fold); !listed) return listed;
    if (auto listed = list_attention(fold); !listed) return listed;
    if (auto listed = list_accepted(fold); !listed) return listed;
    return list_conflict(fold);
}

Result<void> Replica::show(const Fold& fold) {
    if (!fold.shape) return {};
    const domain::Cell& cell = *fold.cell;
    if (cell.lesson.empty())
        changes_.registers = true;
    else
        note_lesson(cell.lesson);
    if (fold.former.rows) {
        values_.assign({key_});
        row_shapes()[*fold.shape].put_key(fold.id, cell, values_);
        if (auto cleared = clear_rows_[*fold.shape].run_with(values_); !cleared) return cleared;
    }
    const Piece* accepted = fold.heads.empty() ? nullptr : &fold.pieces[fold.heads.front()];
    if (auto put = show_layer(fold, 0, accepted, fold.heads.size()); !put) return put;
    if (auto put = show_layer(fold, 1, fold.pending, 1); !put) return put;
    if (auto put = show_layer(fold, 2, fold.returned, 1); !put) return put;
    if (cell.lesson.empty()) return {};
    const auto content = [](const Piece* piece) {
        return piece != nullptr && piece->writing ? content_of(piece->writing->act) : std::uint16_t{0};
    };
    if (fold.former.rows || !cell.lesson.unplanned.empty())
        contents_.due.insert_or_assign(place_of(cell.lesson), cell.lesson);
    else
        contents_.added[place_of(cell.lesson)] |= {content(accepted), content(fold.pending)};
    return {};
}

Result<void> Replica::show_layer(const Fold& fold, int layer, const Piece* piece, std::size_t versions) {
    // A head whose body did not come with it (an erased or withheld one) has no value to show.
    if (piece == nullptr || !piece->writing) return {};
    const RowShape& shape = row_shapes()[*fold.shape];
    values_.assign({key_});
    shape.put_key(fold.id, *fold.cell, values_);
    for (const Value& value :
         {Value{std::int64_t{layer}}, Value{piece->log}, Value{static_cast<std::int64_t>(piece->node.id.seq)},
          Value{piece->author}, Value{piece->saved.time_since_epoch().count()},
          Value{static_cast<std::int64_t>(piece->outcome)}, Value{std::string_view{piece->rule}},
          Value{static_cast<std::int64_t>(versions)}})
        values_.push_back(value);
    // Of a newer act nothing is certain but the question.
    shape.put_rest(piece->newer() ? *fold.cell : piece->writing->cell, piece->writing->act, piece->saved, values_);
    return put_rows_[*fold.shape].run_with(values_);
}

Result<void> Replica::list_newer(const Fold& fold) {
    if (std::ranges::none_of(fold.pieces, &Piece::newer)) return {};
    if (auto dropped = drop_newer_.run(key_, fold.id); !dropped) return dropped;
    for (const std::size_t i : fold.heads) {
        const Piece& piece = fold.pieces[i];
        if (!piece.newer()) continue;
        if (auto put = put_newer_.run(key_, fold.id, piece.log, piece.node.id.seq, piece.kind); !put) return put;
    }
    return {};
}

Result<void> Replica::list_attention(const Fold& fold) {
    for (std::size_t i = 0; i < fold.pieces.size(); ++i) {
        const Piece& piece = fold.pieces[i];
        Result<void> listed;
        if (piece.returned()) {
            listed = put_attention_.run(key_, piece.author, piece.log, piece.node.id.seq, fold.id, piece.outcome,
                                        piece.rule, static_cast<bool>(fold.settled[i]));
            changes_.attention = true;
        } else if (fold.former.verdicts) {
            listed = drop_attention_.run(key_, piece.author, piece.log, piece.node.id.seq);
            changes_.attention = changes_.attention || database_->changes() > 0;
        }
        if (!listed) return listed;
    }
    return {};
}

/// What the accepted entries are looked for by: the notes of their verdicts, and what they were written upon.
Result<void> Replica::list_accepted(const Fold& fold) {
    for (const Piece& piece : fold.pieces) {
        if (!piece.writing) continue;
        const EntityId& basis = piece.writing->basis;
        if (fold.former.verdicts) {
            if (auto dropped = drop_noted_.run(key_, piece.log, piece.node.id.seq); !dropped) return dropped;
            if (!basis.empty())
                if (auto dropped = drop_based_.run(key_, basis, piece.log, piece.node.id.seq); !dropped) return dropped;
        }
        if (piece.outcome != Outcome::accepted) continue;
        if (!piece.notes.empty()) {
            const domain::LessonKey& lesson = piece.writing->cell.lesson;
            std::optional<LoadId> load;
            if (!lesson.empty()) load = lesson.load;
            const LocalDay day{std::chrono::floor<std::chrono::days>(piece.saved).time_since_epoch()};
            if (auto put = put_noted_.run(key_, piece.log, piece.node.id.seq, piece.author, piece.kind, load,
                                          (lesson.empty() ? day : lesson.day).time_since_epoch().count(),
                                          piece.saved.time_since_epoch().count(), piece.notes);
                !put)
                return put;
        }
        if (!basis.empty())
            if (auto put = put_based_.run(key_, basis, piece.log, piece.node.id.seq); !put) return put;
    }
    return {};
}

Result<void> Replica::list_conflict(const Fold& fold) {
    if (fold.pieces.size() < 2) return {};
    if (fold.former.rows)
        if (auto dropped = drop_conflict_.run(key_, fold.id); !dropped) return dropped;
    if (fold.heads.size() < 2) return {};
    for (const std::size_t i : fold.heads) {
        const Piece& piece = fold.pieces[i];
        if (auto put = put_conflict_.run(key_, fold.id, piece.log, piece.node.id.seq, piece.author); !put) return put;
    }
    return {};
}

void Replica::note_lesson(const domain::LessonKey& lesson) {
    if (lesson == last_noted_) return;
    last_noted_ = lesson;
    changes_.lessons.push_back(entry::lesson_id(school_, lesson));
}

Result<std::vector<EntryId>> Replica::visible_heads(CellId cell) {
    const auto pieces = pieces_of(cell);
    if (!pieces) return tl::unexpected(pieces.error());
    const std::vector<Node> nodes = nodes_of(*pieces);
    const auto visible = indexes_where(
        *pieces, [](const Piece& piece) { return piece.own || piece.carried || piece.outcome == Outcome::accepted; });
    std::vector<EntryId> ids;
    for (const std::size_t i : History{nodes}.heads(visible)) ids.push_back(nodes[i].id);
    return ids;
}

}  // namespace zvonok::journal
