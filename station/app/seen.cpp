#include "station/app/seen.hpp"

namespace zvonok::app {

void Seen::answered(std::uint64_t question, const domain::LessonKey& lesson, std::vector<CellId> cells) {
    if (lesson != lesson_) {
        before_.reset();
    } else if (before_ && fresh_from_ == 0) {
        fresh_from_ = question;
    }
    lesson_ = lesson;
    cells_ = std::move(cells);
    answered_ = question;
}

Result<void> Seen::before_change(journal::Journal& journal) {
    if (answered_ == 0) return {};
    // The desk has not asked since the last change: what it shows is older still.
    if (before_ && fresh_from_ == 0) return {};
    std::map<CellId, std::vector<entry::EntryId>> before;
    for (const CellId cell : cells_) {
        auto heads = journal.heads(cell);
        if (!heads) return tl::unexpected(heads.error());
        before.emplace(cell, std::move(*heads));
    }
    before_ = std::move(before);
    fresh_from_ = 0;
    return {};
}

std::optional<std::vector<entry::EntryId>> Seen::heads(std::uint64_t question, const domain::Cell& cell,
                                                       CellId id) const {
    if (!before_ || question == 0 || cell.lesson != lesson_) return std::nullopt;
    if (fresh_from_ != 0 && question >= fresh_from_) return std::nullopt;
    const auto found = before_->find(id);
    return found == before_->end() ? std::vector<entry::EntryId>{} : found->second;
}

void Seen::written(CellId cell, entry::EntryId entry) {
    if (before_) (*before_)[cell] = {entry};
}

}  // namespace zvonok::app
