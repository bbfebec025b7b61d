#include "station/flow/stepper.hpp"

namespace zvonok::flow {

namespace {

/// Applies `change` to the standing of each cell whose last touch is the draft.
template <class Change>
void for_draft(Desk& desk, const Draft& draft, Change change) {
    for (const Writing& writing : draft.writings)
        for (Standing* standing : standings_of(desk, writing.cell))
            if (standing->draft == draft.number) change(*standing);
}

/// What the person has before the eyes.
std::uint64_t picture_of(const Desk& desk) {
    if (const auto* absences = std::get_if<Absences>(&desk.office)) return absences->picture;
    if (const auto* plan = std::get_if<CoursePlan>(&desk.office)) return plan->picture;
    return desk.page && desk.page->picture != 0 ? desk.page->picture : desk.picture;
}

/// The draft is on disk: what earlier failed drafts say of its cells was overwritten and is never to be written.
void settle(std::vector<Draft>& waiting, DraftNumber number) {
    const auto stored = std::ranges::find(waiting, number, &Draft::number);
    if (stored == waiting.end()) return;
    const std::vector<Writing> written = std::move(stored->writings);
    waiting.erase(stored);
    for (Draft& draft : waiting) {
        if (draft.number > number) continue;
        std::erase_if(draft.writings, [&](const Writing& writing) {
            return std::ranges::count(written, writing.cell, &Writing::cell) > 0;
        });
    }
    std::erase_if(waiting, [](const Draft& draft) { return draft.writings.empty(); });
}

}  // namespace

void Stepper::hand_over(Desk& desk, std::vector<Writing> writings) {
    const DraftNumber number = new_number();
    note_touch(desk, writings);
    for (const Writing& writing : writings) {
        for (Standing* standing : put_everywhere(desk, writing)) *standing = {Save::hollow, number, {}, false};
        if (!desk.page) continue;
        if (PageRow* row = desk.page->row(id_as<PersonId>(writing.cell.addressee))) reckon(*desk.page, *row);
    }
    Session session = desk.session;
    session.role = role_in(desk, writings.front());
    to_do(effect::Write{session, number, writings, picture_of(desk)});
    desk.waiting.push_back({number, std::move(writings), false});
}

void Stepper::show_waiting(Desk& desk) const {
    for (const Draft& draft : desk.waiting)
        for (const Writing& writing : draft.writings)
            for (Standing* standing : put_everywhere(desk, writing))
                *standing = {draft.failed ? Save::failed : Save::hollow, draft.number, {}, false};
    if (!desk.page) return;
    for (PageRow& row : desk.page->rows) reckon(*desk.page, row);
}

void Stepper::operator()(const event::Stored& event) {
    if (Desk* desk = on<Desk>()) {
        for (const Draft& draft : desk->waiting)
            if (draft.number == event.draft)
                for_draft(*desk, draft, [](Standing& standing) { standing.save = Save::solid; });
        settle(desk->waiting, event.draft);
        ask_office(*desk);
    }
    for (auto& [person, kept] : state_.kept) settle(kept.waiting, event.draft);
    state_.health.disk_full = false;
    state_.health.store_fault = false;
}

void Stepper::operator()(const event::NotStored& event) {
    const auto is_it = [&](const Draft& draft) { return draft.number == event.draft; };
    if (Desk* desk = on<Desk>()) {
        for (Draft& draft : desk->waiting) {
            if (!is_it(draft)) continue;
            draft.failed = true;
            for_draft(*desk, draft, [](Standing& standing) { standing.save = Save::failed; });
        }
    }
    for (auto& [person, kept] : state_.kept)
        for (Draft& draft : kept.waiting)
            if (is_it(draft)) draft.failed = true;
    state_.health.disk_full = event.kind == FaultKind::full;
    state_.health.store_fault = event.kind != FaultKind::full;
    ask_for_retry();
}

void Stepper::ask_for_retry() {
    if (state_.retry_asked) return;
    state_.retry_asked = true;
    to_do(effect::RetryLater{});
}

void Stepper::operator()(const event::RetryTime&) {
    state_.retry_asked = false;
    if (Desk* desk = on<Desk>()) write_failed_again(*desk);
}

void Stepper::write_failed_again(Desk& desk) {
    const auto rewritten_after = [&](const Writing& writing, DraftNumber number) {
        return std::ranges::any_of(desk.waiting, [&](const Draft& later) {
            return later.number > number && std::ranges::count(later.writings, writing.cell, &Writing::cell) > 0;
        });
    };
    for (Draft& draft : desk.waiting) {
        if (!draft.failed) continue;
        // What the disk never took and the person has since changed was never said.
        std::erase_if(draft.writings, [&](const Writing& writing) { return rewritten_after(writing, draft.number); });
        if (draft.writings.empty()) continue;
        draft.failed = false;
        for_draft(desk, draft, [](Standing& standing) { standing.save = Save::hollow; });
        Session session = desk.session;
        session.role = role_in(desk, draft.writings.front());
        to_do(effect::Write{session, draft.number, draft.writings, picture_of(desk)});
    }
    std::erase_if(desk.waiting, [](const Draft& draft) { return draft.writings.empty(); });
}

}  // namespace zvonok::flow
