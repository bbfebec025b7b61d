#include "station/app/seen.hpp"

#include "station/app/tuning.hpp"

namespace zvonok::app {

void Seen::answered(std::uint64_t question, View view, Covers covers, std::vector<CellId> cells) {
    shown_[static_cast<std::size_t>(view)] = {std::move(covers), std::move(cells)};
    last_question_ = question;
}

Result<void> Seen::before_change(journal::Journal& journal) {
    // The desk has not asked since the last change: what it shows is older still.
    if (last_question_ == 0) return {};
    Span span;
    span.last_question = last_question_;
    const auto remember = [&](CellId cell) -> Result<void> {
        if (span.heads.contains(cell)) return {};
        auto heads = journal.heads(cell);
        if (!heads) return tl::unexpected(heads.error());
        span.heads.emplace(cell, std::move(*heads));
        return {};
    };
    for (std::size_t view = 0; view < shown_.size(); ++view) {
        span.covers[view] = shown_[view].covers;
        for (const CellId cell : shown_[view].cells)
            if (auto remembered = remember(cell); !remembered) return remembered;
    }
    for (const CellId cell : written_)
        if (auto remembered = remember(cell); !remembered) return remembered;
    spans_.push_back(std::move(span));
    if (spans_.size() > tuning::spans_seen) spans_.pop_front();
    written_.clear();
    last_question_ = 0;
    return {};
}

std::optional<std::vector<entry::EntryId>> Seen::heads(std::uint64_t question, const domain::Cell& cell,
                                                       CellId id) const {
    if (question == 0) return std::nullopt;
    for (const Span& span : spans_) {
        if (question > span.last_question) continue;
        if (const auto found = span.heads.find(id); found != span.heads.end()) return found->second;
        for (const Covers& covers : span.covers)
            if (covers && covers(cell)) return std::vector<entry::EntryId>{};
        return std::nullopt;
    }
    return std::nullopt;
}

void Seen::written(CellId cell, entry::EntryId entry) {
    written_.insert(cell);
    for (Span& span : spans_) span.heads[cell] = {entry};
}

}  // namespace zvonok::app
